import ArgumentParser

struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "learn", abstract: "To come.")

  @OptionGroup var options: GlobalOptions

  func run() throws {
    throw ExitCode(1)
  }
}
