import Graphs
import Syntax

/// Tells a gradient's derivation from the adjoints of its sweep.
///
/// What is told on the way has a name, as in `z = X @ w + b; p = sigmoid(z)`, so that each line is
/// as short as on a blackboard; the last line writes the names out.
struct GradientDerivation {
  let name: String
  let f: NodeID
  let x: NodeID
  let depth: StepDepth
  /// As asked for, without the names of the occasion.
  private let plain: CalculusContext
  private var context: CalculusContext
  private var steps: [DerivationStep] = []

  init(name: String, f: NodeID, x: NodeID, depth: StepDepth, context: CalculusContext) {
    self.name = name
    self.f = f
    self.x = x
    self.depth = depth
    self.context = context
    plain = context
  }

  private var graph: Graph { context.graph }

  /// Runs the sweep again and tells what became known.
  mutating func run(result: Derivative, asked: NodeID) -> [DerivationStep] {
    let first = Computation(context: plain, variable: x)
    var dry = ReverseSweep(
      graph: graph, translation: first.translation, variable: x, simplifier: first.simplifier)
    guard dry.adjoint(of: f) != nil else { return [] }
    let told = Intermediates(f: f, x: x, depth: depth, between: dry.needed, context: plain)
    context.aliases = told.names
    context.reservedNames.formUnion(told.names.values)
    let computation = Computation(context: context, variable: x)
    var sweep = ReverseSweep(
      graph: graph, translation: computation.translation, variable: x,
      simplifier: computation.simplifier)
    sweep.isRecording = true
    guard sweep.adjoint(of: f) != nil else { return [] }
    tellDefinition()
    var rules: [RuleNames.Rule] = []
    for visit in sweep.visits where visit.node != f {
      for source in visit.sources where !told.isTrivial(source) {
        let rule = RuleNames.rule(of: told.meanOver[source] ?? source, in: graph)
        if !rules.contains(where: { $0.name == rule.name }) { rules.append(rule) }
      }
      guard visit.node == x || told.isTold(visit.node) else { continue }
      tell(visit, by: rules, computation)
      rules = []
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
    let function = SurfaceFormula.formula(of: f, in: plain, aliases: [:], opened: opened)
    let variable = SurfaceFormula.formula(of: x, in: plain)
    let after = Formula(
      definitions: function.definitions,
      body: Build.call(name, [function.body, variable.body]), shape: graph.shape(of: x))
    append("definition", StepFormulas.call(name, f, x, plain), after, remark: nil)
  }

  /// The adjoint of one node: by the rules since the last that was told, then simplified.
  private mutating func tell(
    _ visit: ReverseSweep.Visit, by rules: [RuleNames.Rule], _ computation: Computation
  ) {
    let shape = graph.shape(of: visit.node)
    let before = question(visit.node)
    let names = rules.map(\.name)
    var remark = rules.compactMap(\.remark).last
    if rules.count > 3 { remark = "through " + names.joined(separator: ", ") }
    if visit.sources.contains(where: { isRepeated(visit.node, in: $0) }) {
      remark = "it was repeated by broadcasting, so its slopes add up"
    }
    let isPlain = !names.isEmpty && names.count <= 3
    let rule = isPlain ? names.joined(separator: ", ") : "chain rule"
    guard let after = presented(visit.adjoint, shape, computation) else { return }
    if computation.store.cost(visit.raw) <= 80, visit.raw != visit.adjoint,
      let raw = presented(visit.raw, shape, computation), raw.ascii != after.ascii
    {
      append(rule, before, raw, remark: remark)
      append(visit.algebra.last ?? "simplify", raw, after, remark: nil)
    } else {
      append(rule, before, after, remark: remark)
    }
  }

  private func presented(
    _ term: TermID, _ shape: SymbolicShape, _ computation: Computation
  ) -> Formula? {
    computation.presented(term, shape: shape).map { StepFormulas.defined($0, in: context) }
  }

  /// The last step reaches the form that is shown.
  private mutating func finish(_ result: Derivative, asked: NodeID) {
    guard let formula = result.formula else { return }
    if let last = steps.last, asked == x, last.after.ascii != formula.ascii {
      append("definitions written out", last.after, formula, remark: nil)
    } else if asked != x {
      append(
        "part of a tensor", StepFormulas.call(name, f, asked, plain), formula, remark: nil)
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

  private func isRepeated(_ operand: NodeID, in parent: NodeID) -> Bool {
    switch graph[parent].primitive {
    case .binary, .select, .broadcast: graph.shape(of: operand) != graph.shape(of: parent)
    default: false
    }
  }

  // MARK: - Questions

  /// `grad(f, u)`, where u is a name or was given one, and f is written with the names.
  private func question(_ id: NodeID) -> Formula {
    if id == x { return StepFormulas.call(name, f, x, plain) }
    let variable: String
    let alias = context.aliases[id]
    if case .reference(let text) = graph[id].primitive {
      variable = text
    } else {
      variable = alias ?? "u"
    }
    // Definitions on the way are opened, so that the intermediate is seen; to a name, only f's.
    var opened: Set<NodeID> = []
    var dependent: Set<NodeID> = [id]
    for node in graph.topologicalOrder(of: [f]) where node != id {
      guard graph[node].operands.contains(where: dependent.contains) else { continue }
      dependent.insert(node)
      if case .reference = graph[node].primitive, alias != nil { opened.insert(node) }
    }
    let function = SurfaceFormula.formula(
      of: f, in: context, aliases: context.aliases, opened: opened)
    let asked = Formula(
      definitions: function.definitions,
      body: Build.call(name, [function.body, Build.name(variable)]),
      shape: graph.shape(of: id))
    return StepFormulas.defined(asked, in: context, opened: opened)
  }
}
