import Calculus
import Graphs
import Language
import Syntax
import Tensors

/// Reads formulas back as a user would: as text, in a session that has the names of a graph.
struct FormulaReader {
  /// Why a formula cannot be read.
  struct Failure: Error {
    let message: String
  }

  /// The statements that make the names: values of leaves, then definitions.
  let statements: [String]

  init(_ built: BuiltGraph) {
    statements =
      built.leaves.map { "\($0.name) := \(Self.text(of: $0.value))" }
      + built.names.map { name, node in
        let body = built.graph[node].operands[0]
        let formula = SurfaceFormula.formula(
          of: body, in: CalculusContext(graph: built.graph))
        return
          (formula.definitions.map { "\($0.name) = \(Unparser.text(of: $0.value))" }
          + ["\(name) = \(Unparser.text(of: formula.body))"]).joined(separator: "; ")
      }
  }

  /// The value of a formula's text in a session of its own.
  func value(of formula: Formula) -> Result<Tensor, Failure> {
    let interpreter = Interpreter(seed: 1)
    var value: Tensor?
    var problem: String?
    for (number, text) in (statements + [formula.ascii]).enumerated() {
      value = nil
      interpreter.run(SourceText(text), cell: number + 1) { event in
        switch event {
        case .output(let output):
          if case .value(let tensor) = output.content { value = tensor }
        case .failure(let diagnostic): problem = problem ?? "\(text): \(diagnostic.message)"
        case .binding, .note, .progress: break
        }
      }
    }
    if let problem { return .failure(Failure(message: problem)) }
    guard let value else { return .failure(Failure(message: "no value")) }
    return .success(value)
  }

  /// What is wrong with the text of a formula, if anything: it is to be read as the same text.
  func unparseProblem(_ formula: Formula) -> String? {
    for expression in formula.definitions.map(\.value) + [formula.body] {
      let text = Unparser.text(of: expression)
      let parsed = Parser.parse(SourceText(text))
      guard parsed.diagnostics.isEmpty,
        case .expression(let again)? = parsed.statements.first?.kind,
        Unparser.text(of: again) == text
      else { return text }
    }
    return nil
  }

  /// A tensor as a literal of the language, digit for digit.
  static func text(of tensor: Tensor) -> String {
    func rows(_ sizes: ArraySlice<Int>, _ elements: ArraySlice<Double>) -> String {
      guard let count = sizes.first else {
        let element = elements.first ?? 0
        return element == element.rounded() && abs(element) < 1e6
          ? String(Int(element)) : "\(element)"
      }
      guard count > 0 else { return "[]" }
      let stride = elements.count / count
      let parts = (0..<count).map { row in
        let start = elements.startIndex + row * stride
        return rows(sizes.dropFirst(), elements[start..<(start + stride)])
      }
      return "[" + parts.joined(separator: ", ") + "]"
    }
    return rows(tensor.shape.dimensions[...], tensor.elements[...])
  }
}
