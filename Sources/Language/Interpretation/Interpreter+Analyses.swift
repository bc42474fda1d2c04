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
    "seed", "expect", "grad", "diff", "jacobian", "hessian", "check", "tape", "steps", "kinks",
    "domain",
    "simplify", "formula", "equivalent", "compare", "explain", "precise", "plot", "contour", "hist",
    "bars",
    "table", "descend",
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
    case "check": return try checkReports(arguments, context)
    case "tape": return try tape(arguments, context)
    case "steps": return try steps(arguments, context)
    case "kinks": return [try kinks(arguments, context)]
    case "domain": return [try domain(arguments, context)]
    case "simplify", "formula": return [try formula(arguments, context)]
    case "equivalent": return [try equivalence(arguments, context)]
    case "compare": return [try compare(arguments, context)]
    case "explain": return [try explain(arguments, context)]
    case "precise": return [try precise(arguments, context)]
    case "plot": return [try plot(arguments, context)]
    case "contour": return [try contour(arguments, context)]
    case "hist": return [try histogram(arguments, context)]
    case "bars": return [try bars(arguments, context)]
    case "table": return [try table(arguments, context)]
    case "descend":
      return [Output(.value(try descend(arguments, context)), source: context.text)]
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
    guard let arguments = try wholeCall(expression, ready, context) else { return nil }
    switch arguments.call.builtin.name {
    case "descend": return try descend(arguments, context)
    case "grad", "diff", "jacobian", "hessian": return nil
    default:
      throw arguments.fail(
        .argument, "`\(arguments.call.builtin.name)` shows something and gives no value to bind",
        hint: "write it on a line of its own")
    }
  }

  /// Fails unless a condition holds; with `within`, two sides of `==` may differ by so much.
  private func expect(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) {
    let elaborator = arguments.elaborator
    var expression = arguments.expression("condition")
    if arguments.isGiven("within"), case .comparison(let left, let links) = expression.kind,
      links.count == 1, let link = links.first, link.comparison == .equal
    {
      // |a - b| <= within · max(1, |b|), as relative as the numbers are large.
      let difference = Expression(.binary(.subtract, left, link.right), at: expression.range)
      let bound = arguments.expression("within")
      let one = Expression(.number(1), at: bound.range)
      let size = Self.call("maximum", [one, Self.call("abs", [link.right])])
      expression.kind = .comparison(
        Self.call("abs", [difference]),
        [ComparisonLink(.lessOrEqual, Expression(.binary(.multiply, bound, size), at: bound.range))]
      )
    }
    let item = try elaborator.elaborate(expression, in: arguments.scope)
    let node = try elaborator.node(of: item.value, at: expression.range, in: arguments.scope)
    var notes: [Note] = []
    let value = try evaluate(node, item.requirements, at: expression.range, context, notes: &notes)
    guard value.elements.allSatisfy({ $0 != 0 }) else {
      throw arguments.fail(
        .domain,
        "what was expected does not hold: \(elaborator.text(of: arguments.expression("condition"), in: arguments.scope))",
        at: "condition", hint: try sides(of: arguments, context))
    }
  }

  /// What the two sides of a comparison came to.
  private func sides(
    of arguments: Arguments, _ context: StatementContext
  ) throws(Diagnostic) -> String? {
    guard case .comparison(let left, let links) = arguments.expression("condition").kind,
      let right = links.first?.right
    else { return nil }
    var texts: [String] = []
    for side in [left, right] {
      let item = try arguments.elaborator.elaborate(side, in: arguments.scope)
      guard item.value.isData else { return nil }
      let node = try arguments.elaborator.node(of: item.value, at: side.range, in: arguments.scope)
      var notes: [Note] = []
      let value = try evaluate(node, nil, at: side.range, context, notes: &notes)
      guard let number = value.scalarValue else { return nil }
      texts.append("\(number)")
    }
    return "the sides are \(texts.joined(separator: " and "))"
  }

  private static func call(_ name: String, _ operands: [Expression]) -> Expression {
    let range = operands.last?.range ?? SourceRange(0, 0)
    return Expression(
      .call(Expression(.name(name), at: range), operands.map { Argument($0) }), at: range)
  }
}
