import ArgumentParser

struct LessonsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "lessons", abstract: "To come.")

  @OptionGroup var options: GlobalOptions

  func run() throws {
    throw ExitCode(1)
  }
}
