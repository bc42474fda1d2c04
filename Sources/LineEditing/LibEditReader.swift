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
    /// Whether the signature of a call is shown below it while it is typed.
    public var showsHints: Bool
    /// The parameters of the colour of hints; empty for none.
    public var hintColor: String

    /// Makes options.
    public init(
      hasViKeys: Bool = false, isDumb: Bool = false, showsHints: Bool = true,
      hintColor: String = ""
    ) {
      self.hasViKeys = hasViKeys
      self.isDumb = isDumb
      self.showsHints = showsHints
      self.hintColor = hintColor
    }
  }

  let context: EditingContext
  let options: Options
  let history: History
  // Set once, right after `self` exists: libedit is given `self` to hand to the commands.
  private var editor: OpaquePointer?

  private(set) var prompt = Prompt("")
  private(set) var shownPrompt = Prompt("")
  var undoStack = UndoStack()
  var historyCursor: HistoryCursor?
  var killed = ""
  private var lastCommand: KeyCommand?
  /// What the key at hand does: a letter of vi's may do what an arrow does.
  private var performed = KeyCommand.enter
  private var viKeys = ViKeys()
  var draft = ""
  /// Draws the text; nil where libedit does, on a terminal that knows no sequences.
  var display: LineDisplay?
  /// What Tab shows below the text, until the next key.
  var below: [String] = []
  /// Whether the cursor is to go a place forward, to where it was before libedit moved it.
  var stepsForward = false

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
    edit_read_user_file(editor)
    // `bind -v` and `bind -e` in that file take every binding away.
    setKeys(vi: edit_has_vi_keys(editor))
    edit_read_user_bindings(editor)
    edit_on_key { editor in editor.map(LibEditReader.noteKey) }
    let drawsHere =
      !options.isDumb
      && edit_draw_elsewhere(editor) { editor, wasStopped in
        editor.map { LibEditReader.drawAnew($0, wasStopped: wasStopped) }
      }
    if drawsHere { display = LineDisplay() }
  }

  /// Gives the terminal back.
  public func close() {
    if let editor { edit_close(editor) }
    editor = nil
  }

  /// Binds the commands, for emacs or vi keys.
  private func setKeys(vi: Bool) {
    guard let editor else { return }
    edit_set_keys(editor, vi ? "vi" : "emacs")
    edit_join_sequences(vi)
    for command in KeyCommand.allCases {
      for key in vi ? command.insertKeys : command.keys {
        edit_bind(editor, false, key, command.name)
      }
      for key in vi ? command.commandKeys : [] { edit_bind(editor, true, key, command.name) }
    }
    guard vi else { return }
    edit_bind(editor, false, Self.toCommandMode.bound, "vi-command-mode")
    edit_bind(editor, true, Self.toInsertMode.bound, "vi-insert")
  }

  /// The keys by which a command of ours has libedit change vi's mode.
  ///
  /// They stand here as libedit reads and as it is sent them; no keyboard sends them.
  private static let toCommandMode = (bound: "\\235", sent: "\u{9D}")
  private static let toInsertMode = (bound: "\\236", sent: "\u{9E}")

  /// Lets a person edit a cell, and returns it.
  public func readLine(prompt: Prompt, draft: String) -> LineInput {
    guard let editor else { return .endOfInput }
    self.prompt = prompt
    show(prompt: prompt)
    undoStack.reset(to: EditBuffer(""))
    historyCursor = nil
    lastCommand = nil
    viKeys.cancel()
    below = []
    display?.forget()
    // Keys typed ahead are not to be shown before libedit is ready for them.
    edit_quiet(true)
    if !options.isDumb { edit_bracketed_paste(true) }
    self.draft = draft
    edit_watch_keys(true)
    var text: UnsafeMutablePointer<CChar>?
    let outcome = edit_read(editor, &text)
    edit_watch_keys(false)
    defer { free(text) }
    edit_quiet(true)
    if !options.isDumb { edit_bracketed_paste(false) }
    switch outcome {
    case EDIT_LINE:
      return .line(text.map { String(cString: $0) } ?? "")
    case EDIT_INTERRUPTED:
      leave(editor)
      return .interrupted
    case EDIT_TERMINATED:
      leave(editor)
      return .terminated(signal: edit_termination_signal())
    default:
      leave(editor)
      return .endOfInput
    }
  }

  /// Shows a prompt from the next drawing on.
  func show(prompt: Prompt) {
    shownPrompt = prompt
    edit_set_prompt(options.isDumb ? prompt.text : prompt.styled)
  }

  // MARK: - Commands

  /// Performs the command of a key on the text being edited.
  static func perform(_ command: KeyCommand, _ editor: OpaquePointer?, _ key: Int32) -> UInt8 {
    guard let editor, let client = edit_client(editor) else { return UInt8(CC_ERROR) }
    let reader = Unmanaged<LibEditReader>.fromOpaque(client).takeUnretainedValue()
    reader.performed = command
    let result = reader.perform(command, on: editor, key)
    reader.lastCommand = reader.performed
    return UInt8(result)
  }

  private func perform(_ command: KeyCommand, on editor: OpaquePointer, _ key: Int32) -> Int32 {
    var buffer = buffer(of: editor)
    switch command {
    case .enter: return enter(&buffer, editor)
    case .complete: return complete(&buffer, editor)
    case .paste: return paste(&buffer, editor)
    case .search: return search(buffer, editor)
    case .viKey: return viKey(key, &buffer, editor)
    case .viEscape:
      // libedit goes a place back, which at a row's start would be on the row before.
      stepsForward = buffer.cursor == buffer.rowStart && buffer.cursor > 0
      edit_push(editor, Self.toCommandMode.sent)
      return CC_NORM
    case .clearScreen:
      edit_print("\u{1B}[H\u{1B}[2J")
      display?.forget()
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
    case .left: return move(to: buffer.previousCharacter, editor)
    case .right: return move(to: buffer.nextCharacter, editor)
    case .rowStart: return move(to: buffer.rowStart, editor)
    case .rowEnd: return move(to: buffer.rowEnd, editor)
    case .previousWord: return move(to: buffer.previousWordStart, editor)
    case .nextWord: return move(to: buffer.nextWordEnd, editor)
    case .deletePrevious: return delete(to: buffer.previousCharacter, buffer, editor)
    case .deleteNext: return delete(to: buffer.nextCharacter, buffer, editor)
    case .deleteOrEnd:
      return buffer.scalars.isEmpty ? CC_EOF : delete(to: buffer.nextCharacter, buffer, editor)
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

  private func delete(to place: Int, _ buffer: EditBuffer, _ editor: OpaquePointer) -> Int32 {
    var buffer = buffer
    return buffer.delete(to: place).isEmpty ? CC_ERROR : put(buffer, editor)
  }

  private func viKey(_ key: Int32, _ buffer: inout EditBuffer, _ editor: OpaquePointer) -> Int32 {
    guard let letter = UInt8(exactly: key) else { return CC_ERROR }
    let before = buffer
    let effect = viKeys.take(Unicode.Scalar(letter), &buffer)
    if buffer != before { _ = put(buffer, editor) }
    switch effect {
    case .done, .pending: return CC_REFRESH
    case .insert:
      edit_push(editor, Self.toInsertMode.sent)
      // In command mode libedit's drawing would take the cursor back from the end of the text.
      return CC_NORM
    case .refused: return CC_ERROR
    case .undo: return perform(.undo, on: editor, key)
    case .search: return perform(.search, on: editor, key)
    case .up, .down:
      performed = effect == .up ? .up : .down
      return perform(performed, on: editor, key)
    case .enter: return perform(.enter, on: editor, key)
    }
  }

  private func enter(_ buffer: inout EditBuffer, _ editor: OpaquePointer) -> Int32 {
    guard context.isIncomplete(buffer.text) else {
      leave(editor)
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

  func move(to place: Int, _ editor: OpaquePointer) -> Int32 {
    let cursor = buffer(of: editor).cursor
    guard place != cursor else { return CC_NORM }
    edit_move(editor, Int32(clamping: place - cursor))
    return CC_CURSOR
  }
}
