internal import Graphs
internal import Tensors

/// The kind of number an operand holds, and how firmly.
///
/// What is made of literals alone is weak: `0.5 * x` has the type of `x`, as in NumPy and JAX.
struct Precision: Hashable {
  let type: ScalarType
  let isWeak: Bool

  /// A type that literals give way to.
  static func strong(_ type: ScalarType) -> Precision { Precision(type: type, isWeak: false) }
  /// Double precision that gives way.
  static let weak = Precision(type: .float64, isWeak: true)
  /// A truth value, which is a number of any precision in arithmetic.
  static let truth = Precision(type: .bool, isWeak: true)

  /// The precision of arithmetic on operands: float32 where all that are firm are.
  static func arithmetic(_ operands: [Precision]) -> Precision {
    let firm = operands.filter { !$0.isWeak }
    guard !firm.isEmpty else { return .weak }
    return .strong(firm.allSatisfy { $0.type == .float32 } ? .float32 : .float64)
  }

  /// The precision of choosing among operands, which leaves truth values what they are.
  static func choice(_ operands: [Precision]) -> Precision {
    operands.allSatisfy { $0.type == .bool } ? .truth : arithmetic(operands)
  }
}

extension Primitive {
  /// The precision of the result, from those of the operands; leaves and literals aside.
  func precision(of operands: [Precision]) -> Precision {
    switch self {
    case .leaf, .constant, .reference, .stopGradient, .derivative: operands.first ?? .weak
    case .size, .oneHot, .iota, .identity: .weak
    case .unary(let function):
      function.isPredicate ? .truth : .arithmetic(operands)
    case .binary(let function):
      function.isPredicate ? .truth : .arithmetic(operands)
    case .select: .choice(Array(operands.dropFirst()))
    case .clip, .softmax, .logSoftmax, .cumulativeSum, .matmul, .outer, .trace, .determinant,
      .logDeterminant, .inverse, .solve:
      .arithmetic(operands)
    case .reduce(let reduction, axes: _, keepDimensions: _):
      switch reduction {
      case .any, .all: .truth
      case .argmax, .argmin: .weak
      case .sum, .product, .max, .min, .logSumExp, .norm: .arithmetic(operands)
      }
    case .sort, .reshape, .transpose, .broadcast, .slice, .diagonal, .diagonalPart, .concatenate:
      .choice(operands)
    case .take, .gather: .choice(Array(operands.prefix(1)))
    case .cast(let type): type == .bool ? .truth : .strong(type)
    }
  }

  /// The precision its operands are brought to before it is applied.
  ///
  /// A literal beside float32 data is rounded first, as a library that has made a float32 tensor of
  /// it would: `x < 0.1` compares with the nearest float32 to 0.1.
  func operandType(of operands: [Precision]) -> ScalarType? {
    switch self {
    case .binary(let function) where function.isPredicate:
      Precision.arithmetic(operands).type == .float32 ? .float32 : nil
    case .leaf, .constant, .reference, .size, .unary, .binary, .select, .clip, .reduce, .softmax,
      .logSoftmax, .cumulativeSum, .sort, .reshape, .transpose, .broadcast, .concatenate, .slice,
      .take, .gather, .oneHot, .iota, .diagonal, .diagonalPart, .matmul, .outer, .trace,
      .determinant, .logDeterminant, .inverse, .solve, .identity, .stopGradient, .cast,
      .derivative:
      precision(of: operands).type == .float32 ? .float32 : nil
    }
  }
}
