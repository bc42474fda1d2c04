internal import Syntax

/// Compares numbers as a fair person would: within a tolerance, or right to the digits typed.
struct NumberComparison {
  /// How far off a number may be, relative to the right one and, below 1, absolutely.
  let tolerance: Double

  /// Whether two numbers are the same within the tolerance; nan is nan.
  func isSame(_ value: Double, _ right: Double) -> Bool {
    if value == right || (value.isNaN && right.isNaN) { return true }
    guard value.isFinite, right.isFinite else { return false }
    return abs(value - right) <= tolerance * max(abs(right), min(1, abs(right) * 10), 1e-6)
  }

  /// Whether all elements are the same; the shapes are compared elsewhere.
  func isSame(_ values: [Double], _ right: [Double]) -> Bool {
    // A zero among larger numbers is as right as they are.
    let scale = right.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    return values.count == right.count
      && zip(values, right).allSatisfy { value, right in
        isSame(value, right)
          || (value.isFinite && right.isFinite && abs(value - right) <= tolerance * min(1, scale))
      }
  }

  /// Whether every number written in an expression of literals alone rounds from the right one.
  ///
  /// Two digits at least, so that `0.9` is not taken for everything from 0.85 to 0.95.
  static func isRight(
    toTheDigitsOf expression: Expression, in text: String, _ right: [Double]
  ) -> Bool {
    guard let literals = literals(of: expression, in: SourceText(text)),
      literals.count == right.count
    else { return false }
    return zip(literals, right).allSatisfy { literal, right in
      guard let number = WrittenNumber(literal), right.isFinite else { return false }
      if number.value == right { return true }
      return number.significantDigits >= 2 && number.decimals > 0 && number.isRounding(of: right)
    }
  }

  /// The numbers, signs and all, of an expression made of lists and numbers only.
  private static func literals(of expression: Expression, in source: SourceText) -> [String]? {
    switch expression.kind {
    case .number: return [String(source[expression.range])]
    case .unary(.negate, let operand):
      guard case .number = operand.kind else { return nil }
      return ["-" + source[operand.range]]
    case .list(let elements):
      var result: [String] = []
      for element in elements {
        guard let inner = literals(of: element, in: source) else { return nil }
        result += inner
      }
      return result
    case _: return nil
    }
  }
}

/// A number as it was written, `-0.3470` or `1e-3`.
struct WrittenNumber {
  /// What it is.
  let value: Double
  /// The digits from the first that is not zero.
  let significantDigits: Int
  /// The place of the last digit, as digits after the point; negative for `1e5`.
  let decimals: Int

  /// Reads a decimal number; infinities and words are none.
  init?(_ text: some StringProtocol) {
    let text = String(text.filter { $0 != "_" && $0 != " " }).lowercased()
    guard let value = Double(text), value.isFinite else { return nil }
    self.value = value
    let parts = text.split(separator: "e", maxSplits: 1)
    guard let mantissa = parts.first else { return nil }
    let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    let digits = mantissa.filter { $0.isNumber }
    significantDigits = digits.drop { $0 == "0" }.count
    let fraction = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    decimals = (fraction.count == 2 ? fraction[1].count : 0) - max(-400, min(400, exponent))
  }

  /// Whether another number, rounded to the digits written, is this one.
  func isRounding(of other: Double) -> Bool {
    var unit = 1.0
    for _ in 0..<abs(decimals) { unit = decimals > 0 ? unit / 10 : unit * 10 }
    // The last digit may have been rounded either way at a half.
    return abs(other - value) <= 0.5 * unit * (1 + 1e-9)
  }
}
