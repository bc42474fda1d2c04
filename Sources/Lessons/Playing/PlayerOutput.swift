public import Rendering

/// What a lesson shows after an input.
public struct PlayerOutput: Sendable {
  /// The text, without a line break at its end.
  public var text: StyledText
  /// What to put on the input line for the learner to edit or to send.
  public var proposedInput: String?
  /// The prompt, such as `log-loss 3/11>`, without a space at its end.
  public var prompt: String
  /// Whether the lesson was left or has ended, so that the session comes back.
  public var finished: Bool
  /// Statements that bind in the session what `:keep` copies over.
  public var kept: [String]
}

/// The text of one output, put together paragraph by paragraph with a blank line between.
struct Page {
  /// The text so far.
  private(set) var text = StyledText()

  /// Adds a paragraph.
  mutating func add(_ paragraph: StyledText) {
    guard !paragraph.isEmpty else { return }
    if !text.isEmpty {
      text.newline()
      text.newline()
    }
    text.append(paragraph)
  }

  /// Adds a paragraph of one role.
  mutating func add(_ paragraph: String, _ role: StyledText.Role = .body) {
    add(StyledText(paragraph, role))
  }

  /// Adds a line below the last, without a blank one between.
  mutating func addLine(_ line: StyledText) {
    guard !line.isEmpty else { return }
    if !text.isEmpty { text.newline() }
    text.append(line)
  }
}
