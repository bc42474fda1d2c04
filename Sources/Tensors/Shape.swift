/// The dimensions of a tensor, outermost first; a scalar has none.
///
/// Sizes are not negative and their product fits in an `Int`: the failing initialiser is the one
/// place where that is decided, so that nothing after it needs checked arithmetic.
public struct Shape: Hashable, Sendable {
  /// The dimensions, outermost first.
  public let dimensions: [Int]
  /// The number of elements.
  public let count: Int

  /// The shape of a scalar.
  public static let scalar = Shape(unchecked: [], count: 1)

  /// Makes a shape, or nothing where a size is negative or the number of elements overflows.
  public init?(_ dimensions: [Int]) {
    var count = 1
    var hasZero = false
    for size in dimensions {
      guard size >= 0 else { return nil }
      guard size > 0 else {
        hasZero = true
        continue
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow else { return nil }
      count = product
    }
    self.dimensions = dimensions
    self.count = hasZero ? 0 : count
  }

  /// Makes a shape whose count is known to be right.
  init(unchecked dimensions: [Int], count: Int) {
    self.dimensions = dimensions
    self.count = count
  }

  /// The number of dimensions.
  public var rank: Int { dimensions.count }

  /// The distance in elements between neighbours along each dimension, row-major.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * max(1, dimensions[axis + 1])
    }
    return strides
  }

  /// Returns the shape two shapes broadcast to by NumPy's rule, or nothing where they clash.
  ///
  /// ```
  /// result[i] = a[i] if b[i] is 1 or equal, b[i] if a[i] is 1     aligned at the last dimension
  /// ```
  public func broadcast(with other: Shape) -> Shape? {
    if self == other { return self }
    let rank = max(self.rank, other.rank)
    var result = [Int](repeating: 1, count: rank)
    for axis in 0..<rank {
      let a = axis < rank - self.rank ? 1 : dimensions[axis - (rank - self.rank)]
      let b = axis < rank - other.rank ? 1 : other.dimensions[axis - (rank - other.rank)]
      guard a == b || a == 1 || b == 1 else { return nil }
      result[axis] = a == 1 ? b : a
    }
    return Shape(result)
  }

  /// The shape as people write it: `()`, `(3)`, `(2, 3)`.
  public var text: String { "(" + dimensions.map(String.init).joined(separator: ", ") + ")" }

  /// The subscripts of the element at a position of the row-major order.
  public func subscripts(at position: Int) -> [Int] {
    var rest = position
    return strides.map { stride in
      guard stride > 0 else { return 0 }
      let index = rest / stride
      rest -= index * stride
      return index
    }
  }
}
