public import Language

/// A cell of a notebook, as it is written to a file.
public enum NotebookCell: Sendable {
  /// Text between the inputs, in Markdown.
  case prose(String)
  /// An input, by its number, with what it made.
  case input(number: Int, source: String, events: [Event])
  /// A `:command` that changed what the inputs after it show.
  case command(String)
  /// An empty input, for the reader to write in where a form can be written in.
  case blank
}
