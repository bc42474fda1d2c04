/// A piece of source with the name people know it by, such as `In [4]` or `train.loss`.
public struct SourceText: Hashable, Sendable {
  /// The name shown in diagnostics.
  public let name: String
  /// The text itself.
  public let text: String
  /// The line of the file that the text begins in, from 1: a cell of a script is a part of it.
  public let firstLine: Int

  /// Makes a source text; the name is shown in diagnostics.
  public init(_ text: String, name: String = "input", firstLine: Int = 1) {
    self.text = text
    self.name = name
    self.firstLine = firstLine
  }

  /// A place as people count: lines and columns from 1, columns in characters.
  public struct Location: Hashable, Sendable {
    /// The line of the file, from 1.
    public let line: Int
    /// The column, from 1, in characters as a person counts them.
    public let column: Int
  }

  /// Returns the line and column of a byte offset; an offset past the end is the end.
  ///
  /// - Complexity: O(n) in the length of the text before the offset.
  public func location(of offset: Int) -> Location {
    let bytes = text.utf8
    let end = bytes.index(bytes.startIndex, offsetBy: max(0, offset), limitedBy: bytes.endIndex)
    let before = text[..<(end ?? bytes.endIndex)]
    let lineStart = before.lastIndex(where: \.isNewline).map { before.index(after: $0) }
    let line = before.reduce(firstLine) { $1.isNewline ? $0 + 1 : $0 }
    return Location(
      line: line, column: before[(lineStart ?? before.startIndex)...].count + 1)
  }

  /// Returns the text up to the beginning of a range.
  public func text(before range: SourceRange) -> Substring { self[SourceRange(0, range.lower)] }

  /// Returns the text from the end of a range on.
  public func text(after range: SourceRange) -> Substring {
    self[SourceRange(range.upper, text.utf8.count)]
  }

  /// Returns the text in a range, clamped to the source.
  public subscript(range: SourceRange) -> Substring {
    let bytes = text.utf8
    let lower = bytes.index(
      bytes.startIndex, offsetBy: max(0, range.lower), limitedBy: bytes.endIndex)
    let upper = bytes.index(
      bytes.startIndex, offsetBy: max(0, range.upper), limitedBy: bytes.endIndex)
    return text[(lower ?? bytes.endIndex)..<max(lower ?? bytes.endIndex, upper ?? bytes.endIndex)]
  }
}
