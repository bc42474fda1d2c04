internal import Rendering

/// Writes a lesson's prose as HTML; formulas become MathML.
struct ProseHTML {
  /// Returns blocks as elements, one a line.
  static func elements(for blocks: [CommonMark.Block]) -> String {
    blocks.map { element(for: $0) }.joined(separator: "\n")
  }

  /// Returns a block as an element.
  static func element(for block: CommonMark.Block) -> String {
    switch block.kind {
    case .heading(let level, let inlines):
      return "<h\(level)>\(text(inlines))</h\(level)>"
    case .paragraph(let inlines):
      if inlines.count == 1, case .code(let code)? = inlines.first,
        let math = math(code, isBlock: true)
      {
        return "<div class=\"formula\">\(math)</div>"
      }
      return "<p>\(text(inlines))</p>"
    case .code(_, let text, _):
      return "<pre class=\"drawing\">\(Markup.text(text))</pre>"
    case .list(let items, let start):
      let name = start == nil ? "ul" : "ol"
      let first = start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
      let rows = items.map { "<li>\(elements(for: $0))</li>" }.joined()
      return "<\(name)\(first)>\(rows)</\(name)>"
    case .quote(let blocks):
      return "<blockquote>\(elements(for: blocks))</blockquote>"
    case .table(let rows):
      let head = rows.first.map { row($0, cell: "th") } ?? ""
      let body = rows.dropFirst().map { row($0, cell: "td") }.joined()
      return "<table><thead>\(head)</thead><tbody>\(body)</tbody></table>"
    case .rule:
      return "<hr>"
    case .html(let text):
      return "<pre>\(Markup.text(text))</pre>"
    }
  }

  /// Returns one line of Markdown as running text.
  static func line(_ markdown: String) -> String {
    text(CommonMark.inlines(of: markdown))
  }

  private static func row(_ cells: [[CommonMark.Inline]], cell: String) -> String {
    "<tr>\(cells.map { "<\(cell)>\(text($0))</\(cell)>" }.joined())</tr>"
  }

  private static func text(_ inlines: [CommonMark.Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text): Markup.text(text)
      case .code(let code):
        math(code, isBlock: false) ?? "<code>\(Markup.text(code))</code>"
      case .emphasis(let inner): "<em>\(text(inner))</em>"
      case .strong(let inner): "<strong>\(text(inner))</strong>"
      case .link(let inner, let address): link(inner, to: address)
      case .image(let inner, _): text(inner)
      case .softBreak: "\n"
      case .lineBreak: "<br>"
      // Markup of a lesson's own is shown and not obeyed: a page runs no script of a stranger's.
      case .html(let text): Markup.text(text)
      }
    }.joined()
  }

  private static func link(_ inner: [CommonMark.Inline], to address: String) -> String {
    let isHarmless = ["https://", "http://", "#"].contains { address.hasPrefix($0) }
    guard isHarmless else { return text(inner) }
    return "<a href=\"\(Markup.attribute(address))\">\(text(inner))</a>"
  }

  private static func math(_ code: String, isBlock: Bool) -> String? {
    Claim.formulaSource(code).flatMap { ProseText.formula($0) }.map {
      MathML.element(for: $0, isBlock: isBlock)
    }
  }
}
