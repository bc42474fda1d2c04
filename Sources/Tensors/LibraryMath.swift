#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

// The C library's functions under one roof, so that no other target imports it.
extension StableMath {
  /// The exponential.
  public static func exponential(_ x: Double) -> Double { exp(x) }
  /// `exp(x) - 1`.
  public static func exponentialMinusOne(_ x: Double) -> Double { expm1(x) }
  /// The natural logarithm.
  public static func logarithm(_ x: Double) -> Double { log(x) }
  /// `log(1 + x)`.
  public static func logarithmOnePlus(_ x: Double) -> Double { log1p(x) }
  /// The logarithm to base 2.
  public static func binaryLogarithm(_ x: Double) -> Double { log2(x) }
  /// The logarithm to base 10.
  public static func decimalLogarithm(_ x: Double) -> Double { log10(x) }
  /// The sine.
  public static func sine(_ x: Double) -> Double { sin(x) }
  /// The cosine.
  public static func cosine(_ x: Double) -> Double { cos(x) }
  /// The tangent.
  public static func tangent(_ x: Double) -> Double { tan(x) }
  /// The inverse of the sine.
  public static func arcsine(_ x: Double) -> Double { asin(x) }
  /// The inverse of the cosine.
  public static func arccosine(_ x: Double) -> Double { acos(x) }
  /// The inverse of the tangent.
  public static func arctangent(_ x: Double) -> Double { atan(x) }
  /// The hyperbolic sine.
  public static func hyperbolicSine(_ x: Double) -> Double { sinh(x) }
  /// The hyperbolic cosine.
  public static func hyperbolicCosine(_ x: Double) -> Double { cosh(x) }
  /// The hyperbolic tangent.
  public static func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
  /// The error function.
  public static func errorFunction(_ x: Double) -> Double { erf(x) }
  /// `1 - erf(x)`.
  public static func errorFunctionComplement(_ x: Double) -> Double { erfc(x) }
}
