internal import Graphs
internal import Tensors

extension UnaryFunction {
  /// The function in vector instructions, where there is one.
  var kernel: UnaryVectorKernel? {
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
    case .sigmoid: .sigmoid
    case .softplus: .softplus
    case .logSigmoid: .logSigmoid
    case .relu: .relu
    case .expm1, .log2, .log10, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh,
      .logCosh, .erf, .erfc, .lgamma, .digamma, .polygamma, .gelu, .geluTanh, .softsign, .floor,
      .ceil, .round, .isnan, .isfinite, .not:
      nil
    }
  }
}

extension BinaryFunction {
  /// The function in vector instructions, where there is one, and whether its operands change
  /// places.
  var kernel: (kernel: BinaryVectorKernel, isSwapped: Bool)? {
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

extension StableForm {
  /// The form in operations of a loop; `passing` gives room between one and the next.
  func operations(
    _ x: [Location], into result: Location, passing: (Int) -> Location
  ) -> [LoopOperation] {
    let isNegated: Bool
    let target: Location
    let operation: LoopOperation
    switch kind {
    case .sigmoidDifference(let sign):
      isNegated = sign < 0
      target = isNegated ? passing(result.count) : result
      let isFlat = result.count > 1 && x[0].count == 1 && x[1].count == 1
      operation =
        isFlat
        ? .combine({ StableForm.sigmoidDifference($0, $1) }, x[0], x[1], into: target)
        : .binary(.sigmoidDifference, x[0], x[1], into: target)
    case .squaredSech:
      isNegated = false
      target = result
      operation = .unary(.squaredSech, x[0], into: target)
    case .exponentialDifference(let sign):
      isNegated = sign < 0
      target = isNegated ? passing(result.count) : result
      operation = .combine(
        { StableMath.exponentialDifference($0, $1) }, x[0], x[1], into: target)
    case .versine(let sign):
      isNegated = sign < 0
      target = isNegated ? passing(result.count) : result
      operation = .map({ StableMath.versine($0) }, x[0], into: target)
    case .rootExcess(let sign):
      isNegated = sign < 0
      target = isNegated ? passing(result.count) : result
      operation = .map({ StableMath.rootExcess($0) }, x[0], into: target)
    case .unary(let function, let sign):
      isNegated = sign < 0
      target = isNegated ? passing(result.count) : result
      operation =
        function.kernel.map { .unary($0, x[0], into: target) }
        ?? .map(function.function, x[0], into: target)
    case .softmaxDifference, .softmaxExcess, .logSoftmax, .negativeLogLikelihood: return []
    }
    return isNegated ? [operation, .unary(.negate, target, into: result)] : [operation]
  }
}
