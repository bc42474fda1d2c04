import Graphs

/// What every summand of a sum has in common, and what remains.
struct SumContent {
  /// The common numeric factor, with the sign that makes the remaining sum canonical.
  var coefficient: Number
  /// The common factors.
  var monomial: [Factor]
  /// The sum divided by both.
  var part: TermID
}

extension TermStore {
  /// Splits a sum into its content and its primitive part.
  ///
  /// The sign is chosen by the sum alone: known-positive sums stay as they are, otherwise the
  /// oldest summand becomes positive.
  func primitivePart(_ id: TermID) -> SumContent {
    guard case .sum(let coefficients) = kind(id) else {
      return SumContent(coefficient: .one, monomial: [], part: id)
    }
    let parts = arguments(id).map { factors($0) }
    let content = self.content(zip(coefficients, parts).map { $0 * $1.coefficient })
    var common: [Factor]?
    for part in parts {
      guard let previous = common else {
        common = part.factors
        continue
      }
      if previous.isEmpty { continue }
      common = previous.compactMap { factor in
        guard let other = part.factors.first(where: { $0.base == factor.base }) else { return nil }
        if factor.exponent > .zero, other.exponent > .zero {
          return Factor(factor.base, min(factor.exponent, other.exponent))
        }
        if factor.exponent < .zero, other.exponent < .zero {
          return Factor(factor.base, max(factor.exponent, other.exponent))
        }
        // √n·a + b/√n is √n·(a + b/n).
        if factor.exponent.denominator == 2, other.exponent.denominator == 2,
          isPositive(factor.base)
        {
          return Factor(factor.base, .half)
        }
        return nil
      }
    }
    let monomial = common ?? []
    guard content != .one || !monomial.isEmpty else {
      if leadingSign(id) > 0 { return SumContent(coefficient: .one, monomial: [], part: id) }
      return SumContent(coefficient: .minusOne, monomial: [], part: negate(id))
    }
    let inverse = monomial.map { Factor($0.base, -$0.exponent) }
    var reduced: [Summand] = []
    for (coefficient, part) in zip(coefficients, parts) {
      let core = product(.one, part.factors + inverse)
      reduced.append(Summand(coefficient * part.coefficient / content, core))
    }
    let part = sum(reduced)
    // Dividing may have changed which summand is the oldest, so the sign is decided last.
    if leadingSign(part) > 0 {
      return SumContent(coefficient: content, monomial: monomial, part: part)
    }
    return SumContent(coefficient: -content, monomial: monomial, part: negate(part))
  }

  /// The common numeric factor of coefficients; unwieldy decimals follow the others, so that
  /// `v + 0.00001` stays what it is.
  private func content(_ coefficients: [Number]) -> Number {
    // Decimals that were written stay as they were: 0.9*y + 0.1/k.
    let decimals = Set(coefficients.map(\.magnitude)).intersection(writtenDecimals)
    if decimals.filter({ !$0.isInteger }).count > 1 { return .one }
    let plain = coefficients.filter { max($0.numerator.magnitude, $0.denominator.magnitude) < 1000 }
    let content = (plain.isEmpty ? coefficients : plain).reduce(.zero, Number.content)
    return content == .zero || !content.isExact ? .one : content
  }

  /// The sign a sum has by convention: positive where it is known to be, else its first summand's.
  func leadingSign(_ id: TermID) -> Int {
    guard case .sum(let coefficients) = kind(id) else { return 1 }
    if isPositive(id) { return 1 }
    let negated = make(.sum(coefficients.map { -$0 }), arguments(id), shape(id))
    if isPositive(negated) { return -1 }
    return (coefficients.first ?? .one) > .zero ? 1 : -1
  }

  /// Whether a term carries a minus that an odd or even function can take out.
  func isNegative(_ id: TermID) -> Bool {
    switch kind(id) {
    case .number(let number): return number < .zero
    case .product(let coefficient, _): return coefficient < .zero
    case .sum: return leadingSign(id) < 0
    default: return false
    }
  }
}
