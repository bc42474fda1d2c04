public import Syntax

/// What is said to an answer.
public enum Verdict: Hashable, Sendable {
  /// It is right; the remark says how far that is known, or what else is worth saying.
  case right(remark: String?)
  /// It is right, but the question wants another form.
  case otherForm(String)
  /// It is wrong; the feedback says in which way.
  case wrong(Feedback)
  /// It cannot be read as an answer, which is no miss.
  case unreadable(Diagnostic)

  /// What is said to a wrong answer.
  public struct Feedback: Hashable, Sendable {
    /// One sentence or two.
    public var message: String
    /// A stable word for the slip: a rule's tag, or that of an automatic diagnosis.
    public var tag: String?
    /// Whether a rule of the lesson said it.
    public var isFromRule: Bool

    /// Makes feedback.
    public init(_ message: String, tag: String? = nil, isFromRule: Bool = false) {
      self.message = message
      self.tag = tag
      self.isFromRule = isFromRule
    }
  }

  /// Whether the answer is accepted.
  public var isRight: Bool {
    if case .right = self { true } else { false }
  }
}
