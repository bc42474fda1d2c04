import Graphs
import Syntax

/// Tells how a Jacobian comes about: the chain rule through what the function passes on its way,
/// the sum and product rules, or the one rule of its last operation.
struct JacobianDerivation {
  let f: NodeID
  let x: NodeID
  let context: CalculusContext

  private var graph: Graph { context.graph }

  /// Returns the steps to a result that is known.
  func run(result: Derivative) -> [DerivationStep] {
    guard let formula = result.formula, result.dependsOnVariable else { return [] }
    let before = StepFormulas.call("jacobian", f, x, context, shape: formula.shape)
    if let differential = result.differential {
      return [
        DerivationStep(
          rule: "differential along all unit directions", before: before, after: formula,
          remark: "the differential is \(differential.ascii)")
      ]
    }
    return throughChain(before, formula) ?? byOneRule(before, formula)
  }

  // MARK: - The chain rule

  /// `jacobian(f, x) = jacobian(f, u) @ jacobian(u, x)` through all that every path passes.
  private func throughChain(_ before: Formula, _ formula: Formula) -> [DerivationStep]? {
    let chain = separators
    guard !chain.isEmpty, graph.shape(of: x).rank == 1, graph.shape(of: f).rank == 1 else {
      return nil
    }
    var named = context
    var reserved = context.reservedNames
    for id in graph.topologicalOrder(of: [f]) {
      if case .leaf(let leaf) = graph[id].primitive { reserved.insert(leaf.name) }
    }
    for (place, id) in chain.enumerated() {
      if case .reference = graph[id].primitive { continue }
      let letters = (place == 0 ? ["z"] : []) + ["u", "v", "s", "t", "q", "r", "h", "g"]
      let name = letters.first { !reserved.contains($0) } ?? "u\(reserved.count)"
      reserved.insert(name)
      named.aliases[id] = name
    }
    named.reservedNames = reserved
    var steps: [DerivationStep] = []
    var factors: [Formula] = []
    let points = [x] + chain + [f]
    for (inner, outer) in zip(points, points.dropFirst()) {
      var local = named
      local.aliases[outer] = nil
      guard
        let jacobian = try? SymbolicDerivative.jacobian(
          of: outer, withRespectTo: inner, in: local
        ).formula
      else { return nil }
      let after = StepFormulas.defined(jacobian, in: named)
      let rule = RuleNames.rule(of: operation(outer), in: graph)
      let opened = body(of: outer)
      let function = SurfaceFormula.formula(
        of: outer, in: local, aliases: local.aliases, opened: opened)
      let question = Formula(
        definitions: function.definitions,
        body: Build.call("jacobian", [function.body, variable(inner, named)]),
        shape: jacobian.shape)
      steps.append(
        DerivationStep(
          rule: rule.name, before: StepFormulas.defined(question, in: named), after: after))
      factors.append(jacobian)
    }
    let product = factors.dropLast().reversed().reduce(factors.last) { result, next in
      result.map {
        Formula(
          definitions: next.definitions + $0.definitions,
          body: Build.binary(.matmul, $0.body, next.body), shape: formula.shape)
      }
    }
    // Parts that two of the factors named alike would be confused.
    guard let product, factors.filter({ !$0.definitions.isEmpty }).count <= 1 else { return nil }
    let whole = StepFormulas.defined(product, in: named)
    steps.append(
      DerivationStep(
        rule: "chain rule", before: before, after: whole,
        remark: "the Jacobian of a composition is the product of the Jacobians, the last first"))
    if whole.ascii != formula.ascii {
      steps.append(
        DerivationStep(rule: "names written out", before: whole, after: formula))
    }
    return steps
  }

  private func variable(_ id: NodeID, _ context: CalculusContext) -> Expression {
    if let alias = context.aliases[id] { return Build.name(alias) }
    return SurfaceFormula.formula(of: id, in: context).body
  }

  /// The definitions that stand for a node, which its formula opens.
  private func body(of id: NodeID) -> Set<NodeID> {
    var opened: Set<NodeID> = []
    var id = id
    while case .reference = graph[id].primitive, let inner = graph[id].operands.first {
      opened.insert(id)
      id = inner
    }
    return opened
  }

  private func operation(_ id: NodeID) -> NodeID {
    var id = id
    while case .reference = graph[id].primitive, let inner = graph[id].operands.first { id = inner }
    return id
  }

  /// The vectors that every path from the variable to the function passes, worth a line each.
  private var separators: [NodeID] {
    var place: [NodeID: Int] = [x: 0]
    var order = [x]
    for id in graph.topologicalOrder(of: [f]) where id != x {
      if case .stopGradient = graph[id].primitive { continue }
      guard graph[id].operands.contains(where: { place[$0] != nil }) else { continue }
      place[id] = order.count
      order.append(id)
    }
    var reach = 0
    var result: [NodeID] = []
    var farthest = [Int](repeating: 0, count: order.count)
    for (position, id) in order.enumerated() {
      for operand in graph[id].operands {
        if let from = place[operand] { farthest[from] = max(farthest[from], position) }
      }
    }
    let bodies = Set(
      order.compactMap { id -> NodeID? in
        guard case .reference = graph[id].primitive else { return nil }
        return graph[id].operands.first
      })
    for (position, id) in order.enumerated() {
      if position > 0, reach <= position, id != f, !bodies.contains(id), isWorthALine(id) {
        result.append(id)
      }
      reach = max(reach, farthest[position])
    }
    return result
  }

  private func isWorthALine(_ id: NodeID) -> Bool {
    guard graph.shape(of: id).rank == 1, operation(f) != id else { return false }
    switch graph[id].primitive {
    case .unary(.negate), .unary(.square): return false
    case .unary, .softmax, .logSoftmax, .matmul: return true
    case .reference: return true
    default: return false
    }
  }

  // MARK: - One rule

  /// The sum and product rules where they apply, else the rule of the last operation.
  private func byOneRule(_ before: Formula, _ formula: Formula) -> [DerivationStep] {
    let top = operation(f)
    let rule = RuleNames.rule(of: top, in: graph)
    if let parts = parts(of: top) {
      let middle = Formula(definitions: [], body: parts, shape: formula.shape)
      return [
        DerivationStep(rule: rule.name, before: before, after: middle),
        DerivationStep(rule: "each part by its rule", before: middle, after: formula),
      ]
    }
    return [
      DerivationStep(
        rule: rule.name, before: before, after: formula,
        remark: "the matrix that takes dx to the differential of the function")
    ]
  }

  private func parts(of id: NodeID) -> Expression? {
    guard case .binary(let function) = graph[id].primitive, graph[id].operands.count == 2,
      graph.shape(of: x).rank == 1
    else { return nil }
    let (a, b) = (graph[id].operands[0], graph[id].operands[1])
    let shapes = [graph.shape(of: a), graph.shape(of: b)]
    guard shapes.allSatisfy({ $0 == graph.shape(of: id) && $0.rank == 1 }), moves(a), moves(b)
    else { return nil }
    let (first, second) = (written(a), written(b))
    guard let first, let second else { return nil }
    let variable = SurfaceFormula.formula(of: x, in: context).body
    let (left, right) = (
      Build.call("jacobian", [first, variable]), Build.call("jacobian", [second, variable])
    )
    switch function {
    case .add: return Build.binary(.add, left, right)
    case .subtract: return Build.binary(.subtract, left, right)
    case .multiply:
      return Build.binary(
        .add, Build.binary(.matmul, Build.call("diag", [second]), left),
        Build.binary(.matmul, Build.call("diag", [first]), right))
    default: return nil
    }
  }

  private func written(_ id: NodeID) -> Expression? {
    let formula = SurfaceFormula.formula(of: id, in: context)
    return formula.definitions.isEmpty ? formula.body : nil
  }

  private func moves(_ id: NodeID) -> Bool { graph.topologicalOrder(of: [id]).contains(x) }
}
