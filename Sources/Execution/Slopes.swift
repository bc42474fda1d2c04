internal import Graphs
internal import Tensors

extension UnaryFunction {
  /// The slope at x, where the function's value is y.
  ///
  /// At a kink it is the element of least norm of the subdifferential, and 0 for steps.
  var slope: (_ x: Double, _ y: Double) -> Double {
    switch self {
    case .negate: { _, _ in -1 }
    case .abs: { x, _ in StableMath.sign(x) }
    case .square: { x, _ in 2 * x }
    case .sqrt: { _, y in 0.5 / y }
    case .reciprocal: { _, y in -y * y }
    case .exp: { _, y in y }
    case .expm1: { x, _ in StableMath.exponential(x) }
    case .log: { x, _ in 1 / x }
    case .log1p: { x, _ in 1 / (1 + x) }
    case .log2: { x, _ in 1.442_695_040_888_963_4 / x }
    case .log10: { x, _ in 0.434_294_481_903_251_8 / x }
    case .sin: { x, _ in StableMath.cosine(x) }
    case .cos: { x, _ in -StableMath.sine(x) }
    case .tan: { _, y in 1 + y * y }
    case .asin: { x, _ in 1 / ((1 - x) * (1 + x)).squareRoot() }
    case .acos: { x, _ in -1 / ((1 - x) * (1 + x)).squareRoot() }
    case .atan: { x, _ in Swift.abs(x) > 1e150 ? 1 / x / x : 1 / (1 + x * x) }
    case .sinh: { x, _ in StableMath.hyperbolicCosine(x) }
    case .cosh: { x, _ in StableMath.hyperbolicSine(x) }
    case .tanh: { x, _ in StableMath.squaredSech(x) }
    case .logCosh: { x, _ in StableMath.hyperbolicTangent(x) }
    case .erf: { x, _ in StableMath.gaussian(x) }
    case .erfc: { x, _ in -StableMath.gaussian(x) }
    case .lgamma: { x, _ in StableMath.digamma(x) }
    case .digamma: { x, _ in StableMath.polygamma(1, x) }
    case .polygamma(let order): { x, _ in StableMath.polygamma(order + 1, x) }
    case .sigmoid: { x, _ in StableMath.sigmoidSlope(x) }
    case .logSigmoid: { x, _ in StableMath.sigmoid(-x) }
    case .softplus: { x, _ in StableMath.sigmoid(x) }
    case .relu: { x, _ in x > 0 ? 1 : x.isNaN ? x : 0 }
    case .gelu: { x, _ in StableMath.geluSlope(x) }
    case .geluTanh: { x, _ in StableMath.geluTanhSlope(x) }
    case .softsign:
      { x, _ in
        let root = 1 + Swift.abs(x)
        return 1 / root / root
      }
    case .sign, .floor, .ceil, .round, .isnan, .isfinite, .not: { _, _ in 0 }
    }
  }
}

extension BinaryFunction {
  /// The slope in the first operand; where two tie, each has half.
  var firstSlope: (_ x: Double, _ y: Double) -> Double {
    switch self {
    case .add, .subtract, .modulo: { _, _ in 1 }
    case .multiply, .weigh: { _, y in y }
    case .divide, .xdivy: { _, y in 1 / y }
    case .power: { StableMath.powerSlope($0, $1) }
    case .maximum: { x, y in x > y ? 1 : x < y ? 0 : x == y ? 0.5 : .nan }
    case .minimum: { x, y in x < y ? 1 : x > y ? 0 : x == y ? 0.5 : .nan }
    case .xlogy: { _, y in StableMath.logarithm(y) }
    case .xlog1py: { _, y in StableMath.logarithmOnePlus(y) }
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or: { _, _ in 0 }
    }
  }

  /// The slope in the second operand.
  var secondSlope: (_ x: Double, _ y: Double) -> Double {
    switch self {
    case .add: { _, _ in 1 }
    case .subtract: { _, _ in -1 }
    case .multiply, .weigh: { x, _ in x }
    case .divide: { x, y in -(x / y) / y }
    case .xdivy: { x, y in x == 0 ? 0 : -(x / y) / y }
    case .power: { StableMath.exponentSlope($0, $1) }
    case .maximum: { x, y in y > x ? 1 : y < x ? 0 : x == y ? 0.5 : .nan }
    case .minimum: { x, y in y < x ? 1 : y > x ? 0 : x == y ? 0.5 : .nan }
    case .modulo: { x, y in -((x - StableMath.modulo(x, y)) / y).rounded() }
    case .xlogy: { StableMath.xdivy($0, $1) }
    case .xlog1py: { x, y in StableMath.xdivy(x, 1 + y) }
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or: { _, _ in 0 }
    }
  }
}
