import Language
import Lessons
import Rendering
import Syntax
import Testing

@testable import Notebooks

@Test func everyLessonBecomesANotebookWithoutItsNotation() {
  let lessons = Course.embedded.lessons
  #expect(!lessons.isEmpty)
  for lesson in lessons {
    let cells = LessonNotebook.cells(of: lesson, in: Session())
    var prose = ""
    var inputs = 0
    var blanks = 0
    for cell in cells {
      switch cell {
      case .prose(let text): prose += text + "\n"
      case .input(_, _, let events):
        inputs += 1
        #expect(!events.contains(where: \.isFailure) || lesson.source.text.contains("error"))
      case .command: Issue.record("a lesson runs no command")
      case .blank: blanks += 1
      }
    }
    #expect(prose.hasPrefix("# \(lesson.title)\n"))
    #expect(!prose.contains("```ask") && !prose.contains("```try") && !prose.contains("format: 1"))
    let questions = lesson.steps.filter(\.wantsAnswer)
    #expect(prose.split(separator: "<summary>Answer").count > 1)
    #expect(inputs > 0 && blanks > 0 && blanks <= questions.count)
  }
}

@Test func formulasOfProseBecomeLaTeX() {
  #expect(MarkdownMath.text(of: "a `$x^2$` b `x^2`") == "a ${x}^{2}$ b `x^2`")
  let fenced = "```\n`$x^2$`\n```\n"
  #expect(MarkdownMath.text(of: fenced) == fenced)
  #expect(MarkdownMath.text(of: "a ` b `$x$") == "a ` b `$x$")
  #expect(MarkdownMath.text(of: "`$not a formula$`") == "`$not a formula$`")
}
