internal import Calculus
internal import Language
internal import Rendering
internal import Syntax
internal import Tensors

/// Computes a claim again: what it says holds to the digits written.
struct ClaimTest {
  private let claim: Claim
  private let workspace: Workspace

  /// What came of it.
  enum Outcome {
    case holds
    case fails(String)
    case cannotBeComputed(Diagnostic)
  }

  init(_ claim: Claim, in workspace: Workspace) {
    self.claim = claim
    self.workspace = workspace
  }

  var outcome: Outcome {
    switch workspace.value(of: claim.expression) {
    case .success(let value): outcome(of: value)
    case .failure(let problem): formulaOutcome(problem)
    }
  }

  private func outcome(of value: Tensor) -> Outcome {
    let actual = NumberText(digits: 8).texts(of: value.elements).joined(separator: ", ")
    guard let written = Self.numbers(in: claim.result) else {
      // Words such as `inf`, and expressions, are computed too.
      guard case .success(let result) = workspace.value(of: claim.result),
        result.shape == value.shape,
        NumberComparison(tolerance: 1e-9).isSame(value.elements, result.elements)
      else { return .fails(actual) }
      return .holds
    }
    let isList = claim.result.hasPrefix("[")
    guard written.count == value.elements.count, isList == (value.shape.rank > 0) else {
      return .fails(actual)
    }
    return zip(written, value.elements).allSatisfy(Self.holds) ? .holds : .fails(actual)
  }

  /// A number with a point holds to its digits, one without exactly.
  private static func holds(_ written: WrittenNumber, _ value: Double) -> Bool {
    written.decimals > 0
      ? written.isRounding(of: value)
      : NumberComparison(tolerance: 1e-9).isSame(value, written.value)
  }

  /// The numbers of a list or a single one; nothing where other things stand there.
  private static func numbers(in text: String) -> [WrittenNumber]? {
    let words = text.split { " ,[]".contains($0) }
    let numbers = words.compactMap {
      WrittenNumber($0.hasPrefix("−") ? "-" + $0.dropFirst() : String($0))
    }
    return numbers.count == words.count && !numbers.isEmpty ? numbers : nil
  }

  /// A claim about a formula, `grad(x^2, x) → 2*x`.
  private func formulaOutcome(_ problem: Diagnostic) -> Outcome {
    guard
      case .success(let report) = workspace.equivalence(
        of: claim.result, and: claim.expression, symbols: nil)
    else { return .cannotBeComputed(problem) }
    switch report.verdict {
    case .equal: return .holds
    case .undecided, .different: return .fails("something else")
    }
  }
}
