import Language
import Rendering

/// Writes a notebook as Markdown that `lossbook run` runs again.
///
/// Inputs stand in fences named `loss`, what they made in fences named `output`.
struct MarkdownNotebook {
  /// How outputs are shown.
  let options: RenderOptions

  /// Returns the file's text.
  func text(of cells: [NotebookCell]) -> String {
    cells.map { cell in
      switch cell {
      case .prose(let markdown):
        return markdown.hasSuffix("\n") ? markdown : markdown + "\n"
      case .input(let number, let source, let events):
        let output = PlainOutput(options: options).text(of: events, cell: number)
        let input = Self.fenced(source, as: "loss")
        return output.isEmpty ? input : input + "\n" + Self.fenced(output, as: "output")
      case .command(let command): return Self.fenced(command, as: "loss")
      case .blank: return ""
      }
    }.joined(separator: "\n")
  }

  /// Returns text in a fence longer than any in it, so that it cannot close it.
  static func fenced(_ text: String, as name: String) -> String {
    let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\(name)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)\n"
  }
}

/// The text of what a cell made, as the terminal shows it without colour.
struct PlainOutput {
  /// How outputs are shown.
  let options: RenderOptions

  /// Returns the text of all events that show something.
  func text(of events: [Event], cell: Int) -> String {
    events.map { text(of: $0, cell: cell) }.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// Returns the text of an event; a binding, which only `:set echo on` shows, has none.
  func text(of event: Event, cell: Int) -> String {
    switch event {
    case .output, .note, .failure: Renderer(options: options).render(event, cell: cell).plain
    case .binding, .progress: ""
    }
  }
}
