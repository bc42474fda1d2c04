public import Graphs
public import Syntax
public import Tensors

/// A check of values that a prelude function asks for, `check_probabilities(p)`.
///
/// Guards look at the values at the point, once an evaluation, before the result is computed; a
/// guard that finds fault either stops the evaluation or adds a note to the result, as its severity
/// says. What they check is data of the loss functions, so they are listed in ``Guards/table``.
public struct Guard: Sendable {
  /// What a finding comes to.
  public enum Severity: String, Sendable, CaseIterable {
    /// The evaluation stops.
    case error
    /// The result stands with a remark.
    case warning
    /// The guard is not asked.
    case off
  }

  /// The name by which the prelude calls it, `check_order`.
  public let name: String
  /// What a finding comes to unless the user says otherwise.
  public let severity: Severity
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
    name: String, operandCount: Int, severity: Severity = .error, summary: String = "",
    inspect: @escaping @Sendable (Graph, [NodeID], Context) -> Finding? = { _, _, _ in nil },
    evaluate: @escaping @Sendable ([Tensor], Context) -> Finding? = { _, _ in nil }
  ) {
    self.name = name
    self.operandCount = operandCount
    self.severity = severity
    self.summary = summary
    self.inspect = inspect
    self.evaluate = evaluate
  }

  /// The name by which a user turns it off, `order`.
  public var shortName: String {
    let prefix = "check_"
    return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
  }

  /// What a guard found: the code of the error, what is wrong, what to do.
  public struct Finding: Sendable {
    /// The code, where the finding is an error.
    public let code: Diagnostic.Code
    /// What is wrong.
    public let message: String
    /// What to do.
    public let hint: String?

    init(_ code: Diagnostic.Code, _ message: String, hint: String?) {
      self.code = code
      self.message = message
      self.hint = hint
    }

    /// The finding as a remark beside the result.
    public var note: Note { Note("guard", message + (hint.map { ": \($0)" } ?? "")) }
  }

  /// What a finding in a function comes to, from what the user has said of guards by their names.
  ///
  /// A library's function refuses what the library refuses, whatever is said.
  func severity(in function: String, saidOtherwise: [String: Severity]) -> Severity {
    function.contains(".") ? severity : saidOtherwise[name] ?? severity
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
