import Language
import Syntax
import Tensors
import Testing

/// The families of reference values, each a file of the fixtures.
let oracleFamilies = [
  "textbook", "accuracy", "tf.losses", "tf.nn", "keras.losses", "torch.nn.functional", "optax",
]

@Test(arguments: oracleFamilies)
func valuesAndGradientsAreTheReference(family: String) throws {
  let prelude = Prelude()
  for row in try OracleCase.file(family) {
    let value = Outcome.of([row.setup, row.expression], prelude: prelude)
    #expect(
      row.agrees(value.value?.elements ?? [], with: row.value),
      """
      \(row.id): \(row.setup); \(row.expression) gives \(value.value?.elements ?? []) \
      \(value.failure?.message ?? ""), not \(row.value)
      """)
    guard let variable = row.variable, let gradient = row.gradient else { continue }
    for mode in ["grad", "autodiff"] {
      let slope = Outcome.of(
        [row.setup, "\(mode)(\(row.expression), \(variable))"], prelude: prelude)
      #expect(
        row.agrees(slope.value?.elements ?? [], with: gradient),
        """
        \(row.id): \(mode) of \(row.expression) at \(row.setup) gives \
        \(slope.value?.elements ?? []) \(slope.failure?.message ?? "") by \
        \(slope.formula ?? "no formula"), not \(gradient)
        """)
    }
  }
}

@Test func whatMustBeRefusedIsRefused() throws {
  let prelude = Prelude()
  for row in try OracleCase.file("errors") {
    let outcome = Outcome.of([row.setup, row.expression], prelude: prelude)
    guard let failure = outcome.failure else {
      Issue.record("\(row.id): \(row.expression) is not refused")
      continue
    }
    #expect(row.codes.contains(failure.code.rawValue), "\(row.id): \(failure.message)")
    if let suggestion = row.suggestion {
      let text = failure.message + (failure.hint ?? "") + failure.details.joined()
      #expect(text.contains(suggestion), "\(row.id): \(failure.message) (\(failure.hint ?? ""))")
    }
    if let mark = row.mark, let range = failure.range {
      #expect(
        failure.source.map { String($0[range]) } == mark, "\(row.id): \(failure.message)")
    }
  }
}
