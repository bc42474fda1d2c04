public import Graphs
public import Tensors

/// The evaluation of a node, operation by operation.
public struct Trace {
  /// The node that was evaluated.
  public let root: NodeID
  /// The nodes it is made of, operands first.
  public let order: [NodeID]
  /// The value of each.
  public let values: [NodeID: Tensor]
  /// The first operation that made a nan or an infinity that the result still shows.
  ///
  /// Its operands are all finite, unless what is not finite came with the data: then there is none.
  public let firstNonFinite: NodeID?

  /// Makes a trace of values that are there already.
  init(root: NodeID, graph: Graph, values: [NodeID: Tensor]) {
    self.root = root
    self.values = values
    order = graph.topologicalOrder(of: [root]).filter { values[$0] != nil }
    firstNonFinite = Self.culprit(of: root, graph: graph, values: values)
  }

  /// Follows what is not finite from the result to where it began.
  private static func culprit(
    of root: NodeID, graph: Graph, values: [NodeID: Tensor]
  ) -> NodeID? {
    func isFinite(_ id: NodeID) -> Bool {
      values[id]?.elements.allSatisfy(\.isFinite) ?? true
    }
    guard !isFinite(root) else { return nil }
    var current = root
    while true {
      let operands = graph[current].operands
      var suspects = operands.filter { !isFinite($0) }
      if case .select = graph[current].primitive, suspects.count > 1,
        let condition = values[operands[0]], condition.elements.count == 1
      {
        suspects = [condition.elements[0] != 0 ? operands[1] : operands[2]]
      }
      guard let next = suspects.first else { break }
      current = next
    }
    switch graph[current].primitive {
    case .leaf, .constant: return nil
    default: return current
    }
  }
}
