internal import Graphs
internal import Tensors

/// The values of primitives in double-double arithmetic: the counterpart of ``ForwardKernel``.
struct ExtendedKernel {
  /// The kernel in double precision, which moves elements where that is all there is to do.
  let plain: ForwardKernel

  /// Applies the primitive.
  ///
  /// - Throws: ``ExecutionError``, as in double precision.
  func callAsFunction(_ operands: [ExtendedTensor]) throws(ExecutionError) -> ExtendedTensor {
    let result: ExtendedTensor?
    do throws(Interrupted) {
      result = try computed(operands)
    } catch {
      throw .interrupted
    }
    if let result { return result }
    return try moved(operands)
  }

  /// What the kernel for doubles makes of each part: right where elements are only moved.
  private func moved(_ operands: [ExtendedTensor]) throws(ExecutionError) -> ExtendedTensor {
    guard let first = operands.first else { return ExtendedTensor(try plain([])) }
    // Indices are whole, and the same for both parts.
    let indices = operands.dropFirst().map(\.high)
    switch plain.primitive {
    case .size, .oneHot: return ExtendedTensor(try plain([first.high]))
    default: break
    }
    let moved = try first.moved { (part) throws(ExecutionError) in try plain([part] + indices) }
    return moved ?? first
  }

  /// The value, or nothing where elements are only moved.
  private func computed(_ operands: [ExtendedTensor]) throws(Interrupted) -> ExtendedTensor? {
    guard let x = operands.first else { return nil }
    let cancellation = plain.cancellation
    switch plain.primitive {
    case .unary(let function): return try x.mapped(until: cancellation, function.extended)
    case .binary(let function):
      return try x.combined(with: operands[1], until: cancellation, function.extended)
    case .select: return try select(operands)
    case .clip:
      return try x.combined(
        with: operands[1], until: cancellation, BinaryFunction.maximum.extended)?
        .combined(with: operands[2], until: cancellation, BinaryFunction.minimum.extended)
    case .reduce(let reduction, let axes, let keep):
      return try x.reduced(
        axes: axes, keepDimensions: keep, until: cancellation, reduction.extended)
    case .softmax(let axis):
      return try x.mappedRows(axis: axis, until: cancellation, DoubleDouble.softmax)
    case .logSoftmax(let axis):
      return try x.mappedRows(axis: axis, until: cancellation, DoubleDouble.logSoftmax)
    case .cumulativeSum(let axis):
      return try x.mappedRows(axis: axis, until: cancellation) { row in
        var sum: DoubleDouble = 0
        return row.map { element in
          sum = sum + element
          return sum
        }
      }
    case .sort(let axis):
      return try x.mappedRows(axis: axis, until: cancellation) { $0.sorted() }
    case .matmul: return try x.multiplied(by: operands[1], until: cancellation)
    case .outer:
      guard let column = Shape(x.shape.dimensions + [1]) else { return nil }
      return try x.moved { $0.reshaped(to: column) }?
        .combined(with: operands[1], until: cancellation) { $0 * $1 }
    case .trace:
      return try x.moved(\.diagonal)?.reduced(
        axes: [0], keepDimensions: false, until: cancellation, Reduction.sum.extended)
    case .determinant:
      return try x.eliminated(solving: nothing(x), until: cancellation).map {
        ExtendedTensor($0.determinant)
      }
    case .logDeterminant:
      return try x.eliminated(solving: nothing(x), until: cancellation).map {
        ExtendedTensor(UnaryFunction.log.extended($0.determinant.magnitude))
      }
    case .inverse:
      let identity = ExtendedTensor(Tensor.identity(x.shape.dimensions.first ?? 0))
      return try x.eliminated(solving: identity, until: cancellation)?.solution
    case .solve: return try x.eliminated(solving: operands[1], until: cancellation)?.solution
    case .concatenate(let axis): return ExtendedTensor.concatenated(operands, axis: axis)
    case .cast, .stopGradient, .reference, .derivative: return x
    case .leaf, .constant, .size, .reshape, .transpose, .broadcast, .slice, .take, .gather,
      .oneHot, .iota, .diagonal, .diagonalPart, .identity:
      return nil
    }
  }

  private func select(_ operands: [ExtendedTensor]) throws(Interrupted) -> ExtendedTensor? {
    let condition = operands[0].high
    let cancellation = plain.cancellation
    let parts = [\ExtendedTensor.high, \ExtendedTensor.low]
    var chosen: [Tensor] = []
    for part in parts {
      let tensor = try condition.combined(
        with: operands[1][keyPath: part], operands[2][keyPath: part], type: .float64,
        until: cancellation
      ) { $0 != 0 ? $1 : $2 }
      guard let tensor else { return nil }
      chosen.append(tensor)
    }
    return ExtendedTensor(chosen[0], plus: chosen[1])
  }

  /// A right side without columns, for a determinant alone.
  private func nothing(_ matrix: ExtendedTensor) -> ExtendedTensor {
    let rows = matrix.shape.dimensions.first ?? 0
    return ExtendedTensor(Tensor(Shape([rows, 0]) ?? .scalar, []) ?? Tensor(0))
  }
}
