import CLibEdit

/// The editor's own commands and the keys they are bound to.
///
/// libedit's are kept where they are right; ours stand in where it knows nothing of rows, of the
/// language's words, or of anything beyond a byte (its Ctrl-R).
enum KeyCommand: String, CaseIterable {
  case enter, newline, complete, paste, search, undo, clearScreen
  case up, down, olderEntry, newerEntry
  case left, right, rowStart, rowEnd, previousWord, nextWord
  case deletePrevious, deleteNext, deleteOrEnd
  case killPreviousWord, killNextWord, killToRowStart, killToRowEnd, yank
  case viEscape, viKey

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
    case .left: ["^B", "\\e[D", "\\eOD"]
    case .right: ["^F", "\\e[C", "\\eOC"]
    case .rowStart: ["^A", "\\e[H", "\\eOH", "\\e[1~"]
    case .rowEnd: ["^E", "\\e[F", "\\eOF", "\\e[4~"]
    case .previousWord: ["\\eb", "\\e[1;5D", "\\e[1;3D"]
    case .nextWord: ["\\ef", "\\e[1;5C", "\\e[1;3C"]
    case .deletePrevious: ["^?", "^H"]
    case .deleteNext: ["\\e[3~"]
    case .deleteOrEnd: ["^D"]
    case .killPreviousWord: ["^W", "\\e^H", "\\e^?"]
    case .killNextWord: ["\\ed", "\\e[3;5~"]
    case .killToRowStart: ["^U"]
    case .killToRowEnd: ["^K"]
    case .yank: ["^Y"]
    case .viEscape, .viKey: []
    }
  }

  /// The keys in both of vi's modes: sequences have become one key each (`edit_join_sequences`).
  private var joinedKeys: [edit_key] {
    switch self {
    case .newline: [EDIT_KEY_NEWLINE]
    case .paste: [EDIT_KEY_PASTE]
    case .up: [EDIT_KEY_UP]
    case .down: [EDIT_KEY_DOWN]
    case .left: [EDIT_KEY_LEFT]
    case .right: [EDIT_KEY_RIGHT]
    case .rowStart: [EDIT_KEY_HOME]
    case .rowEnd: [EDIT_KEY_END]
    case .previousWord: [EDIT_KEY_WORD_LEFT]
    case .nextWord: [EDIT_KEY_WORD_RIGHT]
    case .deleteNext: [EDIT_KEY_DELETE]
    case .enter, .complete, .search, .undo, .clearScreen, .olderEntry, .newerEntry,
      .deletePrevious, .deleteOrEnd, .killPreviousWord, .killNextWord, .killToRowStart,
      .killToRowEnd, .yank, .viEscape, .viKey:
      []
    }
  }

  /// The keys in vi's insert mode.
  var insertKeys: [String] {
    switch self {
    case .viEscape: ["^["]
    case .enter, .complete, .search, .clearScreen, .olderEntry, .newerEntry, .deletePrevious,
      .deleteOrEnd, .killPreviousWord, .killToRowStart:
      keys.filter { !$0.hasPrefix("\\e") }
    case .newline, .paste, .undo, .up, .down, .left, .right, .rowStart, .rowEnd, .previousWord,
      .nextWord, .deleteNext, .killNextWord, .killToRowEnd, .yank, .viKey:
      joinedKeys.map(Self.spelling)
    }
  }

  /// The keys in vi's command mode.
  var commandKeys: [String] {
    switch self {
    // What a letter does depends on those before it (`d2w`), so one command takes them all.
    case .viKey: (0x20...0x7E).map { Self.spelling(edit_key($0)) }
    case .enter, .search, .clearScreen, .olderEntry, .newerEntry, .deleteOrEnd:
      keys.filter { !$0.hasPrefix("\\e") }
    case .newline, .paste, .up, .down, .left, .right, .rowStart, .rowEnd, .previousWord, .nextWord,
      .deleteNext:
      joinedKeys.map(Self.spelling)
    case .complete, .undo, .deletePrevious, .killPreviousWord, .killNextWord, .killToRowStart,
      .killToRowEnd, .yank, .viEscape:
      []
    }
  }

  /// A key as libedit reads it, by its number.
  private static func spelling(_ key: edit_key) -> String {
    let digits = String(key.rawValue, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
  }

  /// The name that a line of `~/.editrc` can bind keys to, such as `lossbook-search`.
  var name: String { "lossbook-" + rawValue }

  /// libedit gives a command no word on which it is, so each needs a function of its own.
  var function: edit_command {
    switch self {
    case .enter: { editor, key in LibEditReader.perform(.enter, editor, key) }
    case .newline: { editor, key in LibEditReader.perform(.newline, editor, key) }
    case .complete: { editor, key in LibEditReader.perform(.complete, editor, key) }
    case .paste: { editor, key in LibEditReader.perform(.paste, editor, key) }
    case .search: { editor, key in LibEditReader.perform(.search, editor, key) }
    case .undo: { editor, key in LibEditReader.perform(.undo, editor, key) }
    case .clearScreen: { editor, key in LibEditReader.perform(.clearScreen, editor, key) }
    case .up: { editor, key in LibEditReader.perform(.up, editor, key) }
    case .down: { editor, key in LibEditReader.perform(.down, editor, key) }
    case .olderEntry: { editor, key in LibEditReader.perform(.olderEntry, editor, key) }
    case .newerEntry: { editor, key in LibEditReader.perform(.newerEntry, editor, key) }
    case .left: { editor, key in LibEditReader.perform(.left, editor, key) }
    case .right: { editor, key in LibEditReader.perform(.right, editor, key) }
    case .rowStart: { editor, key in LibEditReader.perform(.rowStart, editor, key) }
    case .rowEnd: { editor, key in LibEditReader.perform(.rowEnd, editor, key) }
    case .previousWord: { editor, key in LibEditReader.perform(.previousWord, editor, key) }
    case .nextWord: { editor, key in LibEditReader.perform(.nextWord, editor, key) }
    case .deletePrevious: { editor, key in LibEditReader.perform(.deletePrevious, editor, key) }
    case .deleteNext: { editor, key in LibEditReader.perform(.deleteNext, editor, key) }
    case .deleteOrEnd: { editor, key in LibEditReader.perform(.deleteOrEnd, editor, key) }
    case .killPreviousWord: { editor, key in LibEditReader.perform(.killPreviousWord, editor, key) }
    case .killNextWord: { editor, key in LibEditReader.perform(.killNextWord, editor, key) }
    case .killToRowStart: { editor, key in LibEditReader.perform(.killToRowStart, editor, key) }
    case .killToRowEnd: { editor, key in LibEditReader.perform(.killToRowEnd, editor, key) }
    case .yank: { editor, key in LibEditReader.perform(.yank, editor, key) }
    case .viEscape: { editor, key in LibEditReader.perform(.viEscape, editor, key) }
    case .viKey: { editor, key in LibEditReader.perform(.viKey, editor, key) }
    }
  }
}
