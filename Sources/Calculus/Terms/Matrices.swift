import Graphs

/// Linear algebra in normal form: chains of products flat, scalars outside, transposes at leaves.
extension TermStore {
  /// The transpose of a term that stands for a matrix.
  func transpose(_ id: TermID, logical: SymbolicShape) -> TermID {
    let rank = shape(id).rank
    if rank == 0 { return id }
    // What varies along the last axis alone varies along the first afterwards.
    if rank == 1 { return logical.rank == 2 ? expand(id, [1]) : id }
    if shape(id) != logical, rank == 2, shape(id).dimensions[1] == .one {
      return squeeze(id, [1])
    }
    return transpose(id)
  }

  /// The transpose of a matrix; batches exchange their last two axes.
  func transpose(_ id: TermID) -> TermID {
    let shape = shape(id)
    guard shape.rank >= 2 else { return id }
    switch kind(id) {
    case .permute(let order):
      if order == transposition(shape.rank), let inner = arguments(id).first { return inner }
    case .identity, .diagonal: return id
    case .inverse where shape.rank == 2:
      if let inner = arguments(id).first, transpose(inner) == inner { return id }
    case .broadcast:
      if let inner = arguments(id).first, self.shape(inner).rank == 0 {
        return broadcast(inner, to: shape.transposed)
      }
    case .outer: return outer(arguments(id)[1], arguments(id)[0])
    case .symbol(let leaf):
      if facts.leaves[leaf]?.isSymmetric == true {
        assume("\(leaf.name) == \(leaf.name)'")
        return id
      }
    case .sum(let coefficients) where shape.rank == 2:
      let parts = arguments(id)
      if parts.allSatisfy({ self.shape($0).rank != 1 && self.shape($0).rank <= 2 }) {
        return sum(
          zip(coefficients, parts).map { Summand($0, transpose($1, logical: shape)) })
      }
    case .product(let coefficient, let exponents) where shape.rank == 2:
      let parts = arguments(id)
      let wholes = parts.filter { self.shape($0).rank > 0 }
      if wholes.count <= 1 || coefficient != .one || wholes.count < parts.count,
        wholes.count < parts.count || coefficient != .one
      {
        let scalars = zip(parts, exponents).map(Factor.init).filter {
          self.shape($0.base).rank == 0
        }
        let rest = zip(parts, exponents).map(Factor.init).filter { self.shape($0.base).rank > 0 }
        return product(
          coefficient, scalars + [Factor(transpose(product(.one, rest), logical: shape))])
      }
    case .matmul where shape.rank == 2:
      let parts = arguments(id)
      if parts.allSatisfy({ self.shape($0).rank == 2 }) {
        return matmul(parts.reversed().map(transpose))
      }
    default: break
    }
    return make(.permute(transposition(shape.rank)), [id], shape.transposed)
  }

  private func transposition(_ rank: Int) -> [Int] {
    var order = Array(0..<rank)
    order.swapAt(rank - 1, rank - 2)
    return order
  }

  /// `a[i] b[j]`.
  func outer(_ a: TermID, _ b: TermID) -> TermID {
    if a == zero || b == zero { return zero }
    if case .broadcast = kind(a), case .broadcast = kind(b), let c = arguments(a).first,
      let d = arguments(b).first, shape(c).rank == 0, shape(d).rank == 0
    {
      // Constant vectors make a constant matrix.
      let whole = SymbolicShape([dimension(a, 0), dimension(b, 0)])
      return multiply([c, d, broadcast(one, to: whole)])
    }
    let (first, second) = (scalarPart(a), scalarPart(b))
    let core = make(
      .outer, [first.rest, second.rest],
      SymbolicShape([dimension(first.rest, 0), dimension(second.rest, 0)]))
    return product(
      first.coefficient * second.coefficient, first.factors + second.factors + [Factor(core)])
  }

  private func dimension(_ id: TermID, _ axis: Int) -> Dimension {
    let dimensions = shape(id).dimensions
    return dimensions.indices.contains(axis) ? dimensions[axis] : .one
  }

  /// A term split into numbers and scalars before it, and what has a shape.
  func scalarPart(_ id: TermID) -> (coefficient: Number, factors: [Factor], rest: TermID) {
    switch kind(id) {
    case .product(let coefficient, let exponents):
      let all = zip(arguments(id), exponents).map(Factor.init)
      let scalars = all.filter { shape($0.base).rank == 0 }
      guard coefficient != .one || !scalars.isEmpty else { return (.one, [], id) }
      let rest = product(.one, all.filter { shape($0.base).rank > 0 })
      guard shape(rest) == shape(id) else { return (.one, [], id) }
      return (coefficient, scalars, rest)
    case .sum:
      let content = primitivePart(id)
      guard content.monomial.allSatisfy({ shape($0.base).rank == 0 }),
        shape(content.part) == shape(id)
      else { return (.one, [], id) }
      return (content.coefficient, content.monomial, content.part)
    default: return (.one, [], id)
    }
  }

  /// The product of two terms that stand for whole shapes; what is constant becomes a sum.
  func matmul(
    _ a: TermID, _ aShape: SymbolicShape, _ b: TermID, _ bShape: SymbolicShape
  ) -> TermID {
    if a == zero || b == zero { return zero }
    let (left, right) = (shape(a), shape(b))
    if left == aShape, right == bShape { return matmul([a, b]) }
    if left == aShape, aShape.rank <= 2, bShape.rank <= 2 {
      let last = aShape.rank - 1
      if right.rank == 0 {
        let keep = bShape.rank == 2
        return multiply(b, reduce(.sum, a, axes: [last], keep: keep))
      }
      if right.rank == 1, bShape.rank == 2 {
        let sums = reduce(.sum, a, axes: [last], keep: false)
        guard aShape.rank == 2 else { return multiply(sums, b) }
        return outer(broadcast(sums, to: SymbolicShape([aShape.dimensions[0]])), b)
      }
      if right.rank == 2, right.dimensions[1] == .one, right.dimensions[0] == bShape.dimensions[0] {
        let column = matmul([a, squeeze(b, [1])])
        return aShape.rank == 2 ? expand(column, [1]) : column
      }
    }
    if right == bShape, aShape.rank <= 2, bShape.rank <= 2 {
      if left.rank == 0 {
        return multiply(a, reduce(.sum, b, axes: [0], keep: false))
      }
      if left.rank == 1, aShape.rank == 2 { return matmul([a, b]) }
      if left.rank == 2, left.dimensions[1] == .one, left.dimensions[0] == aShape.dimensions[0] {
        let sums = reduce(.sum, b, axes: [0], keep: false)
        guard bShape.rank == 2 else { return multiply(squeeze(a, [1]), sums) }
        let row = broadcast(sums, to: SymbolicShape([bShape.dimensions[1]]))
        return outer(squeeze(a, [1]), row)
      }
    }
    return matmul([broadcast(a, to: aShape), broadcast(b, to: bShape)])
  }

  /// A chain of matrix products of vectors and matrices, or one of batches.
  func matmul(_ parts: [TermID]) -> TermID {
    var coefficient = Number.one
    var scalars: [Factor] = []
    var chain: [TermID] = []
    for (place, part) in parts.enumerated() {
      if part == zero { return zero }
      let split = scalarPart(part)
      coefficient = coefficient * split.coefficient
      scalars += split.factors
      // Products of batches are not associative with those of matrices, and a vector that others
      // follow is a row: its own product is turned first.
      if case .matmul = kind(split.rest), shape(part).rank == 2 || place == parts.count - 1,
        (parts + arguments(split.rest)).allSatisfy({ shape($0).rank <= 2 })
      {
        chain += arguments(split.rest)
      } else {
        chain.append(split.rest)
      }
    }
    let core = contracted(chain)
    return product(coefficient, scalars + [Factor(core)])
  }

  /// The normal form of a chain without scalars.
  private func contracted(_ chain: [TermID]) -> TermID {
    guard chain.allSatisfy({ shape($0).rank <= 2 && shape($0).rank > 0 }) else {
      return batched(chain)
    }
    var chain = chain
    // A vector at both ends is a dot product; a row before matrices is a column after them.
    if let first = chain.first, chain.count >= 2, shape(first).rank == 1 {
      let rest = Array(chain.dropFirst())
      if let last = rest.last, shape(last).rank == 1 {
        let column = rest.count == 1 ? rest[0] : matmul(rest)
        return reduce(
          .sum, multiply(first, column), logical: shape(first), axes: [0], keep: false)
      }
      return matmul(rest.reversed().map(transpose) + [first])
    }
    var place = 0
    while place + 1 < chain.count {
      guard let merged = neighbours(chain[place], chain[place + 1]) else {
        place += 1
        continue
      }
      if merged.count == 1, let only = merged.first {
        let before = Array(chain[..<place])
        let after = Array(chain[(place + 2)...])
        return before.isEmpty && after.isEmpty ? only : matmul(before + [only] + after)
      }
      chain.replaceSubrange(place...(place + 1), with: merged)
      place = max(0, place - 1)
    }
    guard chain.count > 1, let first = chain.first, let last = chain.last else {
      return chain.first ?? one
    }
    var dimensions = [dimension(first, 0)]
    if shape(last).rank == 2 { dimensions.append(dimension(last, 1)) }
    return make(.matmul, chain, SymbolicShape(dimensions))
  }

  /// What two neighbours of a chain become together, where a rule says so.
  private func neighbours(_ a: TermID, _ b: TermID) -> [TermID]? {
    switch (kind(a), kind(b)) {
    case (.identity, _): return [b]
    case (_, .identity): return [a]
    case (.broadcast, _) where shape(b).rank == 1:
      guard let c = arguments(a).first, shape(c).rank == 0 else { return nil }
      let ones = broadcast(one, to: SymbolicShape([dimension(a, 0)]))
      return [multiply([c, reduce(.sum, b, axes: [0], keep: false), ones])]
    case (.diagonal, .diagonal):
      return [diagonal(multiply(arguments(a)[0], arguments(b)[0]), shape: shape(a))]
    case (.diagonal, .broadcast):
      guard let vector = arguments(a).first, let c = arguments(b).first, shape(c).rank == 0,
        shape(b).rank == 2
      else { return nil }
      let row = broadcast(one, to: SymbolicShape([dimension(b, 1)]))
      return [multiply(c, outer(vector, row))]
    case (.inverse, _) where arguments(a).first == b:
      return [make(.identity(dimension(b, 0)), [], shape(b))]
    case (_, .inverse) where arguments(b).first == a:
      return [make(.identity(dimension(a, 0)), [], shape(a))]
    case (.permute([1, 0]), .permute([1, 0])):
      // inv(X)' @ X' is as much the identity as X @ inv(X).
      guard let left = arguments(a).first, let right = arguments(b).first,
        arguments(left) == [right] || arguments(right) == [left]
      else { return nil }
      switch (kind(left), kind(right)) {
      case (.inverse, _) where arguments(left) == [right],
        (_, .inverse) where arguments(right) == [left]:
        return [make(.identity(dimension(a, 0)), [], shape(a))]
      default: return nil
      }
    case (_, .outer):
      return [outer(matmul([a, arguments(b)[0]]), arguments(b)[1])]
    case (.outer, _):
      let (u, v) = (arguments(a)[0], arguments(a)[1])
      if shape(b).rank == 1 {
        let dot = reduce(.sum, multiply(v, b), logical: shape(b), axes: [0], keep: false)
        return [multiply(u, dot)]
      }
      return [outer(u, matmul([transpose(b), v]))]
    default: return nil
    }
  }

  private func batched(_ chain: [TermID]) -> TermID {
    guard var result = chain.first else { return one }
    for next in chain.dropFirst() {
      let (a, b) = (shape(result).dimensions, shape(next).dimensions)
      let left = SymbolicShape(Array(a.dropLast(min(2, a.count))))
      let right = SymbolicShape(Array(b.dropLast(min(2, b.count))))
      var dimensions = left.merged(with: right).dimensions
      if a.count > 1 { dimensions.append(a[a.count - 2]) }
      if b.count > 1 { dimensions.append(b[b.count - 1]) }
      result = make(.matmul, [result, next], SymbolicShape(dimensions))
    }
    return result
  }
}
