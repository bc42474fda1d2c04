import ArgumentParser

struct DocCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "doc", abstract: "To come.")

  @OptionGroup var options: GlobalOptions

  func run() throws {
    throw ExitCode(1)
  }
}
