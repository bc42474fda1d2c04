import Graphs

/// Factoring, expanding and common denominators.
extension Simplifier {
  /// Takes out of a sum what all its summands have in common.
  func factored(_ id: TermID) -> TermID {
    guard case .sum = store.kind(id) else { return id }
    let content = store.primitivePart(id)
    guard content.coefficient != .one || !content.monomial.isEmpty else { return id }
    if content.monomial.isEmpty {
      // A mere number before a sum is kept out of it here, where the constructor would put it in.
      guard case .sum = store.kind(content.part) else {
        return store.scale(content.coefficient, content.part)
      }
      return store.make(
        .product(content.coefficient, [.one]), [content.part], store.shape(content.part))
    }
    return store.product(content.coefficient, content.monomial + [Factor(content.part)])
  }

  /// Multiplies out small powers of sums, up to a bound on the number of summands.
  func expanded(_ id: TermID, limit: Int = 200) -> TermID {
    switch store.kind(id) {
    case .sum(let coefficients):
      return store.sum(
        zip(coefficients, store.arguments(id)).map { Summand($0, expanded($1, limit: limit)) })
    case .product(let coefficient, let exponents):
      var parts: [(Number, [Factor])] = [(coefficient, [])]
      for (base, exponent) in zip(store.arguments(id), exponents) {
        guard case .sum(let inner) = store.kind(base), let power = exponent.integer,
          (1...6).contains(power)
        else {
          for place in parts.indices { parts[place].1.append(Factor(base, exponent)) }
          continue
        }
        let summands = zip(inner, store.arguments(base)).map(Summand.init)
        for _ in 0..<power {
          guard parts.count * summands.count <= limit else { return id }
          parts = parts.flatMap { part in
            summands.map { (part.0 * $0.coefficient, part.1 + [Factor($0.term)]) }
          }
        }
      }
      guard parts.count > 1 else { return id }
      return store.sum(parts.map { Summand($0.0, store.product(.one, $0.1)) })
    default: return id
    }
  }

  /// Writes a sum of fractions as one fraction.
  func overCommonDenominator(_ id: TermID, expanding: Bool) -> TermID {
    guard case .sum(let coefficients) = store.kind(id) else { return id }
    var denominators: [TermID: Number] = [:]
    var order: [TermID] = []
    for argument in store.arguments(id) {
      for factor in store.factors(argument).factors where factor.exponent < .zero {
        if let known = denominators[factor.base] {
          denominators[factor.base] = max(known, -factor.exponent)
        } else {
          denominators[factor.base] = -factor.exponent
          order.append(factor.base)
        }
      }
    }
    guard !order.isEmpty else { return id }
    let scale = order.map { Factor($0, denominators[$0] ?? .one) }
    var numerator = store.sum(
      zip(coefficients, store.arguments(id)).map { coefficient, argument in
        let scaled = store.product(.one, [Factor(argument)] + scale)
        return Summand(coefficient, expanding ? expanded(scaled) : scaled)
      })
    if expanding { numerator = expanded(numerator) }
    return store.product(
      .one, scale.map { Factor($0.base, -$0.exponent) } + [Factor(numerator)])
  }

  /// `(a/x + b/y)·x·y` becomes `a·y + b·x`.
  func distributed(_ id: TermID) -> TermID {
    guard case .product(let coefficient, let exponents) = store.kind(id) else { return id }
    let all = zip(store.arguments(id), exponents).map(Factor.init)
    for factor in all where factor.exponent == .one {
      guard case .sum(let inner) = store.kind(factor.base) else { continue }
      var denominators: Set<TermID> = []
      for summand in store.arguments(factor.base) {
        for item in store.factors(summand).factors where item.exponent < .zero {
          denominators.insert(item.base)
        }
      }
      let useful = all.filter {
        $0.base != factor.base && $0.exponent > .zero && denominators.contains($0.base)
      }
      guard !useful.isEmpty else { continue }
      let others = all.filter { $0.base != factor.base && !useful.contains($0) }
      let sum = store.sum(
        zip(inner, store.arguments(factor.base)).map {
          Summand($0, store.product(.one, [Factor($1)] + useful))
        })
      return store.product(coefficient, others + [Factor(expanded(sum))])
    }
    return id
  }

  /// Writes the sums among the factors as fractions, so that they cancel with the others.
  func combinedFactors(_ id: TermID) -> TermID {
    guard case .product(let coefficient, let exponents) = store.kind(id), exponents.count > 1 else {
      return id
    }
    var best = id
    for expanding in [false, true] {
      let factors = zip(store.arguments(id), exponents).map { base, exponent in
        guard exponent.isInteger, case .sum = store.kind(base) else {
          return Factor(base, exponent)
        }
        return Factor(factored(overCommonDenominator(base, expanding: expanding)), exponent)
      }
      let candidate = store.product(coefficient, factors)
      if store.cost(candidate) < store.cost(best) { best = candidate }
    }
    return best
  }

  /// `(v·A - B)/v^k` becomes `(A - B/v)/v^(k-1)`, where a scalar stands before tensors.
  func dividedThrough(_ id: TermID) -> TermID {
    guard case .product(let coefficient, let exponents) = store.kind(id) else { return id }
    let all = zip(store.arguments(id), exponents).map(Factor.init)
    for factor in all where factor.exponent < .zero && store.shape(factor.base).rank == 0 {
      for other in all where other.exponent == .one && store.shape(other.base).rank > 0 {
        guard case .sum(let inner) = store.kind(other.base),
          store.arguments(other.base).contains(where: { argument in
            store.factors(argument).factors.contains {
              $0.base == factor.base && $0.exponent >= .one
            }
          })
        else { continue }
        let divided = store.sum(
          zip(inner, store.arguments(other.base)).map {
            Summand($0, store.product(.one, [Factor($1), Factor(factor.base, .minusOne)]))
          })
        let rest = all.filter { $0 != factor && $0 != other }
        return store.product(
          coefficient,
          rest + [Factor(factor.base, factor.exponent + .one), Factor(divided)])
      }
    }
    return id
  }

  /// `a·s + b·s + rest` becomes `(a + b)·s + rest` for the best shared factor.
  func collected(_ id: TermID) -> TermID {
    guard case .sum(let coefficients) = store.kind(id), coefficients.count >= 3 else { return id }
    let parts = zip(coefficients, store.arguments(id)).map(Summand.init)
    var counts: [TermID: Int] = [:]
    var order: [TermID] = []
    for part in parts {
      for factor in store.factors(part.term).factors where factor.exponent.magnitude >= .one {
        if counts[factor.base] == nil { order.append(factor.base) }
        counts[factor.base, default: 0] += 1
      }
    }
    var best = id
    for base in order {
      guard let count = counts[base], count >= 2, count < parts.count else { continue }
      for sign in [Number.one, .minusOne] {
        func shares(_ part: Summand) -> Bool {
          store.factors(part.term).factors.contains {
            $0.base == base && $0.exponent * sign >= .one
          }
        }
        let inside = parts.filter(shares)
        // A polynomial in one variable stays one: 2*x^2 + 6*x + 3, not 2*x*(x + 3) + 3.
        let isPolynomial = inside.allSatisfy { part in
          store.factors(part.term).factors.allSatisfy { $0.base == base }
        }
        guard inside.count >= 2, inside.count < parts.count, !isPolynomial else { continue }
        let reduced = store.sum(
          inside.map {
            Summand(
              $0.coefficient, store.product(.one, [Factor($0.term), Factor(base, -sign)]))
          })
        let together = store.product(.one, [Factor(base, sign), Factor(factored(reduced))])
        let result = store.sum(parts.filter { !shares($0) } + [Summand(.one, together)])
        if store.cost(result) < store.cost(best) { best = result }
      }
    }
    return best
  }

  /// `A @ x + B @ x` becomes `(A + B) @ x`, from the left and from the right; outer likewise.
  func collectedProducts(_ id: TermID) -> TermID {
    guard case .sum(let coefficients) = store.kind(id) else { return id }
    let parts = zip(coefficients, store.arguments(id)).map(Summand.init)
    var best = id
    for fromLeft in [true, false] {
      for (place, part) in parts.enumerated() {
        guard let shared = end(of: part.term, fromLeft) else { continue }
        var inside: [Summand] = []
        var rest: [Summand] = []
        var scalars: [Factor]?
        for (other, candidate) in parts.enumerated() {
          if other >= place, let match = end(of: candidate.term, fromLeft),
            match.end == shared.end, scalars == nil || scalars == match.scalars
          {
            scalars = scalars ?? match.scalars
            inside.append(Summand(candidate.coefficient * match.coefficient, match.rest))
          } else {
            rest.append(candidate)
          }
        }
        guard inside.count >= 2, let scalars else { continue }
        let sum = store.sum(inside)
        guard store.shape(sum).rank > 0 else { continue }
        let chain = store.matmul(fromLeft ? [shared.end, sum] : [sum, shared.end])
        let result = store.sum(
          rest + [Summand(.one, store.product(.one, scalars + [Factor(chain)]))])
        if store.cost(result) < store.cost(best) { best = result }
      }
    }
    return best
  }

  private typealias End = (end: TermID, rest: TermID, coefficient: Number, scalars: [Factor])

  private func end(of id: TermID, _ fromLeft: Bool) -> End? {
    let (coefficient, all) = store.factors(id)
    let chains = all.filter { store.shape($0.base).rank > 0 }
    guard chains.count == 1, let chain = chains.first, chain.exponent == .one else { return nil }
    var parts = store.arguments(chain.base)
    switch store.kind(chain.base) {
    case .matmul: break
    case .outer:
      // outer(u, A' @ v) is outer(u, v) @ A, and outer(A @ u, v) is A @ outer(u, v).
      let side = parts[fromLeft ? 0 : 1]
      guard case .matmul = store.kind(side) else { return nil }
      let inner = store.arguments(side)
      let rest = inner.count == 2 ? inner[1] : store.matmul(Array(inner.dropFirst()))
      parts =
        fromLeft
        ? [inner[0], store.outer(rest, parts[1])]
        : [store.outer(parts[0], rest), store.transpose(inner[0])]
    default: return nil
    }
    guard parts.count >= 2, parts.allSatisfy({ store.shape($0).rank <= 2 }) else { return nil }
    let end = fromLeft ? parts[0] : parts[parts.count - 1]
    let rest = fromLeft ? Array(parts.dropFirst()) : Array(parts.dropLast())
    return (
      end, rest.count == 1 ? rest[0] : store.matmul(rest), coefficient,
      all.filter { store.shape($0.base).rank == 0 }
    )
  }

  /// `A' @ inv(A @ X)'` becomes `inv(X)'`: an inverse taken apart meets what it undoes.
  func cancelledInverses(_ id: TermID) -> TermID {
    guard case .matmul = store.kind(id),
      let parts = store.withInversesTakenApart(store.arguments(id))
    else { return id }
    return store.matmul(parts)
  }

  /// `c - c·cos²` becomes `c·sin²` and its kin, where a number stands beside a square.
  func pythagorean(_ id: TermID) -> TermID {
    guard case .sum(let coefficients) = store.kind(id), coefficients.count >= 2 else { return id }
    let parts = zip(coefficients, store.arguments(id)).map(Summand.init)
    for (place, part) in parts.enumerated() {
      let (_, all) = store.factors(part.term)
      for factor in all where factor.exponent >= Number(2) {
        guard case .function(let function) = store.kind(factor.base),
          let argument = store.arguments(factor.base).first
        else { continue }
        // f² = 1 - g², or sinh² = cosh² - 1.
        let replacement: TermID
        switch function {
        case .sin, .cos:
          let partner = store.function(function == .sin ? .cos : .sin, argument)
          replacement = store.subtract(store.one, store.power(partner, Number(2)))
        case .sinh:
          let partner = store.power(store.function(.cosh, argument), Number(2))
          replacement = store.subtract(partner, store.one)
        case .cosh:
          let partner = store.power(store.function(.sinh, argument), Number(2))
          replacement = store.add([partner, store.one])
        default: continue
        }
        let rest = store.product(.one, [Factor(part.term), Factor(factor.base, Number(-2))])
        var others = parts
        others.remove(at: place)
        let result = store.sum(
          others + [Summand(part.coefficient, expanded(store.multiply(rest, replacement)))])
        if store.cost(result) < store.cost(id) { return result }
      }
    }
    return id
  }
}
