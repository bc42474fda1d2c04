internal import Graphs
internal import Tensors

/// The adjoints of the operations of linear algebra (Giles 2008, "Collected matrix derivative
/// results for forward and reverse mode algorithmic differentiation").
struct LinearPullback {
  let primitive: Primitive
  let operands: [Tensor]
  let result: Tensor
  let wanted: [Bool]
  let cancellation: Cancellation

  func callAsFunction(_ g: Tensor) throws(Interrupted) -> [Tensor?] {
    let a = operands[0]
    switch primitive {
    case .matmul: return try matmul(g)
    case .outer:
      let b = operands[1]
      return [
        try g.multiplied(by: b, type: .float64, until: cancellation),
        try a.multiplied(by: g, type: .float64, until: cancellation),
      ]
    case .trace:
      return [try scaled(Tensor.identity(a.shape.dimensions[0]), by: g)]
    case .determinant: return [try scaled(try a.determinantSlope(until: cancellation), by: g)]
    case .logDeterminant:
      return [
        try scaled(try LUDecomposition(a, until: cancellation)?.inverse().matrixTransposed, by: g)
      ]
    case .inverse:
      let y = result.matrixTransposed
      let product = try y?.multiplied(by: g, type: .float64, until: cancellation)?
        .multiplied(by: y ?? g, type: .float64, until: cancellation)
      return [try product?.mapped(type: .float64, until: cancellation) { -$0 }]
    case .solve:
      guard let transposed = a.matrixTransposed,
        let right = try LUDecomposition(transposed, until: cancellation)?.solve(
          g, until: cancellation)
      else { return [] }
      let isVector = right.shape.rank == 1
      let product =
        isVector
        ? try right.outer(result, type: .float64, until: cancellation)
        : try right.multiplied(
          by: result.matrixTransposed ?? result, type: .float64, until: cancellation)
      return [try product?.mapped(type: .float64, until: cancellation) { -$0 }, right]
    default: return []
    }
  }

  private func scaled(_ matrix: Tensor?, by g: Tensor) throws(Interrupted) -> Tensor? {
    let factor = g.scalarValue ?? 0
    return try matrix?.mapped(type: .float64, until: cancellation) { factor * $0 }
  }

  /// Both sides as batches of matrices, a vector with the axis that the product gives it.
  private func matmul(_ g: Tensor) throws(Interrupted) -> [Tensor?] {
    let (a, b) = (operands[0], operands[1])
    let rows = a.shape.rank == 1 ? 1 : a.shape.dimensions[a.shape.rank - 2]
    let columns = b.shape.rank == 1 ? 1 : b.shape.dimensions[b.shape.rank - 1]
    var batch = g.shape.dimensions
    if a.shape.rank > 1 { batch.removeLast() }
    if b.shape.rank > 1 { batch.removeLast() }
    guard let left = a.shape.rank == 1 ? a.reshaped([1, a.elements.count]) : a,
      let right = b.shape.rank == 1 ? b.reshaped([b.elements.count, 1]) : b,
      let middle = g.reshaped(batch + [rows, columns])
    else { return [] }
    var first: Tensor?
    var second: Tensor?
    if wanted[0], let transposed = try right.swapped(until: cancellation) {
      first = try middle.multiplied(by: transposed, type: .float64, until: cancellation)?
        .summed(to: left.shape, until: cancellation).reshaped(to: a.shape)
    }
    if wanted[1], let transposed = try left.swapped(until: cancellation) {
      second = try transposed.multiplied(by: middle, type: .float64, until: cancellation)?
        .summed(to: right.shape, until: cancellation).reshaped(to: b.shape)
    }
    return [first, second]
  }
}

extension Tensor {
  /// The same elements in other dimensions.
  func reshaped(_ dimensions: [Int]) -> Tensor? { Shape(dimensions).flatMap(reshaped(to:)) }

  /// The last two axes exchanged.
  func swapped(until cancellation: Cancellation) throws(Interrupted) -> Tensor? {
    guard shape.rank >= 2 else { return nil }
    var order = Array(0..<shape.rank)
    order.swapAt(shape.rank - 1, shape.rank - 2)
    return try transposed(order, until: cancellation)
  }

  /// A matrix transposed.
  var matrixTransposed: Tensor? { try? transposed([1, 0]) }
}
