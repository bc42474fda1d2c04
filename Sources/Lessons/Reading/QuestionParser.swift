internal import Syntax

/// Reads the fences `ask` and `try`.
struct QuestionParser {
  /// What was wrong in them.
  private(set) var problems: [Diagnostic] = []

  /// The directives of `ask`.
  private static let questionDirectives = [
    "kind", "prompt", "predict", "answer", "tolerance", "hint", "wrong", "explain", "of", "wrt",
    "domain", "form", "holds", "+", "-",
  ]
  /// The directives of `try`.
  private static let playDirectives = ["goal", "until", "answer", "hint", "explain"]

  /// Reads a question; nothing where its kind or its prompt is missing.
  mutating func question(_ text: Located, fence: SourceRange) -> Question? {
    var directives = Directives(text.text, startingAt: text.range.lower)
    directives.reportUnknown(besides: Self.questionDirectives)
    defer { problems += directives.problems }
    guard let name = directives.single("kind") else {
      report("a question needs its `kind`", at: fence, hint: kindsHint)
      return nil
    }
    guard let kind = Question.Kind(rawValue: name.text) else {
      report("`\(name.text)` is no kind of question", at: name.range, hint: kindsHint)
      return nil
    }
    guard let prompt = directives.single("prompt"), !prompt.text.isEmpty else {
      report("a question needs its `prompt`", at: fence, hint: "prompt: What is …?")
      return nil
    }
    var question = Question(kind: kind, prompt: prompt, range: fence)
    question.isPrediction = flag(directives.single("predict"))
    question.answers = directives.values("answer")
    question.tolerance = tolerance(directives.single("tolerance"))
    question.hints = directives.values("hint")
    question.explanation = directives.single("explain")
    question.function = directives.single("of")
    question.variable = directives.single("wrt")
    question.domain = directives.single("domain")
    question.form = directives.single("form")
    question.condition = directives.single("holds")
    question.wrongRules = directives.values("wrong").compactMap { wrongRule($0) }
    question.choices = directives.entries.compactMap { choice($0) }
    requireParts(of: question)
    return question
  }

  /// Reads a free play; nothing where its goal or condition is missing.
  mutating func play(_ text: Located, fence: SourceRange) -> Play? {
    var directives = Directives(text.text, startingAt: text.range.lower)
    directives.reportUnknown(besides: Self.playDirectives)
    defer { problems += directives.problems }
    guard let goal = directives.single("goal"), let condition = directives.single("until") else {
      report("`try` needs `goal:` and `until:`", at: fence, hint: "until: value(L) < 0.1")
      return nil
    }
    let solution = directives.values("answer")
    if solution.isEmpty {
      report("`try` needs an `answer:` that reaches its goal", at: fence, hint: nil)
    }
    return Play(
      goal: goal, condition: condition, solution: solution, hints: directives.values("hint"),
      explanation: directives.single("explain"), range: fence)
  }

  // MARK: - Parts

  private let kindsHint =
    "there are " + Question.Kind.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")

  private mutating func report(_ message: String, at range: SourceRange, hint: String?) {
    problems.append(Diagnostic(.argument, message, at: range, hint: hint))
  }

  private mutating func flag(_ value: Located?) -> Bool {
    guard let value else { return false }
    switch value.text {
    case "yes": return true
    case "no": return false
    case _:
      report("`predict` is yes or no", at: value.range, hint: nil)
      return false
    }
  }

  private mutating func tolerance(_ value: Located?) -> Double? {
    guard let value else { return nil }
    guard let number = Double(value.text), number >= 0, number < 1 else {
      report("a tolerance is a number from 0 up to 1", at: value.range, hint: "tolerance: 1e-3")
      return nil
    }
    return number
  }

  private mutating func wrongRule(_ value: Located) -> Question.WrongRule? {
    guard let (sample, rest) = value.split(at: "->"), !sample.text.isEmpty, !rest.text.isEmpty
    else {
      report("a wrong answer needs a message", at: value.range, hint: "wrong: answer -> message")
      return nil
    }
    var message = rest
    var tag: String?
    let words = rest.text.split(separator: " ")
    if let last = words.last, last.hasPrefix("#"), last.utf8.count > 1 {
      tag = String(last.dropFirst())
      message = rest.part(0..<(rest.text.utf8.count - last.utf8.count)).trimmed
    }
    return Question.WrongRule(sample: sample, message: message, tag: tag, range: value.range)
  }

  private mutating func choice(_ entry: Directives.Entry) -> Question.Choice? {
    guard entry.name.text == "+" || entry.name.text == "-" else { return nil }
    guard let (text, reason) = entry.value.split(at: "->"), !reason.text.isEmpty else {
      report(
        "every choice says why", at: entry.value.range, hint: "\(entry.name.text) text -> why")
      return nil
    }
    return Question.Choice(text: text, reason: reason, isRight: entry.name.text == "+")
  }

  private mutating func requireParts(of question: Question) {
    switch question.kind {
    case .choice, .many:
      let right = question.choices.count { $0.isRight }
      if question.choices.count < 2 {
        report("a choice needs two texts or more", at: question.range, hint: "+ text -> why")
      } else if question.kind == .choice, right != 1 {
        report(
          "one text of a choice is right, not \(right)", at: question.range,
          hint: "`kind: many` has several")
      }
      if let answer = question.answer {
        report("the `+` lines are the answer here", at: answer.range, hint: "remove `answer`")
      }
    case .state:
      if question.condition == nil {
        report("a state needs its condition", at: question.range, hint: "holds: w > 0")
      }
      if question.answers.isEmpty { reportNoAnswer(question) }
    case .value, .tensor, .formula, .shape, .sign, .order, .text:
      if question.answers.isEmpty { reportNoAnswer(question) }
      if question.answers.count > 1, let second = question.answers.last {
        report("`answer` stands here twice", at: second.range, hint: "keep one of them")
      }
      if let stray = question.choices.first {
        report("`\(question.kind.rawValue)` has no choices", at: stray.text.range, hint: nil)
      }
    }
    if question.explanation == nil, question.kind != .choice, question.kind != .many {
      report("a question explains its answer", at: question.range, hint: "explain: …")
    }
  }

  private mutating func reportNoAnswer(_ question: Question) {
    report("a question needs its `answer`", at: question.range, hint: "answer: …")
  }
}
