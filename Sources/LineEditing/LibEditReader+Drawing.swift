import CLibEdit

extension LibEditReader {
  /// The longest text for which hints are looked for at every key.
  private static let longestHinted = 20_000

  /// Notes the text before each key, for undo, and draws it.
  static func noteKey(_ editor: OpaquePointer) {
    guard let client = edit_client(editor) else { return }
    let reader = Unmanaged<LibEditReader>.fromOpaque(client).takeUnretainedValue()
    if !reader.draft.isEmpty {
      if reader.display == nil { edit_erase(editor) }
      _ = reader.put(EditBuffer(reader.draft), editor)
      if reader.display == nil { edit_refresh(editor) }
      reader.draft = ""
    }
    if reader.stepsForward {
      edit_move(editor, 1)
      reader.stepsForward = false
    }
    reader.undoStack.note(reader.buffer(of: editor))
    // What has been typed ahead is drawn once, when all of it is there.
    if edit_pending_input() == 0 { reader.draw(editor) }
    reader.below = []
  }

  /// Draws the text again after something else has been on the screen.
  static func drawAnew(_ editor: OpaquePointer, wasStopped: Bool) {
    guard let client = edit_client(editor) else { return }
    let reader = Unmanaged<LibEditReader>.fromOpaque(client).takeUnretainedValue()
    if wasStopped {
      reader.display?.forget()
    } else if let erased = reader.display?.erase(columns: Int(edit_columns())) {
      edit_print(erased)
    }
    reader.draw(editor)
  }

  /// Draws the text, and below it what Tab found or the signature of the call.
  func draw(_ editor: OpaquePointer) {
    guard display != nil, let output = display?.draw(picture(of: editor)), !output.isEmpty else {
      return
    }
    edit_print(output)
  }

  /// Goes to the row below the text.
  func leave(_ editor: OpaquePointer) {
    guard display != nil, let output = display?.finish(picture(of: editor)) else {
      edit_print(String(repeating: "\n", count: Int(edit_rows_below_cursor(editor)) + 1))
      return
    }
    edit_print(output)
  }

  private func picture(of editor: OpaquePointer) -> LineDisplay.Picture {
    let buffer = buffer(of: editor)
    var picture = LineDisplay.Picture(
      buffer: buffer, prompt: shownPrompt,
      screen: (columns: Int(edit_columns()), rows: Int(edit_lines())))
    picture.belowColor = options.hintColor
    picture.below = below
    if below.isEmpty, options.showsHints, buffer.scalars.count < Self.longestHinted,
      let hint = context.hint(buffer.text, buffer.cursor)
    {
      picture.below = ["  " + hint]
    }
    return picture
  }
}
