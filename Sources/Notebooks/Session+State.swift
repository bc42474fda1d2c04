import Language
import Rendering
import Syntax

/// What `:undo` goes back to.
struct UndoState {
  /// The names as they were before the cell.
  let names: Environment
  /// The cell that changed them.
  let cell: Int
}

extension Session {
  /// Keeps the names as they were before a cell; the last hundred are kept.
  func keepForUndo(_ names: Environment, cell: Int) {
    undoStates.append(UndoState(names: names, cell: cell))
    if undoStates.count > 100 { undoStates.removeFirst() }
  }

  /// `:undo`.
  func undo() -> Status {
    guard let state = undoStates.popLast() else {
      return fail(.argument, "there is nothing to undo")
    }
    interpreter.environment = state.names
    keep(":undo")
    show(StyledText("In [\(state.cell)] is undone", .faint))
    showChangesOfWatched()
    return .done
  }

  /// `:reset`.
  func reset() -> Status {
    ownInterpreter = Session.makeInterpreter(
      settings, surroundings, prelude: ownInterpreter.prelude)
    player = nil
    cells = []
    // The settings stay as they are.
    keptCommands = keptCommands.filter { $0.text.hasPrefix(":set") }.map { ($0.text, 0) }
    lastNumber = 0
    watches = []
    undoStates = []
    show(StyledText("all names and cells are forgotten", .faint))
    return .done
  }

  /// `:set`, with nothing, an option, or an option and its value.
  func set(_ arguments: String) -> Status {
    let words = arguments.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "=" })
      .map { String($0).trimmed }
    guard let name = words.first else {
      let rows = SettingRow.all.map { row in
        [
          StyledText(row.name, .name), StyledText(row.value(settings), .value),
          StyledText(row.values, .faint), StyledText(row.summary),
        ]
      }
      showOptions(["option", "is", "may be", ""], rows)
      return .done
    }
    if words.count == 1, let row = SettingRow.all.first(where: { $0.name == name }) {
      show(StyledText("\(name) is \(row.value(settings)) (\(row.values))"))
      if let list = row.list {
        let rows = list(settings).map { line in
          zip(line, [.name, .value, .body] as [StyledText.Role]).map { StyledText($0, $1) }
        }
        showOptions([name, "is", "asks that"], rows)
      }
      return .done
    }
    var changed = settings
    if let failure = changed.change(name, to: words.dropFirst().joined()) {
      return fail(.argument, failure.message)
    }
    if changed != settings { keep(":set " + arguments) }
    settings = changed
    return .done
  }

  /// Remembers a command as a part of the notebook; what is done in a lesson is none.
  private func keep(_ command: String) {
    if player == nil { keptCommands.append((command, cells.count)) }
  }

  private func showOptions(_ headings: [String], _ rows: [[StyledText]]) {
    show(
      TableText(
        headings: headings.map { StyledText($0, .heading) }, rows: rows, alignments: [.left]
      ).text(width: settings.width ?? window.columns, isASCII: settings.ascii))
  }

  /// `:history`, or the inputs with a word.
  func showHistory(_ word: String) -> Status {
    let found = cells.filter { word.isEmpty || $0.source.contains(word) }
    guard !found.isEmpty else {
      return word.isEmpty ? .done : fail(.name, "no input has `\(word)` in it")
    }
    for cell in found {
      let prompt = StyledText("In [\(cell.number)]: ", .inputPrompt)
      show(prompt + StyledText(cell.source, .code).indented(by: prompt.width))
    }
    return .done
  }

  /// `:time expr`.
  func time(_ expression: String) -> Status {
    guard !expression.isEmpty else { return failWithoutArgument("time", "grad(L, w)") }
    let start = surroundings.now()
    let status = runCell(expression)
    show(StyledText("took \(Self.duration(surroundings.now() - start))", .faint))
    return status
  }

  /// Writes a time in the unit that suits it, with three digits.
  static func duration(_ seconds: Double) -> String {
    let units: [(Double, String)] = [(1, "s"), (1e-3, "ms"), (1e-6, "µs")]
    let unit = units.first { seconds >= $0.0 } ?? (1e-6, "µs")
    let amount = (seconds / unit.0 * 100).rounded() / 100
    return amount >= 100 ? "\(Int(amount)) \(unit.1)" : "\(amount) \(unit.1)"
  }

  /// `:edit`: the last cell, or one by its number, in the person's editor.
  func edit(_ argument: String) -> Status {
    let cell = argument.isEmpty ? cells.last : cells.last { String($0.number) == argument }
    guard argument.isEmpty || cell != nil else {
      return fail(
        .argument, "there is no cell `\(argument)`", hint: "cells are numbered 1 to \(lastNumber)")
    }
    let source = cell?.source ?? ""
    guard let edited = surroundings.edit(source) else {
      return fail(.file, "no editor", hint: "name one in $VISUAL or $EDITOR")
    }
    guard !edited.allSatisfy(\.isWhitespace) else { return .done }
    show(StyledText("In [\(nextNumber)]: ", .inputPrompt) + StyledText(edited.trimmed, .code))
    return runCell(edited)
  }
}
