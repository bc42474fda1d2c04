import Graphs

/// The pullbacks of linear algebra.
///
/// ```
/// C = A B        A: G B'   B: A' G            inv: -Y' G Y'      det: det(A) inv(A)' g
/// x = A⁻¹ b      b: solve(A', g)   A: -outer(solve(A', g), x)    logdet: inv(A)' g
/// ```
/// Source: Magnus and Neudecker, *Matrix Differential Calculus*, chapters 8 and 9.
extension ReverseSweep {
  mutating func pull(_ g: TermID, throughMatrix id: NodeID, value: TermID) {
    let node = graph[id]
    guard let a = node.operands.first else { return }
    let aTerm = translation.term(of: a)
    let aShape = graph.shape(of: a)
    let shape = node.shape
    switch node.primitive {
    case .matmul:
      guard node.operands.count == 2 else { return }
      pull(g, throughProduct: a, node.operands[1], shape)
    case .outer:
      guard node.operands.count == 2 else { return }
      let b = node.operands[1]
      let (bTerm, bShape) = (translation.term(of: b), graph.shape(of: b))
      send(a, store.matmul(g, shape, bTerm, bShape), from: aShape)
      let turned = store.transpose(g, logical: shape)
      send(b, store.matmul(turned, shape.transposed, aTerm, aShape), from: bShape)
    case .trace:
      guard let size = aShape.dimensions.first else { return }
      send(a, store.multiply(g, store.make(.identity(size), [], aShape)), from: aShape)
    case .determinant:
      let matrix = store.broadcast(aTerm, to: aShape)
      let inverse = store.transpose(store.inverse(matrix))
      send(a, store.multiply([g, value, inverse]), from: aShape)
    case .logDeterminant:
      let matrix = store.broadcast(aTerm, to: aShape)
      send(a, store.multiply(g, store.transpose(store.inverse(matrix))), from: aShape)
    case .inverse:
      let turned = store.transpose(store.broadcast(value, to: shape))
      let inner = store.matmul([turned, store.broadcast(g, to: shape), turned])
      send(a, store.negate(inner), from: aShape)
    case .solve:
      guard node.operands.count == 2 else { return }
      let b = node.operands[1]
      let matrix = store.transpose(store.broadcast(aTerm, to: aShape))
      let right = store.broadcast(g, to: shape)
      let split = store.scalarPart(right)
      let solved = store.product(
        split.coefficient,
        split.factors + [Factor(store.make(.solve, [matrix, split.rest], shape))])
      send(b, solved, from: graph.shape(of: b))
      let x = store.broadcast(value, to: shape)
      let slope =
        shape.rank == 1
        ? store.outer(solved, x) : store.matmul([solved, store.transpose(x)])
      send(a, store.negate(slope), from: aShape)
    default: break
    }
  }

  private mutating func pull(
    _ g: TermID, throughProduct a: NodeID, _ b: NodeID, _ shape: SymbolicShape
  ) {
    let (x, y) = (translation.term(of: a), translation.term(of: b))
    let (xShape, yShape) = (graph.shape(of: a), graph.shape(of: b))
    switch (xShape.rank, yShape.rank) {
    case (1, 1):
      send(a, store.multiply(g, y), from: xShape)
      send(b, store.multiply(g, x), from: yShape)
    case (2, 1):
      let (row, whole) = (store.broadcast(y, to: yShape), store.broadcast(g, to: shape))
      send(a, outerOfParts(whole, row), from: xShape)
      let turned = store.transpose(store.broadcast(x, to: xShape), logical: xShape)
      send(b, store.matmul(turned, xShape.transposed, g, shape), from: yShape)
    case (1, 2):
      send(a, store.matmul(y, yShape, g, shape), from: xShape)
      let (column, whole) = (store.broadcast(x, to: xShape), store.broadcast(g, to: shape))
      send(b, outerOfParts(column, whole), from: yShape)
    case (2, 2):
      let right = store.transpose(y, logical: yShape)
      send(a, store.matmul(g, shape, right, yShape.transposed), from: xShape)
      let left = store.transpose(x, logical: xShape)
      send(b, store.matmul(left, xShape.transposed, g, shape), from: yShape)
    default: pull(g, throughBatch: a, b, shape)
    }
  }

  /// An outer product of vectors; a constant one leaves a vector repeated.
  private func outerOfParts(_ column: TermID, _ row: TermID) -> TermID {
    switch (store.kind(column), store.kind(row)) {
    case (.broadcast, _):
      guard let inner = store.arguments(column).first, store.shape(inner).rank == 0 else { break }
      return store.multiply(inner, row)
    case (_, .broadcast):
      guard let inner = store.arguments(row).first, store.shape(inner).rank == 0 else { break }
      return store.multiply(inner, store.expand(column, [1]))
    default: break
    }
    return store.outer(column, row)
  }

  /// Batches: vectors are given a second axis, and what was repeated is summed over.
  private mutating func pull(
    _ g: TermID, throughBatch a: NodeID, _ b: NodeID, _ shape: SymbolicShape
  ) {
    let (xShape, yShape) = (graph.shape(of: a), graph.shape(of: b))
    var x = store.broadcast(translation.term(of: a), to: xShape)
    var y = store.broadcast(translation.term(of: b), to: yShape)
    var whole = store.broadcast(g, to: shape)
    if xShape.rank == 1 {
      x = store.make(.reshape(xShape.expanded([0])), [x], xShape.expanded([0]))
      let wide = shape.expanded([shape.rank - 1])
      whole = store.make(.reshape(wide), [whole], wide)
    }
    if yShape.rank == 1 {
      y = store.expand(y, [1])
      whole = store.expand(whole, [1])
    }
    let left = store.matmul([whole, store.transpose(y)])
    let right = store.matmul([store.transpose(x), whole])
    var (leftShape, rightShape) = (store.shape(left), store.shape(right))
    var (leftTerm, rightTerm) = (left, right)
    if xShape.rank == 1 {
      leftTerm = store.squeeze(left, [2])
      leftShape = leftShape.reduced([leftShape.rank - 2], keep: false)
    }
    if yShape.rank == 1 {
      rightTerm = store.squeeze(right, [1])
      rightShape = rightShape.reduced([rightShape.rank - 1], keep: false)
    }
    send(a, leftTerm, from: leftShape)
    send(b, rightTerm, from: rightShape)
  }
}
