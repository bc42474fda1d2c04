internal import Graphs

/// Reductions and what runs along an axis.
extension PythonWriter {
  mutating func reduce(
    _ reduction: Reduction, _ axes: [Int], _ keepDimensions: Bool, rank: Int,
    _ operand: PythonExpression
  ) -> PythonExpression {
    let isTruth = reduction == .any || reduction == .all
    let operand = isTruth ? truth(operand) : tensor(numeric(operand))
    guard rank > 0 else { return ofScalar(reduction, operand) }
    let isFull = axes.count == rank && !keepDimensions
    switch reduction {
    case .norm:
      guard library != .torch else {
        return call("torch.linalg.vector_norm", operand, axes, keepDimensions, isFull)
      }
      let square = PythonExpression("\(operand.bound(.atom)) ** 2", .power)
      let sum = reduce(.sum, axes, keepDimensions, rank: rank, square)
      return fill(UnaryFunction.sqrt.spelling, [sum])
    case .argmax, .argmin:
      return position(reduction == .argmax ? "argmax" : "argmin", axes, keepDimensions, operand)
    case .product where library == .torch && !isFull:
      // PyTorch multiplies along one axis at a time; the last first, so that the rest keep theirs.
      return axes.reversed().reduce(operand) { product, axis in
        let keep = keepDimensions ? ", keepdim=True" : ""
        return PythonExpression("torch.prod(\(product.text), dim=\(axis)\(keep))")
      }
    case .sum, .product, .max, .min, .logSumExp, .any, .all:
      var result = call(
        reduction.function(library, isFull: isFull), operand, axes, keepDimensions, isFull)
      if isTruth { result.kind = .boolean }
      return result
    }
  }

  private mutating func call(
    _ function: String, _ operand: PythonExpression, _ axes: [Int], _ keepDimensions: Bool,
    _ isFull: Bool
  ) -> PythonExpression {
    // `logsumexp` of PyTorch has no default for its axes.
    if isFull && function != "torch.logsumexp" {
      return PythonExpression("\(function)(\(operand.text))")
    }
    let names = library == .torch ? ("dim", "keepdim") : ("axis", "keepdims")
    let list =
      axes.count == 1
      ? String(axes[0]) : "(" + axes.map(String.init).joined(separator: ", ") + ")"
    let keep = keepDimensions ? ", \(names.1)=True" : ""
    return PythonExpression("\(function)(\(operand.text), \(names.0)=\(list)\(keep))")
  }

  private mutating func position(
    _ name: String, _ axes: [Int], _ keepDimensions: Bool, _ operand: PythonExpression
  ) -> PythonExpression {
    let function = "\(library.prefix).\(name)"
    let text: String
    if axes.count == 1 {
      let keep = keepDimensions ? library == .torch ? ", keepdim=True" : ", keepdims=True" : ""
      switch library {
      case .torch: text = "\(function)(\(operand.text), dim=\(axes[0])\(keep))"
      case .numpy, .jax: text = "\(function)(\(operand.text), axis=\(axes[0])\(keep))"
      case .tensorflow:
        let position = "\(function)(\(operand.text), axis=\(axes[0]))"
        text = keepDimensions ? "tf.expand_dims(\(position), \(axes[0]))" : position
      }
    } else if library == .tensorflow {
      text = "\(function)(tf.reshape(\(operand.text), [-1]))"
    } else {
      text = "\(function)(\(operand.text))"
    }
    return PythonExpression(text, kind: .integer)
  }

  /// A reduction of a single number.
  private mutating func ofScalar(
    _ reduction: Reduction, _ operand: PythonExpression
  ) -> PythonExpression {
    switch reduction {
    case .sum, .product, .max, .min, .logSumExp, .any, .all: operand
    case .norm: fill(UnaryFunction.abs.spelling, [operand])
    case .argmax, .argmin: number(0)
    }
  }

  // MARK: Along one axis

  mutating func alongAxis(
    _ primitive: Primitive, _ operand: PythonExpression
  ) -> PythonExpression {
    switch primitive {
    case .softmax(let axis):
      fill(
        Spelling(
          numpy: "_softmax($0, \(axis))", torch: "torch.softmax($0, dim=\(axis))",
          jax: "jax.nn.softmax($0, axis=\(axis))", tensorflow: "tf.nn.softmax($0, axis=\(axis))"),
        [operand])
    case .logSoftmax(let axis):
      fill(
        Spelling(
          numpy: "_log_softmax($0, \(axis))", torch: "torch.log_softmax($0, dim=\(axis))",
          jax: "jax.nn.log_softmax($0, axis=\(axis))",
          tensorflow: "tf.nn.log_softmax($0, axis=\(axis))"), [operand])
    case .cumulativeSum(let axis):
      fill(
        Spelling(
          numpy: "np.cumsum($0, axis=\(axis))", torch: "torch.cumsum($0, dim=\(axis))",
          jax: "jnp.cumsum($0, axis=\(axis))", tensorflow: "tf.cumsum($0, axis=\(axis))"),
        [operand])
    case .sort(let axis):
      fill(
        Spelling(
          numpy: "np.sort($0, axis=\(axis))", torch: "torch.sort($0, dim=\(axis)).values",
          jax: "jnp.sort($0, axis=\(axis))", tensorflow: "tf.sort($0, axis=\(axis))"), [operand])
    default: operand
    }
  }
}

extension Reduction {
  /// The function that reduces in a library; of those without one, of the support.
  fileprivate func function(_ library: PythonLibrary, isFull: Bool) -> String {
    switch (self, library) {
    case (.sum, .tensorflow): "tf.reduce_sum"
    case (.product, .tensorflow): "tf.reduce_prod"
    case (.max, .tensorflow): "tf.reduce_max"
    case (.min, .tensorflow): "tf.reduce_min"
    case (.any, .tensorflow): "tf.reduce_any"
    case (.all, .tensorflow): "tf.reduce_all"
    case (.logSumExp, .tensorflow): "tf.reduce_logsumexp"
    case (.logSumExp, .numpy): "_logsumexp"
    case (.logSumExp, .jax): "jax.scipy.special.logsumexp"
    case (.logSumExp, .torch): "torch.logsumexp"
    // `amax` shares the gradient equally among ties, as the language does.
    case (.max, .torch): "torch.amax"
    case (.min, .torch): "torch.amin"
    case (.sum, _): "\(library.prefix).sum"
    case (.product, _): "\(library.prefix).prod"
    case (.max, _): "\(library.prefix).max"
    case (.min, _): "\(library.prefix).min"
    case (.any, _): "\(library.prefix).any"
    case (.all, _): "\(library.prefix).all"
    case (.norm, _), (.argmax, _), (.argmin, _): "\(library.prefix)"
    }
  }
}
