extension Lexer {
  // MARK: Numbers

  /// Reads `12`, `1_000`, `1.`, `.5`, `1e-7`.
  mutating func number() -> Token.Kind {
    let start = position
    var isWellFormed = digits()
    if byte(position) == UInt8(ascii: "."), !isMember(after: position) {
      position += 1
      if isDigit(position) { isWellFormed = digits() && isWellFormed }
    }
    if byte(position) == UInt8(ascii: "e") || byte(position) == UInt8(ascii: "E") {
      let sign = byte(position + 1)
      let hasSign = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
      if isDigit(position + (hasSign ? 2 : 1)) {
        position += hasSign ? 2 : 1
        isWellFormed = digits() && isWellFormed
      }
    }
    let spelling = String(decoding: bytes[start..<position].filter { $0 != 95 }, as: UTF8.self)
    guard isWellFormed, let value = Double(spelling), value.isFinite else {
      return .malformedNumber
    }
    return .number(value)
  }

  /// Takes digits with single underscores between; says whether they stood well.
  private mutating func digits() -> Bool {
    var isWellFormed = true
    var last: UInt8 = 48
    while let byte = byte(position), isDigit(position) || byte == 95 {
      // `1_` may be followed by a name that starts with the underscore; it is none of both.
      if byte == 95 && last == 95 { isWellFormed = false }
      last = byte
      position += 1
    }
    return isWellFormed && last != 95
  }

  /// Whether the dot at an offset is an operator of other languages, `2.*x`, or starts a member.
  private func isMember(after offset: Int) -> Bool {
    guard let (scalar, _) = scalar(at: offset + 1) else { return false }
    return CharacterClass.startsName(scalar) && scalar != "e" && scalar != "E"
  }

  // MARK: Strings

  /// Reads `"…"`, `'…'` and `"""…"""`.
  mutating func string() -> Token.Kind {
    let quote = bytes[position]
    if byte(position + 1) == quote && byte(position + 2) == quote { return docstring(quote) }
    position += 1
    var content: [UInt8] = []
    while let byte = byte(position), byte != 10, byte != 13 {
      position += 1
      if byte == quote { return .string(String(decoding: content, as: UTF8.self)) }
      guard byte == UInt8(ascii: "\\"), let escaped = self.byte(position), escaped != 10 else {
        content.append(byte)
        continue
      }
      position += 1
      content.append(contentsOf: escape(escaped))
    }
    return .unterminatedString(isDocstring: false)
  }

  /// The bytes of an escape; an unknown one stays as it stands, so that `"C:\data"` reads.
  private func escape(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case UInt8(ascii: "n"): [10]
    case UInt8(ascii: "t"): [9]
    case UInt8(ascii: "r"): [13]
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): [byte]
    default: [UInt8(ascii: "\\"), byte]
    }
  }

  private mutating func docstring(_ quote: UInt8) -> Token.Kind {
    position += 3
    let start = position
    while position < bytes.count {
      if bytes[position] == quote && byte(position + 1) == quote && byte(position + 2) == quote {
        let content = String(decoding: bytes[start..<position], as: UTF8.self)
        position += 3
        return .docstring(Lexer.withoutIndentation(content))
      }
      position += 1
    }
    return .unterminatedString(isDocstring: true)
  }

  /// Returns text without the indentation its lines share and without empty lines at its ends.
  ///
  /// The first line does not count for the indentation: it follows the quotes.
  static func withoutIndentation(_ text: String) -> String {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let indentation =
      lines.dropFirst()
      .filter { !$0.allSatisfy(\.isWhitespace) }
      .map { $0.prefix { $0 == " " || $0 == "\t" }.count }
      .min() ?? 0
    for index in lines.indices {
      if index == 0 {
        lines[0] = lines[0].drop { $0 == " " || $0 == "\t" }
      } else {
        lines[index] = lines[index].dropFirst(indentation)
      }
      while let last = lines[index].last, last.isWhitespace { lines[index].removeLast() }
    }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
