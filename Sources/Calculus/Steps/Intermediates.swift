import Graphs

/// The quantities between a function and a variable that a derivation speaks of, with their names.
struct Intermediates {
  let context: CalculusContext
  let f: NodeID
  let x: NodeID
  let depth: StepDepth
  /// The nodes that depend on the variable and that the function depends on.
  let between: Set<NodeID>
  /// The means that sums are part of: the two are told as one.
  private(set) var meanOver: [NodeID: NodeID] = [:]
  /// The names given to what is told and has none.
  private(set) var names: [NodeID: String] = [:]

  private var graph: Graph { context.graph }

  init(
    f: NodeID, x: NodeID, depth: StepDepth, between: Set<NodeID>, context: CalculusContext
  ) {
    self.context = context
    self.f = f
    self.x = x
    self.depth = depth
    self.between = between
    for id in between {
      guard case .binary(.divide) = graph[id].primitive,
        let sum = graph[id].operands.first, let size = graph[id].operands.last,
        case .size = graph[size].primitive
      else { continue }
      meanOver[sum] = id
    }
    var reserved = context.reservedNames
    let order = graph.topologicalOrder(of: [f])
    for id in order {
      switch graph[id].primitive {
      case .leaf(let leaf): reserved.insert(leaf.name)
      case .reference(let name): reserved.insert(name)
      default: continue
      }
    }
    for id in order where between.contains(id) && id != f && id != x && isTold(id) {
      if case .reference = graph[id].primitive { continue }
      let letters = letters(for: id) + ["u", "v", "s", "t", "q", "r", "h", "g"]
      let name = letters.first { !reserved.contains($0) } ?? "u\(reserved.count)"
      reserved.insert(name)
      names[id] = name
    }
  }

  /// What books call the result of an operation: z before an activation, p for a probability.
  private func letters(for id: NodeID) -> [String] {
    switch graph[id].primitive {
    case .unary(.sigmoid): ["p", "s"]
    case .softmax: ["q", "p"]
    case .unary(.tanh), .unary(.relu), .unary(.gelu): ["h", "a"]
    case .logSoftmax: ["l"]
    default: isLinearLayer(id) ? ["z"] : []
    }
  }

  /// Whether a node's slope is a line of the derivation.
  func isTold(_ id: NodeID) -> Bool {
    let node = graph[id]
    if case .reference = node.primitive { return true }
    if isTrivial(id) || isBody(id) || meanOver[id] != nil { return false }
    guard depth == .brief else { return true }
    if case .reduce(.sum, _, _) = node.primitive { return false }
    return isTurningPoint(id) || isLinearLayer(id)
      || between.contains { isTurning($0, over: id) }
  }

  /// Whether a node is what a name stands for: it is told under the name.
  private func isBody(_ id: NodeID) -> Bool {
    between.contains { other in
      if case .reference = graph[other].primitive { return graph[other].operands.first == id }
      return false
    }
  }

  /// Whether a node has nothing to tell.
  func isTrivial(_ id: NodeID) -> Bool {
    switch graph[id].primitive {
    case .unary(.negate), .reshape, .broadcast, .cast, .derivative, .reference: true
    default: false
    }
  }

  /// Activations are worth a line of their own.
  private func isTurningPoint(_ id: NodeID) -> Bool {
    switch graph[id].primitive {
    case .unary(.sigmoid), .unary(.tanh), .unary(.relu), .unary(.gelu), .softmax, .logSoftmax: true
    default: false
    }
  }

  private func isTurning(_ id: NodeID, over operand: NodeID) -> Bool {
    guard graph[id].operands.contains(operand) else { return false }
    if case .reduce(.logSumExp, _, _) = graph[id].primitive { return true }
    return isTurningPoint(id)
  }

  /// `X @ w` or `X @ w + b`: a product of matrices, or the sum that it is part of.
  func isLinearLayer(_ id: NodeID) -> Bool {
    switch graph[id].primitive {
    case .matmul:
      return graph.shape(of: id).rank > 0
        && !between.contains { other in
          guard case .binary(.add) = graph[other].primitive else { return false }
          return graph[other].operands.contains(id)
        }
    case .binary(.add):
      return graph.shape(of: id).rank > 0
        && graph[id].operands.contains { operand in
          guard case .matmul = graph[operand].primitive else { return false }
          return between.contains(operand)
        }
    default: return false
    }
  }
}
