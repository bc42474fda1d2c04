import Graphs

/// Sums of linear maps, and lengths of products with matrices.
extension Simplifier {
  /// `cumsum(p) - cumsum(t)` becomes `cumsum(p - t)`: one map of the sum.
  func mergedMaps(_ id: TermID) -> TermID {
    merged(id) { map, others in
      switch store.kind(map) {
      case .cumulativeSum, .embed: others.allSatisfy { store.shape($0.base).rank == 0 }
      default: false
      }
    }
  }

  /// Sums over the same axes become one sum, where that lets their summands simplify.
  func mergedSums(_ id: TermID) -> TermID {
    merged(id) { map, _ in
      if case .reduce(.sum, _, _) = store.kind(map) { return true }
      return false
    }
  }

  /// A linear map, and what stands beside it: what summands share that become one.
  private struct SharedMap: Hashable {
    let kind: Term.Kind
    let shape: SymbolicShape
    let bodyShape: SymbolicShape
    let others: [Factor]
  }

  /// Makes one of the summands that have the same map and the same other factors.
  private func merged(
    _ id: TermID, where isMerged: (_ map: TermID, _ others: [Factor]) -> Bool
  ) -> TermID {
    guard case .sum(let coefficients) = store.kind(id) else { return id }
    var groups: [SharedMap: [Summand]] = [:]
    var order: [SharedMap] = []
    var rest: [Summand] = []
    for (coefficient, argument) in zip(coefficients, store.arguments(id)) {
      let (inner, all) = store.factors(argument)
      let maps = all.filter { factor in
        factor.exponent == .one && isMerged(factor.base, all.filter { $0 != factor })
      }
      guard maps.count == 1, let map = maps.first, let body = store.arguments(map.base).first
      else {
        rest.append(Summand(coefficient, argument))
        continue
      }
      let key = SharedMap(
        kind: store.kind(map.base), shape: store.shape(map.base), bodyShape: store.shape(body),
        others: all.filter { $0 != map }.sorted { $0.base < $1.base })
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(Summand(coefficient * inner, body))
    }
    guard order.contains(where: { (groups[$0]?.count ?? 0) > 1 }) else { return id }
    for key in order {
      guard let group = groups[key] else { continue }
      let map = store.map(key.kind, simplify(store.sum(group)), of: key.bodyShape, to: key.shape)
      rest.append(Summand(.one, store.product(.one, key.others + [Factor(map)])))
    }
    return store.sum(rest)
  }

  /// `dot(x, A' @ A @ x)` becomes `sum((A @ x)^2)`: what reads the same from both ends is a square.
  func squaredLength(_ id: TermID) -> TermID {
    guard case .reduce(.sum, axes: [0], keep: false) = store.kind(id),
      let body = store.arguments(id).first, store.shape(body).rank == 1,
      case .product(.one, [.one, .one]) = store.kind(body)
    else { return id }
    for (place, factor) in store.arguments(body).enumerated() {
      guard case .matmul = store.kind(factor) else { continue }
      let parts = store.arguments(factor)
      let other = store.arguments(body)[1 - place]
      guard parts.count >= 3, !parts.count.isMultiple(of: 2), parts.last == other else { continue }
      let middle = parts.count / 2
      let isPalindrome = (0..<middle).allSatisfy {
        store.transpose(parts[$0]) == parts[parts.count - 2 - $0]
      }
      guard isPalindrome else { continue }
      let half = store.matmul(Array(parts[middle...]))
      return store.reduce(.sum, store.power(half, Number(2)), axes: [0], keep: false)
    }
    return id
  }
}

extension TermStore {
  /// A linear map of a term that stands for a whole shape.
  fileprivate func map(
    _ kind: Term.Kind, _ body: TermID, of bodyShape: SymbolicShape, to shape: SymbolicShape
  ) -> TermID {
    if case .reduce(_, let axes, let keep) = kind {
      return reduce(.sum, body, logical: bodyShape, axes: axes, keep: keep)
    }
    return linear(kind, broadcast(body, to: bodyShape), shape)
  }
}
