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

  static func nearMisses(of answer: String) -> [String] {
    [
      "-(A)", "2*(A)", "(A)/2", "(A)*log(10)", "(A)/log(10)", "(A)*log(2)", "(A)/log(2)", "3*(A)",
      "-2*(A)", "(A)/3", "1.1*(A)", "0.9*(A)", "1.01*(A)", "(A) + 1", "(A) - 1", "(A) + 0.1",
      "(A) - 0.01", "1 - 3*(A)", "(A)*(A) + 7", "exp(A) + 3",
    ].map { replaced($0, answer) }
  }

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
      for miss in Self.nearMisses(of: answer) {
        #expect(!checker.verdict(on: miss).isRight, "\(miss) is not \(answer)")
      }
      guard case .wrong(let feedback) = checker.verdict(on: "-2*2*(\(answer))/4") else {
        Issue.record("minus \(answer) is wrong")
        continue
      }
      #expect(feedback.tag == "ratio-sign" || feedback.isFromRule || feedback.tag == "variable")
    }
  }
}
