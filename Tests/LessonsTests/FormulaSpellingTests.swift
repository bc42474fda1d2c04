import Language
import Testing

@testable import Lessons

/// For every formula question of the course: spellings that are accepted, near misses that are not.
@Suite struct FormulaSpellingTests {
  /// The questions with the names in force where they stand.
  private func questions(of id: String) throws -> [(Question, Workspace)] {
    let lesson = try #require(Course.embedded.lesson(named: id))
    var found: [(Question, Workspace)] = []
    var cells: [String] = []
    for step in lesson.steps {
      for item in step.items {
        switch item {
        case .cell(let cell), .setup(let cell), .example(let cell, _): cells.append(cell.text)
        case .question(let question) where question.kind == .formula:
          let workspace = Workspace(Interpreter())
          for cell in cells { workspace.run(cell) }
          found.append((question, workspace))
        case .question, .prose, .play: break
        }
      }
    }
    return found
  }

  static func spellings(of answer: String) -> [String] {
    [
      "(A)", "((A))", "+(A)", "-(-(A))", "A + 0", "0 + (A)", "1*(A)", "(A)*1", "(A)/1", "(A)^1",
      "2*(A)/2", "(A)/2 + (A)/2", "(A)/3*3", "2*(A) - (A)", "(A) - 0", "5 + (A) - 5",
      "(A)*2^0", "(A) + 1 - 1", "(A)*(3 - 2)", "0.5*(A) + 0.5*(A)", "(3*(A) - (A))/2",
    ].map { replaced($0, answer) }
  }

  /// A near miss, and the tag of what is said to it; without a tag it is refuted by a point.
  struct NearMiss {
    var text: String
    var tag: String?
  }

  static func nearMisses(of answer: String) -> [NearMiss] {
    let factors = [
      ("-(A)", "ratio-sign"), ("2*(A)", "ratio-two"), ("(A)/2", "ratio-half"),
      ("(A)*log(10)", "ratio-ln10"), ("(A)/log(10)", "ratio-log10"), ("(A)*log(2)", "ratio-ln2"),
      ("(A)/log(2)", "ratio-log2"),
    ].map { NearMiss(text: replaced($0.0, answer), tag: $0.1) }
    let others = [
      "3*(A)", "-2*(A)", "(A)/3", "1.1*(A)", "0.9*(A)", "1.01*(A)", "(A) + 1", "(A) - 1",
      "(A) + 0.1", "(A) - 0.01", "1 - 3*(A)", "(A)*(A) + 7", "exp(A) + 3",
    ].map { NearMiss(text: replaced($0, answer)) }
    return factors + others
  }

  /// What comes before the automatic factors and points, and says more: another reading that the
  /// answer happens to have.
  private static let readings: Set<String?> = [
    "loss", "variable", "integral", "swapped", "transposed", "ratio-n", "ratio-1/n",
  ]

  private static func replaced(_ pattern: String, _ answer: String) -> String {
    pattern.map { $0 == "A" ? answer : String($0) }.joined()
  }

  @Test(arguments: Course.embedded.lessons.map(\.id))
  func equalSpellingsAreAcceptedAndNearMissesRefused(id: String) throws {
    for (question, workspace) in try questions(of: id) {
      let answer = try #require(question.answer?.text)
      let checker = AnswerChecker(question, in: workspace)
      for spelling in Self.spellings(of: answer) {
        #expect(checker.verdict(on: spelling).isRight, "\(spelling) is \(answer)")
      }
      let misses = Self.nearMisses(of: answer)
      #expect(Self.spellings(of: answer).count >= 20 && misses.count >= 20)
      for miss in misses {
        guard case .wrong(let feedback) = checker.verdict(on: miss.text) else {
          Issue.record("\(miss.text) is not \(answer)")
          continue
        }
        if feedback.isFromRule || Self.readings.contains(feedback.tag) { continue }
        #expect(feedback.tag == miss.tag, "\(miss.text): \(feedback.message)")
        let refutes = feedback.message.contains("yours is") || feedback.message.contains("another")
        #expect(miss.tag != nil || refutes, "\(miss.text): \(feedback.message)")
      }
    }
  }
}
