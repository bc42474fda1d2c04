public import Syntax
public import Tensors

/// A check of values that a prelude function asks for, `check_probabilities(p)`.
///
/// Guards look at the values at the point, once an evaluation, before the result is computed; a
/// guard that finds fault either stops the evaluation or adds a note to the result. What they check
/// is data of the loss functions, so they are listed in ``Guards/table`` by name.
public struct Guard: Sendable {
  /// The name by which the prelude calls it.
  public let name: String
  /// How many tensors it takes; further arguments are texts.
  public let operandCount: Int
  /// Looks at the values; nothing found is `nil`.
  public let evaluate: @Sendable ([Tensor], Context) -> Finding?

  /// Makes a guard.
  public init(
    name: String, operandCount: Int,
    evaluate: @escaping @Sendable ([Tensor], Context) -> Finding?
  ) {
    self.name = name
    self.operandCount = operandCount
    self.evaluate = evaluate
  }

  /// What a guard found.
  public enum Finding: Sendable {
    /// The evaluation stops: a code, what is wrong, what to do.
    case failure(Diagnostic.Code, String, hint: String?)
    /// The result stands with a remark.
    case note(Note)
  }

  /// How the user wrote the call that is guarded.
  public struct Context: Sendable {
    /// The function called, `log_loss`.
    public var function: String
    /// Each operand as the user wrote it, `p` or `softmax(z)`, for messages.
    public var operands: [String]
    /// The texts passed after the operands.
    public var texts: [String]
  }
}
