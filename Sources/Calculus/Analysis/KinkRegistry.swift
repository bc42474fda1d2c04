import Graphs

/// Where the operations of a graph may have kinks or steps: data for ``Kinks``.
struct KinkRoot {
  /// A node that is zero exactly at the kink.
  let root: NodeID
  /// The two sides that are equal there; the second may be missing, and is then zero.
  let left: NodeID
  let right: NodeID?
  /// What is taken there.
  let convention: String?
}

/// The kinks of single operations, and what is taken at them.
enum KinkRegistry {
  /// Conventions by operation: the language's, then where a library differs.
  private static let conventions: [String: String] = [
    "abs": "0 is taken, as TensorFlow and PyTorch do; JAX takes 1",
    "relu": "0 is taken, as TensorFlow, PyTorch and JAX do",
    "maximum":
      "half of each side is taken, as PyTorch and JAX do; TensorFlow takes the first",
    "clip": "0 is taken, as PyTorch does; TensorFlow takes 1, JAX a half",
    "max": "equal shares are taken, as TensorFlow and JAX do",
    "norm": "0 is taken, as PyTorch does; TensorFlow and JAX give nan",
    "step": "0 is taken: a step has no slope",
    "select": "the branch that the condition takes there gives the slope",
  ]

  /// Returns the kinks that one node may have.
  static func roots(of id: NodeID, in graph: Graph) -> [KinkRoot] {
    let node = graph[id]
    let operands = node.operands
    func difference(_ a: NodeID, _ b: NodeID, _ convention: String) -> [KinkRoot] {
      guard let root = try? graph.add(.binary(.subtract), a, b) else { return [] }
      return [KinkRoot(root: root, left: a, right: b, convention: conventions[convention])]
    }
    func zero(_ a: NodeID, _ convention: String) -> [KinkRoot] {
      if case .binary(.subtract) = graph[a].primitive {
        return [
          KinkRoot(
            root: a, left: graph[a].operands[0], right: graph[a].operands[1],
            convention: conventions[convention])
        ]
      }
      return [KinkRoot(root: a, left: a, right: nil, convention: conventions[convention])]
    }
    switch node.primitive {
    case .unary(let function):
      guard let x = operands.first else { return [] }
      switch function {
      case .abs: return zero(x, "abs")
      case .sign: return zero(x, "step")
      case .relu: return zero(x, "relu")
      default: return []
      }
    case .binary(.maximum), .binary(.minimum):
      return operands.count == 2 ? difference(operands[0], operands[1], "maximum") : []
    case .clip:
      guard operands.count == 3 else { return [] }
      return difference(operands[0], operands[1], "clip")
        + difference(operands[0], operands[2], "clip")
    case .select: return operands.first.map { comparisons(in: $0, graph) } ?? []
    case .reduce(.norm, _, _):
      return [KinkRoot(root: id, left: id, right: nil, convention: conventions["norm"])]
    default: return []
    }
  }

  /// The comparisons that a condition is made of.
  private static func comparisons(in condition: NodeID, _ graph: Graph) -> [KinkRoot] {
    var result: [KinkRoot] = []
    var pending = [condition]
    while let next = pending.popLast() {
      let node = graph[next]
      switch node.primitive {
      case .binary(.less), .binary(.lessOrEqual), .binary(.greater), .binary(.greaterOrEqual):
        guard node.operands.count == 2,
          let root = try? graph.add(.binary(.subtract), operands: node.operands)
        else { continue }
        result.append(
          KinkRoot(
            root: root, left: node.operands[0], right: node.operands[1],
            convention: conventions["select"]))
      case .binary(.and), .binary(.or), .unary(.not), .reference, .binary(.multiply):
        pending.append(contentsOf: node.operands)
      default: continue
      }
    }
    return result
  }
}
