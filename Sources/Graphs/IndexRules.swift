extension SymbolicShape {
  /// The shape of a part; axes beyond the items are kept whole.
  func sliced(_ items: [SliceItem]) throws(ShapeError) -> SymbolicShape {
    guard items.count <= rank else {
      throw ShapeError(
        "too many subscripts for shape \(text)",
        detail: "\(items.count) subscripts for \(rank) dimensions")
    }
    var result: [Dimension] = []
    for (axis, dimension) in dimensions.enumerated() {
      guard axis < items.count else {
        result.append(dimension)
        continue
      }
      switch items[axis] {
      case .all: result.append(dimension)
      case .index(let position): try dimension.check(position: position, axis: axis)
      case .range(let start, let count, let step):
        guard count >= 0 else { throw ShapeError("a slice cannot have \(count) positions") }
        if count > 0 {
          let (length, overflow) = (count - 1).multipliedReportingOverflow(by: step)
          let (last, beyond) = start.addingReportingOverflow(length)
          guard !overflow, !beyond else {
            throw ShapeError("a slice goes out of range for shape \(text)")
          }
          try dimension.check(position: start, axis: axis)
          try dimension.check(position: last, axis: axis)
        }
        result.append(.fixed(count))
      }
    }
    return SymbolicShape(result)
  }

  /// The shape with an axis replaced by the shape of indices.
  func taken(axis: Int, indices: SymbolicShape) throws(ShapeError) -> SymbolicShape {
    try check(axes: [axis])
    return SymbolicShape(
      Array(dimensions[..<axis]) + indices.dimensions + Array(dimensions[(axis + 1)...]))
  }

  /// The shape of one entry a row.
  func gathered(at indices: SymbolicShape) throws(ShapeError) -> SymbolicShape {
    guard rank >= 1 else {
      throw ShapeError("cannot gather from a scalar", detail: "the first operand has shape ()")
    }
    guard Array(dimensions.dropLast()) == indices.dimensions else {
      throw ShapeError(
        "cannot gather one entry a row of shape \(text) with indices of shape \(indices.text)",
        detail: "the indices need shape \(SymbolicShape(Array(dimensions.dropLast())).text)",
        hint: rank == 1 ? "z[k] takes several entries of a vector" : nil)
    }
    return indices
  }
}

extension Dimension {
  /// Checks that a position is inside; of a named dimension that is known only later.
  func check(position: Int, axis: Int) throws(ShapeError) {
    guard let size else { return }
    guard position >= 0, position < size else {
      throw ShapeError(
        "index \(position) is out of range for axis \(axis) of size \(size)",
        detail: size == 0 ? "the axis is empty" : "the positions are 0 to \(size - 1)")
    }
  }
}
