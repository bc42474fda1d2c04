import Graphs

extension Dimension {
  static let one = Dimension.fixed(1)
}

extension SymbolicShape {
  /// Returns the shape this and another broadcast to; dimensions that clash keep the first.
  ///
  /// Terms are made of graphs whose shapes were checked, so a clash does not arise.
  func merged(with other: SymbolicShape) -> SymbolicShape {
    if self == other || other.rank == 0 { return self }
    if rank == 0 { return other }
    let rank = max(self.rank, other.rank)
    var result: [Dimension] = []
    for axis in 0..<rank {
      let mine = aligned(axis, in: rank)
      result.append(mine == .one ? other.aligned(axis, in: rank) : mine)
    }
    return SymbolicShape(result)
  }

  /// Returns the dimension that stands at an axis of a larger rank, aligned at the last.
  func aligned(_ axis: Int, in rank: Int) -> Dimension {
    let own = axis - (rank - self.rank)
    return dimensions.indices.contains(own) ? dimensions[own] : .one
  }

  /// Returns the shape without some axes, or with 1 in their place.
  func reduced(_ axes: [Int], keep: Bool) -> SymbolicShape {
    let reduced = Set(axes)
    var result: [Dimension] = []
    for (axis, dimension) in dimensions.enumerated() {
      if !reduced.contains(axis) {
        result.append(dimension)
      } else if keep {
        result.append(.one)
      }
    }
    return SymbolicShape(result)
  }

  /// Returns the shape with new axes of size 1 at some positions of the result.
  func expanded(_ axes: [Int]) -> SymbolicShape {
    var result = dimensions
    for axis in axes.sorted() { result.insert(.one, at: min(max(axis, 0), result.count)) }
    return SymbolicShape(result)
  }

  /// The last axes exchanged.
  var transposed: SymbolicShape {
    guard rank >= 2 else { return self }
    var result = dimensions
    result.swapAt(rank - 1, rank - 2)
    return SymbolicShape(result)
  }
}
