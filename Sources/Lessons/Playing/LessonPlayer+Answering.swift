internal import Language
internal import Rendering
internal import Syntax
internal import Tensors

/// Questions, goals, hints and what is said to answers.
extension LessonPlayer {
  /// The question of the moment, asked now or asked again.
  var openQuestion: Question? {
    switch stage {
    case .question(let index), .goal(let index):
      if case .question(let question) = step.items[index] { return question }
      return nil
    case .warmUp: return warmUp.first?.question
    case .cell, .stepDone, .ended, .left: return nil
    }
  }

  /// Whether a line is an answer as it stands, though it may look like a part of an expression: the
  /// sign `+` waits for nothing.
  public var takesWholeLines: Bool {
    guard let question = openQuestion else { return false }
    switch question.kind {
    case .shape, .sign, .order, .choice, .many, .text: return true
    case .value, .tensor, .formula, .state: return false
    }
  }

  /// The free play of the moment.
  var openPlay: Play? {
    guard case .goal(let index) = stage, case .play(let play) = step.items[index] else {
      return nil
    }
    return play
  }

  /// Takes a line that is no command and not empty.
  mutating func take(_ text: String, on page: inout Page) {
    switch stage {
    case .question, .warmUp:
      if Self.isOrdinaryInput(text) {
        runLine(text, on: &page)
        page.add("The question is still open; Enter repeats it.", .faint)
      } else if let question = openQuestion {
        judge(text, question, on: &page)
      }
    case .goal(let index):
      runLine(text, on: &page)
      checkGoal(at: index, on: &page)
    case .cell:
      runLine(text, on: &page)
    case .stepDone, .ended:
      runLine(text, on: &page)
    case .left: break
    }
  }

  /// Calls whose results are to be looked at and cannot be answers.
  private static let displays: Set<String> = [
    "plot", "contour", "hist", "table", "steps", "check", "tape", "kinks", "domain", "descend",
    "equivalent", "compare",
  ]

  /// Whether a line at a question is meant for the ordinary prompt: it binds, or shows.
  static func isOrdinaryInput(_ text: String) -> Bool {
    if text.hasPrefix("?") { return true }
    let result = Parser.parse(SourceText(text))
    guard result.diagnostics.isEmpty, !result.statements.isEmpty else { return false }
    return result.statements.contains { statement in
      switch statement.kind {
      case .expression(let expression):
        guard case .call(let callee, _) = expression.kind, case .name(let name) = callee.kind
        else { return false }
        return displays.contains(name)
      case .define, .assign, .function, .declare, .assume, .loop, .delete: return true
      }
    }
  }

  // MARK: - Asking

  /// A question with its choices.
  func questionText(_ question: Question) -> StyledText {
    var text = StyledText(question.isPrediction ? "Predict: " : "Question: ", .strong)
    text.append(prose.line(question.prompt.text))
    text = text.wrapped(to: min(renderer.options.width, 78))
    for (index, choice) in question.choices.enumerated() {
      text.newline()
      let label = StyledText("  \(AnswerChecker.letter(index))  ", .strong)
      text.append(
        (label + prose.line(choice.text.text)).wrapped(
          to: min(renderer.options.width, 78), hanging: 5))
    }
    if question.kind == .many {
      text.newline()
      text.append("  All that hold, such as: a c", .faint)
    }
    return text
  }

  /// A goal in words.
  func goalText(_ goal: String) -> StyledText {
    (StyledText("Goal: ", .strong) + prose.line(goal))
      .wrapped(to: min(renderer.options.width, 78))
  }

  mutating func repeatGoal(at index: Int, on page: inout Page) {
    switch step.items[index] {
    case .play(let play): page.add(goalText(play.goal.text))
    case .question(let question): page.add(questionText(question))
    case .prose, .cell, .setup, .example: break
    }
  }

  // MARK: - Judging

  private mutating func judge(_ text: String, _ question: Question, on page: inout Page) {
    let place = warmUp.first?.workspace ?? workspace
    switch AnswerChecker(question, in: place).verdict(on: text) {
    case .unreadable(let diagnostic):
      page.add(renderer.render(diagnostic))
      page.addLine(StyledText("This does not count as a try.", .faint))
    case .otherForm(let message):
      page.add(mark(true) + paragraph(message))
    case .right(let remark):
      if question.isPrediction { attempt.guess = guess(text, question, in: place, isRight: true) }
      page.add(mark(true) + StyledText(praise(question), .success))
      if let remark { page.add(paragraph(remark)) }
      settle(question, on: &page)
    case .wrong(let feedback):
      if question.isPrediction, stage != .warmUp {
        compareGuess(text, question, feedback, on: &page)
      } else {
        attempt.misses += 1
        page.add(mark(false) + paragraph(feedback.message))
        offerHint(question.hints.count, on: &page)
      }
    }
  }

  private func praise(_ question: Question) -> String {
    question.isPrediction ? "Your prediction is right." : "Right."
  }

  private func mark(_ isRight: Bool) -> StyledText {
    let sign = renderer.options.isASCII ? (isRight ? "[ok] " : "[no] ") : (isRight ? "✓ " : "✗ ")
    return StyledText(sign, isRight ? .success : .error)
  }

  func paragraph(_ markdown: String) -> StyledText {
    prose.line(markdown).wrapped(to: min(renderer.options.width, 78) - 2)
  }

  /// After three misses, and every three more, the next hint is offered, never given.
  private func offerHint(_ count: Int, on page: inout Page) {
    guard attempt.misses % 3 == 0 else { return }
    let offer =
      attempt.hints < count
      ? "`hint` gives hint \(attempt.hints + 1) of \(count)." : "`answer` shows the answer and why."
    page.add(prose.line(offer).restyled(.note))
  }

  /// Shows a guess beside the truth; there is no second try, and none is needed.
  private mutating func compareGuess(
    _ text: String, _ question: Question, _ feedback: Verdict.Feedback, on page: inout Page
  ) {
    let guess = guess(text, question, in: workspace, isRight: false)
    attempt.guess = guess
    page.add(
      StyledText("Your guess: \(text)   The truth: ", .body) + answerText(question))
    if feedback.isFromRule { page.add(paragraph(feedback.message)) }
    if let guessed = guess.guessed, let truth = guess.truth,
      let distance = Calibration.distance(guessed, truth)
    {
      page.add(distance)
    }
    settle(question, on: &page)
  }

  private func guess(
    _ text: String, _ question: Question, in place: Workspace, isRight: Bool
  ) -> Progress.Guess {
    guard question.kind == .value,
      case .success(let guessed) = place.value(of: text),
      case .success(let truth) = AnswerChecker(question, in: place).rightValue()
    else { return Progress.Guess(isRight: isRight) }
    return Progress.Guess(
      guessed: guessed.scalarValue, truth: truth.scalarValue, isRight: isRight)
  }

  /// Explains a question that is answered or given up, and goes on.
  mutating func settle(_ question: Question, on page: inout Page) {
    if let explanation = question.explanation { page.add(paragraph(explanation.text)) }
    switch stage {
    case .question(let index), .goal(let index): present(from: index + 1, on: &page)
    case .warmUp: settleWarmUp(on: &page)
    case .cell, .stepDone, .ended, .left: break
    }
  }

  // MARK: - Goals

  private mutating func checkGoal(at index: Int, on page: inout Page) {
    let condition: Located?
    let explanation: Located?
    switch step.items[index] {
    case .play(let play): (condition, explanation) = (play.condition, play.explanation)
    case .question(let question):
      (condition, explanation) = (question.condition, question.explanation)
    case .prose, .cell, .setup, .example: return
    }
    guard let condition, case .success(true) = workspace.holds(condition.text) else { return }
    page.add(mark(true) + StyledText("Goal reached.", .success))
    if let explanation { page.add(paragraph(explanation.text)) }
    present(from: index + 1, on: &page)
  }

  // MARK: - Hints and answers

  mutating func giveHint(on page: inout Page) {
    guard let hints = openQuestion?.hints ?? openPlay?.hints else {
      page.add("There is no question open.", .note)
      return
    }
    guard !hints.isEmpty else {
      page.add(prose.line("There are no hints here; `answer` shows the answer."))
      return
    }
    let index = min(attempt.hints, hints.count - 1)
    let label = StyledText("Hint \(index + 1) of \(hints.count): ", .hint)
    page.add(
      (label + prose.line(hints[index].text)).wrapped(to: min(renderer.options.width, 78)))
    if attempt.hints >= hints.count {
      page.add(prose.line("That is the last one; `answer` shows the answer and why."))
    }
    attempt.hints = min(attempt.hints + 1, hints.count)
  }

  /// Shows the answer and why, marks the step, and goes on with it.
  mutating func showAnswer(on page: inout Page) {
    if let play = openPlay, case .goal(let index) = stage {
      attempt.wasShown = true
      page.add(StyledText("One way: ", .strong))
      for line in play.solution { page.addLine(StyledText("    " + line.text, .code)) }
      runSolution(play.solution)
      if let explanation = play.explanation { page.add(paragraph(explanation.text)) }
      present(from: index + 1, on: &page)
      return
    }
    guard let question = openQuestion else {
      page.add("There is no question open.", .note)
      return
    }
    attempt.wasShown = true
    page.add(StyledText("The answer: ", .strong) + answerText(question))
    if question.kind == .state { runSolution(question.answers) }
    settle(question, on: &page)
  }

  private func runSolution(_ lines: [Located]) {
    workspace.state = stepStart
    for item in step.items {
      switch item {
      case .cell(let cell), .setup(let cell), .example(let cell, _): workspace.run(cell.text)
      case .play, .question, .prose: break
      }
    }
    for line in lines { workspace.run(line.text) }
  }

  /// The right answer as people read it: what to type, and what it comes to.
  func answerText(_ question: Question) -> StyledText {
    if question.kind == .choice || question.kind == .many {
      return question.choices.enumerated().filter(\.element.isRight).map { index, choice in
        StyledText("\(AnswerChecker.letter(index)) ", .strong) + prose.line(choice.text.text)
          + "\n" + paragraph(choice.reason.text)
      }.joined(separator: "\n")
    }
    let source = question.answers.map(\.text).joined(separator: "; ")
    let place = warmUp.first?.workspace ?? workspace
    guard question.kind == .value || question.kind == .tensor,
      case .success(let value) = place.value(of: source)
    else { return StyledText(source, .code) }
    let number = renderer.brief(of: value)
    return number == source
      ? StyledText(source, .code) : StyledText(number, .value) + " = " + StyledText(source, .code)
  }
}
