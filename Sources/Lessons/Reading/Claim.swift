internal import Syntax

/// A claim in prose, `mean([1, 3]) → 2`: the course test computes it again.
struct Claim: Hashable {
  /// What is computed.
  let expression: String
  /// What is said to come out.
  let result: String

  /// Reads inline code, or returns nothing where it claims nothing.
  init?(_ code: String) {
    for arrow in ["→", "->"] {
      guard let (before, after) = Located(code, at: .init(0, code.utf8.count)).split(at: arrow),
        !before.text.isEmpty, !after.text.isEmpty
      else { continue }
      expression = before.text
      result = after.text
      return
    }
    return nil
  }

  /// The source between the dollar signs of a formula, or nothing for other code.
  static func formulaSource(_ code: String) -> String? {
    guard code.count > 2, code.hasPrefix("$"), code.hasSuffix("$") else { return nil }
    return String(code.dropFirst().dropLast())
  }
}
