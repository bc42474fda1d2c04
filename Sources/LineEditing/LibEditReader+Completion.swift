import CLibEdit

extension LibEditReader {
  /// Tab: completes the word as far as all candidates agree, or lists them.
  func complete(_ buffer: inout EditBuffer, _ editor: OpaquePointer) -> Int32 {
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
    return show(
      CandidateColumns.rows(
        list.candidates, width: Int(edit_columns()), lines: Int(edit_lines()) / 2), editor)
  }

  /// Shows lines below the text, until the next key.
  private func show(_ lines: [String], _ editor: OpaquePointer) -> Int32 {
    guard display == nil else {
      below = lines
      return CC_REFRESH
    }
    // Where libedit draws, they stay, and the prompt and the text come again below them.
    let below = Int(edit_rows_below_cursor(editor))
    edit_print(String(repeating: "\n", count: below + 1) + lines.joined(separator: "\n") + "\n")
    edit_refresh(editor)
    return CC_NORM
  }
}
