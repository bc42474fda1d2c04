extension Tensor {
  /// What the norm does along a tangent.
  public struct NormMotion {
    /// The one-sided derivative: of a norm of zero, the norm of the tangent.
    public let tangent: Tensor
    /// The derivative that takes 0 at a norm of zero.
    public let leastNorm: Tensor
    /// Whether a norm of zero moves.
    public let meetsZero: Bool
  }

  /// The derivative of the norm over axes along a tangent of the same shape.
  public func normDerivative(
    along tangent: Tensor, axes: [Int], until cancellation: Cancellation = .never
  ) throws(Interrupted) -> NormMotion {
    let rows = try Rows(self, axes: axes, until: cancellation)
    let moves = try Rows(tangent, axes: axes, until: cancellation)
    var sided: [Double] = []
    var least: [Double] = []
    var meetsZero = false
    for row in 0..<rows.count {
      let range = rows.range(row)
      let size = rows.elements.withUnsafeBufferPointer { Tensor.norm($0, range) }
      if size == 0 {
        let speed = moves.elements.withUnsafeBufferPointer { Tensor.norm($0, range) }
        meetsZero = meetsZero || speed != 0
        sided.append(speed)
        least.append(0)
        continue
      }
      var sum = CompensatedSum()
      for index in range where moves.elements[index] != 0 {
        sum.add(rows.elements[index] / size * moves.elements[index])
      }
      sided.append(sum.value)
      least.append(sum.value)
    }
    return NormMotion(
      tangent: Tensor(vector: sided), leastNorm: Tensor(vector: least), meetsZero: meetsZero)
  }

  /// What the largest (or smallest) element does along a tangent.
  public struct ExtremeMotion {
    /// The one-sided derivative: among elements that tie, that of the one that wins.
    public let tangent: Tensor
    /// Where the winner stands, counted through the axes row-major.
    public let position: Tensor
    /// Whether elements tie that move apart.
    public let meetsTie: Bool
  }

  /// The one-sided derivative of the largest or smallest element over axes along a tangent.
  public func extreme(
    isMaximum: Bool, along tangent: Tensor, axes: [Int],
    until cancellation: Cancellation = .never
  ) throws(Interrupted) -> ExtremeMotion {
    let rows = try Rows(self, axes: axes, until: cancellation)
    let moves = try Rows(tangent, axes: axes, until: cancellation)
    var tangents: [Double] = []
    var positions: [Double] = []
    var meetsTie = false
    for row in 0..<rows.count {
      let range = rows.range(row)
      var tiesHere = false
      guard var best = range.first else {
        tangents.append(0)
        positions.append(0)
        continue
      }
      for index in range.dropFirst() {
        let (value, top) = (rows.elements[index], rows.elements[best])
        if value == top {
          let (move, lead) = (moves.elements[index], moves.elements[best])
          if move != lead { tiesHere = true }
          if isMaximum ? move > lead : move < lead { best = index }
        } else if value.isNaN || (isMaximum ? value > top : value < top) {
          best = index
          // A tie among smaller elements decided nothing.
          tiesHere = false
        }
      }
      meetsTie = meetsTie || tiesHere
      tangents.append(moves.elements[best])
      positions.append(Double(best - range.lowerBound))
    }
    return ExtremeMotion(
      tangent: Tensor(vector: tangents), position: Tensor(vector: positions), meetsTie: meetsTie)
  }
}

extension Tensor {
  /// 1 at each element that another along the axis equals, 0 at the others.
  public func tiesAlong(
    axis: Int, until cancellation: Cancellation = .never
  ) throws(Interrupted) -> Tensor {
    let positions = try sortingPositions(axis: axis, until: cancellation)
    guard let sorted = try permuted(by: positions, axis: axis, until: cancellation) else {
      return self
    }
    let marks = try Rows(sorted, axes: [axis], until: cancellation).mapped(
      type: .float64, until: cancellation
    ) { x, range, result in
      for index in range {
        let before = index > range.lowerBound && x[index - 1] == x[index]
        let after = index + 1 < range.upperBound && x[index + 1] == x[index]
        result[index] = before || after ? 1 : 0
      }
    }
    return try marks.permuted(by: positions, axis: axis, inverse: true, until: cancellation)
      ?? marks
  }
}
