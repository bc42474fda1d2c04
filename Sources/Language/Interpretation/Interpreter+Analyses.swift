import Graphs
import Syntax
import Tensors

/// Calls that are a whole statement or a whole right side, and run once.
extension Interpreter {
  /// The call that an expression is, if it is one of a built-in function that nothing hides.
  func wholeCall(
    _ expression: Expression, _ ready: Ready, _ context: StatementContext
  ) throws(Diagnostic) -> Arguments? {
    guard case .call(let callee, let arguments) = expression.kind,
      case .name(let name) = callee.kind, let builtin = Builtin.table[name]
    else { return nil }
    if case .function? = store.environment[name] { return nil }
    var scope = context.scope
    scope.captured = ready.captured
    let call = Call(
      builtin: builtin, arguments: arguments, range: expression.range, nameRange: callee.range,
      scope: scope, elaborator: makeElaborator())
    guard Self.whole.contains(name) else { return nil }
    let match = try builtin.parameters.match(
      arguments, at: call.range, in: scope, failing: call.elaborator.failure)
    return Arguments(call: call, match: match)
  }

  private static let whole: Set<String> = [
    "seed", "expect", "grad", "diff", "jacobian", "hessian",
  ]

  /// Runs an analysis; nothing where the expression is none.
  func analysis(
    _ expression: Expression, _ ready: Ready, _ context: StatementContext
  ) throws(Diagnostic) -> [Output]? {
    guard let arguments = try wholeCall(expression, ready, context) else { return nil }
    switch arguments.call.builtin.name {
    case "seed":
      try reseed(arguments)
      return []
    case "grad", "diff", "jacobian", "hessian":
      return context.isInLoop ? nil : try showDerivatives(arguments, context)
    case "expect":
      try expect(arguments, context)
      return []
    default: return nil
    }
  }

  /// Runs a call that is a whole right side and gives a value; nothing where it is none.
  func runWhole(
    _ expression: Expression, _ ready: Ready, _ context: StatementContext
  ) throws(Diagnostic) -> Tensor? {
    nil
  }

  /// Fails unless a condition holds, or two values are as near as asked.
  private func expect(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) {
  }

  /// Shows the formula of a node whose value some names are missing for.
  func showFormula(
    of node: NodeID, free: [String], _ notes: [Note], _ expression: Expression,
    _ context: StatementContext
  ) throws(Diagnostic) {
    throw withoutValue(free, at: expression.range, context)
  }
}
