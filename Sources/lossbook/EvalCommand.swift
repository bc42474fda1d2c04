import ArgumentParser
import CLibEdit
import Language
import Notebooks
import Rendering

/// `lossbook eval`: expressions one after the other, in one environment.
struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluate expressions in order and print what the REPL would.",
    discussion: """
      Each argument is a cell. Exit codes: 0, 1 on an error in an expression, 64 on bad usage, 130 \
      when interrupted.
      """)

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Print an object a result, or an error, on standard output.")
  var json = false

  @Option(help: "The type of data: float64 or float32.")
  var dtype: String?

  @Option(help: "The significant digits, 1 to 17; 17 are exact.")
  var digits: Int?

  @Flag(help: "Go on after an error.")
  var keepGoing = false

  @Argument(help: "The expressions.")
  var expressions: [String]

  /// Checks the values of the options, so that a wrong one is bad usage.
  func validate() throws {
    var settings = Settings()
    for (name, value) in changes {
      if let failure = settings.change(name, to: value) { throw ValidationError(failure.message) }
    }
  }

  private var changes: [(String, String)] {
    [("dtype", dtype), ("digits", digits.map(String.init))].compactMap { name, value in
      value.map { (name, $0) }
    }
  }

  /// Evaluates them.
  func run() throws {
    var settings = options.settings()
    for (name, value) in changes { _ = settings.change(name, to: value) }
    let workplace = Workplace(options, settings)
    workplace.session.showsPrompts = false
    var hasFailed = false
    for expression in expressions {
      let status = json ? printObjects(expression, workplace.session) : workplace.submit(expression)
      switch status {
      case .done: continue
      case .interrupted: throw ExitCode(130)
      case .quit: throw ExitCode(hasFailed ? 1 : 0)
      case .failed: hasFailed = true
      }
      guard keepGoing else { break }
    }
    if edit_is_interrupted() { throw ExitCode(130) }
    if hasFailed { throw ExitCode(1) }
  }

  private func printObjects(_ expression: String, _ session: Session) -> Status {
    let number = session.nextNumber
    return session.run(expression, name: "In [\(number)]") { event in
      if let object = EventJSON.object(for: event, cell: number) {
        TextOutput.write(line: object.text)
      }
    }
  }
}
