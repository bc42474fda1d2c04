internal import Syntax
internal import Tensors

/// Judges answers in a lesson's workspace.
///
/// The order: it can be read; it is right; a rule of the lesson knows it; it is another thing of
/// this step; a factor, a transposition or the like explains it; a point where it differs. What is
/// mathematically right is accepted before anything else is asked of it.
public struct AnswerChecker {
  let workspace: Workspace
  let question: Question

  /// Makes a checker for a question whose names have their meaning in a workspace.
  public init(_ question: Question, in workspace: Workspace) {
    self.question = question
    self.workspace = workspace
  }

  /// The tolerance where a question names none.
  public static let defaultTolerance = 1e-3

  var comparison: NumberComparison {
    NumberComparison(tolerance: question.tolerance ?? Self.defaultTolerance)
  }

  /// Returns the verdict on an answer.
  public func verdict(on attempt: String) -> Verdict {
    switch question.kind {
    case .value, .tensor: verdict(onNumbers: attempt)
    case .formula: verdict(onFormula: attempt)
    case .shape: verdict(onShape: attempt)
    case .sign: verdict(onSign: attempt)
    case .order: verdict(onOrder: attempt)
    case .choice, .many: verdict(onChoice: attempt)
    case .text: verdict(onText: attempt)
    case .state: verdict(onState: attempt)
    }
  }

  // MARK: - Numbers

  /// The right numbers; a lesson that passes its test has them.
  func rightValue() -> Result<Tensor, Diagnostic> {
    guard let answer = question.answer else {
      return .failure(Diagnostic(.argument, "the question has no answer"))
    }
    return workspace.value(of: answer.text)
  }

  private func verdict(onNumbers attempt: String) -> Verdict {
    let expression: Expression
    switch Source.expression(attempt) {
    case .success(let read): expression = read
    case .failure(let problem): return .unreadable(problem)
    }
    let value: Tensor
    switch workspace.value(of: attempt) {
    case .success(let found): value = found
    case .failure(let problem): return .unreadable(problem)
    }
    let right: Tensor
    switch rightValue() {
    case .success(let found): right = found
    case .failure(let problem): return .unreadable(problem)
    }
    let isScalarPair = value.elements.count == 1 && right.elements.count == 1
    let shapesAgree = value.shape == right.shape || isScalarPair
    if shapesAgree, comparison.isSame(value.elements, right.elements) {
      return .right(remark: nil)
    }
    if shapesAgree,
      NumberComparison.isRight(toTheDigitsOf: expression, in: attempt, right.elements)
    {
      return .right(remark: "That is right to the digits you typed.")
    }
    if let feedback = ruleFeedback(where: { self.isSame(value, valueOf: $0) }) {
      return .wrong(feedback)
    }
    if !shapesAgree { return .wrong(shapeFeedback(value, right)) }
    return .wrong(
      otherThing(value) ?? ratioFeedback(value, right) ?? arrangementFeedback(value, right)
        ?? distanceFeedback(value, right))
  }

  private func isSame(_ value: Tensor, valueOf source: String) -> Bool {
    guard case .success(let other) = workspace.value(of: source) else { return false }
    let isScalarPair = value.elements.count == 1 && other.elements.count == 1
    guard value.shape == other.shape || isScalarPair else { return false }
    return comparison.isSame(value.elements, other.elements)
  }

  /// What the first rule says whose sample matches.
  func ruleFeedback(where matches: (String) -> Bool) -> Verdict.Feedback? {
    question.wrongRules.first { matches($0.sample.text) }.map {
      Verdict.Feedback($0.message.text, tag: $0.tag, isFromRule: true)
    }
  }

  private func shapeFeedback(_ value: Tensor, _ right: Tensor) -> Verdict.Feedback {
    let shapes = "\(value.shape.text) instead of \(right.shape.text)"
    if comparison.isSame(value.elements, right.elements) {
      return Verdict.Feedback("The right numbers, but \(shapes).", tag: "shape")
    }
    if holdsDiagonal(value, right) {
      return Verdict.Feedback(
        "The right numbers are on the diagonal, but the shape is \(shapes): broadcasting has "
          + "paired every entry with every other.", tag: "broadcasting")
    }
    return Verdict.Feedback("The shape is \(shapes).", tag: "shape")
  }

  private func holdsDiagonal(_ value: Tensor, _ right: Tensor) -> Bool {
    let count = right.elements.count
    guard count > 1, value.shape.dimensions == [count, count] else { return false }
    return comparison.isSame(
      (0..<count).map { value.elements[$0 * count + $0] }, right.elements)
  }

  /// Whether the answer is the function in place of its slope, or the slope by another name.
  private func otherThing(_ value: Tensor) -> Verdict.Feedback? {
    guard let (function, variable) = derivativeAsked() else { return nil }
    if isSame(value, valueOf: function) {
      return Verdict.Feedback(
        "That is the value of the function; the question wants its slope.", tag: "loss")
    }
    // A slope of zero is that of every name the function does not contain.
    guard value.elements.contains(where: { $0 != 0 }) else { return nil }
    let leaves = workspace.leafNames.filter { $0 != variable }
    for other in otherVariables(of: function, besides: variable) + leaves
    where isSame(value, valueOf: "grad(\(function), \(other))") {
      return Verdict.Feedback(
        "That is the slope by \(other); the question wants the one by \(variable).",
        tag: "variable")
    }
    return nil
  }

  private func ratioFeedback(_ value: Tensor, _ right: Tensor) -> Verdict.Feedback? {
    guard value.elements.count == right.elements.count else { return nil }
    let entries = RatioDiagnosis.table + RatioDiagnosis.table(ofCounts: counts())
    return RatioDiagnosis.entry(
      for: value.elements, against: right.elements, among: entries, comparison: comparison
    ).map { Verdict.Feedback($0.message, tag: $0.tag) }
  }

  private func arrangementFeedback(_ value: Tensor, _ right: Tensor) -> Verdict.Feedback? {
    let sizes = right.shape.dimensions
    if sizes.count == 2, sizes[0] == sizes[1], sizes[0] > 1 {
      let size = sizes[0]
      let turned = (0..<size * size).map { value.elements[$0 % size * size + $0 / size] }
      if comparison.isSame(turned, right.elements) {
        return Verdict.Feedback("Rows and columns are exchanged.", tag: "transposed")
      }
    }
    if value.elements.count > 1,
      comparison.isSame(value.elements.sorted(), right.elements.sorted())
    {
      return Verdict.Feedback("The right numbers, in another order.", tag: "order")
    }
    return nil
  }

  /// Says on which side the answer is, and where its first wrong entry stands.
  private func distanceFeedback(_ value: Tensor, _ right: Tensor) -> Verdict.Feedback {
    let pairs = zip(value.elements, right.elements)
    guard right.elements.count > 1 else {
      guard let (value, right) = Array(pairs).first, value.isFinite, right.isFinite else {
        return Verdict.Feedback("That is not it.")
      }
      if value.sign != right.sign, right != 0, value != 0 {
        return Verdict.Feedback("That has the other sign, and another size too.")
      }
      return Verdict.Feedback("That is too \(value > right ? "high" : "low").")
    }
    let wrong = pairs.enumerated().filter { !comparison.isSame($0.element.0, $0.element.1) }
    let place = wrong.first.map { " The first that is wrong is entry \($0.offset)." } ?? ""
    return Verdict.Feedback(
      "\(wrong.count) of \(right.elements.count) entries are wrong.\(place)")
  }

  // MARK: - What the question is about

  /// The function and the name of a question that asks for a derivative.
  func derivativeAsked() -> (function: String, variable: String)? {
    if let function = question.function, let variable = question.variable {
      return (function.text, variable.text)
    }
    guard let answer = question.answer,
      case .success(let expression) = Source.expression(answer.text),
      case .call(let callee, let arguments) = expression.kind, arguments.count == 2,
      case .name(let name) = callee.kind, ["grad", "diff", "autodiff", "numgrad"].contains(name)
    else { return nil }
    let source = SourceText(answer.text)
    return (
      String(source[arguments[0].value.range]), String(source[arguments[1].value.range])
    )
  }

  /// The other names in a function.
  func otherVariables(of function: String, besides variable: String) -> [String] {
    guard case .success(let expression) = Source.expression(function) else { return [] }
    var seen: Set<String> = [variable]
    return NameUse(expression).read.map(\.name).filter { seen.insert($0).inserted }
  }

  /// The numbers of entries of the names in the answer, by which sums and means differ.
  private func counts() -> [(count: Int, source: String)] {
    let sources = [question.answer?.text, question.function?.text].compactMap(\.self)
    var seen: Set<Int> = []
    return sources.flatMap { otherVariables(of: $0, besides: "") }.compactMap { name in
      guard case .success(let value) = workspace.value(of: name),
        seen.insert(value.elements.count).inserted
      else { return nil }
      return (value.elements.count, "size(\(name))")
    }
  }
}
