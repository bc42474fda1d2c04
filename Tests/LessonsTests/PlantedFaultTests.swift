import Lessons
import Testing

/// Faults put into a lesson that passes, each found at its place.
@Suite struct PlantedFaultTests {
  struct Fault: CustomTestStringConvertible, Sendable {
    /// What is replaced in the lesson, once.
    var original: String
    /// By what.
    var planted: String
    /// The text whose first line is to be named.
    var place: String
    /// What is to be said.
    var message: String

    var testDescription: String { message }

    init(_ original: String, _ planted: String, at place: String, _ message: String) {
      self.original = original
      self.planted = planted
      self.place = place
      self.message = message
    }
  }

  static let faults: [Fault] = [
    Fault("mean([1, 3]) → 2", "mean([1, 3]) → 2.1", at: "The claim", "this claim does not hold"),
    Fault("mean([1, 3]) → 2", "mean([1, 3] → 2", at: "The claim", "this claim cannot be computed"),
    Fault("`sum(y) → 6`", "`sum(y) → 7`", at: "explain: It is `sum", "this claim does not hold"),
    Fault(
      "`$2*a*x$`", "`$2*a*$`", at: "explain: It is `$2", "this formula cannot be read"),
    Fault(
      "hint: Add them.", "hint: Try sum( y ).", at: "hint: Try", "this hint contains the answer"),
    Fault(
      "wrong: 5 ->", "wrong: 6 ->", at: "wrong: 6", "this wrong answer is right"),
    Fault(
      "wrong: 5 ->", "wrong: 2 ->", at: "wrong: 2", "this rule does not answer its own sample"),
    Fault("wrong: 5 ->", "wrong: 5 +", at: "wrong: 5", "a wrong answer needs a message"),
    Fault("wrong: 5 ->", "wrong: 5( ->", at: "wrong: 5", "this wrong answer cannot be read"),
    Fault(
      "One is missing. #missing", "One is missing. #mean", at: "wrong: 5",
      "two rules have the tag #mean"),
    Fault("answer: sum(y)", "answer: sum(y", at: "answer: sum", "the sample answer cannot be read"),
    Fault("answer: 12^2", "answer: log(2)", at: "answer: log", "`log` is not taught yet"),
    Fault("mean(y)\n", "mean(q)\n", at: "mean(q)", "this cell fails"),
    Fault("```output\n4", "```output\n5", at: "5\n```", "this is not what the cell shows"),
    Fault("## Guess", "## Numbers", at: "## Numbers\n\n```loss e", "two steps have the id"),
    Fault(
      "answer: 12^2", "answer: 12^2 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0 + 0",
      at: "answer: 12", "40 are the limit"),
    Fault(
      "The claim is", String(repeating: "word ", count: 44) + "is", at: "## Numbers",
      "words of prose"),
    Fault("+ Four -> Twice", "- Four -> Twice", at: "```ask\nkind: choice", "one text of a choice"),
    Fault("+ Four -> Twice two.", "+ Four", at: "+ Four", "every choice says why"),
    Fault("kind: many", "kind: any", at: "kind: any", "`any` is no kind of question"),
    Fault("hint: More than 100.", "hnt: More.", at: "hnt:", "`hnt` is no directive"),
    Fault(
      "explain: It is 144.\n", "", at: "```ask\nkind: value\npredict",
      "a question explains its answer"),
    Fault(
      "answer: w := 2", "answer: w := 0.5", at: "until: w > 1",
      "the sample lines do not reach the goal"),
    Fault(
      "until: w > 1", "until: w > -1", at: "until: w > -1",
      "the goal is reached before anything is done"),
    Fault("needs:\n", "needs: nowhere\n", at: "needs: nowhere", "no lesson has the id `nowhere`"),
    Fault("```loss setup", "```lost setup", at: "```lost", "`lost setup` is no kind of fence"),
    Fault(
      "teaches: mean, sum", "teaches: mean, sum, exp", at: "teaches:",
      "`exp` is not used in this lesson"),
    Fault(
      "domain: x in (-3, 3), a", "domain: x in (-3, 3, a", at: "domain:",
      "this domain cannot be read"),
    Fault(
      "kind: value\nprompt: What is the sum of y?\nanswer: sum(y)",
      "kind: order\nprompt: Which is more?\nanswer: y >", at: "answer: y",
      "the question's own answer is no order"),
    Fault(
      "kind: value\nprompt: What is the sum of y?\nanswer: sum(y)",
      "kind: shape\nprompt: Which shape has y?\nanswer: (3; 3)", at: "answer: (3",
      "the question's own answer is no shape"),
    Fault("minutes: 5", "minutes: soon", at: "minutes:", "`minutes` is a number"),
    Fault(
      "## Guess", "## Idle 1\n\nA.\n\n## Idle 2\n\nB.\n\n## Idle 3\n\nC.\n\n## Guess",
      at: "## Idle 3", "third step in a row that asks nothing"),
    Fault(
      "## Guess\n",
      "```ask\nkind: sign\nprompt: Of 2?\nanswer: +\nexplain: Plus.\n```\n\n## Guess\n",
      at: "## Numbers", "a step asks one thing"),
  ]

  @Test func theLessonIsSound() {
    #expect(TrialLesson.problems(in: TrialLesson.text) == [])
  }

  @Test(arguments: faults)
  func aPlantedFaultIsFoundAtItsPlace(fault: Fault) throws {
    let range = try #require(TrialLesson.text.firstRange(of: fault.original))
    let text = TrialLesson.text.replacingCharacters(in: range, with: fault.planted)
    let place = try #require(text.firstRange(of: fault.place))
    let line = text[..<place.lowerBound].reduce(1) { $1 == "\n" ? $0 + 1 : $0 }
    let found = TrialLesson.problems(in: text)
    #expect(
      found.contains { $0.hasPrefix("t.md:\(line):") && $0.contains(fault.message) },
      "line \(line), found \(found)")
  }
}

extension String {
  /// Returns the text with a range of it replaced.
  func replacingCharacters(in range: Range<Index>, with other: String) -> String {
    self[..<range.lowerBound] + other + self[range.upperBound...]
  }

  /// Returns the first place of another text.
  func firstRange(of other: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(other) {
        return start..<(index(start, offsetBy: other.count))
      }
      start = index(after: start)
    }
    return nil
  }
}
