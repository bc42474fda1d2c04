import ArgumentParser
import Notebooks

/// `lossbook doc`: the reference.
struct DocCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doc", abstract: "Print the reference of names, as ? shows it.")

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Every name.")
  var all = false

  /// The forms, as the command line has them.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text, md, html

    /// The form of the reference.
    var form: Reference.Form {
      switch self {
      case .text: .text
      case .md: .md
      case .html: .html
      }
    }
  }

  @Option(help: "The form: text, md or html.")
  var to = Form.text

  @Argument(help: "The names.")
  var names: [String] = []

  func run() throws {
    let workplace = Workplace(options, options.settings())
    let reference = Reference(workplace.session)
    guard all || !names.isEmpty else {
      _ = workplace.submit(":help")
      return
    }
    for name in all ? [] : names where reference.text(of: [name], as: to.form) == nil {
      _ = workplace.submit("?\(name)")
      throw ExitCode(1)
    }
    if let text = reference.text(of: all ? reference.names : names, as: to.form) {
      TextOutput.write(line: text)
    }
  }
}
