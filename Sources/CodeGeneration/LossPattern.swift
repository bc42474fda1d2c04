internal import Graphs
internal import Tensors

/// A part of a graph that a library has one function for.
///
/// Recognised are the shapes that the textbook losses are written in; what is not recognised is
/// written operation by operation, which is as right.
struct LossPattern {
  /// What is recognised.
  enum Kind: Equatable {
    /// `sum(x)/size(x)` along axes. Operand: x.
    case mean(axes: [Int], keepDimensions: Bool)
    /// The loss of logits against targets 0 and 1. Operands: logits, targets.
    case binaryCrossEntropyWithLogits
    /// The loss of probabilities against targets 0 and 1. Operands: probabilities, targets.
    case binaryCrossEntropy
    /// The loss of rows of logits against rows of targets. Operands: logits, targets.
    case softmaxCrossEntropy
    /// The loss of rows of logits against classes. Operands: logits, classes.
    case sparseSoftmaxCrossEntropy
    /// `(p - y)^2`. Operands: p, y.
    case squaredError
    /// `|p - y|`. Operands: p, y.
    case absoluteError
    /// Operands: p, y.
    case huber(delta: Double)
    /// Operands: p, y.
    case smoothL1(beta: Double)
  }

  /// How the terms are put together.
  enum Reduction: String {
    case mean, sum, none
  }

  let kind: Kind
  var reduction = Reduction.none
  let operands: [NodeID]

  private init(_ kind: Kind, _ operands: [NodeID]) {
    self.kind = kind
    self.operands = operands
  }

  /// Recognises what a node computes, where the library has a function for it.
  init?(of id: NodeID, in graph: Graph, for library: PythonLibrary) {
    let matcher = GraphMatcher(graph: graph)
    if let (x, axes, keepDimensions) = matcher.mean(id) {
      if axes.count == graph.shape(of: x).rank && !keepDimensions,
        var loss = LossPattern.terms(x, matcher, library)
      {
        loss.reduction = .mean
        self = loss
      } else {
        self = LossPattern(.mean(axes: axes, keepDimensions: keepDimensions), [x])
      }
      return
    }
    if case .reduce(.sum, let axes, false) = graph[id].primitive,
      axes.count == graph.shape(of: graph[id].operands[0]).rank,
      var loss = LossPattern.terms(graph[id].operands[0], matcher, library)
    {
      loss.reduction = .sum
      self = loss
      return
    }
    guard let loss = LossPattern.terms(id, matcher, library), loss.isWorthAlone else { return nil }
    self = loss
  }

  /// Whether the function reads better than the operations even without a reduction.
  private var isWorthAlone: Bool {
    switch kind {
    case .squaredError, .absoluteError, .mean: false
    case .binaryCrossEntropyWithLogits, .binaryCrossEntropy, .softmaxCrossEntropy,
      .sparseSoftmaxCrossEntropy, .huber, .smoothL1:
      true
    }
  }

  private static func terms(
    _ id: NodeID, _ matcher: GraphMatcher, _ library: PythonLibrary
  ) -> LossPattern? {
    for recognise in recognisers {
      guard let pattern = recognise(id, matcher), pattern.isWritten(library, matcher.graph) else {
        continue
      }
      return pattern
    }
    return nil
  }

  /// Whether the library has the function, and takes operands of these shapes for it.
  private func isWritten(_ library: PythonLibrary, _ graph: Graph) -> Bool {
    let shapes = operands.map { graph.shape(of: $0) }
    switch kind {
    case .mean: return true
    case .binaryCrossEntropyWithLogits:
      return (library == .torch || library == .tensorflow) && shapes[0] == shapes[1]
    case .sparseSoftmaxCrossEntropy:
      return (library == .torch && shapes[0].rank == 2)
        || (library == .tensorflow && shapes[0].rank >= 2)
    case .softmaxCrossEntropy:
      // TensorFlow's gradient takes for granted that the targets add up to 1.
      return library == .torch && shapes[0].rank == 2 && shapes[0] == shapes[1]
    case .binaryCrossEntropy, .squaredError, .absoluteError, .huber, .smoothL1:
      return library == .torch && shapes[0] == shapes[1]
    }
  }

  // MARK: The table

  private typealias Recogniser = @Sendable (NodeID, GraphMatcher) -> LossPattern?

  private static let recognisers: [Recogniser] = [
    // softplus(z) - y*z
    { id, matcher in
      guard let (a, b) = matcher.binary(.subtract, id), let z = matcher.unary(.softplus, a),
        let y = matcher.product(b, with: z)
      else { return nil }
      return LossPattern(.binaryCrossEntropyWithLogits, [z, y])
    },
    // y*softplus(-z) + (1 - y)*softplus(z)
    { id, matcher in
      guard let (a, b) = matcher.binary(.add, id) else { return nil }
      for (first, second) in [(a, b), (b, a)] {
        for (y, positive) in matcher.products(first) {
          for (rest, negative) in matcher.products(second) {
            guard let minus = matcher.unary(.softplus, positive),
              let z = matcher.unary(.softplus, negative), matcher.isNegative(minus, of: z),
              matcher.isComplement(rest, of: y)
            else { continue }
            return LossPattern(.binaryCrossEntropyWithLogits, [z, y])
          }
        }
      }
      return nil
    },
    // -(y*log(p) + (1 - y)*log(1 - p))
    { id, matcher in
      guard let sum = matcher.unary(.negate, id), let (a, b) = matcher.binary(.add, sum) else {
        return nil
      }
      for (first, second) in [(a, b), (b, a)] {
        guard let (y, p) = matcher.weightedLog(first),
          let (rest, q) = matcher.weightedLogOfComplement(second),
          matcher.isComplement(rest, of: y), matcher.isSame(p, q)
        else { continue }
        return LossPattern(.binaryCrossEntropy, [p, y])
      }
      return nil
    },
    // logsumexp(z, axis=-1) - z[k]
    { id, matcher in
      guard let (a, b) = matcher.binary(.subtract, id),
        case .reduce(.logSumExp, let axes, false) = matcher.node(a).primitive,
        case .gather = matcher.node(b).primitive
      else { return nil }
      let z = matcher.node(a).operands[0]
      guard matcher.isSame(z, matcher.node(b).operands[0]),
        axes == [matcher.graph.shape(of: z).rank - 1]
      else { return nil }
      return LossPattern(.sparseSoftmaxCrossEntropy, [z, matcher.node(b).operands[1]])
    },
    // -log_softmax(z)[k]
    { id, matcher in
      guard let picked = matcher.unary(.negate, id),
        case .gather = matcher.node(picked).primitive,
        let z = matcher.logSoftmaxOfRows(matcher.node(picked).operands[0])
      else { return nil }
      return LossPattern(.sparseSoftmaxCrossEntropy, [z, matcher.node(picked).operands[1]])
    },
    // -sum(y*log_softmax(z), axis=-1)
    { id, matcher in
      guard let sum = matcher.unary(.negate, id),
        case .reduce(.sum, let axes, false) = matcher.node(sum).primitive
      else { return nil }
      for (y, logs) in matcher.products(matcher.node(sum).operands[0]) {
        guard let z = matcher.logSoftmaxOfRows(logs), axes == [matcher.graph.shape(of: z).rank - 1]
        else { continue }
        return LossPattern(.softmaxCrossEntropy, [z, y])
      }
      return nil
    },
    // (p - y)^2
    { id, matcher in
      guard let d = matcher.square(id), let (p, y) = matcher.binary(.subtract, d) else {
        return nil
      }
      return LossPattern(.squaredError, [p, y])
    },
    // abs(p - y)
    { id, matcher in
      guard let d = matcher.unary(.abs, id), let (p, y) = matcher.binary(.subtract, d) else {
        return nil
      }
      return LossPattern(.absoluteError, [p, y])
    },
    // where(abs(d) <= delta, d^2/2, delta*(abs(d) - delta/2))
    { id, matcher in
      guard let (d, join, inner, outer) = matcher.joined(id),
        let (p, y) = matcher.binary(.subtract, d)
      else { return nil }
      if matcher.isHalfSquare(inner, of: d, over: 1),
        let line = matcher.product(outer, with: join),
        matcher.isLine(line, of: d, below: join)
      {
        return LossPattern(.huber(delta: join.value), [p, y])
      }
      if matcher.isHalfSquare(inner, of: d, over: join.value),
        matcher.isLine(outer, of: d, below: join)
      {
        return LossPattern(.smoothL1(beta: join.value), [p, y])
      }
      return nil
    },
  ]
}
