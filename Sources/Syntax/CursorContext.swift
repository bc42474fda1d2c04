/// What is being typed at a place of a source: the word before it, and the call around it.
///
/// Line editing completes and explains by this; it needs no tree, so that unfinished input has one.
public struct CursorContext: Hashable, Sendable {
  /// Where the cursor stands.
  public enum Place: Hashable, Sendable {
    /// Among names and signs.
    case code
    /// In a string, whose text up to the cursor is the word: a file name, an option.
    case string
    /// In a comment.
    case comment
    /// After a backslash, in the word of a sign such as `\delta`; the backslash is part of it.
    case command
  }

  /// A call whose parenthesis is open at the cursor.
  public struct Call: Hashable, Sendable {
    /// The function's name, with its dots.
    public var function: String
    /// The position of the argument that the cursor is in, from 0.
    public var argument: Int
    /// The keywords of the arguments before.
    public var labels: Set<String> = []
    /// The keyword of the argument that the cursor is in, if it has one.
    public var label: String?
    /// The arguments before that are a name alone.
    public var arguments: [String] = []
  }

  /// Where the cursor stands.
  public var place: Place
  /// The word before the cursor, with its dots: `tf.losses.hub`; empty where none is being typed.
  public var word: String
  /// Where the word stands.
  public var range: SourceRange
  /// The innermost call around the cursor.
  public var call: Call?

  /// Reads a text up to a byte offset.
  ///
  /// - Complexity: O(n) in the length of the text before the offset.
  public init(_ text: String, at offset: Int) {
    let before = String(SourceText(text)[SourceRange(0, offset)])
    let tokens = Lexer.tokens(of: before).dropLast()
    let end = before.utf8.count
    place = .code
    word = ""
    range = SourceRange(end, end)
    call = CursorContext.call(around: tokens)
    guard let last = tokens.last, last.range.upper == end else { return }
    let source = SourceText(before)
    switch last.kind {
    case .comment, .documentationComment:
      place = .comment
    case .unterminatedString(let isDocstring):
      place = isDocstring ? .comment : .string
      range = SourceRange(last.range.lower + 1, end)
      word = String(source[range])
    case .unknown where before.utf8.dropFirst(last.range.lower).first == UInt8(ascii: "\\"):
      place = .command
      range = last.range
      word = String(source[range])
    case .name, .keyword, .symbol(.dot):
      range = SourceRange(CursorContext.startOfName(endingWith: tokens), end)
      word = String(source[range])
    default: break
    }
  }

  /// The offset at which the dotted name that ends the tokens begins.
  private static func startOfName(endingWith tokens: ArraySlice<Token>) -> Int {
    var start = tokens.last?.range.lower ?? 0
    var later = tokens.last
    for token in tokens.dropLast().reversed() {
      guard let next = later, token.range.upper == next.range.lower else { break }
      switch (token.kind, next.kind) {
      case (.name, .symbol(.dot)), (.symbol(.dot), .name), (.symbol(.dot), .keyword):
        start = token.range.lower
        later = token
      default: return start
      }
    }
    return start
  }

  private static func call(around tokens: ArraySlice<Token>) -> Call? {
    var open: [Call?] = []
    for index in tokens.indices {
      guard case .symbol(let symbol) = tokens[index].kind else { continue }
      if symbol == .leftParenthesis {
        open.append(
          name(before: index, in: tokens).map { Call(function: $0, argument: 0) })
      } else if symbol.closer != nil {
        open.append(nil)
      } else if symbol.isCloser {
        _ = open.popLast()
      } else if symbol == .comma, let last = open.indices.last {
        open[last]?.argument += 1
        open[last]?.label = nil
        if let name = argument(before: index, in: tokens) { open[last]?.arguments.append(name) }
      } else if symbol == .define, let last = open.indices.last, index > tokens.startIndex,
        case .name(let label) = tokens[index - 1].kind
      {
        open[last]?.labels.insert(label)
        open[last]?.label = label
      }
    }
    return open.last { $0 != nil } ?? nil
  }

  /// The name that is all of the argument before a comma.
  private static func argument(before comma: Int, in tokens: ArraySlice<Token>) -> String? {
    guard comma - 2 >= tokens.startIndex, case .name(let name) = tokens[comma - 1].kind,
      case .symbol(let symbol) = tokens[comma - 2].kind,
      symbol == .comma || symbol == .leftParenthesis || symbol == .define
    else { return nil }
    return name
  }

  /// The dotted name directly before the token of an index.
  private static func name(before index: Int, in tokens: ArraySlice<Token>) -> String? {
    var parts: [String] = []
    var index = index - 1
    while index >= tokens.startIndex, case .name(let part) = tokens[index].kind {
      parts.append(part)
      guard index - 1 > tokens.startIndex, tokens[index - 1].kind == .symbol(.dot) else { break }
      index -= 2
    }
    return parts.isEmpty ? nil : parts.reversed().joined(separator: ".")
  }
}
