import Graphs

/// Traces, diagonals, inverses and determinants in normal form.
extension TermStore {
  /// The diagonal of a matrix.
  func diagonalPart(_ matrix: TermID, shape: SymbolicShape) -> TermID {
    switch kind(matrix) {
    case .identity: return one
    case .diagonal: return arguments(matrix).first ?? zero
    case .outer: return multiply(arguments(matrix))
    default: return make(.diagonalPart, [matrix], shape)
    }
  }

  /// The sum of the diagonal.
  func trace(_ matrix: TermID) -> TermID {
    switch kind(matrix) {
    case .identity(let size): return self.size(size)
    case .sum(let coefficients):
      let parts = arguments(matrix).map { trace($0, of: shape(matrix)) }
      return sum(zip(coefficients, parts).map(Summand.init))
    case .product:
      let split = scalarPart(matrix)
      guard split.rest != matrix else { break }
      return product(split.coefficient, split.factors + [Factor(trace(split.rest))])
    case .outer: return reduce(.sum, multiply(arguments(matrix)), axes: [0], keep: false)
    case .permute: return arguments(matrix).first.map(trace) ?? zero
    case .broadcast: return arguments(matrix).first.map { trace($0, of: shape(matrix)) } ?? zero
    default: break
    }
    return make(.trace, [matrix], .scalar)
  }

  /// The trace of a term that stands for a square shape: of rows that are alike, their sum.
  private func trace(_ id: TermID, of whole: SymbolicShape) -> TermID {
    if shape(id) == whole { return trace(id) }
    let rank = shape(id).rank
    let single = shape(id).dimensions.indices.filter { shape(id).dimensions[$0] == .one }
    let row = squeeze(id, single.map { rank - $0 })
    if shape(row).rank == 0 { return multiply(size(whole.dimensions[0]), row) }
    return reduce(.sum, row, axes: [0], keep: false)
  }

  /// The inverse of a matrix.
  func inverse(_ matrix: TermID) -> TermID {
    switch kind(matrix) {
    case .identity: return matrix
    case .inverse: return arguments(matrix).first ?? matrix
    case .permute:
      if let inner = arguments(matrix).first { return transpose(inverse(inner)) }
    case .product:
      let split = scalarPart(matrix)
      guard split.rest != matrix else { break }
      let inverted = split.factors.map { Factor($0.base, -$0.exponent) }
      return product(.one / split.coefficient, inverted + [Factor(inverse(split.rest))])
    default: break
    }
    return make(.inverse, [matrix], shape(matrix))
  }

  /// The determinant of a matrix: that of its transpose, and of a product of square matrices the
  /// product of theirs where some are the same.
  func determinant(_ matrix: TermID) -> TermID {
    switch kind(matrix) {
    case .identity: return one
    case .permute: return arguments(matrix).first.map(determinant) ?? one
    case .inverse:
      return arguments(matrix).first.map { power(determinant($0), .minusOne) } ?? one
    case .matmul:
      let parts = arguments(matrix)
      guard parts.allSatisfy({ shape($0) == shape(matrix) }) else { break }
      let whole = multiply(parts.map(determinant))
      if factors(whole).factors.count < parts.count { return whole }
    default: break
    }
    return make(.determinant, [matrix], shape(matrix).rank == 2 ? .scalar : batch(of: matrix))
  }

  private func batch(of matrix: TermID) -> SymbolicShape {
    SymbolicShape(Array(shape(matrix).dimensions.dropLast(2)))
  }

  /// A chain of square matrices with the inverses of products taken apart:
  /// `A' @ inv(A @ X)'` is `inv(X)'`.
  func withInversesTakenApart(_ chain: [TermID]) -> [TermID]? {
    var found = false
    let parts = chain.flatMap { part -> [TermID] in
      guard let inner = inverseFactors(part) else { return [part] }
      found = true
      return inner
    }
    return found ? parts : nil
  }

  /// `inv(A @ B)` as `inv(B), inv(A)`, and its transpose as `inv(A)', inv(B)'`.
  private func inverseFactors(_ id: TermID) -> [TermID]? {
    switch kind(id) {
    case .inverse:
      guard let product = arguments(id).first, case .matmul = kind(product) else { return nil }
      let parts = arguments(product)
      guard parts.allSatisfy({ shape($0) == shape(id) && shape($0).rank == 2 }) else { return nil }
      return parts.reversed().map(inverse)
    case .permute([1, 0]):
      return arguments(id).first.flatMap(inverseFactors)?.reversed().map(transpose)
    default: return nil
    }
  }
}
