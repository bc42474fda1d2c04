#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Tensor {
  /// The reductions that a kernel exists for.
  public enum Fold: Hashable, Sendable {
    case sum, product, max, min, logSumExp, norm, any, all, argmax, argmin
  }

  /// Reduces the tensor over axes, which are axes of it in ascending order.
  ///
  /// Sums are compensated. The largest of elements with a nan among them is nan; that of no
  /// elements is minus infinity.
  ///
  /// - Complexity: O(number of elements).
  public func reduced(
    _ fold: Fold, axes: [Int], keepDimensions: Bool, type: ScalarType,
    until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    let rows = try Rows(self, axes: axes, until: cancellation)
    return try rows.reduced(
      axes: axes, keepDimensions: keepDimensions, type: type, until: cancellation
    ) { elements, range in
      switch fold {
      case .sum: CompensatedSum.of(elements, range)
      case .product: range.reduce(1) { $0 * elements[$1] }
      case .max: range.reduce(-.infinity) { StableMath.maximum($0, elements[$1]) }
      case .min: range.reduce(.infinity) { StableMath.minimum($0, elements[$1]) }
      case .logSumExp: Tensor.logSumExp(elements, range)
      case .norm: Tensor.norm(elements, range)
      case .any: range.contains { elements[$0] != 0 } ? 1 : 0
      case .all: range.allSatisfy { elements[$0] != 0 } ? 1 : 0
      case .argmax: Double(Tensor.position(elements, range) { $0 > $1 })
      case .argmin: Double(Tensor.position(elements, range) { $0 < $1 })
      }
    }
  }

  /// Sums a tensor over the axes along which a shape was repeated to make it.
  ///
  /// This is the adjoint of broadcasting: the result has the given shape.
  public func summed(
    to shape: Shape, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    if shape == self.shape { return self }
    let missing = self.shape.rank - shape.rank
    guard missing >= 0 else { return self }
    let axes = (0..<self.shape.rank).filter { axis in
      axis < missing || (shape.dimensions[axis - missing] == 1 && self.shape.dimensions[axis] != 1)
    }
    let sum = try reduced(
      .sum, axes: axes, keepDimensions: false, type: type, until: cancellation)
    return sum.reshaped(to: shape) ?? sum
  }

  /// `log(sum(exp(x)))`, with the largest term taken out and the others added to it by `log1p`.
  static func logSumExp(_ x: UnsafeBufferPointer<Double>, _ range: Range<Int>) -> Double {
    guard !range.isEmpty else { return -.infinity }
    let top = position(x, range) { $0 > $1 } + range.lowerBound
    let largest = x[top]
    guard largest.isFinite else { return largest }
    return largest + log1p(sumOfOthers(x, range, except: top, minus: largest))
  }

  /// `sum(exp(x[j] - m))` over all j but one.
  @inline(__always)
  static func sumOfOthers(
    _ x: UnsafeBufferPointer<Double>, _ range: Range<Int>, except position: Int,
    minus shift: Double
  ) -> Double {
    var sum = CompensatedSum()
    for index in range where index != position { sum.add(exp(x[index] - shift)) }
    return sum.value
  }

  /// `sqrt(sum(x^2))`, with a power of two taken out where squares would leave the range of a double.
  static func norm(_ x: UnsafeBufferPointer<Double>, _ range: Range<Int>) -> Double {
    var largest = 0.0
    for index in range {
      let size = abs(x[index])
      if size.isNaN { return .nan }
      largest = Swift.max(largest, size)
    }
    guard largest > 0, largest.isFinite else { return largest }
    let needsScale = largest > 0x1p480 || largest < 0x1p-480
    let scale = needsScale ? Double(sign: .plus, exponent: -largest.exponent, significand: 1) : 1
    var sum = CompensatedSum()
    for index in range {
      let scaled = x[index] * scale
      sum.add(scaled * scaled)
    }
    return sum.value.squareRoot() / scale
  }

  /// The position, counted from the start of a range, of its first best element; a nan is best.
  static func position(
    _ x: UnsafeBufferPointer<Double>, _ range: Range<Int>,
    isBetter: (Double, Double) -> Bool
  ) -> Int {
    guard var best = range.first else { return 0 }
    if x[best].isNaN { return 0 }
    for index in range.dropFirst() {
      if x[index].isNaN { return index - range.lowerBound }
      if isBetter(x[index], x[best]) { best = index }
    }
    return best - range.lowerBound
  }
}
