extension SymbolicShape {
  /// Returns the shape two shapes broadcast to by NumPy's rule.
  ///
  /// Dimensions are aligned at the last; two fit where they are equal or one of them is 1.
  ///
  /// - Throws: ``ShapeError`` with both shapes and the first dimension that clashes.
  public func broadcast(with other: SymbolicShape) throws(ShapeError) -> SymbolicShape {
    if self == other { return self }
    let rank = max(self.rank, other.rank)
    var result: [Dimension] = []
    for axis in 0..<rank {
      let a = aligned(axis, rank: rank)
      let b = other.aligned(axis, rank: rank)
      guard a == b || a == .fixed(1) || b == .fixed(1) else {
        throw ShapeError(
          "cannot broadcast shapes \(text) and \(other.text)",
          detail: "dimension \(axis) is \(a.text) against \(b.text)",
          hint: broadcastHint(with: other))
      }
      result.append(a == .fixed(1) ? b : a)
    }
    return SymbolicShape(result)
  }

  /// Returns a shape, where this one broadcasts to it.
  ///
  /// - Throws: ``ShapeError`` where the result would be another shape.
  public func broadcast(to target: SymbolicShape) throws(ShapeError) -> SymbolicShape {
    guard rank <= target.rank else {
      throw ShapeError(
        "cannot broadcast shape \(text) to \(target.text)",
        detail: "\(rank) dimensions do not fit into \(target.rank)")
    }
    for axis in 0..<target.rank {
      let own = aligned(axis, rank: target.rank)
      let wanted = try target.dimensions[axis].checked()
      guard own == wanted || own == .fixed(1) else {
        throw ShapeError(
          "cannot broadcast shape \(text) to \(target.text)",
          detail: "dimension \(axis) is \(own.text) against \(wanted.text)")
      }
    }
    return target
  }

  /// The dimension at an axis of a shape of higher rank, counted from the last.
  private func aligned(_ axis: Int, rank: Int) -> Dimension {
    let own = axis - (rank - self.rank)
    return own < 0 ? .fixed(1) : dimensions[own]
  }

  /// What would make two shapes fit, where that is plain.
  private func broadcastHint(with other: SymbolicShape) -> String? {
    if rank == 2, other.rank == 2, dimensions == other.dimensions.reversed() {
      return "the two have each other's shape transposed: `'` transposes a matrix"
    }
    let (small, large) = rank < other.rank ? (self, other) : (other, self)
    if small.rank == 1, large.rank == 2, small.dimensions[0] == large.dimensions[0] {
      return
        "one number a row is a column: expand_dims(x, 1) has shape (\(small.dimensions[0].text), 1)"
    }
    return nil
  }
}
