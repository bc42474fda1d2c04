import Calculus
import Execution
import Graphs
import Syntax
import Tensors

/// A symbolic derivative that was asked for, with what it is of.
struct DerivativeResult {
  /// The variable as the user wrote it.
  let name: String
  /// The formula, and what it takes for granted.
  let derivative: Derivative
  /// The node whose value is the derivative's, kinks mended.
  let node: NodeID
  /// The function.
  let function: NodeID
  /// The leaf or definition differentiated by, whole.
  let variable: NodeID
  /// The part of it that was asked for, where it was a part.
  let part: NodeID?
}

/// The symbolic derivatives: `grad`, `diff`, `jacobian`, `hessian`.
extension Elaborator {
  /// The derivatives that a call asks for, one for each variable.
  func derivatives(_ arguments: Arguments) throws(Diagnostic) -> [DerivativeResult] {
    let function = arguments.expression("f")
    return try derivatives(arguments) { () throws(Diagnostic) in
      try node(of: function, in: arguments.scope)
    }
  }

  /// The same with what the function requires, for a call that is a whole line.
  func derivativesOfLine(
    _ arguments: Arguments
  ) throws(Diagnostic) -> (results: [DerivativeResult], requirements: RequirementSet?) {
    let function = arguments.expression("f")
    var requirements: RequirementSet?
    let results = try derivatives(arguments) { () throws(Diagnostic) in
      let item = try elaborate(function, in: arguments.scope)
      requirements = item.requirements
      return try node(of: item.value, at: function.range, in: arguments.scope)
    }
    return (results, requirements)
  }

  private func derivatives(
    _ arguments: Arguments, of function: () throws(Diagnostic) -> NodeID
  ) throws(Diagnostic) -> [DerivativeResult] {
    let variables = try arguments.variables()
    try refuseResults(arguments)
    return try withSymbols(
      in: [arguments.expression("f")], variables: variables, scope: arguments.scope
    ) { () throws(Diagnostic) in
      let f = try function()
      var results: [DerivativeResult] = []
      for variable in variables {
        results.append(try derivative(arguments, of: f, by: variable))
      }
      return results
    }
  }

  /// The gradient of a node by another, as a node.
  func gradient(
    of f: NodeID, by x: NodeID, _ arguments: Arguments
  ) throws(Diagnostic) -> NodeID {
    let form = try cached(.gradient, of: f, by: x, arguments)
    return try mended(form.node, .gradient, of: f, by: x, arguments)
  }

  /// Refuses what a cell showed: it is a value, and no name leads from it back to a formula.
  private func refuseResults(_ arguments: Arguments) throws(Diagnostic) {
    var base = arguments.expression("f")
    if case .index(let inner, _) = base.kind { base = inner }
    guard case .name(let name) = base.kind, environment[name] == nil,
      name == "Out" || EnvironmentStore.cell(named: name) != nil
    else { return }
    throw arguments.fail(
      .argument, "`\(name)` is a result, and a result is a constant", at: "f",
      hint: "name the expression: `L = …`, then differentiate `L`")
  }

  /// The derivatives that a call asks for with their derivations, and the function's node.
  func derivations(
    _ arguments: Arguments, depth: StepDepth
  ) throws(Diagnostic) -> ([Derivative], function: NodeID) {
    let function = arguments.expression("f")
    let variables = try arguments.variables()
    let scope = arguments.scope
    try refuseResults(arguments)
    let form = try Self.form(arguments)
    return try withSymbols(in: [function], variables: variables, scope: scope) {
      () throws(Diagnostic) in
      let f = try node(of: function, in: scope)
      var derivations: [Derivative] = []
      for expression in variables {
        let (whole, part) = try variable(expression, in: scope)
        let derivation: Derivative
        do throws(CalculusError) {
          derivation = try SymbolicDerivative.derivation(
            form, of: f, withRespectTo: part ?? whole, depth: depth, in: calculusContext)
        } catch {
          throw diagnostic(for: error, arguments)
        }
        if !derivation.dependsOnVariable {
          try noteIndependence(of: arguments, expression, f, whole)
        }
        derivations.append(derivation)
      }
      return (derivations, f)
    }
  }

  private func derivative(
    _ arguments: Arguments, of f: NodeID, by expression: Expression
  ) throws(Diagnostic) -> DerivativeResult {
    let scope = arguments.scope
    let (whole, part) = try variable(expression, in: scope)
    let form = try Self.form(arguments)
    let derivative = try cached(form, of: f, by: part ?? whole, arguments)
    if !derivative.dependsOnVariable {
      try noteIndependence(of: arguments, expression, f, whole)
    }
    if let differential = derivative.differential {
      let change = text(of: expression, in: scope)
      add(
        Note(
          "differential",
          "in short: dF = \(differential.ascii), where d\(change) is a change of \(change)"))
    }
    let node: NodeID
    if let part {
      let gradient = try cached(form, of: f, by: whole, arguments)
      let mended = try mended(gradient.node, form, of: f, by: whole, arguments)
      node = form == .gradient ? try sliced(mended, like: part, arguments) : derivative.node
    } else {
      node = try mended(derivative.node, form, of: f, by: whole, arguments)
    }
    return DerivativeResult(
      name: text(of: expression, in: scope), derivative: derivative, node: node, function: f,
      variable: whole, part: part)
  }

  /// The same part of a gradient as a node is of its variable.
  private func sliced(
    _ gradient: NodeID, like part: NodeID, _ arguments: Arguments
  ) throws(Diagnostic) -> NodeID {
    let node = graph[part]
    var operands = node.operands
    guard !operands.isEmpty else { return gradient }
    switch graph[operands[0]].primitive {
    case .slice, .take:
      operands[0] = try sliced(gradient, like: operands[0], arguments)
    default: operands[0] = gradient
    }
    return try add(node.primitive, operands, at: arguments.call.range, in: arguments.scope)
  }

  /// The leaf or definition that an expression names, and the part of it that is meant.
  func variable(
    _ expression: Expression, in scope: Scope
  ) throws(Diagnostic) -> (whole: NodeID, part: NodeID?) {
    switch expression.kind {
    case .name(let name):
      guard EnvironmentStore.cell(named: name) == nil || environment[name] != nil else { break }
      let node = try node(of: expression, in: scope)
      switch graph[node].primitive {
      case .leaf, .reference: return (node, nil)
      default:
        guard scope.locals[name] != nil || symbols[name] != nil else { break }
        return (node, nil)
      }
    case .index(let base, _):
      guard base.differentiatedName != nil, base.differentiatedName != "Out" else { break }
      let (whole, _) = try variable(base, in: scope)
      return (whole, try node(of: expression, in: scope))
    default: break
    }
    throw failure(
      .argument,
      "a derivative is taken by a name, and `\(text(of: expression, in: scope))` is none",
      at: expression.range, in: scope,
      hint:
        "name the expression: `z = \(text(of: expression, in: scope))`, use z in the function, and differentiate by z"
    )
  }

  private static func form(
    _ arguments: Arguments
  ) throws(Diagnostic) -> DerivativeForm {
    switch arguments.call.builtin.name {
    case "diff":
      let order = try arguments.integer("n")
      guard order >= 0, order <= 64 else {
        throw arguments.fail(.argument, "the order `n` is an integer from 0 to 64", at: "n")
      }
      return .elementwise(order)
    case "jacobian": return .jacobian
    case "hessian": return .hessian
    default: return .gradient
    }
  }

  private func cached(
    _ form: DerivativeForm, of f: NodeID, by x: NodeID, _ arguments: Arguments
  ) throws(Diagnostic) -> Derivative {
    let facts = environment.facts
    let key = ElaborationCache.DerivativeKey(form: form, function: f, variable: x, facts: facts)
    if let known = cache.derivatives[key] { return known }
    let derivative: Derivative
    let context = calculusContext
    do throws(CalculusError) {
      switch form {
      case .gradient:
        derivative = try SymbolicDerivative.gradient(of: f, withRespectTo: x, in: context)
      case .jacobian:
        derivative = try SymbolicDerivative.jacobian(of: f, withRespectTo: x, in: context)
      case .hessian:
        derivative = try SymbolicDerivative.hessian(of: f, withRespectTo: x, in: context)
      case .elementwise(let order):
        derivative = try SymbolicDerivative.derivative(
          of: f, withRespectTo: x, order: order, in: context)
      }
    } catch {
      throw diagnostic(for: error, arguments)
    }
    cache.derivatives[key] = derivative
    return derivative
  }

  /// What the calculus works in: the graph, what is known of the leaves, the names in scope.
  var calculusContext: CalculusContext {
    CalculusContext(
      graph: graph, facts: environment.facts,
      reservedNames: Set(environment.order).union(symbols.keys), until: Cancellation(isCancelled))
  }

  /// Turns an error of the calculus into one in the user's terms.
  func diagnostic(for error: CalculusError, _ arguments: Arguments) -> Diagnostic {
    switch error {
    case .shape(let message, let hint):
      arguments.fail(.shape, message, at: arguments.isGiven("f") ? "f" : nil, hint: hint)
    case .limit(let message): arguments.fail(.limit, message)
    case .interrupted: arguments.fail(.interrupt, "interrupted")
    }
  }

  /// A closed form whose value is mended by one-sided derivatives where it fails or has a kink.
  private func mended(
    _ node: NodeID, _ form: DerivativeForm, of f: NodeID, by x: NodeID,
    _ arguments: Arguments
  ) throws(Diagnostic) -> NodeID {
    var function = f
    switch form {
    case .gradient, .jacobian, .elementwise(1): break
    case .elementwise(0): return node
    case .elementwise(let order):
      // What is mended is the slope of the derivative before.
      let lower = DerivativeForm.elementwise(order - 1)
      function = try mended(
        try cached(lower, of: f, by: x, arguments).node, lower, of: f, by: x, arguments)
    case .hessian:
      function = try mended(
        try cached(.gradient, of: f, by: x, arguments).node, .gradient, of: f, by: x, arguments)
    }
    return try add(
      .derivative, [node, function, x], at: arguments.call.range, in: arguments.scope)
  }

  /// Says that a function does not contain what it is differentiated by, or changes with it by
  /// jumps alone.
  private func noteIndependence(
    of arguments: Arguments, _ variable: Expression, _ f: NodeID, _ x: NodeID
  ) throws(Diagnostic) {
    let name = variable.differentiatedName ?? ""
    let scope = arguments.scope
    let order = graph.topologicalOrder(of: [f])
    if order.contains(x) {
      let jumps = order.contains { graph[$0].primitive.isStep }
      let function = text(of: arguments.expression("f"), in: scope)
      let given = text(of: variable, in: scope)
      add(
        Note(
          "independent",
          jumps
            ? "`\(function)` is piecewise constant in `\(given)`: the derivative is 0 wherever it exists"
            : "`\(function)` does not change with `\(given)`: the derivative is 0"))
      return
    }
    if symbols[name] != nil, environment[name] == nil, scope.locals[name] == nil,
      overrides[name] == nil
    {
      throw unknown(name, at: variable.range, in: scope, isCall: false)
    }
    let function = text(of: arguments.expression("f"), in: scope)
    add(
      Note(
        "independent",
        "`\(function)` does not depend on `\(text(of: variable, in: scope))`: the derivative is 0"))
  }
}

extension Arguments {
  /// The variables of a derivative: at least one.
  func variables() throws(Diagnostic) -> [Expression] {
    var variables: [Expression] = []
    for expression in [match.given["x"]].compactMap({ $0 }) + rest {
      switch expression.kind {
      case .tuple(let items), .list(let items): variables += items
      default: variables.append(expression)
      }
    }
    guard !variables.isEmpty else {
      throw fail(
        .argument, "`\(call.builtin.name)` is not told what to differentiate by",
        hint: "`\(call.builtin.name)(f, x)`: the name after the function")
    }
    return variables
  }
}
