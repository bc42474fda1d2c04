import Calculus
import Language
import Tensors
import Testing

/// Derivatives of random smooth functions: three ways, and read back from their own formula.
///
/// `LOSSBOOK_FUZZ=1000` multiplies the number of functions; a failure names its seed.
@Suite struct AgreementTests {
  @Test func threeDerivativesAgreeAndTheFormulaReadsBack() {
    for seed in 0..<(40 * FuzzTests.factor) {
      var program = RandomProgram(seed: seed)
      let loss = "mean(\(program.smooth(4)) + 0*x)"
      let notebook = Notebook("x := [0.3, -0.7, 1.1]", "a := [1.5, 0.2, -0.4]")
      notebook.run("check(\(loss), x)")
      guard case .check(let report)? = notebook.outputs.last?.content else {
        Issue.record("seed \(seed): check(\(loss), x) shows no report: \(notebook.events)")
        continue
      }
      // Where the derivative is exactly 0, reverse mode leaves the dust of rounding beside it.
      let values = report.symbolic.elements + report.autodiff.elements
      let isDust = values.allSatisfy { abs($0) < 1e-15 }
      #expect(report.agree || isDust, "seed \(seed): \(loss)")
      guard let formula = report.formula?.ascii else { continue }
      let again = notebook.elements(formula) ?? []
      #expect(again.count == report.symbolic.elements.count, "seed \(seed): \(formula)")
      for (value, expected) in zip(again, report.symbolic.elements) {
        #expect(abs(value - expected) <= 1e-9 * max(1, abs(expected)), "seed \(seed): \(formula)")
      }
    }
  }
}
