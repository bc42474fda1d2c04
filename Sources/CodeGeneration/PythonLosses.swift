internal import Graphs

/// The patterns of ``LossPattern`` by the functions that the libraries have for them.
extension PythonWriter {
  mutating func pattern(
    _ pattern: LossPattern, _ operands: [PythonExpression]
  ) -> PythonExpression {
    switch pattern.kind {
    case .mean(let axes, let keepDimensions): mean(axes, keepDimensions, pattern, operands[0])
    case .binaryCrossEntropyWithLogits:
      loss(
        "binary_cross_entropy_with_logits", "sigmoid_cross_entropy_with_logits", pattern, operands)
    case .sparseSoftmaxCrossEntropy:
      loss("cross_entropy", "sparse_softmax_cross_entropy_with_logits", pattern, operands)
    case .softmaxCrossEntropy: loss("cross_entropy", nil, pattern, operands)
    case .binaryCrossEntropy: loss("binary_cross_entropy", nil, pattern, operands)
    case .squaredError: loss("mse_loss", nil, pattern, operands)
    case .absoluteError: loss("l1_loss", nil, pattern, operands)
    case .huber(let delta):
      loss(
        "huber_loss", nil, pattern, operands, options: delta == 1 ? [] : ["delta=\(text(delta))"])
    case .smoothL1(let beta):
      loss(
        "smooth_l1_loss", nil, pattern, operands, options: beta == 1 ? [] : ["beta=\(text(beta))"])
    }
  }

  private func text(_ value: Double) -> String { number(value).text }

  private mutating func mean(
    _ axes: [Int], _ keepDimensions: Bool, _ pattern: LossPattern, _ operand: PythonExpression
  ) -> PythonExpression {
    let rank = graph.shape(of: pattern.operands[0]).rank
    let operand = tensor(numeric(operand))
    guard rank > 0 else { return operand }
    var arguments = [operand.text]
    if axes.count < rank || keepDimensions {
      let list =
        axes.count == 1
        ? String(axes[0]) : "(" + axes.map(String.init).joined(separator: ", ") + ")"
      arguments.append((library == .torch ? "dim=" : "axis=") + list)
      if keepDimensions { arguments.append(library == .torch ? "keepdim=True" : "keepdims=True") }
    }
    let function = library == .tensorflow ? "tf.reduce_mean" : "\(library.prefix).mean"
    return PythonExpression("\(function)(\(arguments.joined(separator: ", ")))")
  }

  /// A function of `torch.nn.functional`, or of `tf.nn` with a reduction around it.
  private mutating func loss(
    _ torch: String, _ tensorflow: String?, _ pattern: LossPattern,
    _ operands: [PythonExpression], options: [String] = []
  ) -> PythonExpression {
    let prediction = tensor(numeric(operands[0])).text
    let isClasses = pattern.kind == .sparseSoftmaxCrossEntropy
    if library == .tensorflow, let tensorflow {
      let target = isClasses ? integerText(operands[1]) : tensor(numeric(operands[1])).text
      let terms = "tf.nn.\(tensorflow)(labels=\(target), logits=\(prediction))"
      switch pattern.reduction {
      case .mean: return PythonExpression("tf.reduce_mean(\(terms))")
      case .sum: return PythonExpression("tf.reduce_sum(\(terms))")
      case .none: return PythonExpression(terms)
      }
    }
    let target =
      isClasses
      ? "\(tensor(operands[1]).bound(.atom)).long()" : tensor(numeric(operands[1])).text
    let reduction =
      pattern.reduction == .mean ? [] : ["reduction=\"\(pattern.reduction.rawValue)\""]
    let arguments = ([prediction, target] + options + reduction).joined(separator: ", ")
    return PythonExpression("F.\(torch)(\(arguments))")
  }

  private func integerText(_ operand: PythonExpression) -> String {
    operand.kind == .integer ? operand.text : "tf.cast(\(operand.text), tf.int32)"
  }
}
