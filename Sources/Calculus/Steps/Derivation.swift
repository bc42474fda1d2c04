public import Graphs
import Syntax

/// How much of a derivation is told.
public enum StepDepth: String, Sendable, CaseIterable {
  /// The named intermediates and the turning points.
  case brief
  /// Every operation.
  case full
}

/// The derivatives there are, as a request.
public enum DerivativeForm: Hashable, Sendable {
  case gradient
  /// Element by element, of an order.
  case elementwise(Int)
  case jacobian
  case hessian
}

extension SymbolicDerivative {
  /// Returns a derivative with its derivation: each step an equality that can be evaluated.
  ///
  /// ```
  /// grad(f, x)      =  …                the definition of f written out
  /// grad(f, u)      =  raw  =  simple   for intermediates u, from the function back to x
  /// jacobian(f, x)  =  jacobian(f, u) @ jacobian(u, x)
  /// hessian(f, x)   =  jacobian(grad(f, x), x)
  /// diff(f, x, n)   =  diff(diff(f, x, n-1), x)
  /// ```
  /// - Throws: ``CalculusError``, as the derivative itself does.
  public static func derivation(
    _ form: DerivativeForm, of f: NodeID, withRespectTo x: NodeID, depth: StepDepth = .brief,
    in context: CalculusContext
  ) throws(CalculusError) -> Derivative {
    let result = try told(form, of: f, withRespectTo: x, depth: depth, in: context)
    try context.interruption.check()
    return result
  }

  private static func told(
    _ form: DerivativeForm, of f: NodeID, withRespectTo x: NodeID, depth: StepDepth,
    in context: CalculusContext
  ) throws(CalculusError) -> Derivative {
    switch form {
    case .gradient:
      var result = try gradient(of: f, withRespectTo: x, in: context)
      result.steps = gradientSteps("grad", f, x, result, depth, context)
      return result
    case .elementwise(let order): return try orderSteps(order, f, x, depth, context)
    case .jacobian:
      guard context.graph.shape(of: f).rank > 0 else {
        return try told(.gradient, of: f, withRespectTo: x, depth: depth, in: context)
      }
      var result = try jacobian(of: f, withRespectTo: x, in: context)
      result.steps = JacobianDerivation(f: f, x: x, context: context).run(result: result)
      return result
    case .hessian: return try hessianSteps(f, x, depth, context)
    }
  }

  private static func gradientSteps(
    _ name: String, _ f: NodeID, _ x: NodeID, _ result: Derivative, _ depth: StepDepth,
    _ context: CalculusContext
  ) -> [DerivationStep] {
    guard result.dependsOnVariable else { return [] }
    var variable = x
    if case .slice = context.graph[x].primitive, let whole = context.graph[x].operands.first {
      variable = whole
    }
    var derivation = GradientDerivation(
      name: name, f: f, x: variable, depth: depth, context: context)
    return derivation.run(result: result, asked: x)
  }

  /// The derivative of each order is derived from the one before.
  private static func orderSteps(
    _ order: Int, _ f: NodeID, _ x: NodeID, _ depth: StepDepth, _ context: CalculusContext
  ) throws(CalculusError) -> Derivative {
    var result = try derivative(of: f, withRespectTo: x, order: order, in: context)
    guard order >= 1, result.dependsOnVariable else { return result }
    var steps: [DerivationStep] = []
    var function = f
    var readable = context
    readable.isForReading = true
    for current in 1...order {
      let next = try derivative(of: f, withRespectTo: x, order: current, in: readable)
      if current > 1 {
        let before = StepFormulas.call("diff", f, x, context, order: current)
        let after = StepFormulas.call("diff", function, x, context)
        steps.append(
          DerivationStep(
            rule: "derivative of order \(current)", before: before, after: after,
            remark: "the derivative of the line before"))
      }
      steps += gradientSteps("diff", function, x, next, depth, context)
      function = next.node
    }
    result.steps = steps
    return result
  }

  private static func hessianSteps(
    _ f: NodeID, _ x: NodeID, _ depth: StepDepth, _ context: CalculusContext
  ) throws(CalculusError) -> Derivative {
    var result = try hessian(of: f, withRespectTo: x, in: context)
    var readable = context
    readable.isForReading = true
    let slope = try gradient(of: f, withRespectTo: x, in: readable)
    guard result.dependsOnVariable, let after = result.formula else { return result }
    result.steps = gradientSteps("grad", f, x, slope, depth, context)
    let middle = StepFormulas.call("jacobian", slope.node, x, context, shape: after.shape)
    result.steps.append(
      DerivationStep(
        rule: "the derivative of the gradient",
        before: StepFormulas.call("hessian", f, x, context, shape: after.shape), after: middle,
        remark: "the Hessian is the Jacobian of the gradient"))
    result.steps += JacobianDerivation(f: slope.node, x: x, context: context).run(result: result)
    return result
  }
}
