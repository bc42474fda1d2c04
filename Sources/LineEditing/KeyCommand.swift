import CLibEdit

/// The editor's own commands and the keys they are bound to.
///
/// libedit's are kept where they are right; ours stand in where it knows nothing of rows, of the
/// language's words, or of anything beyond a byte (its Ctrl-R).
enum KeyCommand: String, CaseIterable {
  case enter, newline, complete, paste, search, undo, clearScreen
  case up, down, olderEntry, newerEntry
  case rowStart, rowEnd, previousWord, nextWord
  case killPreviousWord, killNextWord, killToRowStart, killToRowEnd, yank

  /// The keys in emacs mode, as libedit writes them.
  var keys: [String] {
    switch self {
    // A terminal in raw mode may send either for Enter.
    case .enter: ["^M", "^J"]
    case .newline: ["\\e\\r", "\\e\\n"]
    case .complete: ["^I"]
    case .paste: ["\\e[200~"]
    case .search: ["^R"]
    case .undo: ["^_", "^X^U"]
    case .clearScreen: ["^L"]
    case .up: ["\\e[A", "\\eOA"]
    case .down: ["\\e[B", "\\eOB"]
    case .olderEntry: ["^P", "\\e[5~"]
    case .newerEntry: ["^N", "\\e[6~"]
    case .rowStart: ["^A", "\\e[H", "\\eOH", "\\e[1~"]
    case .rowEnd: ["^E", "\\e[F", "\\eOF", "\\e[4~"]
    case .previousWord: ["\\eb", "\\e[1;5D", "\\e[1;3D"]
    case .nextWord: ["\\ef", "\\e[1;5C", "\\e[1;3C"]
    case .killPreviousWord: ["^W", "\\e^H", "\\e^?"]
    case .killNextWord: ["\\ed", "\\e[3;5~"]
    case .killToRowStart: ["^U"]
    case .killToRowEnd: ["^K"]
    case .yank: ["^Y"]
    }
  }

  /// The keys in vi's insert mode.
  ///
  /// Sequences that begin with Escape cannot be here: it ends the mode.
  var insertKeys: [String] {
    switch self {
    case .enter, .complete, .search, .killPreviousWord: keys.filter { !$0.hasPrefix("\\e") }
    case .olderEntry: ["^P"]
    case .newerEntry: ["^N"]
    case .newline, .paste, .undo, .clearScreen, .up, .down, .rowStart, .rowEnd, .previousWord,
      .nextWord, .killNextWord, .killToRowStart, .killToRowEnd, .yank:
      []
    }
  }

  /// The keys in vi's command mode; an arrow arrives here as what follows its Escape.
  var commandKeys: [String] {
    switch self {
    case .enter: ["^M", "^J"]
    case .up: ["k", "[A", "OA"]
    case .down: ["j", "[B", "OB"]
    case .search: ["/", "?", "^R"]
    case .undo: ["u"]
    case .newline, .complete, .paste, .clearScreen, .olderEntry, .newerEntry, .rowStart, .rowEnd,
      .previousWord, .nextWord, .killPreviousWord, .killNextWord, .killToRowStart, .killToRowEnd,
      .yank:
      []
    }
  }

  /// The name that a line of `~/.editrc` can bind keys to, such as `lossbook-search`.
  var name: String { "lossbook-" + rawValue }

  /// libedit gives a command no word on which it is, so each needs a function of its own.
  var function: edit_command {
    switch self {
    case .enter: { editor, _ in LibEditReader.perform(.enter, editor) }
    case .newline: { editor, _ in LibEditReader.perform(.newline, editor) }
    case .complete: { editor, _ in LibEditReader.perform(.complete, editor) }
    case .paste: { editor, _ in LibEditReader.perform(.paste, editor) }
    case .search: { editor, _ in LibEditReader.perform(.search, editor) }
    case .undo: { editor, _ in LibEditReader.perform(.undo, editor) }
    case .clearScreen: { editor, _ in LibEditReader.perform(.clearScreen, editor) }
    case .up: { editor, _ in LibEditReader.perform(.up, editor) }
    case .down: { editor, _ in LibEditReader.perform(.down, editor) }
    case .olderEntry: { editor, _ in LibEditReader.perform(.olderEntry, editor) }
    case .newerEntry: { editor, _ in LibEditReader.perform(.newerEntry, editor) }
    case .rowStart: { editor, _ in LibEditReader.perform(.rowStart, editor) }
    case .rowEnd: { editor, _ in LibEditReader.perform(.rowEnd, editor) }
    case .previousWord: { editor, _ in LibEditReader.perform(.previousWord, editor) }
    case .nextWord: { editor, _ in LibEditReader.perform(.nextWord, editor) }
    case .killPreviousWord: { editor, _ in LibEditReader.perform(.killPreviousWord, editor) }
    case .killNextWord: { editor, _ in LibEditReader.perform(.killNextWord, editor) }
    case .killToRowStart: { editor, _ in LibEditReader.perform(.killToRowStart, editor) }
    case .killToRowEnd: { editor, _ in LibEditReader.perform(.killToRowEnd, editor) }
    case .yank: { editor, _ in LibEditReader.perform(.yank, editor) }
    }
  }
}
