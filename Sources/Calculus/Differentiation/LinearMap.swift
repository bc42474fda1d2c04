import Graphs

/// Reads the matrix off a differential: from `dF`, linear in the direction `v`, to `J` with
/// `dF = J v`.
///
/// ```
/// v  →  I        A @ h  →  A @ J(h)        d*h  →  diag(d) @ J(h)        sum(a*h)  →  J(h)' @ a
/// ```
/// A scalar differential is read as a row, kept as a vector. What is not recognised gives nothing:
/// the caller prints the differential instead of a guess.
struct LinearMap {
  let store: TermStore
  let direction: TermID
  /// The length of the direction.
  let columns: Dimension

  /// The matrix of a vector, or the row of a scalar, linear in the direction.
  func matrix(_ id: TermID, rows: SymbolicShape) -> TermID? {
    if id == direction { return store.make(.identity(columns), [], square(columns)) }
    guard store.contains(id, direction) else { return nil }
    let arguments = store.arguments(id)
    switch store.kind(id) {
    case .sum(let coefficients):
      var parts: [Summand] = []
      for (coefficient, argument) in zip(coefficients, arguments) {
        guard let part = matrix(argument, rows: store.shape(argument)) else { return nil }
        // A scalar among vectors is the same row for each.
        let isRow = store.shape(argument).rank == 0 && store.shape(id).rank == 1
        let whole = isRow ? repeated(part, store.shape(id)) : part
        parts.append(Summand(coefficient, whole))
      }
      return store.sum(parts)
    case .product(let coefficient, let exponents):
      let factors = zip(arguments, exponents).map(Factor.init)
      let moving = factors.filter { store.contains($0.base, direction) }
      guard moving.count == 1, let inner = moving.first, inner.exponent == .one,
        let part = matrix(inner.base, rows: store.shape(inner.base))
      else { return nil }
      let rest = factors.filter { $0 != inner }
      let scalars = rest.filter { store.shape($0.base).rank == 0 }
      let vectors = rest.filter { store.shape($0.base).rank > 0 }
      guard vectors.allSatisfy({ store.shape($0.base).rank == 1 }) else { return nil }
      let scaled = scaledRows(
        vectors.isEmpty ? nil : store.product(.one, vectors), part,
        isScalar: store.shape(inner.base).rank == 0)
      return store.product(coefficient, scalars + [Factor(scaled)])
    case .matmul:
      guard let last = arguments.last, !arguments.dropLast().contains(where: moves),
        store.shape(last).rank == 1, let part = matrix(last, rows: store.shape(last))
      else { return nil }
      return store.matmul(Array(arguments.dropLast()) + [part])
    case .solve:
      guard !moves(arguments[0]), let part = matrix(arguments[1], rows: store.shape(arguments[1]))
      else { return nil }
      let inverse = store.inverse(arguments[0])
      return store.matmul([inverse, whole(part, store.shape(arguments[1]))])
    case .reduce(.sum, axes: [0], keep: _):
      guard let body = arguments.first, store.shape(body).rank == 1 else { return nil }
      return total(of: body)
    case .slice(let items):
      guard let body = arguments.first, store.shape(body).rank == 1, items.count == 1,
        let part = matrix(body, rows: store.shape(body))
      else { return nil }
      let whole = SymbolicShape([store.shape(body).dimensions[0], columns])
      let shape = SymbolicShape(store.shape(id).dimensions + [columns])
      if case .identity = store.kind(part), case .index(let index) = items[0] {
        return store.oneHot(store.constant(index), columns, logical: .scalar)
      }
      return store.slice(part, from: whole, items + [.all], to: shape)
    case .embed(let items, let shape):
      guard shape.rank == 1, items.count == 1, let body = arguments.first,
        let part = matrix(body, rows: store.shape(body))
      else { return nil }
      if case .index(let index) = items[0] {
        let hot = store.oneHot(store.constant(index), shape.dimensions[0], logical: .scalar)
        return store.outer(hot, vector(part, columns))
      }
      let whole = SymbolicShape([shape.dimensions[0], columns])
      return store.make(.embed(items + [.all], whole), [part], whole)
    case .cumulativeSum(axis: 0, let reversed):
      guard let body = arguments.first, let part = matrix(body, rows: store.shape(body)) else {
        return nil
      }
      return store.make(
        .cumulativeSum(axis: 0, reversed: reversed), [whole(part, store.shape(id))],
        whole(store.shape(id)))
    case .concatenate(axis: 0):
      guard store.shape(id).rank == 1 else { return nil }
      var parts: [TermID] = []
      for argument in arguments {
        let part = moves(argument) ? matrix(argument, rows: store.shape(argument)) : store.zero
        guard let part else { return nil }
        parts.append(whole(part, store.shape(argument)))
      }
      return store.make(.concatenate(axis: 0), parts, whole(store.shape(id)))
    case .reorder(axis: 0), .unsort(axis: 0):
      guard let body = arguments.first, let part = matrix(body, rows: store.shape(body)) else {
        return nil
      }
      let source = whole(store.expand(arguments[1], [1]), store.shape(id))
      return store.make(
        store.kind(id), [whole(part, store.shape(body)), source], whole(store.shape(id)))
    case .take(axis: 0):
      guard let body = arguments.first, let part = matrix(body, rows: store.shape(body)),
        arguments.count == 2, store.shape(arguments[1]).rank == 1
      else { return nil }
      return store.make(
        .take(axis: 0), [whole(part, store.shape(body)), arguments[1]], whole(store.shape(id)))
    case .broadcast(let shape):
      guard shape.rank == 1, let body = arguments.first, store.shape(body).rank == 0,
        let part = matrix(body, rows: .scalar)
      else { return nil }
      return repeated(part, shape)
    case .select:
      guard !store.contains(arguments[0], direction), store.shape(arguments[0]).rank <= 1 else {
        return nil
      }
      // Each branch counts in its own rows: where(c, a, b) = where(c, 1, 0)*a + where(c, 0, 1)*b.
      var parts: [TermID] = []
      for (branch, other) in [(1, 2), (2, 1)] where moves(arguments[branch]) {
        guard !moves(arguments[other]) || other > 0,
          let part = matrix(arguments[branch], rows: store.shape(arguments[branch]))
        else { return nil }
        let mask =
          branch == 1
          ? store.select(arguments[0], store.one, store.zero)
          : store.select(arguments[0], store.zero, store.one)
        parts.append(
          scaledRows(mask, part, isScalar: store.shape(arguments[branch]).rank == 0))
      }
      return store.add(parts)
    default: return nil
    }
  }

  private func moves(_ id: TermID) -> Bool { store.contains(id, direction) }

  private func square(_ size: Dimension) -> SymbolicShape { SymbolicShape([size, size]) }

  /// The shape of the matrix whose rows belong to a vector.
  private func whole(_ rows: SymbolicShape) -> SymbolicShape {
    SymbolicShape(rows.dimensions + [columns])
  }

  private func whole(_ matrix: TermID, _ rows: SymbolicShape) -> TermID {
    store.broadcast(matrix, to: whole(rows))
  }

  /// A term as a whole vector.
  private func vector(_ id: TermID, _ size: Dimension) -> TermID {
    store.broadcast(id, to: SymbolicShape([size]))
  }

  private func repeated(_ row: TermID, _ shape: SymbolicShape) -> TermID {
    guard let size = shape.dimensions.first else { return row }
    return store.outer(vector(store.one, size), vector(row, columns))
  }

  /// `diag(d) @ M`, without a matrix where there is a shorter form.
  private func scaledRows(_ scale: TermID?, _ part: TermID, isScalar: Bool) -> TermID {
    guard let scale else { return part }
    if isScalar {
      guard store.shape(scale).rank == 1 else { return store.multiply(scale, part) }
      return store.outer(scale, vector(part, columns))
    }
    guard store.shape(scale).rank == 1 else { return store.multiply(scale, part) }
    switch store.kind(part) {
    case .identity:
      return diagonal(scale)
    case .diagonal:
      return diagonal(store.multiply(scale, store.arguments(part)[0]))
    case .outer:
      let parts = store.arguments(part)
      return store.outer(store.multiply(scale, parts[0]), parts[1])
    case .sum(let coefficients):
      return store.sum(
        zip(coefficients, store.arguments(part)).map {
          Summand($0, scaledRows(scale, $1, isScalar: false))
        })
    case .product:
      let split = store.scalarPart(part)
      guard split.rest != part else { break }
      return store.product(
        split.coefficient,
        split.factors + [Factor(scaledRows(scale, split.rest, isScalar: false))])
    default: break
    }
    return store.matmul([diagonal(scale), part])
  }

  private func diagonal(_ vector: TermID) -> TermID {
    let split = store.scalarPart(vector)
    let shape = store.shape(vector)
    guard let size = shape.dimensions.first else { return vector }
    let core = store.make(.diagonal, [split.rest], SymbolicShape([size, size]))
    // Numbers stay inside a diagonal: diag(12*x^2), as people write it.
    if split.factors.isEmpty {
      return store.make(.diagonal, [vector], SymbolicShape([size, size]))
    }
    return store.product(split.coefficient, split.factors + [Factor(core)])
  }

  /// The row of `sum(h)`, where h is a vector linear in the direction.
  private func total(of body: TermID) -> TermID? {
    let (coefficient, factors) = store.factors(body)
    let moving = factors.filter { store.contains($0.base, direction) }
    if moving.count == 1, let inner = moving.first, inner.exponent == .one,
      store.shape(inner.base).rank == 1,
      let part = matrix(inner.base, rows: store.shape(inner.base))
    {
      let rest = factors.filter { $0 != inner }
      guard rest.allSatisfy({ store.shape($0.base).rank <= 1 }) else { return nil }
      let weight = store.product(coefficient, rest)
      guard store.shape(weight).rank == 1 else {
        return store.multiply(weight, columnSums(part))
      }
      return weighted(part, weight)
    }
    guard let part = matrix(body, rows: store.shape(body)) else { return nil }
    return columnSums(part)
  }

  private func columnSums(_ part: TermID) -> TermID {
    switch store.kind(part) {
    case .identity: return store.one
    default: return store.reduce(.sum, part, axes: [0], keep: false)
    }
  }

  /// `M' @ a`.
  private func weighted(_ part: TermID, _ weight: TermID) -> TermID {
    switch store.kind(part) {
    case .identity: return weight
    case .diagonal: return store.multiply(store.arguments(part)[0], weight)
    case .sum(let coefficients):
      return store.sum(
        zip(coefficients, store.arguments(part)).map { Summand($0, weighted($1, weight)) })
    case .product:
      let split = store.scalarPart(part)
      guard split.rest != part else { break }
      return store.product(
        split.coefficient, split.factors + [Factor(weighted(split.rest, weight))])
    default: break
    }
    return store.matmul([store.transpose(part), weight])
  }
}
