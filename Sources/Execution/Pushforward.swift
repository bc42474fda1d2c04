internal import Graphs
internal import Tensors

/// How a node moves along a direction: where it is just past the point, and how fast it goes on.
struct Motion {
  /// The value just past the point: of a step that is met, the one on that side.
  var value: Tensor
  /// The tangent, or nothing where it is zero everywhere.
  var tangent: Tensor?
  /// Whether the value is another than at the point.
  var hasJumped = false
}

/// The derivative of one operation along tangents of its operands.
///
/// Exhaustive over the primitives, as the pullback is, and written apart from it but for the slopes
/// of single numbers.
struct Pushforward {
  /// How a tie is decided.
  enum Ties {
    /// By the tangents: the branch that is taken just past the point.
    case byTangent
    /// By the element of least norm of the subdifferential, as in reverse mode.
    case leastNorm
  }

  /// The operation.
  let primitive: Primitive
  /// The motions of its operands.
  let operands: [Motion]
  /// The value of its result at the point.
  let result: Tensor
  /// How a tie is decided.
  let ties: Ties
  /// When to stop.
  let cancellation: Cancellation

  /// Whether a kink was met: a tie that the tangents decide.
  private(set) var meetsKink = false

  init(
    _ primitive: Primitive, _ operands: [Motion], result: Tensor, ties: Ties,
    cancellation: Cancellation
  ) {
    self.primitive = primitive
    self.operands = operands
    self.result = result
    self.ties = ties
    self.cancellation = cancellation
  }

  /// Returns the motion of the result.
  mutating func callAsFunction() throws(ExecutionError) -> Motion {
    do throws(Interrupted) {
      if operands.contains(where: { $0.tangent != nil }), let moved = try moved() {
        return moved
      }
    } catch {
      throw .interrupted
    }
    return Motion(value: try value(), hasJumped: operands.contains(where: \.hasJumped))
  }

  /// The value of the result from where the operands are.
  private func value() throws(ExecutionError) -> Tensor {
    guard operands.contains(where: \.hasJumped) else { return result }
    return try ForwardKernel(
      primitive: primitive, shape: result.shape, type: result.type, cancellation: cancellation)(
        operands.map(\.value))
  }

  /// The motion where a tangent is not zero, or nothing where the result does not move with it.
  private mutating func moved() throws(Interrupted) -> Motion? {
    let jumps = operands.contains(where: \.hasJumped)
    let value: Tensor
    do throws(ExecutionError) {
      value = try self.value()
    } catch {
      // Indices that jumped out of range name nothing: the value at the point stands.
      value = result
    }
    switch primitive {
    case .leaf, .constant, .size, .oneHot, .iota, .identity, .stopGradient: return nil
    case .reference, .derivative, .cast: return operands.first
    case .unary(let function): return try unary(function, value, jumps)
    case .binary(let function): return try binary(function, value, jumps)
    case .select: return try select()
    case .clip: return try clip()
    case .reduce(let reduction, let axes, let keep):
      return try reduce(reduction, axes, keep, value, jumps)
    case .sort(let axis): return try sort(axis: axis)
    case .softmax(let axis):
      let tangent = try operands[0].value.softmaxAdjoint(
        of: tangent(0), axis: axis, until: cancellation)
      return Motion(value: value, tangent: tangent, hasJumped: jumps)
    case .logSoftmax(let axis):
      let tangent = try operands[0].value.logSoftmaxDerivative(
        along: tangent(0), axis: axis, until: cancellation)
      return Motion(value: value, tangent: tangent, hasJumped: jumps)
    case .cumulativeSum, .reshape, .transpose, .broadcast, .concatenate, .slice, .diagonal,
      .diagonalPart, .trace:
      let tangent = kernel(operands.indices.map(tangent))
      return Motion(value: value, tangent: tangent, hasJumped: jumps)
    case .take, .gather:
      guard operands[0].tangent != nil else { return nil }
      let tangent = kernel([tangent(0), operands[1].value])
      return Motion(value: value, tangent: tangent, hasJumped: jumps)
    case .matmul, .outer, .determinant, .logDeterminant, .inverse, .solve:
      return Motion(value: value, tangent: try linear(value), hasJumped: jumps)
    }
  }

  /// The tangent of an operand, zeros where it has none.
  func tangent(_ index: Int) -> Tensor {
    operands[index].tangent ?? Tensor(repeating: 0, shape: operands[index].value.shape)
  }

  /// The operation itself on other operands, as a linear one is its own derivative.
  func kernel(_ tensors: [Tensor]) -> Tensor? {
    try? ForwardKernel(
      primitive: primitive, shape: result.shape, type: .float64, cancellation: cancellation)(
        tensors)
  }

  // MARK: Element by element

  private mutating func unary(
    _ function: UnaryFunction, _ value: Tensor, _ jumps: Bool
  ) throws(Interrupted) -> Motion {
    let x = operands[0].value
    let t = tangent(0)
    let slope = function.slope
    var tangent =
      try x.combined(with: value, t, type: .float64, until: cancellation) {
        $2 == 0 ? 0 : $2 * slope($0, $1)
      }?.elements ?? []
    guard ties == .byTangent, let kink = function.kink else {
      return motion(value, tangent, jumps)
    }
    var limits = value.elements
    var hasJumped = jumps
    for (index, point) in x.elements.enumerated()
    where t.elements[index] != 0 && function.isKink(point) {
      meetsKink = true
      let (limit, slope) = kink(point, t.elements[index])
      tangent[index] = slope
      if limit != limits[index] {
        limits[index] = limit
        hasJumped = true
      }
    }
    return motion(Tensor(value.shape, limits, type: value.type) ?? value, tangent, hasJumped)
  }

  private func motion(_ value: Tensor, _ tangent: [Double], _ jumps: Bool) -> Motion {
    let isStill = tangent.allSatisfy { $0 == 0 }
    return Motion(
      value: value, tangent: isStill ? nil : Tensor(value.shape, tangent), hasJumped: jumps)
  }

  private mutating func binary(
    _ function: BinaryFunction, _ value: Tensor, _ jumps: Bool
  ) throws(Interrupted) -> Motion? {
    guard let x = try operands[0].value.broadcast(to: value.shape, until: cancellation),
      let y = try operands[1].value.broadcast(to: value.shape, until: cancellation),
      let tx = try tangent(0).broadcast(to: value.shape, until: cancellation),
      let ty = try tangent(1).broadcast(to: value.shape, until: cancellation)
    else { return nil }
    let (first, second) = (function.firstSlope, function.secondSlope)
    var tangent = [Double](repeating: 0, count: value.elements.count)
    var limits = value.elements
    var hasJumped = jumps
    for index in tangent.indices {
      let (x, y, dx, dy) = (
        x.elements[index], y.elements[index], tx.elements[index], ty.elements[index]
      )
      if dx == 0, dy == 0 { continue }
      if ties == .byTangent, let (limit, slope) = function.tie(x, y, dx, dy) {
        if slope != dx || slope != dy { meetsKink = true }
        tangent[index] = slope
        if limit != limits[index] {
          limits[index] = limit
          hasJumped = true
        }
        continue
      }
      tangent[index] = (dx == 0 ? 0 : dx * first(x, y)) + (dy == 0 ? 0 : dy * second(x, y))
    }
    return motion(Tensor(value.shape, limits, type: value.type) ?? value, tangent, hasJumped)
  }

  private func select() throws(Interrupted) -> Motion? {
    let moving = tangent(0)
    let condition = try operands[0].value.combined(
      with: moving, type: .bool, until: cancellation
    ) { $0 != 0 || $1 != 0 ? 1 : 0 }
    guard let condition else { return nil }
    let value = try condition.combined(
      with: operands[1].value, operands[2].value, type: result.type, until: cancellation
    ) {
      $0 != 0 ? $1 : $2
    }
    let tangent = try condition.combined(
      with: tangent(1), tangent(2), type: .float64, until: cancellation
    ) { $0 != 0 ? $1 : $2 }
    guard let value, let tangent else { return nil }
    return motion(value, tangent.elements, value != result)
  }

  private mutating func clip() throws(Interrupted) -> Motion? {
    if ties == .leastNorm { return try leastNormClip() }
    // min(max(x, low), high), each with its own ties.
    var raised = Pushforward(
      .binary(.maximum), Array(operands.prefix(2)),
      result: try operands[0].value.combined(
        with: operands[1].value, type: .float64, until: cancellation, StableMath.maximum)
        ?? result, ties: ties, cancellation: cancellation)
    guard let middle = try? raised() else { return nil }
    let value = try middle.value.combined(
      with: operands[2].value, type: .float64, until: cancellation, StableMath.minimum)
    var lowered = Pushforward(
      .binary(.minimum), [middle, operands[2]], result: value ?? result, ties: ties,
      cancellation: cancellation)
    guard var motion = try? lowered() else { return nil }
    meetsKink = raised.meetsKink || lowered.meetsKink
    motion.hasJumped = operands.contains(where: \.hasJumped)
    return motion
  }

  private func leastNormClip() throws(Interrupted) -> Motion? {
    let shape = result.shape
    var parts: [[Double]] = []
    for index in 0..<3 {
      let value = try operands[index].value.broadcast(to: shape, until: cancellation)
      let tangent = try tangent(index).broadcast(to: shape, until: cancellation)
      guard let value, let tangent else { return nil }
      parts += [value.elements, tangent.elements]
    }
    let tangent = (0..<shape.count).map { index in
      let (x, low, high) = (parts[0][index], parts[2][index], parts[4][index])
      if x > low, x < high { return parts[1][index] }
      return low >= x && low < high ? parts[3][index] : parts[5][index]
    }
    return motion(result, tangent, false)
  }

  // MARK: Along axes

  private mutating func reduce(
    _ reduction: Reduction, _ axes: [Int], _ keep: Bool, _ value: Tensor, _ jumps: Bool
  ) throws(Interrupted) -> Motion? {
    let x = operands[0].value
    let t = tangent(0)
    let weights: Tensor
    switch reduction {
    case .sum: weights = Tensor(repeating: 1, shape: x.shape)
    case .product: weights = try x.productsOfOthers(axes: axes, until: cancellation)
    case .logSumExp: weights = try x.softmax(axes: axes, type: .float64, until: cancellation)
    case .any, .all:
      // A number that leaves zero counts as true.
      let truth = try x.combined(with: t, type: .bool, until: cancellation) {
        $0 != 0 || $1 != 0 ? 1 : 0
      }
      guard let truth else { return nil }
      let limit = try truth.reduced(
        reduction.fold, axes: axes, keepDimensions: keep, type: .bool, until: cancellation)
      return Motion(value: limit, hasJumped: limit != result)
    case .norm:
      let kink = try x.normDerivative(along: t, axes: axes, until: cancellation)
      if kink.meetsZero { meetsKink = true }
      let tangent = ties == .byTangent ? kink.tangent : kink.leastNorm
      return motion(value, tangent.elements, jumps)
    case .max, .min, .argmax, .argmin:
      if ties == .leastNorm {
        guard reduction == .max || reduction == .min else { return nil }
        weights = try x.sharesOfExtreme(
          isMaximum: reduction == .max, axes: axes, until: cancellation)
        break
      }
      let isMaximum = reduction == .max || reduction == .argmax
      let limit = try x.extreme(isMaximum: isMaximum, along: t, axes: axes, until: cancellation)
      if limit.meetsTie { meetsKink = true }
      if reduction == .max || reduction == .min {
        return motion(value, limit.tangent.elements, jumps)
      }
      let moved = limit.position.elements != result.elements
      return Motion(
        value: Tensor(result.shape, limit.position.elements) ?? result,
        hasJumped: jumps || moved)
    }
    let product = try t.combined(with: weights, type: .float64, until: cancellation) {
      $0 == 0 ? 0 : $0 * $1
    }
    let tangent = try product?.reduced(
      .sum, axes: axes, keepDimensions: keep, type: .float64, until: cancellation)
    return tangent.map { motion(value, $0.elements, jumps) }
  }

  private mutating func sort(axis: Int) throws(Interrupted) -> Motion? {
    let x = operands[0].value
    let t = tangent(0)
    // Among equal elements those that rise fastest come last.
    let byTangent =
      ties == .byTangent
      ? try t.sortingPositions(axis: axis, until: cancellation)
      : try Tensor(repeating: 0, shape: x.shape).sortingPositions(axis: axis, until: cancellation)
    guard let first = try x.permuted(by: byTangent, axis: axis, until: cancellation),
      let firstTangent = try t.permuted(by: byTangent, axis: axis, until: cancellation)
    else { return nil }
    let positions = try first.sortingPositions(axis: axis, until: cancellation)
    guard let value = try first.permuted(by: positions, axis: axis, until: cancellation),
      let tangent = try firstTangent.permuted(by: positions, axis: axis, until: cancellation)
    else { return nil }
    let plain = try x.sortingPositions(axis: axis, until: cancellation)
    if try t.permuted(by: plain, axis: axis, until: cancellation) != tangent { meetsKink = true }
    return motion(value, tangent.elements, operands[0].hasJumped)
  }
}
