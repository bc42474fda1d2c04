/// The words that a keyword argument may be, where it is one of a few: for completion.
enum OptionWords {
  private static let table: [String: [String]] = [
    "reduction": ["mean", "sum", "none"],
    "method": ["sgd", "momentum", "nesterov", "rmsprop", "adam"],
    "approximate": ["none", "tanh"],
  ]

  /// Returns the words that an argument may be; none where it is no choice among words.
  static func of(_ argument: String) -> [String] { table[argument] ?? [] }
}
