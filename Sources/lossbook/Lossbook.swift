import ArgumentParser

/// The program's command line, as section by section of `lossbook --help`.
struct Lossbook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lossbook",
    abstract: "Loss functions and their derivatives: by formula, by autodiff, by differences.",
    discussion: """
      Without a subcommand it is a notebook in the terminal. What is piped into it is run as a \
      script.
      """,
    version: Version.text,
    subcommands: [
      ReplCommand.self, LearnCommand.self, EvalCommand.self, RunCommand.self, LessonsCommand.self,
      DocCommand.self, CodeCommand.self, JupyterCommand.self,
    ],
    defaultSubcommand: ReplCommand.self)
}
