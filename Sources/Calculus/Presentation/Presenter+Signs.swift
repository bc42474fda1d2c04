import Graphs

/// Which of the sums in a product carry its sign: `-(y - p)` is `p - y`.
extension Presenter {
  /// Chooses signs of the odd factors so that the product reads best.
  ///
  /// A minus before the whole costs most, a sum that begins with a minus less.
  func chooseSigns(_ items: inout [Factor], _ coefficient: inout Number, inSum: Bool) {
    // Under an even power the sign is free: it is that of the better sum.
    for place in items.indices where items[place].exponent.isEven {
      guard names[items[place].base] == nil, let other = flipped(items[place].base),
        signScore(other) < signScore(items[place].base)
      else { continue }
      items[place].base = other
    }
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

  /// `-where(c, y, 0)` is `where(c, -y, 0)`: a choice says what it gives, sign and all.
  func moveMinusIntoChoice(_ items: inout [Factor], _ coefficient: inout Number) {
    for (place, item) in items.enumerated() where item.exponent == .one {
      guard let turned = turnedChoice(item.base) else { continue }
      items[place].base = turned
      coefficient = .one
      return
    }
  }

  /// A choice with the other sign, also the last of a chain of products or under a sum.
  private func turnedChoice(_ id: TermID) -> TermID? {
    guard names[id] == nil else { return nil }
    var parts = store.arguments(id)
    switch store.kind(id) {
    case .select:
      let branches = parts.dropFirst()
      guard branches.contains(store.zero) || branches.allSatisfy({ store.number($0) != nil }),
        !branches.contains(where: isSum)
      else { return nil }
      parts = [parts[0]] + branches.map(store.negate)
    case .matmul, .reduce(.sum, _, _):
      guard let last = parts.indices.last, let turned = turnedChoice(parts[last]) else {
        return nil
      }
      parts[last] = turned
    default: return nil
    }
    return store.make(store.kind(id), parts, store.shape(id))
  }

  /// How badly a factor reads: sums that begin with a minus, or have many.
  func signScore(_ id: TermID) -> Double {
    guard let sum = carrier(id), case .sum(let coefficients) = store.kind(sum) else { return 0 }
    let parts = zip(coefficients, store.arguments(sum)).map(Summand.init)
    let negatives = parts.filter { $0.coefficient < .zero }.count
    var score = 0.4 * Double(negatives) / Double(parts.count)
    if negatives == parts.count { score += 4 }
    if let number = parts.first(where: { $0.term == store.one }) {
      // `1 - p`, but `x^2 - 1`.
      let isWritten = store.writtenOrder[sum].map { $0.first != store.one } ?? false
      if isWritten {
        // It was written `x - 1`.
        if number.coefficient > .zero, negatives == parts.count - 1 { score += 0.5 }
        return score
      }
      let isPlain = parts.count == 2 && store.factors(parts[0].term).factors.count <= 1
      if number.coefficient < .zero, isPlain, !parts.contains(where: isPower) { score += 0.5 }
      return score
    }
    // Predictions less targets: what is differentiated by stands on the positive side.
    let moving = parts.filter { moves($0.term) }
    if !moving.isEmpty, moving.count < parts.count {
      if moving.allSatisfy({ $0.coefficient < .zero }) { score += 0.7 }
      return score
    }
    if let first = ordered(parts, of: sum, by: { $0.term }).first, first.coefficient < .zero {
      score += 0.5
    }
    return score
  }

  private func isPower(_ part: Summand) -> Bool {
    store.factors(part.term).factors.contains { $0.exponent > .one }
  }

  private func carrier(_ id: TermID) -> TermID? {
    switch store.kind(id) {
    case .sum: return id
    case .product(_, let exponents):
      // The factor that would be turned.
      let parts = store.arguments(id)
      let place = parts.indices.first { exponents[$0].isOdd && flipped(parts[$0]) != nil }
      return place.flatMap { carrier(parts[$0]) }
    case .function, .clip, .matmul, .outer, .reduce, .permute, .expand, .select, .cumulativeSum,
      .embed:
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
    case .product(_, let exponents):
      for place in arguments.indices where exponents[place].isOdd {
        if let other = with(place) { return other }
      }
      return nil
    case .function(let function) where FunctionValues.odd.contains(function): return with(0)
    case .clip:
      guard store.negate(arguments[1]) == arguments[2] else { return nil }
      return with(0)
    case .matmul, .outer:
      for place in arguments.indices.reversed() {
        if let other = with(place) { return other }
      }
      return nil
    case .reduce(.sum, _, _), .permute, .expand, .cumulativeSum, .embed: return with(0)
    case .select:
      // A choice against nothing carries the sign of what is chosen.
      if arguments[2] == store.zero { return with(1) }
      return arguments[1] == store.zero ? with(2) : nil
    default: return nil
    }
  }
}
