extension Tensor {
  /// Applies a function to every element.
  public func mapped(
    type: ScalarType, until cancellation: Cancellation = .never, _ function: (Double) -> Double
  ) throws(Interrupted) -> Tensor {
    var result = [Double](repeating: 0, count: elements.count)
    try cancellation.inPieces(of: elements.count) { range in
      elements.withUnsafeBufferPointer { source in
        result.withUnsafeMutableBufferPointer { target in
          for index in range { target[index] = function(source[index]) }
        }
      }
    }
    return Tensor(unchecked: shape, result, type: type)
  }

  /// Applies a function to the pairs of elements of two tensors, broadcast.
  ///
  /// - Returns: Nothing where the shapes do not broadcast.
  public func combined(
    with other: Tensor, type: ScalarType, until cancellation: Cancellation = .never,
    _ function: (Double, Double) -> Double
  ) throws(Interrupted) -> Tensor? {
    guard let shape = self.shape.broadcast(with: other.shape) else { return nil }
    var result = [Double](repeating: 0, count: shape.count)
    let left = Walk(self.shape, over: shape)
    let right = Walk(other.shape, over: shape)
    try cancellation.inPieces(of: shape.count) { range in
      elements.withUnsafeBufferPointer { a in
        other.elements.withUnsafeBufferPointer { b in
          result.withUnsafeMutableBufferPointer { target in
            switch (left, right) {
            case (.same, .same): for i in range { target[i] = function(a[i], b[i]) }
            case (.same, .single):
              let y = b[0]
              for i in range { target[i] = function(a[i], y) }
            case (.single, .same):
              let x = a[0]
              for i in range { target[i] = function(x, b[i]) }
            default:
              var ai = Cursor(left, at: range.lowerBound)
              var bi = Cursor(right, at: range.lowerBound)
              for i in range {
                target[i] = function(a[ai.offset], b[bi.offset])
                ai.advance()
                bi.advance()
              }
            }
          }
        }
      }
    }
    return Tensor(unchecked: shape, result, type: type)
  }

  /// Applies a function to the triples of elements of three tensors, broadcast.
  ///
  /// - Returns: Nothing where the shapes do not broadcast.
  public func combined(
    with second: Tensor, _ third: Tensor, type: ScalarType,
    until cancellation: Cancellation = .never, _ function: (Double, Double, Double) -> Double
  ) throws(Interrupted) -> Tensor? {
    guard let shape = self.shape.broadcast(with: second.shape)?.broadcast(with: third.shape)
    else { return nil }
    let a = try broadcast(to: shape, until: cancellation)
    let b = try second.broadcast(to: shape, until: cancellation)
    let c = try third.broadcast(to: shape, until: cancellation)
    guard let a, let b, let c else { return nil }
    var result = [Double](repeating: 0, count: shape.count)
    try cancellation.inPieces(of: shape.count) { range in
      for i in range { result[i] = function(a.elements[i], b.elements[i], c.elements[i]) }
    }
    return Tensor(unchecked: shape, result, type: type)
  }

  /// Repeats the tensor to a larger shape by the rule of broadcasting.
  ///
  /// - Returns: Nothing where the shape does not fit.
  public func broadcast(
    to shape: Shape, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor? {
    if shape == self.shape { return self }
    guard self.shape.broadcast(with: shape) == shape else { return nil }
    if elements.count == 1 { return Tensor(repeating: elements[0], shape: shape, type: type) }
    let walk = Walk(self.shape, over: shape)
    var result = [Double](repeating: 0, count: shape.count)
    try cancellation.inPieces(of: shape.count) { range in
      elements.withUnsafeBufferPointer { source in
        result.withUnsafeMutableBufferPointer { target in
          var cursor = Cursor(walk, at: range.lowerBound)
          for index in range {
            target[index] = source[cursor.offset]
            cursor.advance()
          }
        }
      }
    }
    return Tensor(unchecked: shape, result, type: type)
  }

  /// The tensor in another precision.
  public func cast(to type: ScalarType) -> Tensor {
    if type == self.type { return self }
    guard type == .bool else { return Tensor(unchecked: shape, elements, type: type) }
    return Tensor(unchecked: shape, elements.map { $0 == 0 ? 0 : 1 }, type: .bool)
  }
}

/// How an operand is walked while the elements of a broadcast result are filled in order.
enum Walk {
  /// Element by element, as the result.
  case same
  /// The one element, again and again.
  case single
  /// By a stride an axis, 0 along repeated ones, over the sizes of the result.
  case strided(sizes: [Int], strides: [Int])

  init(_ shape: Shape, over result: Shape) {
    if shape == result || (shape.count == result.count && shape.count != 1) {
      self = .same
      return
    }
    if shape.count == 1 {
      self = .single
      return
    }
    let missing = result.rank - shape.rank
    let own = shape.strides
    var strides = [Int](repeating: 0, count: result.rank)
    for axis in 0..<shape.rank where shape.dimensions[axis] != 1 {
      strides[axis + missing] = own[axis]
    }
    self = .strided(sizes: result.dimensions, strides: strides)
  }
}

/// A position in an operand that follows the elements of a result, row-major.
struct Cursor {
  /// The operand's element at the present position.
  private(set) var offset = 0
  private var index: [Int]
  private let sizes: [Int]
  private let strides: [Int]
  private let step: Int

  /// Starts at an element of the result.
  init(_ walk: Walk, at position: Int) {
    switch walk {
    case .same: (sizes, strides, step, offset) = ([], [], 1, position)
    case .single: (sizes, strides, step) = ([], [], 0)
    case .strided(let sizes, let strides): (self.sizes, self.strides, step) = (sizes, strides, 0)
    }
    index = [Int](repeating: 0, count: sizes.count)
    var rest = position
    for axis in stride(from: sizes.count - 1, through: 0, by: -1) where sizes[axis] > 0 {
      index[axis] = rest % sizes[axis]
      rest /= sizes[axis]
      offset += index[axis] * strides[axis]
    }
  }

  /// Goes on to the next element of the result.
  @inline(__always)
  mutating func advance() {
    var axis = sizes.count - 1
    guard axis >= 0 else {
      offset += step
      return
    }
    while axis >= 0 {
      index[axis] += 1
      offset += strides[axis]
      if index[axis] < sizes[axis] { return }
      offset -= strides[axis] * sizes[axis]
      index[axis] = 0
      axis -= 1
    }
  }
}
