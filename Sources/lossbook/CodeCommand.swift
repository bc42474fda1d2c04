import ArgumentParser

struct CodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "code", abstract: "To come.")

  @OptionGroup var options: GlobalOptions

  func run() throws {
    throw ExitCode(1)
  }
}
