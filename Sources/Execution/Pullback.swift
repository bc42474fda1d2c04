internal import Graphs
internal import Tensors

/// The adjoint of one operation: from the cotangent of its result to those of its operands.
///
/// Written apart from every symbolic rule, so that agreement of the two means something. A
/// cotangent that is zero stays zero whatever the slope: what has no say contributes neither nan
/// nor infinity.
struct Pullback {
  /// The operation.
  let primitive: Primitive
  /// The values of its operands.
  let operands: [Tensor]
  /// The value of its result.
  let result: Tensor
  /// Which operands' cotangents are wanted.
  let wanted: [Bool]
  /// When to stop.
  let cancellation: Cancellation

  /// Returns the cotangent of each wanted operand that the operation depends on smoothly.
  ///
  /// - Throws: ``Interrupted``
  func callAsFunction(_ g: Tensor) throws(Interrupted) -> [Tensor?] {
    guard let x = operands.first else { return [] }
    switch primitive {
    case .leaf, .constant, .iota, .identity, .size, .oneHot, .stopGradient: return []
    case .reference, .cast, .derivative: return [g]
    case .unary(let function):
      let slope = function.slope
      return [
        try x.combined(with: result, g, type: .float64, until: cancellation) { x, y, g in
          g == 0 ? 0 : g * slope(x, y)
        }
      ]
    case .binary(let function): return try binary(function, g)
    case .select:
      let taken = try product(g) { $0 != 0 ? $1 : 0 }
      let other = try product(g) { $0 == 0 ? $1 : 0 }
      return [
        nil, try taken?.summed(to: operands[1].shape, until: cancellation),
        try other?.summed(to: operands[2].shape, until: cancellation),
      ]
    case .clip: return try clip(g)
    case .reduce(let reduction, let axes, _): return [try reduce(reduction, axes: axes, g)]
    case .softmax(let axis): return [try x.softmaxAdjoint(of: g, axis: axis, until: cancellation)]
    case .logSoftmax(let axis):
      return [try x.logSoftmaxAdjoint(of: g, axis: axis, until: cancellation)]
    case .cumulativeSum(let axis):
      return [
        try g.cumulativeSum(axis: axis, reversed: true, type: .float64, until: cancellation)
      ]
    case .sort(let axis):
      let positions = try x.sortingPositions(axis: axis, until: cancellation)
      return [try g.permuted(by: positions, axis: axis, inverse: true, until: cancellation)]
    case .reshape, .transpose, .broadcast, .concatenate, .slice, .take, .gather, .diagonal,
      .diagonalPart:
      return try layout(g)
    case .matmul, .outer, .trace, .determinant, .logDeterminant, .inverse, .solve:
      return try LinearPullback(
        primitive: primitive, operands: operands, result: result, wanted: wanted,
        cancellation: cancellation)(g)
    }
  }

  /// A function of the first operand and the cotangent, broadcast.
  private func product(
    _ g: Tensor, _ function: (Double, Double) -> Double
  ) throws(Interrupted) -> Tensor? {
    try operands[0].combined(with: g, type: .float64, until: cancellation, function)
  }

  private func binary(_ function: BinaryFunction, _ g: Tensor) throws(Interrupted) -> [Tensor?] {
    if function.isPredicate { return [] }
    var result: [Tensor?] = [nil, nil]
    for (index, slope) in [function.firstSlope, function.secondSlope].enumerated()
    where wanted[index] {
      let full = try operands[0].combined(
        with: operands[1], g, type: .float64, until: cancellation
      ) { x, y, g in
        if g == 0 { return 0 }
        let slope = slope(x, y)
        // The slope of `weigh`, like its value, is 0 where the weight is, whatever comes from above.
        return slope == 0 ? 0 : g * slope
      }
      result[index] = try full?.summed(to: operands[index].shape, until: cancellation)
    }
    return result
  }

  private func clip(_ g: Tensor) throws(Interrupted) -> [Tensor?] {
    let (x, low, high) = (operands[0], operands[1], operands[2])
    // Which operand an element comes from; at its ends x has the slope 0, and the bound has it.
    let source = try x.combined(with: low, high, type: .float64, until: cancellation) {
      x, low, high in
      if x > low, x < high { return 0 }
      return low >= x && low < high ? 1 : 2
    }
    var result: [Tensor?] = []
    for index in 0..<3 {
      let own = Double(index)
      let part = try source?.combined(with: g, type: .float64, until: cancellation) {
        $0 == own ? $1 : 0
      }
      result.append(try part?.summed(to: operands[index].shape, until: cancellation))
    }
    return result
  }

  /// A tensor with the axes that a reduction dropped put back, repeated to the operand's shape.
  private func spread(_ tensor: Tensor, axes: [Int]) throws(Interrupted) -> Tensor? {
    let shape = operands[0].shape
    let kept = shape.dimensions.enumerated().map { axes.contains($0.offset) ? 1 : $0.element }
    guard let column = Shape(kept) else { return nil }
    return try tensor.reshaped(to: column)?.broadcast(to: shape, until: cancellation)
  }

  private func reduce(
    _ reduction: Reduction, axes: [Int], _ g: Tensor
  ) throws(Interrupted) -> Tensor? {
    let x = operands[0]
    let weights: Tensor
    switch reduction {
    case .any, .all, .argmax, .argmin: return nil
    case .sum: return try spread(g, axes: axes)
    case .product: weights = try x.productsOfOthers(axes: axes, until: cancellation)
    case .max:
      weights = try x.sharesOfExtreme(isMaximum: true, axes: axes, until: cancellation)
    case .min:
      weights = try x.sharesOfExtreme(isMaximum: false, axes: axes, until: cancellation)
    case .logSumExp:
      weights = try x.softmax(axes: axes, type: .float64, until: cancellation)
    case .norm:
      guard let size = try spread(result, axes: axes),
        let direction = try x.combined(
          with: size, type: .float64, until: cancellation, { $1 == 0 ? 0 : $0 / $1 })
      else { return nil }
      weights = direction
    }
    return try spread(g, axes: axes)?.combined(with: weights, type: .float64, until: cancellation) {
      $0 == 0 || $1 == 0 ? 0 : $0 * $1
    }
  }

  private func layout(_ g: Tensor) throws(Interrupted) -> [Tensor?] {
    let x = operands[0]
    switch primitive {
    case .reshape: return [g.reshaped(to: x.shape)]
    case .transpose(let order):
      var inverse = order
      for (position, axis) in order.enumerated() { inverse[axis] = position }
      return [try g.transposed(inverse, until: cancellation)]
    case .broadcast: return [try g.summed(to: x.shape, until: cancellation)]
    case .concatenate(let axis):
      var start = 0
      var result: [Tensor?] = []
      for operand in operands {
        var parts = SliceItem.parts([], of: g.shape)
        parts[axis] = Tensor.Part(start: start, count: operand.shape.dimensions[axis], step: 1)
        result.append(try g.sliced(parts, until: cancellation))
        start += operand.shape.dimensions[axis]
      }
      return result
    case .slice(let items):
      return [Tensor.scattered(g, SliceItem.parts(items, of: x.shape), into: x.shape)]
    case .take(let axis):
      return [try? g.scatteredAdd(axis: axis, at: operands[1], into: x.shape)]
    case .gather: return [try? g.ungathered(at: operands[1], into: x.shape)]
    case .diagonal: return [g.diagonal]
    case .diagonalPart: return [g.diagonalMatrix]
    default: return []
    }
  }
}
