internal import Language
internal import Rendering
internal import Syntax

/// The rules of a lesson that need computing: cells, claims, outputs, answers right and wrong.
struct ExecutionTest {
  let lesson: Lesson
  let workspace: Workspace
  private(set) var problems: [Diagnostic] = []
  private(set) var cells = 0
  private(set) var claims = 0
  private(set) var answers = 0

  init(_ lesson: Lesson, in workspace: Workspace) {
    self.lesson = lesson
    self.workspace = workspace
  }

  mutating func run() {
    for step in lesson.steps {
      for item in step.items {
        switch item {
        case .prose(let block): testProse(block)
        case .cell(let cell), .setup(let cell): testCell(cell)
        case .example(let cell, let output): testExample(cell, output)
        case .play(let play): testPlay(play)
        case .question(let question): testQuestion(question)
        }
      }
    }
  }

  mutating func report(
    _ message: String, at range: SourceRange, details: [String] = [], hint: String? = nil
  ) {
    problems.append(
      Diagnostic(
        .argument, message, at: range, details: details, hint: hint, source: lesson.source))
  }

  /// Reports what a piece of the lesson failed with, at its own place.
  mutating func report(_ failure: Diagnostic, in piece: Located, saying prefix: String) {
    // What a cell's own text points at lies within the cell; other texts are the program's.
    let isOwn = failure.source.map { $0.text == piece.text } ?? false
    let range = isOwn ? failure.range.map { piece.range(of: $0) } : nil
    report(
      "\(prefix): \(failure.message)", at: range ?? piece.range, details: failure.details,
      hint: failure.hint)
  }

  // MARK: - Cells

  private mutating func testCell(_ cell: Located) {
    cells += 1
    if let failure = workspace.run(cell.text).firstFailure {
      report(failure, in: cell, saying: "this cell fails")
    }
  }

  private mutating func testExample(_ cell: Located, _ output: Located) {
    cells += 1
    let events = workspace.run(cell.text)
    if let failure = events.firstFailure {
      report(failure, in: cell, saying: "this cell fails")
      return
    }
    let renderer = Renderer(options: RenderOptions(width: 80, showsPrompts: false))
    let shown = events.compactMap { event -> String? in
      if case .binding = event { return nil }
      let text = renderer.render(event, cell: workspace.cell).plain
      return text.isEmpty ? nil : text
    }.joined(separator: "\n")
    if Self.trimmedLines(shown) != Self.trimmedLines(output.text) {
      report(
        "this is not what the cell shows", at: output.range,
        details: shown.split(separator: "\n").map(String.init), hint: "copy the lines above")
    }
  }

  private static func trimmedLines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { line in
      let end = line.lastIndex { $0 != " " }
      return String(line[..<(end.map { line.index(after: $0) } ?? line.startIndex)])
    }
  }

  // MARK: - Claims

  private mutating func testProse(_ block: CommonMark.Block) {
    for span in LessonClaims.code(in: block, of: lesson) { testSpan(span) }
  }

  mutating func testText(_ text: Located?) {
    guard let text else { return }
    for span in LessonClaims.code(in: text) { testSpan(span) }
  }

  private mutating func testSpan(_ span: Located) {
    if let formula = Claim.formulaSource(span.text) {
      if case .failure(let problem) = Source.expression(formula) {
        report("this formula cannot be read: \(problem.message)", at: span.range)
      }
      return
    }
    guard let claim = Claim(span.text) else { return }
    claims += 1
    switch ClaimTest(claim, in: workspace).outcome {
    case .holds: break
    case .fails(let actual):
      report("this claim does not hold", at: span.range, details: ["it comes to \(actual)"])
    case .cannotBeComputed(let problem):
      report("this claim cannot be computed: \(problem.message)", at: span.range)
    }
  }

  // MARK: - Goals

  private mutating func testPlay(_ play: Play) {
    testText(play.goal)
    testGoal(condition: play.condition, solution: play.solution)
    for hint in play.hints { testText(hint) }
    testText(play.explanation)
  }

  /// The goal is not reached before the sample lines, and is reached after them.
  private mutating func testGoal(condition: Located, solution: [Located]) {
    answers += 1
    if case .success(true) = workspace.holds(condition.text) {
      report("the goal is reached before anything is done", at: condition.range)
    }
    for line in solution {
      if let failure = workspace.run(line.text).firstFailure {
        report(failure, in: line, saying: "this line fails")
      }
    }
    switch workspace.holds(condition.text) {
    case .success(true): break
    case .success(false): report("the sample lines do not reach the goal", at: condition.range)
    case .failure(let problem): report(problem, in: condition, saying: "this condition fails")
    }
  }

  // MARK: - Questions

  private mutating func testQuestion(_ question: Question) {
    for text in question.texts { testText(text) }
    if question.kind == .state, let condition = question.condition {
      testGoal(condition: condition, solution: question.answers)
      return
    }
    if let domain = question.domain,
      let problem = Parser.parse(SourceText("var \(domain.text)")).diagnostics.first
    {
      report("this domain cannot be read: \(problem.message)", at: domain.range)
      return
    }
    let checker = AnswerChecker(question, in: workspace)
    if let answer = question.answer {
      for attempt in [answer.text] + Rewriting.variants(of: answer.text, kind: question.kind) {
        answers += 1
        testAccepted(attempt, checker, at: answer)
      }
    }
    testChoices(question, checker)
    for rule in question.wrongRules {
      answers += 1
      testRule(rule, checker)
    }
    testDistinct(question.wrongRules)
  }

  private mutating func testAccepted(
    _ attempt: String, _ checker: AnswerChecker, at answer: Located
  ) {
    let shown = attempt == answer.text ? "the sample answer" : "its rewriting `\(attempt)`"
    switch checker.verdict(on: attempt) {
    case .right: break
    case .otherForm(let message): report("\(shown) is refused: \(message)", at: answer.range)
    case .wrong(let feedback):
      report("\(shown) is refused: \(feedback.message)", at: answer.range)
    case .unreadable(let problem):
      report(
        "\(shown) cannot be read: \(problem.message)", at: answer.range, hint: problem.hint)
    }
  }

  private mutating func testChoices(_ question: Question, _ checker: AnswerChecker) {
    for (index, choice) in question.choices.enumerated() {
      answers += 1
      let verdict = checker.verdict(on: AnswerChecker.letter(index))
      let isAlone = question.choices.count(where: \.isRight) == 1
      if verdict.isRight != (choice.isRight && isAlone) {
        report("this choice is judged otherwise than it is marked", at: choice.text.range)
      }
    }
  }

  private mutating func testRule(_ rule: Question.WrongRule, _ checker: AnswerChecker) {
    switch checker.verdict(on: rule.sample.text) {
    case .right:
      report("this wrong answer is right", at: rule.sample.range)
    case .otherForm:
      report("this wrong answer is equal to the right one", at: rule.sample.range)
    case .unreadable(let problem):
      report(
        "this wrong answer cannot be read: \(problem.message)", at: rule.sample.range,
        hint: problem.hint)
    case .wrong(let feedback):
      if feedback.message != rule.message.text || !feedback.isFromRule {
        report(
          "this rule does not answer its own sample", at: rule.sample.range,
          details: ["what is said: \(feedback.message)"],
          hint: "an earlier rule takes it, or the two are the same answer")
      }
    }
  }

  private mutating func testDistinct(_ rules: [Question.WrongRule]) {
    var seen: Set<String> = []
    for rule in rules {
      guard let tag = rule.tag, !seen.insert(tag).inserted else { continue }
      report("two rules have the tag #\(tag)", at: rule.range)
    }
  }
}
