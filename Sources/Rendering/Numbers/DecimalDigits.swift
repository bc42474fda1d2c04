/// A finite number as decimal digits: the shortest that read back to it, rounded where asked.
///
/// Digits are those of Swift's shortest description, so that a display never invents any.
struct DecimalDigits: Hashable {
  /// Whether the number is below zero.
  var isNegative: Bool
  /// The significant digits, without zeros at either end; empty for zero.
  var digits: [UInt8]
  /// The power of ten of the first digit.
  var exponent: Int

  /// Takes the digits of a finite number, in single precision where the number is one of those.
  init(_ value: Double, isSingle: Bool = false) {
    let text = isSingle ? Float(value).magnitude.description : value.magnitude.description
    isNegative = value < 0
    digits = []
    exponent = 0
    var power = 0
    var pointPosition: Int?
    let mantissaAndExponent = text.split(separator: "e", maxSplits: 1)
    if mantissaAndExponent.count == 2 { power = Int(mantissaAndExponent[1]) ?? 0 }
    for byte in (mantissaAndExponent.first ?? "0").utf8 {
      if byte == UInt8(ascii: ".") {
        pointPosition = digits.count
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        digits.append(byte - UInt8(ascii: "0"))
      }
    }
    exponent = (pointPosition ?? digits.count) - 1 + power
    let leadingZeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leadingZeros)
    exponent -= leadingZeros
    trim()
  }

  /// Returns the number rounded to a number of significant digits, ties to even.
  func rounded(toSignificant count: Int) -> DecimalDigits {
    guard count < digits.count else { return self }
    guard count >= 0 else {
      var zero = self
      zero.digits = []
      zero.exponent = 0
      return zero
    }
    var result = self
    let rest = digits[count...]
    result.digits = Array(digits[..<count])
    let half = rest.first ?? 0
    let isAbove = half > 5 || (half == 5 && rest.count > 1)
    let isTie = half == 5 && rest.count == 1
    if isAbove || (isTie && (result.digits.last ?? 0) % 2 == 1) { result.increment() }
    result.trim()
    return result
  }

  /// Returns the number rounded to a number of digits behind the point.
  func rounded(toDecimals count: Int) -> DecimalDigits {
    rounded(toSignificant: exponent + 1 + count)
  }

  /// The digits behind the point that the number needs.
  var decimals: Int { digits.isEmpty ? 0 : max(0, digits.count - 1 - exponent) }

  /// Returns the number without an exponent, with at least a number of digits behind the point.
  func fixed(decimals: Int = 0) -> String {
    var text = isNegative && !digits.isEmpty ? "-" : ""
    if digits.isEmpty || exponent < 0 {
      text += "0"
    } else {
      for position in 0...exponent { text += digit(at: position) }
    }
    let places = max(decimals, self.decimals)
    guard places > 0 else { return text }
    text += "."
    for place in 1...places { text += digit(at: exponent + place) }
    return text
  }

  /// Returns the number as `1.25e-7`, with at least a number of digits behind the point.
  func scientific(decimals: Int = 0) -> String {
    var text = isNegative && !digits.isEmpty ? "-" : ""
    text += digit(at: 0)
    let places = max(decimals, digits.count - 1)
    if places > 0 {
      text += "."
      for place in 1...places { text += digit(at: place) }
    }
    return text + "e\(digits.isEmpty ? 0 : exponent)"
  }

  private func digit(at position: Int) -> String {
    guard !digits.isEmpty, digits.indices.contains(position) else { return "0" }
    return String(digits[position])
  }

  private mutating func increment() {
    var index = digits.count - 1
    while index >= 0 {
      if digits[index] < 9 {
        digits[index] += 1
        return
      }
      digits[index] = 0
      index -= 1
    }
    digits.insert(1, at: 0)
    exponent += 1
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 0 }
  }
}
