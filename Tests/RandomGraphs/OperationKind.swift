public import Graphs

/// What an operation is, without its axes and shapes: what a run of random graphs has to cover.
///
/// The switches are exhaustive, so that a new primitive has to be named here, and every name here
/// has to turn up in a run.
public enum OperationKind: String, CaseIterable, Sendable {
  case leaf, constant, reference, size, select, clip
  case sum, product, max, min, logSumExp, norm, any, all, argmax, argmin
  case softmax, logSoftmax, cumulativeSum, sort
  case reshape, transpose, broadcast, concatenate, slice, take, gather, oneHot, iota, diagonal
  case diagonalPart, matmul, outer, trace, determinant, logDeterminant, inverse, solve, identity
  case stopGradient, cast, derivative
  case negate, abs, sign, square, sqrt, reciprocal, exp, expm1, log, log1p, log2, log10
  case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, logCosh, erf, erfc, lgamma, digamma
  case polygamma, sigmoid, logSigmoid, softplus, relu, gelu, geluTanh, softsign
  case floor, ceil, round, isnan, isfinite, not
  case add, subtract, multiply, divide, power, maximum, minimum, modulo, weigh, xlogy, xlog1py
  case xdivy, less, lessOrEqual, greater, greaterOrEqual, equal, notEqual, and, or

  /// The kinds whose differences are not their slopes.
  static let stepped: Set<OperationKind> = [.floor, .ceil, .round, .modulo, .stopGradient]

  /// The kinds that have kinks or steps, and those whose differences are not their slopes.
  static let kinked: Set<OperationKind> = [
    .stopGradient,
    .select, .clip, .max, .min, .norm, .sort, .abs, .sign, .sqrt, .relu, .softsign, .floor, .ceil,
    .round, .maximum, .minimum, .modulo, .argmax, .argmin, .any, .all, .not, .less, .lessOrEqual,
    .greater, .greaterOrEqual, .equal, .notEqual, .and, .or, .oneHot, .gather, .take,
  ]

  /// The kind of a primitive.
  public init(_ primitive: Primitive) {
    self =
      switch primitive {
      case .leaf: .leaf
      case .constant: .constant
      case .reference: .reference
      case .size: .size
      case .unary(let function): OperationKind(function)
      case .binary(let function): OperationKind(function)
      case .select: .select
      case .clip: .clip
      case .reduce(let reduction, _, _): OperationKind(reduction)
      case .softmax: .softmax
      case .logSoftmax: .logSoftmax
      case .cumulativeSum: .cumulativeSum
      case .sort: .sort
      case .reshape: .reshape
      case .transpose: .transpose
      case .broadcast: .broadcast
      case .concatenate: .concatenate
      case .slice: .slice
      case .take: .take
      case .gather: .gather
      case .oneHot: .oneHot
      case .iota: .iota
      case .diagonal: .diagonal
      case .diagonalPart: .diagonalPart
      case .matmul: .matmul
      case .outer: .outer
      case .trace: .trace
      case .determinant: .determinant
      case .logDeterminant: .logDeterminant
      case .inverse: .inverse
      case .solve: .solve
      case .identity: .identity
      case .stopGradient: .stopGradient
      case .cast: .cast
      case .derivative: .derivative
      }
  }

  private init(_ reduction: Reduction) {
    self =
      switch reduction {
      case .sum: .sum
      case .product: .product
      case .max: .max
      case .min: .min
      case .logSumExp: .logSumExp
      case .norm: .norm
      case .any: .any
      case .all: .all
      case .argmax: .argmax
      case .argmin: .argmin
      }
  }

  private init(_ function: BinaryFunction) {
    self =
      switch function {
      case .add: .add
      case .subtract: .subtract
      case .multiply: .multiply
      case .divide: .divide
      case .power: .power
      case .maximum: .maximum
      case .minimum: .minimum
      case .modulo: .modulo
      case .weigh: .weigh
      case .xlogy: .xlogy
      case .xlog1py: .xlog1py
      case .xdivy: .xdivy
      case .less: .less
      case .lessOrEqual: .lessOrEqual
      case .greater: .greater
      case .greaterOrEqual: .greaterOrEqual
      case .equal: .equal
      case .notEqual: .notEqual
      case .and: .and
      case .or: .or
      }
  }

  private init(_ function: UnaryFunction) {
    self =
      switch function {
      case .negate: .negate
      case .abs: .abs
      case .sign: .sign
      case .square: .square
      case .sqrt: .sqrt
      case .reciprocal: .reciprocal
      case .exp: .exp
      case .expm1: .expm1
      case .log: .log
      case .log1p: .log1p
      case .log2: .log2
      case .log10: .log10
      case .sin: .sin
      case .cos: .cos
      case .tan: .tan
      case .asin: .asin
      case .acos: .acos
      case .atan: .atan
      case .sinh: .sinh
      case .cosh: .cosh
      case .tanh: .tanh
      case .logCosh: .logCosh
      case .erf: .erf
      case .erfc: .erfc
      case .lgamma: .lgamma
      case .digamma: .digamma
      case .polygamma: .polygamma
      case .sigmoid: .sigmoid
      case .logSigmoid: .logSigmoid
      case .softplus: .softplus
      case .relu: .relu
      case .gelu: .gelu
      case .geluTanh: .geluTanh
      case .softsign: .softsign
      case .floor: .floor
      case .ceil: .ceil
      case .round: .round
      case .isnan: .isnan
      case .isfinite: .isfinite
      case .not: .not
      }
  }
}

extension UnaryFunction {
  /// The functions of one number, of polygamma the first two orders.
  static let drawn: [UnaryFunction] = [
    .negate, .abs, .sign, .square, .sqrt, .reciprocal, .exp, .expm1, .log, .log1p, .log2, .log10,
    .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .logCosh, .erf, .erfc, .lgamma,
    .digamma, .polygamma(1), .polygamma(2), .sigmoid, .logSigmoid, .softplus, .relu, .gelu,
    .geluTanh, .softsign, .floor, .ceil, .round, .isnan, .isfinite, .not,
  ]
}
