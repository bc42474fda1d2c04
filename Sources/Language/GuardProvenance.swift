import Graphs
import Syntax

extension Guard.Context {
  /// Finds a sigmoid or a softmax that was written inside an argument where logits are wanted.
  ///
  /// It looks through names, reshaping and precision, exactly, in the graph: no value is needed.
  ///
  /// - Complexity: O(length of the chain).
  func provenanceFinding(in graph: Graph, _ argument: NodeID?) -> Guard.Finding? {
    guard var id = argument else { return nil }
    while true {
      let node = graph[id]
      switch node.primitive {
      case .reference, .reshape, .transpose, .broadcast, .slice, .cast, .stopGradient:
        guard let operand = node.operands.first else { return nil }
        id = operand
      case .unary(.sigmoid): return misplaced("sigmoid")
      case .softmax: return misplaced("softmax")
      case .leaf, .constant, .size, .unary, .binary, .select, .clip, .reduce, .logSoftmax,
        .cumulativeSum, .sort, .concatenate, .take, .gather, .oneHot, .iota, .diagonal,
        .diagonalPart, .matmul, .outer, .trace, .determinant, .logDeterminant, .inverse, .solve,
        .identity, .derivative:
        return nil
      }
    }
  }

  private func misplaced(_ squashing: String) -> Guard.Finding {
    Guard.Finding(
      .domain, "\(name()) is already a \(squashing), and `\(function)` applies one itself",
      hint: "pass the logits" + (advice.map { ", or use `\($0)` for probabilities" } ?? ""))
  }
}
