import Language
import Rendering
import Syntax

extension Session {
  /// `:load file`.
  func load(_ path: String) -> Status {
    guard !path.isEmpty else { return failWithoutArgument("load", "session.md") }
    switch surroundings.readText(path) {
    case .failure(let failure): return fail(.file, "`\(path)`: \(failure.message)")
    case .success(let text):
      for cell in ScriptFile.cells(of: text, path: path) {
        let status =
          cell.isCommand
          ? runCommand(cell.source.trimmed)
          : runCell(cell.source, name: path, firstLine: cell.firstLine)
        guard status == .done || status == .failed && cell.isSaidToFail else { return status }
      }
      return .done
    }
  }

  /// `:save file`: a notebook, or a script of the cells that went well.
  func save(_ path: String) -> Status {
    guard !path.isEmpty else { return failWithoutArgument("save", "session.md") }
    if NotebookFormat.of(path: path) != nil { return export(path) }
    let lines = document(runsAgain: true).compactMap { part -> String? in
      switch part {
      case .input(_, let source, let events): events.contains(where: \.isFailure) ? nil : source
      case .command(let command): command
      case .prose, .blank: nil
      }
    }
    return write(lines.joined(separator: "\n") + "\n", to: path, count: lines.count)
  }

  /// The cells with the commands that stood between them; what is to run again begins with what
  /// makes its random numbers the same.
  ///
  /// What was interrupted is left out: run again, it would run on.
  private func document(runsAgain: Bool) -> [NotebookCell] {
    var parts: [NotebookCell] = []
    if runsAgain, settings.seed == nil, interpreter.hasDrawnUnseeded {
      parts.append(.command(":set seed \(surroundings.seed)"))
    }
    var commands = keptCommands[...]
    for (place, cell) in cells.enumerated() {
      while let next = commands.first, next.place <= place {
        parts.append(.command(next.text))
        commands.removeFirst()
      }
      if cell.events.contains(where: \.isInterrupt) { continue }
      parts.append(.input(number: cell.number, source: cell.source, events: cell.events))
    }
    return parts + commands.map { .command($0.text) }
  }

  /// `:export file`: cells and results, or a picture, in the form that the file's name asks for;
  /// with `--open` it is shown.
  func export(_ arguments: String) -> Status {
    let words = arguments.split(separator: " ")
    let path = words.filter { $0 != "--open" }.joined(separator: " ")
    guard !path.isEmpty else { return failWithoutArgument("export", "session.html") }
    guard let text = exported(as: path) else {
      if path.hasSuffix(".svg") {
        return fail(
          .argument, "there is no plot and no formula to export",
          hint: "`plot(x^2, x=-2:2)` draws one")
      }
      return fail(
        .argument, "`\(path)` names no form that is known",
        hint: "it ends in .md, .html, .ipynb, .tex, or .svg for the last plot or formula")
    }
    let status =
      path.hasSuffix(".svg")
      ? writePicture(text, to: path) : write(text, to: path, count: cells.count)
    guard status == .done, words.contains("--open") else { return status }
    if let failure = surroundings.open(path) { return fail(.file, "`\(path)`: \(failure.message)") }
    return .done
  }

  /// Whether a file's name asks for a form that cells can be exported in.
  public static func canExport(as path: String) -> Bool {
    NotebookFormat.of(path: path) != nil || path.hasSuffix(".svg")
  }

  /// The last plot or formula of the session as SVG.
  private var lastPicture: String? {
    for event in cells.reversed().lazy.flatMap({ $0.events.reversed() }) {
      guard case .output(let output) = event else { continue }
      switch output.content {
      case .plot(let plot):
        return SVGPlot().element(for: plot, title: output.source) + "\n"
      case .formula(let formula), .derivative(let formula?, _), .steps(_, let formula):
        return SVGFormula.element(for: formula) + "\n"
      case .value, .derivative, .check, .equivalence, .tape, .table, .kinks, .domain, .text:
        continue
      }
    }
    return nil
  }

  /// Writes cells and results in the form that a file's name asks for.
  ///
  /// - Parameters:
  ///   - path: the name of the file to write.
  ///   - notebook: the Markdown that the cells were run from, whose prose is kept.
  /// - Returns: the file's text; nil for a form that is not known, or a picture where there is none.
  public func exported(as path: String, from notebook: String? = nil) -> String? {
    guard let format = NotebookFormat.of(path: path) else {
      return path.hasSuffix(".svg") ? lastPicture : nil
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let document =
      notebook.map { Self.document(cells, between: ScriptFile.parts(ofNotebook: $0)) }
      ?? document(runsAgain: format.runsAgain)
    return format.text(
      of: document, title: String(name.dropLast(format.rawValue.count + 1)),
      options: renderer.options)
  }

  /// Returns cells that were run with the prose and the commands that they stood between.
  private static func document(_ cells: [Cell], between parts: [ScriptFile.Part])
    -> [NotebookCell]
  {
    var rest = cells[...]
    return parts.compactMap { part in
      switch part {
      case .prose(let text): return text.trimmed.isEmpty ? nil : .prose(text)
      case .cell(let cell):
        if cell.isCommand { return .command(cell.source.trimmed) }
        return rest.popFirst().map {
          .input(number: $0.number, source: $0.source, events: $0.events)
        }
      case .output: return nil
      }
    }
  }

  private func writePicture(_ text: String, to path: String) -> Status {
    if let failure = surroundings.writeFile(path, text) {
      return fail(.file, "`\(path)`: \(failure.message)")
    }
    show(StyledText("\(path) is written", .faint))
    return .done
  }

  private func write(_ text: String, to path: String, count: Int) -> Status {
    if let failure = surroundings.writeFile(path, text) {
      return fail(.file, "`\(path)`: \(failure.message)")
    }
    show(StyledText("\(path): \(count) \(count == 1 ? "cell" : "cells")", .faint))
    return .done
  }
}

extension Event {
  /// Whether it says that the person stopped the cell.
  fileprivate var isInterrupt: Bool {
    if case .failure(let diagnostic) = self { diagnostic.code == .interrupt } else { false }
  }
}
