/// Cuts source into tokens; every text has some, and together with the space they cover it.
///
/// Newlines are not tokens: each token says whether a line ended before it, and the parser decides
/// whether that ends a statement.
public struct Lexer {
  let text: String
  let bytes: [UInt8]
  var position = 0
  private var tokens: [Token] = []
  private var lineBreaks = 0
  private var followsSpace = false

  /// Returns the tokens of a text, comments included, with an `end` as the last.
  ///
  /// - Complexity: O(n) in the length of the text.
  public static func tokens(of text: String) -> [Token] {
    var lexer = Lexer(text)
    lexer.run()
    return lexer.tokens
  }

  private init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  private mutating func run() {
    while true {
      skipSpace()
      guard let (scalar, length) = scalar(at: position) else { break }
      let start = position
      let kind = next(scalar, length: length)
      position = max(position, start + 1)
      append(kind, from: start)
    }
    append(.end, from: position)
  }

  private mutating func append(_ kind: Token.Kind, from start: Int) {
    tokens.append(
      Token(
        kind: kind, range: SourceRange(start, position), lineBreaks: lineBreaks,
        followsSpace: followsSpace))
    lineBreaks = 0
    followsSpace = false
  }

  private mutating func skipSpace() {
    while let (scalar, length) = scalar(at: position) {
      if CharacterClass.isSpace(scalar) {
        position += length
      } else if CharacterClass.isLineEnd(scalar) {
        endLine(length)
      } else if scalar == "\\", let (after, afterLength) = self.scalar(at: position + 1),
        CharacterClass.isLineEnd(after)
      {
        // Python's continuation: a line copied from there goes on.
        let before = lineBreaks
        position += 1
        endLine(afterLength)
        lineBreaks = before
      } else {
        return
      }
      followsSpace = true
    }
  }

  private mutating func endLine(_ length: Int) {
    let isPair = byte(position) == 13 && byte(position + 1) == 10
    position += isPair ? 2 : length
    lineBreaks += 1
  }

  private mutating func next(_ scalar: Unicode.Scalar, length: Int) -> Token.Kind {
    if scalar == "#" { return comment() }
    if CharacterClass.startsName(scalar) { return name() }
    if CharacterClass.isDigit(scalar) || (scalar == "." && isDigit(position + 1)) {
      return number()
    }
    if scalar == "'" && endsValue && !followsSpace {
      position += 1
      return .symbol(.transpose)
    }
    if scalar == "\"" || scalar == "'" { return string() }
    if CharacterClass.superscripts[scalar] != nil { return superscript() }
    // Long data are mostly numbers and these: they need no table of longer signs.
    if scalar.isASCII, let symbol = CharacterClass.punctuation[scalar] {
      position += length
      return .symbol(symbol)
    }
    if let symbol = CharacterClass.symbols[scalar] {
      position += length
      return .symbol(symbol)
    }
    if let word = CharacterClass.words[scalar] {
      position += length
      return word
    }
    return sign()
  }

  /// Whether the last token ends a value, so that a `'` right after it is the transpose.
  private var endsValue: Bool {
    guard let last = tokens.last else { return false }
    return last.endsValue
  }

  // MARK: Words and signs

  private mutating func name() -> Token.Kind {
    let start = position
    var isPlain = true
    while let (scalar, length) = scalar(at: position), CharacterClass.continuesName(scalar) {
      if CharacterClass.lookalikes[scalar] != nil { isPlain = false }
      position += length
    }
    var word = String(decoding: bytes[start..<position], as: UTF8.self)
    if !isPlain {
      var unified = String.UnicodeScalarView()
      for scalar in word.unicodeScalars {
        unified.append(CharacterClass.lookalikes[scalar] ?? scalar)
      }
      word = String(unified)
    }
    if let keyword = Keyword.spellings[word] { return .keyword(keyword) }
    return .name(word)
  }

  private mutating func superscript() -> Token.Kind {
    var digits = ""
    while let (scalar, length) = scalar(at: position),
      let digit = CharacterClass.superscripts[scalar], digit.isNumber || digits.isEmpty
    {
      digits.append(digit)
      position += length
    }
    guard let value = Int(digits), value.magnitude < 1_000_000 else { return .malformedNumber }
    return .superscript(value)
  }

  private mutating func comment() -> Token.Kind {
    let start = position
    while let (scalar, length) = scalar(at: position), !CharacterClass.isLineEnd(scalar) {
      position += length
    }
    let body = String(decoding: bytes[start..<position], as: UTF8.self)
    let marks = body.prefix { $0 == "#" }.count
    // Documentation stands on lines of its own; `x = 1  ## why` and `#### rule` are comments.
    guard marks == 2, lineBreaks > 0 || tokens.isEmpty else { return .comment }
    let line = body.dropFirst(2)
    return .documentationComment(String(line.first == " " ? line.dropFirst() : line))
  }

  private mutating func sign() -> Token.Kind {
    if isCommand(at: position) {
      position += 1
      while let (scalar, _) = scalar(at: position), CharacterClass.isASCIILetter(scalar) {
        position += 1
      }
      return .unknown
    }
    for length in [3, 2, 1] where position + length <= bytes.count {
      let spelling = String(decoding: bytes[position..<(position + length)], as: UTF8.self)
      if ForeignSyntax.signs[spelling] != nil, spelling != "<-" || isSpace(position + 2) {
        position += length
        return .unknown
      }
      if let symbol = Symbol(rawValue: spelling), symbol != .transpose {
        position += length
        return .symbol(symbol)
      }
    }
    position += characterLength(at: position)
    return .unknown
  }

  /// Whether a command of LaTeX, `\frac`, stands at an offset.
  private func isCommand(at offset: Int) -> Bool {
    guard byte(offset) == UInt8(ascii: "\\"), let (scalar, _) = scalar(at: offset + 1) else {
      return false
    }
    return CharacterClass.isASCIILetter(scalar)
  }

  // MARK: Characters

  func byte(_ offset: Int) -> UInt8? {
    offset < bytes.count ? bytes[offset] : nil
  }

  /// Whether a space stands at an offset: `x <- 3` is an arrow, `x <-3` a comparison.
  private func isSpace(_ offset: Int) -> Bool {
    byte(offset) == UInt8(ascii: " ") || byte(offset) == UInt8(ascii: "\t")
  }

  func isDigit(_ offset: Int) -> Bool {
    guard let byte = byte(offset) else { return false }
    return byte >= 48 && byte <= 57
  }

  /// The scalar at a byte offset and its length in bytes; nil at the end.
  func scalar(at offset: Int) -> (Unicode.Scalar, Int)? {
    guard let first = byte(offset) else { return nil }
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var value = UInt32(first) & (length == 4 ? 0x07 : length == 3 ? 0x0F : 0x1F)
    for step in 1..<length {
      value = value << 6 | UInt32((byte(offset + step) ?? 0) & 0x3F)
    }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  /// The bytes of the character, as a person counts characters, that starts at an offset.
  private func characterLength(at offset: Int) -> Int {
    let rest = String(decoding: bytes[offset..<min(bytes.count, offset + 64)], as: UTF8.self)
    return min(rest.first?.utf8.count ?? 1, bytes.count - offset)
  }
}

extension Token {
  /// Whether a value can end with the token.
  var endsValue: Bool {
    switch kind {
    case .number, .string, .docstring, .name, .superscript: true
    case .keyword(let keyword): keyword.isConstant
    case .symbol(let symbol):
      symbol == .rightParenthesis || symbol == .rightBracket || symbol == .transpose
    case .comment, .documentationComment, .unterminatedString, .malformedNumber, .unknown, .end:
      false
    }
  }
}
