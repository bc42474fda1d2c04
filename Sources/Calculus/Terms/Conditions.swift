import Graphs

/// Comparisons, choices and extremes in normal form.
extension TermStore {
  /// `a < b` and its kin; `>` and `>=` are written with the sides exchanged.
  func compare(_ comparison: BinaryFunction, _ left: TermID, _ right: TermID) -> TermID {
    if let a = number(left), let b = number(right) {
      switch comparison {
      case .less: return a < b ? one : zero
      case .lessOrEqual: return a <= b ? one : zero
      case .greater: return a > b ? one : zero
      case .greaterOrEqual: return a >= b ? one : zero
      case .equal: return a == b ? one : zero
      case .notEqual: return a != b ? one : zero
      default: break
      }
    }
    switch comparison {
    case .greater: return compare(.less, right, left)
    case .greaterOrEqual: return compare(.lessOrEqual, right, left)
    default: break
    }
    if left == right { return comparison == .less || comparison == .notEqual ? zero : one }
    // relu(u) > 0 exactly where u > 0.
    if comparison == .less, left == zero, case .function(.relu) = kind(right),
      let inner = arguments(right).first
    {
      return compare(.less, zero, inner)
    }
    return make(.compare(comparison), [left, right], shape(left).merged(with: shape(right)))
  }

  /// The condition that holds where another does not, where it is a comparison.
  func complement(_ condition: TermID) -> TermID? {
    if condition == one { return zero }
    if condition == zero { return one }
    guard case .compare(let comparison) = kind(condition) else {
      if case .function(.not) = kind(condition) { return arguments(condition).first }
      return nil
    }
    let (left, right) = (arguments(condition)[0], arguments(condition)[1])
    switch comparison {
    case .less: return compare(.lessOrEqual, right, left)
    case .lessOrEqual: return compare(.less, right, left)
    case .equal: return compare(.notEqual, left, right)
    case .notEqual: return compare(.equal, left, right)
    default: return nil
    }
  }

  /// `low < x and x < high`; between a number and its negative, `abs(x) < high`.
  func isBetween(_ x: TermID, _ low: TermID, _ high: TermID) -> TermID {
    if low == negate(high), sign(high) == .positive || sign(high) == .nonnegative {
      return compare(.less, function(.abs, x), high)
    }
    return logic(.and, compare(.greater, x, low), compare(.less, x, high))
  }

  /// Whether a term is true, as a term that is 0 or 1: a number is true where it is not 0.
  func truth(_ id: TermID) -> TermID {
    switch kind(id) {
    case .compare, .logic, .oneHot, .function(.not), .function(.isnan), .function(.isfinite),
      .reduce(.any, _, _), .reduce(.all, _, _):
      return id
    default: return compare(.notEqual, id, zero)
    }
  }

  /// `a and b`, `a or b`.
  func logic(_ operation: BinaryFunction, _ left: TermID, _ right: TermID) -> TermID {
    let (left, right) = (truth(left), truth(right))
    if left == right { return left }
    let (neutral, absorbing) = operation == .and ? (one, zero) : (zero, one)
    if left == neutral { return right }
    if right == neutral { return left }
    if left == absorbing || right == absorbing { return absorbing }
    return make(.logic(operation), [left, right], shape(left).merged(with: shape(right)))
  }

  /// `where(condition, a, b)`; what both branches have in common stands before it.
  func select(_ condition: TermID, _ a: TermID, _ b: TermID) -> TermID {
    if a == b || condition == one { return a }
    if condition == zero { return b }
    var (a, b) = (a, b)
    if case .select = kind(a), arguments(a)[0] == condition { a = arguments(a)[1] }
    if case .select = kind(b), arguments(b)[0] == condition { b = arguments(b)[2] }
    if a == b { return a }
    if let hoisted = hoisted(condition, a, b) { return hoisted }
    if b == zero, case .compare(.less) = kind(condition), arguments(condition) == [zero, a] {
      return function(.relu, a)
    }
    if b == zero, isNothingElsewhere(a, condition) { return a }
    if a == zero, let opposite = complement(condition) {
      if case .compare(let order) = kind(opposite), order == .less || order == .lessOrEqual,
        arguments(opposite) == [zero, b]
      {
        return function(.relu, b)
      }
      if isNothingElsewhere(b, opposite) { return b }
    }
    if let ramp = ramp(condition, a, b) { return ramp }
    if let turned = widerInside(condition, a, b) { return turned }
    if let clipped = clipForm(condition, a, b) { return clipped }
    let shape = shape(condition).merged(with: shape(a)).merged(with: self.shape(b))
    if b == zero || a == zero {
      let (coefficient, all) = factors(a == zero ? b : a)
      let sizes = all.filter { isSize($0.base) }
      let rest = product(.one, all.filter { !isSize($0.base) })
      // What a product takes in again must not be taken out for ever.
      if coefficient != .one || !sizes.isEmpty, cost(rest) < cost(a == zero ? b : a) {
        let choice = select(condition, a == zero ? zero : rest, a == zero ? rest : zero)
        return product(coefficient, sizes + [Factor(choice)])
      }
      return make(.select, [condition, a, b], shape)
    }
    let (first, second) = (factors(a), factors(b))
    let shared = sharedCoefficient(first.coefficient, second.coefficient)
    if shared != .one, number(a) == nil || number(b) == nil {
      let choice = select(condition, scale(.one / shared, a), scale(.one / shared, b))
      return scale(shared, choice)
    }
    let common = first.factors.filter { second.factors.contains($0) }
    if !common.isEmpty, number(a) == nil, number(b) == nil {
      let inverse = common.map { Factor($0.base, -$0.exponent) }
      let rest = (
        product(first.coefficient, first.factors + inverse),
        product(second.coefficient, second.factors + inverse)
      )
      if cost(rest.0) + cost(rest.1) < cost(a) + cost(b) {
        return product(.one, common + [Factor(select(condition, rest.0, rest.1))])
      }
    }
    return make(.select, [condition, a, b], shape)
  }

  /// What two numbers before the branches of a choice have in common: a whole factor, a minus.
  private func sharedCoefficient(_ a: Number, _ b: Number) -> Number {
    let sign: Number = a < .zero && b < .zero ? .minusOne : .one
    guard let first = a.integer, let second = b.integer, first != 0, second != 0 else {
      return sign
    }
    return sign * Number.content(a, b)
  }

  /// `where(c, where(d, a, 0), 0)` with the condition that varies along fewer axes outside, where
  /// it meets those of other terms.
  private func widerInside(_ condition: TermID, _ a: TermID, _ b: TermID) -> TermID? {
    guard a == zero || b == zero, let inner = maskedChoice(a == zero ? b : a),
      spread(inner.condition) < spread(condition)
    else { return nil }
    let choice =
      a == zero ? select(condition, zero, inner.value) : select(condition, inner.value, zero)
    return inner.isFirst
      ? select(inner.condition, choice, zero) : select(inner.condition, zero, choice)
  }

  /// The number of axes that a term varies along.
  private func spread(_ id: TermID) -> Int { shape(id).dimensions.filter { $0 != .one }.count }

  /// Whether a product is zero by itself where a condition `l < r` fails: it holds `relu(r - l)`.
  private func isNothingElsewhere(_ id: TermID, _ condition: TermID) -> Bool {
    guard case .compare(let comparison) = kind(condition),
      comparison == .less || comparison == .lessOrEqual
    else { return false }
    let gap = subtract(arguments(condition)[1], arguments(condition)[0])
    return factors(id).factors.contains { factor in
      guard factor.exponent > .zero else { return false }
      switch kind(factor.base) {
      case .function(.relu): return arguments(factor.base) == [gap]
      case .maximum:
        let parts = arguments(factor.base)
        return parts.contains(zero) && parts.contains(gap)
      default: return false
      }
    }
  }

  /// `where(l < r, c·(r - l)^k, 0)` is `c·relu(r - l)^k`, where c is finite everywhere.
  private func ramp(_ condition: TermID, _ a: TermID, _ b: TermID) -> TermID? {
    guard (a == zero) != (b == zero), let holds = b == zero ? condition : complement(condition),
      case .compare(let order) = kind(holds), order == .less || order == .lessOrEqual
    else { return nil }
    let value = b == zero ? a : b
    let (coefficient, all) = factors(value)
    guard all.count <= 4 else { return nil }
    let gap = subtract(arguments(holds)[1], arguments(holds)[0])
    let opposite = negate(gap)
    for (place, factor) in all.enumerated() where factor.base == gap || factor.base == opposite {
      var rest = all
      rest.remove(at: place)
      let isFinite = rest.allSatisfy { other in
        switch kind(other.base) {
        case .symbol, .named, .size: other.exponent.isInteger && other.exponent > .zero
        default: isSize(other.base)
        }
      }
      guard isFinite, let power = factor.exponent.integer, power > 0 else { continue }
      let sign: Number = factor.base == opposite && !power.isMultiple(of: 2) ? .minusOne : .one
      return product(
        coefficient * sign, rest + [Factor(function(.relu, gap), factor.exponent)])
    }
    return nil
  }

  /// `where(c, where(d, a, 0), where(d, b, 0))` is `where(d, where(c, a, b), 0)`.
  private func hoisted(_ condition: TermID, _ a: TermID, _ b: TermID) -> TermID? {
    guard let first = maskedChoice(a), let second = maskedChoice(b),
      first.condition == second.condition, first.isFirst == second.isFirst
    else { return nil }
    let inner = select(condition, first.value, second.value)
    return first.isFirst
      ? select(first.condition, inner, zero) : select(first.condition, zero, inner)
  }

  /// A term that is zero on one side of a condition: that condition, and its value on the other.
  private func maskedChoice(_ id: TermID) -> (condition: TermID, value: TermID, isFirst: Bool)? {
    let (coefficient, all) = factors(id)
    guard
      let place = all.firstIndex(where: { factor in
        guard factor.exponent == .one, case .select = kind(factor.base) else { return false }
        return arguments(factor.base).dropFirst().contains(zero)
      })
    else { return nil }
    let choice = arguments(all[place].base)
    var rest = all
    rest.remove(at: place)
    let isFirst = choice[2] == zero
    let value = product(coefficient, rest + [Factor(isFirst ? choice[1] : choice[2])])
    return (choice[0], value, isFirst)
  }

  private func isSize(_ id: TermID) -> Bool {
    if case .size = kind(id) { return true }
    return false
  }

  /// `where(|r| <= d, r, d·sign(r))` is `clip(r, -d, d)`, for a `d` that is not negative.
  private func clipForm(_ condition: TermID, _ a: TermID, _ b: TermID) -> TermID? {
    guard case .compare(let comparison) = kind(condition),
      comparison == .lessOrEqual || comparison == .less
    else { return nil }
    let (left, right) = (arguments(condition)[0], arguments(condition)[1])
    guard case .function(.abs) = kind(left), let r = arguments(left).first else {
      // The condition may be written the other way round: d < |r|.
      guard case .function(.abs) = kind(right), let r = arguments(right).first else { return nil }
      return clipForm(r, bound: left, inside: b, outside: a)
    }
    return clipForm(r, bound: right, inside: a, outside: b)
  }

  private func clipForm(
    _ r: TermID, bound: TermID, inside: TermID, outside: TermID
  ) -> TermID? {
    // Branches may both carry a factor, which `select` has already taken out, or a sign.
    let sign = function(.sign, r)
    for flip in [false, true] {
      let inner = flip ? negate(inside) : inside
      let outer = flip ? negate(outside) : outside
      if inner != r || outer != multiply(bound, sign) {
        // Branches in another scale: where(|r| < d, r/d, sign(r)) is clip(r/d, -1, 1).
        guard outer == sign, inner == divide(r, bound), number(bound).map({ $0 > .zero }) == true
        else { continue }
        let clipped = make(
          .clip, [inner, constant(-1), one], shape(r).merged(with: shape(bound)))
        return flip ? negate(clipped) : clipped
      }
      if !isPositive(bound) {
        assume("\(TermNames.text(of: bound, in: self)) > 0")
      } else if case .symbol(let leaf) = kind(bound) {
        assume("\(leaf.name) > 0")
      }
      let clipped = make(
        .clip, [r, negate(bound), bound], shape(r).merged(with: shape(bound)))
      return flip ? negate(clipped) : clipped
    }
    return nil
  }

  /// A product with a factor `where(c, a, 0)` is that choice with the other factors inside.
  func absorbedBySelect(_ builder: ProductBuilder) -> TermID? {
    let items = builder.items
    guard items.count > 1 else { return nil }
    for (place, item) in items.enumerated() where item.exponent >= .one && item.exponent.isInteger {
      guard case .select = kind(item.base) else { continue }
      let parts = arguments(item.base)
      guard parts[1] == zero || parts[2] == zero else { continue }
      var inside: [Factor] = []
      var outside: [Factor] = []
      for (other, factor) in items.enumerated() where other != place {
        if isSize(factor.base) {
          outside.append(factor)
        } else {
          inside.append(factor)
        }
      }
      guard !inside.isEmpty || item.exponent != .one else { continue }
      let branch = parts[2] == zero ? parts[1] : parts[2]
      let value = product(.one, inside + [Factor(branch, item.exponent)])
      let choice =
        parts[2] == zero ? select(parts[0], value, zero) : select(parts[0], zero, value)
      if choice == zero { return zero }
      return product(builder.coefficient, outside + [Factor(choice)])
    }
    return nil
  }

  /// `max(a, b)` of two tensors.
  func maximum(_ left: TermID, _ right: TermID) -> TermID {
    if left == right { return left }
    if let a = number(left), let b = number(right) { return a < b ? right : left }
    return make(.maximum, [left, right], shape(left).merged(with: shape(right)))
  }

  /// `min(a, b)` of two tensors.
  func minimum(_ left: TermID, _ right: TermID) -> TermID {
    if left == right { return left }
    if let a = number(left), let b = number(right) { return a < b ? left : right }
    return make(.minimum, [left, right], shape(left).merged(with: shape(right)))
  }

  /// `clip(x, low, high)`.
  func clip(_ x: TermID, _ low: TermID, _ high: TermID) -> TermID {
    if isNegative(x), low == negate(high) {
      return negate(clip(negate(x), low, high))
    }
    return make(
      .clip, [x, low, high], shape(x).merged(with: shape(low)).merged(with: shape(high)))
  }

  /// Where `clip(x, low, high)` follows x, where low, and where high, as conditions.
  ///
  /// It is `min(max(x, low), high)`: bounds that cross give the upper one, so unless they are known
  /// not to, the conditions say so. Of `-d` and `d` it is taken for granted.
  func clipRegions(
    _ x: TermID, _ low: TermID, _ high: TermID
  ) -> (inside: TermID, below: TermID, above: TermID) {
    let inside = isBetween(x, low, high)
    let below = compare(.lessOrEqual, x, low)
    let above = compare(.greaterOrEqual, x, high)
    if low == negate(high) || isPositive(subtract(high, low)) { return (inside, below, above) }
    return (
      inside, logic(.and, below, compare(.less, low, high)),
      logic(.or, above, compare(.lessOrEqual, high, low))
    )
  }
}
