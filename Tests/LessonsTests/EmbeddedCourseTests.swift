import Language
import Lessons
import Syntax
import Testing

@Suite struct EmbeddedCourseTests {
  @Test(arguments: Course.embedded.lessons.map(\.source.name))
  func everyLessonPassesItsTest(file: String) {
    let test = CourseTest(.embedded) { Interpreter() }
    let report = test.run(only: [file])
    #expect(report.problems.map { CourseTest.line($0) } == [])
  }

  @Test func thereAreSixteenLessonsOfEightToFourteenSteps() {
    let lessons = Course.embedded.lessons
    #expect(lessons.map(\.number) == Array(1...16))
    #expect(lessons.allSatisfy { (8...14).contains($0.steps.count) })
  }

  @Test func aThirdOfTheQuestionsAreAskedBeforeAnythingIsRun() {
    let questions = Course.embedded.lessons.flatMap(\.steps).compactMap(\.question)
    #expect(questions.count >= 170)
    #expect(3 * questions.count { $0.isPrediction } >= questions.count)
  }
}
