/// The states of a line that Ctrl-_ goes back through.
///
/// Typing on is one step as long as the word lasts; any other change is a step of its own.
struct UndoStack {
  private var states: [EditBuffer] = []
  private var current = EditBuffer("")

  /// Forgets everything, for a new line.
  mutating func reset(to buffer: EditBuffer) {
    states = []
    current = buffer
  }

  /// Notes the state that the editor is in before the next key.
  mutating func note(_ buffer: EditBuffer) {
    guard buffer.scalars != current.scalars else {
      current = buffer
      return
    }
    if !isTypingOn(to: buffer) { states.append(current) }
    if states.count > 1_000 { states.removeFirst(500) }
    current = buffer
  }

  /// Returns the state before the last step, or nil at the first one.
  mutating func undo() -> EditBuffer? {
    guard let state = states.popLast() else { return nil }
    current = state
    return state
  }

  /// Whether a buffer is the current one with a letter more, inside a word.
  private func isTypingOn(to buffer: EditBuffer) -> Bool {
    guard buffer.scalars.count == current.scalars.count + 1, buffer.cursor == current.cursor + 1,
      current.cursor > 0, !states.isEmpty
    else { return false }
    let typed = buffer.scalars[current.cursor]
    let before = current.scalars[current.cursor - 1]
    return !typed.properties.isWhitespace && !before.properties.isWhitespace
  }
}
