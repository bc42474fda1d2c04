import Calculus
import Graphs
import Syntax

/// Derivations, kinks and domains.
extension Interpreter {
  // MARK: steps

  /// The derivation of a derivative, one result for each variable.
  func steps(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> [Output] {
    guard case .call(let callee, let inner) = arguments.expression("derivative").kind,
      case .name(let name) = callee.kind,
      ["grad", "diff", "jacobian", "hessian"].contains(name), let builtin = Builtin.table[name]
    else {
      throw arguments.fail(
        .argument, "`steps` tells how a derivative comes about, and this is none",
        at: "derivative", hint: "`steps(grad(L, w))`")
    }
    let range = arguments.expression("derivative").range
    let match = try builtin.parameters.match(
      inner, at: range, in: arguments.scope, failing: arguments.elaborator.failure)
    let call = Call(
      builtin: builtin, arguments: inner, range: range, nameRange: callee.range,
      scope: arguments.scope, elaborator: arguments.elaborator)
    return try steps(
      Arguments(call: call, match: match), depth: try depth(arguments), context)
  }

  private func depth(_ arguments: Arguments) throws(Diagnostic) -> StepDepth {
    guard arguments.isGiven("depth") else { return options.showsAllSteps ? .full : .brief }
    let names = StepDepth.allCases.map(\.rawValue)
    return StepDepth(rawValue: try arguments.string("depth", among: names)) ?? .brief
  }

  private func steps(
    _ arguments: Arguments, depth: StepDepth, _ context: StatementContext
  ) throws(Diagnostic) -> [Output] {
    let elaborator = arguments.elaborator
    let (derivations, free) = try elaborator.derivations(arguments, depth: depth)
    let notes = elaborator.notes
    return try derivations.enumerated().map { (index, derivation) throws(Diagnostic) in
      guard let formula = derivation.formula else {
        throw arguments.fail(.argument, "this derivative has no formula to arrive at")
      }
      return Output(
        .steps(derivation.steps, result: formula), source: context.text,
        free: unbound(below: free).map(\.name), notes: index == 0 ? notes : [],
        assumptions: derivation.assumptions)
    }
  }

  // MARK: kinks and domain

  /// Where a function has no derivative.
  func kinks(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> Output {
    let elaborator = arguments.elaborator
    let function = arguments.expression("f")
    let variable = arguments.expression("x")
    let kinks = try elaborator.withSymbols(
      in: [function], variables: [variable], scope: arguments.scope
    ) { () throws(Diagnostic) -> [Kink] in
      let f = try elaborator.node(of: function, in: arguments.scope)
      let (whole, _) = try elaborator.variable(variable, in: arguments.scope)
      do throws(CalculusError) {
        return try Kinks.find(of: f, withRespectTo: whole, in: elaborator.calculusContext)
      } catch {
        throw elaborator.diagnostic(for: error, arguments)
      }
    }
    return Output(
      .kinks(
        kinks.map {
          KinkReport(condition: $0.condition, slopes: $0.slopes, convention: $0.convention)
        }),
      source: context.text, notes: elaborator.notes)
  }

  /// The conditions under which an expression is defined.
  func domain(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> Output {
    let elaborator = arguments.elaborator
    let expression = arguments.expression("e")
    let conditions = try elaborator.withSymbols(
      in: [expression], variables: [], scope: arguments.scope
    ) { () throws(Diagnostic) -> [String] in
      var node = try elaborator.node(of: expression, in: arguments.scope)
      if case .reference = cache.graph[node].primitive { node = cache.graph[node].operands[0] }
      do throws(CalculusError) {
        return try DomainConditions.of(node, in: elaborator.calculusContext)
      } catch {
        throw elaborator.diagnostic(for: error, arguments)
      }
    }
    return Output(.domain(conditions), source: context.text, notes: elaborator.notes)
  }
}
