import Language
import Syntax
import Testing

@testable import Lessons

@Suite struct AnswerCheckerTests {
  private func question(
    _ kind: Question.Kind, _ answer: String, _ change: (inout Question) -> Void = { _ in }
  ) -> Question {
    let nowhere = SourceRange(0, 0)
    var question = Question(kind: kind, prompt: Located("?", at: nowhere), range: nowhere)
    question.answers = [Located(answer, at: nowhere)]
    change(&question)
    return question
  }

  private func located(_ text: String) -> Located { Located(text, at: SourceRange(0, 0)) }

  private func verdict(
    _ attempt: String, _ question: Question, after cell: String = ""
  ) -> Verdict {
    let workspace = Workspace(Interpreter())
    workspace.run(cell)
    return AnswerChecker(question, in: workspace).verdict(on: attempt)
  }

  private func tag(_ verdict: Verdict) -> String? {
    if case .wrong(let feedback) = verdict { feedback.tag } else { nil }
  }

  @Test(arguments: ["2.302585", "2.303", "2.30", "2.3", "log(10)", "-log(0.1)", "log(2) + log(5)"])
  func anyWayToWriteANumberIsAccepted(attempt: String) {
    #expect(verdict(attempt, question(.value, "-log(0.1)")).isRight)
  }

  @Test(arguments: ["2", "2.2", "2.31", "2.4", "-2.303", "nan", "inf"])
  func anotherNumberIsRefused(attempt: String) {
    #expect(!verdict(attempt, question(.value, "-log(0.1)")).isRight)
  }

  @Test(arguments: [("0", "0"), ("1e-17", "0"), ("nan", "nan"), ("inf", "-log(0)"), ("22", "22")])
  func zeroNanAndInfinityAreNumbersToo(attempt: String, answer: String) {
    #expect(verdict(attempt, question(.value, answer)).isRight)
  }

  @Test(arguments: [
    ("-5.1", "ratio-sign"), ("10.2", "ratio-two"), ("2.55", "ratio-half"),
    ("5.1*log(10)", "ratio-ln10"), ("5.1/log(10)", "ratio-log10"), ("5.1*log(2)", "ratio-ln2"),
    ("5.1/log(2)", "ratio-log2"),
  ])
  func aConstantFactorIsNamed(attempt: String, tag: String) {
    #expect(self.tag(verdict(attempt, question(.value, "5.1"))) == tag)
  }

  @Test func aSumInPlaceOfAMeanIsNamed() {
    let question = question(.value, "mean(y)")
    #expect(tag(verdict("sum(y)", question, after: "y = [1, 2, 5, 9, 3]")) == "ratio-n")
  }

  @Test func theLossInPlaceOfItsSlopeIsNamed() {
    let question = question(.value, "grad(L, w)")
    #expect(tag(verdict("L", question, after: "w = 3\nL = (w - 1)^2 + 1")) == "loss")
  }

  @Test func theSlopeByAnotherNameIsNamed() {
    let question = question(.value, "grad(L, w)")
    let cell = "w = 3\nb = 5\nL = w^2 * b + w*b^2"
    #expect(tag(verdict("grad(L, b)", question, after: cell)) == "variable")
  }

  @Test func rightNumbersInAWrongShapeSaySo() {
    let question = question(.tensor, "[1, 2, 3]")
    #expect(tag(verdict("[[1], [2], [3]]", question)) == "shape")
    #expect(tag(verdict("[[1, 7, 7], [7, 2, 7], [7, 7, 3]]", question)) == "broadcasting")
    #expect(tag(verdict("[3, 2, 1]", question)) == "order")
    let square = self.question(.tensor, "[[1, 2], [3, 4]]")
    #expect(tag(verdict("[[1, 3], [2, 4]]", square)) == "transposed")
  }

  @Test func aRuleComesBeforeTheAutomaticDiagnosis() {
    let question = question(.value, "5") {
      $0.wrongRules = [
        .init(
          sample: located("-5"), message: located("Mine."), tag: "mine",
          range: SourceRange(0, 0))
      ]
    }
    #expect(tag(verdict("-5", question)) == "mine")
  }

  private func slope() -> Question {
    question(.formula, "2*(p - y)") {
      $0.function = located("(p - y)^2")
      $0.variable = located("p")
      $0.domain = located("p in (-5, 5), y in (-5, 5)")
    }
  }

  @Test(arguments: [
    "2*(p-y)", "2*p - 2*y", "-2*(y - p)", "(p - y)*2", "(p-y) + (p-y)", "((p-y)^2)/(p-y)*2",
  ])
  func equalFormulasAreAccepted(attempt: String) {
    #expect(verdict(attempt, slope()).isRight)
  }

  @Test(arguments: [
    ("(p-y)^2", "loss"), ("2*(y-p)", "variable"), ("p-y", "ratio-half"), ("4*(p-y)", "ratio-two"),
    ("(p-y)^3/3", "integral"), ("2*(p-y)*log(10)", "ratio-ln10"),
  ])
  func aSlipInAFormulaIsNamed(attempt: String, tag: String) {
    #expect(self.tag(verdict(attempt, slope())) == tag)
  }

  @Test func exchangedNamesAreNoticed() {
    let question = question(.formula, "p/y + y") {
      $0.domain = located("p in (1, 5), y in (1, 5)")
    }
    #expect(tag(verdict("y/p + p", question)) == "swapped")
  }

  @Test func anotherFunctionGetsAPointWhereItDiffers() {
    guard case .wrong(let feedback) = verdict("p^3", slope()) else {
      Issue.record("p^3 is another function")
      return
    }
    #expect(feedback.message.contains("yours is"))
  }

  @Test func formIsAskedForWithoutRefusing() {
    let question = question(.formula, "sigmoid(z)") {
      $0.domain = located("z in (-3, 3)")
      $0.form = located("uses sigmoid")
    }
    #expect(verdict("sigmoid(z)", question).isRight)
    guard case .otherForm = verdict("1/(1 + exp(-z))", question) else {
      Issue.record("an equal answer of another form is neither right nor wrong")
      return
    }
  }

  @Test(arguments: ["(3, 2)", "[3,2]", "3, 2", "3x2", "3 × 2"])
  func shapesMayBeWrittenInManyWays(attempt: String) {
    #expect(verdict(attempt, question(.shape, "(3, 2)")).isRight)
  }

  @Test func aTurnedShapeIsNamed() {
    #expect(tag(verdict("(2, 3)", question(.shape, "(3, 2)"))) == "transposed")
  }

  @Test(arguments: ["+", "plus", "Positive", "up", "3", "0.5"])
  func signsMayBeWords(attempt: String) {
    #expect(verdict(attempt, question(.sign, "+")).isRight)
  }

  @Test(arguments: ["a > b > c", "c < b < a", "a, b, c", "a b c"])
  func ordersMayBeReadFromBothEnds(attempt: String) {
    #expect(verdict(attempt, question(.order, "a > b > c")).isRight)
  }

  @Test func theOtherWayRoundIsNamed() {
    #expect(tag(verdict("c > b > a", question(.order, "a > b > c"))) == "reversed")
  }

  @Test(arguments: ["", "(", "1 2 3", "x = 3", "\u{1B}[31m", "log(", "unknown_name", "\"text\""])
  func whatCannotBeReadIsNoMiss(attempt: String) {
    guard case .unreadable = verdict(attempt, question(.value, "1")) else {
      Issue.record("\(attempt) is no answer")
      return
    }
  }
}
