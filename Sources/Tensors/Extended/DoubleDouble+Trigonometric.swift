#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Circular and hyperbolic functions and their inverses.
extension DoubleDouble {
  /// A quarter of a turn.
  private static let quarter = DoubleDouble(
    high: 0x1.921fb54442d18p+0, low: 0x1.1a62633145c07p-54)
  /// What that leaves of it, so that turns can be taken off without a loss.
  private static let quarterRest = -1.4973849048591698e-33

  /// `sin(x)`; a double's digits beyond 10¹⁵, where turns cannot be taken off.
  public func sine() -> DoubleDouble { turned(by: 0) }
  /// `cos(x)`, likewise.
  public func cosine() -> DoubleDouble { turned(by: 1) }
  /// `tan(x)`, likewise.
  public func tangent() -> DoubleDouble { sine() / cosine() }

  /// The sine of the number plus some quarters of a turn.
  private func turned(by quarters: Int) -> DoubleDouble {
    guard Swift.abs(high) < 1e15 else {
      return DoubleDouble(quarters == 0 ? sin(high) : cos(high))
    }
    let turns = (high / Self.quarter.high).rounded()
    let rest =
      self - .product(Self.quarter.high, turns) - .product(Self.quarter.low, turns)
      - .product(Self.quarterRest, turns)
    switch (Int(turns) + quarters) & 3 {
    case 0: return rest.series(from: 1)
    case 1: return rest.series(from: 0)
    case 2: return -rest.series(from: 1)
    default: return -rest.series(from: 0)
    }
  }

  /// The series of the sine, from `x`, or of the cosine, from 1.
  private func series(from first: Int) -> DoubleDouble {
    let square = self * self
    var term = first == 1 ? self : 1
    var sum = term
    for n in 1...20 {
      term = -term * square / DoubleDouble(Double((2 * n + first) * (2 * n + first - 1)))
      sum = sum + term
      if Swift.abs(term.high) <= Swift.abs(sum.high) * 0x1p-110 { break }
    }
    return sum
  }

  /// `atan(x)`, by one step of Newton's method for `tan(y) = x` from a double's digits.
  public func arctangent() -> DoubleDouble {
    guard isFinite, high != 0 else { return DoubleDouble(atan(high)) }
    if Swift.abs(high) > 1 {
      let right = high > 0 ? Self.quarter : -Self.quarter
      return right - (1 / self).arctangent()
    }
    let guess = DoubleDouble(atan(high))
    let (sine, cosine) = (guess.sine(), guess.cosine())
    let rest = (self * cosine - sine) / (cosine + self * sine)
    return guess + rest
  }

  /// `asin(x)`; nan beyond 1.
  public func arcsine() -> DoubleDouble {
    guard magnitude <= 1 else { return DoubleDouble(.nan) }
    if magnitude == 1 { return high > 0 ? Self.quarter : -Self.quarter }
    return (self / ((1 - self) * (1 + self)).squareRoot()).arctangent()
  }

  /// `acos(x)`; nan beyond 1.
  public func arccosine() -> DoubleDouble {
    guard magnitude <= 1 else { return DoubleDouble(.nan) }
    // The half angle keeps its digits next to 1.
    if high > 0.5 { return ((1 - self) * 0.5).squareRoot().arcsine().scaled(by: 1) }
    return Self.quarter - arcsine()
  }

  /// Returns `sinh(x)`.
  public func hyperbolicSine() -> DoubleDouble {
    if Swift.abs(high) < 0.3 {
      let e = exponentialMinusOne()
      return (e + e / (e + 1)) * 0.5
    }
    // Halves first: the exponential of half an argument does not overflow before the result does.
    let half = (magnitude * 0.5).exponential()
    let size = half * (half * 0.5) - 0.5 / (half * half)
    return high < 0 ? -size : size
  }

  /// Returns `cosh(x)`.
  public func hyperbolicCosine() -> DoubleDouble {
    let half = (magnitude * 0.5).exponential()
    return half * (half * 0.5) + 0.5 / (half * half)
  }

  /// Returns `tanh(x)`.
  public func hyperbolicTangent() -> DoubleDouble {
    guard Swift.abs(high) < 300 else { return DoubleDouble(tanh(high)) }
    let e = scaled(by: 1).magnitude.exponentialMinusOne()
    let size = e / (e + 2)
    return high < 0 ? -size : size
  }
}
