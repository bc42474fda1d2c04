/// Going through the history with Up and Down while a line is typed.
///
/// Where something stands before the cursor, only the entries that begin with it are met.
struct HistoryCursor {
  private let entries: [String]
  private let draft: EditBuffer
  private let prefix: String
  private var place: Int

  /// Begins below the last entry, with the text that Down comes back to.
  init(_ entries: [String], draft: EditBuffer) {
    self.entries = entries
    self.draft = draft
    prefix = draft.textBeforeCursor
    place = entries.count
  }

  /// Goes to the entry before, or returns nil where there is none.
  mutating func previous(differentFrom shown: String) -> EditBuffer? {
    var candidate = place - 1
    while candidate >= 0 {
      if entries[candidate].hasPrefix(prefix), entries[candidate] != shown {
        place = candidate
        return EditBuffer(entries[candidate])
      }
      candidate -= 1
    }
    return nil
  }

  /// Goes to the entry after, at last to the draft, or returns nil where one is there already.
  mutating func next(differentFrom shown: String) -> EditBuffer? {
    guard place < entries.count else { return nil }
    place += 1
    while place < entries.count {
      if entries[place].hasPrefix(prefix), entries[place] != shown {
        return EditBuffer(entries[place])
      }
      place += 1
    }
    return draft
  }
}
