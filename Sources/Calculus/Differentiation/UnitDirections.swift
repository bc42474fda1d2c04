import Graphs
import Tensors

/// A differential along every unit direction at once: the derivative of any rank.
///
/// The direction becomes a tensor of unit tensors, `reshape(eye(6), 3, 2, 3, 2)` for a matrix of
/// that shape; its first axes say which unit, and every operation of the differential, which is
/// linear, leaves them in front.
/// ```
/// dF = X @ dW        J = transpose(X @ reshape(eye(6), 3, 2, 3, 2), [2, 3, 0, 1])
/// ```
struct UnitDirections {
  let store: TermStore
  let direction: TermID
  /// The shape of what is differentiated by.
  let own: SymbolicShape

  /// Returns the derivative of shape `shape + own`, or nothing where an operation has no such form.
  func derivative(_ differential: TermID, shape: SymbolicShape) -> TermID? {
    let split = store.scalarPart(differential)
    if split.rest == direction, let units {
      // The units are their own transpose.
      return store.product(split.coefficient, split.factors + [Factor(units)])
    }
    guard let lifted = lifted(differential, rank: shape.rank) else { return nil }
    let full = SymbolicShape(own.dimensions + shape.dimensions)
    let order = Array(own.rank..<full.rank) + Array(0..<own.rank)
    return store.permute(lifted, from: full, order)
  }

  /// The unit tensors: `E[a, b, i, j]` is 1 where `a = i` and `b = j`.
  private var units: TermID? {
    if own.rank == 1, let size = own.dimensions.first {
      return store.make(.identity(size), [], SymbolicShape([size, size]))
    }
    let whole = SymbolicShape(own.dimensions + own.dimensions)
    if let concrete = own.concrete {
      let size = Dimension.fixed(concrete.count)
      let identity = store.make(.identity(size), [], SymbolicShape([size, size]))
      return store.make(.reshape(whole), [identity], whole)
    }
    // Of unknown sizes, a product of identities, each along two of the axes.
    var parts: [TermID] = []
    for (axis, size) in own.dimensions.enumerated() {
      let identity = store.make(.identity(size), [], SymbolicShape([size, size]))
      let kept = Set([axis, axis + own.rank])
      let places = (0..<whole.rank).filter { !kept.contains($0) }.map { whole.rank - $0 }
      parts.append(store.expand(identity, places.filter { $0 < whole.rank - axis }))
    }
    return store.multiply(parts)
  }

  private func moves(_ id: TermID) -> Bool { store.contains(id, direction) }

  /// A term with the axes of the units in front, then ones up to a rank, then its own.
  private func lifted(_ id: TermID, rank: Int) -> TermID? {
    guard let core = lifted(id) else { return nil }
    let missing = rank - store.shape(id).rank
    guard missing > 0 else { return core }
    let start = store.shape(id).rank
    return store.expand(core, (0..<missing).map { start + $0 + 1 })
  }

  private func lifted(_ id: TermID) -> TermID? {
    if id == direction { return units }
    let arguments = store.arguments(id)
    let shape = store.shape(id)
    let units = own.rank
    func whole(_ shape: SymbolicShape) -> SymbolicShape {
      SymbolicShape(own.dimensions + shape.dimensions)
    }
    /// An argument with the axes in front, in its whole shape.
    func argument(_ place: Int) -> TermID? {
      guard moves(arguments[place]) else {
        return store.broadcast(arguments[place], to: whole(store.shape(arguments[place])))
      }
      return lifted(arguments[place]).map {
        store.broadcast($0, to: whole(store.shape(arguments[place])))
      }
    }
    /// The same operation with its axes moved on.
    func same(_ kind: Term.Kind) -> TermID? {
      var parts: [TermID] = []
      for place in arguments.indices {
        guard let part = argument(place) else { return nil }
        parts.append(part)
      }
      return store.make(kind, parts, whole(shape))
    }
    switch store.kind(id) {
    case .shared: return lifted(arguments[0])
    case .sum(let coefficients):
      var parts: [Summand] = []
      for (coefficient, part) in zip(coefficients, arguments) {
        guard moves(part), let term = lifted(part, rank: shape.rank) else { return nil }
        parts.append(Summand(coefficient, term))
      }
      return store.sum(parts)
    case .product(let coefficient, let exponents):
      var parts: [Factor] = []
      for factor in zip(arguments, exponents).map(Factor.init) {
        guard moves(factor.base) else {
          parts.append(factor)
          continue
        }
        guard factor.exponent == .one, let term = lifted(factor.base, rank: shape.rank) else {
          return nil
        }
        parts.append(Factor(term))
      }
      return store.product(coefficient, parts)
    case .select:
      guard !moves(arguments[0]) else { return nil }
      var parts = [arguments[0]]
      for branch in arguments.dropFirst() {
        guard moves(branch) else {
          parts.append(branch)
          continue
        }
        guard let term = lifted(branch, rank: shape.rank) else { return nil }
        parts.append(term)
      }
      return store.select(parts[0], parts[1], parts[2])
    case .reduce(.sum, let axes, let keep):
      return argument(0).map {
        let sum = store.reduce(.sum, $0, axes: axes.map { $0 + units }, keep: keep)
        return sum
      }
    case .matmul: return product(arguments)
    case .outer:
      guard let a = moves(arguments[0]) ? lifted(arguments[0]) : arguments[0],
        let b = moves(arguments[1]) ? lifted(arguments[1]) : arguments[1]
      else { return nil }
      return store.multiply(store.expand(a, [1]), moves(arguments[1]) ? store.expand(b, [2]) : b)
    case .solve:
      guard !moves(arguments[0]) else { return nil }
      return product([store.inverse(arguments[0]), arguments[1]])
    case .diagonal:
      guard let size = shape.dimensions.first, let vector = lifted(arguments[0]) else { return nil }
      return store.multiply(
        store.expand(vector, [1]), store.make(.identity(size), [], SymbolicShape([size, size])))
    case .diagonalPart, .trace:
      guard let size = store.shape(arguments[0]).dimensions.first, let matrix = argument(0) else {
        return nil
      }
      let identity = store.make(.identity(size), [], SymbolicShape([size, size]))
      let isTrace = shape.rank == 0
      let logical = whole(store.shape(arguments[0]))
      return store.reduce(
        .sum, store.multiply(matrix, identity), logical: logical,
        axes: isTrace ? [units, units + 1] : [units + 1], keep: false)
    case .expand(let places): return lifted(arguments[0]).map { store.expand($0, places) }
    case .squeeze(let places): return lifted(arguments[0]).map { store.squeeze($0, places) }
    case .reshape(let result):
      return argument(0).map {
        store.reshape($0, from: whole(store.shape(arguments[0])), to: whole(result))
      }
    case .permute(let order):
      return argument(0).map {
        store.permute(
          $0, from: whole(store.shape(arguments[0])),
          Array(0..<units) + order.map { $0 + units })
      }
    case .broadcast(let result):
      return lifted(arguments[0], rank: result.rank).map {
        store.broadcast($0, to: whole(result))
      }
    case .slice(let items):
      let all = [SliceItem](repeating: .all, count: units)
      return argument(0).map {
        store.slice(
          $0, from: whole(store.shape(arguments[0])), all + items, to: whole(shape))
      }
    case .embed(let items, let result):
      let all = [SliceItem](repeating: .all, count: units)
      return same(.embed(all + items, whole(result)))
    case .concatenate(let axis): return same(.concatenate(axis: axis + units))
    case .cumulativeSum(let axis, let reversed):
      return same(.cumulativeSum(axis: axis + units, reversed: reversed))
    case .take(let axis):
      return argument(0).map {
        store.make(.take(axis: axis + units), [$0, arguments[1]], whole(shape))
      }
    case .untake(let axis, let result):
      return argument(0).map {
        store.make(
          .untake(axis: axis + units, whole(result)), [$0, arguments[1]], whole(result))
      }
    case .unsort(let axis): return same(.unsort(axis: axis + units))
    case .reorder(let axis): return same(.reorder(axis: axis + units))
    default: return nil
    }
  }

  /// A chain of matrix products, one of whose parts moves.
  private func product(_ parts: [TermID]) -> TermID? {
    guard let last = parts.last else { return nil }
    let isVector = store.shape(last).rank == 1
    var chain: [TermID] = []
    for part in parts {
      guard moves(part) else {
        chain.append(part)
        continue
      }
      guard let term = lifted(part) else { return nil }
      let shape = SymbolicShape(own.dimensions + store.shape(part).dimensions)
      var whole = store.broadcast(term, to: shape)
      var rank = shape.rank - own.rank
      // A vector of each unit is a column of its own.
      if isVector, part == last {
        whole = store.expand(whole, [1])
        rank += 1
      }
      // The units come before the batches of the others.
      let batch = parts.filter { !moves($0) }.map { store.shape($0).rank }.max() ?? 0
      if batch > rank { whole = store.expand(whole, (rank..<batch).map { $0 + 1 }) }
      chain.append(whole)
    }
    let result = store.matmul(chain)
    return isVector && moves(last) ? store.squeeze(result, [1]) : result
  }
}
