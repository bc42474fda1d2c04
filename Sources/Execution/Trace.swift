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
  /// The first operation that made a nan of operands without one, where the result shows a nan.
  public let firstNaN: NodeID?

  /// Makes a trace of values that are there already.
  init(root: NodeID, graph: Graph, values: [NodeID: Tensor]) {
    self.root = root
    self.values = values
    order = graph.topologicalOrder(of: [root]).filter { values[$0] != nil }
    firstNonFinite = Self.culprit(of: root, graph: graph, values: values) { !$0.isFinite }
    firstNaN = Self.culprit(of: root, graph: graph, values: values) { $0.isNaN }
  }

  /// Follows elements that are bad from the result to where they began.
  private static func culprit(
    of root: NodeID, graph: Graph, values: [NodeID: Tensor], isBad: (Double) -> Bool
  ) -> NodeID? {
    func hasBad(_ id: NodeID) -> Bool { values[id]?.elements.contains(where: isBad) ?? false }
    guard hasBad(root) else { return nil }
    var current = root
    while true {
      let operands = graph[current].operands
      var suspects = operands.filter(hasBad)
      if case .select = graph[current].primitive, suspects.count > 1,
        let condition = values[operands[0]]
      {
        suspects = chosen(operands, by: condition, values, isBad)
      }
      // An infinity leads to a nan, not the other way round: what is nan already is followed first.
      guard
        let next = suspects.first(where: { values[$0]?.elements.contains(where: \.isNaN) ?? false })
          ?? suspects.first
      else { break }
      current = next
    }
    switch graph[current].primitive {
    case .leaf, .constant: return nil
    default: return current
    }
  }

  /// The branches of a choice that give it its bad elements.
  private static func chosen(
    _ operands: [NodeID], by condition: Tensor, _ values: [NodeID: Tensor],
    _ isBad: (Double) -> Bool
  ) -> [NodeID] {
    zip(operands.dropFirst(), [true, false]).compactMap { operand, isTrue in
      guard let value = values[operand] else { return nil }
      let isTaken = condition.elements.indices.contains { index in
        guard (condition.elements[index] != 0) == isTrue else { return false }
        if value.shape == condition.shape { return isBad(value.elements[index]) }
        return value.elements.contains(where: isBad)
      }
      return isTaken ? operand : nil
    }
  }
}
