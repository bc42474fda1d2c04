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
        "language_info": NotebookFormat.jupyterLanguage,
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
        "cell_type": "markdown", "id": id, "metadata": .object([]),
        "source": lines(MarkdownMath.text(of: markdown)),
      ]
    case .input(let number, let source, let events):
      return [
        "cell_type": "code", "execution_count": .integer(number), "id": id,
        "metadata": .object([]), "outputs": .array(outputs(events, number: number)),
        "source": lines(source),
      ]
    case .command(let command): return code(lines(command), id: id)
    case .blank: return code(.array([]), id: id)
    }
  }

  /// A code cell that was not run.
  private func code(_ source: JSON, id: JSON) -> JSON {
    [
      "cell_type": "code", "execution_count": .null, "id": id, "metadata": .object([]),
      "outputs": .array([]), "source": source,
    ]
  }

  /// What a cell made; only one result of a cell may carry its number, the last.
  private func outputs(_ events: [Event], number: Int) -> [JSON] {
    let last = events.lastIndex { if case .output = $0 { true } else { false } }
    return events.enumerated().flatMap { index, event -> [JSON] in
      switch event {
      case .output(let output):
        let rich = RichOutput(output, cell: number, options: options)
        var members: [JSON.Member] = [
          .init("output_type", index == last ? "execute_result" : "display_data"),
          .init("data", .object(rich.forms.map { .init($0.type, lines($0.text)) })),
          .init("metadata", .object([])),
        ]
        if index == last { members.append(.init("execution_count", .integer(number))) }
        return [.object(members)] + (rich.remarks.isEmpty ? [] : [stream(rich.remarks)])
      case .note(let note):
        return [stream(Renderer(options: options).text(of: note).plain)]
      case .failure(let diagnostic):
        let text = Renderer(options: options).render(diagnostic).plain
        return [
          [
            "output_type": "error", "ename": .string(diagnostic.code.rawValue),
            "evalue": .string(diagnostic.message),
            "traceback": .array(text.split(separator: "\n").map { .string(String($0)) }),
          ]
        ]
      case .binding, .progress: return []
      }
    }
  }

  private func stream(_ text: String) -> JSON {
    ["output_type": "stream", "name": "stdout", "text": lines(text + "\n")]
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
