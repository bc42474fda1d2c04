extension Tensor {
  /// The same elements in another shape, or nothing where their number differs.
  public func reshaped(to shape: Shape) -> Tensor? {
    guard shape.count == elements.count else { return nil }
    return Tensor(unrounded: shape, elements, type: type)
  }

  /// The axes in another order: axis `i` of the result is axis `order[i]` of this tensor.
  ///
  /// - Returns: Nothing where the order does not name each axis once.
  public func transposed(
    _ order: [Int], until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor? {
    guard order.sorted() == Array(0..<shape.rank) else { return nil }
    let strides = shape.strides
    let sizes = order.map { shape.dimensions[$0] }
    let result = Shape(unchecked: sizes, count: shape.count)
    // Axes of size 1 move nothing.
    let moved = order.filter { shape.dimensions[$0] != 1 }
    if moved == moved.sorted() { return Tensor(unrounded: result, elements, type: type) }
    return try strided(result, strides: order.map { strides[$0] }, from: 0, until: cancellation)
  }

  /// Elements picked by strides from a start.
  func strided(
    _ shape: Shape, strides: [Int], from start: Int, until cancellation: Cancellation
  ) throws(Interrupted) -> Tensor {
    var result = [Double](repeating: 0, count: shape.count)
    let walk = Walk.strided(sizes: shape.dimensions, strides: strides)
    try cancellation.inPieces(of: shape.count) { range in
      elements.withUnsafeBufferPointer { source in
        result.withUnsafeMutableBufferPointer { target in
          var cursor = Cursor(walk, at: range.lowerBound)
          for index in range {
            target[index] = source[start + cursor.offset]
            cursor.advance()
          }
        }
      }
    }
    return Tensor(unrounded: shape, result, type: type)
  }

  /// Tensors joined along an axis.
  ///
  /// - Returns: Nothing where there is none, or their other dimensions differ.
  public static func concatenated(
    _ tensors: [Tensor], axis: Int, type: ScalarType
  ) -> Tensor? {
    guard let first = tensors.first, axis >= 0, axis < first.shape.rank else { return nil }
    var dimensions = first.shape.dimensions
    dimensions[axis] = 0
    for tensor in tensors {
      var own = tensor.shape.dimensions
      guard own.count == dimensions.count else { return nil }
      dimensions[axis] += own[axis]
      own[axis] = dimensions[axis]
      guard own == dimensions else { return nil }
    }
    guard let shape = Shape(dimensions) else { return nil }
    let outer = dimensions[..<axis].reduce(1, *)
    var result: [Double] = []
    result.reserveCapacity(shape.count)
    for row in 0..<(shape.count == 0 ? 0 : outer) {
      for tensor in tensors {
        let length = tensor.elements.count / outer
        result.append(contentsOf: tensor.elements[(row * length)..<((row + 1) * length)])
      }
    }
    return Tensor(unchecked: shape, result, type: type)
  }

  /// One part of a slice along one axis.
  public struct Part: Hashable, Sendable {
    /// The first position.
    public var start: Int
    /// How many positions there are, or nothing for one whose axis is dropped.
    public var count: Int?
    /// The step from one to the next.
    public var step: Int

    /// Makes a part.
    public init(start: Int, count: Int?, step: Int) {
      self.start = start
      self.count = count
      self.step = step
    }
  }

  /// A part of the tensor, one item an axis.
  ///
  /// - Returns: Nothing where a position lies outside.
  public func sliced(
    _ parts: [Part], until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor? {
    guard let view = view(of: parts) else { return nil }
    return try strided(view.shape, strides: view.strides, from: view.start, until: cancellation)
  }

  /// The adjoint of a slice: a tensor of this shape, zero but at the positions of the slice.
  ///
  /// - Returns: Nothing where a position lies outside, or the shape is not the slice's.
  public static func scattered(_ part: Tensor, _ parts: [Part], into shape: Shape) -> Tensor? {
    let zeros = Tensor(repeating: 0, shape: shape)
    guard let view = zeros.view(of: parts), view.shape.count == part.elements.count else {
      return nil
    }
    var result = zeros.elements
    var cursor = Cursor(
      .strided(sizes: view.shape.dimensions, strides: view.strides), at: 0)
    for element in part.elements {
      result[view.start + cursor.offset] += element
      cursor.advance()
    }
    return Tensor(unchecked: shape, result)
  }

  /// Where the elements of a slice lie.
  private func view(of parts: [Part]) -> (shape: Shape, strides: [Int], start: Int)? {
    guard parts.count == shape.rank else { return nil }
    let own = shape.strides
    var sizes: [Int] = []
    var strides: [Int] = []
    var start = 0
    for (axis, part) in parts.enumerated() {
      let size = shape.dimensions[axis]
      let count = part.count ?? 1
      guard count >= 0 else { return nil }
      if count > 0 {
        let (length, overflow) = (count - 1).multipliedReportingOverflow(by: part.step)
        let (last, beyond) = part.start.addingReportingOverflow(length)
        guard !overflow, !beyond, 0..<size ~= part.start, 0..<size ~= last else { return nil }
        start += part.start * own[axis]
      }
      guard part.count != nil else { continue }
      sizes.append(count)
      // With one position at most the step is never taken, and might overflow.
      strides.append(count > 1 ? part.step * own[axis] : 0)
    }
    guard let shape = Shape(sizes) else { return nil }
    return (shape, strides, start)
  }
}
