internal import Tensors

extension Primitive {
  /// Returns the shape of the result for operands of some shapes.
  ///
  /// A named dimension fits itself and, where operands broadcast, a dimension of 1; nothing is
  /// concluded about what it might turn out to be.
  ///
  /// - Throws: ``ShapeError`` where they do not fit.
  public func shape(of operands: [SymbolicShape]) throws(ShapeError) -> SymbolicShape {
    if let wanted = operandCount, operands.count != wanted {
      throw ShapeError("an operation on \(wanted) operands was given \(operands.count)")
    }
    let shape = try unchecked(operands)
    // Sizes are checked here, once, so that no later step multiplies what a user wrote.
    if shape.dimensions.allSatisfy({ $0.size != nil }), shape.concrete == nil {
      throw ShapeError("a tensor of shape \(shape.text) has more elements than can be counted")
    }
    return shape
  }

  /// The number of operands, or nothing where any number will do.
  public var operandCount: Int? {
    switch self {
    case .leaf, .constant, .iota, .identity: 0
    case .reference, .size, .unary, .reduce, .softmax, .logSoftmax, .cumulativeSum, .sort,
      .reshape, .transpose, .broadcast, .slice, .oneHot, .diagonal, .diagonalPart, .trace,
      .determinant, .logDeterminant, .inverse, .stopGradient, .cast:
      1
    case .binary, .take, .gather, .matmul, .outer, .solve: 2
    case .select, .clip, .derivative: 3
    case .concatenate: nil
    }
  }

  /// The rules themselves, for operands whose number is right.
  private func unchecked(_ operands: [SymbolicShape]) throws(ShapeError) -> SymbolicShape {
    let first = operands.first ?? .scalar
    switch self {
    case .leaf(let leaf): return leaf.shape
    case .constant(let tensor): return SymbolicShape(tensor.shape)
    case .reference, .unary, .stopGradient, .cast, .derivative: return first
    case .size(let axes):
      try first.check(axes: axes)
      return .scalar
    case .binary, .select, .clip:
      var shape = first
      for operand in operands.dropFirst() { shape = try shape.broadcast(with: operand) }
      return shape
    case .reduce(let reduction, let axes, let keepDimensions):
      return try first.reduced(by: reduction, axes: axes, keepDimensions: keepDimensions)
    case .softmax(let axis), .logSoftmax(let axis), .cumulativeSum(let axis), .sort(let axis):
      try first.check(axes: [axis])
      return first
    case .reshape(let shape): return try first.reshaped(to: shape)
    case .transpose(let order): return try first.transposed(order)
    case .broadcast(let shape): return try first.broadcast(to: shape)
    case .concatenate(let axis): return try SymbolicShape.concatenated(operands, axis: axis)
    case .slice(let items): return try first.sliced(items)
    case .take(let axis): return try first.taken(axis: axis, indices: operands[1])
    case .gather: return try first.gathered(at: operands[1])
    case .oneHot(let classes):
      return SymbolicShape(first.dimensions + [try classes.checked()])
    case .iota(let count): return SymbolicShape([try count.checked()])
    case .identity(let size):
      let size = try size.checked()
      return SymbolicShape([size, size])
    case .diagonal:
      let size = try first.vectorSize(for: "diag")
      return SymbolicShape([size, size])
    case .diagonalPart: return SymbolicShape([try first.squareSize(for: "diag")])
    case .matmul: return try first.multiplied(by: operands[1])
    case .outer:
      return SymbolicShape([
        try first.vectorSize(for: "outer"), try operands[1].vectorSize(for: "outer"),
      ])
    case .trace:
      _ = try first.squareSize(for: "trace")
      return .scalar
    case .determinant:
      _ = try first.squareSize(for: "det")
      return .scalar
    case .logDeterminant:
      _ = try first.squareSize(for: "logdet")
      return .scalar
    case .inverse:
      _ = try first.squareSize(for: "inv")
      return first
    case .solve: return try first.solved(for: operands[1])
    }
  }
}

extension Dimension {
  /// The dimension itself, unless it is a negative number.
  func checked() throws(ShapeError) -> Dimension {
    if let size, size < 0 { throw ShapeError("a size cannot be negative, and \(size) is") }
    return self
  }
}
