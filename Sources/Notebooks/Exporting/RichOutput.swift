import Calculus
public import Language
public import Rendering
import Syntax
import Tensors

/// A result in every form that fits it; a reader takes the richest it knows.
///
/// The notes on a result are not in it: a reader that takes a formula or a picture would lose them,
/// so they are shown after it.
public struct RichOutput: Sendable {
  /// The forms by their media types, `text/plain` first.
  public let forms: [(type: String, text: String)]
  /// The notes and assumptions as text, a line each; empty where there are none.
  public let remarks: String

  /// Makes the forms of a result.
  public init(_ output: Output, cell: Int, options: RenderOptions) {
    let options = NotebookFormat.pageOptions(options)
    let renderer = Renderer(options: options)
    let bare = Output(output.content, source: output.source)
    let plain = renderer.render(bare, cell: cell).plain
    forms = [("text/plain", plain)] + Self.richForms(of: bare, cell, options)
    let whole = renderer.render(output, cell: cell).plain
    remarks = String(whole.dropFirst(plain.count).drop { $0.isNewline })
  }

  private static func richForms(
    of output: Output, _ cell: Int, _ options: RenderOptions
  ) -> [(type: String, text: String)] {
    switch output.content {
    case .formula(let formula):
      return [("text/latex", "$\\displaystyle \(LaTeX.source(of: formula))$")]
    case .derivative(let formula?, let value):
      let source = LaTeX.source(of: formula)
      guard let value else { return [("text/latex", "$\\displaystyle \(source)$")] }
      // A value that a formula has no place for leaves both to the plain form.
      guard let matrix = LaTeX.source(of: value, numbers: NumberText(digits: options.digits)) else {
        return []
      }
      let rows = "& \(source) \\\\ & {} = \(matrix)"
      return [("text/latex", "$\\begin{aligned} \(rows) \\end{aligned}$")]
    case .plot(let plot):
      return [
        ("image/svg+xml", OutputMarkup(options: options).svg(of: plot, source: output.source))
      ]
    case .steps(let steps, let result):
      let items = steps.enumerated().map { "\($0 + 1). \(item($1))" }
      let end = "$\\displaystyle \(LaTeX.source(of: result))$"
      return [("text/markdown", (items + ["", end]).joined(separator: "\n"))]
    case .check, .tape, .table:
      return [("text/html", OutputMarkup(options: options).html(of: output, cell: cell))]
    case .value, .derivative, .equivalence, .kinks, .domain, .text:
      return []
    }
  }

  /// A step of a derivation as an item of a list in Markdown with formulas.
  private static func item(_ step: DerivationStep) -> String {
    let arrow = "\(LaTeX.body(of: step.before)) \\to \(LaTeX.body(of: step.after))"
    let assumes = step.assumption.map { "  \n   assumes `\($0)`" } ?? ""
    let rule = "**\(step.rule)**\(step.remark.map { " \($0)" } ?? "")"
    return "\(rule)  \n   $\\displaystyle \(arrow)$\(assumes)"
  }
}
