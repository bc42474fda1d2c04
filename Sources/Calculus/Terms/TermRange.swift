import Graphs

/// The interval that the elements of a term lie in, from the domains of its leaves.
enum TermRange {
  /// Returns the interval of a term; nothing narrower is claimed than what the operations give.
  static func range(of id: TermID, in store: TermStore) -> Interval {
    let arguments = store.arguments(id)
    switch store.kind(id) {
    case .number(let number):
      return Interval(number.value, number.value, lowerClosed: true, upperClosed: true)
    case .symbol(let leaf): return store.facts.leaves[leaf]?.domain ?? .all
    case .named, .shared: return store.expansion(of: id).map { store.range($0) } ?? .all
    case .softmax, .function(.sigmoid): return Interval(0, 1)
    case .function(.tanh), .function(.softsign): return Interval(-1, 1)
    case .function(.sin), .function(.cos):
      return Interval(-1, 1, lowerClosed: true, upperClosed: true)
    case .function(.abs): return arguments.first.map { store.range($0).magnitude } ?? .all
    case .sum(let coefficients):
      return zip(coefficients, arguments).reduce(Interval.zero) {
        $0 + store.range($1.1).scaled($1.0.value)
      }
    case .product(let coefficient, let exponents):
      guard exponents.count == 1, let base = arguments.first else { break }
      if exponents[0] == .one { return store.range(base).scaled(coefficient.value) }
      guard exponents[0] == Number(2) else { break }
      return store.range(base).magnitude.squared.scaled(coefficient.value)
    case .expand, .squeeze, .broadcast, .reshape, .permute, .slice, .take, .reduce(.max, _, _),
      .reduce(.min, _, _):
      return arguments.first.map { store.range($0) } ?? .all
    default: break
    }
    switch store.sign(id) {
    case .positive: return .positive
    case .nonnegative: return Interval(0, .infinity, lowerClosed: true)
    case .negative: return Interval(-.infinity, 0)
    case .unknown: return .all
    }
  }
}

extension Interval {
  /// Zero alone.
  static let zero = Interval(0, 0, lowerClosed: true, upperClosed: true)

  /// The sign of every number in it, as far as they have one.
  var sign: TermSign {
    if lower > 0 || (lower == 0 && !lowerClosed) { return .positive }
    if lower == 0 { return .nonnegative }
    if upper < 0 || (upper == 0 && !upperClosed) { return .negative }
    return .unknown
  }

  static func + (left: Interval, right: Interval) -> Interval {
    Interval(
      left.lower + right.lower, left.upper + right.upper,
      lowerClosed: left.lowerClosed && right.lowerClosed,
      upperClosed: left.upperClosed && right.upperClosed)
  }

  func scaled(_ factor: Double) -> Interval {
    if factor == 0 { return .zero }
    return factor > 0
      ? Interval(
        lower * factor, upper * factor, lowerClosed: lowerClosed, upperClosed: upperClosed)
      : Interval(
        upper * factor, lower * factor, lowerClosed: upperClosed, upperClosed: lowerClosed)
  }

  fileprivate var magnitude: Interval {
    if lower >= 0 { return self }
    if upper <= 0 { return scaled(-1) }
    let isBelow = -lower > upper
    let closed =
      -lower == upper ? lowerClosed || upperClosed : isBelow ? lowerClosed : upperClosed
    return Interval(0, max(-lower, upper), lowerClosed: true, upperClosed: closed)
  }

  fileprivate var squared: Interval {
    Interval(lower * lower, upper * upper, lowerClosed: lowerClosed, upperClosed: upperClosed)
  }
}
