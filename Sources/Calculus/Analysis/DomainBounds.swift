import Graphs

/// Conditions on terms collected so that each is said once: `x >= 0` and `x != 0` as `x > 0`.
struct DomainBounds {
  /// What is asked of a term.
  enum Requirement {
    case positive, nonnegative, nonzero
  }

  /// What is known of one term against numbers.
  private struct Bound {
    let term: TermID
    var lower: (number: Number, isStrict: Bool)?
    var upper: (number: Number, isStrict: Bool)?
    var holes: [Number] = []
  }

  private enum Entry {
    case bound(Bound)
    case condition(TermID)
  }

  let store: TermStore
  let simplifier: Simplifier
  private var entries: [Entry] = []
  /// Whether something is asked that never holds.
  private(set) var isEmpty = false

  init(store: TermStore, simplifier: Simplifier) {
    self.store = store
    self.simplifier = simplifier
  }

  /// The conditions as comparisons, in the order they were met.
  var conditions: [TermID] {
    entries.flatMap { entry -> [TermID] in
      switch entry {
      case .condition(let term): return [term]
      case .bound(let bound):
        let lower = bound.lower.map {
          compare($0.isStrict ? .less : .lessOrEqual, store.constant($0.number), bound.term)
        }
        let upper = bound.upper.map {
          compare($0.isStrict ? .less : .lessOrEqual, bound.term, store.constant($0.number))
        }
        return [lower, upper].compactMap { $0 }
          + bound.holes.map { compare(.notEqual, bound.term, store.constant($0)) }
      }
    }
  }

  /// Whether these conditions give others: each bound of theirs is as tight or tighter here.
  func implies(_ other: DomainBounds) -> Bool {
    other.entries.allSatisfy { entry in
      var joined = self
      switch entry {
      case .condition(let term): joined.add(condition: term)
      case .bound(let bound):
        if let lower = bound.lower { joined.addLower(bound.term, lower.number, lower.isStrict) }
        if let upper = bound.upper { joined.addUpper(bound.term, upper.number, upper.isStrict) }
        for hole in bound.holes { joined.addHole(bound.term, hole) }
      }
      return joined.conditions == conditions
    }
  }

  private func compare(_ comparison: BinaryFunction, _ a: TermID, _ b: TermID) -> TermID {
    store.make(.compare(comparison), [a, b], store.shape(a).merged(with: store.shape(b)))
  }

  // MARK: - Taking conditions apart

  /// Adds what a comparison asks; what is no comparison stays whole.
  mutating func require(condition: TermID) {
    guard case .compare(let comparison) = store.kind(condition) else {
      if condition == store.one { return }
      if condition == store.zero { isEmpty = true }
      return add(condition: condition)
    }
    let difference = store.subtract(store.arguments(condition)[1], store.arguments(condition)[0])
    switch comparison {
    case .less: require(.positive, difference)
    case .lessOrEqual: require(.nonnegative, difference)
    case .notEqual: require(.nonzero, difference)
    default: add(condition: condition)
    }
  }

  /// Adds what a requirement asks of the parts of a term.
  mutating func require(_ requirement: Requirement, _ term: TermID) {
    let term = simplifier.simplify(term)
    let sign = store.sign(term)
    switch requirement {
    case .positive where sign == .positive, .nonzero where sign == .positive || sign == .negative,
      .nonnegative where sign == .positive || sign == .nonnegative:
      return
    default: break
    }
    if let number = store.number(term) {
      let holds =
        switch requirement {
        case .positive: number > .zero
        case .nonnegative: number >= .zero
        case .nonzero: number != .zero
        }
      if !holds { isEmpty = true }
      return
    }
    switch store.kind(term) {
    case .product: requireProduct(requirement, term)
    case .sum: requireSum(requirement, term)
    case .function(let function):
      guard let argument = store.arguments(term).first,
        require(requirement, function, of: argument)
      else { return generic(requirement, term) }
    case .maximum where requirement != .nonnegative && store.arguments(term).contains(store.zero):
      if let other = store.arguments(term).first(where: { $0 != store.zero }) {
        require(.positive, other)
      }
    case .reduce(.norm, _, _): generic(.nonzero, term)
    default: generic(requirement, term)
    }
  }

  /// Functions that have the sign of their argument, or of it less one.
  private mutating func require(
    _ requirement: Requirement, _ function: UnaryFunction, of argument: TermID
  ) -> Bool {
    switch function {
    case .tanh, .sinh, .atan, .asin, .expm1, .erf, .log1p, .sign, .softsign:
      require(requirement, argument)
    case .log, .log2, .log10: require(requirement, store.subtract(argument, store.one))
    case .abs:
      if requirement != .nonnegative { require(.nonzero, argument) }
    case .relu:
      if requirement != .nonnegative { require(.positive, argument) }
    default: return false
    }
    return true
  }

  private mutating func requireProduct(_ requirement: Requirement, _ term: TermID) {
    let (coefficient, all) = store.factors(term)
    if requirement == .nonzero {
      for factor in all where factor.exponent > .zero { require(.nonzero, factor.base) }
      return
    }
    let open = all.filter { !store.isPositive($0.base) }
    guard open.count == 1, let factor = open.first else { return generic(requirement, term) }
    if factor.exponent.isEven {
      guard coefficient > .zero else { return generic(requirement, term) }
      if requirement == .positive { require(.nonzero, factor.base) }
    } else if factor.exponent.isInteger {
      require(requirement, coefficient > .zero ? factor.base : store.negate(factor.base))
    } else if coefficient > .zero {
      require(requirement, factor.base)
    } else {
      generic(requirement, term)
    }
  }

  private mutating func requireSum(_ requirement: Requirement, _ term: TermID) {
    let parts = store.summands(term)
    guard parts.count == 2, let constant = parts.first(where: { $0.term == store.one }),
      let other = parts.first(where: { $0.term != store.one })
    else { return generic(requirement, term) }
    // k·v + c against zero is v against -c/k, the other way round where k is negative.
    let (inner, factors) = store.factors(other.term)
    let scale = other.coefficient * inner
    let limit = -constant.coefficient / scale
    let value = store.product(.one, factors)
    bound(requirement, value, limit, isBelow: scale < .zero)
  }

  /// `v > t`, or `v < t`, solved for what v is made of.
  private mutating func bound(
    _ requirement: Requirement, _ value: TermID, _ limit: Number, isBelow: Bool
  ) {
    let isStrict = requirement == .positive
    func against(_ inner: TermID, _ other: Number) -> TermID {
      let difference = store.subtract(inner, store.constant(other))
      return isBelow && requirement != .nonzero ? store.negate(difference) : difference
    }
    if case .function(.exp) = store.kind(value), let inner = store.arguments(value).first,
      limit == .one
    {
      return require(requirement, against(inner, .zero))
    }
    var value = value
    if case .function(.abs) = store.kind(value), let inner = store.arguments(value).first,
      store.factors(inner).factors.allSatisfy({ $0.exponent.denominator == 2 })
    {
      // A root has no other sign.
      value = inner
    }
    let (_, factors) = store.factors(value)
    if factors.count == 1, let factor = factors.first, limit > .zero {
      if factor.exponent == .half {
        return require(requirement, against(factor.base, limit * limit))
      }
      if factor.exponent == Number(2), let root = limit.squareRoot {
        if requirement == .nonzero {
          require(.nonzero, store.subtract(factor.base, store.constant(root)))
          return require(.nonzero, store.add([factor.base, store.constant(root)]))
        }
        return addBound(store.function(.abs, factor.base), root, isStrict, isBelow)
      }
    }
    if requirement == .nonzero { return addHole(value, limit) }
    addBound(value, limit, isStrict, isBelow)
  }

  private mutating func generic(_ requirement: Requirement, _ term: TermID) {
    switch store.kind(term) {
    case .sum:
      // What is subtracted stands on the other side.
      let parts = store.summands(term)
      let positive = store.sum(parts.filter { $0.coefficient > .zero })
      let negative = store.negate(store.sum(parts.filter { $0.coefficient < .zero }))
      switch requirement {
      case .positive: add(condition: store.compare(.less, negative, positive))
      case .nonnegative: add(condition: store.compare(.lessOrEqual, negative, positive))
      case .nonzero: add(condition: store.compare(.notEqual, positive, negative))
      }
    default:
      switch requirement {
      case .positive: addLower(term, .zero, true)
      case .nonnegative: addLower(term, .zero, false)
      case .nonzero: addHole(term, .zero)
      }
    }
  }

  // MARK: - Collecting

  private mutating func add(condition: TermID) {
    let isKnown = entries.contains { entry in
      if case .condition(condition) = entry { true } else { false }
    }
    if !isKnown { entries.append(.condition(condition)) }
  }

  private mutating func addBound(
    _ term: TermID, _ number: Number, _ isStrict: Bool, _ isBelow: Bool
  ) {
    if isBelow {
      addUpper(term, number, isStrict)
    } else {
      addLower(term, number, isStrict)
    }
  }

  private mutating func update(_ term: TermID, _ change: (inout Bound) -> Void) {
    let place = entries.firstIndex { entry in
      if case .bound(let bound) = entry { bound.term == term } else { false }
    }
    var bound = Bound(term: term)
    if let place, case .bound(let known) = entries[place] { bound = known }
    change(&bound)
    // A hole at an end is the end itself left out; outside it is nothing.
    for hole in bound.holes {
      if bound.lower?.number == hole { bound.lower?.isStrict = true }
      if bound.upper?.number == hole { bound.upper?.isStrict = true }
    }
    bound.holes.removeAll { hole in
      (bound.lower.map { hole <= $0.number } ?? false)
        || (bound.upper.map { hole >= $0.number } ?? false)
    }
    if let place {
      entries[place] = .bound(bound)
    } else {
      entries.append(.bound(bound))
    }
  }

  private mutating func addLower(_ term: TermID, _ number: Number, _ isStrict: Bool) {
    update(term) { bound in
      guard let known = bound.lower else {
        bound.lower = (number, isStrict)
        return
      }
      if number > known.number || (number == known.number && isStrict) {
        bound.lower = (number, isStrict)
      }
    }
  }

  private mutating func addUpper(_ term: TermID, _ number: Number, _ isStrict: Bool) {
    update(term) { bound in
      guard let known = bound.upper else {
        bound.upper = (number, isStrict)
        return
      }
      if number < known.number || (number == known.number && isStrict) {
        bound.upper = (number, isStrict)
      }
    }
  }

  private mutating func addHole(_ term: TermID, _ number: Number) {
    update(term) { bound in
      if !bound.holes.contains(number) { bound.holes.append(number) }
    }
  }
}
