/// A session copied from a screen: its prompts and outputs are taken away, its inputs stay.
public enum PastedTranscript {
  /// Returns the inputs of a transcript; a text without a prompt is returned as it is.
  ///
  /// ```
  /// In [4]: mean([1,
  ///    ...:       3])
  /// Out[4]: 2
  /// ```
  /// gives the two rows of the call. What follows an `Out` up to the next prompt is output.
  public static func inputs(of text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.contains(where: { afterPrompt($0) != nil }) else { return text }
    var kept: [Substring] = []
    var isInput = false
    for line in lines {
      if let input = afterPrompt(line) {
        kept.append(input)
        isInput = true
      } else if isInput, let input = afterContinuation(line) {
        kept.append(input)
      } else if isInput, hasOpenBracket(kept) {
        // This program indents the rows of an open bracket and shows no prompt before them.
        kept.append(line)
      } else {
        isInput = false
      }
    }
    return kept.joined(separator: "\n")
  }

  /// What follows `In [4]: ` on a line.
  private static func afterPrompt(_ line: Substring) -> Substring? {
    let line = line.drop { $0 == " " }
    guard line.hasPrefix("In [") else { return nil }
    let rest = line.dropFirst(4).drop(while: \.isNumber)
    guard rest.hasPrefix("]:"), rest.startIndex > line.index(line.startIndex, offsetBy: 4) else {
      return nil
    }
    let input = rest.dropFirst(2)
    return input.first == " " ? input.dropFirst() : input
  }

  /// What follows `   ...: ` on a line.
  private static func afterContinuation(_ line: Substring) -> Substring? {
    let rest = line.drop { $0 == " " }
    guard rest.hasPrefix("...:") else { return nil }
    let input = rest.dropFirst(4)
    return input.first == " " ? input.dropFirst() : input
  }

  private static func hasOpenBracket(_ lines: [Substring]) -> Bool {
    var depth = 0
    for character in lines.joined() {
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
    }
    return depth > 0
  }
}
