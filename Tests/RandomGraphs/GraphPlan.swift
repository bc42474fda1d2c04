import Calculus
public import Execution
public import Graphs
public import Tensors

/// How to build a graph, step by step: what a random graph is drawn as, and what is made smaller
/// where it shows a disagreement.
public struct GraphPlan: Sendable {
  /// One node, from the nodes of earlier steps.
  public enum Step: Hashable, Sendable {
    /// A variable and its value.
    case variable(Tensor)
    /// Integers that pick classes or entries, as a leaf without a derivative.
    case labels(Tensor)
    /// A literal.
    case constant(Tensor)
    /// An operation on the nodes of earlier steps.
    case apply(Primitive, [Int])
    /// A name for the node of an earlier step.
    case name(Int)
    /// The gradient of a scalar step by a variable's step.
    case gradient(of: Int, by: Int)

    /// The earlier steps it uses.
    var operands: [Int] {
      switch self {
      case .variable, .labels, .constant: []
      case .apply(_, let operands): operands
      case .name(let body): [body]
      case .gradient(let function, let variable): [function, variable]
      }
    }

    /// The same step on other steps.
    func map(_ change: (Int) -> Int) -> Step {
      switch self {
      case .variable, .labels, .constant: self
      case .apply(let primitive, let operands): .apply(primitive, operands.map(change))
      case .name(let body): .name(change(body))
      case .gradient(let function, let variable):
        .gradient(of: change(function), by: change(variable))
      }
    }
  }

  /// The steps, each of which uses those before it; the last is the function.
  public var steps: [Step]

  /// Makes a plan.
  public init(_ steps: [Step]) { self.steps = steps }

  /// The same function without the steps that have no part in it.
  func pruned() -> GraphPlan {
    var used = Set([steps.count - 1])
    for place in steps.indices.reversed() where used.contains(place) {
      used.formUnion(steps[place].operands)
    }
    var places: [Int: Int] = [:]
    var kept: [Step] = []
    for place in steps.indices where used.contains(place) {
      places[place] = kept.count
      kept.append(steps[place].map { places[$0] ?? 0 })
    }
    return GraphPlan(kept)
  }
}

/// A graph built by a plan, with the values of its leaves.
public struct BuiltGraph {
  /// The graph.
  public let graph = Graph()
  /// The nodes of the steps.
  public private(set) var nodes: [NodeID] = []
  /// What the leaves are bound to.
  public private(set) var bindings = Bindings()
  /// The leaves with their names and values, in order.
  public private(set) var leaves: [(name: String, value: Tensor)] = []
  /// The nodes of the variables.
  public private(set) var variables: [NodeID] = []
  /// The names of definitions with their nodes, in order.
  public private(set) var names: [(name: String, node: NodeID)] = []

  /// Makes a graph without nodes.
  public init() {}

  /// Builds a plan.
  ///
  /// - Throws: `ShapeError` or `CalculusError` where a step does not fit those it uses.
  public init(_ plan: GraphPlan) throws {
    for step in plan.steps { try add(step) }
  }

  /// The node of the last step.
  public var root: NodeID { nodes[nodes.count - 1] }

  /// Adds the node of one more step.
  public mutating func add(_ step: GraphPlan.Step) throws {
    switch step {
    case .variable(let value):
      let node = leaf("x\(variables.count)", value)
      variables.append(node)
      nodes.append(node)
    case .labels(let value): nodes.append(leaf("k\(leaves.count)", value))
    case .constant(let value): nodes.append(graph.constant(value))
    case .apply(let primitive, let operands):
      nodes.append(try graph.add(primitive, operands: operands.map { nodes[$0] }))
    case .name(let body):
      let name = "d\(names.count)"
      let node = try graph.add(.reference(name), nodes[body])
      names.append((name, node))
      nodes.append(node)
    case .gradient(let function, let variable):
      let (f, x) = (nodes[function], nodes[variable])
      let form = try SymbolicDerivative.gradient(
        of: f, withRespectTo: x, in: CalculusContext(graph: graph)
      ).node
      nodes.append(try graph.add(.derivative, form, f, x))
    }
  }

  private mutating func leaf(_ name: String, _ value: Tensor) -> NodeID {
    let leaf = Leaf(id: leaves.count, name: name, shape: SymbolicShape(value.shape))
    leaves.append((name, value))
    bindings[leaf] = value
    return graph.leaf(leaf)
  }

  /// The value of a node.
  public func value(of node: NodeID) throws -> Tensor {
    var evaluator = Evaluator(graph: graph, bindings: bindings)
    return try evaluator.value(of: node)
  }

  /// The kinds of operation the function is made of, forms of derivatives included.
  public var kinds: Set<OperationKind> {
    Set(graph.topologicalOrder(of: [root]).map { OperationKind(graph[$0].primitive) })
  }
}
