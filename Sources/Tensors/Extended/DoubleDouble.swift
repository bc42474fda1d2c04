/// A number as the unevaluated sum of two doubles: about 32 decimal digits, the range of a double.
///
/// ```
/// x = high + low,  |low| <= ulp(high) / 2
/// ```
///
/// What it is for is to see how many digits a formula loses in double precision. Infinities and nan
/// are in the high part, with 0 below. Each operation is within a few units of 2⁻¹⁰⁴.
///
/// Source: T. J. Dekker, "A floating-point technique for extending the available precision", 1971;
/// the exact product by fused multiply-add.
public struct DoubleDouble: Hashable, Sendable {
  /// The nearest double.
  public let high: Double
  /// What is left.
  public let low: Double

  /// The number a double is.
  public init(_ value: Double) {
    high = value
    low = 0
  }

  /// The sum of two doubles of which the first is nowhere smaller in size.
  init(larger: Double, smaller: Double) {
    let sum = larger + smaller
    high = sum
    low = sum.isFinite ? smaller - (sum - larger) : 0
  }

  /// The sum of two parts as they are kept.
  public init(high: Double, low: Double) {
    self.init(larger: high, smaller: low)
  }

  /// The exact sum of two doubles.
  static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    guard sum.isFinite else { return DoubleDouble(sum) }
    let part = sum - a
    return DoubleDouble(larger: sum, smaller: (a - (sum - part)) + (b - part))
  }

  /// The exact product of two doubles, short of underflow.
  static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let product = a * b
    guard product.isFinite else { return DoubleDouble(product) }
    return DoubleDouble(larger: product, smaller: (-product).addingProduct(a, b))
  }

  /// The number as a double.
  public var rounded: Double { high + low }
  /// Whether it is neither infinite nor nan.
  public var isFinite: Bool { high.isFinite }
  /// Whether it is no number.
  public var isNaN: Bool { high.isNaN }
  /// Whether it is 0.
  public var isZero: Bool { high == 0 }
  /// Whether it is below 0.
  var isNegative: Bool { high < 0 }
  /// Its size.
  public var magnitude: DoubleDouble { high < 0 ? -self : self }

  /// The number times a power of two: exact.
  func scaled(by power: Int) -> DoubleDouble {
    let exponent = Swift.max(-2000, Swift.min(2000, power))
    return DoubleDouble(
      high: Double(sign: .plus, exponent: exponent, significand: high),
      low: Double(sign: .plus, exponent: exponent, significand: low))
  }

  /// The nearest integer, ties to even, or the next one in a direction.
  public func rounded(_ rule: FloatingPointRoundingRule) -> DoubleDouble {
    let whole = high.rounded(rule)
    guard whole == high else {
      // At a tie of the high part the low one decides.
      guard rule == .toNearestOrEven, Swift.abs(high - high.rounded(.towardZero)) == 0.5, low != 0
      else { return DoubleDouble(whole) }
      return DoubleDouble(low > 0 ? high.rounded(.up) : high.rounded(.down))
    }
    return DoubleDouble(larger: high, smaller: low.rounded(rule))
  }

  /// The square root; nan of a negative number.
  public func squareRoot() -> DoubleDouble {
    guard high > 0, isFinite else { return DoubleDouble(high.squareRoot()) }
    // An even power of two taken out keeps the square of the root from underflow.
    let exponent = Int(high.exponent) & ~1
    let scaled = scaled(by: -exponent)
    let root = scaled.high.squareRoot()
    let rest = scaled - .product(root, root)
    return DoubleDouble(larger: root, smaller: rest.high / (2 * root)).scaled(by: exponent / 2)
  }
}

extension DoubleDouble: Comparable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// Makes the number of a literal.
  public init(floatLiteral value: Double) { self.init(value) }
  /// Makes the number of a literal.
  public init(integerLiteral value: Int) { self.init(Double(value)) }

  /// Whether two numbers are the same; nan is none.
  public static func == (a: DoubleDouble, b: DoubleDouble) -> Bool {
    a.high == b.high && a.low == b.low
  }

  /// Whether a number is less than another.
  public static func < (a: DoubleDouble, b: DoubleDouble) -> Bool {
    a.high < b.high || (a.high == b.high && a.low < b.low)
  }

  /// The number with the other sign: exact.
  public static prefix func - (a: DoubleDouble) -> DoubleDouble {
    DoubleDouble(larger: -a.high, smaller: -a.low)
  }

  /// The sum.
  public static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let high = sum(a.high, b.high)
    guard high.isFinite else { return high }
    let low = sum(a.low, b.low)
    let first = DoubleDouble(larger: high.high, smaller: high.low + low.high)
    return DoubleDouble(larger: first.high, smaller: first.low + low.low)
  }

  /// The difference.
  public static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  /// The product; infinite where it overflows.
  public static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let high = product(a.high, b.high)
    guard high.isFinite else { return high }
    return DoubleDouble(larger: high.high, smaller: high.low + (a.high * b.low + a.low * b.high))
  }

  /// The quotient, as of doubles where one is 0 or infinite.
  public static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    guard first.isFinite, b.high.isFinite else { return DoubleDouble(first) }
    // Long division: each digit from the rest that the digits before it leave.
    let rest = a - DoubleDouble(first) * b
    let second = rest.high / b.high
    let third = (rest - DoubleDouble(second) * b).high / b.high
    guard second.isFinite, third.isFinite else { return DoubleDouble(first) }
    return DoubleDouble(larger: first, smaller: second) + DoubleDouble(third)
  }
}
