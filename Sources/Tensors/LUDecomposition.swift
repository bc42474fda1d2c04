#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A square matrix as a product of triangular ones, with partial pivoting: `P A = L U`.
///
/// Golub and Van Loan, Matrix Computations, section 3.4.
public struct LUDecomposition: Sendable {
  /// The number of rows.
  public let size: Int
  /// L below the diagonal, its ones left out, and U on and above it, row-major.
  private var factors: [Double]
  /// Row `i` of the factors is row `order[i]` of the matrix.
  private var order: [Int]
  private var isOdd = false

  /// Decomposes a square matrix; nothing of what is none.
  ///
  /// - Complexity: O(n³).
  public init?(_ matrix: Tensor, until cancellation: Cancellation = .never) throws(Interrupted) {
    guard matrix.shape.rank == 2, matrix.shape.dimensions[0] == matrix.shape.dimensions[1] else {
      return nil
    }
    size = matrix.shape.dimensions[0]
    factors = matrix.elements
    order = Array(0..<size)
    for column in 0..<size {
      eliminate(column)
      if size > 128 { try cancellation.check() }
    }
  }

  private mutating func eliminate(_ column: Int) {
    let size = size
    var pivot = column
    for row in column..<size
    where abs(factors[row * size + column]) > abs(factors[pivot * size + column]) {
      pivot = row
    }
    if pivot != column {
      isOdd.toggle()
      order.swapAt(pivot, column)
      for k in 0..<size { factors.swapAt(pivot * size + k, column * size + k) }
    }
    let divisor = factors[column * size + column]
    guard divisor != 0 else { return }
    factors.withUnsafeMutableBufferPointer { factors in
      for row in (column + 1)..<Swift.max(size, column + 1) {
        let factor = factors[row * size + column] / divisor
        factors[row * size + column] = factor
        guard factor != 0 else { continue }
        for k in (column + 1)..<Swift.max(size, column + 1) {
          factors[row * size + k] -= factor * factors[column * size + k]
        }
      }
    }
  }

  private var pivots: [Double] { (0..<size).map { factors[$0 * size + $0] } }

  /// Whether a pivot is exactly zero.
  public var isSingular: Bool { pivots.contains(0) }

  /// The determinant; 1 of the matrix without rows.
  public var determinant: Double { pivots.reduce(isOdd ? -1 : 1, *) }

  /// `log |det A|`, minus infinity where the matrix is singular.
  public var logDeterminant: Double {
    var sum = CompensatedSum()
    for pivot in pivots { sum.add(log(abs(pivot))) }
    return sum.value
  }

  /// The x with `A x = b`, of a vector or a matrix; nan everywhere where A is singular.
  ///
  /// - Returns: Nothing where b has another number of rows.
  public func solve(
    _ right: Tensor, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor? {
    guard right.shape.rank == 1 || right.shape.rank == 2, right.shape.dimensions[0] == size else {
      return nil
    }
    if isSingular { return Tensor(repeating: .nan, shape: right.shape) }
    let columns = right.shape.rank == 1 ? 1 : right.shape.dimensions[1]
    var x: [Double] = []
    x.reserveCapacity(right.elements.count)
    for row in order {
      x.append(contentsOf: right.elements[(row * columns)..<((row + 1) * columns)])
    }
    for row in 0..<size {
      subtract(rows: 0..<row, from: row, columns: columns, in: &x)
      if size > 128 { try cancellation.check() }
    }
    for row in (0..<size).reversed() {
      subtract(rows: (row + 1)..<Swift.max(size, row + 1), from: row, columns: columns, in: &x)
      for column in 0..<columns { x[row * columns + column] /= factors[row * size + row] }
      if size > 128 { try cancellation.check() }
    }
    return Tensor(right.shape, x)
  }

  private func subtract(rows: Range<Int>, from row: Int, columns: Int, in x: inout [Double]) {
    for k in rows {
      let factor = factors[row * size + k]
      guard factor != 0 else { continue }
      for column in 0..<columns { x[row * columns + column] -= factor * x[k * columns + column] }
    }
  }

  /// The inverse; nan everywhere where the matrix is singular.
  public func inverse(until cancellation: Cancellation = .never) throws(Interrupted) -> Tensor {
    let identity = Tensor.identity(size)
    return try solve(identity, until: cancellation) ?? identity
  }
}

extension Tensor {
  /// The identity matrix; of a size whose square is no `Int`, the empty one.
  public static func identity(_ size: Int) -> Tensor {
    guard let shape = Shape([size, size]) else {
      return Tensor(unchecked: Shape(unchecked: [0, 0], count: 0), [])
    }
    var elements = [Double](repeating: 0, count: shape.count)
    for index in 0..<size { elements[index * size + index] = 1 }
    return Tensor(unchecked: shape, elements)
  }

  /// A square matrix with this vector on its diagonal, or nothing of what is no vector.
  public var diagonalMatrix: Tensor? {
    guard shape.rank == 1, let square = Shape([elements.count, elements.count]) else { return nil }
    var result = [Double](repeating: 0, count: square.count)
    for (index, element) in elements.enumerated() {
      result[index * elements.count + index] = element
    }
    return Tensor(unrounded: square, result, type: type)
  }

  /// The diagonal of a square matrix, or nothing of what is none.
  public var diagonal: Tensor? {
    guard shape.rank == 2, shape.dimensions[0] == shape.dimensions[1] else { return nil }
    let size = shape.dimensions[0]
    return Tensor(
      unrounded: Shape(unchecked: [size], count: size),
      (0..<size).map { elements[$0 * size + $0] }, type: type)
  }

  /// The matrix of cofactors, the gradient of the determinant, where the matrix may be singular.
  ///
  /// - Complexity: O(n⁵): by the determinants of the minors, so that nothing is divided by.
  public func cofactors(until cancellation: Cancellation = .never) throws(Interrupted) -> Tensor? {
    guard shape.rank == 2, shape.dimensions[0] == shape.dimensions[1] else { return nil }
    let size = shape.dimensions[0]
    var result = [Double](repeating: 0, count: size * size)
    let side = Swift.max(0, size - 1)
    for row in 0..<size {
      for column in 0..<size {
        var minor: [Double] = []
        for i in 0..<size where i != row {
          for j in 0..<size where j != column { minor.append(elements[i * size + j]) }
        }
        let matrix = Tensor(unchecked: Shape(unchecked: [side, side], count: side * side), minor)
        let determinant = try LUDecomposition(matrix, until: cancellation)?.determinant ?? .nan
        result[row * size + column] = (row + column).isMultiple(of: 2) ? determinant : -determinant
      }
      try cancellation.check()
    }
    return Tensor(unchecked: shape, result)
  }
}
