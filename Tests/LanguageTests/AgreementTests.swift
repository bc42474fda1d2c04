import Calculus
import Foundation
import Language
import RandomGraphs
import Tensors
import TestSupport
import Testing

/// Every way to a value and to a derivative gives the same.
@Suite struct AgreementTests {
  /// `trials properties` asks as many as one likes; a failure shows the smallest such function.
  @Test func randomGraphsOfAllPrimitivesAgreeInValuesDerivativesAndFormulas() {
    let run = onLargeStack {
      var run = PropertyRun()
      for seed in UInt64(0)..<320 { run.ask(seed: seed) }
      return run
    }
    #expect(run.missing == [], "kinds of operation in none of \(run.count) graphs")
    for finding in run.findings { Issue.record("\(finding.description)") }
  }

  @Test func whatOnceDisagreedAgrees() throws {
    let blocks = try Self.blocks()
    #expect(blocks.count > 15)
    for lines in blocks {
      guard let function = lines.last else { continue }
      let notebook = Notebook()
      for line in lines.dropLast() { notebook.run(line) }
      let value = try #require(notebook.elements(function), "\(function)")
      notebook.run("simplify(\(function))")
      if case .formula(let formula)? = notebook.outputs.last?.content {
        #expect(Self.isClose(notebook.elements(formula.ascii), value), "\(formula.ascii)")
      }
      notebook.run("check(\(function), x0)")
      guard case .check(let report)? = notebook.outputs.last?.content else {
        Issue.record("\(function): \(notebook.events)")
        continue
      }
      #expect(Self.isClose(report.symbolic.elements, report.autodiff.elements), "\(function)")
      guard let formula = report.formula?.ascii else { continue }
      #expect(Self.isClose(notebook.elements(formula), report.symbolic.elements), "\(formula)")
    }
  }

  private static func blocks() throws -> [[String]] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/disagreements.loss")
    return try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n\n").map {
      $0.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }.filter { !$0.isEmpty }
  }

  private static func isClose(_ got: [Double]?, _ expected: [Double]) -> Bool {
    guard let got, got.count == expected.count else { return false }
    return zip(got, expected).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, abs($1)) }
  }
}
