import Lessons
import Rendering

/// Writes Markdown prose as LaTeX.
enum ProseLaTeX {
  /// Returns the paragraphs of a document.
  static func text(of markdown: String) -> String {
    text(of: CommonMark.blocks(of: markdown))
  }

  private static func text(of blocks: [CommonMark.Block]) -> String {
    blocks.map(text).joined(separator: "\n\n")
  }

  private static func text(of block: CommonMark.Block) -> String {
    switch block.kind {
    case .heading(let level, let inlines):
      let command = ["section", "subsection", "subsubsection"][min(2, max(0, level - 1))]
      return "\\\(command)*{\(text(of: inlines))}"
    case .paragraph(let inlines): return text(of: inlines)
    case .code(_, let code, _):
      return LaTeXNotebook.verbatim(code.hasSuffix("\n") ? String(code.dropLast()) : code)
    case .list(let items, let start):
      let list = start == nil ? "itemize" : "enumerate"
      let lines = items.map { "\\item \(text(of: $0))" }.joined(separator: "\n")
      return "\\begin{\(list)}\n\(lines)\n\\end{\(list)}"
    case .quote(let blocks): return "\\begin{quote}\n\(text(of: blocks))\n\\end{quote}"
    case .table(let rows):
      let columns = rows.map(\.count).max() ?? 1
      let lines = rows.map { $0.map { text(of: $0) }.joined(separator: " & ") + " \\\\" }
      let head = lines.prefix(1) + ["\\hline"] + lines.dropFirst()
      return "\\begin{tabular}{\(String(repeating: "l", count: max(1, columns)))}\n"
        + head.joined(separator: "\n") + "\n\\end{tabular}"
    case .rule: return "\\medskip\\hrule\\medskip"
    case .html(let text): return LaTeXNotebook.verbatim(text)
    }
  }

  private static func text(of inlines: [CommonMark.Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .html(let text): return LaTeX.escaped(text)
      case .code(let code):
        if let formula = ProseMarkup.formula(in: code) { return "$\(LaTeX.body(of: formula))$" }
        return "\\texttt{\(LaTeX.escaped(code))}"
      case .emphasis(let inner): return "\\emph{\(text(of: inner))}"
      case .strong(let inner): return "\\textbf{\(text(of: inner))}"
      case .link(let inner, let address):
        return "\\href{\(LaTeX.escaped(address))}{\(text(of: inner))}"
      case .image(let inner, _): return text(of: inner)
      case .softBreak: return "\n"
      case .lineBreak: return "\\\\\n"
      }
    }.joined()
  }
}
