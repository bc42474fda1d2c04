/// A tensor laid out in rows for work along some of its axes: those axes last, each row contiguous.
struct Rows {
  /// The elements, row after row.
  let elements: [Double]
  /// The number of rows.
  let count: Int
  /// The length of each.
  let length: Int
  /// The dimensions of the rows, in order.
  let outer: [Int]
  /// The order the axes were put in, where it is not their own.
  private let order: [Int]?
  private let source: Shape

  /// Lays out a tensor for work along axes, which are axes of it in ascending order.
  init(_ tensor: Tensor, axes: [Int], until cancellation: Cancellation) throws(Interrupted) {
    source = tensor.shape
    let dimensions = tensor.shape.dimensions
    let kept = dimensions.indices.filter { !axes.contains($0) }
    let order = kept + axes
    outer = kept.map { dimensions[$0] }
    // A shape's count is checked, and so is every product of its sizes.
    count = outer.reduce(1, *)
    length = axes.reduce(1) { $0 * dimensions[$1] }
    if order == Array(dimensions.indices) {
      self.order = nil
      elements = tensor.elements
    } else {
      self.order = order
      elements = try tensor.transposed(order, until: cancellation)?.elements ?? []
    }
  }

  /// The range of a row's elements.
  @inline(__always)
  func range(_ row: Int) -> Range<Int> { (row * length)..<((row + 1) * length) }

  /// Puts elements laid out as these rows back in the order of the tensor.
  func restored(
    _ elements: [Double], type: ScalarType, until cancellation: Cancellation
  ) throws(Interrupted) -> Tensor {
    guard let order else { return Tensor(unchecked: source, elements, type: type) }
    let shape = Shape(unchecked: order.map { source.dimensions[$0] }, count: source.count)
    var inverse = order
    for (position, axis) in order.enumerated() { inverse[axis] = position }
    let rows = Tensor(unchecked: shape, elements, type: type)
    return try rows.transposed(inverse, until: cancellation) ?? rows
  }

  /// Makes a tensor of one number a row.
  func reduced(
    axes: [Int], keepDimensions: Bool, type: ScalarType, until cancellation: Cancellation,
    _ row: (UnsafeBufferPointer<Double>, Range<Int>) -> Double
  ) throws(Interrupted) -> Tensor {
    var sizes = outer
    if keepDimensions {
      sizes = source.dimensions.enumerated().map { axes.contains($0.offset) ? 1 : $0.element }
    }
    let shape = Shape(unchecked: sizes, count: count)
    var result = [Double](repeating: 0, count: count)
    var done = 0
    for index in 0..<count {
      result[index] = elements.withUnsafeBufferPointer { row($0, range(index)) }
      done += length + 1
      if done > Cancellation.stride {
        done = 0
        try cancellation.check()
      }
    }
    return Tensor(unchecked: shape, result, type: type)
  }

  /// Makes a tensor of the same shape, row by row.
  func mapped(
    type: ScalarType, until cancellation: Cancellation,
    _ row: (UnsafeBufferPointer<Double>, Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void
  ) throws(Interrupted) -> Tensor {
    var result = [Double](repeating: 0, count: elements.count)
    var done = 0
    for index in 0..<(length == 0 ? 0 : count) {
      elements.withUnsafeBufferPointer { source in
        result.withUnsafeMutableBufferPointer { row(source, range(index), $0) }
      }
      done += length + 1
      if done > Cancellation.stride {
        done = 0
        try cancellation.check()
      }
    }
    return try restored(result, type: type, until: cancellation)
  }
}
