/// A running sum with its rounding error beside it: right to the last bit but in rare cases.
///
/// The two parts together hold about 32 digits (Knuth's exact addition); a sum that overflows or
/// meets a nan is what plain addition gives.
public struct CompensatedSum: Sendable {
  private var high = 0.0
  private var low = 0.0

  /// Makes an empty sum.
  public init() {}

  /// Adds a term.
  @inline(__always)
  public mutating func add(_ term: Double) {
    let sum = high + term
    let part = sum - high
    low += (high - (sum - part)) + (term - part)
    high = sum
  }

  /// The sum of the terms but one, without the cancellation of subtracting it from the rounded sum.
  @inline(__always)
  public func without(_ term: Double) -> Double {
    var rest = self
    rest.add(-term)
    return rest.value
  }

  /// The sum.
  @inline(__always)
  public var value: Double {
    let sum = high + low
    return sum.isNaN ? high : sum
  }

  /// Returns the sum of some terms.
  @inline(__always)
  static func of(_ terms: UnsafeBufferPointer<Double>, _ range: Range<Int>) -> Double {
    // Four sums side by side, because each waits for its own last step only.
    var high = SIMD4<Double>.zero
    var low = SIMD4<Double>.zero
    var index = range.lowerBound
    while index + 4 <= range.upperBound {
      let term = SIMD4(terms[index], terms[index + 1], terms[index + 2], terms[index + 3])
      let sum = high + term
      let part = sum - high
      low += (high - (sum - part)) + (term - part)
      high = sum
      index += 4
    }
    var total = CompensatedSum()
    for lane in 0..<4 { total.add(high[lane]) }
    for lane in 0..<4 { total.low += low[lane] }
    while index < range.upperBound {
      total.add(terms[index])
      index += 1
    }
    return total.value
  }
}
