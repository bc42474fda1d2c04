/// Puts what `eval` and `code` take as expressions behind a `--`.
///
/// `lossbook eval '-log(0.1)' --json` is to work: an expression may begin with a minus, and options
/// may stand after it. What begins with two minus signs and a letter, or is a known short option, is
/// an option; everything after a `--` is an expression.
enum ArgumentOrder {
  /// The options of these commands that take a value of their own.
  private static let valued: Set<String> = ["--dtype", "--digits", "--color", "--to", "--lessons"]

  /// Returns the arguments in the order that the parser wants.
  static func expressionsLast(_ arguments: [String]) -> [String] {
    guard let command = arguments.first, command == "eval" || command == "code" else {
      return arguments
    }
    var options = [command]
    var expressions: [String] = []
    var rest = arguments.dropFirst()
    while let argument = rest.popFirst() {
      if argument == "--" {
        expressions += rest
        break
      }
      guard isOption(argument) else {
        expressions.append(argument)
        continue
      }
      options.append(argument)
      if valued.contains(argument), let value = rest.popFirst() { options.append(value) }
    }
    return options + (expressions.isEmpty ? [] : ["--"] + expressions)
  }

  private static func isOption(_ argument: String) -> Bool {
    if argument == "-h" { return true }
    guard argument.hasPrefix("--"), let first = argument.dropFirst(2).first else { return false }
    // `--x` would be an expression, too; a misspelt option is the likelier.
    return first.isLetter && !argument.contains("(") && !argument.contains(" ")
  }
}
