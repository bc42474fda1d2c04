public import Syntax

/// A question of a lesson.
public struct Question: Sendable {
  /// What sort of answer is wanted, which decides how it is compared.
  public enum Kind: String, CaseIterable, Sendable {
    /// A number, within a tolerance.
    case value
    /// A tensor: the shape exactly, the elements within a tolerance.
    case tensor
    /// An expression equal to another wherever both are defined.
    case formula
    /// The dimensions of something, `(3, 2)`.
    case shape
    /// `+`, `-` or `0`.
    case sign
    /// Names in order, `mse > mae > huber`.
    case order
    /// One of several texts.
    case choice
    /// Some of several texts.
    case many
    /// A word.
    case text
    /// A state to reach, as in free play, but in one go.
    case state
  }

  /// A wrong answer that the author foresaw.
  public struct WrongRule: Sendable {
    /// An answer of this kind, the rule's own sample.
    public var sample: Located
    /// What to say to it.
    public var message: Located
    /// A stable word for the slip, `sign`.
    public var tag: String?
    /// Where the rule stands.
    public var range: SourceRange
  }

  /// One of the answers to choose from.
  public struct Choice: Sendable {
    /// The answer.
    public var text: Located
    /// Why it is right or wrong.
    public var reason: Located
    /// Whether it is right.
    public var isRight: Bool
  }

  /// The sort of answer.
  public var kind: Kind
  /// The question in words.
  public var prompt: Located
  /// Whether a guess is wanted before anything is run; a guess is compared and never punished.
  public var isPrediction = false
  /// A right answer; several lines for a state.
  public var answers: [Located] = []
  /// How far off a number may be, relative to the right one and, near zero, absolutely.
  public var tolerance: Double?
  /// The hints, mildest first.
  public var hints: [Located] = []
  /// The wrong answers foreseen.
  public var wrongRules: [WrongRule] = []
  /// What to say after a right answer or after giving up.
  public var explanation: Located?
  /// The function whose derivative is asked for, where the answer is one.
  public var function: Located?
  /// The name differentiated by.
  public var variable: Located?
  /// The symbols of a formula with their shapes and domains, as after `var`.
  public var domain: Located?
  /// What a formula must look like: `uses sigmoid`, `avoids log`.
  public var form: Located?
  /// The answers to choose from.
  public var choices: [Choice] = []
  /// The condition of a state.
  public var condition: Located?
  /// Where the fence stands.
  public var range: SourceRange

  /// The first right answer.
  public var answer: Located? { answers.first }

  /// Makes a question of a kind.
  public init(kind: Kind, prompt: Located, range: SourceRange) {
    self.kind = kind
    self.prompt = prompt
    self.range = range
  }
}
