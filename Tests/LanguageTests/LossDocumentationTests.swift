import Language
import Syntax
import Tensors
import Testing

/// What every loss of the textbook catalogue documents; its shapes and domains are those of its
/// arguments.
private let requiredOfTextbookLosses: [LossDocumentation.Field] = [
  .formula, .arguments, .range, .minimum, .bestConstant, .notDifferentiable, .gradient, .use,
  .avoid, .alsoKnownAs, .source, .example,
]

/// Files whose functions are the libraries', which document what differs instead.
private let libraryFiles: Set<String> = [
  "tf_losses.loss", "tf_nn.loss", "keras_losses.loss", "keras_regularizers.loss",
  "torch_functional.loss", "optax.loss",
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
  for function in try preludeFunctions() where !libraryFiles.contains(function.file) {
    let documentation = LossDocumentation(function.documentation)
    guard documentation.fields[.partOf] == nil else { continue }
    for field in requiredOfTextbookLosses {
      #expect(documentation.fields[field] != nil, "\(function.name): \(field.rawValue)")
    }
  }
}

@Test func partsOfFunctionsAreNeitherListedNorSuggested() throws {
  let interpreter = Interpreter()
  let names = Set(interpreter.names)
  let parts = try preludeFunctions().filter {
    LossDocumentation($0.documentation).fields[.partOf] != nil
  }
  #expect(parts.count > 20)
  for part in parts { #expect(!names.contains(part.name), "\(part.name)") }
  #expect(!names.contains("log_cosh_of"))
  #expect(names.contains("log_cosh") && names.contains("optax.log_cosh"))
  #expect(!Notebook().hint("optax.sum_iner(1)").contains("sum_inner"))
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
