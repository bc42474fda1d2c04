internal import Language
internal import Rendering
internal import Syntax
internal import Tensors

extension AnswerChecker {
  /// Judges a formula: equal wherever both are defined is right, and undecided is accepted.
  func verdict(onFormula attempt: String) -> Verdict {
    guard let answer = question.answer else {
      return .unreadable(Diagnostic(.argument, "the question has no answer"))
    }
    let expression: Expression
    switch Source.expression(attempt) {
    case .success(let read): expression = read
    case .failure(let problem): return .unreadable(problem)
    }
    let report: EquivalenceReport
    switch compare(answer.text, attempt) {
    case .success(let found): report = found
    case .failure(let problem): return .unreadable(problem)
    }
    switch report.verdict {
    case .equal:
      if let complaint = formComplaint(expression) { return .otherForm(complaint) }
      return .right(remark: nil)
    case .undecided:
      return .right(
        remark: "Accepted: no point was found at which it differs from the right answer, but "
          + "that the two are equal could not be decided.")
    case .different:
      return .wrong(diagnosis(of: attempt, expression, report))
    }
  }

  private func compare(_ left: String, _ right: String) -> Result<EquivalenceReport, Diagnostic> {
    workspace.equivalence(of: left, and: right, symbols: question.symbols)
  }

  private func isEqual(_ left: String, _ right: String) -> Bool {
    guard case .success(let report) = compare(left, right) else { return false }
    return report.verdict == .equal
  }

  // MARK: - Form

  /// What a form that was asked for lacks, if anything.
  private func formComplaint(_ expression: Expression) -> String? {
    guard let form = question.form else { return nil }
    let use = NameUse(expression)
    let names = Set(use.called.map(\.name) + use.read.map(\.name))
    for wish in form.commaSeparated {
      let words = wish.text.split(separator: " ").map(String.init)
      guard words.count == 2 else { continue }
      let isUsed = names.contains(words[1])
      if words[0] == "uses", !isUsed {
        return "It is equal, but this step wants it written with `\(words[1])`."
      }
      if words[0] == "avoids", isUsed {
        return "It is equal, but this step wants it without `\(words[1])`."
      }
    }
    return nil
  }

  // MARK: - Diagnosis

  private func diagnosis(
    of attempt: String, _ expression: Expression, _ report: EquivalenceReport
  ) -> Verdict.Feedback {
    ruleFeedback(where: { self.isEqual($0, attempt) })
      ?? otherFunction(attempt)
      ?? factor(attempt)
      ?? arrangement(attempt, expression)
      ?? counterexample(report)
  }

  private func otherFunction(_ attempt: String) -> Verdict.Feedback? {
    guard let (function, variable) = derivativeAsked() else { return nil }
    if isEqual(function, attempt) {
      return Verdict.Feedback(
        "That is the function itself; the question wants its slope.", tag: "loss")
    }
    for other in otherVariables(of: function, besides: variable)
    where isEqual("grad(\(function), \(other))", attempt) {
      return Verdict.Feedback(
        "That is the slope by \(other); the question wants the one by \(variable).",
        tag: "variable")
    }
    if isEqual(function, "diff(\(attempt), \(variable))") {
      return Verdict.Feedback(
        "Its slope is the function you started from: you integrated instead of differentiating.",
        tag: "integral")
    }
    return nil
  }

  private func factor(_ attempt: String) -> Verdict.Feedback? {
    guard let answer = question.answer else { return nil }
    let entries = RatioDiagnosis.table + countFactors(answer.text)
    return entries.first { isEqual("\($0.source) * (\(answer.text))", attempt) }.map {
      Verdict.Feedback($0.message, tag: $0.tag)
    }
  }

  /// The factors n and 1/n, for each symbol that has entries.
  private func countFactors(_ answer: String) -> [RatioDiagnosis.Entry] {
    let symbols = question.domain.map { Self.declared(in: $0.text).filter(\.hasShape) } ?? []
    guard let symbol = symbols.first else { return [] }
    return [
      RatioDiagnosis.Entry(
        ratio: .nan, source: "size(\(symbol.name))", tag: "ratio-n",
        message: "That is n times the right answer: a sum where a mean is meant?"),
      RatioDiagnosis.Entry(
        ratio: .nan, source: "(1/size(\(symbol.name)))", tag: "ratio-1/n",
        message: "That is the right answer divided by n: a mean where a sum is meant?"),
    ]
  }

  private func arrangement(_ attempt: String, _ expression: Expression) -> Verdict.Feedback? {
    guard let answer = question.answer else { return nil }
    if isEqual(answer.text, "(\(attempt))'") {
      return Verdict.Feedback("Rows and columns are exchanged.", tag: "transposed")
    }
    var seen: Set<String> = []
    let names = NameUse(expression).read.map(\.name).filter { seen.insert($0).inserted }
    guard names.count <= 4 else { return nil }
    for (index, first) in names.enumerated() {
      for second in names[(index + 1)...] {
        let swapped = Unparser.text(of: expression.exchanging(first, second))
        if isEqual(answer.text, swapped) {
          return Verdict.Feedback("\(first) and \(second) are exchanged.", tag: "swapped")
        }
      }
    }
    return nil
  }

  private func counterexample(_ report: EquivalenceReport) -> Verdict.Feedback {
    guard let witness = report.witness else {
      return Verdict.Feedback("That is another function.")
    }
    guard let right = witness.left.scalarValue, let yours = witness.right.scalarValue else {
      return Verdict.Feedback(
        "That is another function: the shape or some of its entries differ.")
    }
    let point = witness.point.compactMap { name, value in
      value.scalarValue.map { "\(name) = \(Self.short($0))" }
    }.joined(separator: ", ")
    return Verdict.Feedback(
      "At \(point) yours is \(Self.short(yours)), the right one \(Self.short(right)).")
  }
}

extension Question {
  /// The symbols to declare before a formula is compared.
  var symbols: String? { domain?.text }
}

extension AnswerChecker {
  /// The names that the text after `var` declares.
  static func declared(in text: String) -> [(name: String, hasShape: Bool)] {
    let result = Parser.parse(SourceText("var \(text)"))
    guard let statement = result.statements.first,
      case .declare(let declarations) = statement.kind
    else { return [] }
    return declarations.map { ($0.name.text, !$0.shape.isEmpty) }
  }

  /// A number to four digits, for a sentence.
  static func short(_ value: Double) -> String {
    NumberText(digits: 4).text(of: value)
  }
}

extension Expression {
  /// Returns the expression with two names exchanged.
  func exchanging(_ first: String, _ second: String) -> Expression {
    func exchange(_ expression: Expression) -> Expression {
      var copy = expression
      switch expression.kind {
      case .name(let name):
        if name == first { copy.kind = .name(second) }
        if name == second { copy.kind = .name(first) }
      case .unary(let sign, let operand): copy.kind = .unary(sign, exchange(operand))
      case .binary(let sign, let left, let right):
        copy.kind = .binary(sign, exchange(left), exchange(right))
      case .transpose(let operand): copy.kind = .transpose(exchange(operand))
      case .call(let callee, let arguments):
        copy.kind = .call(
          callee,
          arguments.map { argument in
            var copy = argument
            copy.value = exchange(argument.value)
            return copy
          })
      case .list(let elements): copy.kind = .list(elements.map(exchange))
      case .index(let base, let subscripts): copy.kind = .index(exchange(base), subscripts)
      case .number, .string, .boolean, .none, .member, .comparison, .conditional, .tuple, .block:
        break
      }
      return copy
    }
    return exchange(self)
  }
}
