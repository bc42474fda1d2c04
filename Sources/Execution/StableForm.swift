internal import Graphs
internal import Tensors

/// A pattern of a graph that is computed in another way than it is written, because as written it
/// loses its digits to cancellation or overflow.
///
/// Taken in the closed forms of derivatives only, and never through the name of a definition: what
/// a person typed is computed as typed.
struct StableForm {
  /// The nodes it is computed from.
  let operands: [NodeID]
  /// The way it is computed.
  let kind: Kind

  /// The ways there are.
  enum Kind {
    /// `±(sigmoid(z) - y)`, by `(1 - y) - sigmoid(-z)` where z is positive.
    case sigmoidDifference(sign: Double)
    /// `±(softmax(z) - y)`, by `(1 - y) - (1 - softmax(z))` where the softmax is above a half.
    case softmaxDifference(axis: Int, sign: Double)
    /// `±(softmax(z)*sum(y) - y)` along an axis, the gradient for targets that need not add up to
    /// 1, by the adjoint of the logarithm of the softmax.
    case softmaxExcess(axis: Int, sign: Double)
    /// `1 - tanh(x)^2`
    case squaredSech
    /// `log(softmax(z))`
    case logSoftmax(axis: Int)
    /// `logsumexp(z) - z[k]`, by the logarithm of the softmax.
    case negativeLogLikelihood
    /// `±(exp(x) - y)`, by `expm1(x) + (1 - y)` near x = 0, where the target of a count of 1 is.
    case exponentialDifference(sign: Double)
    /// `±(1 - cos(x))`, by `2 sin(x/2)^2`.
    case versine(sign: Double)
    /// `±(sqrt(1 + x) - 1)`, by `x / (sqrt(1 + x) + 1)`.
    case rootExcess(sign: Double)
    /// A function of one number.
    case unary(UnaryFunction, sign: Double)
  }

  /// Recognises a node, or nothing where it is to be computed as written.
  init?(of id: NodeID, in graph: Graph) {
    let node = graph[id]
    switch node.primitive {
    case .binary(.subtract), .binary(.add):
      guard let (minuend, subtrahend) = Self.difference(node, graph),
        let form = Self.difference(minuend, subtrahend, graph)
      else { return nil }
      self = form
    case .unary(.log):
      guard let form = Self.logarithm(of: node.operands[0], graph) else { return nil }
      self = form
    default: return nil
    }
  }

  private init(_ kind: Kind, _ operands: [NodeID]) {
    self.kind = kind
    self.operands = operands
  }

  /// The two sides of a difference, however it is written.
  private static func difference(_ node: Node, _ graph: Graph) -> (NodeID, NodeID)? {
    let (a, b) = (node.operands[0], node.operands[1])
    if node.primitive == .binary(.subtract) { return (a, b) }
    if graph[b].primitive == .unary(.negate) { return (a, graph[b].operands[0]) }
    if graph[a].primitive == .unary(.negate) { return (b, graph[a].operands[0]) }
    return nil
  }

  private static func difference(_ a: NodeID, _ b: NodeID, _ graph: Graph) -> StableForm? {
    switch (graph[a].primitive, graph[b].primitive) {
    case (.unary(.sigmoid), _):
      return StableForm(.sigmoidDifference(sign: 1), [graph[a].operands[0], b])
    case (_, .unary(.sigmoid)):
      return StableForm(.sigmoidDifference(sign: -1), [graph[b].operands[0], a])
    case (.softmax(let axis), _) where graph.shape(of: a) == (try? graph.joined(a, b)):
      return StableForm(.softmaxDifference(axis: axis, sign: 1), [graph[a].operands[0], b])
    case (_, .softmax(let axis)) where graph.shape(of: b) == (try? graph.joined(a, b)):
      return StableForm(.softmaxDifference(axis: axis, sign: -1), [graph[b].operands[0], a])
    case (.binary(.multiply), _):
      guard let (z, axis) = softmaxTimesSum(a, of: b, graph) else { return nil }
      return StableForm(.softmaxExcess(axis: axis, sign: 1), [z, b])
    case (_, .binary(.multiply)):
      guard let (z, axis) = softmaxTimesSum(b, of: a, graph) else { return nil }
      return StableForm(.softmaxExcess(axis: axis, sign: -1), [z, a])
    case (_, .unary(.square)) where graph.isOne(a):
      let tanh = graph[graph[b].operands[0]]
      guard tanh.primitive == .unary(.tanh) else { return nil }
      return StableForm(.squaredSech, tanh.operands)
    case (_, .binary(.power)) where graph.isOne(a):
      let tanh = graph[graph[b].operands[0]]
      guard tanh.primitive == .unary(.tanh), graph.number(graph[b].operands[1]) == 2 else {
        return nil
      }
      return StableForm(.squaredSech, tanh.operands)
    case (.reduce(.logSumExp, let axes, keepDimensions: false), .gather):
      let z = graph[a].operands[0]
      guard graph[b].operands[0] == z, axes == [graph.shape(of: z).rank - 1] else { return nil }
      return StableForm(.negativeLogLikelihood, [z, graph[b].operands[1]])
    case (.unary(.exp), _) where graph.isOne(b):
      return StableForm(.unary(.expm1, sign: 1), graph[a].operands)
    case (_, .unary(.exp)) where graph.isOne(a):
      return StableForm(.unary(.expm1, sign: -1), graph[b].operands)
    case (.unary(.exp), _):
      return StableForm(.exponentialDifference(sign: 1), [graph[a].operands[0], b])
    case (_, .unary(.exp)):
      return StableForm(.exponentialDifference(sign: -1), [graph[b].operands[0], a])
    case (_, .unary(.erf)) where graph.isOne(a):
      return StableForm(.unary(.erfc, sign: 1), graph[b].operands)
    case (_, .unary(.cos)) where graph.isOne(a):
      return StableForm(.versine(sign: 1), graph[b].operands)
    case (.unary(.cos), _) where graph.isOne(b):
      return StableForm(.versine(sign: -1), graph[a].operands)
    case (.unary(.sqrt), _) where graph.isOne(b):
      return otherThanOne(in: graph[a].operands[0], graph).map {
        StableForm(.rootExcess(sign: 1), [$0])
      }
    case (_, .unary(.sqrt)) where graph.isOne(a):
      return otherThanOne(in: graph[b].operands[0], graph).map {
        StableForm(.rootExcess(sign: -1), [$0])
      }
    default: return nil
    }
  }

  /// The x of `1 + x`.
  private static func otherThanOne(in sum: NodeID, _ graph: Graph) -> NodeID? {
    guard graph[sum].primitive == .binary(.add) else { return nil }
    let (a, b) = (graph[sum].operands[0], graph[sum].operands[1])
    return graph.isOne(a) ? b : graph.isOne(b) ? a : nil
  }

  /// The z and the axis of `softmax(z)*sum(y)`, where a product is one and y is a given node.
  private static func softmaxTimesSum(
    _ product: NodeID, of y: NodeID, _ graph: Graph
  ) -> (NodeID, Int)? {
    let operands = graph[product].operands
    for (softmax, sum) in [(operands[0], operands[1]), (operands[1], operands[0])] {
      guard case .softmax(let axis) = graph[softmax].primitive,
        case .reduce(.sum, axes: [axis], let keeps) = graph[sum].primitive,
        keeps || graph.shape(of: y).rank == 1,
        graph[sum].operands[0] == y, graph.shape(of: y) == graph.shape(of: softmax)
      else { continue }
      return (graph[softmax].operands[0], axis)
    }
    return nil
  }

  private static func logarithm(of x: NodeID, _ graph: Graph) -> StableForm? {
    let node = graph[x]
    switch node.primitive {
    case .softmax(let axis): return StableForm(.logSoftmax(axis: axis), node.operands)
    case .unary(.sigmoid): return StableForm(.unary(.logSigmoid, sign: 1), node.operands)
    case .binary(.subtract):
      let other = graph[node.operands[1]]
      guard graph.isOne(node.operands[0]), other.primitive == .unary(.sigmoid) else { return nil }
      return StableForm(.unary(.softplus, sign: -1), other.operands)
    case .binary(.add):
      for (one, other) in [(0, 1), (1, 0)] where graph.isOne(node.operands[one]) {
        return StableForm(.unary(.log1p, sign: 1), [node.operands[other]])
      }
      return nil
    default: return nil
    }
  }

  /// Whether it is computed element by element.
  var isElementwise: Bool {
    switch kind {
    case .sigmoidDifference, .exponentialDifference, .squaredSech, .versine, .rootExcess, .unary:
      true
    case .softmaxDifference, .softmaxExcess, .logSoftmax, .negativeLogLikelihood: false
    }
  }

  /// `sigmoid(z) - y`, without cancellation where the two are nearly equal at 1.
  static func sigmoidDifference(_ z: Double, _ y: Double) -> Double {
    z > 0 ? (1 - y) - StableMath.sigmoid(-z) : StableMath.sigmoid(z) - y
  }

  /// The value, from those of the operands.
  ///
  /// - Returns: Nothing where the data do not have the shapes of the graph.
  func value(
    _ operands: [Tensor], type: ScalarType, until cancellation: Cancellation
  ) throws(Interrupted) -> Tensor? {
    let x = operands[0]
    switch kind {
    case .sigmoidDifference(let sign):
      return try x.combined(with: operands[1], type: type, until: cancellation) {
        sign * Self.sigmoidDifference($0, $1)
      }
    case .softmaxDifference(let axis, let sign):
      let softmax = try x.softmax(axes: [axis], type: .float64, until: cancellation)
      let complement = try x.softmaxComplement(axis: axis, until: cancellation)
      return try softmax.combined(
        with: complement, operands[1], type: type, until: cancellation
      ) { s, rest, y in
        sign * (s > 0.5 ? (1 - y) - rest : s - y)
      }
    case .softmaxExcess(let axis, let sign):
      let adjoint = try x.logSoftmaxAdjoint(of: operands[1], axis: axis, until: cancellation)
      return try adjoint.mapped(type: type, until: cancellation) { -sign * $0 }
    case .squaredSech:
      return try x.mapped(type: type, until: cancellation) { StableMath.squaredSech($0) }
    case .logSoftmax(let axis):
      return try x.logSoftmax(axis: axis, type: type, until: cancellation)
    case .negativeLogLikelihood:
      let logs = try x.logSoftmax(axis: x.shape.rank - 1, type: type, until: cancellation)
      let picked = try? logs.gathered(at: operands[1])
      return try picked?.mapped(type: type, until: cancellation) { -$0 }
    case .exponentialDifference(let sign):
      return try x.combined(with: operands[1], type: type, until: cancellation) {
        sign * StableMath.exponentialDifference($0, $1)
      }
    case .versine(let sign):
      return try x.mapped(type: type, until: cancellation) { sign * StableMath.versine($0) }
    case .rootExcess(let sign):
      return try x.mapped(type: type, until: cancellation) { sign * StableMath.rootExcess($0) }
    case .unary(let function, let sign):
      let function = function.function
      return try x.mapped(type: type, until: cancellation) { sign * function($0) }
    }
  }
}

extension Graph {
  /// The number a node is, where it is a literal scalar.
  func number(_ id: NodeID) -> Double? {
    guard case .constant(let tensor) = self[id].primitive, tensor.shape.rank == 0 else {
      return nil
    }
    return tensor.scalarValue
  }

  /// Whether a node is the number 1 or a literal tensor of ones that a scalar would broadcast to.
  func isOne(_ id: NodeID) -> Bool {
    switch self[id].primitive {
    case .constant(let tensor): tensor.shape.rank == 0 && tensor.scalarValue == 1
    case .broadcast: number(self[id].operands[0]) == 1
    default: false
    }
  }

  /// The shape two nodes broadcast to.
  func joined(_ a: NodeID, _ b: NodeID) throws(ShapeError) -> SymbolicShape {
    try shape(of: a).broadcast(with: shape(of: b))
  }
}
