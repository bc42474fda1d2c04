/// A coefficient or exponent of a term: an exact fraction, or a double where no fraction fits.
///
/// Arithmetic is total: where a numerator or denominator would overflow, the result is the nearest
/// double instead, so that no input can trap.
struct Number: Hashable, Comparable, Sendable {
  /// The numerator of the fraction in lowest terms.
  let numerator: Int
  /// The denominator, positive; zero where the number is only known as a double.
  let denominator: Int
  /// The value as a double; for a fraction, its nearest one.
  let value: Double

  static let zero = Number(0)
  static let one = Number(1)
  static let minusOne = Number(-1)
  static let half = Number(1, 2)

  /// Makes an integer.
  init(_ integer: Int) {
    numerator = integer
    denominator = 1
    value = Double(integer)
  }

  /// Makes a fraction; a zero denominator gives the double that division gives.
  init(_ numerator: Int, _ denominator: Int) {
    guard denominator != 0, numerator != .min, denominator != .min else {
      self.init(inexact: Double(numerator) / Double(denominator))
      return
    }
    let divisor = max(1, Number.greatestCommonDivisor(abs(numerator), abs(denominator)))
    let sign = denominator < 0 ? -1 : 1
    self.init(reduced: sign * numerator / divisor, abs(denominator) / divisor)
  }

  /// Makes a fraction that is known to be in lowest terms.
  private init(reduced numerator: Int, _ denominator: Int) {
    self.numerator = numerator
    self.denominator = denominator
    value = Double(numerator) / Double(denominator)
  }

  /// Makes a number that is only known as a double.
  init(inexact value: Double) {
    numerator = 0
    denominator = 0
    self.value = value
  }

  /// Makes a number of a double: exact where it is an integer or a short decimal.
  init(_ value: Double) {
    var scale = 1
    while scale <= 1_000_000_000_000 {
      let scaled = value * Double(scale)
      guard scaled.magnitude < 0x1p53 else { break }
      if scaled.rounded() / Double(scale) == value {
        self.init(Int(scaled.rounded()), scale)
        return
      }
      scale *= 10
    }
    self.init(inexact: value)
  }

  /// Whether it is an exact fraction.
  var isExact: Bool { denominator != 0 }
  /// Whether it is an exact integer.
  var isInteger: Bool { denominator == 1 }
  /// The integer, where it is one.
  var integer: Int? { denominator == 1 ? numerator : nil }
  /// Whether it is an even integer.
  var isEven: Bool { denominator == 1 && numerator % 2 == 0 }
  /// Whether it is an odd integer.
  var isOdd: Bool { denominator == 1 && numerator % 2 != 0 }
  /// The number without its sign.
  var magnitude: Number { self < .zero ? -self : self }

  static func < (left: Number, right: Number) -> Bool { left.value < right.value }

  static func + (left: Number, right: Number) -> Number {
    guard left.isExact, right.isExact else { return Number(inexact: left.value + right.value) }
    let (a, first) = left.numerator.multipliedReportingOverflow(by: right.denominator)
    let (b, second) = right.numerator.multipliedReportingOverflow(by: left.denominator)
    let (sum, third) = a.addingReportingOverflow(b)
    let (scale, fourth) = left.denominator.multipliedReportingOverflow(by: right.denominator)
    guard !first, !second, !third, !fourth else {
      return Number(inexact: left.value + right.value)
    }
    return Number(sum, scale)
  }

  static func * (left: Number, right: Number) -> Number {
    guard left.isExact, right.isExact else {
      if left == .zero || right == .zero { return .zero }
      return Number(inexact: left.value * right.value)
    }
    // Cross-cancelling first keeps products of fractions that fit from overflowing on the way.
    let first = Number(left.numerator, right.denominator)
    let second = Number(right.numerator, left.denominator)
    guard first.isExact, second.isExact else {
      return Number(inexact: left.value * right.value)
    }
    let (top, upper) = first.numerator.multipliedReportingOverflow(by: second.numerator)
    let (bottom, lower) = first.denominator.multipliedReportingOverflow(by: second.denominator)
    guard !upper, !lower else { return Number(inexact: left.value * right.value) }
    return Number(top, bottom)
  }

  static prefix func - (number: Number) -> Number {
    guard number.isExact, number.numerator != .min else { return Number(inexact: -number.value) }
    return Number(-number.numerator, number.denominator)
  }

  static func - (left: Number, right: Number) -> Number { left + -right }

  static func / (left: Number, right: Number) -> Number {
    guard right.isExact, right.numerator != 0 else {
      return Number(inexact: left.value / right.value)
    }
    return left * Number(right.denominator, right.numerator)
  }

  /// Returns an integer power, exact as long as it fits.
  func power(_ exponent: Int) -> Number {
    guard exponent.magnitude <= 1 << 20 else { return Number(inexact: power(inexact: exponent)) }
    var result = Number.one
    var square = exponent < 0 ? Number.one / self : self
    var rest = exponent.magnitude
    while rest > 0 {
      if rest & 1 == 1 { result = result * square }
      rest >>= 1
      if rest > 0 { square = square * square }
    }
    return result
  }

  private func power(inexact exponent: Int) -> Double {
    value.magnitude > 1
      ? (exponent > 0 ? .infinity : 0) : (value.magnitude == 1 ? 1 : (exponent > 0 ? 0 : .infinity))
  }

  /// Returns the exact root of a fraction whose parts are perfect squares.
  var squareRoot: Number? {
    guard isExact, numerator >= 0 else { return nil }
    let top = Int(Double(numerator).squareRoot().rounded())
    let bottom = Int(Double(denominator).squareRoot().rounded())
    guard top.multipliedReportingOverflow(by: top) == (numerator, false),
      bottom.multipliedReportingOverflow(by: bottom) == (denominator, false)
    else { return nil }
    return Number(top, bottom)
  }

  /// The decimal that an unwieldy fraction is, or is one over: 0.000001 rather than 1/1000000.
  var shortDecimal: (value: Double, isBelow: Bool)? {
    guard isExact, max(numerator.magnitude, denominator.magnitude) >= 1000,
      denominator != 1
    else { return nil }
    func isOfTens(_ integer: Int) -> Bool {
      var rest = integer.magnitude
      while rest > 1, rest % 2 == 0 { rest /= 2 }
      while rest > 1, rest % 5 == 0 { rest /= 5 }
      return rest == 1
    }
    if isOfTens(denominator) { return (value.magnitude, false) }
    if isOfTens(numerator) { return ((Number.one / self).value.magnitude, true) }
    return nil
  }

  /// Returns the largest number that divides two fractions into integers.
  static func content(_ left: Number, _ right: Number) -> Number {
    guard left.isExact, right.isExact else { return .one }
    if left == .zero { return right.magnitude }
    if right == .zero { return left.magnitude }
    let top = greatestCommonDivisor(abs(left.numerator), abs(right.numerator))
    let divisor = greatestCommonDivisor(left.denominator, right.denominator)
    let (bottom, overflow) =
      (left.denominator / divisor).multipliedReportingOverflow(by: right.denominator)
    return overflow ? .one : Number(top, bottom)
  }

  private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
