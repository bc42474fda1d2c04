internal import CVectorMath

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
        rows: rows, inner: inner, columns: columns, isTransposed: (false, false))
      try elements.withUnsafeBufferPointer { (a) throws(Interrupted) in
        try other.elements.withUnsafeBufferPointer { (b) throws(Interrupted) in
          try product.withUnsafeMutableBufferPointer { (c) throws(Interrupted) in
            guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else {
              return
            }
            try task.run(
              a + left.offset * rows * inner, b + right.offset * inner * columns,
              into: c + index * rows * columns, until: cancellation)
          }
        }
      }
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

/// One product of two matrices, either of which may lie transposed.
struct MatrixProduct {
  let rows: Int
  let inner: Int
  let columns: Int
  let isTransposed: (left: Bool, right: Bool)

  /// Multiplications up to which each entry is a compensated sum.
  private static let compensatedSize = 1 << 21
  /// Multiplications after which the question is asked whether to stop.
  private static let stride = 1 << 26

  func run(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>, until cancellation: Cancellation
  ) throws(Interrupted) {
    let (rowSize, overflow) = inner.multipliedReportingOverflow(by: columns)
    let (size, beyond) = rowSize.multipliedReportingOverflow(by: rows)
    let isSmall = !overflow && !beyond && size <= Self.compensatedSize
    // A panel of the right matrix would be nearly empty.
    if columns < 4, !isTransposed.left {
      return try multiplyRowByRow(a, b, into: c, until: cancellation)
    }
    var product = vm_product(
      a: a, b: b, c: c, rows: rows, inner: inner, columns: columns,
      a_row: isTransposed.left ? 1 : inner, a_step: isTransposed.left ? rows : 1,
      b_row: isTransposed.right ? 1 : columns, b_step: isTransposed.right ? inner : 1,
      is_exact: isSmall ? 1 : 0)
    let rowsAtATime = isSmall ? rows : max(64, Self.stride / max(1, overflow ? .max : rowSize))
    var row = 0
    while row < rows {
      let end = row + min(rowsAtATime, rows - row)
      vm_multiply(&product, row, end)
      row = end
      if row < rows { try cancellation.check() }
    }
  }

  private func multiplyRowByRow(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>, until cancellation: Cancellation
  ) throws(Interrupted) {
    let (across, along) = isTransposed.right ? (1, inner) : (columns, 1)
    var done = 0
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = CompensatedSum()
        for k in 0..<inner { sum.add(a[row * inner + k] * b[k * across + column * along]) }
        c[row * columns + column] = sum.value
      }
      done &+= inner &* columns
      if done > Cancellation.stride * 4 {
        done = 0
        try cancellation.check()
      }
    }
  }
}
