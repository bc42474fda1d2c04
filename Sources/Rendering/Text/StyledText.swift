/// Text with the meaning of each part, from which plain text and a terminal's colours are made.
///
/// Colour never carries meaning alone: ``plain`` is ``ansi(_:)`` without its escape sequences. Text
/// is made harmless where it enters (``VisibleText``), so that no lesson, file or name can send a
/// control sequence to the terminal.
public struct StyledText: Hashable, Sendable {
  /// What a piece of text is.
  public enum Role: Hashable, Sendable {
    case body, value, name, function, symbol, number, keyword, string, comment
    case inputPrompt, outputPrompt
    case error, hint, note, success
    case heading, emphasis, strong, code, link, faint
    /// A curve of a plot; the number tells curves apart.
    case curve(Int)
  }

  /// A piece of text with one role.
  public struct Span: Hashable, Sendable {
    /// The text, already harmless.
    public fileprivate(set) var text: String
    /// What it is.
    public let role: Role
  }

  /// The pieces, in order; neighbours differ in role and none is empty.
  public private(set) var spans: [Span] = []

  /// Makes an empty text.
  public init() {}

  /// Makes a text of one role; control characters in it become visible.
  public init(_ text: String, _ role: Role = .body) {
    append(text, role)
  }

  /// Whether there is nothing in it.
  public var isEmpty: Bool { spans.isEmpty }

  /// The text alone.
  public var plain: String { spans.reduce(into: "") { $0 += $1.text } }

  /// The columns its widest line takes.
  public var width: Int {
    let isOneLine = spans.allSatisfy { !$0.text.utf8.contains(UInt8(ascii: "\n")) }
    return isOneLine ? columns : lines.map(\.columns).max() ?? 0
  }

  /// The columns of a text of one line.
  private var columns: Int { spans.reduce(0) { $0 + DisplayWidth.of($1.text) } }

  /// Adds a piece of text; control characters in it become visible.
  public mutating func append(_ text: String, _ role: Role = .body) {
    appendHarmless(VisibleText.of(text), role)
  }

  /// Adds another text.
  public mutating func append(_ other: StyledText) {
    for span in other.spans { appendHarmless(span.text, span.role) }
  }

  /// Adds a line break.
  public mutating func newline() {
    appendHarmless("\n", .body)
  }

  /// Returns the two texts, one after the other.
  public static func + (left: StyledText, right: StyledText) -> StyledText {
    var result = left
    result.append(right)
    return result
  }

  /// Adds another text at the end.
  public static func += (left: inout StyledText, right: StyledText) {
    left.append(right)
  }

  /// The lines, without their breaks; an empty text has one.
  public var lines: [StyledText] {
    var result = [StyledText()]
    for span in spans {
      let parts = span.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 { result.append(StyledText()) }
        result[result.count - 1].appendHarmless(String(part), span.role)
      }
    }
    return result
  }

  /// Returns the text with every piece in one role.
  public func restyled(_ role: Role) -> StyledText {
    var result = StyledText()
    result.appendHarmless(plain, role)
    return result
  }

  /// Returns the text with spaces in front of every line but, unless told, the first.
  public func indented(by columns: Int, first: Bool = false) -> StyledText {
    let margin = String(repeating: " ", count: max(0, columns))
    var result = StyledText()
    for (index, line) in lines.enumerated() {
      if index > 0 { result.newline() }
      if index > 0 || first, !line.isEmpty { result.appendHarmless(margin, .body) }
      result.append(line)
    }
    return result
  }

  /// Returns the text with spaces at its end up to a number of columns.
  public func padded(to columns: Int) -> StyledText {
    let missing = columns - self.columns
    guard missing > 0 else { return self }
    var result = self
    result.appendHarmless(String(repeating: " ", count: missing), .body)
    return result
  }

  /// The text without the spaces at its end.
  public var trimmedAtEnd: StyledText {
    var result = self
    while let last = result.spans.last {
      let kept = last.text.reversed().drop { $0 == " " }
      if kept.count == last.text.count { break }
      result.spans.removeLast()
      if !kept.isEmpty {
        result.spans.append(Span(text: String(kept.reversed()), role: last.role))
        break
      }
    }
    return result
  }

  private mutating func appendHarmless(_ text: String, _ role: Role) {
    guard !text.isEmpty else { return }
    if spans.last?.role == role {
      // In place: long texts are put together from many short ones.
      spans[spans.count - 1].text += text
    } else {
      spans.append(Span(text: text, role: role))
    }
  }
}

extension StyledText: ExpressibleByStringLiteral {
  /// Makes a text of the role `body`.
  public init(stringLiteral text: String) {
    self.init(text)
  }
}

extension Sequence<StyledText> {
  /// Returns the texts one after the other with a separator between them.
  public func joined(separator: StyledText) -> StyledText {
    var result = StyledText()
    for (index, text) in enumerated() {
      if index > 0 { result.append(separator) }
      result.append(text)
    }
    return result
  }
}
