/// How far a learner has come in every lesson.
///
/// Entries are kept by the ids of lesson and step and carry the hash of the step they were made on,
/// so that a course may be edited and reordered without losing them.
public struct Progress: Hashable, Sendable {
  /// What is known of one step.
  public struct Entry: Hashable, Sendable {
    /// How a step was left.
    public enum Status: String, Hashable, Sendable, CaseIterable {
      /// Worked through.
      case done
      /// Given up: the answer was shown.
      case skipped
    }

    /// How the step was left.
    public var status: Status
    /// The hash of the step's text then.
    public var contentHash: String
    /// The answers tried that were not right.
    public var misses = 0
    /// The hints seen.
    public var hints = 0
    /// Whether the question is to be asked again at the next start.
    public var needsReview = false
    /// A predicted number and the true one.
    public var guess: Guess?
    /// Attributes of a later program, kept as they stand.
    public var others: [String] = []

    /// Makes an entry.
    public init(_ status: Status, contentHash: String) {
      self.status = status
      self.contentHash = contentHash
    }
  }

  /// A prediction beside what came true.
  public struct Guess: Hashable, Sendable {
    /// The number predicted; nothing for a choice, an order or a sign.
    public var guessed: Double?
    /// The true number.
    public var truth: Double?
    /// Whether it was right.
    public var isRight: Bool

    /// Makes a prediction's record.
    public init(guessed: Double? = nil, truth: Double? = nil, isRight: Bool) {
      self.guessed = guessed
      self.truth = truth
      self.isRight = isRight
    }
  }

  /// The id of a lesson and of a step in it.
  public struct Key: Hashable, Comparable, Sendable {
    /// The lesson.
    public var lesson: String
    /// The step.
    public var step: String

    /// Makes a key.
    public init(lesson: String, step: String) {
      self.lesson = lesson
      self.step = step
    }

    /// Whether one comes before the other: by lesson, then by step.
    public static func < (left: Key, right: Key) -> Bool {
      (left.lesson, left.step) < (right.lesson, right.step)
    }
  }

  /// What is known of each step.
  public var entries: [Key: Entry] = [:]
  /// The step at which each lesson was last left.
  public var positions: [String: String] = [:]
  /// Lines of a later program, kept as they stand.
  public var unknownLines: [String] = []

  /// Makes the progress of someone who has not begun.
  public init() {}

  /// Records how a step was left; what was done stays done, counts never fall.
  public mutating func record(_ entry: Entry, for key: Key) {
    guard var known = entries[key], known.contentHash == entry.contentHash else {
      entries[key] = entry
      return
    }
    if entry.status == .done { known.status = .done }
    known.misses = max(known.misses, entry.misses)
    known.hints = max(known.hints, entry.hints)
    known.needsReview = entry.needsReview
    known.guess = known.guess ?? entry.guess
    entries[key] = known
  }

  /// Forgets a lesson.
  public mutating func forget(lesson: String) {
    entries = entries.filter { $0.key.lesson != lesson }
    positions[lesson] = nil
  }

  /// The entry of a step, if it was made on the step as it stands now.
  public func entry(of step: Step, in lesson: Lesson) -> Entry? {
    entries[Key(lesson: lesson.id, step: step.id)].flatMap {
      $0.contentHash == step.contentHash ? $0 : nil
    }
  }

  /// Whether a step was done or skipped before its text changed.
  public func hasChanged(_ step: Step, in lesson: Lesson) -> Bool {
    guard let entry = entries[Key(lesson: lesson.id, step: step.id)] else { return false }
    return entry.contentHash != step.contentHash
  }
}
