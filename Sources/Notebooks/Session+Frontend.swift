import Language
import Rendering
import Syntax

/// What a front end other than the terminal asks of a session.
extension Session {
  /// Takes an input under one number, whatever is in it: a front end numbers what is sent to it.
  ///
  /// - Parameters:
  ///   - text: what was sent.
  ///   - isRecorded: whether it counts and is kept; what it binds stays bound all the same.
  ///   - show: gets what is shown as text.
  /// - Returns: how it ended.
  public func submit(
    _ text: String, isRecorded: Bool, show: @escaping Output
  ) -> Status {
    let before = (cells: cells, number: lastNumber)
    let status = submit(text, show: show)
    if !isRecorded {
      cells = before.cells
      lastNumber = before.number
    } else if lastNumber == before.number {
      // Commands alone make no cell; the front end counted them.
      lastNumber += 1
    }
    return status
  }

  /// Whether an input could be run as it stands.
  public enum Completeness: Equatable, Sendable {
    case complete
    /// It goes on; the next line is to begin with these spaces.
    case incomplete(indent: String)
    /// Nothing that could follow would make it right.
    case invalid
  }

  /// Returns whether an input could be run as it stands.
  public func completeness(of text: String) -> Completeness {
    if Self.isCommand(text) || player != nil { return .complete }
    let result = Parser.parse(SourceText(text))
    guard result.isIncomplete else { return result.diagnostics.isEmpty ? .complete : .invalid }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let last = lines.last { !$0.allSatisfy(\.isWhitespace) } ?? ""
    let indent = String(last.prefix { $0 == " " })
    let opens = last.last { !$0.isWhitespace }.map { ":([{".contains($0) } ?? false
    return .incomplete(indent: indent + (opens ? "  " : ""))
  }

  /// What is known of a name in a text: its pages in two forms, and its definition.
  public struct Inspection: Sendable {
    /// The documentation as text.
    public let text: String
    /// The documentation in Markdown.
    public let markdown: String
    /// How it is written in the language, where it is.
    public let source: String?
  }

  /// Returns what is known of the name at a place of a text, counted in code points, or else of the
  /// function whose argument stands there.
  public func inspection(of text: String, at cursor: Int) -> Inspection? {
    let scalars = Array(text.unicodeScalars)
    var end = max(0, min(cursor, scalars.count))
    while end < scalars.count, isNamePart(scalars[end]) { end += 1 }
    let before = String(String.UnicodeScalarView(scalars[..<end]))
    let context = CursorContext(before, at: before.utf8.count)
    let reference = Reference(self)
    for name in [context.word, context.call?.function ?? ""] where !name.isEmpty {
      guard let known = interpreter.description(of: name),
        let plain = reference.text(of: [name], as: .text),
        let markdown = reference.text(of: [name], as: .md)
      else { continue }
      return Inspection(text: plain, markdown: markdown, source: known.source)
    }
    return nil
  }

  private func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isXIDContinue
  }
}
