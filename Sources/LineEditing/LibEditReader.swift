import CLibEdit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads cells from a terminal through libedit.
///
/// libedit draws, decodes keys and knows the user's `~/.editrc`; what a key does to the text is
/// decided here, on an ``EditBuffer``, and then handed back.
public final class LibEditReader: LineReader {
  /// How the terminal is to be used.
  public struct Options: Sendable {
    /// Emacs keys, or vi's.
    public var hasViKeys: Bool
    /// Whether the terminal understands escape sequences at all.
    public var isDumb: Bool
    /// Whether `~/.editrc` is read.
    public var readsUserFile: Bool

    /// Makes options.
    public init(hasViKeys: Bool = false, isDumb: Bool = false, readsUserFile: Bool = true) {
      self.hasViKeys = hasViKeys
      self.isDumb = isDumb
      self.readsUserFile = readsUserFile
    }
  }

  let context: EditingContext
  private let options: Options
  let history: History
  // Set once, right after `self` exists: libedit is given `self` to hand to the commands.
  private var editor: OpaquePointer?

  var prompt = Prompt("")
  var undoStack = UndoStack()
  var historyCursor: HistoryCursor?
  var killed = ""
  private var lastCommand: KeyCommand?
  private var draft = ""

  /// Opens the editor on the process's terminal, or returns nil where libedit cannot.
  public init?(history: History, context: EditingContext, options: Options) {
    self.history = history
    self.context = context
    self.options = options
    guard let editor = edit_open("lossbook", Unmanaged.passUnretained(self).toOpaque()) else {
      return nil
    }
    self.editor = editor
    for command in KeyCommand.allCases {
      edit_add_command(editor, command.name, command.function)
    }
    setKeys(vi: options.hasViKeys)
    if options.readsUserFile {
      edit_read_user_file(editor)
      // `bind -v` and `bind -e` in that file take every binding away.
      setKeys(vi: edit_has_vi_keys(editor))
      edit_read_user_file(editor)
    }
    edit_on_key { editor in editor.map(LibEditReader.noteKey) }
  }

  /// Gives the terminal back.
  public func close() {
    if let editor { edit_close(editor) }
    editor = nil
  }

  /// Binds the commands, for emacs or vi keys.
  public func setKeys(vi: Bool) {
    guard let editor else { return }
    edit_set_keys(editor, vi ? "vi" : "emacs")
    for command in KeyCommand.allCases {
      for key in vi ? command.insertKeys : command.keys {
        edit_bind(editor, false, key, command.name)
      }
      for key in vi ? command.commandKeys : [] { edit_bind(editor, true, key, command.name) }
    }
    guard !vi else { return }
    edit_bind(editor, false, "\\e[3~", "ed-delete-next-char")
  }

  /// Lets a person edit a cell, and returns it.
  public func readLine(prompt: Prompt, draft: String) -> LineInput {
    guard let editor else { return .endOfInput }
    self.prompt = prompt
    restorePrompt()
    undoStack.reset(to: EditBuffer(""))
    historyCursor = nil
    lastCommand = nil
    let pastes = !options.isDumb && !edit_has_vi_keys(editor)
    // Keys typed ahead are not to be shown before libedit is ready for them.
    edit_quiet(true)
    if pastes { edit_bracketed_paste(true) }
    self.draft = draft
    edit_watch_keys(true)
    var text: UnsafeMutablePointer<CChar>?
    let outcome = edit_read(editor, &text)
    edit_watch_keys(false)
    defer { free(text) }
    let rowsBelow = Int(edit_rows_below_cursor(editor))
    edit_quiet(true)
    if pastes { edit_bracketed_paste(false) }
    switch outcome {
    case EDIT_LINE:
      return .line(text.map { String(cString: $0) } ?? "")
    case EDIT_INTERRUPTED:
      edit_print(String(repeating: "\n", count: rowsBelow + 1))
      return .interrupted
    case EDIT_TERMINATED:
      edit_print("\n")
      return .terminated(signal: edit_termination_signal())
    default:
      edit_print("\n")
      return .endOfInput
    }
  }

  /// Shows the prompt of the line again, after a search has shown its own.
  func restorePrompt() {
    edit_set_prompt(options.isDumb ? prompt.text : prompt.styled)
  }

  // MARK: - Commands

  /// Performs the command of a key on the text being edited.
  static func perform(_ command: KeyCommand, _ editor: OpaquePointer?) -> UInt8 {
    guard let editor, let client = edit_client(editor) else { return UInt8(CC_ERROR) }
    let reader = Unmanaged<LibEditReader>.fromOpaque(client).takeUnretainedValue()
    let result = reader.perform(command, on: editor)
    reader.lastCommand = command
    return UInt8(result)
  }

  /// Notes the text before each key, for undo.
  private static func noteKey(_ editor: OpaquePointer) {
    guard let client = edit_client(editor) else { return }
    let reader = Unmanaged<LibEditReader>.fromOpaque(client).takeUnretainedValue()
    if !reader.draft.isEmpty {
      edit_erase(editor)
      _ = reader.put(EditBuffer(reader.draft), editor)
      edit_refresh(editor)
      reader.draft = ""
    }
    reader.undoStack.note(reader.buffer(of: editor))
  }

  private func perform(_ command: KeyCommand, on editor: OpaquePointer) -> Int32 {
    var buffer = buffer(of: editor)
    switch command {
    case .enter: return enter(&buffer, editor)
    case .complete: return complete(&buffer, editor)
    case .paste: return paste(&buffer, editor)
    case .search: return search(buffer, editor)
    case .clearScreen:
      edit_print("\u{1B}[H\u{1B}[2J")
      edit_refresh(editor)
      return CC_NORM
    case .undo:
      guard let earlier = undoStack.undo() else { return CC_ERROR }
      return put(earlier, editor)
    case .newline:
      buffer.insertNewline()
      return put(buffer, editor)
    case .up where !buffer.isOnFirstRow:
      buffer.moveUp()
      return move(to: buffer.cursor, editor)
    case .down where !buffer.isOnLastRow:
      buffer.moveDown()
      return move(to: buffer.cursor, editor)
    case .up, .down, .olderEntry, .newerEntry:
      return recall(isOlder: command == .up || command == .olderEntry, from: buffer, editor)
    case .rowStart: return move(to: buffer.rowStart, editor)
    case .rowEnd: return move(to: buffer.rowEnd, editor)
    case .previousWord: return move(to: buffer.previousWordStart, editor)
    case .nextWord: return move(to: buffer.nextWordEnd, editor)
    case .killPreviousWord: return kill(to: buffer.previousWordStart, buffer, command, editor)
    case .killNextWord: return kill(to: buffer.nextWordEnd, buffer, command, editor)
    case .killToRowStart: return kill(to: buffer.rowStart, buffer, command, editor)
    case .killToRowEnd:
      // At a row's end the row below is pulled up, as emacs does.
      let isAtEnd = buffer.cursor == buffer.rowEnd
      return kill(to: buffer.rowEnd + (isAtEnd ? 1 : 0), buffer, command, editor)
    case .yank:
      buffer.insert(killed)
      return put(buffer, editor)
    }
  }

  private func enter(_ buffer: inout EditBuffer, _ editor: OpaquePointer) -> Int32 {
    guard context.isIncomplete(buffer.text) else {
      edit_print(String(repeating: "\n", count: Int(edit_rows_below_cursor(editor)) + 1))
      // A line of no characters at all would be the end of the input.
      if buffer.scalars.isEmpty { _ = edit_replace(editor, "\n", 1) }
      return CC_NEWLINE
    }
    if buffer.isOnLastRow { buffer.move(to: buffer.scalars.count) }
    buffer.insertNewline()
    return put(buffer, editor)
  }

  /// Cuts text out, to be put back by Ctrl-Y; one cut after another makes one piece.
  private func kill(
    to place: Int, _ buffer: EditBuffer, _ command: KeyCommand, _ editor: OpaquePointer
  ) -> Int32 {
    var buffer = buffer
    let isBackward = place < buffer.cursor
    let removed = buffer.delete(to: place)
    guard !removed.isEmpty else { return CC_ERROR }
    let goesOn = lastCommand == command
    killed = isBackward ? removed + (goesOn ? killed : "") : (goesOn ? killed : "") + removed
    return put(buffer, editor)
  }

  private func recall(
    isOlder: Bool, from buffer: EditBuffer, _ editor: OpaquePointer
  ) -> Int32 {
    let recalls: Set<KeyCommand?> = [.up, .down, .olderEntry, .newerEntry]
    var cursor =
      recalls.contains(lastCommand)
      ? historyCursor ?? HistoryCursor(history.entries, draft: buffer)
      : HistoryCursor(history.entries, draft: buffer)
    let found =
      isOlder
      ? cursor.previous(differentFrom: buffer.text) : cursor.next(differentFrom: buffer.text)
    historyCursor = cursor
    guard let found else { return CC_ERROR }
    return put(found, editor)
  }

  private func paste(_ buffer: inout EditBuffer, _ editor: OpaquePointer) -> Int32 {
    var pasted = String.UnicodeScalarView()
    let end = "\u{1B}[201~".unicodeScalars
    var scalar: UInt32 = 0
    edit_watch_keys(false)
    defer { edit_watch_keys(true) }
    while edit_read_key(editor, &scalar) {
      guard let key = Unicode.Scalar(scalar) else { continue }
      pasted.append(key)
      if key == "~", pasted.suffix(end.count).elementsEqual(end) {
        pasted.removeLast(end.count)
        break
      }
    }
    buffer.insert(context.cleanPaste(PastedText.normalized(String(pasted))))
    return put(buffer, editor)
  }

  private func complete(_ buffer: inout EditBuffer, _ editor: OpaquePointer) -> Int32 {
    // More waits to be read: this TAB was pasted into a terminal that does not mark pastes.
    if edit_pending_input() > 0 {
      buffer.insert("  ")
      return put(buffer, editor)
    }
    let list = context.complete(buffer.text, buffer.cursor)
    guard let first = list.candidates.first else {
      guard let hint = list.hint else { return CC_ERROR }
      return show([hint], editor)
    }
    let typed = EditBuffer(buffer.textBeforeCursor).scalars[list.start...]
    let isOnly = list.candidates.count == 1
    let common = isOnly ? first.text : list.commonPrefix
    let goesOn = common.unicodeScalars.count > typed.count
    if goesOn || isOnly, !common.unicodeScalars.elementsEqual(typed) {
      buffer.delete(to: list.start)
      buffer.insert(common)
      let result = put(buffer, editor)
      return isOnly ? result : CC_REFRESH_BEEP
    }
    guard list.candidates.count > 1 else {
      guard let hint = list.hint else { return CC_NORM }
      return show([hint], editor)
    }
    return show(CandidateColumns.rows(list.candidates, width: Int(edit_columns())), editor)
  }

  /// Shows lines below the text, and the prompt and the text again below them.
  private func show(_ lines: [String], _ editor: OpaquePointer) -> Int32 {
    let below = Int(edit_rows_below_cursor(editor))
    edit_print(String(repeating: "\n", count: below + 1) + lines.joined(separator: "\n") + "\n")
    edit_refresh(editor)
    return CC_NORM
  }

  // MARK: - To and from libedit

  func buffer(of editor: OpaquePointer) -> EditBuffer {
    var count = 0
    var cursor = 0
    guard let bytes = edit_text(editor, &count, &cursor) else { return EditBuffer("") }
    let raw = UnsafeRawBufferPointer(start: bytes, count: count)
    let before = String(decoding: raw.prefix(cursor), as: UTF8.self)
    let text = String(decoding: raw, as: UTF8.self)
    return EditBuffer(text, cursor: before.unicodeScalars.count)
  }

  func put(_ buffer: EditBuffer, _ editor: OpaquePointer) -> Int32 {
    let isPut = edit_replace(editor, buffer.text, Int32(clamping: buffer.cursor))
    return isPut ? CC_REFRESH : CC_REFRESH_BEEP
  }

  private func move(to place: Int, _ editor: OpaquePointer) -> Int32 {
    let cursor = buffer(of: editor).cursor
    guard place != cursor else { return CC_NORM }
    edit_move(editor, Int32(clamping: place - cursor))
    return CC_CURSOR
  }
}
