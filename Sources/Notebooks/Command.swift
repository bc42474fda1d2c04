/// How an input of a session ended.
public enum Status: Equatable, Sendable {
  /// All went well.
  case done
  /// A statement or command failed, and said why.
  case failed
  /// Ctrl-C stopped it.
  case interrupted
  /// The session is to end.
  case quit
}

/// A command of the REPL, `:vars`: a row of the table that runs, lists, completes and explains them.
struct Command: Sendable {
  /// What an argument is, for completion.
  enum Argument: Sendable {
    case none, name, expression, path, setting, topic, code, library, lesson
  }

  /// The name, without the colon.
  let name: String
  /// Other names for it.
  let aliases: [String]
  /// The arguments as people read them, `name` or `[topic]`.
  let usage: String
  /// What is completed after it.
  let argument: Argument
  /// What it does, in a few words.
  let summary: String
  /// Does it.
  let run: @Sendable (Session, _ arguments: String) -> Status

  init(
    _ name: String, _ usage: String, completes argument: Argument = .none,
    aliases: [String] = [], _ summary: String,
    run: @escaping @Sendable (Session, String) -> Status
  ) {
    self.name = name
    self.aliases = aliases
    self.usage = usage
    self.argument = argument
    self.summary = summary
    self.run = run
  }

  /// Returns the command of a name.
  static func named(_ name: String) -> Command? {
    all.first { $0.name == name || $0.aliases.contains(name) }
  }
}
