import Lessons
import Syntax
import Testing

@Suite struct LessonParserTests {
  private static let head = """
    ---
    format: 1
    title: Trial
    summary: A trial.
    minutes: 5
    needs: a, b
    teaches: mean
    ---

    """

  private func parse(_ body: String, head: String = head) -> (Lesson?, [String]) {
    let source = SourceText(head + body, name: "t.md")
    let (lesson, problems) = LessonParser.parse(source, fileName: "07-trial.md")
    return (lesson, problems.map { CourseTest.line($0) })
  }

  @Test func headAndFileNameGiveTheFields() throws {
    let (found, problems) = parse("Hello.\n\n## One\n\nText.\n")
    let lesson = try #require(found)
    #expect(problems == [])
    #expect(lesson.id == "trial")
    #expect(lesson.number == 7)
    #expect(lesson.title == "Trial")
    #expect(lesson.minutes == 5)
    #expect(lesson.needs.map(\.text) == ["a", "b"])
    #expect(lesson.teaches.map(\.text) == ["mean"])
    #expect(lesson.introduction.count == 1)
    #expect(lesson.steps.map(\.id) == ["one"])
  }

  @Test func aFenceKnowsItsPlaceInTheFile() throws {
    let (found, _) = parse("## One\n\nTäxt.\n\n```loss\ny = [1, 2]\nmean(y)\n```\n")
    let lesson = try #require(found)
    guard case .cell(let cell)? = lesson.steps.first?.items.last else {
      Issue.record("the step ends with a cell")
      return
    }
    #expect(cell.text == "y = [1, 2]\nmean(y)\n")
    #expect(String(lesson.source[cell.range]) == cell.text)
  }

  @Test func windowsLineEndsAreReadAlike() throws {
    let body = "## One\n\n```ask\nkind: value\nprompt: How much?\nanswer: 2\nexplain: Two.\n```\n"
    let text = (Self.head + body).split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\r\n")
    let (lesson, problems) = LessonParser.parse(SourceText(text), fileName: "t.md")
    #expect(problems.isEmpty)
    #expect(lesson?.steps.first?.question?.answer?.text == "2")
  }

  @Test func aQuestionHasAllItsParts() throws {
    let (found, problems) = parse(
      """
      ## One

      ```ask
      kind: formula
      predict: yes
      prompt: What is the slope of x^2,
        by x?
      answer: 2*x
      of: x^2
      wrt: x
      domain: x in (-1, 1)
      form: uses x
      tolerance: 1e-4
      hint: First.
      hint: Second.
      wrong: x -> The 2: it is missing. #factor
      explain: Because.
      ```
      """)
    let question = try #require(found?.steps.first?.question)
    #expect(problems == [])
    #expect(question.kind == .formula)
    #expect(question.isPrediction)
    #expect(question.prompt.text == "What is the slope of x^2, by x?")
    #expect(question.answer?.text == "2*x")
    #expect(question.function?.text == "x^2")
    #expect(question.variable?.text == "x")
    #expect(question.domain?.text == "x in (-1, 1)")
    #expect(question.form?.text == "uses x")
    #expect(question.tolerance == 1e-4)
    #expect(question.hints.map(\.text) == ["First.", "Second."])
    #expect(question.wrongRules.first?.sample.text == "x")
    #expect(question.wrongRules.first?.message.text == "The 2: it is missing.")
    #expect(question.wrongRules.first?.tag == "factor")
  }

  @Test func choicesKeepTheirReasons() throws {
    let (found, problems) = parse(
      """
      ## One

      ```ask
      kind: choice
      prompt: Which?
      + This -> Yes.
      - That, or not -> No.
      ```
      """)
    let question = try #require(found?.steps.first?.question)
    #expect(problems == [])
    #expect(question.choices.map(\.text.text) == ["This", "That, or not"])
    #expect(question.choices.map(\.reason.text) == ["Yes.", "No."])
    #expect(question.choices.map(\.isRight) == [true, false])
  }

  @Test func slugsAreLowerCaseWithHyphens() throws {
    let (found, _) = parse("## What's p(1 − p)?\n\nText.\n\n## Ünïts & more\n\nText.\n")
    #expect(found?.steps.map(\.id) == ["whats-p-1-p", "ünïts-more"])
  }

  @Test func aLaterFormatIsLeftAlone() {
    let (lesson, problems) = parse("## One\n", head: "---\nformat: 2\ntitle: X\n---\n")
    #expect(lesson == nil)
    #expect(problems.first?.hasPrefix("t.md:2:9: format 2 is not known") == true)
  }

  @Test(arguments: ["", "---\n", "no head", "---\n---\n", "\u{0}", "---\nformat: 1\n---\n## \n"])
  func oddFilesAreReportedAndNeverTrap(text: String) {
    let (_, problems) = LessonParser.parse(SourceText(text), fileName: "x.md")
    #expect(!problems.isEmpty)
  }

  @Test func aChangedStepChangesItsHashAndNoOther() throws {
    let (first, _) = parse("## One\n\nText.\n\n## Two\n\nText.\n")
    let (second, _) = parse("## One\n\nText!\n\n## Two\n\nText.\n")
    let before = try #require(first).steps.map(\.contentHash)
    let after = try #require(second).steps.map(\.contentHash)
    #expect(before[0] != after[0])
    #expect(before[1] == after[1])
  }
}

@Suite struct CommonMarkTests {
  @Test(arguments: ["1. Not a list `a`", "# Not a heading `a`", "- no `a`", "> no `a`", "--- `a`"])
  func oneLineIsAlwaysRunningText(line: String) {
    let inlines = CommonMark.inlines(of: line)
    #expect(inlines.last == .code("a"))
    #expect(CommonMark.plainText(of: inlines) == line.filter { $0 != "`" })
  }

  @Test func lineNumbersAndFencesAreKept() {
    let blocks = CommonMark.blocks(of: "A\n\n```loss setup\nx\n```\n\n| a |\n| - |\n| b |\n")
    #expect(blocks.map(\.lines) == [1...1, 3...5, 7...9])
    #expect(blocks[1].kind == .code(info: "loss setup", text: "x\n", isFenced: true))
    #expect(blocks[2].kind == .table([[[.text("a")]], [[.text("b")]]]))
  }

  @Test func deepNestingEndsAndNeverTraps() {
    let blocks = CommonMark.blocks(of: String(repeating: "> ", count: 20_000) + "x")
    #expect(blocks.count == 1)
  }
}
