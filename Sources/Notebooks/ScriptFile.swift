import Syntax

/// A file of cells: a script (`.loss`) or a notebook (`.md`).
public enum ScriptFile {
  /// A cell of a file.
  public struct Cell: Sendable {
    /// The statements.
    public let source: String

    /// The line of the file that the text begins in, from 1, which errors name.
    public let firstLine: Int

    /// Makes a cell of the text that begins in a line of the file, counted from 1.
    public init(_ text: String, firstLine: Int) {
      self.firstLine = max(1, firstLine)
      source = text
    }

    /// Whether the notebook says that the cell fails: its failure does not end a run.
    public var isSaidToFail = false

    /// Whether it is a `:command` or asks for documentation.
    var isCommand: Bool { Session.isCommand(source.trimmed) }
  }

  /// Returns the cells of a file, in order.
  public static func cells(of text: String, path: String) -> [Cell] {
    path.hasSuffix(".md") ? notebookCells(of: text) : scriptCells(of: text)
  }

  /// Whether lines make a cell of their own: nothing in them is open, and they are not only remarks,
  /// which belong to what they stand above.
  public static func isWhole(_ text: String) -> Bool {
    let text = text.trimmed
    if Session.isCommand(text) { return true }
    let result = Parser.parse(SourceText(text))
    return !result.isIncomplete && !(result.statements.isEmpty && result.diagnostics.isEmpty)
      && !text.hasSuffix("\"\"\"")
  }

  /// Each statement of a script, with the lines that it goes on over, is a cell.
  private static func scriptCells(of text: String) -> [Cell] {
    var cells: [Cell] = []
    var lines: [Substring] = []
    var start = 1
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      // Before anything is open a blank line is nothing; a million of them take no time.
      if lines.isEmpty, line.allSatisfy(\.isWhitespace) {
        start += 1
        continue
      }
      lines.append(line)
      let cell = lines.joined(separator: "\n")
      guard isWhole(cell) else { continue }
      cells.append(Cell(cell, firstLine: start))
      start += lines.count
      lines = []
    }
    let rest = lines.joined(separator: "\n")
    if !rest.trimmed.isEmpty { cells.append(Cell(rest, firstLine: start)) }
    return cells
  }

  /// Each fence of the language in a notebook is a cell.
  private static func notebookCells(of text: String) -> [Cell] {
    var cells: [Cell] = []
    for part in parts(ofNotebook: text) {
      switch part {
      case .cell(let cell): cells.append(cell)
      case .output(let text):
        let isFailure = text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("error[") }
        if isFailure, !cells.isEmpty { cells[cells.count - 1].isSaidToFail = true }
      case .prose: continue
      }
    }
    return cells
  }

  /// A part of a notebook: a cell, what it showed when it was written, or lines as they stand.
  enum Part {
    case prose(String)
    case cell(Cell)
    case output(String)
  }

  /// Returns the parts of a notebook in order.
  static func parts(ofNotebook text: String) -> [Part] {
    var parts: [Part] = []
    var prose: [Substring] = []
    var fence: (mark: String, language: String, start: Int)?
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated() {
      let mark = line.drop { $0 == " " }.prefix { $0 == "`" || $0 == "~" }
      prose.append(line)
      if let open = fence {
        guard mark.count >= open.mark.count, mark.first == open.mark.first,
          line.trimmed.count == mark.count
        else { continue }
        fence = nil
        let isCell = open.language == "loss" || open.language.hasPrefix("loss ")
        guard isCell || open.language == "output" else { continue }
        let code = lines[(open.start + 1)..<number].joined(separator: "\n")
        prose.removeLast(number - open.start + 1)
        parts.append(.prose(withoutBlankEnds(prose)))
        parts.append(isCell ? .cell(Cell(code, firstLine: open.start + 2)) : .output(code))
        prose = []
      } else if mark.count >= 3 {
        fence = (String(mark), line.trimmed.dropFirst(mark.count).trimmed, number)
      }
    }
    parts.append(.prose(withoutBlankEnds(prose)))
    return parts
  }

  private static func withoutBlankEnds(_ lines: [Substring]) -> String {
    let isBlank = { (line: Substring) in line.allSatisfy(\.isWhitespace) }
    let kept = lines.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    return kept.joined(separator: "\n")
  }
}
