import Graphs
import Syntax
import Tensors

extension Guard.Context {
  /// Finds a sigmoid or a softmax that was written inside an argument where logits are wanted.
  ///
  /// It looks through names, reshaping, precision, and numbers that scale or shift, exactly, in the
  /// graph: no value is needed. A sigmoid or a softmax counts by whatever it is written with.
  ///
  /// - Complexity: O(length of the chain).
  func provenanceFinding(in graph: Graph, _ argument: NodeID?) -> Guard.Finding? {
    guard var id = argument else { return nil }
    var isScaled = false
    while true {
      if let name = Squashing(of: id, in: graph)?.rawValue {
        return misplaced(name, isScaled: isScaled)
      }
      let node = graph[id]
      switch node.primitive {
      // Of rows that were put together, one that is no logit is enough.
      case .reference, .reshape, .transpose, .broadcast, .slice, .cast, .stopGradient,
        .concatenate:
        guard let operand = node.operands.first else { return nil }
        id = operand
      case .unary(.negate), .clip:
        guard let operand = node.operands.first else { return nil }
        isScaled = true
        id = operand
      case .binary(.add), .binary(.subtract), .binary(.multiply), .binary(.divide):
        guard let (left, right) = node.pair else { return nil }
        isScaled = true
        if graph.isNumber(right) {
          id = left
        } else if graph.isNumber(left), node.primitive != .binary(.divide) {
          id = right
        } else {
          return nil
        }
      case .leaf, .constant, .size, .unary, .binary, .select, .reduce, .softmax, .logSoftmax,
        .cumulativeSum, .sort, .take, .gather, .oneHot, .iota, .diagonal,
        .diagonalPart, .matmul, .outer, .trace, .determinant, .logDeterminant, .inverse, .solve,
        .identity, .derivative:
        return nil
      }
    }
  }

  private func misplaced(_ squashing: String, isScaled: Bool) -> Guard.Finding {
    Guard.Finding(
      .domain,
      "\(name()) is \(isScaled ? "made of" : "already") a \(squashing), and `\(function)` applies "
        + "one itself",
      hint: "pass the logits" + (advice.map { ", or use `\($0)` for probabilities" } ?? ""))
  }
}

/// What makes probabilities of logits.
private enum Squashing: String {
  case sigmoid, softmax

  /// The function that a node is, as itself or written out: `1/(1 + exp(-z))`,
  /// `exp(z)/sum(exp(z))`, `exp(log_softmax(z))`.
  init?(of id: NodeID, in graph: Graph) {
    let node = graph[id]
    switch node.primitive {
    case .unary(.sigmoid): self = .sigmoid
    case .softmax: self = .softmax
    case .unary(.exp):
      guard let operand = node.operands.first else { return nil }
      switch graph[graph.bare(operand)].primitive {
      case .logSoftmax: self = .softmax
      case .unary(.logSigmoid): self = .sigmoid
      default: return nil
      }
    case .unary(.reciprocal):
      guard let divisor = node.operands.first, graph.onePlusExponential(divisor) != nil
      else { return nil }
      self = .sigmoid
    case .binary(.divide):
      guard let (above, below) = node.pair else { return nil }
      let dividend = graph.bare(above)
      let divisor = graph[graph.bare(below)]
      if case .reduce(.sum, _, _) = divisor.primitive, let summed = divisor.operands.first {
        guard case .unary(.exp) = graph[dividend].primitive, graph.bare(summed) == dividend
        else { return nil }
        self = .softmax
      } else {
        guard let exponential = graph.onePlusExponential(below),
          exponential == dividend || graph.isNumber(dividend, 1)
        else { return nil }
        self = .sigmoid
      }
    default: return nil
    }
  }
}

extension Node {
  /// The operands, where there are two.
  fileprivate var pair: (NodeID, NodeID)? {
    operands.count == 2 ? (operands[0], operands[1]) : nil
  }
}

extension Graph {
  /// A node without its names, and without the repetition of broadcasting.
  fileprivate func bare(_ id: NodeID) -> NodeID {
    var id = id
    while true {
      switch self[id].primitive {
      case .reference, .broadcast, .reshape:
        guard let operand = self[id].operands.first else { return id }
        id = operand
      default: return id
      }
    }
  }

  /// Whether a node is one number for all elements, such as a temperature.
  fileprivate func isNumber(_ id: NodeID) -> Bool { shape(of: bare(id)).rank == 0 }

  /// Whether a node is a certain number.
  fileprivate func isNumber(_ id: NodeID, _ wanted: Double) -> Bool {
    guard case .constant(let tensor) = self[bare(id)].primitive else { return false }
    return tensor.elements == [wanted]
  }

  /// The exponential in `1 + exp(x)`.
  fileprivate func onePlusExponential(_ id: NodeID) -> NodeID? {
    let node = self[bare(id)]
    guard case .binary(.add) = node.primitive, let (left, right) = node.pair else { return nil }
    for (number, other) in [(left, right), (right, left)] where isNumber(number, 1) {
      let exponential = bare(other)
      if case .unary(.exp) = self[exponential].primitive { return exponential }
    }
    return nil
  }
}
