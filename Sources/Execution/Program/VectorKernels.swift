internal import Graphs
internal import Tensors

extension UnaryFunction {
  /// The function in vector instructions, where one operation does it.
  var kernel: VectorKernel? {
    switch self {
    case .negate: .negate
    case .abs: .abs
    case .sign: .sign
    case .square: .square
    case .sqrt: .sqrt
    case .reciprocal: .reciprocal
    case .exp: .exp
    case .log: .log
    case .log1p: .log1p
    case .relu: .relu
    case .expm1: .expm1
    case .tanh: .tanh
    case .log2, .log10, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh,
      .logCosh, .sigmoid, .softplus, .logSigmoid, .erf, .erfc, .lgamma, .digamma, .polygamma, .gelu,
      .geluTanh, .softsign, .floor,
      .ceil, .round, .isnan, .isfinite, .not:
      nil
    }
  }
}

extension BinaryFunction {
  /// The function in vector instructions, where there is one, and whether its operands change
  /// places.
  var kernel: (kernel: VectorKernel, isSwapped: Bool)? {
    switch self {
    case .add: (.add, false)
    case .subtract: (.subtract, false)
    case .multiply: (.multiply, false)
    case .divide: (.divide, false)
    case .maximum: (.maximum, false)
    case .minimum: (.minimum, false)
    case .weigh: (.weigh, false)
    case .xlogy: (.xlogy, false)
    case .xlog1py: (.xlog1py, false)
    case .xdivy: (.xdivy, false)
    case .less: (.less, false)
    case .lessOrEqual: (.lessOrEqual, false)
    case .greater: (.less, true)
    case .greaterOrEqual: (.lessOrEqual, true)
    case .equal: (.equal, false)
    case .notEqual: (.notEqual, false)
    case .power, .modulo, .and, .or: nil
    }
  }
}
