#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Tensor {
  /// `exp(x) / sum(exp(x))` along axes.
  public func softmax(
    axes: [Int], type: ScalarType, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    try Rows(self, axes: axes, until: cancellation).mapped(type: type, until: cancellation) {
      x, range, result in
      var sum = CompensatedSum()
      let largest = range.reduce(-.infinity) { StableMath.maximum($0, x[$1]) }
      for index in range {
        result[index] = exp(x[index] - largest)
        sum.add(result[index])
      }
      let total = sum.value
      for index in range { result[index] /= total }
    }
  }

  /// `1 - softmax(x)` along an axis, to full precision where the softmax is nearly 1.
  ///
  /// ```
  /// 1 - s[i] = sum(exp(x[j]), j ≠ i) / sum(exp(x[j]))
  /// ```
  public func softmaxComplement(
    axis: Int, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    try Rows(self, axes: [axis], until: cancellation).mapped(type: .float64, until: cancellation) {
      x, range, result in
      let top = Tensor.position(x, range) { $0 > $1 } + range.lowerBound
      let largest = x[top]
      let others = Tensor.sumOfOthers(x, range, except: top, minus: largest)
      // Only one element can be above a half: for the rest the subtraction loses nothing.
      for index in range {
        result[index] =
          index == top ? others / (1 + others) : 1 - exp(x[index] - largest) / (1 + others)
      }
    }
  }

  /// `x - logsumexp(x)` along an axis.
  ///
  /// Of the largest element it is `-log1p(sum of the others' exp(x[j] - x[i]))`, so that a value
  /// near 0 has all its digits.
  public func logSoftmax(
    axis: Int, type: ScalarType, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    try Rows(self, axes: [axis], until: cancellation).mapped(type: type, until: cancellation) {
      x, range, result in
      let top = Tensor.position(x, range) { $0 > $1 } + range.lowerBound
      let largest = x[top]
      let rest = log1p(Tensor.sumOfOthers(x, range, except: top, minus: largest))
      for index in range { result[index] = (x[index] - largest) - rest }
    }
  }

  /// Running sums along an axis; from the far end where reversed.
  public func cumulativeSum(
    axis: Int, reversed: Bool = false, type: ScalarType,
    until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    try Rows(self, axes: [axis], until: cancellation).mapped(type: type, until: cancellation) {
      x, range, result in
      var sum = CompensatedSum()
      for offset in 0..<range.count {
        let index = reversed ? range.upperBound - 1 - offset : range.lowerBound + offset
        sum.add(x[index])
        result[index] = sum.value
      }
    }
  }

  /// The positions along an axis that put the elements in ascending order, equal ones as they
  /// stand, nan last.
  public func sortingPositions(
    axis: Int, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    let rows = try Rows(self, axes: [axis], until: cancellation)
    let x = rows.elements
    var result = [Double](repeating: 0, count: x.count)
    var comparisons = 0
    for row in 0..<(rows.length == 0 ? 0 : rows.count) {
      let range = rows.range(row)
      let order: [Int]
      do {
        order = try range.sorted { a, b in
          comparisons &+= 1
          if comparisons & 0xFFFF == 0 { try cancellation.check() }
          if x[b].isNaN { return !x[a].isNaN || a < b }
          if x[a].isNaN { return false }
          return x[a] < x[b] || (x[a] == x[b] && a < b)
        }
      } catch {
        throw Interrupted()
      }
      for (offset, index) in order.enumerated() {
        result[range.lowerBound + offset] = Double(index - range.lowerBound)
      }
    }
    return try rows.restored(result, type: .float64, until: cancellation)
  }

  /// Elements along an axis put at the positions that another tensor of the same shape names.
  ///
  /// ```
  /// result[…, i, …] = self[…, positions[…, i, …], …]
  /// ```
  /// - Returns: Nothing where the shapes differ or a position is none of the axis.
  public func permuted(
    by positions: Tensor, axis: Int, inverse: Bool = false,
    until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor? {
    guard positions.shape == shape, shape.count > 0 else {
      return positions.shape == shape ? self : nil
    }
    let places = try Rows(positions, axes: [axis], until: cancellation)
    let valid = 0..<Double(places.length)
    guard places.elements.allSatisfy({ valid.contains($0) }) else { return nil }
    return try Rows(self, axes: [axis], until: cancellation).mapped(
      type: type, until: cancellation
    ) { x, range, result in
      for index in range {
        let place = range.lowerBound + Int(places.elements[index])
        if inverse { result[place] = x[index] } else { result[index] = x[place] }
      }
    }
  }
}
