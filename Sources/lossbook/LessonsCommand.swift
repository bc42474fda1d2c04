import ArgumentParser
import CLibEdit
import Lessons
import Notebooks
import Rendering

/// `lossbook lessons`: the course, for learners and for authors.
struct LessonsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lessons", abstract: "List, test, begin or export lessons.",
    subcommands: [ListLessons.self, TestLessons.self, NewLesson.self, ExportLessons.self],
    defaultSubcommand: ListLessons.self)
}

/// `lossbook lessons list`.
struct ListLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the lessons, and how far you are.")

  @OptionGroup var options: GlobalOptions

  func run() throws {
    _ = Workplace(options, options.settings()).submit(":lessons")
  }
}

/// `lossbook lessons test`: every cell, claim and sample answer.
struct TestLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run every cell and every sample answer, right and wrong, of lessons.",
    discussion: "Without files it tests the whole course. Faults are file:line:column.")

  @OptionGroup var options: GlobalOptions

  @Argument(help: "Lesson files.")
  var files: [String] = []

  func run() throws {
    let workplace = Workplace(options, options.settings())
    // A lesson may use what those beside it teach, so the whole folder is read.
    let course =
      files.isEmpty
      ? workplace.session.course : LessonFolder.course(files: files, amongOthers: true)
    var test = CourseTest(course, makeInterpreter: workplace.session.lessonInterpreter)
    test.deadline = { seconds in
      let end = Surroundings.ofThisProcess.now() + seconds
      return { Surroundings.ofThisProcess.now() > end || edit_is_interrupted() }
    }
    let report = test.run(only: files.isEmpty ? nil : Set(files))
    for problem in report.problems {
      // It quotes the lesson, which may be a stranger's.
      TextOutput.write(line: StyledText(CourseTest.line(problem)).plain)
    }
    TextOutput.write(
      line: "\(report.lessons) lessons, \(report.steps) steps, \(report.questions) questions, "
        + "\(report.cells) cells, \(report.claims) claims, \(report.answers) answers: "
        + verdict(on: report))
    if edit_is_interrupted() { throw ExitCode(130) }
    if !report.problems.isEmpty || isIncomplete(report) { throw ExitCode(1) }
  }

  private func isIncomplete(_ report: CourseTest.Report) -> Bool {
    report.lessons < max(1, files.count)
  }

  private func verdict(on report: CourseTest.Report) -> String {
    if !report.problems.isEmpty { return "\(report.problems.count) faults" }
    return isIncomplete(report) ? "not every lesson could be read" : "all right"
  }
}
