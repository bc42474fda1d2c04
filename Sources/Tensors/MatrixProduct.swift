extension Tensor {
  /// The matrix product by NumPy's rule: vectors, matrices, batches that broadcast.
  ///
  /// Products of moderate size are sums compensated; of large ones, sums in blocks.
  ///
  /// - Returns: Nothing where the shapes do not fit.
  /// - Complexity: O(rows × columns × inner size) a batch.
  public func multiplied(
    by other: Tensor, type: ScalarType, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor? {
    guard shape.rank >= 1, other.shape.rank >= 1 else { return nil }
    let rows = shape.rank == 1 ? 1 : shape.dimensions[shape.rank - 2]
    let inner = shape.dimensions[shape.rank - 1]
    let otherInner = other.shape.dimensions[Swift.max(0, other.shape.rank - 2)]
    let columns = other.shape.rank == 1 ? 1 : other.shape.dimensions[other.shape.rank - 1]
    guard inner == otherInner,
      let batch = Shape(Array(shape.dimensions.dropLast(2))),
      let otherBatch = Shape(Array(other.shape.dimensions.dropLast(2))),
      let batches = batch.broadcast(with: otherBatch),
      let result = Shape(
        batches.dimensions + (shape.rank == 1 ? [] : [rows])
          + (other.shape.rank == 1 ? [] : [columns]))
    else { return nil }
    var product = [Double](repeating: 0, count: result.count)
    var left = Cursor(Walk(batch, over: batches), at: 0)
    var right = Cursor(Walk(otherBatch, over: batches), at: 0)
    for index in 0..<(result.count == 0 ? 0 : batches.count) {
      let task = MatrixProduct(
        rows: rows, inner: inner, columns: columns, left: left.offset * rows * inner,
        right: right.offset * inner * columns, result: index * rows * columns)
      try task.run(elements, other.elements, &product, until: cancellation)
      left.advance()
      right.advance()
    }
    return Tensor(unchecked: result, product, type: type)
  }

  /// `a[i] b[j]` of two vectors.
  public func outer(
    _ other: Tensor, type: ScalarType, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor? {
    guard shape.rank == 1, other.shape.rank == 1,
      let column = reshaped(to: Shape(unchecked: [elements.count, 1], count: elements.count))
    else { return nil }
    return try column.combined(with: other, type: type, until: cancellation) { $0 * $1 }
  }
}

/// One product of two matrices that lie in larger arrays.
private struct MatrixProduct {
  let rows: Int
  let inner: Int
  let columns: Int
  let left: Int
  let right: Int
  let result: Int

  /// Multiplications up to which each entry is a compensated sum.
  private static let compensatedSize = 1 << 21
  /// Inner positions summed before they are added to an entry, which keeps the rounding error of
  /// long sums that of short ones.
  private static let block = 64

  func run(
    _ a: [Double], _ b: [Double], _ c: inout [Double], until cancellation: Cancellation
  ) throws(Interrupted) {
    let (part, overflow) = rows.multipliedReportingOverflow(by: inner)
    let (size, beyond) = part.multipliedReportingOverflow(by: columns)
    let isSmall = !overflow && !beyond && size <= Self.compensatedSize
    var done = 0
    var sums = [Double](repeating: 0, count: isSmall ? 0 : columns)
    for row in 0..<rows {
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          c.withUnsafeMutableBufferPointer { c in
            if isSmall || columns == 1 {
              compensatedRow(row, a, b, c)
            } else {
              sums.withUnsafeMutableBufferPointer { blockedRow(row, a, b, c, sums: $0) }
            }
          }
        }
      }
      done &+= inner &* columns
      if done > Cancellation.stride * 4 {
        done = 0
        try cancellation.check()
      }
    }
  }

  @inline(__always)
  private func compensatedRow(
    _ row: Int, _ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>,
    _ c: UnsafeMutableBufferPointer<Double>
  ) {
    for column in 0..<columns {
      c[result + row * columns + column] = CompensatedSum.dot(
        a, left + row * inner, 1, b, right + column, columns, count: inner)
    }
  }

  @inline(__always)
  private func blockedRow(
    _ row: Int, _ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>,
    _ c: UnsafeMutableBufferPointer<Double>, sums: UnsafeMutableBufferPointer<Double>
  ) {
    var start = 0
    while start < inner {
      let end = Swift.min(inner, start + Self.block)
      for column in 0..<columns { sums[column] = 0 }
      for k in start..<end {
        let factor = a[left + row * inner + k]
        let line = right + k * columns
        for column in 0..<columns { sums[column] += factor * b[line + column] }
      }
      let target = result + row * columns
      for column in 0..<columns { c[target + column] += sums[column] }
      start = end
    }
  }
}
