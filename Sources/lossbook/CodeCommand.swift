import ArgumentParser
import CodeGeneration
import Language
import Notebooks
import Rendering
import Syntax

/// `lossbook code`: a Python module for the last of some expressions.
struct CodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "code",
    abstract: "Write a Python module: a loss, its gradient in closed form, and a check of the two.",
    discussion: """
      The expressions before the last are run first: definitions and declarations. The last is the \
      loss, or grad(loss, x) to choose what the gradient is by.
      """)

  @OptionGroup var options: GlobalOptions

  @Option(help: "The library: torch, jax, tf or numpy; it may also stand before the expressions.")
  var to: String?

  @ArgumentParser.Argument(help: "The expressions.")
  var expressions: [String]

  /// The library's name and the expressions, wherever the name stands.
  private var parts: (name: String, expressions: ArraySlice<String>) {
    if let to { return (to, expressions[...]) }
    return (expressions.first ?? "", expressions.dropFirst())
  }

  /// Checks the values of the options, so that a wrong one is bad usage.
  func validate() throws {
    guard PythonLibrary(named: parts.name) != nil else {
      throw ValidationError("`\(parts.name)` is none of torch, jax, tf and numpy")
    }
    guard !parts.expressions.isEmpty else { throw ValidationError("an expression is missing") }
  }

  /// Writes the module to standard output.
  func run() throws {
    let (name, expressions) = parts
    guard let library = PythonLibrary(named: name), let last = expressions.last else {
      throw ExitCode(64)
    }
    let workplace = Workplace(options, options.settings())
    workplace.session.showsPrompts = false
    for expression in expressions.dropLast() {
      let status = workplace.session.run(expression, name: "code") { event in
        if case .failure(let diagnostic) = event { complain(diagnostic, workplace) }
      }
      switch status {
      case .done, .quit: continue
      case .failed: throw ExitCode(1)
      case .interrupted: throw ExitCode(130)
      }
    }
    switch workplace.session.code(for: library, of: SourceText(last, name: "code")) {
    case .success(let source):
      TextOutput.write(line: source.hasSuffix("\n") ? String(source.dropLast()) : source)
    case .failure(let diagnostic):
      complain(diagnostic, workplace)
      throw ExitCode(1)
    }
  }

  private func complain(_ diagnostic: Diagnostic, _ workplace: Workplace) {
    workplace.write(workplace.session.renderer.render(diagnostic), isError: true)
  }
}
