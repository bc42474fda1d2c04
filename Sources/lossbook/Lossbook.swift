import ArgumentParser

@main
struct Lossbook: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "lossbook")
}
