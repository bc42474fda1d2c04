/// A result over some lines, one of which the prompt stands on.
struct TextBlock {
  /// The lines.
  var lines: [StyledText]
  /// The line that the prompt stands on.
  var baseline: Int
  /// What follows, each with its sign two columns to the left of the lines: `= [1, 2]`.
  var hanging: [StyledText] = []

  /// Makes a block of the lines of a text; the prompt stands on the first.
  init(_ text: StyledText) {
    lines = text.lines
    baseline = 0
  }

  /// Makes a block of lines.
  init(lines: [StyledText], baseline: Int) {
    self.lines = lines
    self.baseline = baseline
  }

  /// Returns the block behind a prompt; the other lines are moved in as far.
  func text(after prompt: StyledText) -> StyledText {
    let margin = String(repeating: " ", count: prompt.width)
    var result = StyledText()
    for (index, padded) in lines.enumerated() {
      let line = padded.trimmedAtEnd
      if index > 0 { result.newline() }
      if index == baseline {
        result.append(prompt)
      } else if !line.isEmpty {
        result.append(margin)
      }
      result.append(line)
    }
    for text in hanging {
      result.newline()
      result.append(text.indented(by: max(0, prompt.width - 2), first: true))
    }
    return result
  }
}
