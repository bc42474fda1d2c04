/// What asking for a line gave.
public enum LineInput: Equatable, Sendable {
  /// A line, or a cell of several rows, without the newline that ended it.
  case line(String)
  /// Ctrl-C: the line was given up.
  case interrupted
  /// Ctrl-D on an empty line, or the end of what is read.
  case endOfInput
  /// A signal asks the program to end.
  case terminated(signal: Int32)
}

/// A prompt as it is shown, plain and with colours.
public struct Prompt: Hashable, Sendable {
  /// The text without colours, which counts for widths.
  public var text: String
  /// The text with escape sequences, each group of them between two U+0001 and before a visible
  /// character, as libedit wants it.
  public var styled: String

  /// Makes a prompt; without a styled form it has no colours.
  public init(_ text: String, styled: String? = nil) {
    self.text = text
    self.styled = styled ?? text
  }

  /// What stands before the further rows of a cell, as wide as the prompt: `   ...: `.
  public var continuation: Prompt {
    let width = CellText.width(of: text)
    guard width >= 5 else { return Prompt(String(repeating: " ", count: width)) }
    let dots = String(repeating: " ", count: width - 5) + "...: "
    // The colour of the prompt, if it has one, stands between its first two marks.
    let parts = styled.split(separator: "\u{1}", omittingEmptySubsequences: false)
    guard parts.count > 2, parts[0].isEmpty else { return Prompt(dots) }
    return Prompt(dots, styled: "\u{1}\(parts[1])\u{1}\(dots.dropLast())\u{1}\u{1B}[0m\u{1} ")
  }
}

/// Where input comes from: a terminal, a pipe, or a test's list of lines.
public protocol LineReader: AnyObject {
  /// Waits for the next line or cell.
  ///
  /// - Parameters:
  ///   - prompt: what stands before it, where there is someone to see it.
  ///   - draft: text to put on the line, for the person to edit.
  /// - Returns: the line, or why there is none.
  func readLine(prompt: Prompt, draft: String) -> LineInput
}

/// Gives the lines of a list, one after the other: for tests and recordings.
public final class ScriptedReader: LineReader {
  private var rest: ArraySlice<String>

  /// Makes a reader of lines.
  public init(_ lines: [String]) {
    rest = lines[...]
  }

  /// Returns the next line of the list.
  public func readLine(prompt: Prompt, draft: String) -> LineInput {
    rest.popFirst().map(LineInput.line) ?? .endOfInput
  }
}
