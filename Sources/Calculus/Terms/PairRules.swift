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
      guard !inner.isEmpty, coefficient.magnitude == .one,
        inner.allSatisfy({ $0.exponent >= .one && exponent($0.base) >= $0.exponent })
      else { return nil }
      return ([Factor(base)] + inner, [Factor(constant(coefficient)), Factor(magnitude)])
    default: return nil
    }
  }

  /// `one_hot(k) · f(gather(q, k)) = one_hot(k) · f(q)`: in each row only one entry counts.
  private func selection(_ hot: Factor, _ items: [Factor]) -> Change? {
    let rank = shape(hot.base).rank
    for item in items where item.base != hot.base {
      let picked = item.base
      guard case .reduce(.sum, let axes, let keep) = kind(picked),
        let inner = arguments(picked).first,
        axes == [shape(inner).rank - 1], keep || rank == 1,
        case .product(.one, let exponents) = kind(inner), exponents.count == 2,
        exponents.allSatisfy({ $0 == .one }),
        let place = arguments(inner).firstIndex(of: hot.base), shape(inner).rank <= rank
      else { continue }
      let entry = arguments(inner)[1 - place]
      return ([item], [Factor(entry, item.exponent)])
    }
    return nil
  }
}
