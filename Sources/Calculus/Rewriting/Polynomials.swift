import Graphs

/// Common factors of a fraction whose parts are polynomials in one term.
extension Simplifier {
  /// `(x² - 1)/(x - 1)` becomes `x + 1`.
  func cancelledPolynomial(_ id: TermID) -> TermID {
    guard case .product(let coefficient, let exponents) = store.kind(id) else { return id }
    let all = zip(store.arguments(id), exponents).map(Factor.init)
    let above = all.filter { $0.exponent == .one }
    let below = all.filter { $0.exponent.isInteger && $0.exponent < .zero }
    for top in above {
      for bottom in below {
        guard let variable = commonVariable(top.base, bottom.base),
          let dividend = polynomial(top.base, in: variable),
          let divisor = polynomial(bottom.base, in: variable),
          let quotient = dividend.divided(by: divisor)
        else { continue }
        let rest = all.filter { $0 != top && $0 != bottom }
        return store.product(
          coefficient,
          rest + [
            Factor(term(quotient, in: variable)), Factor(bottom.base, bottom.exponent + .one),
          ])
      }
    }
    return id
  }

  private func commonVariable(_ top: TermID, _ bottom: TermID) -> TermID? {
    guard case .sum = store.kind(top), case .sum = store.kind(bottom) else { return nil }
    for argument in store.arguments(bottom) {
      if let base = store.factors(argument).factors.first?.base, base != store.one { return base }
    }
    return nil
  }

  private func polynomial(_ id: TermID, in variable: TermID) -> Polynomial? {
    var coefficients: [Number] = []
    for part in store.summands(id) {
      let (coefficient, all) = store.factors(part.term)
      guard all.count <= 1 else { return nil }
      var degree = 0
      if let factor = all.first {
        guard factor.base == variable, let power = factor.exponent.integer, (1...40).contains(power)
        else { return nil }
        degree = power
      }
      while coefficients.count <= degree { coefficients.append(.zero) }
      coefficients[degree] = coefficients[degree] + part.coefficient * coefficient
    }
    return Polynomial(coefficients: coefficients)
  }

  private func term(_ polynomial: Polynomial, in variable: TermID) -> TermID {
    store.sum(
      polynomial.coefficients.enumerated().map { degree, coefficient in
        Summand(coefficient, store.power(variable, Number(degree)))
      })
  }
}

/// A polynomial in one variable, lowest degree first.
private struct Polynomial {
  var coefficients: [Number]

  /// The quotient, where the division leaves no remainder.
  func divided(by divisor: Polynomial) -> Polynomial? {
    guard let lead = divisor.coefficients.last, lead != .zero, lead.isExact,
      coefficients.count >= divisor.coefficients.count, divisor.coefficients.count >= 2
    else { return nil }
    var remainder = coefficients
    let degree = divisor.coefficients.count - 1
    var quotient = [Number](repeating: .zero, count: coefficients.count - degree)
    for place in quotient.indices.reversed() {
      let factor = remainder[place + degree] / lead
      quotient[place] = factor
      for (offset, coefficient) in divisor.coefficients.enumerated() {
        remainder[place + offset] = remainder[place + offset] - factor * coefficient
      }
    }
    guard remainder.allSatisfy({ $0 == .zero }) else { return nil }
    return Polynomial(coefficients: quotient)
  }
}
