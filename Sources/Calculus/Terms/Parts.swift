import Graphs

/// Parts of tensors and what they are put into: linear maps, which numbers pass through.
extension TermStore {
  /// A linear map of a term, with numbers and scalars before it.
  func linear(_ kind: Term.Kind, _ id: TermID, _ shape: SymbolicShape) -> TermID {
    if id == zero { return zero }
    let split = scalarPart(id)
    let core = make(kind, [split.rest], shape)
    return product(split.coefficient, split.factors + [Factor(core)])
  }

  /// A part of a concatenation that lies within one of the tensors put together.
  func sliceOfConcatenation(
    _ id: TermID, _ items: [SliceItem], to shape: SymbolicShape
  ) -> TermID? {
    guard case .concatenate(let axis) = kind(id), items.indices.contains(axis) else { return nil }
    let first: Int
    let last: Int
    switch items[axis] {
    case .index(let index): (first, last) = (index, index)
    case .range(let start, let count, let step):
      guard count > 0, start >= 0 else { return nil }
      let (span, overflow) = (count - 1).multipliedReportingOverflow(by: step)
      guard !overflow else { return nil }
      (first, last) = (min(start, start + span), max(start, start + span))
    case .all: return nil
    }
    var start = 0
    for part in arguments(id) {
      let own = self.shape(part)
      guard own.dimensions.indices.contains(axis), let size = own.dimensions[axis].size else {
        return nil
      }
      if first >= start, last < start + size {
        var inner = items
        switch items[axis] {
        case .index(let index): inner[axis] = .index(index - start)
        case .range(let from, let count, let step):
          let isWhole = step == 1 && count == size
          inner[axis] = isWhole ? .all : .range(start: from - start, count: count, step: step)
        case .all: break
        }
        let isAll = inner.allSatisfy { item in
          if case .all = item { return true }
          return false
        }
        return isAll ? part : slice(part, from: own, inner, to: shape)
      }
      start += size
    }
    return nil
  }

  /// The part of a term, which stands for a concatenation's shape, at one of the tensors put
  /// together; their sizes need not be known.
  func portion(
    _ place: Int, of parts: [SymbolicShape], _ axis: Int, _ id: TermID, whole: SymbolicShape
  ) -> TermID {
    let own = parts[place]
    let before = parts[..<place].map { $0.dimensions[axis] }
    if let count = own.dimensions[axis].size, before.allSatisfy({ $0.size != nil }) {
      var items = [SliceItem](repeating: .all, count: own.rank)
      let start = before.reduce(0) { $0 + ($1.size ?? 0) }
      items[axis] = .range(start: start, count: count, step: 1)
      return slice(id, from: whole, items, to: own)
    }
    let place = Place(index: place, parts: parts, axis: axis, whole: whole)
    return portion(id, place) ?? taken(broadcast(id, to: whole), place)
  }

  /// Where a tensor stands in a concatenation.
  private struct Place {
    let index: Int
    let parts: [SymbolicShape]
    let axis: Int
    let whole: SymbolicShape
    var own: SymbolicShape { parts[index] }
  }

  /// The portion of a term made element by element of concatenations of the same tensors' shapes.
  private func portion(_ id: TermID, _ place: Place) -> TermID? {
    // Counted from the end, a term without this axis is the same in every portion.
    let offset = place.whole.rank - shape(id).rank
    guard place.axis >= offset, shape(id).dimensions[place.axis - offset] != .one else {
      return id
    }
    if case .concatenate(place.axis) = kind(id), arguments(id).map({ shape($0) }) == place.parts {
      return arguments(id)[place.index]
    }
    guard isElementwise(id), shape(id) == place.whole else { return nil }
    var parts: [TermID] = []
    for argument in arguments(id) {
      guard let part = portion(argument, place) else { return nil }
      parts.append(part)
    }
    return rebuild(kind(id), parts, shape: place.own)
  }

  /// A portion by its indices, `g[arange(0, m) + n]`.
  private func taken(_ id: TermID, _ place: Place) -> TermID {
    let size = place.own.dimensions[place.axis]
    let steps = make(.iota(size), [], SymbolicShape([size]))
    let start = place.parts[..<place.index].map { self.size($0.dimensions[place.axis]) }
    return make(.take(axis: place.axis), [id, add([steps] + start)], place.own)
  }
}
