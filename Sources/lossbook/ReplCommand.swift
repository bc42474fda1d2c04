import ArgumentParser
import CLibEdit
import LineEditing
import Notebooks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `lossbook` alone: the notebook in the terminal, or a script that is piped in.
struct ReplCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repl", abstract: "The notebook in the terminal; what is piped in is a script.")

  @OptionGroup var options: GlobalOptions

  @Flag(help: "With input that is piped in: go on after an error.")
  var keepGoing = false

  /// Reads cells until they end.
  func run() throws {
    let workplace = Workplace(options, options.settings())
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      try runScript(workplace)
      return
    }
    try Repl(workplace, options).run()
  }

  /// Runs each cell as soon as it is complete, so that a program can talk to this one.
  private func runScript(_ workplace: Workplace) throws {
    workplace.session.showsPrompts = false
    let reader = PlainReader()
    var hasFailed = false
    var lines: [String] = []
    var firstLine = 1
    var number = 0
    reading: while true {
      let input = reader.readLine(prompt: Prompt(""), draft: "")
      switch input {
      case .line(let line):
        number += 1
        if lines.isEmpty, line.allSatisfy(\.isWhitespace) {
          firstLine = number + 1
          continue
        }
        lines.append(line)
        let text = lines.joined(separator: "\n")
        guard ScriptFile.isWhole(text) else { continue }
      case .endOfInput:
        guard !lines.isEmpty else { break reading }
      case .interrupted: throw ExitCode(130)
      case .terminated(let signal):
        TextOutput.flush()
        edit_die_by(signal)
      }
      // The line breaks before it make an error name the line of the whole input.
      let cell = ScriptFile.Cell(lines.joined(separator: "\n"), firstLine: firstLine)
      lines = []
      firstLine = number + 1
      let status = workplace.session.run(cell, name: "standard input") {
        workplace.write($0, isError: $1)
      }
      switch status {
      case .done: break
      case .interrupted: throw ExitCode(130)
      case .quit: break reading
      case .failed:
        hasFailed = true
        guard keepGoing else { break reading }
      }
      if input == .endOfInput { break }
    }
    if hasFailed { throw ExitCode(1) }
  }
}
