internal import Language
internal import Rendering
internal import Syntax
internal import Tensors

/// The commands of a lesson, and its beginning and end.
extension LessonPlayer {
  /// The command that a line is, if any: a word alone counts where an answer is wanted.
  func command(in text: String) -> LessonCommand? {
    switch stage {
    case .question, .warmUp, .goal:
      // A word that is itself an answer is taken as one.
      if let question = openQuestion, !text.hasPrefix(":"), isAnswer(text, to: question) {
        return nil
      }
      return LessonCommand(line: text, needsColon: false)
    case .cell, .stepDone, .ended, .left:
      return LessonCommand(line: text, needsColon: true)
    }
  }

  private func isAnswer(_ text: String, to question: Question) -> Bool {
    switch question.kind {
    case .text, .choice, .many: AnswerChecker(question, in: workspace).verdict(on: text).isRight
    case .value, .tensor, .formula, .shape, .sign, .order, .state: false
    }
  }

  mutating func run(_ command: LessonCommand, on page: inout Page) {
    switch command {
    case .hint: giveHint(on: &page)
    case .answer: showAnswer(on: &page)
    case .skip: skip(on: &page)
    case .next:
      if stage == .warmUp {
        settleWarmUp(on: &page, isAnswered: false)
      } else {
        nextStep(on: &page)
      }
    case .back:
      if stepIndex == 0 { page.add("This is the first step.", .note) }
      move(to: stage == .ended ? stepIndex : stepIndex - 1, on: &page)
    case .list: page.add(list())
    case .whereAmI: page.add(whereText())
    case .beginStepAgain:
      if stage == .warmUp { askWarmUp(on: &page) } else { enter(stepIndex, on: &page) }
    case .restart:
      save(on: &page) { [id = lesson.id] in $0.forget(lesson: id) }
      warmUp = []
      begin(on: &page)
    case .review: review(on: &page)
    case .leave: leave(on: &page)
    case .keep(let name): keep(name, on: &page)
    }
  }

  /// Shows the answer, if one is open, and ends the step without running what is left of it.
  private mutating func skip(on page: inout Page) {
    switch stage {
    case .warmUp:
      showAnswer(on: &page)
    case .question, .goal:
      showAnswer(on: &page)
      if case .cell = stage { endStepEarly(on: &page) }
    case .cell: endStepEarly(on: &page)
    case .stepDone: nextStep(on: &page)
    case .ended: leave(on: &page)
    case .left: break
    }
  }

  private mutating func endStepEarly(on page: inout Page) {
    // What is left of the step may hold another question: it counts as shown.
    if let question = step.question, !attempt.wasShown {
      attempt.wasShown = true
      page.add(paragraph(question.prompt.text))
      page.add(StyledText("The answer: ", .strong) + answerText(question))
      if let explanation = question.explanation { page.add(paragraph(explanation.text)) }
    }
    present(from: step.items.count, on: &page)
  }

  // MARK: - Where

  private func whereText() -> StyledText {
    switch stage {
    case .warmUp: StyledText("Warming up for \(lesson.title).")
    case .ended: StyledText("At the end of \(lesson.title).")
    case .cell, .question, .goal, .stepDone, .left:
      StyledText("\(lesson.title), step \(stepIndex + 1) of \(lesson.steps.count): ")
        + StyledText(step.title.text, .heading)
    }
  }

  /// The steps, with a mark and a word for each.
  private func list() -> StyledText {
    lesson.steps.enumerated().map { index, step in
      let entry = progress.entry(of: step, in: lesson)
      let isHere = index == stepIndex
      var line = StyledText(isHere ? "> " : "  ", .strong)
      line.append("\(index + 1 < 10 ? " " : "")\(index + 1)  ", .faint)
      line.append(step.title.text, isHere ? .strong : .body)
      if progress.hasChanged(step, in: lesson) {
        line.append("  changed", .note)
      } else if let entry {
        line.append("  \(entry.status.rawValue)", entry.status == .done ? .success : .faint)
        if entry.needsReview { line.append(", to be asked again", .note) }
      }
      return line
    }.joined(separator: "\n")
  }

  // MARK: - Beginning and end

  func titleText() -> StyledText {
    var text = StyledText(lesson.title, .heading)
    text.append("  \(lesson.steps.count) steps, about \(lesson.minutes) minutes", .faint)
    text.newline()
    text.append(lesson.summary, .emphasis)
    text.newline()
    text.append(":hint :answer :skip :back :list :leave work at any time.", .faint)
    return text.wrapped(to: min(renderer.options.width, 78))
  }

  mutating func end(on page: inout Page) {
    stage = .ended
    page.add(StyledText("End of \(lesson.title)", .heading))
    let entries = lesson.steps.compactMap { progress.entry(of: $0, in: lesson) }
    let done = entries.count { $0.status == .done }
    page.add("\(lesson.summary)")
    page.add("\(done) of \(lesson.steps.count) steps done.")
    page.add(Calibration.summary(of: entries.compactMap(\.guess)))
    let missed = lesson.steps.filter { progress.entry(of: $0, in: lesson)?.needsReview == true }
    if !missed.isEmpty {
      page.add("To be asked again: \(missed.map(\.title.text).joined(separator: "; ")).", .note)
    }
    if let place = course.firstIndex(where: { $0.id == lesson.id }), place + 1 < course.count {
      let next = course[place + 1]
      page.add(prose.line("Next: \(next.title), `:learn \(next.id)`. Enter goes to your session."))
    } else {
      page.add("That was the last lesson. Enter goes to your session.")
    }
  }

  mutating func leave(on page: inout Page) {
    if stage != .ended {
      page.add(prose.line("Your session is back. `:learn \(lesson.id)` goes on from here."))
    }
    stage = .left
  }

  /// Copies a name into the session, as a statement that binds it there: a value as it is now, a
  /// function or a formula without a value as it was written.
  private mutating func keep(_ name: String, on page: inout Page) {
    switch workspace.value(of: name) {
    case .success(let value):
      kept.append("\(name) = \(Self.literal(value))")
    case .failure(let problem):
      guard let statement = statement(of: name) else {
        page.add(renderer.render(problem))
        return
      }
      kept.append(statement)
    }
    page.add(prose.line("Your session has `\(name)` too.").restyled(.note))
  }

  /// The statement that gave a name its meaning; nil for data and for names without one.
  private func statement(of name: String) -> String? {
    switch workspace.state[name] {
    case .definition(let definition)?: Self.text(of: definition.range, in: definition.source)
    case .function(let function)?: Self.text(of: function.range, in: function.source)
    case .leaf?, .columns?, nil: nil
    }
  }

  private static func text(of range: SourceRange, in source: SourceText) -> String? {
    let bytes = Array(source.text.utf8)
    guard range.lower >= 0, range.lower < range.upper, range.upper <= bytes.count else {
      return nil
    }
    return String(decoding: bytes[range.lower..<range.upper], as: UTF8.self)
  }

  /// A tensor as source that reads back to the same bits.
  static func literal(_ tensor: Tensor) -> String {
    func part(_ dimensions: ArraySlice<Int>, _ elements: ArraySlice<Double>) -> String {
      guard let size = dimensions.first else {
        return elements.first.map { value in
          value.isNaN ? "nan" : value.isInfinite ? (value < 0 ? "-inf" : "inf") : "\(value)"
        } ?? "0"
      }
      guard size > 0 else { return "[]" }
      let stride = elements.count / size
      let parts = (0..<size).map { index in
        let start = elements.startIndex + index * stride
        return part(dimensions.dropFirst(), elements[start..<start + stride])
      }
      return "[" + parts.joined(separator: ", ") + "]"
    }
    return part(tensor.shape.dimensions[...], tensor.elements[...])
  }
}
