internal import Graphs
internal import Tensors

extension UnaryFunction {
  /// Whether the function has a corner or a step at a point.
  func isKink(_ x: Double) -> Bool {
    switch self {
    case .abs, .relu, .sign, .not: x == 0
    case .floor, .ceil: x.isFinite && x == x.rounded()
    case .round: x.isFinite && Swift.abs(x - x.rounded(.towardZero)) == 0.5
    case .negate, .square, .sqrt, .reciprocal, .exp, .expm1, .log, .log1p, .log2, .log10, .sin,
      .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .logCosh, .erf, .erfc, .lgamma,
      .digamma, .polygamma, .sigmoid, .logSigmoid, .softplus, .gelu, .geluTanh, .softsign, .isnan,
      .isfinite:
      false
    }
  }

  /// The value just past a kink along a tangent, and the tangent there; nothing of smooth functions.
  var kink: ((_ x: Double, _ tangent: Double) -> (value: Double, tangent: Double))? {
    switch self {
    case .abs: { _, t in (0, Swift.abs(t)) }
    case .relu: { _, t in (0, Swift.max(t, 0)) }
    case .sign: { _, t in (t > 0 ? 1 : -1, 0) }
    case .not: { _, _ in (0, 0) }
    case .floor: { x, t in (t < 0 ? x - 1 : x, 0) }
    case .ceil: { x, t in (t > 0 ? x + 1 : x, 0) }
    case .round: { x, t in (t > 0 ? x.rounded(.up) : x.rounded(.down), 0) }
    case .negate, .square, .sqrt, .reciprocal, .exp, .expm1, .log, .log1p, .log2, .log10, .sin,
      .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .logCosh, .erf, .erfc, .lgamma,
      .digamma, .polygamma, .sigmoid, .logSigmoid, .softplus, .gelu, .geluTanh, .softsign, .isnan,
      .isfinite:
      nil
    }
  }
}

extension BinaryFunction {
  /// Whether two operands tie, so that their tangents decide.
  func isTie(_ x: Double, _ y: Double) -> Bool {
    switch self {
    case .maximum, .minimum, .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
      x == y
    case .modulo: StableMath.modulo(x, y) == 0
    case .and, .or: x == 0 || y == 0
    case .add, .subtract, .multiply, .divide, .power, .weigh, .xlogy, .xlog1py, .xdivy: false
    }
  }

  /// The value just past a tie along tangents, and the tangent there; nothing where none is met.
  func tie(
    _ x: Double, _ y: Double, _ dx: Double, _ dy: Double
  ) -> (value: Double, tangent: Double)? {
    guard isTie(x, y) else { return nil }
    let rise = dx - dy
    func truth(_ isTrue: Bool) -> (Double, Double) { (isTrue ? 1 : 0, 0) }
    switch self {
    case .maximum: return (x, Swift.max(dx, dy))
    case .minimum: return (x, Swift.min(dx, dy))
    case .less: return truth(rise < 0)
    case .lessOrEqual: return truth(rise <= 0)
    case .greater: return truth(rise > 0)
    case .greaterOrEqual: return truth(rise >= 0)
    case .equal: return truth(rise == 0)
    case .notEqual: return truth(rise != 0)
    case .and: return truth((x != 0 || dx != 0) && (y != 0 || dy != 0))
    case .or: return truth(x != 0 || dx != 0 || y != 0 || dy != 0)
    case .modulo:
      let quotient = (x / y).rounded()
      let isFalling = (dx - quotient * dy) / y < 0
      // Past the step the quotient is one less, and the remainder just below the divisor.
      return isFalling
        ? (y, dx - (quotient - 1) * dy) : (StableMath.modulo(x, y), dx - quotient * dy)
    case .add, .subtract, .multiply, .divide, .power, .weigh, .xlogy, .xlog1py, .xdivy:
      return nil
    }
  }
}

extension Primitive {
  /// Whether the operation is constant but for jumps.
  package var isStep: Bool {
    switch self {
    case .unary(let function):
      switch function {
      case .sign, .floor, .ceil, .round, .not: true
      default: false
      }
    case .binary(.less), .binary(.lessOrEqual), .binary(.greater), .binary(.greaterOrEqual),
      .binary(.equal), .binary(.notEqual):
      true
    case .reduce(.argmax, _, _), .reduce(.argmin, _, _), .oneHot: true
    default: false
    }
  }

  /// Whether the operation has kinks or steps at all.
  var hasKinks: Bool {
    switch self {
    case .unary(let function): function.kink != nil
    case .binary(let function): function.isTie(0, 0)
    case .clip, .sort: true
    case .reduce(let reduction, axes: _, keepDimensions: _):
      switch reduction {
      case .max, .min, .norm, .argmax, .argmin: true
      case .sum, .product, .logSumExp, .any, .all: false
      }
    case .leaf, .constant, .reference, .size, .select, .softmax, .logSoftmax, .cumulativeSum,
      .reshape, .transpose, .broadcast, .concatenate, .slice, .take, .gather, .oneHot, .iota,
      .diagonal, .diagonalPart, .matmul, .outer, .trace, .determinant, .logDeterminant, .inverse,
      .solve, .identity, .stopGradient, .cast, .derivative:
      false
    }
  }
}
