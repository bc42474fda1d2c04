import Graphs

/// Sums and products in forms that lose no digits.
extension Lowering {
  /// A sum, with pairs that would cancel computed together.
  func sum(_ parts: [Summand]) throws(ShapeError) -> NodeID {
    var left = parts
    var positive: [NodeID] = []
    var negative: [NodeID] = []
    func put(_ coefficient: Number, _ node: NodeID) throws(ShapeError) {
      let scaled =
        coefficient.magnitude == .one
        ? node : try graph.add(.binary(.multiply), constant(coefficient.magnitude), node)
      if coefficient < .zero { negative.append(scaled) } else { positive.append(scaled) }
    }
    for pair in try stablePairs(&left) { try put(pair.0, pair.1) }
    for part in left {
      if part.term == store.one {
        if part.coefficient < .zero {
          negative.append(constant(part.coefficient.magnitude))
        } else {
          positive.append(constant(part.coefficient))
        }
      } else {
        try put(part.coefficient, known(part.term))
      }
    }
    var result: NodeID?
    for node in positive {
      if let before = result {
        result = try graph.add(.binary(.add), before, node)
      } else {
        result = node
      }
    }
    for node in negative {
      if let before = result {
        result = try graph.add(.binary(.subtract), before, node)
      } else {
        result = try graph.add(.unary(.negate), node)
      }
    }
    return result ?? constant(.zero)
  }

  /// Pairs of summands that have a form of their own, taken out of the list.
  ///
  /// ```
  /// x - logsumexp(x)  log_softmax(x)       1 - sigmoid(u)   sigmoid(-u)
  /// exp(u) - 1        expm1(u)             1 - tanh(u)^2    4 sigmoid(2u) sigmoid(-2u)
  /// ```
  private func stablePairs(_ left: inout [Summand]) throws(ShapeError) -> [(Number, NodeID)] {
    var found: [(Number, NodeID)] = []
    for part in left where left.contains(part) {
      guard case .reduce(.logSumExp, let axes, let keep) = store.kind(part.term),
        axes.count == 1, let axis = axes.first, let body = store.arguments(part.term).first,
        keep || store.shape(body).rank == 1
      else { continue }
      let scale = -part.coefficient
      let wanted = store.summands(body).map { Summand($0.coefficient * scale, $0.term) }
      guard wanted.allSatisfy(left.contains) else { continue }
      left.removeAll { $0 == part || wanted.contains($0) }
      found.append((scale, try graph.add(.logSoftmax(axis: axis), known(body))))
    }
    if isAsWritten { return found }
    if let rest = try opened(&left) { found.append(rest) }
    for part in left {
      guard let one = left.firstIndex(where: { $0.term == store.one }),
        left[one].coefficient == -part.coefficient, part.term != store.one
      else { continue }
      let pair: (Number, NodeID)
      let term = unshared(part.term)
      switch store.kind(term) {
      case .function(.sigmoid):
        guard let argument = store.arguments(term).first else { continue }
        let turned = try graph.add(.unary(.negate), known(argument))
        pair = (left[one].coefficient, try graph.add(.unary(.sigmoid), turned))
      case .function(.exp):
        guard let argument = store.arguments(term).first else { continue }
        pair = (part.coefficient, try graph.add(.unary(.expm1), known(argument)))
      case .product(.one, let exponents) where exponents == [Number(2)]:
        guard let base = store.arguments(term).first,
          case .function(.tanh) = store.kind(base), let argument = store.arguments(base).first
        else { continue }
        pair = (left[one].coefficient, try squaredSecant(known(argument)))
      default: continue
      }
      found.append(pair)
      left.remove(at: one)
      left.removeAll { $0 == part }
    }
    return found
  }

  /// Opens `u·(1 + w) - 1`, in which a form that loses no digits is hidden, as `(u - 1) + u·w`, for u
  /// a sigmoid or an exponential; returns `u·w`.
  private func opened(_ parts: inout [Summand]) throws(ShapeError) -> (Number, NodeID)? {
    guard let one = parts.first(where: { $0.term == store.one }) else { return nil }
    for (place, part) in parts.enumerated() {
      let (inner, factors) = store.factors(part.term)
      guard factors.count == 2, factors.allSatisfy({ $0.exponent == .one }) else { continue }
      let bases = factors.map(\.base)
      for (base, other) in [(bases[0], bases[1]), (bases[1], bases[0])] {
        switch store.kind(unshared(base)) {
        case .function(.sigmoid), .function(.exp): break
        default: continue
        }
        let scale = part.coefficient * inner
        let summands = store.summands(unshared(other))
        guard let constant = summands.first(where: { $0.term == store.one }), summands.count > 1,
          scale * constant.coefficient == -one.coefficient
        else { continue }
        parts[place] = Summand(scale * constant.coefficient, base)
        let rest = try sum(summands.filter { $0 != constant })
        return (scale, try graph.add(.binary(.multiply), known(base), rest))
      }
    }
    return nil
  }

  private func unshared(_ term: TermID) -> TermID {
    guard case .shared = store.kind(term) else { return term }
    return store.expansion(of: term) ?? term
  }

  private func squaredSecant(_ argument: NodeID) throws(ShapeError) -> NodeID {
    let twice = try graph.add(.binary(.multiply), constant(Number(2)), argument)
    let turned = try graph.add(.unary(.negate), twice)
    let product = try graph.add(
      .binary(.multiply), graph.add(.unary(.sigmoid), twice), graph.add(.unary(.sigmoid), turned))
    return try graph.add(.binary(.multiply), constant(Number(4)), product)
  }

  /// A product as one fraction; `x·log(u)` as `xlogy(x, u)`.
  func product(_ coefficient: Number, _ factors: [Factor]) throws(ShapeError) -> NodeID {
    var above: [NodeID] = []
    var below: [NodeID] = []
    var logarithm: TermID?
    for factor in factors {
      if factor.exponent == .one, logarithm == nil, factors.count > 1, !isAsWritten,
        case .function(.log) = store.kind(factor.base),
        let argument = store.arguments(factor.base).first
      {
        logarithm = argument
        continue
      }
      let base = try known(factor.base)
      let power = try raised(base, factor.exponent.magnitude)
      if factor.exponent < .zero { below.append(power) } else { above.append(power) }
    }
    var sign = false
    if coefficient.isExact {
      if abs(coefficient.numerator) != 1 {
        above.insert(graph.constant(Double(abs(coefficient.numerator))), at: 0)
      }
      if coefficient.denominator != 1 {
        below.insert(graph.constant(Double(coefficient.denominator)), at: 0)
      }
      sign = coefficient < .zero
    } else {
      above.insert(graph.constant(coefficient.value), at: 0)
    }
    var result = try joined(above)
    if let logarithm {
      let before = result ?? constant(.one)
      result = try graph.add(.binary(.xlogy), before, known(logarithm))
    }
    if let divisor = try joined(below) {
      result = try graph.add(.binary(.divide), result ?? constant(.one), divisor)
    }
    let whole = result ?? constant(.one)
    return sign ? try graph.add(.unary(.negate), whole) : whole
  }

  private func joined(_ nodes: [NodeID]) throws(ShapeError) -> NodeID? {
    guard var result = nodes.first else { return nil }
    for node in nodes.dropFirst() { result = try graph.add(.binary(.multiply), result, node) }
    return result
  }

  private func raised(_ base: NodeID, _ exponent: Number) throws(ShapeError) -> NodeID {
    if exponent == .one { return base }
    if exponent == .half { return try graph.add(.unary(.sqrt), base) }
    if exponent == Number(2) { return try graph.add(.unary(.square), base) }
    return try graph.add(.binary(.power), base, constant(exponent))
  }
}
