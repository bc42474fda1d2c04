import Calculus
public import CodeGeneration
import Language
import Rendering
public import Syntax

extension Session {
  /// `:code library expr`.
  func generateCode(_ arguments: String) -> Status {
    let words = arguments.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    guard let name = words.first, let library = PythonLibrary(named: String(name)),
      words.count == 2
    else {
      return fail(
        .argument, "`:code` takes a library and an expression",
        hint: "write `:code torch log_loss(y, p)`; the libraries are torch, jax, tf and numpy")
    }
    switch code(for: library, of: SourceText(words[1].trimmed, name: "code")) {
    case .success(let source):
      show(StyledText(source, .code))
      return .done
    case .failure(let diagnostic):
      show(renderer.render(diagnostic))
      return .failed
    }
  }

  /// Returns a Python module for an expression: the function, its gradients, and a check of them.
  ///
  /// The expression may be a loss, `grad(f, x)` for the gradients by chosen names, or the name of
  /// a definition or of a loss; see ``PythonModule`` for what the module holds.
  public func code(
    for library: PythonLibrary, of source: SourceText
  ) -> Result<String, Diagnostic> {
    do throws(Diagnostic) {
      let formula = try interpreter.formulaGraph(of: source)
      var module = PythonModule(
        library: library, graph: formula.graph, root: formula.root, name: formula.name,
        documentation: documentation(of: formula, source))
      module.facts = formula.facts
      module.defaults = formula.numbers
      module.gradients = formula.gradients.map { gradient in
        PythonModule.Gradient(
          variable: gradient.variable, closedForm: gradient.derivative.node,
          formula: gradient.derivative.formula?.ascii)
      }
      return .success(module.source)
    } catch {
      return .failure(error)
    }
  }

  private func documentation(of formula: FormulaGraph, _ source: SourceText) -> String {
    guard let text = formula.documentation else { return source.text }
    let documentation = LossDocumentation(text)
    let lines = [documentation.summary, "", documentation.fields[.formula] ?? source.text]
    return lines.joined(separator: "\n")
  }
}
