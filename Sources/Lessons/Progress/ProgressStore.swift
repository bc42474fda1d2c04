/// Where progress is kept: a file for the program, a variable for tests.
public protocol ProgressStore {
  /// Returns what is kept and something to tell the learner, such as a broken file put aside.
  func load() throws(ProgressError) -> (progress: Progress, notice: String?)

  /// Changes what is kept, in one step that no other session can come between; once this returns
  /// the change survives the end of the process at any moment.
  ///
  /// - Returns: what is kept afterwards, with other sessions' changes.
  func update(_ change: (inout Progress) -> Void) throws(ProgressError) -> Progress
}

/// Why progress could not be read or written, in words for the learner.
public struct ProgressError: Error, Hashable, Sendable {
  /// One sentence.
  public let message: String

  /// Makes an error.
  public init(_ message: String) {
    self.message = message
  }
}

/// Progress that lasts as long as the process, for tests and for `run`.
public final class TransientProgressStore: ProgressStore {
  private var progress = Progress()

  /// Makes an empty store.
  public init(_ progress: Progress = Progress()) {
    self.progress = progress
  }

  /// Returns what is kept.
  public func load() throws(ProgressError) -> (progress: Progress, notice: String?) {
    (progress, nil)
  }

  /// Changes what is kept.
  public func update(_ change: (inout Progress) -> Void) throws(ProgressError) -> Progress {
    change(&progress)
    return progress
  }
}
