import Graphs

/// One rewrite of the simplifier: tried at each term, taken where it makes the term cheaper.
struct Move: Sendable {
  /// The name shown in derivations.
  let name: String
  /// Whether it is worth a step of its own in a derivation.
  let isMajor: Bool
  /// Returns what the term becomes; the term itself where the move does not apply.
  let apply: @Sendable (TermID, Simplifier) -> TermID
}

/// Simplifies terms by directed moves, each accepted only if the cost falls: so it ends.
///
/// - Complexity: O(distinct terms · moves) constructor calls; terms above the size gate are left as
///   they are, so that no expansion explodes.
struct Simplifier: Sendable {
  /// The largest cost of a term that algebra is tried on.
  static let gate = 120.0

  nonisolated(unsafe) let store: TermStore

  /// Returns the simplified term; results are remembered in the store.
  func simplify(_ root: TermID) -> TermID {
    if let known = store.simplified[root] { return known }
    // Arguments first, without recursion: user expressions may be deep.
    var pending = [root]
    while let id = pending.last, !store.isInterrupted {
      if store.simplified[id] != nil {
        pending.removeLast()
        continue
      }
      let missing = store.arguments(id).filter { store.simplified[$0] == nil }
      if missing.isEmpty {
        pending.removeLast()
        store.simplified[id] = improve(id)
      } else {
        pending.append(contentsOf: missing)
      }
    }
    return store.simplified[root] ?? root
  }

  private func improve(_ id: TermID) -> TermID {
    let parts = store.arguments(id)
    let better = parts.map { store.simplified[$0] ?? $0 }
    var current = id
    if parts != better { current = Rebuilding.rebuild(id, better, in: store) }
    if current != id, let known = store.simplified[current] { return known }
    var rounds = 0
    while store.cost(current) < Self.gate, rounds < 32 {
      rounds += 1
      var best = current
      var bestCost = store.cost(current)
      var name: String?
      for move in Moves.all where !store.isInterrupted {
        let candidate = move.apply(current, self)
        guard candidate != current else { continue }
        let cost = store.cost(candidate)
        if cost < bestCost - 1e-9 {
          (best, bestCost, name) = (candidate, cost, move.name)
        }
      }
      guard best != current, let name else { break }
      store.observer?(name, current, best)
      current = withSimpleParts(best)
    }
    if current != id { store.simplified[current] = current }
    return current
  }

  /// A move may make parts that no move was tried on yet.
  private func withSimpleParts(_ id: TermID) -> TermID {
    let parts = store.arguments(id)
    guard parts.contains(where: { store.simplified[$0] == nil }) else { return id }
    let better = parts.map(simplify)
    guard better != parts else { return id }
    let rebuilt = Rebuilding.rebuild(id, better, in: store)
    return store.cost(rebuilt) < store.cost(id) ? rebuilt : id
  }
}

/// Building a term again from changed arguments, by the constructor of its kind.
enum Rebuilding {
  /// Returns the term of the same kind with other arguments of the same logical shapes.
  static func rebuild(_ id: TermID, _ parts: [TermID], in store: TermStore) -> TermID {
    let old = store.arguments(id)
    let shape = store.shape(id)
    func whole(_ place: Int) -> TermID {
      store.broadcast(parts[place], to: store.shape(old[place]))
    }
    switch store.kind(id) {
    case .reduce(let reduction, let axes, let keep):
      return store.reduce(
        reduction, parts[0], logical: store.shape(old[0]), axes: axes, keep: keep)
    case .softmax(let axis): return store.softmax(parts[0], logical: shape, axis: axis)
    case .matmul:
      if old.count == 2 {
        return store.matmul(
          parts[0], store.shape(old[0]), parts[1], store.shape(old[1]))
      }
      return store.matmul(parts.indices.map(whole))
    case .outer: return store.outer(whole(0), whole(1))
    case .diagonal: return store.diagonal(parts[0], shape: shape)
    case .permute(let order): return store.permute(parts[0], from: store.shape(old[0]), order)
    case .expand(let places): return store.expand(parts[0], places)
    case .squeeze(let places): return store.squeeze(parts[0], places)
    case .broadcast(let shape): return store.broadcast(parts[0], to: shape)
    case .reshape(let shape):
      return store.reshape(parts[0], from: store.shape(old[0]), to: shape)
    case .slice(let items):
      return store.slice(parts[0], from: store.shape(old[0]), items, to: shape)
    case .trace: return store.trace(whole(0))
    case .inverse: return store.inverse(whole(0))
    case .diagonalPart: return store.diagonalPart(whole(0), shape: shape)
    case .oneHot(let classes):
      return store.oneHot(parts[0], classes, logical: store.shape(old[0]))
    case .stop: return store.make(.stop, parts, store.shape(parts[0]))
    case .number, .pi, .tensor, .symbol, .named, .shared, .size, .sum, .product, .power,
      .function, .compare, .logic, .modulo, .select, .maximum, .minimum, .clip, .identity, .iota,
      .cast:
      return store.rebuild(store.kind(id), parts, shape: shape)
    case .cumulativeSum, .embed: return store.linear(store.kind(id), whole(0), shape)
    case .determinant: return store.determinant(whole(0))
    case .sort, .unsort, .reorder, .take, .untake, .concatenate, .logDeterminant, .solve:
      return store.make(store.kind(id), parts.indices.map(whole), shape)
    }
  }
}
