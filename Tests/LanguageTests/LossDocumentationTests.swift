import Language
import Syntax
import Tensors
import Testing

/// The names that every loss of the textbook catalogue documents in full.
private let requiredOfTextbookLosses: [LossDocumentation.Field] = [
  .formula, .arguments, .range, .minimum, .notDifferentiable, .gradient, .use, .source, .example,
]

/// Files whose functions are the libraries', which document what differs instead.
private let libraryFiles: Set<String> = [
  "tf_losses.loss", "tf_nn.loss", "keras_losses.loss", "torch_functional.loss", "optax.loss",
]

@Test func aDocstringIsReadAsFields() {
  let documentation = LossDocumentation(
    """
    One line.

    Formula: x + y
    Arguments:
      x: a number
      y: another
    Example: f(1, 2) → 3
    """)
  #expect(documentation.summary == "One line.")
  #expect(documentation.fields[.formula] == "x + y")
  #expect(documentation.meaning(of: "y") == "another")
  #expect(documentation.meaning(of: "reduction") != nil)
  #expect(documentation.examples.first?.value == "3")
}

@Test func everyDocstringOfThePreludeHasOnlyKnownFields() throws {
  for function in try preludeFunctions() {
    let documentation = LossDocumentation(function.documentation)
    #expect(documentation.unknownFields.isEmpty, "\(function.name)")
    #expect(!documentation.summary.isEmpty, "\(function.name)")
  }
}

@Test func everyTextbookLossDocumentsWhatALearnerAsks() throws {
  let parts: Set<String> = ["smooth_binary", "smooth_classes", "mixed", "sum_rows"]
  for function in try preludeFunctions()
  where !libraryFiles.contains(function.file) && !parts.contains(function.name) {
    let documentation = LossDocumentation(function.documentation)
    for field in requiredOfTextbookLosses {
      if field == .minimum, function.name == "cosine_similarity" { continue }
      #expect(documentation.fields[field] != nil, "\(function.name): \(field.rawValue)")
    }
  }
}

@Test func everyParameterOfThePreludeIsDocumented() throws {
  for function in try preludeFunctions() where !libraryFiles.contains(function.file) {
    let documentation = LossDocumentation(function.documentation)
    for parameter in function.parameters {
      #expect(documentation.meaning(of: parameter) != nil, "\(function.name): \(parameter)")
    }
  }
}

@Test func everyExampleOfThePreludeIsTrue() throws {
  let prelude = Prelude()
  for function in try preludeFunctions() {
    for example in LossDocumentation(function.documentation).examples {
      let got = Outcome.of([example.expression], prelude: prelude)
      let expected = Outcome.of([example.value], prelude: prelude)
      guard let got = got.value, let expected = expected.value else {
        Issue.record(
          """
          \(function.name): \(example.expression): \
          \(got.failure?.message ?? expected.failure?.message ?? "no value")
          """)
        continue
      }
      let isClose =
        got.shape == expected.shape
        && zip(got.elements, expected.elements).allSatisfy {
          abs($0 - $1) <= 1e-15 + $1.magnitude * digits(of: example.value)
        }
      #expect(isClose, "\(example.expression) is \(got.elements), not \(expected.elements)")
    }
  }
}

/// The relative tolerance that the written digits allow.
private func digits(of value: String) -> Double {
  let longest =
    value.split { !($0.isNumber || $0 == ".") }
    .map { $0.filter(\.isNumber).count }.max() ?? 17
  return longest < 12 && value.contains(".") ? 1e-6 : 1e-13
}
