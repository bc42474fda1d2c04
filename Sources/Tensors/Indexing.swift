/// An entry of a tensor of indices that names no position.
public struct IndexFault: Error, Hashable, Sendable {
  /// The row the entry stands in, counted through row-major.
  public let row: Int
  /// What it is.
  public let value: Double
  /// The number of positions there are.
  public let size: Int
}

/// Why indexing by a tensor failed.
public enum IndexingError: Error, Hashable, Sendable {
  /// An entry names no position.
  case fault(IndexFault)
  /// The shapes do not fit.
  case shape
}

extension Tensor {
  /// The elements as positions of an axis of some size.
  func positions(below size: Int) throws(IndexingError) -> [Int] {
    var result: [Int] = []
    result.reserveCapacity(elements.count)
    for (row, value) in elements.enumerated() {
      guard let index = Int(exactly: value), index >= 0, index < size else {
        throw .fault(IndexFault(row: row, value: value, size: size))
      }
      result.append(index)
    }
    return result
  }

  /// Entries along an axis at the integers of another tensor, whose shape replaces the axis.
  public func taken(axis: Int, at indices: Tensor) throws(IndexingError) -> Tensor {
    guard axis >= 0, axis < shape.rank else { throw .shape }
    let size = shape.dimensions[axis]
    let positions = try indices.positions(below: size)
    let outer = shape.dimensions[..<axis].reduce(1, *)
    let inner = shape.dimensions[(axis + 1)...].reduce(1, *)
    let sizes =
      Array(shape.dimensions[..<axis]) + indices.shape.dimensions
      + Array(shape.dimensions[(axis + 1)...])
    guard let result = Shape(sizes) else { throw .shape }
    var picked: [Double] = []
    picked.reserveCapacity(result.count)
    for row in 0..<(result.count == 0 ? 0 : outer) {
      for position in positions {
        let start = (row * size + position) * inner
        picked.append(contentsOf: elements[start..<(start + inner)])
      }
    }
    return Tensor(unrounded: result, picked, type: type)
  }

  /// The adjoint of `taken`: adds each entry to the place it was taken from.
  public func scatteredAdd(
    axis: Int, at indices: Tensor, into target: Shape
  ) throws(IndexingError) -> Tensor {
    guard axis >= 0, axis < target.rank else { throw .shape }
    let size = target.dimensions[axis]
    let positions = try indices.positions(below: size)
    let outer = target.dimensions[..<axis].reduce(1, *)
    let inner = target.dimensions[(axis + 1)...].reduce(1, *)
    var result = [Double](repeating: 0, count: target.count)
    var next = 0
    guard elements.count == positions.count * (target.count == 0 ? 0 : outer * inner) else {
      throw .shape
    }
    for row in 0..<(target.count == 0 ? 0 : outer) {
      for position in positions {
        let start = (row * size + position) * inner
        for offset in 0..<inner { result[start + offset] += elements[next + offset] }
        next += inner
      }
    }
    return Tensor(unchecked: target, result)
  }

  /// One entry a row, along the last axis.
  public func gathered(at indices: Tensor) throws(IndexingError) -> Tensor {
    guard let size = shape.dimensions.last,
      Array(shape.dimensions.dropLast()) == indices.shape.dimensions
    else { throw .shape }
    let positions = try indices.positions(below: size)
    let picked = positions.enumerated().map { elements[$0.offset * size + $0.element] }
    return Tensor(unrounded: indices.shape, picked, type: type)
  }

  /// The adjoint of `gathered`: each entry at its place in a row of zeros.
  public func ungathered(at indices: Tensor, into target: Shape) throws(IndexingError) -> Tensor {
    guard let size = target.dimensions.last, elements.count == indices.elements.count,
      Array(target.dimensions.dropLast()) == indices.shape.dimensions
    else { throw .shape }
    let positions = try indices.positions(below: size)
    var result = [Double](repeating: 0, count: target.count)
    for (row, position) in positions.enumerated() {
      result[row * size + position] = elements[row]
    }
    return Tensor(unchecked: target, result)
  }

  /// Rows with a 1 at the integers of this tensor.
  public func oneHot(classes: Int) throws(IndexingError) -> Tensor {
    let positions = try positions(below: classes)
    guard let result = Shape(shape.dimensions + [classes]) else { throw .shape }
    var elements = [Double](repeating: 0, count: result.count)
    for (row, position) in positions.enumerated() { elements[row * classes + position] = 1 }
    return Tensor(unchecked: result, elements)
  }
}
