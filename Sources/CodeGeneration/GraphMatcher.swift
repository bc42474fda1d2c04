internal import Graphs
internal import Tensors

/// Asks what a node of a graph is, looking through the names of definitions.
struct GraphMatcher {
  let graph: Graph

  /// A number in a graph, with its node.
  struct Number {
    let id: NodeID
    let value: Double
  }

  /// The node that an identity names or is.
  func node(_ id: NodeID) -> Node { graph[stripped(id)] }

  /// The node behind uses of definitions.
  func stripped(_ id: NodeID) -> NodeID {
    var id = id
    while case .reference = graph[id].primitive { id = graph[id].operands[0] }
    return id
  }

  /// Whether two nodes are one, names aside.
  func isSame(_ a: NodeID, _ b: NodeID) -> Bool { stripped(a) == stripped(b) }

  /// The operand of a function, where the node is one.
  func unary(_ function: UnaryFunction, _ id: NodeID) -> NodeID? {
    let node = node(id)
    return node.primitive == .unary(function) ? node.operands[0] : nil
  }

  /// The operands of a function, where the node is one.
  func binary(_ function: BinaryFunction, _ id: NodeID) -> (NodeID, NodeID)? {
    let node = node(id)
    return node.primitive == .binary(function) ? (node.operands[0], node.operands[1]) : nil
  }

  /// The value of a literal number.
  func number(_ id: NodeID) -> Double? {
    guard case .constant(let tensor) = node(id).primitive, tensor.shape.rank == 0 else {
      return nil
    }
    return tensor.scalarValue
  }

  /// The factors of a product, in both orders.
  func products(_ id: NodeID) -> [(NodeID, NodeID)] {
    guard let (a, b) = binary(.multiply, id) ?? binary(.weigh, id) else { return [] }
    return [(a, b), (b, a)]
  }

  /// The other factor of a product with one.
  func product(_ id: NodeID, with factor: NodeID) -> NodeID? {
    products(id).first { isSame($0.0, factor) }?.1
  }

  /// The other factor of a product with a number; where the number is 1, the whole.
  func product(_ id: NodeID, with factor: Number) -> NodeID? {
    if let other = product(id, with: factor.id) { return other }
    if let other = products(id).first(where: { number($0.0) == factor.value })?.1 { return other }
    return factor.value == 1 ? id : nil
  }

  /// The base of a square.
  func square(_ id: NodeID) -> NodeID? {
    if let base = unary(.square, id) { return base }
    if let (base, exponent) = binary(.power, id), number(exponent) == 2 { return base }
    if let (a, b) = binary(.multiply, id), isSame(a, b) { return a }
    return nil
  }

  /// Whether a is −b.
  func isNegative(_ a: NodeID, of b: NodeID) -> Bool {
    if let inner = unary(.negate, a) { return isSame(inner, b) }
    if let inner = unary(.negate, b) { return isSame(inner, a) }
    return false
  }

  /// Whether a is 1 − b.
  func isComplement(_ a: NodeID, of b: NodeID) -> Bool {
    if let (one, rest) = binary(.subtract, a), number(one) == 1, isSame(rest, b) { return true }
    if let (one, rest) = binary(.subtract, b), number(one) == 1, isSame(rest, a) { return true }
    if let (x, y) = binary(.add, a) {
      return (number(x) == 1 && isNegative(y, of: b)) || (number(y) == 1 && isNegative(x, of: b))
    }
    return false
  }

  /// The operands of `x log(y)`.
  func weightedLog(_ id: NodeID) -> (weight: NodeID, of: NodeID)? {
    if let pair = binary(.xlogy, id) { return pair }
    for (weight, logarithm) in products(id) {
      if let x = unary(.log, logarithm) { return (weight, x) }
    }
    return nil
  }

  /// The operands x and y of `x log(1 - y)`.
  func weightedLogOfComplement(_ id: NodeID) -> (weight: NodeID, of: NodeID)? {
    if let (weight, minus) = binary(.xlog1py, id), let y = unary(.negate, minus) {
      return (weight, y)
    }
    for (weight, logarithm) in products(id) {
      if let minus = unary(.log1p, logarithm), let y = unary(.negate, minus) { return (weight, y) }
    }
    guard let (weight, rest) = weightedLog(id), let (one, y) = binary(.subtract, rest),
      number(one) == 1
    else { return nil }
    return (weight, y)
  }

  /// The rows of logits whose log-softmax a node is.
  func logSoftmaxOfRows(_ id: NodeID) -> NodeID? {
    let node = node(id)
    guard case .logSoftmax(let axis) = node.primitive, axis == node.shape.rank - 1 else {
      return nil
    }
    return node.operands[0]
  }

  /// The operand of a mean: a sum over the number of the elements summed.
  func mean(_ id: NodeID) -> (of: NodeID, axes: [Int], keepDimensions: Bool)? {
    let node = graph[id]
    guard node.primitive == .binary(.divide),
      case .reduce(.sum, let axes, let keepDimensions) = graph[node.operands[0]].primitive
    else { return nil }
    let x = graph[node.operands[0]].operands[0]
    let shape = graph.shape(of: x)
    if case .size(axes) = graph[node.operands[1]].primitive,
      graph.shape(of: graph[node.operands[1]].operands[0]) == shape
    {
      return (x, axes, keepDimensions)
    }
    let sizes = axes.compactMap { shape.dimensions[$0].size }
    guard sizes.count == axes.count, shape.rank > 0, let divisor = number(node.operands[1]),
      divisor == sizes.reduce(1.0, { $0 * Double($1) })
    else { return nil }
    return (x, axes, keepDimensions)
  }

  // MARK: Losses in two pieces

  /// The parts of `where(abs(d) <= join, inner, outer)`.
  func joined(_ id: NodeID) -> (d: NodeID, join: Number, inner: NodeID, outer: NodeID)? {
    let node = node(id)
    guard node.primitive == .select,
      let (left, right) = binary(.lessOrEqual, node.operands[0])
        ?? binary(.less, node.operands[0]),
      let d = unary(.abs, left), let join = number(right)
    else { return nil }
    return (d, Number(id: right, value: join), node.operands[1], node.operands[2])
  }

  /// Whether a node is `d^2/(2*scale)`, however the half is written.
  func isHalfSquare(_ id: NodeID, of d: NodeID, over scale: Double) -> Bool {
    if let (square, divisor) = binary(.divide, id), let base = self.square(square) {
      return isSame(base, d) && value(divisor) == 2 * scale
    }
    for (factor, square) in products(id) {
      guard let base = self.square(square) else { continue }
      return isSame(base, d) && value(factor) == 0.5 / scale
    }
    return false
  }

  /// Whether a node is `abs(d) - join/2`.
  func isLine(_ id: NodeID, of d: NodeID, below join: Number) -> Bool {
    guard let (distance, half) = binary(.subtract, id), let inner = unary(.abs, distance) else {
      return false
    }
    return isSame(inner, d) && value(half) == join.value / 2
  }

  /// The value of a number or of a product or quotient of two.
  private func value(_ id: NodeID) -> Double? {
    if let number = number(id) { return number }
    if let (a, b) = binary(.divide, id), let x = number(a), let y = number(b) { return x / y }
    if let (a, b) = binary(.multiply, id), let x = number(a), let y = number(b) { return x * y }
    return nil
  }
}
