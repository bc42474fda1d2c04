public import Tensors

/// How numbers are written: significant digits, exactness, one scale for a tensor.
public struct NumberText: Sendable {
  /// The significant digits; 17 or more is exact, the shortest form that reads back.
  public var digits: Int

  /// Makes a way of writing with some significant digits, at least one.
  public init(digits: Int = 6) {
    self.digits = max(1, digits)
  }

  /// Whether every digit is written.
  public var isExact: Bool { digits >= 17 }

  /// Returns one number: `0.164252`, `1e-7`, `123457`, `inf`, `nan`.
  ///
  /// Integers below ten thousand million are written whole, whatever the digits.
  public func text(of value: Double, isSingle: Bool = false) -> String {
    if let special = Self.special(value) { return special }
    let decimal = DecimalDigits(value, isSingle: isSingle)
    if Self.isPlainInteger(value) { return decimal.fixed() }
    let rounded = isExact ? decimal : decimal.rounded(toSignificant: digits)
    let isFixed = rounded.exponent >= -5 && rounded.exponent < max(digits, 6)
    return isFixed ? rounded.fixed() : rounded.scientific()
  }

  /// Returns numbers in one scale: all with a point at the same place, or all with an exponent.
  ///
  /// The largest has the digits asked for. Where the smallest would be left with fewer than three,
  /// all take an exponent.
  public func texts(of values: [Double], type: ScalarType = .float64) -> [String] {
    if type == .bool { return values.map { $0 != 0 ? "true" : "false" } }
    let isSingle = type == .float32
    let finite = values.filter { $0.isFinite && $0 != 0 }
    guard !finite.allSatisfy(Self.isPlainInteger), !finite.isEmpty else {
      return values.map { Self.special($0) ?? DecimalDigits($0, isSingle: isSingle).fixed() }
    }
    let exact = finite.map { DecimalDigits($0, isSingle: isSingle) }
    let rounded = isExact ? exact : exact.map { $0.rounded(toSignificant: digits) }
    let highest = rounded.map(\.exponent).max() ?? 0
    let places = isExact ? Int.max : max(0, digits - 1 - highest)
    let isFixed =
      highest < max(digits, 6)
      && rounded.allSatisfy { number in
        let kept = places == Int.max ? 17 : number.exponent + 1 + places
        return number.exponent >= -5 && (kept >= min(3, digits) || number.decimals <= places)
      }
    if isFixed {
      let cut = isExact ? exact : exact.map { $0.rounded(toDecimals: places) }
      let common = cut.map(\.decimals).max() ?? 0
      return values.map { value in
        if let special = Self.special(value) { return special }
        let number = DecimalDigits(value, isSingle: isSingle)
        return (isExact ? number : number.rounded(toDecimals: places)).fixed(decimals: common)
      }
    }
    let common = rounded.map { max(0, $0.digits.count - 1) }.max() ?? 0
    return values.map { value in
      if let special = Self.special(value) { return special }
      guard value != 0 else { return "0" }
      let number = DecimalDigits(value, isSingle: isSingle)
      return (isExact ? number : number.rounded(toSignificant: digits))
        .scientific(decimals: common)
    }
  }

  /// Returns the ends of neighbouring intervals, with as many digits as tell their lengths apart.
  ///
  /// Where that takes too many digits, they are written as any numbers are.
  func texts(ofEdges edges: [Double]) -> [String] {
    let lengths = zip(edges, edges.dropFirst()).map { DecimalDigits($1 - $0) }
    let highest = edges.map { DecimalDigits($0).exponent }.max() ?? 0
    guard let shortest = lengths.map(\.exponent).min(), highest < 7, shortest > -6 else {
      return texts(of: edges)
    }
    let cut = edges.map { DecimalDigits($0).rounded(toDecimals: max(0, 2 - shortest)) }
    let common = cut.map(\.decimals).max() ?? 0
    return cut.map { $0.fixed(decimals: common) }
  }

  private static func special(_ value: Double) -> String? {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return nil
  }

  private static func isPlainInteger(_ value: Double) -> Bool {
    value.magnitude < 1e10 && value.rounded() == value
  }
}
