import Synchronization

/// Counts how often it is asked, from any thread.
public final class QuestionCounter: Sendable {
  private let asked = Atomic<Int>(0)

  /// Starts before the first question.
  public init() {}

  /// Returns the number of this question, from 1.
  public func next() -> Int { asked.add(1, ordering: .relaxed).newValue }
}
