extension DoubleDouble {
  /// The number in decimal, rounded to some significant digits, 30 at most: the last one or two may
  /// differ from those of the exact value.
  public func decimal(digits count: Int) -> String {
    guard isFinite else { return isNaN ? "nan" : high < 0 ? "-inf" : "inf" }
    guard !isZero else { return "0" }
    let count = Swift.max(1, Swift.min(30, count))
    var exponent = magnitude.decimalExponent
    var rest = magnitude.scaled(byTen: -exponent)
    // Powers of ten are rounded: a number next to one may come out on its other side.
    if rest.high >= 10 {
      rest = rest / 10
      exponent += 1
    } else if rest < 1 {
      rest = rest * 10
      exponent -= 1
    }
    var digits: [Int] = []
    for _ in 0...count {
      let digit = Swift.max(0, Swift.min(9, Int(rest.rounded(.down).high)))
      digits.append(digit)
      rest = (rest - DoubleDouble(Double(digit))) * 10
    }
    if Self.round(&digits) { exponent += 1 }
    return (isNegative ? "-" : "") + Self.text(digits, exponent: exponent)
  }

  /// The exponent of the leading decimal digit, or one beside it.
  private var decimalExponent: Int { Int((magnitude.logarithm() / Self.ln10).rounded(.down).high) }

  /// The number times a power of ten, in two steps where one would leave the range.
  private func scaled(byTen exponent: Int) -> DoubleDouble {
    let half = exponent / 2
    let ten: DoubleDouble = 10
    return self * ten.power(DoubleDouble(Double(half)))
      * ten.power(DoubleDouble(Double(exponent - half)))
  }

  /// Rounds the last digit away; whether a digit was carried out in front.
  private static func round(_ digits: inout [Int]) -> Bool {
    guard let last = digits.popLast(), last >= 5 else { return false }
    for index in digits.indices.reversed() {
      if digits[index] < 9 {
        digits[index] += 1
        return false
      }
      digits[index] = 0
    }
    digits.insert(1, at: 0)
    digits.removeLast()
    return true
  }

  private static func text(_ digits: [Int], exponent: Int) -> String {
    var digits = digits.map(String.init)
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    switch exponent {
    case 0..<15:
      while digits.count <= exponent { digits.append("0") }
      let whole = digits[...exponent].joined()
      let rest = digits[(exponent + 1)...].joined()
      return rest.isEmpty ? whole : "\(whole).\(rest)"
    case -5..<0:
      return "0." + String(repeating: "0", count: -exponent - 1) + digits.joined()
    default:
      let rest = digits.dropFirst().joined()
      return digits[0] + (rest.isEmpty ? "" : ".\(rest)") + "e\(exponent)"
    }
  }
}
