import Calculus
import Language
import Syntax
import Tensors
import TestSupport

/// What the real language makes of a line: its formula, as source, after declarations.
enum Formulas {
  /// The formulas that the last of some lines shows; an error as `error: …`.
  static func all(_ lines: [String]) -> [String] {
    onLargeStack {
      let interpreter = Interpreter(seed: 1)
      var shown: [String] = []
      for (number, line) in lines.enumerated() {
        shown = []
        interpreter.run(SourceText(line, name: "In [\(number + 1)]"), cell: number + 1) { event in
          switch event {
          case .output(let output):
            switch output.content {
            case .formula(let formula): shown.append(formula.ascii)
            case .derivative(let formula, _): shown.append(formula?.ascii ?? "none")
            default: break
            }
          case .failure(let diagnostic): shown.append("error: \(diagnostic.message)")
          default: break
          }
        }
      }
      return shown
    }
  }

  /// The values that some lines show; assignments and definitions show none.
  static func values(_ lines: [String]) -> [Tensor] {
    onLargeStack {
      let interpreter = Interpreter(seed: 1)
      var shown: [Tensor] = []
      for (number, line) in lines.enumerated() {
        interpreter.run(SourceText(line, name: "In [\(number + 1)]"), cell: number + 1) { event in
          guard case .output(let output) = event else { return }
          switch output.content {
          case .value(let value): shown.append(value)
          case .derivative(_, let value?): shown.append(value)
          default: break
          }
        }
      }
      return shown
    }
  }

  /// The derivation that the last of some lines shows.
  static func steps(_ lines: [String]) -> [DerivationStep] {
    onLargeStack {
      let interpreter = Interpreter(seed: 1)
      var shown: [DerivationStep] = []
      for (number, line) in lines.enumerated() {
        interpreter.run(SourceText(line, name: "In [\(number + 1)]"), cell: number + 1) { event in
          guard case .output(let output) = event, case .steps(let steps, _) = output.content else {
            return
          }
          shown = steps
        }
      }
      return shown
    }
  }

  /// The formula that the last of some lines shows.
  static func last(_ lines: String...) -> String? { all(lines).last }
}
