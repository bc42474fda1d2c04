import Graphs

/// Sums in normal form: flat, like terms collected, numbers folded.
extension TermStore {
  /// A number.
  func constant(_ number: Number) -> TermID {
    if number == .zero { return zero }
    return number == .one ? one : make(.number(number), [], .scalar)
  }

  /// An integer.
  func constant(_ integer: Int) -> TermID { constant(Number(integer)) }

  /// `a + b + …`.
  func add(_ terms: [TermID]) -> TermID { sum(terms.map { Summand(.one, $0) }) }

  /// `a - b`.
  func subtract(_ left: TermID, _ right: TermID) -> TermID {
    sum([Summand(.one, left), Summand(.minusOne, right)])
  }

  /// `-a`.
  func negate(_ term: TermID) -> TermID { scale(.minusOne, term) }

  /// The summands of a term; a term that is no sum is its only one.
  func summands(_ id: TermID) -> [Summand] {
    switch kind(id) {
    case .sum(let coefficients): return zip(coefficients, arguments(id)).map(Summand.init)
    case .number(let number): return number == .zero ? [] : [Summand(number, one)]
    case .product(let coefficient, let exponents):
      guard coefficient != .one else { return [Summand(.one, id)] }
      let core = product(.one, zip(arguments(id), exponents).map(Factor.init))
      return [Summand(coefficient, core)]
    default: return [Summand(.one, id)]
    }
  }

  /// `Σ cᵢ tᵢ` in normal form.
  func sum(_ parts: [Summand]) -> TermID {
    if isInterrupted { return zero }
    var coefficients: [TermID: Number] = [:]
    var order: [TermID] = []
    var pending = Array(parts.reversed())
    while let part = pending.popLast() {
      guard part.coefficient != .zero else { continue }
      let id = part.term
      switch kind(id) {
      case .number(let number):
        accumulate(part.coefficient * number, one, &coefficients, &order)
      case .sum(let inner):
        for (coefficient, argument) in zip(inner, arguments(id)).reversed() {
          pending.append(Summand(part.coefficient * coefficient, argument))
        }
      case .product(let coefficient, let exponents) where coefficient != .one:
        let factors = zip(arguments(id), exponents).map(Factor.init)
        let core = product(.one, factors)
        if case .product = kind(core) {
          accumulate(part.coefficient * coefficient, core, &coefficients, &order)
        } else {
          pending.append(Summand(part.coefficient * coefficient, core))
        }
      default:
        accumulate(part.coefficient, id, &coefficients, &order)
      }
    }
    return finish(coefficients, order)
  }

  private func accumulate(
    _ coefficient: Number, _ term: TermID, _ coefficients: inout [TermID: Number],
    _ order: inout [TermID]
  ) {
    if let known = coefficients[term] {
      coefficients[term] = known + coefficient
    } else {
      coefficients[term] = coefficient
      order.append(term)
    }
  }

  private func finish(_ coefficients: [TermID: Number], _ order: [TermID]) -> TermID {
    var items: [Summand] = []
    var shape = SymbolicShape.scalar
    for (term, coefficient) in coefficients where coefficient != .zero {
      items.append(Summand(coefficient, term))
    }
    items.sort { $0.term < $1.term }
    for item in items { shape = shape.merged(with: self.shape(item.term)) }
    guard items.count > 1 else {
      guard let item = items.first else { return zero }
      if item.term == one { return constant(item.coefficient) }
      return scale(item.coefficient, item.term)
    }
    if let identity = trigonometric(items) { return sum(identity) }
    let result = make(.sum(items.map(\.coefficient)), items.map(\.term), shape)
    if isReading, writtenOrder[result] == nil { writtenOrder[result] = order }
    return result
  }

  /// `c·t`; a number is distributed into a sum, so that like terms meet.
  func scale(_ coefficient: Number, _ term: TermID) -> TermID {
    if coefficient == .one { return term }
    if coefficient == .zero { return zero }
    switch kind(term) {
    case .number(let number): return constant(coefficient * number)
    case .sum: return sum([Summand(coefficient, term)].flatMap(distributed))
    default: return product(coefficient, [Factor(term)])
    }
  }

  private func distributed(_ part: Summand) -> [Summand] {
    summands(part.term).map { Summand(part.coefficient * $0.coefficient, $0.term) }
  }

  /// `sin² + cos² = 1` and `cosh² - sinh² = 1`, where both squares have matching coefficients.
  private func trigonometric(_ items: [Summand]) -> [Summand]? {
    for (place, item) in items.enumerated() {
      guard let (function, argument) = squaredFunction(item.term) else { continue }
      let partner: UnaryFunction
      let sign: Number
      switch function {
      case .sin: (partner, sign) = (.cos, .one)
      case .cosh: (partner, sign) = (.sinh, .minusOne)
      default: continue
      }
      for (other, candidate) in items.enumerated() where other != place {
        guard let (second, sameArgument) = squaredFunction(candidate.term), second == partner,
          sameArgument == argument, candidate.coefficient == item.coefficient * sign
        else { continue }
        var rest = items
        for index in [place, other].sorted(by: >) { rest.remove(at: index) }
        return rest + [Summand(item.coefficient, one)]
      }
    }
    return nil
  }

  private func squaredFunction(_ id: TermID) -> (UnaryFunction, TermID)? {
    guard case .product(.one, let exponents) = kind(id), exponents == [Number(2)],
      let base = arguments(id).first, case .function(let function) = kind(base),
      let argument = arguments(base).first
    else { return nil }
    return (function, argument)
  }
}
