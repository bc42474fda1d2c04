import ArgumentParser
import Notebooks

/// `lossbook doc`: the reference.
struct DocCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doc",
    abstract: "Print the reference of names, as ? shows it, or the page for man.")

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Every name.")
  var all = false

  /// The forms, as the command line has them.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text, md, html, man

    /// The form of the reference; nil for the page of the program itself.
    var form: Reference.Form? {
      switch self {
      case .text: .text
      case .md: .md
      case .html: .html
      case .man: nil
      }
    }
  }

  @Option(help: "The form: text, md or html; man is the page of the program.")
  var to = Form.text

  @Argument(help: "The names.", completion: .names)
  var names: [String] = []

  func run() throws {
    guard let form = to.form else {
      TextOutput.write(line: Self.manual)
      return
    }
    let workplace = Workplace(options, options.settings())
    let reference = Reference(workplace.session)
    guard all || !names.isEmpty else {
      _ = workplace.submit(":help")
      return
    }
    for name in all ? [] : names where reference.text(of: [name], as: form) == nil {
      _ = workplace.submit("?\(name)")
      throw ExitCode(1)
    }
    if let text = reference.text(of: all ? reference.names : names, as: form) {
      TextOutput.write(line: text)
    }
  }

  /// The page for `man`.
  private static var manual: String {
    let subcommands = Lossbook.configuration.subcommands.map { command in
      Manual.Subcommand(
        name: command.configuration.commandName ?? "",
        abstract: command.configuration.abstract,
        help: Lossbook.helpMessage(for: command, columns: 76))
    }
    return Manual.page(version: "lossbook " + Version.number, subcommands: subcommands)
  }
}
