import Language
import Lessons
import Testing

@Suite struct LessonTemplateTests {
  @Test(arguments: ["My lesson", "a: b # c", "Zwei\nZeilen"])
  func theTemplatePassesItsOwnTest(title: String) {
    let course = Course(files: [("new.md", "new.md", LessonTemplate.text(title: title))])
    let report = CourseTest(course) { Interpreter() }.run()
    #expect(report.problems.map { CourseTest.line($0) } == [])
    #expect(report.steps == 3)
  }
}
