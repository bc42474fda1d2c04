import Graphs

/// Which of the sums in a product carry its sign: `-(y - p)` is `p - y`.
extension Presenter {
  /// Chooses signs of the odd factors so that the product reads best.
  ///
  /// A minus before the whole costs most, a sum that begins with a minus less.
  func chooseSigns(_ items: inout [Factor], _ coefficient: inout Number, inSum: Bool) {
    let places = items.indices.filter { place in
      items[place].exponent.isOdd && names[items[place].base] == nil
        && flipped(items[place].base) != nil
    }.prefix(5)
    guard !places.isEmpty else { return }
    var best: (score: Double, mask: Int)?
    for mask in 0..<(1 << places.count) {
      var score = 0.0
      let flips = mask.nonzeroBitCount
      let negative = (coefficient < .zero) != (flips % 2 == 1)
      if negative { score += inSum ? 0.2 : 3 }
      for (bit, place) in places.enumerated() {
        let base = items[place].base
        let isFlipped = mask >> bit & 1 == 1
        let shown = isFlipped ? (flipped(base) ?? base) : base
        score += signScore(shown) + (isFlipped ? 0.01 : 0)
      }
      if score < (best?.score ?? .infinity) { best = (score, mask) }
    }
    guard let best else { return }
    for (bit, place) in places.enumerated() where best.mask >> bit & 1 == 1 {
      if let other = flipped(items[place].base) {
        items[place].base = other
        coefficient = -coefficient
      }
    }
  }

  /// How badly a factor reads: sums that begin with a minus, or have many.
  private func signScore(_ id: TermID) -> Double {
    guard let sum = carrier(id), case .sum(let coefficients) = store.kind(sum) else { return 0 }
    let negatives = coefficients.filter { $0 < .zero }.count
    var score = 0.4 * Double(negatives) / Double(coefficients.count)
    let first = ordered(
      zip(coefficients, store.arguments(sum)).map(Summand.init), of: sum, by: { $0.term }
    ).first
    if negatives == coefficients.count { score += 4 }
    if let first, first.coefficient < .zero { score += 0.5 }
    return score
  }

  private func carrier(_ id: TermID) -> TermID? {
    switch store.kind(id) {
    case .sum: return id
    case .function, .clip, .matmul, .outer, .reduce, .permute, .expand, .select:
      for argument in store.arguments(id).reversed() {
        if let found = carrier(argument) { return found }
      }
      return nil
    default: return nil
    }
  }

  /// The term that is the negative of another, without a leading minus, where there is one.
  func flipped(_ id: TermID) -> TermID? {
    if names[id] != nil { return nil }
    let arguments = store.arguments(id)
    func with(_ place: Int) -> TermID? {
      guard let other = flipped(arguments[place]) else { return nil }
      var changed = arguments
      changed[place] = other
      return store.make(store.kind(id), changed, store.shape(id))
    }
    switch store.kind(id) {
    case .sum(let coefficients):
      let other = store.make(.sum(coefficients.map { -$0 }), arguments, store.shape(id))
      if store.writtenOrder[other] == nil { store.writtenOrder[other] = store.writtenOrder[id] }
      return other
    case .function(let function) where FunctionValues.odd.contains(function): return with(0)
    case .clip:
      guard store.negate(arguments[1]) == arguments[2] else { return nil }
      return with(0)
    case .matmul, .outer:
      for place in arguments.indices.reversed() {
        if let other = with(place) { return other }
      }
      return nil
    case .reduce(.sum, _, _), .permute, .expand: return with(0)
    case .select:
      // A choice against nothing carries the sign of what is chosen.
      if arguments[2] == store.zero { return with(1) }
      return arguments[1] == store.zero ? with(2) : nil
    default: return nil
    }
  }
}
