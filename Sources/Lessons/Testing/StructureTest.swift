internal import Syntax

/// The rules of a lesson that need no computing: lengths, order, what may be used.
struct StructureTest {
  private let lesson: Lesson
  private let course: Course
  private var problems: [Diagnostic] = []

  /// The words of prose a step may have.
  static let wordLimit = 45
  /// The characters an answer to type may have.
  static let answerLimit = 40
  /// The steps in a row that may ask nothing.
  static let idleLimit = 2
  /// The least share of steps that want an answer, in percent.
  static let leastShare = 60

  init(_ lesson: Lesson, in course: Course) {
    self.lesson = lesson
    self.course = course
  }

  mutating func run() -> [Diagnostic] {
    testIdentity()
    testRhythm()
    for step in lesson.steps { test(step) }
    testNames()
    return problems
  }

  private mutating func report(
    _ message: String, at range: SourceRange, hint: String? = nil
  ) {
    problems.append(Diagnostic(.argument, message, at: range, hint: hint, source: lesson.source))
  }

  private var head: SourceRange { SourceRange(0, 3) }

  // MARK: - The lesson as a whole

  private mutating func testIdentity() {
    for other in course.lessons where other.id == lesson.id && other.source != lesson.source {
      report("another lesson has the id `\(lesson.id)`: \(other.source.name)", at: head)
    }
    for need in lesson.needs {
      guard let needed = course.lessons.first(where: { $0.id == need.text }) else {
        report(
          "no lesson has the id `\(need.text)`", at: need.range,
          hint: course.suggestions(for: need.text).first.map { "did you mean `\($0)`?" })
        continue
      }
      if needed.number >= lesson.number, needed.source != lesson.source {
        report("`\(need.text)` comes after this lesson", at: need.range)
      }
    }
    var seen: Set<String> = []
    for step in lesson.steps where !seen.insert(step.id).inserted {
      report(
        "two steps have the id `\(step.id)`", at: step.title.range,
        hint: "give one another heading")
    }
  }

  private mutating func testRhythm() {
    var idle = 0
    for step in lesson.steps {
      idle = step.wantsAnswer ? 0 : idle + 1
      if idle == Self.idleLimit + 1 {
        report(
          "this is the third step in a row that asks nothing", at: step.title.range,
          hint: "ask something, or put two of them together")
      }
    }
    let asking = lesson.steps.count(where: \.wantsAnswer)
    if asking * 100 < lesson.steps.count * Self.leastShare {
      report(
        "\(asking) of \(lesson.steps.count) steps want an answer; at least "
          + "\(Self.leastShare)% should", at: head)
    }
  }

  // MARK: - A step

  private mutating func test(_ step: Step) {
    let words = step.items.reduce(0) { count, item in
      guard case .prose(let block) = item else { return count }
      return count + Self.words(in: block)
    }
    if words > Self.wordLimit {
      report(
        "this step has \(words) words of prose; \(Self.wordLimit) are the limit",
        at: step.title.range, hint: "make two steps of it, or say less")
    }
    let asked = step.items.filter { item in
      switch item {
      case .question, .play: true
      case .prose, .cell, .setup, .example: false
      }
    }
    if asked.count > 1 {
      report("a step asks one thing, this one \(asked.count)", at: step.title.range)
    }
    if let question = step.question {
      testLength(of: question.kind == .choice || question.kind == .many ? [] : question.answers)
      testHints(question.hints, answers: question.answers)
      if question.hints.count > 3 {
        report("there are at most three hints", at: question.hints[3].range)
      }
    }
    if let play = step.play {
      testLength(of: play.solution)
      testHints(play.hints, answers: play.solution)
    }
  }

  private mutating func testLength(of answers: [Located]) {
    for answer in answers where answer.text.count > Self.answerLimit {
      report(
        "this answer has \(answer.text.count) characters to type; \(Self.answerLimit) are the "
          + "limit", at: answer.range, hint: "name a part of it in a cell first")
    }
  }

  /// A hint before the last must not hold the answer as it would be typed.
  private mutating func testHints(_ hints: [Located], answers: [Located]) {
    for answer in answers {
      let wanted = Self.squeezed(answer.text)
      guard wanted.utf8.count >= 3 else { continue }
      for hint in hints.dropLast() where Self.squeezed(hint.text).contains(wanted) {
        report(
          "this hint contains the answer", at: hint.range,
          hint: "only the last hint may")
      }
    }
  }

  private static func squeezed(_ text: String) -> String {
    text.filter { !$0.isWhitespace && $0 != "`" && $0 != "$" }
  }

  /// The words of a block; inline code counts as one, code blocks and tables as none.
  static func words(in block: CommonMark.Block) -> Int {
    switch block.kind {
    case .heading(_, let inlines), .paragraph(let inlines):
      return words(in: inlines)
    case .list(let items, _):
      return items.joined().reduce(0) { $0 + words(in: $1) }
    case .quote(let blocks):
      return blocks.reduce(0) { $0 + words(in: $1) }
    case .code, .table, .rule, .html:
      return 0
    }
  }

  private static func words(in inlines: [CommonMark.Inline]) -> Int {
    var text = ""
    func collect(_ inlines: [CommonMark.Inline]) {
      for inline in inlines {
        switch inline {
        case .text(let words): text += words
        case .code: text += "code"
        case .emphasis(let inner), .strong(let inner), .link(let inner, _), .image(let inner, _):
          collect(inner)
        case .softBreak, .lineBreak: text += " "
        case .html: break
        }
      }
    }
    collect(inlines)
    return text.split(whereSeparator: \.isWhitespace).count
  }

  // MARK: - What may be used

  /// Every function called is taught here, or by an earlier lesson, or written in this one.
  private mutating func testNames() {
    let earlier = course.lessons.filter { $0.number < lesson.number }
    var taught = Set((earlier + [lesson]).flatMap { $0.teaches.map(\.text) })
    var used: Set<String> = []
    for source in LessonSources(lesson).all {
      let result = Parser.parse(SourceText(source.text))
      guard result.diagnostics.isEmpty else { continue }
      let use = NameUse(result.statements)
      taught.formUnion(use.bound)
      used.formUnion(use.called.map(\.name))
      for call in use.called where !taught.contains(call.name) {
        taught.insert(call.name)
        report(
          "`\(call.name)` is not taught yet", at: source.range(of: call.range),
          hint: "teach it in an earlier lesson, or add it to `teaches` here")
      }
    }
    for name in lesson.teaches where !used.contains(name.text) {
      report(
        "`\(name.text)` is not used in this lesson", at: name.range,
        hint: "take it from `teaches`, or use it")
    }
  }
}
