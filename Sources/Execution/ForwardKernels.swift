internal import Graphs
internal import Tensors

/// The values of primitives: from operands that are tensors to the tensor they make.
struct ForwardKernel {
  /// The operation.
  let primitive: Primitive
  /// The shape of the result, in numbers.
  let shape: Shape
  /// The kind of number of the result.
  let type: ScalarType
  /// When to stop.
  let cancellation: Cancellation

  /// Applies the primitive.
  ///
  /// - Throws: ``ExecutionError``, of labels and indices with the row, the value and the range.
  func callAsFunction(_ operands: [Tensor]) throws(ExecutionError) -> Tensor {
    let result: Tensor?
    do throws(Interrupted) {
      result = try computed(operands)
    } catch {
      throw .interrupted
    }
    if let result { return result }
    return try indexed(operands)
  }

  /// The value, or nothing where the operation indexes (or the shapes do not fit).
  private func computed(_ operands: [Tensor]) throws(Interrupted) -> Tensor? {
    guard let x = operands.first else { return generated() }
    switch primitive {
    case .leaf, .constant, .iota, .identity: return generated()
    case .reference, .stopGradient, .derivative: return x
    case .cast(let type): return x.cast(to: type)
    case .size(let axes):
      return Tensor(Double(axes.reduce(1) { $0 * x.shape.dimensions[$1] }))
    case .unary(let function):
      return try x.mapped(type: type, until: cancellation, function.function)
    case .binary(let function):
      return try x.combined(
        with: operands[1], type: type, until: cancellation, function.function)
    case .select:
      return try x.combined(with: operands[1], operands[2], type: type, until: cancellation) {
        $0 != 0 ? $1 : $2
      }
    case .clip:
      return try x.combined(with: operands[1], operands[2], type: type, until: cancellation) {
        StableMath.minimum(StableMath.maximum($0, $1), $2)
      }
    case .reduce(let reduction, let axes, let keep):
      return try x.reduced(
        reduction.fold, axes: axes, keepDimensions: keep, type: type, until: cancellation)
    case .softmax(let axis): return try x.softmax(axes: [axis], type: type, until: cancellation)
    case .logSoftmax(let axis):
      return try x.logSoftmax(axis: axis, type: type, until: cancellation)
    case .cumulativeSum(let axis):
      return try x.cumulativeSum(axis: axis, type: type, until: cancellation)
    case .sort(let axis):
      let positions = try x.sortingPositions(axis: axis, until: cancellation)
      return try x.permuted(by: positions, axis: axis, until: cancellation)
    case .reshape: return x.reshaped(to: shape)
    case .transpose(let order): return try x.transposed(order, until: cancellation)
    case .broadcast: return try x.broadcast(to: shape, until: cancellation)
    case .concatenate(let axis): return Tensor.concatenated(operands, axis: axis, type: type)
    case .slice(let items):
      return try x.sliced(SliceItem.parts(items, of: x.shape), until: cancellation)
    case .take, .gather, .oneHot: return nil
    case .diagonal: return x.diagonalMatrix
    case .diagonalPart: return x.diagonal
    case .matmul: return try x.multiplied(by: operands[1], type: type, until: cancellation)
    case .outer: return try x.outer(operands[1], type: type, until: cancellation)
    case .trace:
      return try x.diagonal?.reduced(
        .sum, axes: [0], keepDimensions: false, type: type, until: cancellation)
    case .determinant:
      return try decomposed(x).map { Tensor($0.determinant, type: type) }
    case .logDeterminant:
      return try decomposed(x).map { Tensor($0.logDeterminant, type: type) }
    case .inverse: return try decomposed(x)?.inverse(until: cancellation).cast(to: type)
    case .solve: return try decomposed(x)?.solve(operands[1], until: cancellation)?.cast(to: type)
    }
  }

  private func decomposed(_ matrix: Tensor) throws(Interrupted) -> LUDecomposition? {
    try LUDecomposition(matrix, until: cancellation)
  }

  /// The value of an operation without operands.
  private func generated() -> Tensor? {
    switch primitive {
    case .constant(let tensor): tensor
    case .iota: Tensor(shape, (0..<shape.count).map(Double.init))
    case .identity: Tensor.identity(shape.dimensions.first ?? 0)
    case .concatenate, .leaf, .reference, .size, .unary, .binary, .select, .clip, .reduce,
      .softmax, .logSoftmax, .cumulativeSum, .sort, .reshape, .transpose, .broadcast, .slice,
      .take, .gather, .oneHot, .diagonal, .diagonalPart, .matmul, .outer, .trace, .determinant,
      .logDeterminant, .inverse, .solve, .stopGradient, .cast, .derivative:
      nil
    }
  }

  /// The value of an operation that indexes.
  private func indexed(_ operands: [Tensor]) throws(ExecutionError) -> Tensor {
    let indices = operands.last ?? Tensor(0)
    do throws(IndexingError) {
      switch primitive {
      case .take(let axis): return try operands[0].taken(axis: axis, at: indices)
      case .gather: return try operands[0].gathered(at: indices)
      case .oneHot: return try indices.oneHot(classes: shape.dimensions.last ?? 0)
      default: throw .shape
      }
    } catch {
      throw describe(error, indices: indices.shape, operands: operands)
    }
  }

  /// Says which entry names no position, and which ones there are.
  private func describe(
    _ error: IndexingError, indices: Shape, operands: [Tensor]
  ) -> ExecutionError {
    guard case .fault(let fault) = error else {
      let shapes = operands.map(\.shape.text).joined(separator: " and ")
      return .shape(ShapeError("the data do not fit the operation: their shapes are \(shapes)"))
    }
    let isLabel = if case .take = primitive { false } else { true }
    let noun = isLabel ? "label" : "index"
    let number = fault.value == fault.value.rounded() && abs(fault.value) < 1e15
    let value = number ? String(Int(fault.value)) : String(fault.value)
    let place = indices.rank == 0 ? "" : " (\(isLabel ? "row" : "element") \(fault.row))"
    let range =
      fault.size == 0 ? "there are none to name" : "valid ones are 0 to \(fault.size - 1)"
    let why = number ? "is out of range" : "is not an integer"
    let message = "\(noun) \(value)\(place) \(why): \(range)"
    return isLabel ? .label(message) : .index(message)
  }
}

extension SliceItem {
  /// The items as parts of a shape in numbers, those left out whole.
  static func parts(_ items: [SliceItem], of shape: Shape) -> [Tensor.Part] {
    shape.dimensions.enumerated().map { axis, size in
      switch axis < items.count ? items[axis] : .all {
      case .all: Tensor.Part(start: 0, count: size, step: 1)
      case .index(let position): Tensor.Part(start: position, count: nil, step: 1)
      case .range(let start, let count, let step):
        Tensor.Part(start: start, count: count, step: step)
      }
    }
  }
}
