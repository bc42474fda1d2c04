/// Matrix products and linear systems of double-doubles.
extension ExtendedTensor {
  /// The matrix product by NumPy's rule: vectors, matrices, batches that broadcast.
  ///
  /// Written as a product of all with all, summed over the inner axis: what this is used on is
  /// small, and the sum is plain to see.
  ///
  /// - Returns: Nothing where the shapes do not fit, or the products would be too many.
  public func multiplied(
    by other: ExtendedTensor, until cancellation: Cancellation
  ) throws(Interrupted) -> ExtendedTensor? {
    guard shape.rank >= 1, other.shape.rank >= 1 else { return nil }
    let left = shape.rank == 1 ? [1] + shape.dimensions : shape.dimensions
    let right = other.shape.rank == 1 ? other.shape.dimensions + [1] : other.shape.dimensions
    guard let tall = Shape(left + [1]),
      let wide = Shape(right.dropLast(2) + [1] + right.suffix(2)),
      let a = moved({ $0.reshaped(to: tall) }), let b = other.moved({ $0.reshaped(to: wide) }),
      let all = tall.broadcast(with: wide), all.count <= 1 << 24,
      let products = try a.combined(with: b, until: cancellation, { $0 * $1 }),
      let sum = try products.reduced(
        axes: [all.rank - 2], keepDimensions: false, until: cancellation,
        { $0.reduce(0, +) })
    else { return nil }
    var sizes = sum.shape.dimensions
    if shape.rank == 1 { sizes.remove(at: sizes.count - 2) }
    if other.shape.rank == 1 { sizes.removeLast() }
    return Shape(sizes).flatMap { shape in sum.moved { $0.reshaped(to: shape) } }
  }

  /// The determinant of a square matrix and the x with `A x = b`, by Gaussian elimination with the
  /// largest pivots; x is nan everywhere where the matrix is singular.
  ///
  /// Golub and Van Loan, Matrix Computations, section 3.4.
  ///
  /// - Returns: Nothing of what is no square matrix, or where b has another number of rows.
  public func eliminated(
    solving right: ExtendedTensor, until cancellation: Cancellation
  ) throws(Interrupted) -> (determinant: DoubleDouble, solution: ExtendedTensor)? {
    guard shape.rank == 2, shape.dimensions[0] == shape.dimensions[1], right.shape.rank >= 1,
      right.shape.dimensions[0] == shape.dimensions[0]
    else { return nil }
    let size = shape.dimensions[0]
    var a = elements
    var x = right.elements
    let columns = size == 0 ? 0 : x.count / size
    var determinant: DoubleDouble = 1
    for column in 0..<size {
      try cancellation.check()
      var pivot = column
      for row in column..<size
      where a[row * size + column].magnitude > a[pivot * size + column].magnitude { pivot = row }
      if pivot != column {
        determinant = -determinant
        for k in 0..<size { a.swapAt(pivot * size + k, column * size + k) }
        for k in 0..<columns { x.swapAt(pivot * columns + k, column * columns + k) }
      }
      let divisor = a[column * size + column]
      determinant = determinant * divisor
      guard !divisor.isZero else { continue }
      for row in 0..<size where row != column {
        let factor = a[row * size + column] / divisor
        guard !factor.isZero else { continue }
        for k in column..<size {
          a[row * size + k] = a[row * size + k] - factor * a[column * size + k]
        }
        for k in 0..<columns {
          x[row * columns + k] = x[row * columns + k] - factor * x[column * columns + k]
        }
      }
    }
    for row in 0..<size {
      for k in 0..<columns {
        x[row * columns + k] =
          determinant.isZero ? DoubleDouble(.nan) : x[row * columns + k] / a[row * size + row]
      }
    }
    return (determinant, ExtendedTensor(unchecked: right.shape, x))
  }
}
