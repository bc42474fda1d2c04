import Language
import Rendering

/// A cell of a notebook that shows now what the notebook does not say.
public struct NotebookDifference: Hashable, Sendable {
  /// The line of the file that the cell begins in, from 1.
  public var line: Int
  /// The lines that differ: `- ` those of the notebook, `+ ` those of now.
  public var lines: [String]
}

extension Session {
  /// Runs a notebook and compares what its cells show with the outputs written in it.
  ///
  /// A cell without an output is not compared; it differs only if it fails.
  ///
  /// - Parameters:
  ///   - text: the Markdown.
  ///   - name: what errors call the file.
  /// - Returns: the cells that differ, in order; none for a notebook that holds.
  public func check(notebook text: String, name: String) -> [NotebookDifference] {
    let parts = ScriptFile.parts(ofNotebook: text).filter { part in
      if case .prose(let text) = part { !text.isEmpty } else { true }
    }
    var differences: [NotebookDifference] = []
    for (index, part) in parts.enumerated() {
      guard case .cell(let cell) = part else { continue }
      if cell.isCommand {
        _ = submit(cell.source) { _, _ in }
        continue
      }
      var events: [Event] = []
      let number = nextNumber
      let status = run(cell.source, name: name, firstLine: cell.firstLine) {
        events.append($0.placed(inCell: number))
      }
      let shown = PlainOutput(options: NotebookFormat.pageOptions(renderer.options))
        .text(of: events, cell: number)
      let expected: String?
      if index + 1 < parts.count, case .output(let text) = parts[index + 1] {
        expected = text
      } else {
        expected = status == .failed ? "" : nil
      }
      guard let expected, !OutputComparison.isSame(expected, shown) else { continue }
      let lines = OutputComparison.difference(expected, shown)
      differences.append(.init(line: cell.firstLine, lines: lines))
    }
    return differences
  }
}
