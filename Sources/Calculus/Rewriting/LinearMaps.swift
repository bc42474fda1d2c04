import Graphs

/// Sums of linear maps, and lengths of products with matrices.
extension Simplifier {
  /// `cumsum(p) - cumsum(t)` becomes `cumsum(p - t)`: one map of the sum.
  func mergedMaps(_ id: TermID) -> TermID {
    guard case .sum(let coefficients) = store.kind(id) else { return id }
    struct Key: Hashable {
      let kind: Term.Kind
      let shape: SymbolicShape
      let others: [Factor]
    }
    var groups: [Key: [Summand]] = [:]
    var order: [Key] = []
    var rest: [Summand] = []
    for (coefficient, argument) in zip(coefficients, store.arguments(id)) {
      let (inner, all) = store.factors(argument)
      let maps = all.filter { factor in
        switch store.kind(factor.base) {
        case .cumulativeSum, .embed: factor.exponent == .one
        default: false
        }
      }
      guard maps.count == 1, let map = maps.first, let body = store.arguments(map.base).first,
        all.allSatisfy({ $0 == map || store.shape($0.base).rank == 0 })
      else {
        rest.append(Summand(coefficient, argument))
        continue
      }
      let key = Key(
        kind: store.kind(map.base), shape: store.shape(map.base),
        others: all.filter { $0 != map }.sorted { $0.base < $1.base })
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(Summand(coefficient * inner, body))
    }
    guard order.contains(where: { (groups[$0]?.count ?? 0) > 1 }) else { return id }
    var result = rest
    for key in order {
      guard let group = groups[key], let body = group.first?.term else { continue }
      let whole = store.broadcast(simplify(store.sum(group)), to: store.shape(body))
      let map = store.linear(key.kind, whole, key.shape)
      result.append(Summand(.one, store.product(.one, key.others + [Factor(map)])))
    }
    return store.sum(result)
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
