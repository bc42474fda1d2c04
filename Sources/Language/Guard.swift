public import Graphs
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
  /// What it asks for, in one line, for the reference.
  public let summary: String
  /// Looks at the operands in the graph when the call is elaborated, before there are values: at
  /// their shapes, and at what they were made with.
  public let inspect: @Sendable (Graph, [NodeID], Context) -> Finding?
  /// Looks at the values; nothing found is `nil`.
  public let evaluate: @Sendable ([Tensor], Context) -> Finding?

  /// Makes a guard; a part that is left out finds nothing.
  public init(
    name: String, operandCount: Int, summary: String = "",
    inspect: @escaping @Sendable (Graph, [NodeID], Context) -> Finding? = { _, _, _ in nil },
    evaluate: @escaping @Sendable ([Tensor], Context) -> Finding? = { _, _ in nil }
  ) {
    self.name = name
    self.operandCount = operandCount
    self.summary = summary
    self.inspect = inspect
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
    /// Each operand as the body of the function names it, for literals the user wrote.
    public var parameters: [String]
    /// The texts passed after the operands.
    public var texts: [String]
  }
}
