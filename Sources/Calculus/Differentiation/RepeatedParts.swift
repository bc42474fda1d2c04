import Graphs

/// What the algebra of a whole formula can do that the moves, which see one term, cannot.
extension Computation {
  /// Simplifies once more with the parts that occur several times kept as they are: what is too
  /// large to multiply out written in full may be small in terms of its parts.
  func withPartsKept(_ term: TermID) -> TermID {
    guard (60...2000).contains(store.cost(term)) else { return term }
    let store = store
    var uses: [TermID: Int] = [:]
    let reached = store.reachable(from: [term])
    for id in reached {
      for argument in store.arguments(id) { uses[argument, default: 0] += 1 }
    }
    let repeated = reached.filter { id in
      id != term && (uses[id] ?? 0) >= 2 && store.cost(id) >= 4 && isPart(id)
    }
    let innermost = repeated.filter { id in
      !repeated.contains { $0 < id && store.contains(id, $0) }
    }
    var best = term
    var bestCost = writtenCost(term)
    for parts in [Set(innermost), Set(repeated)] where !parts.isEmpty {
      let kept = Substitution.replace(in: term, store: store) {
        parts.contains($0) ? store.shared($0) : nil
      }
      let candidate = unwrapped(simplifier.simplify(kept))
      let cost = writtenCost(candidate)
      if cost < 0.9 * bestCost { (best, bestCost) = (candidate, cost) }
    }
    return best
  }

  private func isPart(_ id: TermID) -> Bool {
    switch store.kind(id) {
    case .sum, .reduce, .function, .matmul, .softmax: true
    default: false
    }
  }

  /// The cost of a term as it is written, where what occurs again is a name.
  private func writtenCost(_ root: TermID) -> Double {
    var uses: [TermID: Int] = [:]
    let reached = store.reachable(from: [root]).filter { id in
      if case .shared = store.kind(id) { return false }
      return true
    }
    var total = 0.0
    for id in reached {
      var own = store.cost(id)
      for argument in store.arguments(id) {
        own -= store.cost(argument)
        uses[store.isShared(argument) ? store.arguments(argument)[0] : argument, default: 0] += 1
      }
      total += own
    }
    for (id, count) in uses where !store.arguments(id).isEmpty { total += Double(count - 1) }
    return total
  }

  /// Writes `sigmoid(-u)` for `1 - sigmoid(u)` where the sigmoid occurs in no other way.
  func withSigmoidsTurned(_ term: TermID) -> TermID {
    let store = store
    guard store.cost(term) < 400 else { return term }
    let reached = store.reachable(from: [term])
    let sigmoids = reached.filter { id in
      if case .function(.sigmoid) = store.kind(id) { return true }
      return false
    }
    guard !sigmoids.isEmpty else { return term }
    var turned: [TermID: TermID] = [:]
    for sigmoid in sigmoids where sigmoid != term {
      let users = reached.filter { store.arguments($0).contains(sigmoid) }
      guard let argument = store.arguments(sigmoid).first,
        users.allSatisfy({ complementSign(of: sigmoid, in: $0) != nil })
      else { continue }
      let other = store.make(
        .function(.sigmoid), [store.negate(argument)], store.shape(sigmoid))
      for user in users {
        if let sign = complementSign(of: sigmoid, in: user) {
          turned[user] = store.scale(sign, other)
        }
      }
    }
    guard !turned.isEmpty else { return term }
    return Substitution.replace(in: term, store: store) { turned[$0] }
  }

  /// The sign c of a term `c·(1 - sigmoid)`.
  private func complementSign(of sigmoid: TermID, in id: TermID) -> Number? {
    guard case .sum(let coefficients) = store.kind(id), coefficients.count == 2 else { return nil }
    let parts = zip(coefficients, store.arguments(id)).map(Summand.init)
    guard let one = parts.first(where: { $0.term == store.one }),
      let other = parts.first(where: { $0.term == sigmoid }),
      one.coefficient == -other.coefficient, one.coefficient.magnitude == .one
    else { return nil }
    return one.coefficient
  }
}

extension TermStore {
  func isShared(_ id: TermID) -> Bool {
    if case .shared = kind(id) { return true }
    return false
  }
}
