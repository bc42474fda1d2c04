import Calculus
import Foundation
import Language
import Syntax
import Tensors

/// One line of a file of reference values.
struct OracleCase {
  /// The case's name.
  let id: String
  /// Statements that bind the data.
  let setup: String
  /// What is evaluated.
  let expression: String
  /// The value, flat and row-major.
  let value: [Double]
  /// What the gradient is taken by, where there is one.
  let variable: String?
  /// The gradient, flat and row-major.
  let gradient: [Double]?
  /// The relative and the absolute tolerance.
  let tolerance: (relative: Double, absolute: Double)
  /// For errors: the codes that will do, and what must be suggested and marked.
  let codes: [String]
  let suggestion: String?
  let mark: String?

  /// Reads a file of the fixtures.
  static func file(_ name: String) throws -> [OracleCase] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(name).jsonl")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return OracleCase(object ?? [:])
    }
  }

  private init(_ object: [String: Any]) {
    id = object["id"] as? String ?? ""
    setup =
      object["setup"] as? String ?? (object["setup"] as? [String] ?? []).joined(separator: "; ")
    expression = object["expr"] as? String ?? ""
    value = Self.numbers(object["value"])
    variable = object["wrt"] as? String
    gradient = variable == nil ? nil : Self.numbers(object["grad"])
    tolerance = (object["rtol"] as? Double ?? 0, object["atol"] as? Double ?? 0)
    codes =
      ([object["error"] as? String].compactMap { $0 }) + (object["also"] as? [String] ?? [])
    suggestion = object["suggests"] as? String
    mark = object["at"] as? String
  }

  private static func numbers(_ value: Any?) -> [Double] {
    switch value {
    case let list as [Any]: list.flatMap(numbers)
    case let text as String:
      [text == "NaN" ? .nan : text == "Infinity" ? .infinity : -.infinity]
    case let number as NSNumber: [number.doubleValue]
    default: []
    }
  }

  /// Whether some elements are right, element by element.
  func agrees(_ got: [Double], with expected: [Double]) -> Bool {
    got.count == expected.count
      && zip(got, expected).allSatisfy { got, expected in
        if expected.isNaN { return got.isNaN }
        if !expected.isFinite { return got == expected }
        return abs(got - expected) <= tolerance.absolute + tolerance.relative * abs(expected)
      }
  }
}

/// What one run of some statements came to.
struct Outcome {
  /// The last value shown.
  var value: Tensor?
  /// The last formula shown, in the language.
  var formula: String?
  /// The first failure.
  var failure: Diagnostic?
  /// The notes of every output.
  var notes: [Note] = []

  /// Runs statements in a session of their own.
  static func of(_ statements: [String], prelude: Prelude) -> Outcome {
    let interpreter = Interpreter(prelude: prelude)
    var outcome = Outcome()
    for (index, statement) in statements.enumerated() where !statement.isEmpty {
      interpreter.run(SourceText(statement), cell: index + 1) { event in
        switch event {
        case .output(let output):
          outcome.notes += output.notes
          switch output.content {
          case .value(let tensor): outcome.value = tensor
          case .derivative(let formula, let value):
            outcome.value = value
            outcome.formula = formula?.ascii
          case .formula(let formula): outcome.formula = formula.ascii
          default: break
          }
        case .failure(let diagnostic): outcome.failure = outcome.failure ?? diagnostic
        case .note(let note): outcome.notes.append(note)
        case .binding, .progress: break
        }
      }
      if outcome.failure != nil { break }
    }
    return outcome
  }
}
