internal import Graphs
internal import Tensors

extension Pushforward {
  /// The tangent of an operation of linear algebra whose value is given.
  ///
  /// ```
  /// (A B)' = A' B + A B'     det' = Σ C ∘ A'     (A⁻¹)' = -A⁻¹ A' A⁻¹     x' = A⁻¹ (b' - A' x)
  /// ```
  func linear(_ value: Tensor) throws(Interrupted) -> Tensor? {
    let a = operands[0].value
    let dA = tangent(0)
    switch primitive {
    case .matmul, .outer:
      let b = operands[1].value
      let left = operands[0].tangent.flatMap { kernel([$0, b]) }
      let right = operands[1].tangent.flatMap { kernel([a, $0]) }
      guard let left, let right else { return left ?? right }
      return try left.combined(with: right, type: .float64, until: cancellation) { $0 + $1 }
    case .determinant:
      return try contracted(try a.determinantSlope(until: cancellation), dA)
    case .logDeterminant:
      let inverse = try LUDecomposition(a, until: cancellation)?.inverse(until: cancellation)
      return try contracted(inverse?.matrixTransposed, dA)
    case .inverse:
      return try value.multiplied(by: dA, type: .float64, until: cancellation)?
        .multiplied(by: value, type: .float64, until: cancellation)?
        .mapped(type: .float64, until: cancellation) { -$0 }
    case .solve:
      let moved = try dA.multiplied(by: value, type: .float64, until: cancellation)
      guard let moved,
        let right = try tangent(1).combined(
          with: moved, type: .float64, until: cancellation, { $0 - $1 })
      else { return nil }
      return try LUDecomposition(a, until: cancellation)?.solve(right, until: cancellation)
    default: return nil
    }
  }

  private func contracted(_ slope: Tensor?, _ tangent: Tensor) throws(Interrupted) -> Tensor? {
    let product = try slope?.combined(with: tangent, type: .float64, until: cancellation) {
      $1 == 0 ? 0 : $0 * $1
    }
    return try product?.reduced(
      .sum, axes: [0, 1], keepDimensions: false, type: .float64, until: cancellation)
  }
}

extension Tensor {
  /// The gradient of the determinant: the cofactors, by the inverse where that is sure.
  func determinantSlope(until cancellation: Cancellation) throws(Interrupted) -> Tensor? {
    guard let factors = try LUDecomposition(self, until: cancellation) else { return nil }
    // Small matrices by their minors: right where the matrix is singular or nearly so.
    if factors.isSingular || factors.size <= 4 {
      return try cofactors(until: cancellation)
    }
    let determinant = factors.determinant
    return try factors.inverse(until: cancellation).matrixTransposed?.mapped(
      type: .float64, until: cancellation
    ) { $0 * determinant }
  }
}
