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

  @Test(arguments: Course.embedded.lessons.map(\.id))
  func aThirdOfWhatALessonAsksIsPredicted(id: String) throws {
    let lesson = try #require(Course.embedded.lesson(named: id))
    let predictions = lesson.steps.count { $0.question?.isPrediction == true }
    #expect(predictions * 3 >= lesson.steps.count(where: \.wantsAnswer))
  }
}
