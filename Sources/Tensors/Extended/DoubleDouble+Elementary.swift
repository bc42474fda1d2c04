#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Exponentials, logarithms and powers.
extension DoubleDouble {
  /// The natural logarithm of 2.
  public static let ln2 = DoubleDouble(high: 0x1.62e42fefa39efp-1, low: 0x1.abc9e3b39803fp-56)
  /// The natural logarithm of 10.
  public static let ln10 = DoubleDouble(high: 0x1.26bb1bbb55516p+1, low: -0x1.f48ad494ea3e9p-53)

  /// Returns `exp(x)`.
  public func exponential() -> DoubleDouble {
    guard high < 710, high > -746, isFinite else { return DoubleDouble(exp(high)) }
    let power = (high / Self.ln2.high).rounded()
    let rest = self - Self.ln2 * DoubleDouble(power)
    return (rest.smallExponentialMinusOne() + 1).scaled(by: Int(power))
  }

  /// Returns `exp(x) - 1`.
  public func exponentialMinusOne() -> DoubleDouble {
    Swift.abs(high) < 0.35 ? smallExponentialMinusOne() : exponential() - 1
  }

  /// `exp(x) - 1` of a number below 0.35 in size: a series of x/512, doubled nine times by
  /// `expm1(2t) = 2 expm1(t) + expm1(t)^2`.
  private func smallExponentialMinusOne() -> DoubleDouble {
    guard high != 0 else { return self }
    let x = scaled(by: -9)
    var term = x
    var sum = x
    for n in 2...12 {
      term = term * x / DoubleDouble(Double(n))
      sum = sum + term
      if Swift.abs(term.high) < Swift.abs(sum.high) * 0x1p-110 { break }
    }
    for _ in 0..<9 { sum = sum.scaled(by: 1) + sum * sum }
    return sum
  }

  /// `log(x)`; minus infinity at 0, nan below.
  public func logarithm() -> DoubleDouble {
    guard high > 0, isFinite else { return DoubleDouble(log(high)) }
    if Swift.abs(high - 1) < 0.1 { return (self - 1).smallLogarithmOnePlus() }
    // One step of Newton's method doubles the digits of the double's logarithm. The exponent is
    // taken out so that the exponential stays in range.
    let exponent = Int(high.exponent)
    let significand = scaled(by: -exponent)
    let guess = DoubleDouble(log(significand.high))
    let correction = significand * (-guess).exponential() - 1
    return guess + correction - correction * correction * 0.5
      + Self.ln2 * DoubleDouble(Double(exponent))
  }

  /// Returns `log(1 + x)`.
  public func logarithmOnePlus() -> DoubleDouble {
    Swift.abs(high) < 0.1 ? smallLogarithmOnePlus() : (self + 1).logarithm()
  }

  /// `log(1 + x) = 2 atanh(x / (2 + x))` of a number below 0.1 in size, by its series.
  private func smallLogarithmOnePlus() -> DoubleDouble {
    guard high != 0 else { return self }
    let ratio = self / (self + 2)
    let square = ratio * ratio
    var power = ratio
    var sum = ratio
    for n in 1...20 {
      power = power * square
      let term = power / DoubleDouble(Double(2 * n + 1))
      sum = sum + term
      if Swift.abs(term.high) < Swift.abs(sum.high) * 0x1p-110 { break }
    }
    return sum.scaled(by: 1)
  }

  /// `x^y`; of integers up to 1024 by squaring.
  public func power(_ y: DoubleDouble) -> DoubleDouble {
    guard isFinite, y.isFinite else { return DoubleDouble(pow(high, y.high)) }
    if y.low == 0, y.high == y.high.rounded(), Swift.abs(y.high) <= 1024 {
      var rest = Int(Swift.abs(y.high))
      var base = self
      var result: DoubleDouble = 1
      while rest > 0 {
        if rest & 1 == 1 { result = result * base }
        base = base * base
        rest >>= 1
      }
      return y.high < 0 ? 1 / result : result
    }
    guard high > 0 else { return DoubleDouble(pow(high, y.high)) }
    return (y * logarithm()).exponential()
  }
}
