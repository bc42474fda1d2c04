/// The functions that losses are made of, and what is done to rows of numbers.
extension DoubleDouble {
  /// Returns `1 / (1 + exp(-x))`.
  public func sigmoid() -> DoubleDouble {
    if high >= 0 { return 1 / (1 + (-self).exponential()) }
    let power = exponential()
    return power / (1 + power)
  }

  /// Returns `log(1 + exp(x))`.
  public func softplus() -> DoubleDouble {
    guard isFinite else { return high > 0 || isNaN ? self : 0 }
    let rest = (-magnitude).exponential().logarithmOnePlus()
    return high > 0 ? self + rest : rest
  }

  /// Returns `log(cosh(x))`.
  public func logCosh() -> DoubleDouble {
    guard isFinite else { return magnitude }
    if Swift.abs(high) < 1.5 {
      let half = (self * 0.5).hyperbolicSine()
      return (half * half).scaled(by: 1).logarithmOnePlus()
    }
    return magnitude + ((-magnitude.scaled(by: 1)).exponential().logarithmOnePlus() - Self.ln2)
  }

  /// `x Φ(x)` with the normal distribution function Φ.
  public func gelu() -> DoubleDouble {
    guard isFinite else { return DoubleDouble(StableMath.gelu(high)) }
    let argument = -self * DoubleDouble(0.5).squareRoot()
    return self * argument.errorFunctionComplement() * 0.5
  }

  /// The usual approximation of `gelu` by tanh.
  public func geluTanh() -> DoubleDouble {
    guard isFinite else { return DoubleDouble(StableMath.geluTanh(high)) }
    let factor = DoubleDouble(high: 0x1.9884533d43651p-1, low: -0x1.cbc0d30ebfd15p-55)
    let argument = factor * (self + DoubleDouble(0.044715) * self * self * self)
    return self * argument.scaled(by: 1).sigmoid()
  }

  /// The remainder with the sign of the divisor.
  public func modulo(_ y: DoubleDouble) -> DoubleDouble {
    guard isFinite, y.isFinite, !y.isZero else {
      return DoubleDouble(StableMath.modulo(high, y.high))
    }
    return self - y * (self / y).rounded(.down)
  }

  // MARK: Rows

  /// `log(sum(exp(x)))`, minus infinity of no numbers.
  public static func logSumExp(_ row: ArraySlice<DoubleDouble>) -> DoubleDouble {
    let top = Int(position(row) { $0 > $1 }.high) + row.startIndex
    guard row.indices.contains(top) else { return DoubleDouble(-.infinity) }
    let largest = row[top]
    guard largest.isFinite else { return largest }
    var others: DoubleDouble = 0
    for index in row.indices where index != top {
      others = others + (row[index] - largest).exponential()
    }
    return largest + others.logarithmOnePlus()
  }

  /// `sqrt(sum(x^2))`, with a power of two taken out.
  public static func norm(_ row: ArraySlice<DoubleDouble>) -> DoubleDouble {
    let largest = row.reduce(0.0) { StableMath.maximum($0, $1.magnitude.high) }
    guard largest > 0, largest.isFinite else { return DoubleDouble(largest) }
    let exponent = Int(largest.exponent)
    var sum: DoubleDouble = 0
    for x in row {
      let scaled = x.scaled(by: -exponent)
      sum = sum + scaled * scaled
    }
    return sum.squareRoot().scaled(by: exponent)
  }

  /// Returns `exp(x) / sum(exp(x))`.
  public static func softmax(_ row: ArraySlice<DoubleDouble>) -> [DoubleDouble] {
    logSoftmax(row).map { $0.exponential() }
  }

  /// `x - log(sum(exp(x)))`; of the largest, which keeps its digits next to 0, by the others.
  public static func logSoftmax(_ row: ArraySlice<DoubleDouble>) -> [DoubleDouble] {
    let top = Int(position(row) { $0 > $1 }.high) + row.startIndex
    guard row.indices.contains(top) else { return [] }
    let largest = row[top]
    let shifted = row.map { $0 - largest }
    var others: DoubleDouble = 0
    for (index, x) in shifted.enumerated() where index + row.startIndex != top {
      others = others + x.exponential()
    }
    let excess = others.logarithmOnePlus()
    return shifted.map { $0 - excess }
  }

  /// The position, counted from the start of a row, of its first best number; a nan is best.
  public static func position(
    _ row: ArraySlice<DoubleDouble>, isBetter: (DoubleDouble, DoubleDouble) -> Bool
  ) -> DoubleDouble {
    guard var best = row.indices.first else { return 0 }
    for index in row.indices {
      if row[index].isNaN { return DoubleDouble(Double(index - row.startIndex)) }
      if isBetter(row[index], row[best]) { best = index }
    }
    return DoubleDouble(Double(best - row.startIndex))
  }
}
