#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The error function, the gamma function and their kin, to about 30 digits.
extension DoubleDouble {
  /// The factor `2 / sqrt(pi)`.
  private static let errorFactor = DoubleDouble(
    high: 0x1.20dd750429b6dp+0, low: 0x1.1ae3a914fed80p-56)
  /// The constant `log(2 pi) / 2`.
  private static let halfLog2Pi = DoubleDouble(
    high: 0x1.d67f1c864beb5p-1, low: -0x1.65b5a1b7ff5dfp-55)

  // MARK: The error function

  /// `erf(x)`, by a series of positive terms; beyond 3 by its complement.
  ///
  /// ```
  /// erf(x) = 2/√π exp(-x²) Σ (2x²)ⁿ x / (1·3·5·…·(2n + 1))
  /// ```
  public func errorFunction() -> DoubleDouble {
    guard isFinite else { return DoubleDouble(erf(high)) }
    guard Swift.abs(high) < 3 else {
      let size = 1 - magnitude.errorFunctionComplement()
      return high < 0 ? -size : size
    }
    let square = self * self
    var term = self
    var sum = self
    for n in 1...200 {
      term = term * square.scaled(by: 1) / DoubleDouble(Double(2 * n + 1))
      sum = sum + term
      if Swift.abs(term.high) <= Swift.abs(sum.high) * 0x1p-110 { break }
    }
    return Self.errorFactor * (-square).exponential() * sum
  }

  /// `erfc(x)`; beyond 2 by the continued fraction of Laplace, from its far end.
  ///
  /// ```
  /// erfc(x) = exp(-x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …))))
  /// ```
  public func errorFunctionComplement() -> DoubleDouble {
    guard isFinite, high > 2 else {
      return isFinite ? 1 - errorFunction() : DoubleDouble(erfc(high))
    }
    guard high < 27.3 else { return 0 }
    // The fraction converges the slower the smaller x is: 1.3e3/x² terms give 32 digits.
    var fraction = self
    for n in stride(from: Int(1300 / (high * high)) + 20, through: 1, by: -1) {
      fraction = self + DoubleDouble(Double(n) / 2) / fraction
    }
    return Self.errorFactor * 0.5 * (-(self * self)).exponential() / fraction
  }

  // MARK: The gamma function

  /// The numbers of Bernoulli of even index, from the second, as fractions.
  private static let bernoulli: [(Double, Double)] = [
    (1, 6), (-1, 30), (1, 42), (-1, 30), (5, 66), (-691, 2730), (7, 6), (-3617, 510),
    (43867, 798), (-174_611, 330), (854_513, 138), (-236_364_091, 2730), (8_553_103, 6),
    (-23_749_461_029, 870), (8_615_841_276_005, 14322),
  ]

  /// How far arguments are moved up for the asymptotic series.
  private static let asymptotic = 40.0
  /// How far below 0 an argument may be; beyond, a double's digits are all there is.
  private static let lowest = -10_000.0

  private static func bernoulli(_ index: Int) -> DoubleDouble {
    DoubleDouble(bernoulli[index].0) / DoubleDouble(bernoulli[index].1)
  }

  /// Whether a function of the gamma family has no value here.
  private var isPole: Bool { high <= 0 && low == 0 && high == high.rounded() }

  /// Returns `log |Γ(x)|`, by Stirling's series after moving up; infinite at integers up to 0.
  public func logGamma() -> DoubleDouble {
    guard isFinite, high > Self.lowest, !isPole else {
      return isPole ? DoubleDouble(.infinity) : DoubleDouble(StableMath.logGamma(high))
    }
    var x = self
    var product: DoubleDouble = 1
    var logs: DoubleDouble = 0
    while x.high < Self.asymptotic {
      product = product * x
      x = x + 1
      if product.magnitude.high > 1e200 || product.magnitude.high < 1e-200 {
        logs = logs + product.magnitude.logarithm()
        product = 1
      }
    }
    logs = logs + product.magnitude.logarithm()
    let square = 1 / (x * x)
    var power = 1 / x
    var series: DoubleDouble = 0
    for index in Self.bernoulli.indices {
      let n = Double(2 * (index + 1))
      series = series + Self.bernoulli(index) * power / DoubleDouble(n * (n - 1))
      power = power * square
    }
    return (x - 0.5) * x.logarithm() - x + Self.halfLog2Pi + series - logs
  }

  /// Returns the slope of `log Γ(x)`; nan at integers up to 0.
  public func digamma() -> DoubleDouble {
    guard isFinite, high > Self.lowest, !isPole else {
      return DoubleDouble(isPole ? .nan : StableMath.digamma(high))
    }
    var x = self
    var sum: DoubleDouble = 0
    while x.high < Self.asymptotic {
      sum = sum - 1 / x
      x = x + 1
    }
    let square = 1 / (x * x)
    var power = square
    var series = x.logarithm() - 0.5 / x
    for index in Self.bernoulli.indices {
      series = series - Self.bernoulli(index) * power / DoubleDouble(Double(2 * (index + 1)))
      power = power * square
    }
    return sum + series
  }

  /// The derivative of order n of `digamma`, from 1; a double's digits beyond order 12.
  public func polygamma(_ order: Int) -> DoubleDouble {
    guard isFinite, high > Self.lowest, !isPole, order >= 1, order <= 12 else {
      return DoubleDouble(StableMath.polygamma(order, high))
    }
    let sign: DoubleDouble = order % 2 == 0 ? -1 : 1
    let factorial = (1...order).reduce(1.0) { $0 * Double($1) }
    let exponent = DoubleDouble(Double(-order - 1))
    var x = self
    var sum: DoubleDouble = 0
    while x.high < Self.asymptotic {
      sum = sum + DoubleDouble(factorial) * x.power(exponent)
      x = x + 1
    }
    // (n-1)!/xⁿ + n!/(2 xⁿ⁺¹) + Σ B₂ₖ (2k+n-1)!/((2k)! x²ᵏ⁺ⁿ)
    let first = x.power(DoubleDouble(Double(-order)))
    var series = first * DoubleDouble(factorial / Double(order))
    series = series + first / x * DoubleDouble(factorial / 2)
    var term = first * DoubleDouble(factorial / Double(order))
    for index in Self.bernoulli.indices {
      let n = 2 * (index + 1)
      let next = Double((n + order - 2) * (n + order - 1))
      term = term * DoubleDouble(next) / DoubleDouble(Double((n - 1) * n)) / (x * x)
      series = series + Self.bernoulli(index) * term
    }
    return sign * (sum + series)
  }
}
