public import Syntax

/// A lesson: the value of one Markdown file.
public struct Lesson: Sendable {
  /// The file's name without its number and ending: `log-loss`.
  public var id: String
  /// The number that its file's name starts with, or 0.
  public var number: Int
  /// The title.
  public var title: String
  /// One sentence on what it is about.
  public var summary: String
  /// The minutes it takes, as its author judges.
  public var minutes: Int
  /// The lessons whose ideas it uses, by id.
  public var needs: [Located]
  /// The names it is the first to use.
  public var teaches: [Located]
  /// What stands before the first step.
  public var introduction: [CommonMark.Block]
  /// The steps, in order; their ids are unique in a lesson that passes its test.
  public var steps: [Step]
  /// The file it was read from.
  public var source: SourceText

  /// The step with an id, by its place in the lesson.
  public func index(ofStep id: String) -> Int? {
    steps.firstIndex { $0.id == id }
  }
}

/// A step of a lesson: what stands under one heading of the second level.
public struct Step: Sendable {
  /// The slug of its heading.
  public var id: String
  /// Its heading.
  public var title: Located
  /// What it consists of, in order.
  public var items: [Item]
  /// A hash of its source, by which a changed step is recognised.
  public var contentHash: String

  /// A part of a step.
  public enum Item: Sendable {
    /// Text to read.
    case prose(CommonMark.Block)
    /// A cell that the learner runs, edited or as it stands.
    case cell(Located)
    /// A cell that runs unseen.
    case setup(Located)
    /// A cell and the output it is promised to have, shown together.
    case example(Located, output: Located)
    /// Free play until a condition holds.
    case play(Play)
    /// A question.
    case question(Question)
  }

  /// The step's question, where it has one.
  public var question: Question? {
    for case .question(let question) in items { return question }
    return nil
  }

  /// The step's free play, where it has some.
  public var play: Play? {
    for case .play(let play) in items { return play }
    return nil
  }

  /// Whether the step asks something of the learner beyond running a cell.
  public var wantsAnswer: Bool { question != nil || play != nil }
}

/// Free play: the learner types what they like until a condition holds.
public struct Play: Sendable {
  /// What to reach, in words.
  public var goal: Located
  /// The condition that ends it, in the language.
  public var condition: Located
  /// Lines that reach it, typed one after another.
  public var solution: [Located]
  /// The hints, mildest first.
  public var hints: [Located]
  /// What to say once it is reached or given up.
  public var explanation: Located?
  /// Where the fence stands.
  public var range: SourceRange
}
