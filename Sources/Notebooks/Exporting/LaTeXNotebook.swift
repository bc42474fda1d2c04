import Calculus
import Language
import Lessons
import Rendering
import Tensors

/// Writes a notebook as a LaTeX document.
///
/// Outputs are written in ASCII, so that every engine and font can set them.
struct LaTeXNotebook {
  private let options: RenderOptions

  /// Makes a writer.
  init(options: RenderOptions) {
    var options = options
    options.isASCII = true
    options.width = 76
    self.options = options
  }

  /// Returns the file's text.
  func text(of cells: [NotebookCell], title: String) -> String {
    let body = cells.map { cell in
      switch cell {
      case .prose(let markdown): return ProseLaTeX.text(of: markdown)
      case .input(let number, let source, let events):
        let input = "\\noindent\\textbf{In [\(number)]:}\n" + Self.verbatim(source)
        return ([input] + events.map { text(of: $0, cell: number) })
          .filter { !$0.isEmpty }.joined(separator: "\n")
      case .command(let command): return Self.verbatim(command)
      case .blank: return ""
      }
    }.joined(separator: "\n\n")
    return """
      \\documentclass{article}
      \\usepackage{iftex}
      \\ifpdftex
        \\usepackage[T1]{fontenc}
        \\usepackage[utf8]{inputenc}
        \\usepackage{lmodern}
      \\else
        \\usepackage{fontspec}
      \\fi
      \\usepackage{amsmath,amssymb}
      \\usepackage[margin=2.5cm]{geometry}
      \\usepackage{pgfplots}
      \\pgfplotsset{compat=1.16}
      \\usepackage{hyperref}
      % No page ends between a prompt and its input.
      \\makeatletter\\@beginparpenalty=10000\\makeatother
      \\title{\(LaTeX.escaped(title))}
      \\date{}
      \\begin{document}
      \\maketitle

      \(body)

      \\end{document}

      """
  }

  private func text(of event: Event, cell: Int) -> String {
    guard case .output(let output) = event else {
      let plain = PlainOutput(options: options).text(of: event, cell: cell)
      return plain.isEmpty ? "" : Self.verbatim(plain)
    }
    var parts: [String]
    switch output.content {
    case .formula(let formula): parts = [Self.displayed(LaTeX.source(of: formula))]
    case .derivative(let formula?, let value):
      parts = [Self.displayed(LaTeX.source(of: formula))]
      if let value {
        let text = Renderer(options: options).text(of: value).indented(by: 2)
        parts.append(Self.verbatim("= " + text.plain))
      }
    case .steps(let steps, let result):
      parts = [derivation(steps), Self.displayed(LaTeX.source(of: result))]
    case .plot(let plot):
      parts = [LaTeXPlot(plot).picture]
    case .value, .derivative, .check, .equivalence, .tape, .table, .kinks, .domain, .text:
      return plain(output, cell)
    }
    for note in output.notes { parts.append("\\emph{note: \(LaTeX.escaped(note.message))}\n") }
    if !output.assumptions.isEmpty {
      let list = output.assumptions.map { "\\texttt{\(LaTeX.escaped($0))}" }
      parts.append("\\emph{assumes} \(list.joined(separator: ", "))\n")
    }
    return parts.joined(separator: "\n")
  }

  private func plain(_ output: Output, _ cell: Int) -> String {
    Self.verbatim(PlainOutput(options: options).text(of: .output(output), cell: cell))
  }

  private func derivation(_ steps: [DerivationStep]) -> String {
    let items = steps.map { step in
      let arrow = "\(LaTeX.body(of: step.before)) \\to \(LaTeX.body(of: step.after))"
      return "\\item \(LaTeX.escaped(step.rule)): $\\displaystyle \(arrow)$"
    }
    return "\\begin{enumerate}\n\(items.joined(separator: "\n"))\n\\end{enumerate}"
  }

  private static func displayed(_ formula: String) -> String { "\\[ \(formula) \\]" }

  /// Returns text as it stands; what would end the environment is parted.
  static func verbatim(_ text: String) -> String {
    let safe = text.replacing("\\end{verbatim}", with: "\\end {verbatim}")
    return "\\begin{verbatim}\n\(safe)\n\\end{verbatim}"
  }
}
