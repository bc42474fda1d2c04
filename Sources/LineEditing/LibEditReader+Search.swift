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
        // vi's Enter ends the pattern, and leaves the entry to be looked at.
        if !edit_has_vi_keys(editor) { edit_push(editor, "\n") }
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

  /// Shows what is looked for, the entry found on the line, and the ones after it below.
  private func showSearch(
    _ search: HistorySearch, _ before: EditBuffer, _ editor: OpaquePointer
  ) {
    let count =
      search.pattern.isEmpty
      ? "" : search.matches.isEmpty ? " no match" : " \(search.place + 1)/\(search.matches.count)"
    below = search.matches.dropFirst(search.place + 1).prefix(Self.listed).map { entry in
      "  " + entry.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " ↵ ")
    }
    let shown =
      search.current.map { EditBuffer($0) } ?? (search.pattern.isEmpty ? before : EditBuffer(""))
    redraw(shown, behind: Prompt("search '\(search.pattern)'\(count): "), editor)
  }

  private func endSearch(with buffer: EditBuffer, _ editor: OpaquePointer) {
    below = []
    redraw(buffer, behind: prompt, editor)
  }

  private func redraw(_ buffer: EditBuffer, behind prompt: Prompt, _ editor: OpaquePointer) {
    if display == nil { edit_erase(editor) }
    show(prompt: prompt)
    _ = put(buffer, editor)
    guard display == nil else { return draw(editor) }
    edit_refresh(editor)
  }

  /// How many of the entries found are listed below the first.
  private static let listed = 4
}
