internal import Syntax
internal import Tensors

/// Answers that are compared as what is written: shapes, signs, orders, choices, words.
extension AnswerChecker {
  // MARK: - Shape

  /// Judges a shape, `(3, 2)`, `[3, 2]` or `3 x 2`.
  func verdict(onShape attempt: String) -> Verdict {
    guard let answer = question.answer, let right = Self.shape(answer.text) else {
      return .unreadable(Diagnostic(.argument, "the question's own answer is no shape"))
    }
    guard let shape = Self.shape(attempt) else {
      return .unreadable(
        Diagnostic(.syntax, "that is no shape", hint: "write it like (3, 2); () is a scalar's"))
    }
    if shape == right { return .right(remark: nil) }
    if let feedback = ruleFeedback(where: { Self.shape($0) == shape }) { return .wrong(feedback) }
    if shape.count > 1, Array(shape.reversed()) == right {
      return .wrong(Verdict.Feedback("The dimensions are in the other order.", tag: "transposed"))
    }
    if shape.count != right.count {
      return .wrong(
        Verdict.Feedback(
          "The right shape has \(right.count == 1 ? "one dimension" : "\(right.count) dimensions")"
            + ", yours \(shape.count).", tag: "rank"))
    }
    return .wrong(Verdict.Feedback("The number of dimensions is right, but not every size."))
  }

  /// Reads a shape, or nothing where other things stand in it.
  static func shape(_ text: String) -> [Int]? {
    guard !text.allSatisfy(\.isWhitespace) else { return nil }
    let words = text.split { " ,()[]x×*".contains($0) }
    let sizes = words.compactMap { Int($0) }
    return sizes.count == words.count && sizes.allSatisfy { $0 >= 0 } ? sizes : nil
  }

  // MARK: - Sign

  private static let signWords: [String: Int] = [
    "+": 1, "plus": 1, "positive": 1, "up": 1, "-": -1, "−": -1, "minus": -1, "negative": -1,
    "down": -1, "0": 0, "zero": 0, "none": 0,
  ]

  /// Judges a sign: `+`, `-`, `0`, or in words.
  func verdict(onSign attempt: String) -> Verdict {
    guard let answer = question.answer, let right = sign(answer.text) else {
      return .unreadable(Diagnostic(.argument, "the question has no answer"))
    }
    guard let sign = sign(attempt) else {
      return .unreadable(Diagnostic(.syntax, "a sign is wanted here", hint: "type +, - or 0"))
    }
    if sign == right { return .right(remark: nil) }
    if let feedback = ruleFeedback(where: { self.sign($0) == sign }) { return .wrong(feedback) }
    if sign == -right {
      return .wrong(Verdict.Feedback("It is the other way round.", tag: "ratio-sign"))
    }
    return .wrong(
      Verdict.Feedback(right == 0 ? "It has neither sign." : "It is not zero.", tag: "zero"))
  }

  private func sign(_ text: String) -> Int? {
    let word = Self.normalized(text)
    if let sign = Self.signWords[word] { return sign }
    guard case .success(let value) = workspace.value(of: text), let number = value.scalarValue,
      !number.isNaN
    else { return nil }
    return number > 0 ? 1 : number < 0 ? -1 : 0
  }

  // MARK: - Order

  /// Judges an order, `mse > mae > huber`; the names alone are read in the order asked for.
  func verdict(onOrder attempt: String) -> Verdict {
    guard let answer = question.answer, let right = Self.order(answer.text), right.names.count > 1
    else {
      return .unreadable(Diagnostic(.argument, "the question's own answer is no order"))
    }
    guard let given = Self.order(attempt), Set(given.names) == Set(right.names),
      given.names.count == right.names.count
    else {
      let example = right.names.sorted().joined(separator: " \(right.sign ?? "<") ")
      return .unreadable(
        Diagnostic(
          .syntax, "an order of \(right.names.sorted().joined(separator: ", ")) is wanted",
          hint: "write it like \(example)"))
    }
    let names = Self.aligned(given, to: right)
    if names == right.names { return .right(remark: nil) }
    let feedback = ruleFeedback { sample in
      Self.order(sample).map { Self.aligned($0, to: right) } == names
    }
    if let feedback { return .wrong(feedback) }
    if names == right.names.reversed() {
      return .wrong(Verdict.Feedback("It is the other way round.", tag: "reversed"))
    }
    let places = zip(names, right.names).count { $0 == $1 }
    let count = places == 0 ? "none" : "\(places)"
    return .wrong(Verdict.Feedback("Of \(names.count) places, \(count) is right."))
  }

  private struct Order {
    var names: [String]
    var sign: String?
  }

  private static func order(_ text: String) -> Order? {
    let signs = Set(text.filter { "<>≤≥".contains($0) }.map { "<≤".contains($0) ? "<" : ">" })
    let isDangling = { (end: Character?) in end.map { "<>≤≥".contains($0) } ?? true }
    let written = text.filter { !$0.isWhitespace }
    guard signs.count <= 1, !isDangling(written.first), !isDangling(written.last) else {
      return nil
    }
    let names = text.split { " ,<>≤≥=\t".contains($0) }.map(String.init)
    return names.isEmpty ? nil : Order(names: names, sign: signs.first)
  }

  private static func aligned(_ order: Order, to right: Order) -> [String] {
    guard let sign = order.sign, let wanted = right.sign, sign != wanted else {
      return order.names
    }
    return order.names.reversed()
  }

  // MARK: - Choice

  /// Judges a choice by letter, number or text, and several for `many`.
  func verdict(onChoice attempt: String) -> Verdict {
    guard let chosen = chosen(attempt) else {
      let letters = question.choices.indices.map { Self.letter($0) }.joined(separator: ", ")
      return .unreadable(
        Diagnostic(
          .syntax, "a choice is wanted here",
          hint: question.kind == .many
            ? "type the letters of all that hold, such as a c" : "type one of \(letters)"))
    }
    let right = Set(question.choices.indices.filter { question.choices[$0].isRight })
    if chosen == right {
      let reasons = right.sorted().map { question.choices[$0].reason.text }
      return .right(remark: reasons.joined(separator: " "))
    }
    if let wrong = chosen.subtracting(right).min() {
      return .wrong(
        Verdict.Feedback(
          "\(Self.letter(wrong)): \(question.choices[wrong].reason.text)",
          tag: "choice-\(Self.letter(wrong))", isFromRule: true))
    }
    let missing = right.count - chosen.count
    return .wrong(
      Verdict.Feedback(
        "What you chose holds, but \(missing == 1 ? "one more does" : "\(missing) more do") too.",
        tag: "incomplete"))
  }

  /// The letter of a choice.
  static func letter(_ index: Int) -> String {
    Unicode.Scalar(UInt32(97 + min(25, index))).map { String(Character($0)) } ?? "?"
  }

  private func chosen(_ attempt: String) -> Set<Int>? {
    let word = Self.normalized(attempt)
    if let index = question.choices.firstIndex(where: { Self.normalized($0.text.text) == word }) {
      return [index]
    }
    let letters = question.choices.indices.map { Self.letter($0) }
    var parts = word.split { " ,;.)(".contains($0) }.map(String.init).filter { $0 != "and" }
    // `ac` stands for a and c.
    if question.kind == .many, parts.count == 1, let only = parts.first,
      only.allSatisfy({ letters.contains(String($0)) })
    {
      parts = only.map { String($0) }
    }
    let indices = parts.map { part in
      letters.firstIndex(of: part)
        ?? Int(part).flatMap { question.choices.indices.contains($0 - 1) ? $0 - 1 : nil }
    }
    let found = indices.compactMap(\.self)
    guard !found.isEmpty, found.count == indices.count,
      question.kind == .many || found.count == 1
    else { return nil }
    return Set(found)
  }

  // MARK: - Words and states

  /// Judges a word; the answer's spellings are separated by bars.
  func verdict(onText attempt: String) -> Verdict {
    let word = Self.normalized(attempt)
    guard !word.isEmpty else {
      return .unreadable(Diagnostic(.syntax, "a word is wanted here"))
    }
    let spellings = question.answer?.text.split(separator: "|").map { Self.normalized($0) } ?? []
    if spellings.contains(word) { return .right(remark: nil) }
    return .wrong(
      ruleFeedback(where: { Self.normalized($0) == word })
        ?? Verdict.Feedback("That is not the word."))
  }

  /// Judges a state: runs the lines, and asks for the condition; what they bound is undone.
  func verdict(onState attempt: String) -> Verdict {
    let before = workspace.state
    defer { workspace.state = before }
    if let failure = workspace.run(attempt).firstFailure { return .unreadable(failure) }
    switch workspace.holds(question.condition?.text ?? "false") {
    case .failure(let problem): return .unreadable(problem)
    case .success(true): return .right(remark: nil)
    case .success(false):
      return .wrong(
        ruleFeedback(where: { Self.normalized($0) == Self.normalized(attempt) })
          ?? Verdict.Feedback("The condition does not hold yet."))
    }
  }

  /// Small letters, single spaces, nothing at the ends.
  static func normalized(_ text: some StringProtocol) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
