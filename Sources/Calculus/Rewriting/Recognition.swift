import Graphs

/// Recognising named functions in what they are made of, and merging sums and choices.
extension Simplifier {
  /// `1/(1 + exp(-u))`, `exp(u)/(1 + exp(u))`, `exp(x)/sum(exp(x))` by their names.
  func recognised(_ id: TermID) -> TermID {
    var current = id
    for _ in 0..<4 {
      let next = recognisedOnce(current)
      if next == current { break }
      current = next
    }
    return current
  }

  private func recognisedOnce(_ id: TermID) -> TermID {
    guard case .product(let coefficient, let exponents) = store.kind(id) else { return id }
    let all = zip(store.arguments(id), exponents).map(Factor.init)
    for (place, factor) in all.enumerated() {
      var rest = all
      rest.remove(at: place)
      switch store.kind(factor.base) {
      case .sum:
        guard factor.exponent.isInteger, factor.exponent < .zero,
          let argument = onePlusExponential(factor.base)
        else { continue }
        // 1/(1 + e^u) = 1 - sigmoid(u).
        let complement = store.subtract(store.one, store.function(.sigmoid, argument))
        return store.product(coefficient, rest + [Factor(complement, -factor.exponent)])
      case .reduce(.sum, let axes, let keep):
        guard factor.exponent == .minusOne, axes.count == 1,
          let inner = store.arguments(factor.base).first,
          case .function(.exp) = store.kind(inner), let logits = store.arguments(inner).first,
          keep || store.shape(inner).rank == 1,
          let match = rest.firstIndex(where: { $0.base == inner && $0.exponent >= .one })
        else { continue }
        rest[match].exponent = rest[match].exponent - .one
        let softmax = store.softmax(logits, logical: store.shape(inner), axis: axes[0])
        return store.product(coefficient, rest + [Factor(softmax)])
      case .softmax(let axis):
        // exp(z)/softmax(z) is the sum of exponentials.
        guard factor.exponent == .minusOne, let logits = store.arguments(factor.base).first,
          let match = rest.firstIndex(where: {
            $0.base == store.function(.exp, logits) && $0.exponent >= .one
          })
        else { continue }
        let total = store.reduce(.sum, rest[match].base, axes: [axis], keep: true)
        rest[match].exponent = rest[match].exponent - .one
        return store.product(coefficient, rest + [Factor(total)])
      case .function(.exp):
        guard factor.exponent == .one, let argument = store.arguments(factor.base).first else {
          continue
        }
        if let merged = exponentialTimesSigmoid(coefficient, argument, rest) { return merged }
      default: continue
      }
    }
    return id
  }

  private func onePlusExponential(_ id: TermID) -> TermID? {
    guard case .sum(let coefficients) = store.kind(id), coefficients == [.one, .one],
      let place = store.arguments(id).firstIndex(of: store.one),
      case .function(.exp) = store.kind(store.arguments(id)[1 - place])
    else { return nil }
    return store.arguments(store.arguments(id)[1 - place]).first
  }

  /// `e^u · (1 - sigmoid(u)) = sigmoid(u)` and `e^u · sigmoid(-u) = sigmoid(u)`.
  private func exponentialTimesSigmoid(
    _ coefficient: Number, _ argument: TermID, _ rest: [Factor]
  ) -> TermID? {
    for (place, factor) in rest.enumerated() where factor.exponent >= .one {
      var others = rest
      others[place].exponent = factor.exponent - .one
      let sigmoid = store.function(.sigmoid, argument)
      let complement = store.subtract(store.one, sigmoid)
      if factor.base == complement {
        return store.product(coefficient, others + [Factor(sigmoid)])
      }
      if factor.base == store.function(.sigmoid, store.negate(argument)) {
        return store.product(
          coefficient,
          others + [Factor(store.subtract(store.one, factor.base))])
      }
    }
    return nil
  }

  /// `where(c, a, 0) + where(c, 0, b)` becomes `where(c, a, b)`.
  func mergedChoices(_ id: TermID) -> TermID {
    switch store.kind(id) {
    case .sum(let coefficients):
      let parts = zip(coefficients, store.arguments(id)).map(Summand.init)
      return mergedChoices(parts, id)
    case .product(let coefficient, let exponents):
      let all = zip(store.arguments(id), exponents).map(Factor.init)
      let choices = all.filter { $0.exponent == .one && isChoice($0.base) }
      guard choices.count >= 2, let first = choices.first else { return id }
      let condition = store.arguments(first.base)[0]
      for second in choices.dropFirst() where store.arguments(second.base)[0] == condition {
        let (a, b) = (store.arguments(first.base), store.arguments(second.base))
        let merged = store.select(
          condition, store.multiply(a[1], b[1]), store.multiply(a[2], b[2]))
        return store.product(
          coefficient, all.filter { $0 != first && $0 != second } + [Factor(merged)])
      }
      return id
    default: return id
    }
  }

  private func isChoice(_ id: TermID) -> Bool {
    if case .select = store.kind(id) { return true }
    return false
  }

  private func mergedChoices(_ parts: [Summand], _ id: TermID) -> TermID {
    var groups: [TermID: [(TermID, TermID)]] = [:]
    var order: [TermID] = []
    var rest: [Summand] = []
    for part in parts {
      let (coefficient, all) = store.factors(part.term)
      guard let place = all.firstIndex(where: { $0.exponent == .one && isChoice($0.base) }) else {
        rest.append(part)
        continue
      }
      var others = all
      let choice = store.arguments(others.remove(at: place).base)
      let scale = part.coefficient * coefficient
      var condition = choice[0]
      var (a, b) = (
        store.product(scale, others + [Factor(choice[1])]),
        store.product(scale, others + [Factor(choice[2])])
      )
      if groups[condition] == nil, let opposite = store.complement(condition),
        groups[opposite] != nil
      {
        (condition, a, b) = (opposite, b, a)
      }
      if groups[condition] == nil { order.append(condition) }
      groups[condition, default: []].append((a, b))
    }
    guard order.contains(where: { (groups[$0]?.count ?? 0) > 1 }) else {
      return absorbedIntoChoice(rest, groups, order, id)
    }
    var result = rest
    for condition in order {
      let group = groups[condition] ?? []
      let a = simplify(store.add(group.map(\.0)))
      let b = simplify(store.add(group.map(\.1)))
      result.append(Summand(.one, store.select(condition, a, b)))
    }
    return store.sum(result)
  }

  /// `r + where(c, a, b)` becomes `where(c, r + a, r + b)`, where the branches then simplify.
  private func absorbedIntoChoice(
    _ rest: [Summand], _ groups: [TermID: [(TermID, TermID)]], _ order: [TermID], _ id: TermID
  ) -> TermID {
    guard order.count == 1, !rest.isEmpty, let condition = order.first,
      let branches = groups[condition]?.first
    else { return id }
    let other = store.sum(rest)
    let a = simplify(store.add([other, branches.0]))
    let b = simplify(store.add([other, branches.1]))
    return store.select(condition, a, b)
  }
}
