/// A tensor of double-doubles, in two tensors of one shape: each element is the sum of its two.
///
/// What only moves elements is done to both parts by the kernels of `Tensor`; what computes goes
/// over the elements.
public struct ExtendedTensor: Sendable {
  /// The nearest doubles.
  public let high: Tensor
  /// What is left of each.
  public let low: Tensor

  /// The numbers that a tensor holds.
  public init(_ tensor: Tensor) {
    high = tensor
    low = Tensor(repeating: 0, shape: tensor.shape)
  }

  /// A scalar.
  public init(_ value: DoubleDouble) {
    high = Tensor(value.high)
    low = Tensor(value.low)
  }

  /// A tensor and what each of its elements leaves out, or nothing where their shapes differ.
  public init?(_ high: Tensor, plus low: Tensor) {
    guard high.shape == low.shape else { return nil }
    self.init(high: high, low: low)
  }

  /// Two parts of one shape.
  init(high: Tensor, low: Tensor) {
    self.high = high
    self.low = low
  }

  /// Makes a tensor of elements in row-major order, as many as the shape has.
  init(unchecked shape: Shape, _ elements: [DoubleDouble]) {
    high = Tensor(unchecked: shape, elements.map(\.high))
    low = Tensor(unchecked: shape, elements.map(\.low))
  }

  /// The dimensions.
  public var shape: Shape { high.shape }

  /// The elements, row-major.
  public var elements: [DoubleDouble] {
    zip(high.elements, low.elements).map { DoubleDouble(high: $0, low: $1) }
  }

  // MARK: Moving elements

  /// Does the same to both parts.
  public func moved<Failure: Error>(
    _ move: (Tensor) throws(Failure) -> Tensor?
  ) throws(Failure) -> ExtendedTensor? {
    guard let high = try move(high), let low = try move(low) else { return nil }
    return ExtendedTensor(high: high, low: low)
  }

  /// Joins tensors along an axis.
  public static func concatenated(_ tensors: [ExtendedTensor], axis: Int) -> ExtendedTensor? {
    guard let high = Tensor.concatenated(tensors.map(\.high), axis: axis, type: .float64),
      let low = Tensor.concatenated(tensors.map(\.low), axis: axis, type: .float64)
    else { return nil }
    return ExtendedTensor(high: high, low: low)
  }

  // MARK: Element by element

  /// Applies a function to every element.
  public func mapped(
    until cancellation: Cancellation, _ function: (DoubleDouble) -> DoubleDouble
  ) throws(Interrupted) -> ExtendedTensor {
    var result: [DoubleDouble] = []
    let elements = elements
    try cancellation.inPieces(of: elements.count) { range in
      for index in range { result.append(function(elements[index])) }
    }
    return ExtendedTensor(unchecked: shape, result)
  }

  /// Applies a function to the pairs of elements of two tensors, broadcast.
  ///
  /// - Returns: Nothing where the shapes do not broadcast.
  public func combined(
    with other: ExtendedTensor, until cancellation: Cancellation,
    _ function: (DoubleDouble, DoubleDouble) -> DoubleDouble
  ) throws(Interrupted) -> ExtendedTensor? {
    guard let shape = self.shape.broadcast(with: other.shape) else { return nil }
    let left = try broadcast(to: shape, until: cancellation)
    let right = try other.broadcast(to: shape, until: cancellation)
    guard let a = left?.elements, let b = right?.elements else { return nil }
    var result: [DoubleDouble] = []
    try cancellation.inPieces(of: shape.count) { range in
      for index in range { result.append(function(a[index], b[index])) }
    }
    return ExtendedTensor(unchecked: shape, result)
  }

  /// Repeats the tensor to a larger shape by the rule of broadcasting.
  public func broadcast(
    to shape: Shape, until cancellation: Cancellation
  ) throws(Interrupted) -> ExtendedTensor? {
    try moved { (part) throws(Interrupted) in try part.broadcast(to: shape, until: cancellation) }
  }

  // MARK: Along axes

  /// Makes one number of each row along some axes, in ascending order.
  public func reduced(
    axes: [Int], keepDimensions: Bool, until cancellation: Cancellation,
    _ fold: (ArraySlice<DoubleDouble>) -> DoubleDouble
  ) throws(Interrupted) -> ExtendedTensor? {
    let kept = shape.dimensions.indices.filter { !axes.contains($0) }
    let sizes =
      keepDimensions
      ? shape.dimensions.enumerated().map { axes.contains($0.offset) ? 1 : $0.element }
      : kept.map { shape.dimensions[$0] }
    guard let result = Shape(sizes),
      let rows = try moved({ (part) throws(Interrupted) in
        try part.transposed(kept + axes, until: cancellation)
      })?.elements
    else { return nil }
    let length = axes.reduce(1) { $0 * shape.dimensions[$1] }
    var folded: [DoubleDouble] = []
    for row in 0..<result.count {
      try cancellation.check()
      folded.append(fold(rows[(row * length)..<((row + 1) * length)]))
    }
    return ExtendedTensor(unchecked: result, folded)
  }

  /// Changes each row along an axis into another of its length.
  public func mappedRows(
    axis: Int, until cancellation: Cancellation,
    _ change: (ArraySlice<DoubleDouble>) -> [DoubleDouble]
  ) throws(Interrupted) -> ExtendedTensor? {
    var order = Array(shape.dimensions.indices)
    order.append(order.remove(at: axis))
    guard
      let moved = try moved({ (part) throws(Interrupted) in
        try part.transposed(order, until: cancellation)
      })
    else { return nil }
    let length = shape.dimensions[axis]
    let rows = moved.elements
    var changed: [DoubleDouble] = []
    for start in stride(from: 0, to: rows.count, by: Swift.max(length, 1)) {
      try cancellation.check()
      changed += change(rows[start..<(start + length)])
    }
    var inverse = order
    for (position, axis) in order.enumerated() { inverse[axis] = position }
    return try ExtendedTensor(unchecked: moved.shape, changed)
      .moved { (part) throws(Interrupted) in try part.transposed(inverse, until: cancellation) }
  }
}
