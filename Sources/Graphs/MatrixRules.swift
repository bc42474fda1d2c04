extension SymbolicShape {
  /// The shape of a matrix product by NumPy's rule: a vector on the left is a row, on the right a
  /// column, and its added axis is dropped again; leading axes of batches broadcast.
  func multiplied(by other: SymbolicShape) throws(ShapeError) -> SymbolicShape {
    let message = "cannot multiply \(text) by \(other.text)"
    guard rank >= 1, other.rank >= 1 else {
      throw ShapeError(
        message, detail: "`@` is for vectors and matrices", hint: "a number multiplies by `*`")
    }
    let inner = dimensions[rank - 1]
    let otherInner = other.dimensions[max(0, other.rank - 2)]
    guard inner == otherInner else {
      throw ShapeError(
        message, detail: "the inner sizes are \(inner.text) and \(otherInner.text)",
        hint: productHint(with: other))
    }
    let batch = SymbolicShape(Array(dimensions.dropLast(2)))
    let otherBatch = SymbolicShape(Array(other.dimensions.dropLast(2)))
    let joined: SymbolicShape
    do throws(ShapeError) {
      joined = try batch.broadcast(with: otherBatch)
    } catch {
      throw ShapeError(message, detail: "the batches \(batch.text) and \(otherBatch.text) clash")
    }
    var result = joined.dimensions
    if rank >= 2 { result.append(dimensions[rank - 2]) }
    if other.rank >= 2 { result.append(other.dimensions[other.rank - 1]) }
    return SymbolicShape(result)
  }

  /// What would make a product fit, where that is plain.
  private func productHint(with other: SymbolicShape) -> String? {
    if rank == 2, dimensions[0] == other.dimensions[max(0, other.rank - 2)] {
      return "the left side transposed fits: write a' for it"
    }
    if other.rank == 2, other.dimensions[1] == dimensions[rank - 1] {
      return "the right side transposed fits: write b' for it"
    }
    return nil
  }

  /// The length of a vector.
  func vectorSize(for function: String) throws(ShapeError) -> Dimension {
    guard rank == 1 else {
      throw ShapeError("\(function) needs a vector, and the shape is \(text)")
    }
    return dimensions[0]
  }

  /// The size of a square matrix.
  func squareSize(for function: String) throws(ShapeError) -> Dimension {
    guard rank == 2 else {
      throw ShapeError("\(function) needs a square matrix, and the shape is \(text)")
    }
    guard dimensions[0] == dimensions[1] else {
      throw ShapeError(
        "\(function) needs a square matrix, and the shape is \(text)",
        detail: "\(dimensions[0].text) rows against \(dimensions[1].text) columns")
    }
    return dimensions[0]
  }

  /// The shape of the solution of a linear system.
  func solved(for right: SymbolicShape) throws(ShapeError) -> SymbolicShape {
    let size = try squareSize(for: "solve")
    guard right.rank == 1 || right.rank == 2 else {
      throw ShapeError(
        "solve needs a vector or a matrix on the right, and the shape is \(right.text)")
    }
    guard right.dimensions[0] == size else {
      throw ShapeError(
        "cannot solve \(text) for \(right.text)",
        detail: "\(size.text) equations against \(right.dimensions[0].text) right sides")
    }
    return right
  }
}
