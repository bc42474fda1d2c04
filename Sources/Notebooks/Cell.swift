public import Language

/// One input of a session and what it made.
public struct Cell: Sendable {
  /// The number in `In [4]`, from 1.
  public let number: Int
  /// What was typed.
  public let source: String
  /// What it made, in order.
  public internal(set) var events: [Event] = []
  /// Whether every statement of it went through.
  public internal(set) var succeeded = true

  /// Makes a cell that has not run.
  init(number: Int, source: String) {
    self.number = number
    self.source = source
  }
}
