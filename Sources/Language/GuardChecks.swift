import Syntax
import Tensors

/// The tests behind the guards, each on the value at the point.
extension Guard.Context {
  /// How far from 1 a row of probabilities may add up: float32 holds seven digits.
  private func unitTolerance(_ value: Tensor) -> Double {
    value.type == .float32 ? 1e-4 : 1e-6
  }

  func probabilityFinding(_ value: Tensor) -> Guard.Finding? {
    guard let bad = value.elements.firstIndex(where: { $0 < 0 || $0 > 1 }) else { return nil }
    return Guard.Finding(
      .domain,
      "\(element(bad, of: value, name())) is \(number(value.elements[bad])), "
        + "not a probability: outside [0, 1]",
      hint: advice.map { "these look like logits: use `\($0)`" })
  }

  func distributionFinding(_ value: Tensor, sums: Tensor?) -> Guard.Finding? {
    if let finding = probabilityFinding(value) { return finding }
    let tolerance = unitTolerance(value)
    guard let sums, let row = sums.elements.firstIndex(where: { abs($0 - 1) > tolerance }) else {
      return nil
    }
    let place =
      sums.shape.rank == 0
      ? name()
      : "row \(sums.shape.subscripts(at: row).map(String.init).joined(separator: ", ")) of \(name())"
    return Guard.Finding(
      .domain, "\(place) adds up to \(number(sums.elements[row])), not to 1",
      hint: "divide each row by its sum"
        + (advice.map { ", or use `\($0)` if these are logits" } ?? ""))
  }

  func logitsFinding(_ value: Tensor) -> Guard.Finding? {
    let width = value.shape.dimensions.last ?? 1
    let rows = width > 0 ? value.elements.count / width : 0
    // One row may add up to 1 by chance, and so may rows of zeros and ones; several do not.
    guard value.shape.rank >= 2, width >= 2, rows >= 2,
      value.elements.allSatisfy({ $0 >= 0 && $0 <= 1 }),
      value.elements.contains(where: { $0 > 0 && $0 < 1 })
    else { return nil }
    for row in 0..<rows {
      let sum = value.elements[row * width..<(row + 1) * width].reduce(0, +)
      guard abs(sum - 1) <= unitTolerance(value) else { return nil }
    }
    return Guard.Finding(
      .domain, "every row of \(name()) is a probability distribution, where logits are wanted",
      hint: advice.map { "use `\($0)` for probabilities" }
        ?? "pass what goes into the softmax, not what comes out of it")
  }

  func classFinding(_ value: Tensor, logits: Tensor?) -> Guard.Finding? {
    let classes = logits?.shape.dimensions.last
    for (index, label) in value.elements.enumerated() {
      let place = element(index, of: value, name())
      guard label == label.rounded(), label.isFinite else {
        return Guard.Finding(
          .label,
          "\(place) is \(number(label)), not a class: labels are integers",
          hint: advice.map { "use `\($0)` for rows of probabilities" })
      }
      guard label < 0 || label >= Double(classes ?? .max) else { continue }
      let valid = classes.map { "0 … \($0 - 1)" } ?? "0 and above"
      return Guard.Finding(
        .label,
        "\(place) is \(number(label)): with \(classes ?? 0) classes labels are \(valid)",
        hint: label == Double(classes ?? 0) ? "labels count from 0" : nil)
    }
    return nil
  }

  func binaryFinding(_ value: Tensor, _ predictions: Tensor?) -> Guard.Finding? {
    guard let bad = value.elements.firstIndex(where: { $0 < 0 || $0 > 1 }) else { return nil }
    let isSigned = value.elements.allSatisfy { $0 == -1 || $0 == 1 }
    return Guard.Finding(
      .label,
      "\(element(bad, of: value, name())) is \(number(value.elements[bad])): "
        + "targets of `\(function)` lie within [0, 1]",
      hint: isSigned
        ? "for labels -1 and 1 write (\(name()) + 1)/2"
        : swapped(predictions) { $0 == 0 || $0 == 1 })
  }

  func signFinding(_ value: Tensor, _ scores: Tensor?) -> Guard.Finding? {
    guard let bad = value.elements.firstIndex(where: { $0 != -1 && $0 != 1 }) else { return nil }
    let isBinary = value.elements.allSatisfy { $0 == 0 || $0 == 1 }
    return Guard.Finding(
      .label,
      "\(element(bad, of: value, name())) is \(number(value.elements[bad])): "
        + "labels of `\(function)` are -1 or 1",
      hint: isBinary
        ? "for labels 0 and 1 write 2*\(name()) - 1" : swapped(scores) { $0 == -1 || $0 == 1 })
  }

  /// The hint where the second argument has what the first lacks.
  private func swapped(_ second: Tensor?, _ isTarget: (Double) -> Bool) -> String? {
    guard let second, !second.elements.isEmpty, second.elements.allSatisfy(isTarget) else {
      return nil
    }
    return name(0) == parameters.first
      ? "targets come first, as in `\(function)(\(name(0)), \(name(1)))`: change the two over"
      : "targets come first: `\(function)(\(name(1)), \(name(0)))`"
  }

  func targetsFinding(_ sums: Tensor) -> Guard.Finding? {
    let tolerance = unitTolerance(sums)
    guard let row = sums.elements.firstIndex(where: { !(abs($0 - 1) <= tolerance) }) else {
      return nil
    }
    let place =
      sums.shape.rank == 0
      ? "the targets add"
      : "row \(sums.shape.subscripts(at: row).map(String.init).joined(separator: ", ")) "
        + "of the targets adds"
    return Guard.Finding(
      .domain, "\(place) up to \(number(sums.elements[row])), not to 1",
      hint: "each row is a distribution over the classes"
        + (advice.map { "; for several labels a row take `\($0)`" } ?? ""))
  }

  func orderFinding(_ targets: Tensor, predictions: Tensor?) -> Guard.Finding? {
    guard let predictions,
      predictions.elements.allSatisfy({ $0 == 0 || $0 == 1 }),
      targets.elements.contains(where: { $0 > 0 && $0 < 1 }),
      targets.elements.allSatisfy({ $0 >= 0 && $0 <= 1 })
    else { return nil }
    return Guard.Finding(
      .argument,
      "the arguments of `\(function)` look swapped: the targets are not 0 or 1, "
        + "the predictions all are",
      hint: swapped(predictions) { $0 == 0 || $0 == 1 })
  }

  func positiveFinding(_ value: Tensor) -> Guard.Finding? {
    guard let bad = value.elements.firstIndex(where: { !($0 > 0) }) else { return nil }
    return Guard.Finding(
      .domain,
      "\(element(bad, of: value, name())) is \(number(value.elements[bad])): "
        + "`\(function)` needs \(name()) > 0", hint: nil)
  }

  func fractionFinding(_ value: Tensor) -> Guard.Finding? {
    guard let bad = value.elements.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) else { return nil }
    return Guard.Finding(
      .domain,
      "\(element(bad, of: value, name())) is \(number(value.elements[bad])): "
        + "`\(function)` needs \(name()) within [0, 1]", hint: nil)
  }

  func totalWeightFinding(_ value: Tensor) -> Guard.Finding? {
    guard value.scalarValue == 0 else { return nil }
    return Guard.Finding(
      .domain, "the weights add up to zero, so that their mean does not exist",
      hint: "leave `weights` out, or give at least one that is not 0")
  }

  func nonnegativeFinding(_ value: Tensor) -> Guard.Finding? {
    guard let bad = value.elements.firstIndex(where: { $0 < 0 }) else { return nil }
    return Guard.Finding(
      .domain,
      "\(element(bad, of: value, name())) is \(number(value.elements[bad])): "
        + "`\(function)` needs \(name()) >= 0",
      hint: advice.map { "for its logarithm use `\($0)`" })
  }

  /// An element as a learner would write it: `p`, `p[2]`, `P[0, 1]`.
  private func element(_ index: Int, of value: Tensor, _ name: String) -> String {
    guard value.shape.rank > 0 else { return name }
    return "\(name)[\(value.shape.subscripts(at: index).map(String.init).joined(separator: ", "))]"
  }

  /// A number without a needless `.0`.
  private func number(_ value: Double) -> String {
    guard let integer = Int(exactly: value) else { return "\(value)" }
    return String(integer)
  }
}

extension Guard.Context {
  /// The name of an operand in messages: as the user wrote it, or the parameter's for numbers.
  func name(_ position: Int = 0) -> String {
    guard position < operands.count, position < parameters.count else { return "the argument" }
    let text = operands[position]
    let isNamed =
      text.first?.isLetter == true || text.contains("(") && text.contains(where: \.isLetter)
    return isNamed ? text : parameters[position]
  }

  /// The function to use instead, where the body names one.
  var advice: String? { texts.first }
}
