import Calculus
import Graphs
import Lessons
import Rendering
import Syntax

/// Writes Markdown prose as HTML that is safe whatever it holds: markup in it is shown, not obeyed.
enum ProseMarkup {
  /// Returns the elements of a document.
  static func html(of markdown: String) -> String {
    html(of: CommonMark.blocks(of: markdown))
  }

  private static func html(of blocks: [CommonMark.Block]) -> String {
    blocks.map(html).joined(separator: "\n")
  }

  private static func html(of block: CommonMark.Block) -> String {
    switch block.kind {
    case .heading(let level, let inlines):
      let tag = "h\(min(6, max(1, level)))"
      return "<\(tag)>\(html(of: inlines))</\(tag)>"
    case .paragraph(let inlines): return "<p>\(html(of: inlines))</p>"
    case .code(_, let text, _): return "<pre><code>\(Markup.text(text))</code></pre>"
    case .list(let items, let start):
      let tag = start == nil ? "ul" : "ol"
      let first = start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
      let list = items.map { "<li>\(html(of: $0))</li>" }.joined(separator: "\n")
      return "<\(tag)\(first)>\n\(list)\n</\(tag)>"
    case .quote(let blocks): return "<blockquote>\n\(html(of: blocks))\n</blockquote>"
    case .table(let rows): return table(rows)
    case .rule: return "<hr>"
    case .html(let text): return "<pre>\(Markup.text(text))</pre>"
    }
  }

  private static func table(_ rows: [[[CommonMark.Inline]]]) -> String {
    let lines = rows.enumerated().map { index, row in
      let tag = index == 0 ? "th" : "td"
      return "<tr>" + row.map { "<\(tag)>\(html(of: $0))</\(tag)>" }.joined() + "</tr>"
    }
    return "<table>\n\(lines.joined(separator: "\n"))\n</table>"
  }

  private static func html(of inlines: [CommonMark.Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .html(let text): return Markup.text(text)
      case .code(let code): return self.code(code)
      case .emphasis(let inner): return "<em>\(html(of: inner))</em>"
      case .strong(let inner): return "<strong>\(html(of: inner))</strong>"
      case .link(let inner, let address):
        guard isSafe(address) else { return html(of: inner) }
        return "<a href=\"\(Markup.attribute(address))\">\(html(of: inner))</a>"
      // A page that stands alone loads no pictures: their description stands for them.
      case .image(let inner, _): return html(of: inner)
      case .softBreak: return "\n"
      case .lineBreak: return "<br>\n"
      }
    }.joined()
  }

  /// Inline code; between dollar signs it is a formula.
  private static func code(_ code: String) -> String {
    guard let formula = formula(in: code) else { return "<code>\(Markup.text(code))</code>" }
    return MathML.element(for: formula, isBlock: false)
  }

  /// The formula that inline code stands for, written `$…$`.
  static func formula(in code: String) -> Formula? {
    guard code.hasPrefix("$"), code.hasSuffix("$"), code.count > 2 else { return nil }
    let result = Parser.parse(SourceText(String(code.dropFirst().dropLast())))
    guard result.diagnostics.isEmpty, result.statements.count == 1,
      case .expression(let expression)? = result.statements.first?.kind
    else { return nil }
    return Formula(body: expression, shape: .scalar)
  }

  /// Whether a link leads to a page or a mail address, and not to code.
  private static func isSafe(_ address: String) -> Bool {
    guard let colon = address.firstIndex(of: ":") else { return true }
    let scheme = address[..<colon].lowercased()
    if scheme.contains("/") || scheme.contains("#") || scheme.contains("?") { return true }
    return ["http", "https", "mailto"].contains(scheme)
  }
}
