public import Language
public import Syntax

/// Tests lessons as code is tested: form, cells, answers right and wrong, claims, hints, order.
///
/// Every fault is a diagnostic with its place in the lesson's file.
public struct CourseTest {
  let course: Course
  let makeInterpreter: () -> Interpreter
  /// Makes the test that says when some seconds are over.
  public var deadline: (@Sendable (_ seconds: Double) -> @Sendable () -> Bool)?

  /// What a test of a course found and how much it looked at.
  public struct Report: Sendable {
    /// Everything wrong, by file and place.
    public var problems: [Diagnostic] = []
    /// How many lessons were tested.
    public var lessons = 0
    /// How many steps they have.
    public var steps = 0
    /// How many questions and goals.
    public var questions = 0
    /// How many cells were run.
    public var cells = 0
    /// How many claims were computed.
    public var claims = 0
    /// How many answers were tried, right ones and wrong ones.
    public var answers = 0
  }

  /// Makes the test of a course.
  ///
  /// - Parameters:
  ///   - course: all its lessons, since a lesson may use what an earlier one teaches.
  ///   - makeInterpreter: makes interpreters that nothing else uses.
  public init(_ course: Course, makeInterpreter: @escaping () -> Interpreter) {
    self.course = course
    self.makeInterpreter = makeInterpreter
  }

  /// Tests lessons of the course; all of them unless some files are named.
  ///
  /// - Parameters:
  ///   - paths: the files to test, as diagnostics call them.
  ///   - onLesson: gets each lesson before it is tested.
  /// - Returns: the faults, in the order of files and places, and how much was looked at.
  public func run(
    only paths: Set<String>? = nil, onLesson: (Lesson) -> Void = { _ in }
  ) -> Report {
    var report = Report()
    func isAsked(_ source: SourceText?) -> Bool {
      paths.map { paths in source.map { paths.contains($0.name) } ?? true } ?? true
    }
    let lessons = course.lessons.filter { isAsked($0.source) }
    report.problems = course.problems.filter { isAsked($0.source) }
    for lesson in lessons {
      onLesson(lesson)
      report.lessons += 1
      report.steps += lesson.steps.count
      report.questions += lesson.steps.count(where: \.wantsAnswer)
      var structure = StructureTest(lesson, in: course)
      report.problems += structure.run()
      let workspace = Workspace(makeInterpreter())
      workspace.deadline = deadline
      var execution = ExecutionTest(lesson, in: workspace)
      execution.run()
      report.problems += execution.problems
      report.cells += execution.cells
      report.claims += execution.claims
      report.answers += execution.answers
    }
    report.problems.sort(by: Self.isBefore)
    return report
  }

  private static func isBefore(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    let leftName = left.source?.name ?? ""
    let rightName = right.source?.name ?? ""
    return (leftName, left.range?.lower ?? 0) < (rightName, right.range?.lower ?? 0)
  }

  /// A fault in one line, `Lessons/08-log-loss.md:27:9: …`, with its hint below.
  public static func line(_ problem: Diagnostic) -> String {
    var place = problem.source?.name ?? "lesson"
    if let source = problem.source, let range = problem.range {
      let location = source.location(of: range.lower)
      place += ":\(location.line):\(location.column)"
    }
    let hint = problem.hint.map { "\n  hint: \($0)" } ?? ""
    let details = problem.details.map { "\n  \($0)" }.joined()
    return "\(place): \(problem.message)\(details)\(hint)"
  }
}
