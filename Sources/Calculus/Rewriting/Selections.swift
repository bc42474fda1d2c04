import Graphs

/// Entries picked by one-hot rows, which are scalars to the other entries of their rows.
extension Simplifier {
  /// `a·gather(h, k) - b·one_hot(k)·h` becomes `(a - b·one_hot(k))·gather(h, k)`: where the row has
  /// its 1, h is the entry picked.
  func collectedSelections(_ id: TermID) -> TermID {
    guard case .sum(let coefficients) = store.kind(id), coefficients.count <= 8 else { return id }
    let parts = zip(coefficients, store.arguments(id)).map(Summand.init)
    for part in parts {
      for factor in store.factors(part.term).factors where factor.exponent == .one {
        guard let (hot, entry) = selection(factor.base) else { continue }
        var inside: [Summand] = []
        var rest: [Summand] = []
        for other in parts {
          if let cofactor = cofactor(of: other.term, picked: factor.base, hot, entry) {
            inside.append(Summand(other.coefficient, cofactor))
          } else {
            rest.append(other)
          }
        }
        guard inside.count >= 2 else { continue }
        let sum = store.sum(inside)
        guard case .sum = store.kind(sum) else { continue }
        return store.sum(
          rest + [Summand(.one, store.product(.one, [Factor(factor.base), Factor(sum)]))])
      }
    }
    return id
  }

  /// The rows and the tensor of `sum(one_hot(k)·h, axis=-1, keepdims=true)`.
  private func selection(_ id: TermID) -> (hot: TermID, entry: TermID)? {
    guard case .reduce(.sum, let axes, keep: true) = store.kind(id),
      let body = store.arguments(id).first, axes == [store.shape(body).rank - 1],
      case .product(.one, let exponents) = store.kind(body)
    else { return nil }
    var all = zip(store.arguments(body), exponents).map(Factor.init)
    guard
      let place = all.firstIndex(where: { factor in
        if case .oneHot = store.kind(factor.base) { return factor.exponent == .one }
        return false
      })
    else { return nil }
    let hot = all.remove(at: place).base
    return (hot, store.product(.one, all))
  }

  /// What a summand is multiplied by, beside the entry picked.
  private func cofactor(
    of id: TermID, picked: TermID, _ hot: TermID, _ entry: TermID
  ) -> TermID? {
    let (coefficient, all) = store.factors(id)
    if all.contains(Factor(picked)) {
      return store.product(coefficient, all.filter { $0 != Factor(picked) })
    }
    guard all.contains(Factor(hot)) else { return nil }
    let (scale, wanted) = store.factors(entry)
    guard wanted.allSatisfy(all.contains) else { return nil }
    return store.product(coefficient / scale, all.filter { !wanted.contains($0) })
  }
}
