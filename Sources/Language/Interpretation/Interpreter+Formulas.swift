import Calculus
import Graphs
import Syntax
import Tensors

/// Formulas: of what has no value, and of what has one when it is asked for.
extension Interpreter {
  /// Shows the formula of a node whose value some names are missing for.
  func showFormula(
    of node: NodeID, free: [String], _ notes: [Note], _ expression: Expression,
    _ elaborator: Elaborator, _ context: StatementContext
  ) throws(Diagnostic) {
    let (formula, _, assumptions) = try simplified(node, elaborator, at: expression.range)
    guard let formula else { throw withoutValue(free, at: expression.range, context) }
    emit(
      Output(
        .formula(formula), source: context.text, free: free, notes: notes,
        assumptions: assumptions), context)
  }

  /// Answers `simplify(e)` and `formula(e)`.
  func formula(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> Output {
    let elaborator = arguments.elaborator
    let expression = arguments.expression("e")
    let node = try elaborator.withSymbols(in: [expression], variables: [], scope: arguments.scope) {
      () throws(Diagnostic) in
      try elaborator.node(of: expression, in: arguments.scope)
    }
    var shown = node
    if case .reference = cache.graph[node].primitive { shown = cache.graph[node].operands[0] }
    let (formula, _, assumptions) = try simplified(shown, elaborator, at: expression.range)
    guard let formula else {
      throw arguments.fail(.argument, "this has no formula")
    }
    return Output(
      .formula(formula), source: context.text, free: unbound(below: node).map(\.name),
      notes: elaborator.notes, assumptions: assumptions)
  }

  /// A node in simplest form: as a formula and as a node.
  func simplified(
    _ node: NodeID, _ elaborator: Elaborator, at range: SourceRange
  ) throws(Diagnostic) -> (Formula?, NodeID, [String]) {
    do {
      let result = try Simplification.simplify(node, in: elaborator.calculusContext)
      return (result.formula, result.node, result.assumptions)
    } catch {
      throw Diagnostic(error, at: range)
    }
  }
}
