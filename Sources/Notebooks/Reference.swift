import Language
import Rendering

/// The reference of names, from the same documentation that `?name` shows.
public struct Reference {
  /// The forms it can be written in.
  public enum Form: String, CaseIterable, Sendable {
    case text, md, html
  }

  private let session: Session

  /// Makes the reference of what a session knows.
  public init(_ session: Session) {
    self.session = session
  }

  /// Every name that is documented.
  public var names: [String] { session.interpreter.names }

  /// Returns the pages of some names; nil at the first that means nothing.
  public func text(of names: [String], as form: Form) -> String? {
    var entries: [NameDescription] = []
    for name in names {
      guard let known = session.interpreter.description(of: name) else { return nil }
      entries.append(known)
    }
    switch form {
    case .text: return entries.map(Self.plain).joined(separator: "\n\n\n")
    case .md: return entries.map(Self.markdown).joined(separator: "\n\n")
    case .html: return Self.page(entries.map(Self.html).joined(separator: "\n"))
    }
  }

  /// A page's lines: those before a blank line are its heading, `Field: …` begins a field.
  private static func lines(_ known: NameDescription) -> [Substring] {
    (known.documentation ?? known.summary)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .filter { $0 != known.signature ?? "" }
  }

  private static func plain(_ known: NameDescription) -> String {
    known.documentation ?? "\(known.name): \(known.summary)"
  }

  private static func markdown(_ known: NameDescription) -> String {
    let body = lines(known).map { line -> String in
      guard let (field, text) = field(line) else {
        return line.hasPrefix("  ") ? "  - `" + escapedCode(line.trimmed) + "`" : String(line)
      }
      return "- **\(field)**" + (text.isEmpty ? "" : ": \(text)")
    }
    return "### `\(known.signature ?? known.name)`\n" + body.joined(separator: "\n")
  }

  private static func escapedCode(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "'")
  }

  private static func html(_ known: NameDescription) -> String {
    let body = lines(known).filter { !$0.isEmpty }.map { line -> String in
      guard let (field, text) = field(line) else { return "<p>\(Markup.text(String(line)))</p>" }
      return "<p><b>\(Markup.text(field))</b> \(Markup.text(text))</p>"
    }
    let title = "<h2 id=\"\(Markup.attribute(known.name))\"><code>"
    return title + Markup.text(known.signature ?? known.name) + "</code></h2>\n"
      + body.joined(separator: "\n")
  }

  private static func field(_ line: Substring) -> (name: String, text: String)? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let name = String(line[..<colon])
    guard LossDocumentation.Field(rawValue: name) != nil else { return nil }
    return (name, line[line.index(after: colon)...].trimmed)
  }

  private static func page(_ body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Lossbook: reference</title>
    <style>
    :root { color-scheme: light dark; }
    body { font: 1rem/1.5 serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
    p { margin: .2rem 0; }
    </style>
    </head>
    <body>
    <h1>Reference</h1>
    \(body)
    </body>
    </html>

    """
  }
}
