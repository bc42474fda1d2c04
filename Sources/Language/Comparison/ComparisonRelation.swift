import Syntax
import Tensors

/// How the values of a comparison stand to the first of them.
extension Interpreter {
  /// The names of the reductions in `tf.losses`.
  private static let weightedReductions = ["sum": "weighted_sum", "none": "none"]

  /// Gives the reduction by the name of the other convention too.
  static func translateReduction(_ data: inout [String: Expression]) {
    if case .string(let plain)? = data["reduction"]?.kind, let name = weightedReductions[plain] {
      data["weighted_reduction"] = Expression(.string(name))
    } else if let given = data["weighted_reduction"], let name = text(of: given),
      let plain = weightedReductions.first(where: { $0.value == name })?.key
    {
      data["reduction"] = Expression(.string(plain))
    }
  }

  /// The text that an expression is, written or by its name in a library.
  private static func text(of expression: Expression) -> String? {
    if case .string(let text) = expression.kind { return text }
    guard let path = expression.dottedPath,
      case .string(let text)? = LibraryNames.meaning(of: LibraryNames.canonical(path))
    else { return nil }
    return text
  }

  /// What a value is beside another: a multiple, a mean that was not taken, a difference.
  static func relation(of cell: TableReport.Cell, to first: TableReport.Cell) -> String? {
    guard case .value(let value) = cell, case .value(let reference) = first else { return nil }
    if value.shape == reference.shape {
      return relation(of: value.elements, to: reference.elements)
    }
    guard reference.shape.rank == 0, value.elements.count > 0 else { return nil }
    let sum = value.elements.reduce(0, +)
    let count = Double(value.elements.count)
    if isClose(sum / count, reference.elements[0]) { return "not reduced, its mean is the same" }
    if isClose(sum, reference.elements[0]) { return "not reduced, its sum is the same" }
    return relation(of: [sum / count], to: reference.elements).map {
      "not reduced, and its mean is \($0)"
    }
  }

  private static func relation(of value: [Double], to reference: [Double]) -> String? {
    let pairs = Array(zip(value, reference))
    if pairs.allSatisfy({ $0 == $1 || $0.isNaN && $1.isNaN }) { return nil }
    if pairs.allSatisfy({ isClose($0, $1, 1e-13) }) { return nil }
    if pairs.allSatisfy({ isClose($0, $1) }) { return "the same as far as float32 reaches" }
    guard pairs.allSatisfy({ $0.isFinite && $1.isFinite }) else {
      return pairs.count == 1
        ? "\(NodeText.number(value[0])) beside \(NodeText.number(reference[0]))" : nil
    }
    let ratios = pairs.filter { $0.1 != 0 }.map { $0.0 / $0.1 }
    if let ratio = ratios.first, ratios.count == pairs.count,
      ratios.allSatisfy({ isClose($0, ratio) }), isSimple(ratio)
    {
      return "\(NodeText.number(ratio)) times the first"
    }
    let differences = pairs.map { $0.0 - $0.1 }
    guard let difference = differences.first, differences.allSatisfy({ isClose($0, difference) })
    else { return nil }
    return "the first \(difference < 0 ? "−" : "+") \(NodeText.number(abs(difference)))"
  }

  private static func isClose(_ a: Double, _ b: Double, _ tolerance: Double = 1e-6) -> Bool {
    a == b || (a - b).isFinite && abs(a - b) <= tolerance * max(abs(a), abs(b))
  }

  /// Whether a ratio is one that a convention makes: a small whole number, or a part of one.
  private static func isSimple(_ ratio: Double) -> Bool {
    (1...12).contains { part in
      let scaled = ratio * Double(part)
      return abs(ratio) <= 12 && abs(scaled) >= 0.5 && isClose(scaled, scaled.rounded())
    }
  }
}
