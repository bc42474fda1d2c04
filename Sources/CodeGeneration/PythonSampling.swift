internal import Graphs
internal import Tensors

/// Decides which random data suit each input: labels, probabilities, any numbers.
struct PythonSampling {
  let graph: Graph
  let facts: Facts
  /// Whether a node is used as an index, whatever else it is used as.
  func countsClasses(_ id: NodeID) -> Bool { classes[id] != nil }

  /// The number of classes that a node counts, where it is used to index.
  private var classes: [NodeID: Dimension?] = [:]
  /// The nodes that a function is applied to which is not defined everywhere.
  private var restricted: Set<NodeID> = []
  /// The matrices that are inverted or the like.
  private var inverted: Set<NodeID> = []
  /// The nodes that something else than an index uses.
  private var numeric: Set<NodeID> = []

  /// Looks at what some roots are made of.
  init(graph: Graph, roots: [NodeID], facts: Facts) {
    self.graph = graph
    self.facts = facts
    // Users come after what they use, so one pass from the end carries what is known down.
    for id in graph.topologicalOrder(of: roots).reversed() { note(graph[id], id) }
  }

  private mutating func note(_ node: Node, _ id: NodeID) {
    switch node.primitive {
    case .gather: index(node.operands[1], graph.shape(of: node.operands[0]).dimensions.last)
    case .take(let axis):
      let sizes = graph.shape(of: node.operands[0]).dimensions
      index(node.operands[1], sizes.indices.contains(axis) ? sizes[axis] : nil)
    case .oneHot(let count): index(node.operands[0], count)
    case .reference, .stopGradient, .cast:
      if let known = classes[id] { classes[node.operands[0]] = known }
    case .select:
      // Labels that are left out, as by `ignore_index`, count classes all the same.
      guard let known = classes[id] else { break }
      for branch in node.operands.dropFirst() { classes[branch] = known }
    // Weights, and the shares of cross-entropies, are not negative.
    case .binary(.weigh): restricted.insert(node.operands[0])
    case .determinant, .logDeterminant, .inverse, .solve: inverted.insert(node.operands[0])
    default: break
    }
    // A library's own cross-entropy refuses targets that are no probabilities; which node it is does
    // not hang on the library, so that all are given the same data.
    if let pattern = LossPattern(of: id, in: graph, for: .torch),
      pattern.kind == .binaryCrossEntropy || pattern.kind == .binaryCrossEntropyWithLogits
    {
      restricted.insert(pattern.operands[1])
    }
    let isRestricted = restricted.contains(id) || node.primitive.isRestricted
    for operand in node.operands {
      if isRestricted { restricted.insert(operand) }
      if !node.primitive.indexes(operand, of: node) { numeric.insert(operand) }
    }
  }

  private mutating func index(_ id: NodeID, _ count: Dimension?) {
    classes[id] = .some(count)
  }

  /// Whether a node is used as an index and as nothing else.
  func isIndex(_ id: NodeID) -> Bool { classes[id] != nil && !numeric.contains(id) }

  /// The number of classes that a node counts, where it is used to index.
  func classCount(_ id: NodeID) -> Dimension? { classes[id] ?? nil }

  /// Whether the node has to be an invertible matrix.
  func isInverted(_ id: NodeID) -> Bool { inverted.contains(id) }

  /// The interval that numbers for a node are drawn from; nil where any will do.
  func interval(_ id: NodeID) -> (lower: Double, upper: Double)? {
    let domain = leafFacts(id).domain
    switch (domain.lower.isFinite, domain.upper.isFinite) {
    case (true, true):
      let length = domain.upper - domain.lower
      return (domain.lower + 0.1 * length, domain.upper - 0.1 * length)
    case (true, false): return (domain.lower + 0.1, domain.lower + 0.9)
    case (false, true): return (domain.upper - 0.9, domain.upper - 0.1)
    case (false, false): return restricted.contains(id) ? (0.1, 0.9) : nil
    }
  }

  func leafFacts(_ id: NodeID) -> LeafFacts {
    guard case .leaf(let leaf) = graph[id].primitive else { return LeafFacts() }
    return facts.leaves[leaf] ?? LeafFacts()
  }
}

extension Primitive {
  /// Whether the operation is not defined, or has no value of use, for some numbers.
  fileprivate var isRestricted: Bool {
    switch self {
    case .unary(let function):
      switch function {
      case .sqrt, .log, .log1p, .log2, .log10, .asin, .acos, .lgamma, .digamma, .polygamma: true
      default: false
      }
    case .binary(let function):
      function == .power || function == .xlogy || function == .xlog1py || function == .modulo
    default: false
    }
  }

  /// Whether an operand is used as positions, or is only measured or passed on.
  fileprivate func indexes(_ operand: NodeID, of node: Node) -> Bool {
    switch self {
    case .gather, .take: node.operands.count > 1 && node.operands[1] == operand
    case .oneHot, .size: true
    default: false
    }
  }
}
