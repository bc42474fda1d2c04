import Calculus
import Language
import Rendering
import Syntax
import Tensors

/// Writes what a cell made as HTML.
struct OutputMarkup {
  /// How numbers and text are shown.
  let options: RenderOptions

  private var renderer: Renderer { Renderer(options: options) }

  /// Returns an event as elements; empty for one that shows nothing.
  func html(of event: Event, cell: Int) -> String {
    switch event {
    case .output(let output): html(of: output, cell: cell)
    case .note(let note): html(of: note)
    case .failure(let diagnostic):
      "<pre class=\"error\">\(Markup.text(renderer.render(diagnostic).plain))</pre>"
    case .binding, .progress: ""
    }
  }

  /// Returns a result with the notes on it.
  func html(of output: Output, cell: Int) -> String {
    var parts = [content(output.content, source: output.source)] + output.notes.map(html)
    if !output.assumptions.isEmpty {
      let list = output.assumptions.map { "<code>\(Markup.text($0))</code>" }
      parts.append("<p class=\"assumes\">assumes \(list.joined(separator: ", "))</p>")
    }
    return parts.joined(separator: "\n")
  }

  /// Returns a picture as SVG, named after the statement that made it.
  func svg(of plot: PlotData, source: String) -> String {
    SVGPlot().element(for: plot, title: source.isEmpty ? "plot" : source)
  }

  private func html(of note: Note) -> String {
    "<p class=\"note\">note: \(Markup.text(note.message))</p>"
  }

  private func content(_ content: Output.Content, source: String) -> String {
    switch content {
    case .formula(let formula): return MathML.element(for: formula)
    case .derivative(let formula, let value):
      let math = formula.map { MathML.element(for: $0) } ?? ""
      return math + (value.map { pre((formula == nil ? "" : "= ") + shown($0)) } ?? "")
    case .steps(let steps, let result):
      return "<ol class=\"steps\">\n\(steps.map(item).joined(separator: "\n"))\n</ol>\n"
        + MathML.element(for: result)
    case .check(let report): return check(report)
    case .tape(let rows): return tape(rows)
    case .table(let report): return table(report)
    case .plot(let plot): return svg(of: plot, source: source)
    case .value, .equivalence, .kinks, .domain, .text:
      return pre(renderer.render(Output(content, source: source), cell: 0).plain)
    }
  }

  private func shown(_ tensor: Tensor) -> String {
    renderer.text(of: tensor).indented(by: 2).plain
  }

  private func pre(_ text: String) -> String { "<pre>\(Markup.text(text))</pre>" }

  private func item(_ step: DerivationStep) -> String {
    let before = MathML.element(for: step.before, isBlock: false)
    let after = MathML.element(for: step.after, isBlock: false)
    var text = "<li><span class=\"rule\">\(Markup.text(step.rule))</span>"
    if let remark = step.remark { text += " <span class=\"note\">\(Markup.text(remark))</span>" }
    text += "<br>\(before) → \(after)"
    if let assumption = step.assumption {
      text += "<br><span class=\"assumes\">assumes <code>\(Markup.text(assumption))</code></span>"
    }
    return text + "</li>"
  }

  // MARK: Tables

  private func check(_ report: CheckReport) -> String {
    // The rows of a check are its own text's; only the columns of numbers become a table.
    let most = 40
    let count = min(most, report.symbolic.elements.count)
    let columns = [report.symbolic, report.autodiff, report.numeric].map { tensor in
      NumberText(digits: options.digits).texts(of: Array(tensor.elements.prefix(count)))
    }
    let rows = (0..<count).map { row in
      ["\(row)"] + columns.map { row < $0.count ? $0[row] : "" }
    }
    let verdict =
      report.agree
      ? "<p>All three agree.</p>" : "<p class=\"error\">They do not agree.</p>"
    let remarks = report.remarks.map { "<p class=\"note\">\(Markup.text($0))</p>" }.joined()
    return table(["element", "symbolic", "autodiff", "numeric"], rows) + verdict + remarks
  }

  private func tape(_ rows: [TapeRow]) -> String {
    table(
      ["node", "operation", "shape", "value", "adjoint"],
      rows.map { row in
        [
          row.name, row.operation, row.value.shape.text, renderer.brief(of: row.value),
          row.adjoint.map { renderer.brief(of: $0) } ?? "",
        ]
      })
  }

  private func table(_ report: TableReport) -> String {
    table(
      report.headings,
      report.rows.map { row in
        row.map { cell in
          switch cell {
          case .value(let tensor): renderer.brief(of: tensor)
          case .text(let text): text
          }
        }
      })
  }

  private func table(_ headings: [String], _ rows: [[String]]) -> String {
    let head = headings.map { "<th scope=\"col\">\(Markup.text($0))</th>" }.joined()
    let body = rows.map { row in
      "<tr>" + row.map { "<td>\(Markup.text($0))</td>" }.joined() + "</tr>"
    }.joined(separator: "\n")
    return """
      <table>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)
      </tbody>
      </table>
      """
  }
}
