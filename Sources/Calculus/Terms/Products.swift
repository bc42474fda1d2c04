import Graphs

/// Products in normal form: flat, equal bases collected, exponents exact, numbers folded.
extension TermStore {
  /// `a · b · …`.
  func multiply(_ terms: [TermID]) -> TermID { product(.one, terms.map { Factor($0) }) }

  /// `a · b`.
  func multiply(_ left: TermID, _ right: TermID) -> TermID { multiply([left, right]) }

  /// `a / b`.
  func divide(_ left: TermID, _ right: TermID) -> TermID {
    product(.one, [Factor(left), Factor(right, .minusOne)])
  }

  /// `base ^ exponent` of a number.
  func power(_ base: TermID, _ exponent: Number) -> TermID {
    product(.one, [Factor(base, exponent)])
  }

  /// `base ^ exponent`.
  func power(_ base: TermID, _ exponent: TermID) -> TermID {
    if let number = number(exponent) { return power(base, number) }
    if number(base) == .one { return one }
    if case .function(.exp) = kind(base), let inner = arguments(base).first {
      return function(.exp, multiply(inner, exponent))
    }
    let whole = make(.power, [base, exponent], shape(base).merged(with: shape(exponent)))
    return product(.one, [Factor(whole)])
  }

  /// The coefficient and factors of a term; a term that is no product is its only factor.
  func factors(_ id: TermID) -> (coefficient: Number, factors: [Factor]) {
    switch kind(id) {
    case .number(let number): return (number, [])
    case .product(let coefficient, let exponents):
      return (coefficient, zip(arguments(id), exponents).map(Factor.init))
    default: return (.one, [Factor(id)])
    }
  }

  /// `c · Π bᵢ^eᵢ` in normal form.
  func product(_ coefficient: Number, _ parts: [Factor]) -> TermID {
    var builder = ProductBuilder(coefficient: coefficient)
    builder.pending = Array(parts.reversed())
    while let part = builder.pending.popLast() {
      if isInterrupted { return zero }
      guard part.exponent != .zero else { continue }
      if absorb(part, into: &builder) { continue }
      builder.multiply(part)
    }
    if !builder.exponentials.isEmpty {
      let argument = sum(builder.exponentials)
      if argument != zero {
        let factor = function(.exp, argument)
        guard case .function(.exp) = kind(factor) else {
          let rest = builder.items
          return product(builder.coefficient, [Factor(factor)] + rest)
        }
        builder.multiply(Factor(factor))
      }
    }
    for base in builder.powerOrder { multiplyPower(of: base, into: &builder) }
    return finish(&builder)
  }

  /// Multiplies by a base to the sum of the exponents it was met with; a number among them is a
  /// factor of its own: `x^(a - 1)` is `x^a · x^-1`.
  private func multiplyPower(of base: TermID, into builder: inout ProductBuilder) {
    let exponent = sum(builder.powers[base] ?? [])
    let parts = summands(exponent)
    let whole = parts.first { $0.term == one && $0.coefficient.isInteger }?.coefficient ?? .zero
    if whole != .zero { builder.multiply(Factor(base, whole)) }
    let rest = sum([Summand(.one, exponent), Summand(-whole, one)])
    if let number = number(rest) {
      if number != .zero { builder.multiply(Factor(base, number)) }
      return
    }
    let shape = shape(base).merged(with: self.shape(rest))
    builder.multiply(Factor(make(.power, [base, rest], shape)))
  }

  /// Takes a factor apart into the builder; false where it is to be kept whole.
  private func absorb(_ part: Factor, into builder: inout ProductBuilder) -> Bool {
    let (id, exponent) = (part.base, part.exponent)
    switch kind(id) {
    case .number(let number): return absorb(number, exponent, into: &builder)
    case .product(let coefficient, let exponents):
      let inner = zip(arguments(id), exponents).map(Factor.init)
      return absorb(coefficient, inner, raised: exponent, into: &builder)
    case .function(.exp):
      guard let argument = arguments(id).first else { return false }
      builder.exponentials.append(Summand(exponent, argument))
      return true
    case .function(.abs):
      guard exponent.isEven, let argument = arguments(id).first else { return false }
      builder.pending.append(Factor(argument, exponent))
      return true
    case .sum:
      guard exponent.isInteger, let whole = exponent.integer else { return false }
      let content = primitivePart(id)
      guard content.coefficient != .one || !content.monomial.isEmpty else { return false }
      builder.coefficient = builder.coefficient * content.coefficient.power(whole)
      for factor in content.monomial {
        builder.pending.append(Factor(factor.base, factor.exponent * exponent))
      }
      if case .sum = kind(content.part) {
        builder.multiply(Factor(content.part, exponent))
      } else {
        builder.pending.append(Factor(content.part, exponent))
      }
      return true
    case .power:
      guard let base = arguments(id).first, let power = arguments(id).last,
        isPositive(base) || exponent.isInteger
      else { return false }
      if builder.powers[base] == nil { builder.powerOrder.append(base) }
      builder.powers[base, default: []].append(Summand(exponent, power))
      return true
    default: return false
    }
  }

  private func absorb(
    _ number: Number, _ exponent: Number, into builder: inout ProductBuilder
  ) -> Bool {
    if let whole = exponent.integer {
      builder.coefficient = builder.coefficient * number.power(whole)
      return true
    }
    if number == .one { return true }
    if number == .zero {
      builder.coefficient = exponent > .zero ? .zero : Number(inexact: .infinity)
      return true
    }
    if exponent.denominator == 2, let root = number.squareRoot {
      builder.coefficient = builder.coefficient * root.power(exponent.numerator)
      return true
    }
    if exponent.isExact, exponent.magnitude > .one {
      let whole = exponent.numerator / exponent.denominator
      builder.coefficient = builder.coefficient * number.power(whole)
      builder.pending.append(Factor(constant(number), exponent - Number(whole)))
      return true
    }
    return false
  }

  private func absorb(
    _ coefficient: Number, _ inner: [Factor], raised exponent: Number,
    into builder: inout ProductBuilder
  ) -> Bool {
    if exponent.isInteger, let whole = exponent.integer {
      builder.coefficient = builder.coefficient * coefficient.power(whole)
      for factor in inner.reversed() {
        builder.pending.append(Factor(factor.base, factor.exponent * exponent))
      }
      return true
    }
    // A root is taken of what is positive; of an even power it is that of the magnitude.
    var outside: [Factor] = []
    var inside: [Factor] = []
    for factor in inner {
      if isPositive(factor.base) {
        outside.append(Factor(factor.base, factor.exponent * exponent))
      } else if factor.exponent.isEven {
        let magnitude = function(.abs, factor.base)
        outside.append(Factor(magnitude, factor.exponent * exponent))
      } else {
        inside.append(factor)
      }
    }
    if inside.count == 1, coefficient == .one, let factor = inside.first,
      !factor.exponent.isInteger || outside.isEmpty
    {
      let merged = factor.exponent * exponent
      // (x^(1/2))^e and (x^3)^(1/2): the first is x^(e/2), the second stays as it was written.
      if !factor.exponent.isInteger {
        outside.append(Factor(factor.base, merged))
        inside = []
      }
    }
    if outside.isEmpty, coefficient == .one || coefficient < .zero { return false }
    if coefficient > .zero {
      if coefficient != .one { outside.append(Factor(constant(coefficient), exponent)) }
      if !inside.isEmpty {
        builder.multiply(Factor(product(.one, inside), exponent))
      }
    } else {
      if inside.isEmpty { return false }
      builder.multiply(Factor(product(coefficient, inside), exponent))
    }
    builder.pending.append(contentsOf: outside.reversed())
    return true
  }

  /// A repetition of ones says nothing where another factor has the shape already.
  private func dropRepetitions(_ builder: inout ProductBuilder) {
    for item in builder.items {
      guard case .broadcast(let shape) = kind(item.base), arguments(item.base) == [one] else {
        continue
      }
      let others = builder.items.filter { $0.base != item.base }
        .reduce(SymbolicShape.scalar) { $0.merged(with: self.shape($1.base)) }
      if others == shape || item.exponent != .one {
        builder.multiply(Factor(item.base, -item.exponent))
        if others != shape { builder.multiply(Factor(item.base)) }
      }
    }
  }

  private func finish(_ builder: inout ProductBuilder) -> TermID {
    if builder.coefficient == .zero { return zero }
    dropRepetitions(&builder)
    applyPairRules(to: &builder)
    if builder.coefficient == .zero { return zero }
    if let merged = absorbedBySelect(builder) { return merged }
    let coefficient = builder.coefficient
    let order = builder.order.filter { builder.exponents[$0].map { $0 != .zero } ?? false }
    let items = builder.items.sorted { $0.base < $1.base }
    guard let first = items.first else { return constant(coefficient) }
    var shape = SymbolicShape.scalar
    for item in items { shape = shape.merged(with: self.shape(item.base)) }
    if items.count == 1, first.exponent == .one {
      if coefficient == .one { return first.base }
      if case .sum = kind(first.base) { return scale(coefficient, first.base) }
    }
    let result = make(
      .product(coefficient, items.map(\.exponent)), items.map(\.base), shape)
    if isReading, writtenOrder[result] == nil { writtenOrder[result] = order }
    return result
  }
}

/// The state of a product under construction.
struct ProductBuilder {
  /// The numeric coefficient so far.
  var coefficient: Number
  /// Factors still to be looked at.
  var pending: [Factor] = []
  /// The arguments of exponentials met, with their exponents: they merge into one.
  var exponentials: [Summand] = []
  /// The exponents that are terms, of each base met with some: they add up.
  var powers: [TermID: [Summand]] = [:]
  /// The bases of `powers` in the order they were met.
  var powerOrder: [TermID] = []
  /// The exponent of each base met.
  var exponents: [TermID: Number] = [:]
  /// The bases in the order they were met.
  var order: [TermID] = []

  init(coefficient: Number) {
    self.coefficient = coefficient
  }

  /// The factors whose exponent is not zero.
  var items: [Factor] {
    order.compactMap { base in
      guard let exponent = exponents[base], exponent != .zero else { return nil }
      return Factor(base, exponent)
    }
  }

  /// Multiplies by a factor.
  mutating func multiply(_ factor: Factor) {
    if let known = exponents[factor.base] {
      exponents[factor.base] = known + factor.exponent
    } else {
      exponents[factor.base] = factor.exponent
      order.append(factor.base)
    }
  }
}
