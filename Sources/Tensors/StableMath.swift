#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Elementary functions of one and two numbers, accurate in both tails: a namespace.
///
/// Each is within two units in the last place unless it says otherwise, and is what the limit says
/// at infinity; nan goes through.
public enum StableMath {
  // MARK: The sigmoid family

  /// `1 / (1 + exp(-x))`; its left tail keeps its digits down to the smallest doubles.
  public static func sigmoid(_ x: Double) -> Double {
    if x >= 0 { return 1 / (1 + exp(-x)) }
    let power = exp(x)
    return power / (1 + power)
  }

  /// The slope of the sigmoid, `sigmoid(x) sigmoid(-x)`.
  public static func sigmoidSlope(_ x: Double) -> Double {
    let power = exp(-abs(x))
    let denominator = 1 + power
    return power / (denominator * denominator)
  }

  /// `log(1 + exp(x))`.
  public static func softplus(_ x: Double) -> Double {
    // Here the logarithm is the exponential to the last bit, denormal ones included.
    x < -37 ? exp(x) : max(x, 0) + log1p(exp(-abs(x)))
  }

  /// `log(sigmoid(x))`.
  public static func logSigmoid(_ x: Double) -> Double { -softplus(-x) }

  /// `1 / cosh(x)^2`, the slope of tanh.
  public static func squaredSech(_ x: Double) -> Double {
    let power = exp(-2 * abs(x))
    let denominator = 1 + power
    return 4 * power / (denominator * denominator)
  }

  /// `log(cosh(x))`.
  public static func logCosh(_ x: Double) -> Double {
    let size = abs(x)
    if size < 1.5 {
      let half = sinh(size / 2)
      return log1p(2 * half * half)
    }
    return size + (log1p(exp(-2 * size)) - ln2)
  }

  /// `1 - cos(x)`.
  public static func versine(_ x: Double) -> Double {
    let half = sin(x / 2)
    return 2 * half * half
  }

  /// `sqrt(1 + x) - 1`.
  public static func rootExcess(_ x: Double) -> Double {
    x == .infinity ? x : x / ((1 + x).squareRoot() + 1)
  }

  /// `exp(x) - y`; near x = 0, where the slope for a count of 1 vanishes, by `expm1`.
  public static func exponentialDifference(_ x: Double, _ y: Double) -> Double {
    abs(x) < 0.5 ? expm1(x) + (1 - y) : exp(x) - y
  }

  /// `x / (1 + |x|)`.
  public static func softsign(_ x: Double) -> Double {
    x.isInfinite ? (x > 0 ? 1 : -1) : x / (1 + abs(x))
  }

  /// The natural logarithm of 2.
  static let ln2 = 0.693_147_180_559_945_3

  // MARK: The normal distribution

  /// `exp(-x^2 / 2)`, with the rounding error of the square made good.
  public static func bell(_ x: Double) -> Double {
    let square = x * x
    guard square.isFinite else { return exp(-square) }
    let error = (-square).addingProduct(x, x)
    return exp(-0.5 * square) * (1 - 0.5 * error)
  }

  /// The slope of the error function, `2/√π exp(-x^2)`.
  public static func gaussian(_ x: Double) -> Double {
    let square = x * x
    guard square.isFinite else { return x.isNaN ? x : 0 }
    let error = (-square).addingProduct(x, x)
    return 1.128_379_167_095_512_6 * (exp(-square) * (1 - error))
  }

  /// The density of the standard normal distribution.
  public static func normalDensity(_ x: Double) -> Double { 0.398_942_280_401_432_7 * bell(x) }

  /// The distribution function of the standard normal distribution, accurate in its left tail.
  public static func normalCumulative(_ x: Double) -> Double {
    // -x/√2 in two parts: in the tail the function multiplies the error of its argument by x².
    let high = 0.707_106_781_186_547_6
    let low = -4.833_646_656_726_457e-17
    let argument = -x * high
    guard argument.isFinite else { return x < 0 ? 0 : x.isNaN ? x : 1 }
    let rest = (-argument).addingProduct(-x, high) - x * low
    let slope = 1.128_379_167_095_512_6 * exp(-argument * argument)
    return 0.5 * (erfc(argument) - rest * slope)
  }

  /// `x Φ(x)` with the normal distribution function Φ.
  public static func gelu(_ x: Double) -> Double {
    x == -.infinity ? 0 : x * normalCumulative(x)
  }

  /// The slope of `gelu`, `Φ(x) + x φ(x)`.
  public static func geluSlope(_ x: Double) -> Double {
    x.isInfinite ? (x > 0 ? 1 : 0) : normalCumulative(x) + x * normalDensity(x)
  }

  /// `x / 2 (1 + tanh(sqrt(2/π) (x + 0.044715 x^3)))`, the usual approximation of `gelu`.
  public static func geluTanh(_ x: Double) -> Double {
    x == -.infinity ? 0 : x * sigmoid(2 * geluArgument(x))
  }

  /// The slope of `geluTanh`.
  public static func geluTanhSlope(_ x: Double) -> Double {
    guard x.isFinite else { return x > 0 ? 1 : x.isNaN ? x : 0 }
    let argument = 2 * geluArgument(x)
    let slope = 2 * 0.797_884_560_802_865_4 * (1 + 3 * 0.044715 * x * x)
    let second = sigmoidSlope(argument)
    return sigmoid(argument) + (second == 0 ? 0 : x * slope * second)
  }

  private static func geluArgument(_ x: Double) -> Double {
    0.797_884_560_802_865_4 * (x + 0.044715 * x * x * x)
  }

  // MARK: Products in which zero wins

  /// `x y`, 0 where x is 0.
  public static func weigh(_ x: Double, _ y: Double) -> Double { x == 0 && !y.isNaN ? 0 : x * y }

  /// `x log(y)`, 0 where x is 0.
  public static func xlogy(_ x: Double, _ y: Double) -> Double {
    x == 0 && !y.isNaN ? 0 : x * log(y)
  }

  /// `x log(1 + y)`, 0 where x is 0.
  public static func xlog1py(_ x: Double, _ y: Double) -> Double {
    x == 0 && !y.isNaN ? 0 : x * log1p(y)
  }

  /// `x / y`, 0 where x is 0.
  public static func xdivy(_ x: Double, _ y: Double) -> Double {
    x == 0 && !y.isNaN ? 0 : x / y
  }

  // MARK: Order and remainder

  /// The larger of two numbers, nan where one is.
  @inline(__always)
  public static func maximum(_ x: Double, _ y: Double) -> Double {
    x > y || x.isNaN ? x : y
  }

  /// The smaller of two numbers, nan where one is.
  @inline(__always)
  public static func minimum(_ x: Double, _ y: Double) -> Double {
    x < y || x.isNaN ? x : y
  }

  /// The remainder with the sign of the divisor: `x - y floor(x / y)`.
  public static func modulo(_ x: Double, _ y: Double) -> Double {
    let rest = fmod(x, y)
    if rest != 0, (rest < 0) != (y < 0) { return rest + y }
    return rest == 0 ? copysign(0, y) : rest
  }

  /// −1, 0 or 1; nan of nan.
  public static func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : x }

  // MARK: Powers

  /// `x^y`.
  public static func power(_ x: Double, _ y: Double) -> Double {
    y == 2 ? x * x : pow(x, y)
  }

  /// The slope of `x^y` in x, `y x^(y - 1)`; that of a constant, `y == 0`, is 0 everywhere.
  public static func powerSlope(_ x: Double, _ y: Double) -> Double {
    y == 0 ? 0 : y == 1 ? 1 : y == 2 ? 2 * x : y * pow(x, y - 1)
  }

  /// The slope of `x^y` in y, `x^y log(x)`, which is 0 where x is 0 and y positive.
  public static func exponentSlope(_ x: Double, _ y: Double) -> Double {
    x == 0 && y > 0 ? 0 : pow(x, y) * log(x)
  }
}
