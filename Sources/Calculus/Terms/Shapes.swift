import Graphs

/// Terms in other shapes: axes added and taken away, repetition, order, parts.
extension TermStore {
  /// Whether a term works element by element, so that adding an axis can be done to its arguments.
  func isElementwise(_ id: TermID) -> Bool {
    switch kind(id) {
    case .sum, .product, .power, .function, .compare, .logic, .modulo, .select, .maximum,
      .minimum, .clip, .number, .pi, .size, .stop, .cast:
      return true
    default: return false
    }
  }

  /// Adds axes of size 1 at positions of the result counted from the end.
  func expand(_ id: TermID, _ places: [Int]) -> TermID {
    var kept: [Int] = []
    var left = shape(id).rank
    var place = 1
    while left > 0 {
      if places.contains(place) {
        kept.append(place)
      } else {
        left -= 1
      }
      place += 1
    }
    guard !kept.isEmpty else { return id }
    switch kind(id) {
    case .reduce(let reduction, let axes, keep: false):
      // A kept axis is the same as one dropped and added again in its place.
      guard let inner = arguments(id).first else { break }
      let rank = shape(inner).rank
      let reduced = Set(axes.map { rank - $0 })
      if reduced.isSuperset(of: kept), reduced.isSubset(of: places) {
        return reduce(reduction, inner, axes: axes, keep: true)
      }
    case .squeeze(let squeezed):
      if squeezed.sorted() == kept.sorted(), let inner = arguments(id).first { return inner }
    case let kind where isElementwise(id):
      // Places refer to the whole shape, which each argument is aligned with at its end.
      let parts = arguments(id).map { expand($0, kept) }
      return rebuild(kind, parts, shape: expandedShape(shape(id), kept))
    default: break
    }
    return make(.expand(kept), [id], expandedShape(shape(id), kept))
  }

  private func expandedShape(_ shape: SymbolicShape, _ places: [Int]) -> SymbolicShape {
    var own = Array(shape.dimensions.reversed())
    var result: [Dimension] = []
    var place = 1
    while !own.isEmpty {
      result.append(places.contains(place) ? .one : own.removeFirst())
      place += 1
    }
    return SymbolicShape(result.reversed())
  }

  /// Takes away axes of size 1 at positions counted from the end; those a term lacks are ignored.
  func squeeze(_ id: TermID, _ places: [Int]) -> TermID {
    let rank = shape(id).rank
    let present = places.filter { $0 <= rank }
    guard !present.isEmpty else { return id }
    let dimensions = shape(id).dimensions.enumerated()
      .filter { !present.contains(rank - $0.offset) }.map(\.element)
    let result = SymbolicShape(dimensions)
    switch kind(id) {
    case .expand(let expanded):
      if expanded.sorted() == present.sorted(), let inner = arguments(id).first { return inner }
    case .reduce(let reduction, let axes, keep: true):
      guard let inner = arguments(id).first else { break }
      if axes.map({ rank - $0 }).sorted() == present.sorted() {
        return reduce(reduction, inner, axes: axes, keep: false)
      }
    case let kind where isElementwise(id):
      return rebuild(kind, arguments(id).map { squeeze($0, present) }, shape: result)
    default: break
    }
    return make(.squeeze(present), [id], result)
  }

  /// Repeats a term to a whole shape.
  func broadcast(_ id: TermID, to shape: SymbolicShape) -> TermID {
    if self.shape(id) == shape { return id }
    if case .broadcast = kind(id), let inner = arguments(id).first {
      return broadcast(inner, to: shape)
    }
    return make(.broadcast(shape), [id], shape)
  }

  /// The same elements in another shape; new or dropped axes of size 1 are only that.
  func reshape(_ id: TermID, from logical: SymbolicShape, to shape: SymbolicShape) -> TermID {
    if logical == shape { return id }
    if let places = insertedAxes(from: logical, to: shape) { return expand(id, places) }
    if let places = insertedAxes(from: shape, to: logical) { return squeeze(id, places) }
    if number(id) != nil || self.shape(id).rank == 0 { return id }
    let whole = broadcast(id, to: logical)
    if case .reshape = kind(whole), let inner = arguments(whole).first {
      return reshape(inner, from: self.shape(inner), to: shape)
    }
    if case .symbol = kind(whole), self.shape(whole) == shape { return whole }
    return make(.reshape(shape), [whole], shape)
  }

  /// The places, from the end, of the ones that turn one shape into another, where that is all.
  private func insertedAxes(from small: SymbolicShape, to large: SymbolicShape) -> [Int]? {
    guard small.rank < large.rank else { return nil }
    var places: [Int] = []
    var own = small.rank - 1
    for axis in stride(from: large.rank - 1, through: 0, by: -1) {
      let missing = own - axis < 0
      if own >= 0, small.dimensions[own] == large.dimensions[axis],
        !(large.dimensions[axis] == .one && missing && own < axis
          && needsOne(small, own, large, axis))
      {
        own -= 1
      } else if large.dimensions[axis] == .one {
        places.append(large.rank - axis)
      } else {
        return nil
      }
    }
    return own < 0 ? places : nil
  }

  /// Whether matching a 1 here would leave too few places for what remains.
  private func needsOne(
    _ small: SymbolicShape, _ own: Int, _ large: SymbolicShape, _ axis: Int
  ) -> Bool {
    small.dimensions[own] != .one
  }

  /// Axes in another order; `order[i]` is the axis of the argument that becomes axis `i`.
  func permute(_ id: TermID, from logical: SymbolicShape, _ order: [Int]) -> TermID {
    if order == Array(order.indices) || number(id) != nil || shape(id).rank == 0 { return id }
    let rank = order.count
    if rank == 2, order == [1, 0] { return transpose(id, logical: logical) }
    let whole = broadcast(id, to: logical)
    if case .permute(let first) = kind(whole), let inner = arguments(whole).first,
      first.count == rank
    {
      return permute(inner, from: shape(inner), order.map { first[$0] })
    }
    let dimensions = order.map { logical.dimensions[$0] }
    return make(.permute(order), [whole], SymbolicShape(dimensions))
  }

  /// A part of a term; the term stands for a whole shape.
  func slice(
    _ id: TermID, from logical: SymbolicShape, _ items: [SliceItem], to shape: SymbolicShape
  )
    -> TermID
  {
    if number(id) != nil || self.shape(id).rank == 0 { return id }
    if let part = sliceOfConcatenation(id, items, to: shape) { return part }
    if isElementwise(id), items.count <= logical.rank {
      let parts = arguments(id).map { part in
        slice(part, from: logical, items, aligned: shape)
      }
      if parts.allSatisfy({ $0 != nil }) {
        return rebuild(kind(id), parts.compactMap { $0 }, shape: shape)
      }
    }
    return make(.slice(items), [broadcast(id, to: logical)], shape)
  }

  private func slice(
    _ id: TermID, from logical: SymbolicShape, _ items: [SliceItem], aligned shape: SymbolicShape
  ) -> TermID? {
    if number(id) != nil || self.shape(id).rank == 0 { return id }
    guard self.shape(id) == logical else { return nil }
    return slice(id, from: logical, items, to: shape)
  }

  /// Rebuilds a term of a kind from other arguments, by its constructor where it has algebra.
  func rebuild(_ kind: Term.Kind, _ parts: [TermID], shape: SymbolicShape) -> TermID {
    switch kind {
    case .number, .pi, .tensor, .symbol, .named, .size, .identity, .iota:
      return make(kind, parts, shape)
    case .sum(let coefficients): return sum(zip(coefficients, parts).map(Summand.init))
    case .product(let coefficient, let exponents):
      return product(coefficient, zip(parts, exponents).map(Factor.init))
    case .power: return power(parts[0], parts[1])
    case .function(let function): return self.function(function, parts[0])
    case .compare(let comparison): return compare(comparison, parts[0], parts[1])
    case .logic(let operation): return logic(operation, parts[0], parts[1])
    case .select: return select(parts[0], parts[1], parts[2])
    case .maximum: return maximum(parts[0], parts[1])
    case .minimum: return minimum(parts[0], parts[1])
    case .clip: return clip(parts[0], parts[1], parts[2])
    case .shared: return shared(parts[0])
    default: return make(kind, parts, shape)
    }
  }
}
