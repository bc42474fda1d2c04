import Execution
import Tensors

/// How far three derivatives agree, and why not where they do not.
struct DerivativeComparison {
  /// Whether all agree as far as the numeric one can tell.
  private(set) var agree = true
  /// The decimal digits that all have in common, at least.
  private(set) var digits = 17.0
  /// What to say where they disagree.
  var remarks: [String] = []
  /// The elements in which some disagree.
  private var disagreeing: [Int] = []

  /// Compares element by element; what a function computes in single precision agrees to fewer
  /// digits.
  init(symbolic: Tensor, autodiff: Tensor, numeric: Tensor, error: Tensor, isSingle: Bool) {
    let scale = symbolic.elements.reduce(0) { max($0, $1.isFinite ? abs($1) : 0) }
    for index in symbolic.elements.indices {
      let a = symbolic.elements[index]
      let b = index < autodiff.elements.count ? autodiff.elements[index] : .nan
      let c = index < numeric.elements.count ? numeric.elements[index] : .nan
      let wide = index < error.elements.count ? error.elements[index] : 0
      digits = min(digits, Self.digits(a, b, scale), Self.digits(a, c, scale))
      let exact = isSingle ? 1e-5 : 1e-9
      let rough = isSingle ? 1e-4 : 1e-6
      let first = Self.isNear(a, b, within: exact * max(scale, abs(a)))
      let second = Self.isNear(a, c, within: max(10 * wide, rough * max(scale, abs(a), 1e-3)))
      guard !first || !second else { continue }
      agree = false
      disagreeing.append(index)
      if !first {
        remarks.append(
          "element \(index): the formula gives \(NodeText.number(a)), reverse mode \(NodeText.number(b))"
        )
      } else if !second {
        remarks.append(
          "element \(index): the formula gives \(NodeText.number(a)), differences \(NodeText.number(c))"
        )
      }
    }
  }

  /// Gives kinks as the reason where they are one.
  mutating func note(kinks: [TouchedKink]) {
    for kink in kinks where !kink.slopes.agree {
      let left = NodeText.number(kink.slopes.left)
      let right = NodeText.number(kink.slopes.right, signed: true)
      remarks.append(
        "element \(kink.element) lies on a kink: one-sided slopes \(left) and \(right); "
          + "differences give their mean, the other two take \(NodeText.number(kink.taken))")
    }
  }

  /// What rounding leaves of terms that cancel: where the formula is exactly 0, as for the sum of a
  /// softmax, the other two add up what the formula took away.
  private static let remainder = 1e-15

  private static func isNear(_ a: Double, _ b: Double, within tolerance: Double) -> Bool {
    a == b || (a.isNaN && b.isNaN) || abs(a - b) <= tolerance
      || (a == 0 && abs(b) <= remainder)
  }

  /// The digits two numbers have in common, relative to the larger or to the whole where both are
  /// small beside it.
  private static func digits(_ a: Double, _ b: Double, _ scale: Double) -> Double {
    if a == b || (a.isNaN && b.isNaN) || (a == 0 && abs(b) <= remainder) { return 17 }
    let difference = abs(a - b) / max(abs(a), abs(b), scale * 1e-3)
    guard difference.isFinite, difference > 0 else { return 0 }
    // log10 by the exponent is exact enough for counting digits.
    var digits = 0.0
    var rest = difference
    while rest < 0.1, digits < 17 {
      rest *= 10
      digits += 1
    }
    return digits + max(0, 1 - rest)
  }
}
