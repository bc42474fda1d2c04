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
  /// grad(f, x)  =  …                the definition of f written out
  /// grad(f, u)  =  raw  =  simple   for intermediates u, from the function back to the variable
  /// ```
  /// - Throws: ``CalculusError``, as the derivative itself does.
  public static func derivation(
    _ form: DerivativeForm, of f: NodeID, withRespectTo x: NodeID, depth: StepDepth = .brief,
    in context: CalculusContext
  ) throws(CalculusError) -> Derivative {
    switch form {
    case .gradient: return try gradientSteps("grad", f, x, depth, context)
    case .elementwise(let order):
      let graph = context.graph
      if order == 1, graph.shape(of: f).rank == 0, graph.shape(of: x).rank == 0 {
        return try gradientSteps("diff", f, x, depth, context)
      }
      return try orderSteps(order, f, x, context)
    case .jacobian:
      var result = try jacobian(of: f, withRespectTo: x, in: context)
      let before = Derivation.call("jacobian", f, x, context)
      if let after = result.formula {
        result.steps = [
          DerivationStep(
            rule: "differential", before: before, after: after,
            remark: "the matrix that takes dx to the differential of the function")
        ]
      }
      return result
    case .hessian: return try hessianSteps(f, x, context)
    }
  }

  private static func gradientSteps(
    _ name: String, _ f: NodeID, _ x: NodeID, _ depth: StepDepth, _ context: CalculusContext
  ) throws(CalculusError) -> Derivative {
    var result = try gradient(of: f, withRespectTo: x, in: context)
    guard result.dependsOnVariable else { return result }
    var variable = x
    if case .slice = context.graph[x].primitive, let whole = context.graph[x].operands.first {
      variable = whole
    }
    var derivation = Derivation(name: name, f: f, x: variable, depth: depth, context: context)
    result.steps = derivation.run(result: result, asked: x)
    return result
  }

  private static func orderSteps(
    _ order: Int, _ f: NodeID, _ x: NodeID, _ context: CalculusContext
  ) throws(CalculusError) -> Derivative {
    var steps: [DerivationStep] = []
    var result = try derivative(of: f, withRespectTo: x, order: max(0, min(order, 1)), in: context)
    var before = Derivation.call("diff", f, x, context)
    if order >= 1, let after = result.formula {
      steps.append(DerivationStep(rule: "first derivative", before: before, after: after))
    }
    if order >= 2 {
      for current in 2...order {
        result = try derivative(of: f, withRespectTo: x, order: current, in: context)
        before = Derivation.call("diff", f, x, context, order: current)
        guard let after = result.formula else { continue }
        steps.append(
          DerivationStep(
            rule: "derivative of order \(current)", before: before, after: after,
            remark: "the derivative of the line before"))
      }
    }
    result.steps = steps
    return result
  }

  private static func hessianSteps(
    _ f: NodeID, _ x: NodeID, _ context: CalculusContext
  ) throws(CalculusError) -> Derivative {
    var result = try hessian(of: f, withRespectTo: x, in: context)
    let slope = try gradient(of: f, withRespectTo: x, in: context)
    let before = Derivation.call("hessian", f, x, context)
    guard let gradient = slope.formula, let after = result.formula else { return result }
    let variable = SurfaceFormula.formula(of: x, in: context).body
    let middle = Formula(
      definitions: gradient.definitions,
      body: Build.call("jacobian", [gradient.body, variable]), sizes: gradient.sizes,
      shape: after.shape)
    result.steps = [
      DerivationStep(
        rule: "the derivative of the gradient", before: before, after: middle,
        remark: "the gradient is differentiated once more"),
      DerivationStep(
        rule: "differential", before: middle, after: after,
        remark: "the matrix that takes dx to the differential of the gradient"),
    ]
    return result
  }
}

/// Tells a gradient's derivation from the adjoints of its sweep.
struct Derivation {
  let name: String
  let f: NodeID
  let x: NodeID
  let depth: StepDepth
  let context: CalculusContext
  private var reserved: Set<String>
  /// The means that sums are part of: the two are told as one.
  private var meanOver: [NodeID: NodeID] = [:]
  private var steps: [DerivationStep] = []

  init(name: String, f: NodeID, x: NodeID, depth: StepDepth, context: CalculusContext) {
    self.name = name
    self.f = f
    self.x = x
    self.depth = depth
    self.context = context
    reserved = context.reservedNames
  }

  private var graph: Graph { context.graph }

  /// The formula `grad(f, x)` and its kin, as typed.
  static func call(
    _ name: String, _ f: NodeID, _ x: NodeID, _ context: CalculusContext, order: Int = 1
  ) -> Formula {
    let function = SurfaceFormula.formula(of: f, in: context)
    let variable = SurfaceFormula.formula(of: x, in: context)
    return Formula(
      definitions: function.definitions,
      body: Build.call(
        name, [function.body, variable.body],
        keywords: order == 1 ? [] : [("n", Build.number(order))]),
      shape: context.graph.shape(of: x))
  }

  /// Runs the sweep again and tells what became known.
  mutating func run(result: Derivative, asked: NodeID) -> [DerivationStep] {
    let computation = Computation(context: context, variable: x)
    var sweep = ReverseSweep(
      graph: graph, translation: computation.translation, variable: x,
      simplifier: computation.simplifier)
    sweep.isRecording = true
    guard sweep.adjoint(of: f) != nil else { return [] }
    for visit in sweep.visits {
      if case .leaf(let leaf) = graph[visit.node].primitive { reserved.insert(leaf.name) }
    }
    for visit in sweep.visits {
      guard case .binary(.divide) = graph[visit.node].primitive,
        let sum = graph[visit.node].operands.first, let size = graph[visit.node].operands.last,
        case .size = graph[size].primitive
      else { continue }
      meanOver[sum] = visit.node
    }
    tellDefinition()
    var hidden = false
    for visit in sweep.visits where visit.node != f {
      guard visit.node == x || isTold(visit.node, sweep) else {
        hidden = hidden || !(isTrivial(visit.node) || meanOver[visit.node] != nil)
        continue
      }
      tell(visit, hidden: hidden, computation)
      hidden = false
    }
    finish(result, asked: asked)
    return steps
  }

  /// The first step writes a named function out.
  private mutating func tellDefinition() {
    guard case .reference = graph[f].primitive else { return }
    var opened: Set<NodeID> = []
    var body = f
    while case .reference = graph[body].primitive, let inner = graph[body].operands.first, body != x
    {
      opened.insert(body)
      body = inner
    }
    let function = SurfaceFormula.formula(of: f, in: context, aliases: [:], opened: opened)
    let variable = SurfaceFormula.formula(of: x, in: context)
    let after = Formula(
      definitions: function.definitions,
      body: Build.call(name, [function.body, variable.body]), shape: graph.shape(of: x))
    append("definition", Self.call(name, f, x, context), after, remark: nil)
  }

  /// The adjoint of one node: by its rules, then simplified.
  private mutating func tell(
    _ visit: ReverseSweep.Visit, hidden: Bool, _ computation: Computation
  ) {
    let shape = graph.shape(of: visit.node)
    let before = question(visit.node)
    let rules = visit.sources.filter { !isTrivial($0) }.map { source in
      RuleNames.rule(of: meanOver[source] ?? source, in: graph)
    }
    var names: [String] = []
    for rule in rules where !names.contains(rule.name) { names.append(rule.name) }
    var remark = rules.compactMap(\.remark).first
    if visit.sources.contains(where: { isRepeated(visit.node, in: $0) }) {
      remark = "it was repeated by broadcasting, so its slopes add up"
    }
    let rule = hidden || names.isEmpty ? "chain rule" : names.joined(separator: ", ")
    let tooLong = computation.store.cost(visit.raw) > 80
    guard let after = computation.presented(visit.adjoint, shape: shape) else { return }
    if !tooLong, visit.raw != visit.adjoint,
      let raw = computation.presented(visit.raw, shape: shape), raw.ascii != after.ascii
    {
      append(rule, before, raw, remark: remark)
      let algebra = visit.algebra.last ?? "simplify"
      append(algebra, raw, after, remark: nil)
    } else {
      append(rule, before, after, remark: remark)
    }
  }

  /// The last step reaches the form that is shown.
  private mutating func finish(_ result: Derivative, asked: NodeID) {
    guard let formula = result.formula else { return }
    if asked != x {
      append("part of a tensor", Self.call(name, f, asked, context), formula, remark: nil)
    } else if let last = steps.last, last.after.ascii != formula.ascii {
      append("definitions written out", last.after, formula, remark: nil)
    }
    if !result.assumptions.isEmpty, !steps.isEmpty {
      steps[steps.count - 1].assumption = result.assumptions.joined(separator: ", ")
    }
  }

  private mutating func append(
    _ rule: String, _ before: Formula, _ after: Formula, remark: String?
  ) {
    guard before.ascii != after.ascii else { return }
    steps.append(DerivationStep(rule: rule, before: before, after: after, remark: remark))
  }

  // MARK: - What is told

  private func isTold(_ id: NodeID, _ sweep: ReverseSweep) -> Bool {
    let node = graph[id]
    if case .reference = node.primitive { return true }
    if isTrivial(id) || isBody(id, sweep) || meanOver[id] != nil { return false }
    if case .reduce(.sum, _, _) = node.primitive, depth == .brief { return false }
    guard depth == .brief else { return true }
    return isTurningPoint(id) || sweep.needed.contains { isTurning($0, over: id) }
  }

  /// Whether a node is what a name stands for: it is told under the name.
  private func isBody(_ id: NodeID, _ sweep: ReverseSweep) -> Bool {
    sweep.needed.contains { other in
      if case .reference = graph[other].primitive { return graph[other].operands.first == id }
      return false
    }
  }

  private func isTrivial(_ id: NodeID) -> Bool {
    switch graph[id].primitive {
    case .unary(.negate), .reshape, .broadcast, .cast, .derivative, .reference: true
    default: false
    }
  }

  /// Activations are worth a line of their own.
  private func isTurningPoint(_ id: NodeID) -> Bool {
    switch graph[id].primitive {
    case .unary(.sigmoid), .unary(.tanh), .unary(.relu), .unary(.gelu), .softmax: true
    default: false
    }
  }

  private func isTurning(_ id: NodeID, over operand: NodeID) -> Bool {
    guard graph[id].operands.contains(operand) else { return false }
    if case .reduce(.logSumExp, _, _) = graph[id].primitive { return true }
    return isTurningPoint(id)
  }

  private func isRepeated(_ operand: NodeID, in parent: NodeID) -> Bool {
    switch graph[parent].primitive {
    case .binary, .select, .broadcast: graph.shape(of: operand) != graph.shape(of: parent)
    default: false
    }
  }

  // MARK: - Questions

  /// `grad(f, u)`, where u is a name or is given one, and f is written with it.
  private mutating func question(_ id: NodeID) -> Formula {
    if id == x { return Self.call(name, f, x, context) }
    var definitions: [Formula.Definition] = []
    let variable: String
    var aliases: [NodeID: String] = [:]
    let target = id
    if case .reference(let text) = graph[id].primitive {
      variable = text
    } else {
      variable = freshName()
      aliases[id] = variable
      let value = SurfaceFormula.formula(of: id, in: context)
      definitions = value.definitions + [.init(name: variable, value: value.body)]
    }
    // Definitions on the way are opened, so that the intermediate is seen; to a name, only f's.
    var opened: Set<NodeID> = []
    var dependent: Set<NodeID> = [target]
    for node in graph.topologicalOrder(of: [f]) where node != target {
      guard graph[node].operands.contains(where: dependent.contains) else { continue }
      dependent.insert(node)
      if case .reference = graph[node].primitive, !aliases.isEmpty { opened.insert(node) }
    }
    let function = SurfaceFormula.formula(of: f, in: context, aliases: aliases, opened: opened)
    return Formula(
      definitions: definitions + function.definitions,
      body: Build.call("grad", [function.body, Build.name(variable)]),
      shape: graph.shape(of: id))
  }

  private mutating func freshName() -> String {
    let letter = ["u", "v", "s", "t", "q", "r", "h", "g"].first { !reserved.contains($0) }
    let name = letter ?? "u\(reserved.count)"
    reserved.insert(name)
    return name
  }
}
