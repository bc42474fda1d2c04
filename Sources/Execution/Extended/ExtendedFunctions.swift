internal import Graphs
internal import Tensors

extension UnaryFunction {
  /// The function on double-doubles.
  var extended: (DoubleDouble) -> DoubleDouble {
    switch self {
    case .negate: { -$0 }
    case .abs: { $0.magnitude }
    case .sign: { DoubleDouble(StableMath.sign($0.high)) }
    case .square: { $0 * $0 }
    case .sqrt: { $0.squareRoot() }
    case .reciprocal: { 1 / $0 }
    case .exp: { $0.exponential() }
    case .expm1: { $0.exponentialMinusOne() }
    case .log: { $0.logarithm() }
    case .log1p: { $0.logarithmOnePlus() }
    case .log2: { $0.logarithm() / DoubleDouble.ln2 }
    case .log10: { $0.logarithm() / DoubleDouble.ln10 }
    case .sin: { $0.sine() }
    case .cos: { $0.cosine() }
    case .tan: { $0.tangent() }
    case .asin: { $0.arcsine() }
    case .acos: { $0.arccosine() }
    case .atan: { $0.arctangent() }
    case .sinh: { $0.hyperbolicSine() }
    case .cosh: { $0.hyperbolicCosine() }
    case .tanh: { $0.hyperbolicTangent() }
    case .logCosh: { $0.logCosh() }
    case .erf: { $0.errorFunction() }
    case .erfc: { $0.errorFunctionComplement() }
    case .lgamma: { $0.logGamma() }
    case .digamma: { $0.digamma() }
    case .polygamma(let order): { $0.polygamma(order) }
    case .sigmoid: { $0.sigmoid() }
    case .logSigmoid: { -(-$0).softplus() }
    case .softplus: { $0.softplus() }
    case .relu: { $0.isNaN ? $0 : max(0, $0) }
    case .gelu: { $0.gelu() }
    case .geluTanh: { $0.geluTanh() }
    case .softsign:
      { $0.isFinite ? $0 / (1 + $0.magnitude) : DoubleDouble(StableMath.softsign($0.high)) }
    case .floor: { $0.rounded(.down) }
    case .ceil: { $0.rounded(.up) }
    case .round: { $0.rounded(.toNearestOrEven) }
    case .isnan: { $0.isNaN ? 1 : 0 }
    case .isfinite: { $0.isFinite ? 1 : 0 }
    case .not: { $0.isZero ? 1 : 0 }
    }
  }
}

extension BinaryFunction {
  /// The function on double-doubles.
  var extended: (DoubleDouble, DoubleDouble) -> DoubleDouble {
    switch self {
    case .add: { $0 + $1 }
    case .subtract: { $0 - $1 }
    case .multiply: { $0 * $1 }
    case .divide: { $0 / $1 }
    case .power: { $0.power($1) }
    case .maximum: { $0 > $1 || $0.isNaN ? $0 : $1 }
    case .minimum: { $0 < $1 || $0.isNaN ? $0 : $1 }
    case .modulo: { $0.modulo($1) }
    case .weigh: { $0.isZero && !$1.isNaN ? 0 : $0 * $1 }
    case .xlogy: { $0.isZero && !$1.isNaN ? 0 : $0 * $1.logarithm() }
    case .xlog1py: { $0.isZero && !$1.isNaN ? 0 : $0 * $1.logarithmOnePlus() }
    case .xdivy: { $0.isZero && !$1.isNaN ? 0 : $0 / $1 }
    case .less: { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: { $0 <= $1 ? 1 : 0 }
    case .greater: { $0 > $1 ? 1 : 0 }
    case .greaterOrEqual: { $0 >= $1 ? 1 : 0 }
    case .equal: { $0 == $1 ? 1 : 0 }
    case .notEqual: { $0 != $1 ? 1 : 0 }
    case .and: { !$0.isZero && !$1.isZero ? 1 : 0 }
    case .or: { !$0.isZero || !$1.isZero ? 1 : 0 }
    }
  }
}

extension Reduction {
  /// The reduction of a row of double-doubles to one number.
  var extended: (ArraySlice<DoubleDouble>) -> DoubleDouble {
    switch self {
    case .sum: { $0.reduce(0, +) }
    case .product: { $0.reduce(1, *) }
    case .max: { $0.reduce(DoubleDouble(-.infinity), BinaryFunction.maximum.extended) }
    case .min: { $0.reduce(DoubleDouble(.infinity), BinaryFunction.minimum.extended) }
    case .logSumExp: { DoubleDouble.logSumExp($0) }
    case .norm: { DoubleDouble.norm($0) }
    case .any: { $0.contains { !$0.isZero } ? 1 : 0 }
    case .all: { $0.allSatisfy { !$0.isZero } ? 1 : 0 }
    case .argmax: { DoubleDouble.position($0) { $0 > $1 } }
    case .argmin: { DoubleDouble.position($0) { $0 < $1 } }
    }
  }
}
