import Language
import Rendering

/// A cell as the exporters see it.
struct ExportedCell {
  let number: Int
  let source: String
  let events: [Event]

  init(_ cell: Cell) {
    number = cell.number
    source = cell.source
    events = cell.events
  }
}

/// The forms that a session can be written in.
enum ExportForm: CaseIterable {
  case markdown, html, jupyter, latex

  /// The form that a file's name asks for.
  static func of(path: String) -> ExportForm? {
    allCases.first { path.hasSuffix($0.suffix) }
  }

  private var suffix: String {
    switch self {
    case .markdown: ".md"
    case .html: ".html"
    case .jupyter: ".ipynb"
    case .latex: ".tex"
    }
  }

  /// Writes cells and their results.
  func text(_ cells: [ExportedCell], renderer: Renderer) -> String {
    var plain = renderer
    plain.options.showsPrompts = false
    plain.options.width = 80
    switch self {
    case .markdown: return Self.markdown(cells, plain)
    case .html: return Self.html(cells, plain)
    case .jupyter: return Self.jupyter(cells, plain)
    case .latex: return Self.latex(cells, plain)
    }
  }

  private static func output(of cell: ExportedCell, _ renderer: Renderer) -> String {
    cell.events.compactMap { event in
      if case .binding = event { return nil }
      let text = renderer.render(event, cell: cell.number).plain
      return text.isEmpty ? nil : text
    }.joined(separator: "\n")
  }

  private static func formulas(of cell: ExportedCell) -> [String] {
    cell.events.compactMap { event in
      guard case .output(let output) = event else { return nil }
      switch output.content {
      case .formula(let formula): return LaTeX.source(of: formula)
      case .derivative(let formula, _): return formula.map(LaTeX.source)
      case .value, .check, .equivalence, .steps, .tape, .table, .kinks, .domain, .plot, .text:
        return nil
      }
    }
  }

  private static func markdown(_ cells: [ExportedCell], _ renderer: Renderer) -> String {
    cells.map { cell in
      let shown = output(of: cell, renderer)
      return ScriptFile.notebook([cell.source])
        + (shown.isEmpty ? "" : "\n```output\n\(shown)\n```\n")
    }.joined(separator: "\n")
  }

  private static func html(_ cells: [ExportedCell], _ renderer: Renderer) -> String {
    let body = cells.map { cell in
      let shown = output(of: cell, renderer)
      let source =
        "<div class=\"cell\"><span class=\"prompt\">In [\(cell.number)]:</span>"
        + "<pre><code>\(escaped(cell.source))</code></pre></div>\n"
      return source + (shown.isEmpty ? "" : "<pre class=\"output\">\(escaped(shown))</pre>\n")
    }.joined()
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Lossbook session</title>
      <style>
      body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff; }
      pre { overflow-x: auto; margin: 0 0 .8rem; line-height: 1.25; }
      .cell { display: grid; grid-template-columns: 5rem 1fr; align-items: baseline; }
      .prompt { color: #17613a; font: .85rem monospace; }
      .output { margin-left: 5rem; }
      @media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818; } }
      </style>
      </head>
      <body>
      \(body)</body>
      </html>

      """
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }

  private static func jupyter(_ cells: [ExportedCell], _ renderer: Renderer) -> String {
    let list = cells.map { cell -> JSON in
      let shown = output(of: cell, renderer)
      var data: [JSON.Member] = [.init("text/plain", .string(shown))]
      if let formula = formulas(of: cell).last {
        data.append(.init("text/latex", .string("$\\displaystyle \(formula)$")))
      }
      let result: JSON = [
        "output_type": "execute_result", "execution_count": .integer(cell.number),
        "metadata": .object([]), "data": .object(data),
      ]
      return [
        "cell_type": "code", "id": .string("cell-\(cell.number)"),
        "execution_count": .integer(cell.number), "metadata": .object([]),
        "source": .string(cell.source), "outputs": .array(shown.isEmpty ? [] : [result]),
      ]
    }
    let notebook: JSON = [
      "nbformat": .integer(4), "nbformat_minor": .integer(5),
      "metadata": [
        "kernelspec": ["name": "lossbook", "display_name": "Lossbook", "language": "lossbook"],
        "language_info": ["name": "lossbook", "file_extension": ".loss"],
      ],
      "cells": .array(list),
    ]
    return notebook.text + "\n"
  }

  private static func latex(_ cells: [ExportedCell], _ renderer: Renderer) -> String {
    let body = cells.map { cell in
      let formulas = formulas(of: cell).map { "\\[ \($0) \\]\n" }.joined()
      let shown = output(of: cell, renderer)
      let source = "\\begin{verbatim}\n\(cell.source)\n\\end{verbatim}\n"
      guard formulas.isEmpty else { return source + formulas }
      return source + (shown.isEmpty ? "" : "\\begin{verbatim}\n\(shown)\n\\end{verbatim}\n")
    }.joined(separator: "\n")
    return """
      \\documentclass{article}
      \\usepackage{amsmath,amssymb}
      \\usepackage[T1]{fontenc}
      \\begin{document}

      \(body)
      \\end{document}

      """
  }
}
