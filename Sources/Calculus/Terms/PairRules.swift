import Graphs

/// Rules for two factors of one product, such as `sinh(u) / cosh(u) = tanh(u)`.
extension TermStore {
  /// Applies the rules until none fires.
  func applyPairRules(to builder: inout ProductBuilder) {
    // Each rule removes a factor or lowers an exponent; the bound is for safety alone.
    for _ in 0..<64 {
      guard let change = pairChange(builder) else { return }
      for factor in change.remove { builder.multiply(Factor(factor.base, -factor.exponent)) }
      for factor in change.add {
        if let number = number(factor.base), let whole = factor.exponent.integer {
          builder.coefficient = builder.coefficient * number.power(whole)
        } else {
          let (coefficient, inner) = factors(factor.base)
          guard let whole = factor.exponent.integer else {
            builder.multiply(factor)
            continue
          }
          builder.coefficient = builder.coefficient * coefficient.power(whole)
          for item in inner {
            builder.multiply(Factor(item.base, item.exponent * factor.exponent))
          }
        }
      }
    }
  }

  private typealias Change = (remove: [Factor], add: [Factor])

  private func pairChange(_ builder: ProductBuilder) -> Change? {
    let items = builder.items
    guard items.count > 1 || items.contains(where: { $0.exponent != .one }) else { return nil }
    for item in items {
      switch kind(item.base) {
      case .function(let function):
        guard let argument = arguments(item.base).first else { continue }
        if let change = change(function, argument, item, builder) { return change }
      case .oneHot:
        if let change = selection(item, items) { return change }
      default: continue
      }
    }
    return nil
  }

  private func change(
    _ function: UnaryFunction, _ argument: TermID, _ item: Factor, _ builder: ProductBuilder
  ) -> Change? {
    func exponent(_ id: TermID) -> Number { builder.exponents[id] ?? .zero }
    func exponent(of function: UnaryFunction) -> Number {
      exponent(make(.function(function), [argument], shape(argument)))
    }
    let base = item.base
    switch function {
    case .sinh where item.exponent >= .one && exponent(of: .cosh) <= .minusOne:
      let cosh = make(.function(.cosh), [argument], shape(argument))
      return ([Factor(base), Factor(cosh, .minusOne)], [Factor(self.function(.tanh, argument))])
    case .tanh where item.exponent >= .one && exponent(of: .cosh) >= .one:
      let cosh = make(.function(.cosh), [argument], shape(argument))
      return ([Factor(base), Factor(cosh)], [Factor(self.function(.sinh, argument))])
    case .sin where item.exponent >= .one && exponent(of: .cos) <= .minusOne:
      let cosine = make(.function(.cos), [argument], shape(argument))
      return ([Factor(base), Factor(cosine, .minusOne)], [Factor(self.function(.tan, argument))])
    case .tan where item.exponent >= .one && exponent(of: .cos) >= .one:
      let cosine = make(.function(.cos), [argument], shape(argument))
      return ([Factor(base), Factor(cosine)], [Factor(self.function(.sin, argument))])
    case .abs:
      if item.exponent.isInteger, item.exponent >= Number(2) {
        return ([Factor(base, Number(2))], [Factor(argument, Number(2))])
      }
      if item.exponent.isInteger, item.exponent <= Number(-2) {
        return ([Factor(base, Number(-2))], [Factor(argument, Number(-2))])
      }
      // x / |x| is the sign; |x| / x likewise.
      let own = exponent(argument)
      if own >= .one, item.exponent == .minusOne {
        return (
          [Factor(argument), Factor(base, .minusOne)], [Factor(self.function(.sign, argument))]
        )
      }
      if own <= .minusOne, item.exponent == .one {
        return (
          [Factor(argument, .minusOne), Factor(base)], [Factor(self.function(.sign, argument))]
        )
      }
      return nil
    case .sign:
      if item.exponent.isInteger, item.exponent < .zero {
        return ([Factor(base, item.exponent)], [Factor(base, -item.exponent)])
      }
      guard item.exponent >= .one else { return nil }
      let magnitude = make(.function(.abs), [argument], shape(argument))
      if exponent(magnitude) == .one {
        return ([Factor(base), Factor(magnitude)], [Factor(argument)])
      }
      if exponent(magnitude) == .minusOne {
        return ([Factor(base), Factor(magnitude, .minusOne)], [Factor(argument, .minusOne)])
      }
      let (coefficient, inner) = factors(argument)
      guard !inner.isEmpty, coefficient.magnitude == .one else { return nil }
      if inner.allSatisfy({ $0.exponent >= .one && exponent($0.base) >= $0.exponent }) {
        return ([Factor(base)] + inner, [Factor(constant(coefficient)), Factor(magnitude)])
      }
      // sign(a*b)*b is sign(a)*|b|, and sign(a/b)/b is sign(a)/|b|.
      guard inner.count > 1, item.exponent == .one else { return nil }
      for (place, factor) in inner.enumerated()
      where factor.exponent.isOdd && exponent(factor.base).isOdd {
        var others = inner
        others.remove(at: place)
        let own = Factor(factor.base, exponent(factor.base))
        return (
          [Factor(base), own],
          [
            Factor(self.function(.sign, product(coefficient, others))),
            Factor(self.function(.abs, factor.base), own.exponent),
          ]
        )
      }
      return nil
    default: return nil
    }
  }

  /// `one_hot(k) · f(gather(q, k)) = one_hot(k) · f(q)`: in each row only one entry counts.
  private func selection(_ hot: Factor, _ items: [Factor]) -> Change? {
    let store = self
    for item in items where item.base > hot.base && cost(item.base) < 100 {
      // A condition on the entry that was picked is one for the whole row.
      if case .select = kind(item.base) { continue }
      let replaced = Substitution.replace(in: item.base, store: store, elementwise: true) {
        store.entry($0, pickedBy: hot.base)
      }
      if replaced != item.base { return ([item], [Factor(replaced, item.exponent)]) }
    }
    return nil
  }

  /// The tensor that a term is an entry a row of, picked by some one-hot rows.
  private func entry(_ id: TermID, pickedBy hot: TermID) -> TermID? {
    let rank = shape(hot).rank
    guard case .reduce(.sum, let axes, let keep) = kind(id), let inner = arguments(id).first,
      axes == [shape(inner).rank - 1], keep || rank == 1,
      case .product(let coefficient, let exponents) = kind(inner), shape(inner).rank <= rank,
      let place = arguments(inner).firstIndex(of: hot), exponents[place] == .one
    else { return nil }
    var rest = zip(arguments(inner), exponents).map(Factor.init)
    rest.remove(at: place)
    return product(coefficient, rest)
  }
}
