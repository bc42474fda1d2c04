import Graphs

/// The reverse sweep: adjoints of the nodes of a graph, last first, as terms.
///
/// Each accumulated adjoint is simplified before it is passed on, which keeps the terms small and
/// makes each of them something to read: `(p - y)/(p*(1 - p))/n` before the next factor comes.
/// - Complexity: O(nodes) rules, each on terms of bounded size.
struct ReverseSweep {
  let graph: Graph
  let store: TermStore
  let translation: Translation
  let variable: NodeID
  let simplifier: Simplifier

  /// The adjoints met so far, by node, in parts.
  var contributions: [NodeID: [TermID]] = [:]
  /// The nodes between the function and the variable.
  var needed: Set<NodeID> = []
  /// Whether each node's adjoint is kept for a derivation.
  var isRecording = false
  /// The adjoints in the order they became known, where they are recorded.
  private(set) var visits: [Visit] = []
  private var sources: [NodeID: [NodeID]] = [:]
  private var current: NodeID?

  /// What became known of one node.
  struct Visit {
    /// The node.
    let node: NodeID
    /// The nodes its adjoint came from.
    let sources: [NodeID]
    /// The adjoint as the rules gave it.
    let raw: TermID
    /// The adjoint simplified.
    let adjoint: TermID
    /// The rules of algebra that mattered.
    let algebra: [String]
  }

  init(graph: Graph, translation: Translation, variable: NodeID, simplifier: Simplifier) {
    self.graph = graph
    self.store = translation.store
    self.translation = translation
    self.variable = variable
    self.simplifier = simplifier
  }

  /// Returns the adjoint of the variable for a function, or nothing where it does not depend on it.
  mutating func adjoint(of root: NodeID) -> TermID? {
    _ = translation.term(of: root)
    let order = graph.topologicalOrder(of: [root])
    for id in order where id == variable || active(graph[id]).contains(where: needed.contains) {
      needed.insert(id)
    }
    guard needed.contains(root), needed.contains(variable) else { return nil }
    contributions[root] = [store.one]
    for id in order.reversed() where needed.contains(id) {
      guard !store.isInterrupted else { break }
      guard let parts = contributions[id] else { continue }
      let raw = store.add(parts)
      let adjoint = isRecording ? recorded(id, raw) : simplifier.simplify(raw)
      if id == variable { return adjoint }
      current = id
      pull(adjoint, through: id)
      contributions[id] = nil
    }
    return store.zero
  }

  private mutating func recorded(_ id: NodeID, _ raw: TermID) -> TermID {
    var algebra: [String] = []
    store.observer = { rule, _, _ in
      if !algebra.contains(rule) { algebra.append(rule) }
    }
    let adjoint = simplifier.simplify(raw)
    store.observer = nil
    visits.append(
      Visit(
        node: id, sources: sources[id] ?? [], raw: raw, adjoint: adjoint, algebra: algebra))
    return adjoint
  }

  /// The operands through which a node depends on anything differentiable.
  private func active(_ node: Node) -> [NodeID] {
    switch node.primitive {
    case .derivative: return Array(node.operands.prefix(1))
    case .stopGradient, .size, .oneHot: return []
    case .gather, .take: return Array(node.operands.prefix(1))
    case .select: return Array(node.operands.dropFirst())
    case .unary(.sign), .unary(.floor), .unary(.ceil), .unary(.round), .unary(.isnan),
      .unary(.isfinite), .unary(.not):
      return []
    case .reduce(.argmax, _, _), .reduce(.argmin, _, _), .reduce(.any, _, _),
      .reduce(.all, _, _):
      return []
    case .binary(let function):
      switch function {
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or:
        return []
      default: return node.operands
      }
    default: return node.operands
    }
  }

  /// Adds a contribution of a node's logical shape to an operand's adjoint.
  mutating func send(_ operand: NodeID, _ term: TermID, from shape: SymbolicShape) {
    guard needed.contains(operand), term != store.zero else { return }
    let reduced = store.sumTo(term, from: shape, to: graph.shape(of: operand))
    contributions[operand, default: []].append(reduced)
    if isRecording, let current { sources[operand, default: []].append(current) }
  }
}

extension TermStore {
  /// The adjoint of broadcasting: sums over what was repeated.
  func sumTo(_ term: TermID, from logical: SymbolicShape, to shape: SymbolicShape) -> TermID {
    guard logical != shape else { return term }
    let lead = logical.rank - shape.rank
    guard lead >= 0 else { return term }
    var result = term
    var current = logical
    let repeated = shape.dimensions.indices.filter {
      shape.dimensions[$0] == .one && logical.dimensions[lead + $0] != .one
    }.map { $0 + lead }
    if !repeated.isEmpty {
      result = reduce(.sum, result, logical: current, axes: repeated, keep: true)
      current = current.reduced(repeated, keep: true)
    }
    if lead > 0 {
      result = reduce(.sum, result, logical: current, axes: Array(0..<lead), keep: false)
    }
    return result
  }
}
