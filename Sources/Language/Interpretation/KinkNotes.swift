import Execution
import Graphs
import Tensors

/// What is said where a result touches a point at which the function has no derivative.
struct KinkNotes {
  let graph: Graph

  /// One remark for each operation whose kink is touched, with the slopes of the whole.
  func notes(on touched: [TouchedKink]) -> [Note] {
    var notes: [Note] = []
    var seen: Set<NodeID> = []
    let open = touched.filter { !$0.slopes.agree }
    for kink in open {
      guard let culprit = kink.slopes.kinks.first, seen.insert(culprit).inserted else { continue }
      let alike = open.filter { $0.slopes.kinks.first == culprit }
      let places = alike.map { String($0.element) }
      let isScalar = graph.shape(of: culprit).rank == 0 && alike.count == 1
      let element =
        isScalar
        ? "" : " (element\(places.count == 1 ? "" : "s") \(Self.list(places)))"
      let left = NodeText.number(kink.slopes.left)
      let right = NodeText.number(kink.slopes.right, signed: true)
      let taken = NodeText.number(kink.taken)
      let text =
        "\(subject(culprit)) has no derivative at \(place(culprit))\(element): one-sided slopes "
        + "\(left) and \(right); \(taken) was taken\(Self.libraries(graph[culprit].primitive))"
      notes.append(Note("kink", text))
    }
    return notes
  }

  private static func list(_ places: [String]) -> String {
    places.count <= 4
      ? places.joined(separator: ", ")
      : places.prefix(3).joined(separator: ", ") + ", … \(places.count) in all"
  }

  /// The operation as a reader knows it: `|d|`.
  private func subject(_ id: NodeID) -> String {
    let node = graph[id]
    let operand = node.operands.first.map { NodeText.text(of: $0, in: graph) } ?? "x"
    switch node.primitive {
    case .unary(.abs): return "|\(operand)|"
    default: return NodeText.text(of: id, in: graph)
    }
  }

  /// Where the kink lies, in terms of the operation's operand.
  private func place(_ id: NodeID) -> String {
    let node = graph[id]
    let operands = node.operands.map { NodeText.text(of: $0, in: graph) }
    switch node.primitive {
    case .unary, .reduce(.norm, _, _):
      return "\(operands.first ?? "x") = 0"
    case .binary(.maximum), .binary(.minimum):
      return operands.count == 2 ? "\(operands[0]) = \(operands[1])" : "a tie"
    case .clip: return "an end of the range"
    case .reduce: return "a tie"
    case .select: return "the border of its cases"
    default: return "this point"
    }
  }

  /// What the libraries take there.
  ///
  /// Measured on TensorFlow 2.21, PyTorch 2.15 and JAX 0.10.
  private static func libraries(_ primitive: Primitive) -> String {
    switch primitive {
    case .unary(.abs): return ", as TensorFlow and PyTorch do (JAX takes the slope from the right)"
    case .unary(.relu): return ", as TensorFlow, PyTorch and JAX do"
    case .binary(.maximum), .binary(.minimum):
      return ": half from each side, as PyTorch and JAX do (TensorFlow takes the first argument's)"
    case .reduce(.max, _, _), .reduce(.min, _, _):
      return ": equal shares, as TensorFlow, JAX and PyTorch's max() do"
    case .clip:
      return ", as torch.clamp does (tf.clip_by_value takes 1 inside the slope, jnp.clip a half)"
    case .reduce(.norm, _, _): return ", as PyTorch does (TensorFlow and JAX give nan)"
    default: return ""
    }
  }
}
