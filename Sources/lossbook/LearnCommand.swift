import ArgumentParser
import Lessons
import LineEditing
import Notebooks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `lossbook learn`: straight into the lessons.
struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn",
    abstract: "Play a lesson, by its number or name, or go on where you left off.")

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The lesson; without one the list is shown.", completion: .lessons)
  var lesson: String?

  /// Begins the lesson at the prompt, or lists the lessons there.
  func run() throws {
    let workplace = Workplace(options, options.settings())
    if let lesson, workplace.session.course.lesson(named: lesson) == nil {
      _ = workplace.submit(":learn \(lesson)")
      throw ExitCode(1)
    }
    let first = lesson.map { ":learn \($0)" } ?? ":lessons"
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      playFromInput(workplace, first)
      return
    }
    try Repl(workplace, options).run(first: first)
  }

  /// Takes answers that are piped in, a line each; an empty line goes on, as Enter does.
  private func playFromInput(_ workplace: Workplace, _ first: String) {
    workplace.session.showsPrompts = false
    _ = workplace.submit(first)
    let reader = PlainReader()
    while case .line(let line) = reader.readLine(prompt: Prompt(""), draft: "") {
      guard workplace.submit(line) != .quit else { return }
    }
  }
}
