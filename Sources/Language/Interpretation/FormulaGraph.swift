public import Calculus
import Execution
public import Graphs
public import Syntax
import Tensors

/// An expression as nodes of the session's graph, with its gradients: what code is generated from.
///
/// It is to be read before the next statement runs: the graph is reclaimed between cells.
public struct FormulaGraph {
  /// A gradient: what it is by, and its closed form.
  public struct Gradient {
    /// The leaf, or the definition, differentiated by.
    public let variable: NodeID
    /// The closed form, in the same graph.
    public let derivative: Derivative
  }

  /// The graph that holds the nodes.
  public let graph: Graph
  /// What the expression computes.
  public let root: NodeID
  /// The gradients, where the expression is a scalar.
  public let gradients: [Gradient]
  /// What is known of the leaves.
  public let facts: Facts
  /// The numbers that leaves without a gradient are bound to.
  public let numbers: [Leaf: Double]
  /// A name for it: of the loss that is called, or of the definition.
  public let name: String
  /// The documentation of the loss that is called.
  public let documentation: String?
}

extension Interpreter {
  /// Returns an expression as nodes of the graph, with gradients.
  ///
  /// `grad(f, x, y)` gives f with the gradients it asks for. Any other scalar comes with the
  /// gradients by its tensors, but for labels and for what a loss takes as its targets. The name of
  /// a loss alone is a call of it. Undeclared names are symbols.
  ///
  /// - Throws: What elaboration finds wrong; `argument` where the source is not one expression.
  public func formulaGraph(of source: SourceText) throws(Diagnostic) -> FormulaGraph {
    let parsed = Parser.parse(source)
    if let diagnostic = parsed.diagnostics.first { throw diagnostic }
    guard parsed.statements.count == 1, let statement = parsed.statements.first,
      case .expression(let expression) = statement.kind
    else {
      throw Diagnostic(
        .argument, "one expression is wanted here", at: parsed.statements.last?.range,
        hint: "definitions come first, in cells of their own", source: source)
    }
    do throws(Diagnostic) {
      return try formulaGraph(of: expression, source)
    } catch {
      var located = error
      if located.source == nil { located.source = source }
      throw located
    }
  }

  private func formulaGraph(
    of expression: Expression, _ source: SourceText
  ) throws(Diagnostic) -> FormulaGraph {
    let scope = Scope(source: source)
    let elaborator = makeElaborator()
    var (function, variables) = parts(of: expression)
    let loss = loss(in: function)
    if !function.isCall, let loss {
      function = loss.call(at: function.range) { elaborator.isKnown($0) && !isLeaf($0) }
    }
    return try elaborator.withSymbols(in: [function], variables: variables, scope: scope) {
      () throws(Diagnostic) in
      let item = try elaborator.elaborate(function, in: scope)
      let root = try elaborator.node(of: item.value, at: function.range, in: scope)
      var nodes: [NodeID] = []
      for variable in variables { nodes.append(try elaborator.variable(variable, in: scope).whole) }
      if variables.isEmpty && elaborator.graph.shape(of: root).rank == 0 {
        nodes = self.variables(of: root, targets: targets(of: function))
      }
      try checkApart(nodes, expression)
      var gradients: [FormulaGraph.Gradient] = []
      for node in nodes {
        gradients.append(
          FormulaGraph.Gradient(
            variable: node, derivative: try gradient(of: root, by: node, elaborator, expression)))
      }
      return FormulaGraph(
        graph: elaborator.graph, root: root, gradients: gradients,
        facts: facts(elaborator.calculusContext.facts, item.requirements),
        numbers: numbers(below: root, except: nodes),
        name: name(of: function, loss), documentation: loss?.documentation)
    }
  }

  /// Adds what the checks of a loss ask of its arguments to what was declared of them.
  private func facts(_ declared: Facts, _ requirements: RequirementSet?) -> Facts {
    var facts = declared
    for case .guarded(let check, let operands, _) in (requirements?.all ?? []).map(\.check) {
      guard let interval = check.interval, let operand = operands.first,
        case .leaf(let leaf) = cache.graph[operand].primitive
      else { continue }
      var known = facts.leaves[leaf] ?? LeafFacts()
      if known.domain == .all { known.domain = interval }
      facts.leaves[leaf] = known
    }
    return facts
  }

  /// Refuses variables of which one is made of another: a function takes them as apart.
  private func checkApart(_ nodes: [NodeID], _ expression: Expression) throws(Diagnostic) {
    for node in nodes {
      let below = Set(cache.graph.topologicalOrder(of: cache.graph[node].operands))
      guard nodes.contains(where: below.contains) else { continue }
      throw Diagnostic(
        .argument, "one of these names is made of another", at: expression.range,
        hint: "ask for the gradients by one of the two at a time")
    }
  }

  private func gradient(
    of root: NodeID, by node: NodeID, _ elaborator: Elaborator, _ expression: Expression
  ) throws(Diagnostic) -> Derivative {
    do throws(CalculusError) {
      return try SymbolicDerivative.gradient(
        of: root, withRespectTo: node, in: elaborator.calculusContext)
    } catch {
      throw Diagnostic(error, at: expression.range)
    }
  }

  // MARK: What is asked for

  /// The function of a `grad` and its variables; of anything else, itself.
  private func parts(of expression: Expression) -> (Expression, [Expression]) {
    guard case .call(let callee, let arguments) = expression.kind, callee.kind == .name("grad"),
      environment["grad"] == nil, let first = arguments.first,
      arguments.allSatisfy({ $0.label == nil })
    else { return (expression, []) }
    return (first.value, arguments.dropFirst().map(\.value))
  }

  /// The function written in the language that an expression calls or names.
  private func loss(in expression: Expression) -> Function? {
    let named: Expression
    switch expression.kind {
    case .call(let callee, _): named = callee
    case .name, .member: named = expression
    default: return nil
    }
    guard let name = named.dottedName else { return nil }
    switch environment[name] {
    case .function(let function): return function
    case .definition(let definition):
      return definition.body.isCall ? loss(in: definition.body) : nil
    case .leaf, .columns: return nil
    case nil:
      guard let found = try? prelude.function(named: LibraryNames.canonical(name)) else {
        return nil
      }
      return found
    }
  }

  /// The names that a loss takes as its targets: they are data, and no gradient is by them.
  private func targets(of expression: Expression) -> Set<String> {
    if case .name(let name) = expression.kind, case .definition(let definition) = environment[name]
    {
      return targets(of: definition.body)
    }
    guard case .call(_, let arguments) = expression.kind, loss(in: expression) != nil else {
      return []
    }
    var targets: Set<String> = []
    for (index, argument) in arguments.enumerated() {
      let isTarget =
        argument.label.map { FormulaGraph.targetNames.contains($0) }
        ?? (index == 0 && firstIsTarget(expression))
      if isTarget, case .name(let name) = argument.value.kind { targets.insert(name) }
    }
    return targets
  }

  /// Whether the first parameter of a loss is called as targets are.
  private func firstIsTarget(_ expression: Expression) -> Bool {
    guard let first = loss(in: expression)?.parameters.first else { return false }
    return FormulaGraph.targetNames.contains(first.name.text)
  }

  /// The leaves to differentiate by, where none was named.
  private func variables(of root: NodeID, targets: Set<String>) -> [NodeID] {
    let graph = cache.graph
    let order = graph.topologicalOrder(of: [root])
    var labels: Set<NodeID> = []
    // Users before what they use: what labels are chosen or converted from are labels, too.
    for id in order.reversed() {
      let node = graph[id]
      switch node.primitive {
      case .gather, .take: labels.formUnion(node.operands.dropFirst())
      case .oneHot: labels.formUnion(node.operands)
      case .select where labels.contains(id): labels.formUnion(node.operands.dropFirst())
      case .reference, .cast, .stopGradient:
        if labels.contains(id) { labels.formUnion(node.operands) }
      default: break
      }
    }
    let leaves = order.filter { id in
      guard case .leaf(let leaf) = graph[id].primitive else { return false }
      return !labels.contains(id) && !targets.contains(leaf.name)
    }
    let tensors = leaves.filter { graph.shape(of: $0).rank > 0 }
    return tensors.isEmpty ? leaves : tensors
  }

  private func isLeaf(_ name: String) -> Bool {
    if case .leaf = environment[name] { true } else { false }
  }

  private func numbers(below root: NodeID, except variables: [NodeID]) -> [Leaf: Double] {
    var numbers: [Leaf: Double] = [:]
    for id in cache.graph.topologicalOrder(of: [root]) where !variables.contains(id) {
      guard case .leaf(let leaf) = cache.graph[id].primitive, leaf.shape.rank == 0 else { continue }
      numbers[leaf] = store.environment.bindings[leaf]?.scalarValue
    }
    return numbers
  }

  private func name(of expression: Expression, _ loss: Function?) -> String {
    if case .name(let name) = expression.kind { return name }
    guard let name = loss?.name else { return "loss" }
    return name.split(separator: ".").last.map(String.init) ?? name
  }
}

extension FormulaGraph {
  /// What the parameters of losses that take targets are called.
  static let targetNames: Set<String> = [
    "y", "t", "k", "labels", "targets", "target", "y_true", "onehot_labels", "multi_class_labels",
  ]
}

extension Function {
  /// A call with the parameters' names for the arguments that must be given, or nearly those where
  /// a name means something else, as `mean` does.
  fileprivate func call(at range: SourceRange, isTaken: (String) -> Bool) -> Expression {
    let arguments = parameters.filter { $0.defaultValue == nil }.map { parameter in
      let name = parameter.name.text
      return Argument(Expression(.name(isTaken(name) ? name + "_" : name), at: range))
    }
    let callee = name.split(separator: ".").map(String.init)
    var function = Expression(.name(callee.first ?? name), at: range)
    for part in callee.dropFirst() { function = Expression(.member(function, part), at: range) }
    return Expression(.call(function, arguments), at: range)
  }
}

extension Expression {
  fileprivate var isCall: Bool {
    if case .call = kind { true } else { false }
  }

  /// A name with its qualification, `tf.losses.huber_loss`.
  fileprivate var dottedName: String? {
    switch kind {
    case .name(let name): name
    case .member(let base, let name): base.dottedName.map { $0 + "." + name }
    default: nil
    }
  }
}
