import Graphs

/// Pullbacks of several nodes at once: functions that were spelled out, and long products.
extension ReverseSweep {
  /// Passes the adjoint straight to `u` where a node, spelled out, is a function of it by name.
  ///
  /// `1/(1 + exp(-z))` is `sigmoid(z)`, so its slope is that of the sigmoid.
  mutating func pull(_ g: TermID, throughRecognised id: NodeID) -> Bool {
    var value = translation.term(of: id)
    if let body = store.expansion(of: value) { value = body }
    guard let inner = store.arguments(value).first, let u = translation.node(of: inner), u < id,
      needed.contains(u)
    else { return false }
    let isElementwise = graph.shape(of: u) == graph[id].shape
    switch (store.kind(value), graph[id].primitive) {
    case (.function, _) where !isElementwise, (.softmax, _) where !isElementwise: return false
    case (.function(let function), .binary), (.function(let function), .unary):
      if case .unary(function) = graph[id].primitive { return false }
      // An odd or even function of -u was read as one of u: the argument is then no operand.
      let slope = FunctionSlopes.slope(of: function, at: inner, value: value, in: store)
      send(u, store.multiply(g, slope), from: graph[id].shape)
      return true
    case (.softmax(let axis), .binary):
      let weighted = store.multiply(g, value)
      let shape = graph[id].shape
      let total = store.reduce(.sum, weighted, logical: shape, axes: [axis], keep: true)
      send(u, store.multiply(value, store.subtract(g, total)), from: shape)
      return true
    case (.reduce(.logSumExp, let axes, let keep), .unary):
      guard axes.count == 1, let axis = axes.first else { return false }
      let shape = graph.shape(of: u)
      guard shape.reduced(axes, keep: keep) == graph[id].shape else { return false }
      let wide = keep ? g : store.expand(g, [shape.rank - axis])
      send(
        u, store.multiply(wide, store.softmax(inner, logical: shape, axis: axis)), from: shape)
      return true
    default: return false
    }
  }

  /// A product of many factors by its logarithmic derivative: `P·Σ fᵢ'/fᵢ`, which stays linear.
  mutating func pull(_ g: TermID, throughLongProduct id: NodeID, value: TermID) -> Bool {
    guard case .binary(.multiply) = graph[id].primitive else { return false }
    var leaves: [NodeID] = []
    var pending = [id]
    while let next = pending.popLast() {
      if case .binary(.multiply) = graph[next].primitive {
        pending.append(contentsOf: graph[next].operands.reversed())
      } else {
        leaves.append(next)
      }
      // The square of a product and the like are short chains with shared parts.
      guard leaves.count <= 100_000 else { return false }
    }
    let distinct = Set(leaves)
    guard distinct.count > Self.longProduct, distinct.count * 2 > leaves.count else {
      return false
    }
    let whole = store.shared(value)
    for leaf in leaves {
      let factor = translation.term(of: leaf)
      send(leaf, store.multiply([g, whole, store.power(factor, .minusOne)]), from: graph[id].shape)
    }
    return true
  }

  /// The number of factors above which a product is differentiated by its logarithm.
  static let longProduct = 8
}
