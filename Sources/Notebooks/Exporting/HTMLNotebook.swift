import Language
import Rendering

/// Writes a notebook as a page that stands alone: no scripts, nothing loaded from elsewhere.
///
/// Formulas are MathML, plots SVG, tables tables; every piece of text is escaped. Cells can be
/// folded, the page follows the reader's choice of dark or light, and prints.
struct HTMLNotebook {
  /// How outputs are shown where they are text.
  let options: RenderOptions

  /// Returns the file's text.
  func text(of cells: [NotebookCell], title: String) -> String {
    let body = cells.map(section).joined(separator: "\n")
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(Markup.text(title))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <main>
      \(body)
      </main>
      </body>
      </html>

      """
  }

  private func section(_ cell: NotebookCell) -> String {
    switch cell {
    case .prose(let markdown): return ProseMarkup.html(of: markdown)
    case .input(let number, let source, let events):
      let output = events.map { OutputMarkup(options: options).html(of: $0, cell: number) }
        .filter { !$0.isEmpty }.joined(separator: "\n")
      let shown = output.isEmpty ? "" : "\n<div class=\"output\">\n\(output)\n</div>"
      return """
        <details open class="cell">
        <summary>In [\(number)]:</summary>
        <pre class="input"><code>\(Markup.text(source))</code></pre>\(shown)
        </details>
        """
    case .command(let command):
      return "<pre class=\"input\"><code>\(Markup.text(command))</code></pre>"
    case .blank: return ""
    }
  }

  private static let style = """
    :root { --ink: #1b1f24; --ground: #fff; --soft: #f5f6f8; --rule: #d0d7de; --faint: #57606a;
      --prompt: #1a6b3c; --error: #b3123d; --link: #0b62c4; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6edf3; --ground: #0d1117; --soft: #161b22; --rule: #30363d;
        --faint: #9da7b1; --prompt: #7ee787; --error: #ff7b9c; --link: #6cb2ff; }
    }
    body { margin: 0; color: var(--ink); background: var(--ground);
      font: 1rem/1.55 system-ui, sans-serif; }
    main { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
    a { color: var(--link); }
    pre, code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
      font-size: .9rem; }
    pre { overflow-x: auto; line-height: 1.25; margin: .4rem 0; }
    .cell { margin: 1rem 0; }
    .cell > summary { color: var(--prompt); font: .85rem ui-monospace, monospace; cursor: pointer; }
    .input { background: var(--soft); border: 1px solid var(--rule); border-radius: 6px;
      padding: .6rem .8rem; }
    .output { margin: .4rem 0 0 .8rem; overflow-x: auto; }
    .output > math { margin: .6rem 0; font-size: 1.15rem; text-align: left; }
    .note, .assumes { color: var(--faint); margin: .3rem 0; }
    .error { color: var(--error); white-space: pre-wrap; }
    .rule { font-weight: 600; }
    .steps li { margin-bottom: .5rem; }
    table { border-collapse: collapse; margin: .5rem 0; }
    th, td { padding: .2rem .7rem; border-bottom: 1px solid var(--rule); text-align: right;
      font-variant-numeric: tabular-nums; }
    th:first-child, td:first-child { text-align: left; }
    svg { max-width: 100%; height: auto; }
    blockquote { border-left: 3px solid var(--rule); margin-left: 0; padding-left: 1rem;
      color: var(--faint); }
    @media print { main { max-width: none; } .cell { break-inside: avoid; }
      .input { background: none; } }
    """
}
