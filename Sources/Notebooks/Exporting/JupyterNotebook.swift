import Calculus
import Language
import Rendering
import Syntax

/// Writes a notebook in the format of Jupyter, version 4.5.
///
/// Source: the schema of nbformat 4.5, https://nbformat.readthedocs.io.
struct JupyterNotebook {
  /// How outputs are shown where they are text.
  let options: RenderOptions

  /// Returns the file's text.
  func text(of cells: [NotebookCell]) -> String {
    let notebook: JSON = [
      "cells": .array(cells.enumerated().map { cell($1, index: $0) }),
      "metadata": [
        "kernelspec": [
          "display_name": "Lossbook", "language": "lossbook", "name": "lossbook",
        ],
        "language_info": [
          "file_extension": ".loss", "mimetype": "text/x-lossbook", "name": "lossbook",
        ],
      ],
      "nbformat": .integer(4), "nbformat_minor": .integer(5),
    ]
    return notebook.text + "\n"
  }

  private func cell(_ cell: NotebookCell, index: Int) -> JSON {
    // Identities need only differ within the file; that they do not change keeps diffs small.
    let id = JSON.string("cell-\(index + 1)")
    switch cell {
    case .prose(let markdown):
      return [
        "cell_type": "markdown", "id": id, "metadata": .object([]), "source": lines(markdown),
      ]
    case .input(let number, let source, let events):
      return [
        "cell_type": "code", "execution_count": .integer(number), "id": id,
        "metadata": .object([]), "outputs": .array(outputs(events, number: number)),
        "source": lines(source),
      ]
    }
  }

  /// What a cell made; only one result of a cell may carry its number, the last.
  private func outputs(_ events: [Event], number: Int) -> [JSON] {
    let last = events.lastIndex { if case .output = $0 { true } else { false } }
    return events.enumerated().compactMap { index, event in
      switch event {
      case .output(let output):
        var members: [JSON.Member] = [
          .init("output_type", index == last ? "execute_result" : "display_data"),
          .init("data", data(of: output, number: number)), .init("metadata", .object([])),
        ]
        if index == last { members.append(.init("execution_count", .integer(number))) }
        return .object(members)
      case .note(let note):
        let text = Renderer(options: options).text(of: note).plain + "\n"
        return ["output_type": "stream", "name": "stdout", "text": lines(text)]
      case .failure(let diagnostic):
        let text = Renderer(options: options).render(diagnostic).plain
        return [
          "output_type": "error", "ename": .string(diagnostic.code.rawValue),
          "evalue": .string(diagnostic.message),
          "traceback": .array(text.split(separator: "\n").map { .string(String($0)) }),
        ]
      case .binding, .progress: return nil
      }
    }
  }

  /// A result in every form that fits it; the reader's program takes the richest it knows.
  private func data(of output: Output, number: Int) -> JSON {
    let plain = PlainOutput(options: options).text(of: .output(output), cell: number)
    var members: [JSON.Member] = [.init("text/plain", lines(plain))]
    switch output.content {
    case .formula(let formula):
      members.append(.init("text/latex", latex(formula)))
    case .derivative(let formula, _):
      if let formula { members.append(.init("text/latex", latex(formula))) }
    case .plot(let plot):
      let svg = OutputMarkup(options: options).svg(of: plot, source: output.source)
      members.append(.init("image/svg+xml", lines(svg)))
    case .check, .tape, .table, .steps:
      let html = OutputMarkup(options: options).html(of: output, cell: number)
      members.append(.init("text/html", lines(html)))
    case .value, .equivalence, .kinks, .domain, .text: break
    }
    return .object(members)
  }

  private func latex(_ formula: Formula) -> JSON {
    lines("$\\displaystyle \(LaTeX.source(of: formula))$")
  }

  /// Text as the format keeps it: an array of lines with their breaks.
  private func lines(_ text: String) -> JSON {
    let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
    let lines = parts.enumerated().map { index, line in
      index < parts.count - 1 ? line + "\n" : String(line)
    }
    return .array(lines.filter { !$0.isEmpty }.map { .string($0) })
  }
}
