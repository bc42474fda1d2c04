internal import Language
internal import Rendering
internal import Syntax

/// Writes a lesson as a page: prose, cells with what they show, questions with folded answers.
struct LessonPage {
  private let lesson: Lesson
  private let workspace: Workspace

  init(_ lesson: Lesson, in workspace: Workspace) {
    self.lesson = lesson
    self.workspace = workspace
  }

  /// The content of the page's `main` element.
  func content() -> String {
    var parts = [
      "<h1><span class=\"number\">\(lesson.number)</span> \(Markup.text(lesson.title))</h1>",
      "<p class=\"summary\">\(ProseHTML.line(lesson.summary)) "
        + "<span class=\"minutes\">\(lesson.minutes) minutes</span></p>",
      ProseHTML.elements(for: lesson.introduction),
    ]
    for step in lesson.steps { parts.append(section(step)) }
    return parts.joined(separator: "\n")
  }

  private func section(_ step: Step) -> String {
    let items = step.items.map { item in
      switch item {
      case .prose(let block): return ProseHTML.element(for: block)
      case .setup(let cell):
        workspace.run(cell.text)
        return "<details class=\"setup\"><summary>Before this step runs</summary>"
          + "\(code(cell.text))</details>"
      case .cell(let cell), .example(let cell, _):
        return "<div class=\"cell\">\(code(cell.text))\(outputs(workspace.run(cell.text)))</div>"
      case .question(let question): return self.question(question)
      case .play(let play): return self.play(play)
      }
    }
    let id = Markup.attribute(step.id)
    return """
      <section id="\(id)">
      <h2><a href="#\(id)">\(Markup.text(step.title.text))</a></h2>
      \(items.joined(separator: "\n"))
      </section>
      """
  }

  // MARK: - Cells

  private func code(_ source: String) -> String {
    let end = source.lastIndex { !$0.isNewline }.map { source.index(after: $0) }
    return "<pre class=\"code\"><code>\(Markup.text(String(source[..<(end ?? source.endIndex)])))"
      + "</code></pre>"
  }

  private func outputs(_ events: [Event]) -> String {
    let shown = events.compactMap { event -> String? in
      switch event {
      case .output(let output): return self.output(output)
      case .failure, .note: return pre(event, class: "note")
      case .binding, .progress: return nil
      }
    }
    return shown.isEmpty ? "" : "<div class=\"output\">\(shown.joined(separator: "\n"))</div>"
  }

  private func output(_ output: Output) -> String {
    var parts: [String] = []
    switch output.content {
    case .formula(let formula):
      parts.append(MathML.element(for: formula))
    case .derivative(let formula, let value):
      if let formula { parts.append(MathML.element(for: formula)) }
      if let value {
        let sign = formula == nil ? "" : "= "
        parts.append("<pre>\(sign)\(Markup.text(Self.renderer.text(of: value).plain))</pre>")
      }
    case .plot(let plot):
      parts.append(SVGPlot().element(for: plot, title: output.source))
    case .value, .check, .equivalence, .steps, .tape, .table, .kinks, .domain, .text:
      var bare = output
      bare.notes = []
      parts.append(pre(.output(bare), class: nil))
    }
    for note in output.notes {
      parts.append("<p class=\"note\">\(Markup.text(note.message))</p>")
    }
    return parts.joined(separator: "\n")
  }

  private func pre(_ event: Event, class name: String?) -> String {
    let text = Self.renderer.render(event, cell: workspace.cell).plain
    let attribute = name.map { " class=\"\($0)\"" } ?? ""
    return "<pre\(attribute)>\(Markup.text(text))</pre>"
  }

  private static let renderer = Renderer(
    options: RenderOptions(width: 76, showsPrompts: false))

  // MARK: - Questions

  private func question(_ question: Question) -> String {
    let kind = question.isPrediction ? "Predict" : "Question"
    var parts = ["<p><strong>\(kind).</strong> \(ProseHTML.line(question.prompt.text))</p>"]
    if !question.choices.isEmpty {
      let items = question.choices.map { "<li>\(ProseHTML.line($0.text.text))</li>" }.joined()
      parts.append("<ol type=\"a\">\(items)</ol>")
    }
    parts += hints(question.hints)
    parts.append(folded("Answer", answer(question), class: "answer"))
    return "<div class=\"question\">\(parts.joined(separator: "\n"))</div>"
  }

  private func answer(_ question: Question) -> String {
    var parts: [String] = []
    if question.choices.isEmpty {
      parts.append(code(question.answers.map(\.text).joined(separator: "\n")))
      if case .success(let value) = AnswerChecker(question, in: workspace).rightValue(),
        question.kind == .value || question.kind == .tensor
      {
        parts.append("<pre>= \(Markup.text(Self.renderer.text(of: value).plain))</pre>")
      }
    } else {
      let items = question.choices.map { choice in
        let mark = choice.isRight ? "✓" : "✗"
        return "<li>\(mark) \(ProseHTML.line(choice.reason.text))</li>"
      }.joined()
      parts.append("<ol type=\"a\">\(items)</ol>")
    }
    if let text = question.explanation { parts.append("<p>\(ProseHTML.line(text.text))</p>") }
    return parts.joined(separator: "\n")
  }

  private func play(_ play: Play) -> String {
    var answer = code(play.solution.map(\.text).joined(separator: "\n"))
    if let text = play.explanation { answer += "<p>\(ProseHTML.line(text.text))</p>" }
    for line in play.solution { workspace.run(line.text) }
    return """
      <div class="question"><p><strong>Goal.</strong> \(ProseHTML.line(play.goal.text))</p>
      \(hints(play.hints).joined(separator: "\n"))
      \(folded("One way", answer, class: "answer"))</div>
      """
  }

  private func hints(_ hints: [Located]) -> [String] {
    hints.enumerated().map { index, hint in
      folded("Hint \(index + 1)", "<p>\(ProseHTML.line(hint.text))</p>", class: "hint")
    }
  }

  private func folded(_ title: String, _ content: String, class name: String) -> String {
    "<details class=\"\(name)\"><summary>\(title)</summary>\(content)</details>"
  }
}
