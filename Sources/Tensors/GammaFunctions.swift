#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

// The logarithm of the gamma function and its derivatives, within eight units in the last place
// away from their zeros (Abramowitz and Stegun, chapter 6).
extension StableMath {
  /// `log |Γ(x)|`.
  public static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }

  /// The slope of `log Γ(x)`; nan at its poles below zero.
  public static func digamma(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x == 0 { return -1 / x }
    if x < 0 {
      // Reflection, 6.3.7: the fraction is exact, and with it the distance from the pole.
      let fraction = x - x.rounded()
      if fraction == 0 || x == -.infinity { return .nan }
      return digamma(1 - x) - Double.pi / tan(Double.pi * fraction)
    }
    // Recurrence, 6.3.5, into the interval of the series, whose terms then have one sign.
    var shift = CompensatedSum()
    var argument = x
    if argument < 1 {
      return digammaNearRoot(argument + 1) - 1 / argument
    }
    if argument < 12 {
      while argument > 2 {
        argument -= 1
        shift.add(1 / argument)
      }
      shift.add(digammaNearRoot(argument))
      return shift.value
    }
    // The asymptotic series, 6.3.18.
    let square = 1 / (argument * argument)
    var series = 0.0
    for (k, bernoulli) in bernoulliNumbers.enumerated().reversed() {
      series = (series + bernoulli / Double(2 * k + 2)) * square
    }
    return log(argument) - 0.5 / argument - series
  }

  /// The derivative of order n of `digamma`, n at least 1.
  ///
  /// ```
  /// ψⁿ(x) = (-1)ⁿ⁺¹ n! Σ 1 / (x + k)ⁿ⁺¹
  /// ```
  public static func polygamma(_ order: Int, _ x: Double) -> Double {
    guard order > 0 else { return order == 0 ? digamma(x) : .nan }
    if x.isNaN { return x }
    let sign: Double = order.isMultiple(of: 2) ? -1 : 1
    if x == .infinity { return 0 }
    if x <= 0, x == x.rounded() {
      return order.isMultiple(of: 2) ? .nan : .infinity
    }
    if x < -30 { return reflectedPolygamma(order, x) }
    let n = Double(order)
    // Terms one by one until the Euler–Maclaurin series for the rest, 6.4.11, is exact enough.
    let start = 15 + n / 2
    var sum = CompensatedSum()
    var argument = x
    var steps = 0
    while argument < start, steps < 100_000 {
      let term = scaledPower(order, argument)
      sum.add(term)
      if argument > 0, abs(term) < abs(sum.value) * 0x1p-60 { return sign * sum.value }
      steps += 1
      argument = x + Double(steps)
    }
    // Σ over the rest = (n-1)! / aⁿ + n! / (2 aⁿ⁺¹) + Σ B₂ₖ (2k+n-1)! / ((2k)! a²ᵏ⁺ⁿ).
    let whole = scaledPower(order, argument)
    var factor = (n + 1) / (2 * argument)
    var series = argument / n + 0.5
    for (k, bernoulli) in bernoulliNumbers.enumerated() {
      series += bernoulli * factor
      let even = Double(2 * k + 2)
      factor *= (n + even) * (n + even + 1) / ((even + 1) * (even + 2) * argument * argument)
    }
    sum.add(whole * series)
    return sign * sum.value
  }

  /// `n! / xⁿ⁺¹`, without overflow on the way.
  private static func scaledPower(_ order: Int, _ x: Double) -> Double {
    if order <= 20 {
      let factorial = (1...order).reduce(1.0) { $0 * Double($1) }
      return order == 1 ? 1 / (x * x) : factorial / pow(x, Double(order + 1))
    }
    let size = exp(logGamma(Double(order) + 1) - Double(order + 1) * log(abs(x)))
    return x < 0 && order.isMultiple(of: 2) ? -size : size
  }

  /// Far below zero by reflection, 6.4.7; orders past 60, whose polynomial would overflow, are nan.
  private static func reflectedPolygamma(_ order: Int, _ x: Double) -> Double {
    let fraction = x - x.rounded()
    guard order <= 60, fraction != 0, x.isFinite else { return .nan }
    let cotangent = 1 / tan(Double.pi * fraction)
    // The n-th derivative of cot(πx) is πⁿ times a polynomial in c = cot(πx), as c' = -π (1 + c²).
    var polynomial = [0.0, 1.0]
    for _ in 0..<order {
      var next = [Double](repeating: 0, count: polynomial.count + 1)
      for (power, coefficient) in polynomial.enumerated().dropFirst() {
        next[power - 1] -= Double(power) * coefficient
        next[power + 1] -= Double(power) * coefficient
      }
      polynomial = next
    }
    let derivative = polynomial.reversed().reduce(0) { $0 * cotangent + $1 }
    let term = derivative * pow(Double.pi, Double(order + 1))
    let mirrored = polygamma(order, 1 - x)
    return order.isMultiple(of: 2) ? mirrored - term : -mirrored - term
  }

  /// The Bernoulli numbers B₂, B₄, ….
  private static let bernoulliNumbers = [
    0.16666666666666666, -0.03333333333333333, 0.023809523809523808, -0.03333333333333333,
    0.07575757575757576, -0.2531135531135531, 1.1666666666666667, -7.092156862745098,
  ]

  /// Digamma in [1, 2], as its distance from the root times a Chebyshev series: near the root the
  /// relative error stays small.
  private static func digammaNearRoot(_ x: Double) -> Double {
    let t = 2 * (x - 1.5)
    var (current, previous) = (0.0, 0.0)
    for coefficient in nearRoot.dropFirst().reversed() {
      (current, previous) = (2 * t * current - previous + coefficient, current)
    }
    let quotient = t * current - previous + nearRoot[0]
    return ((x - 1.461_632_144_968_362_2) - 9.549_995_429_965_697e-17) * quotient
  }

  /// The coefficients of `digamma(x) / (x - root)` at `t = 2 x - 3`, from 60-digit arithmetic.
  private static let nearRoot = [
    0.98357026044156698801, -0.22706408633464439669, 0.033368899023930108972,
    -0.0053200772715965474438, 0.00087886569378205053326, -0.00014773492650606043282,
    0.00002506054346835914444, -4.272103402999332207e-6, 7.3027692724659230493e-7,
    -1.2502886813559595515e-7, 2.1425009322359473734e-8, -3.6732959185651790393e-9,
    6.2997172361089309068e-10, -1.0805930288832660114e-10, 1.8537351920536378891e-11,
    -3.1802353658255299639e-12, 5.4561475703227915189e-13, -9.3609931310362827819e-14,
    1.6060646361942e-14, -2.7555431376911e-15, 4.7277361756e-16, -8.111484024e-17,
    1.3917067e-17, -2.38773e-18,
  ]
}
