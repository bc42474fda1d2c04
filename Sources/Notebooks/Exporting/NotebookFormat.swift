public import Rendering

/// The forms a notebook can be written in.
public enum NotebookFormat: String, CaseIterable, Sendable {
  /// Markdown that runs again: inputs and outputs in fences.
  case markdown = "md"
  /// A page that stands alone.
  case html
  /// The format of Jupyter, version 4.5.
  case jupyter = "ipynb"
  /// A LaTeX document.
  case latex = "tex"

  /// Whether what is written is run again, and not only read.
  var runsAgain: Bool {
    switch self {
    case .markdown, .jupyter: true
    case .html, .latex: false
    }
  }

  /// Returns the form that a file's name asks for by its ending.
  public static func of(path: String) -> NotebookFormat? {
    allCases.first { path.hasSuffix("." + $0.rawValue) }
  }

  /// Writes the cells; equal cells give equal files.
  public func text(of cells: [NotebookCell], title: String, options: RenderOptions) -> String {
    let options = Self.pageOptions(options)
    let cells = cells.map { cell in
      guard case .input(let number, let source, let events) = cell else { return cell }
      let placed = events.map { $0.placed(inCell: number) }
      return NotebookCell.input(number: number, source: source, events: placed)
    }
    return switch self {
    case .markdown: MarkdownNotebook(options: options).text(of: cells)
    case .html: HTMLNotebook(options: options).text(of: cells, title: title)
    case .jupyter: JupyterNotebook(options: options).text(of: cells)
    case .latex: LaTeXNotebook(options: options).text(of: cells, title: title)
    }
  }

  /// What Jupyter is told of the language; its words are coloured as Python's are.
  public static let jupyterLanguage: JSON = [
    "name": "lossbook", "mimetype": "text/x-lossbook", "file_extension": ".loss",
    "codemirror_mode": "python", "pygments_lexer": "python",
  ]

  /// Returns options for a page, which has no window of its own.
  static func pageOptions(_ options: RenderOptions) -> RenderOptions {
    var options = options
    options.showsPrompts = false
    options.isPlain = false
    options.width = 80
    options.height = 40
    return options
  }
}
