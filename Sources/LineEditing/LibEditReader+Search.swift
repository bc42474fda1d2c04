import CLibEdit

extension LibEditReader {
  /// Ctrl-R: looks through the history while the prompt shows what for and how many hold it.
  ///
  /// Enter runs what is found, Escape or an arrow leaves it on the line to be edited, Ctrl-G gives
  /// the search up, Ctrl-R and Ctrl-S go to older and newer matches.
  func search(_ before: EditBuffer, _ editor: OpaquePointer) -> Int32 {
    edit_watch_keys(false)
    defer { edit_watch_keys(true) }
    var search = HistorySearch(history.entries)
    var scalar: UInt32 = 0
    showSearch(search, before, editor)
    while edit_read_key(editor, &scalar) {
      guard let key = Unicode.Scalar(scalar) else { continue }
      switch key {
      case "\u{12}": search.move(by: 1)
      case "\u{13}": search.move(by: -1)
      case "\u{7F}", "\u{8}": search.removeLast()
      case "\u{7}":
        endSearch(with: before, editor)
        return CC_NORM
      case "\r", "\n":
        endSearch(with: search.current.map { EditBuffer($0) } ?? before, editor)
        edit_push(editor, "\n")
        return CC_NORM
      case _ where key.value < 0x20:
        endSearch(with: search.current.map { EditBuffer($0) } ?? before, editor)
        // The key does what it does, on the line found: an arrow, Ctrl-A. Escape alone does nothing.
        if key != "\u{1B}" || edit_pending_input() > 0 { edit_push(editor, String(key)) }
        return CC_NORM
      default: search.append(key)
      }
      showSearch(search, before, editor)
    }
    endSearch(with: before, editor)
    return CC_NORM
  }

  private func showSearch(
    _ search: HistorySearch, _ before: EditBuffer, _ editor: OpaquePointer
  ) {
    let count =
      search.pattern.isEmpty
      ? "" : search.matches.isEmpty ? " no match" : " \(search.place + 1)/\(search.matches.count)"
    edit_erase(editor)
    edit_set_prompt("search '\(search.pattern)'\(count): ")
    let shown =
      search.current.map { EditBuffer($0) } ?? (search.pattern.isEmpty ? before : EditBuffer(""))
    _ = put(shown, editor)
    edit_refresh(editor)
  }

  private func endSearch(with buffer: EditBuffer, _ editor: OpaquePointer) {
    edit_erase(editor)
    restorePrompt()
    _ = put(buffer, editor)
    edit_refresh(editor)
  }
}
