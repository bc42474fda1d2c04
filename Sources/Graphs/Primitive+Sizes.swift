extension Primitive {
  /// The primitive with the sizes that names of dimensions stand for put in.
  public func resolved(_ sizes: [String: Int]) -> Primitive {
    switch self {
    case .reshape(let shape): .reshape(shape.resolved(sizes))
    case .broadcast(let shape): .broadcast(shape.resolved(sizes))
    case .oneHot(let classes): .oneHot(classes: classes.resolved(sizes))
    case .iota(let count): .iota(count.resolved(sizes))
    case .identity(let size): .identity(size.resolved(sizes))
    case .leaf, .constant, .reference, .size, .unary, .binary, .select, .clip, .reduce, .softmax,
      .logSoftmax, .cumulativeSum, .sort, .transpose, .concatenate, .slice, .take, .gather,
      .diagonal, .diagonalPart, .matmul, .outer, .trace, .determinant, .logDeterminant, .inverse,
      .solve, .stopGradient, .cast, .derivative:
      self
    }
  }

  /// Whether the result always has the shape of the first operand.
  public var isLikeFirst: Bool {
    switch self {
    case .reference, .unary, .softmax, .logSoftmax, .cumulativeSum, .sort, .stopGradient, .cast,
      .derivative, .inverse:
      true
    case .leaf, .constant, .size, .binary, .select, .clip, .reduce, .reshape, .transpose,
      .broadcast, .concatenate, .slice, .take, .gather, .oneHot, .iota, .diagonal, .diagonalPart,
      .matmul, .outer, .trace, .determinant, .logDeterminant, .solve, .identity:
      false
    }
  }

  /// Whether it is the use of a definition.
  public var isReference: Bool {
    if case .reference = self { true } else { false }
  }
}

extension SymbolicShape {
  /// The shape with the sizes that names stand for put in.
  public func resolved(_ sizes: [String: Int]) -> SymbolicShape {
    SymbolicShape(dimensions.map { $0.resolved(sizes) })
  }
}

extension Dimension {
  /// The size, where the name's is known.
  public func resolved(_ sizes: [String: Int]) -> Dimension {
    switch self {
    case .fixed: self
    case .named(let name): sizes[name].map(Dimension.fixed) ?? self
    }
  }
}
