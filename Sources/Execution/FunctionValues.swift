internal import Graphs
internal import Tensors

extension UnaryFunction {
  /// The function itself, to be applied element by element.
  var function: (Double) -> Double {
    switch self {
    case .negate: { -$0 }
    case .abs: { Swift.abs($0) }
    case .sign: { StableMath.sign($0) }
    case .square: { $0 * $0 }
    case .sqrt: { $0.squareRoot() }
    case .reciprocal: { 1 / $0 }
    case .exp: { StableMath.exponential($0) }
    case .expm1: { StableMath.exponentialMinusOne($0) }
    case .log: { StableMath.logarithm($0) }
    case .log1p: { StableMath.logarithmOnePlus($0) }
    case .log2: { StableMath.binaryLogarithm($0) }
    case .log10: { StableMath.decimalLogarithm($0) }
    case .sin: { StableMath.sine($0) }
    case .cos: { StableMath.cosine($0) }
    case .tan: { StableMath.tangent($0) }
    case .asin: { StableMath.arcsine($0) }
    case .acos: { StableMath.arccosine($0) }
    case .atan: { StableMath.arctangent($0) }
    case .sinh: { StableMath.hyperbolicSine($0) }
    case .cosh: { StableMath.hyperbolicCosine($0) }
    case .tanh: { StableMath.hyperbolicTangent($0) }
    case .logCosh: { StableMath.logCosh($0) }
    case .erf: { StableMath.errorFunction($0) }
    case .erfc: { StableMath.errorFunctionComplement($0) }
    case .lgamma: { StableMath.logGamma($0) }
    case .digamma: { StableMath.digamma($0) }
    case .polygamma(let order): { StableMath.polygamma(order, $0) }
    case .sigmoid: { StableMath.sigmoid($0) }
    case .logSigmoid: { StableMath.logSigmoid($0) }
    case .softplus: { StableMath.softplus($0) }
    case .relu: { StableMath.maximum(0, $0) }
    case .gelu: { StableMath.gelu($0) }
    case .geluTanh: { StableMath.geluTanh($0) }
    case .softsign: { StableMath.softsign($0) }
    case .floor: { $0.rounded(.down) }
    case .ceil: { $0.rounded(.up) }
    case .round: { $0.rounded(.toNearestOrEven) }
    case .isnan: { $0.isNaN ? 1 : 0 }
    case .isfinite: { $0.isFinite ? 1 : 0 }
    case .not: { $0 == 0 ? 1 : 0 }
    }
  }

  /// Whether the result is a truth value.
  var isPredicate: Bool {
    switch self {
    case .isnan, .isfinite, .not: true
    case .negate, .abs, .sign, .square, .sqrt, .reciprocal, .exp, .expm1, .log, .log1p, .log2,
      .log10, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .logCosh, .erf, .erfc,
      .lgamma, .digamma, .polygamma, .sigmoid, .logSigmoid, .softplus, .relu, .gelu, .geluTanh,
      .softsign, .floor, .ceil, .round:
      false
    }
  }
}

extension BinaryFunction {
  /// The function itself, to be applied to pairs of elements.
  var function: (Double, Double) -> Double {
    switch self {
    case .add: { $0 + $1 }
    case .subtract: { $0 - $1 }
    case .multiply: { $0 * $1 }
    case .divide: { $0 / $1 }
    case .power: { StableMath.power($0, $1) }
    case .maximum: { StableMath.maximum($0, $1) }
    case .minimum: { StableMath.minimum($0, $1) }
    case .modulo: { StableMath.modulo($0, $1) }
    case .weigh: { StableMath.weigh($0, $1) }
    case .xlogy: { StableMath.xlogy($0, $1) }
    case .xlog1py: { StableMath.xlog1py($0, $1) }
    case .xdivy: { StableMath.xdivy($0, $1) }
    case .less: { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: { $0 <= $1 ? 1 : 0 }
    case .greater: { $0 > $1 ? 1 : 0 }
    case .greaterOrEqual: { $0 >= $1 ? 1 : 0 }
    case .equal: { $0 == $1 ? 1 : 0 }
    case .notEqual: { $0 != $1 ? 1 : 0 }
    case .and: { $0 != 0 && $1 != 0 ? 1 : 0 }
    case .or: { $0 != 0 || $1 != 0 ? 1 : 0 }
    }
  }

  /// Whether the result is a truth value.
  var isPredicate: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or: true
    case .add, .subtract, .multiply, .divide, .power, .maximum, .minimum, .modulo, .weigh, .xlogy,
      .xlog1py, .xdivy:
      false
    }
  }
}

extension Reduction {
  /// The kernel of the reduction.
  var fold: Tensor.Fold {
    switch self {
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
}
