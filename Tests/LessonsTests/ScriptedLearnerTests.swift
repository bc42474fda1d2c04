import Language
import Rendering
import Testing

@testable import Lessons

/// Learners that play every lesson of the course to its end.
@Suite struct ScriptedLearnerTests {
  static let ids = Course.embedded.lessons.map(\.id)

  private func player(_ id: String) throws -> LessonPlayer {
    let lesson = try #require(Course.embedded.lesson(named: id))
    return LessonPlayer(
      lesson, course: Course.embedded.lessons, store: TransientProgressStore()
    ) { Interpreter() }
  }

  /// What a learner who knows it all types next.
  static func lines(for player: LessonPlayer) -> [String] {
    if let play = player.openPlay { return play.solution.map(\.text) }
    guard let question = player.openQuestion else { return [""] }
    guard question.choices.isEmpty else {
      let right = question.choices.indices.filter { question.choices[$0].isRight }
      return [right.map { AnswerChecker.letter($0) }.joined(separator: " ")]
    }
    return question.answers.map(\.text)
  }

  @Test(arguments: ids) func everyLessonCanBePlayedToItsEnd(id: String) throws {
    var player = try player(id)
    var shown = player.start().text.plain
    var inputs = 0
    while !player.isFinished, inputs < 300 {
      for line in Self.lines(for: player) {
        shown += "\n" + player.submit(line).text.plain
        inputs += 1
      }
    }
    #expect(player.isFinished)
    #expect(shown.contains("End of \(player.lesson.title)"))
    #expect(!shown.contains("✗"))
    #expect(!shown.contains("error["))
    let count = player.lesson.steps.count
    #expect(shown.contains("\(count) of \(count) steps done."))
  }

  @Test(arguments: ids) func whoAnswersWronglyFirstIsNeverStuckAndSeesNoHintUnasked(
    id: String
  ) throws {
    var player = try player(id)
    var output = player.start()
    var inputs = 0
    while !player.isFinished, inputs < 2_000 {
      let stage = player.stage
      let step = player.stepIndex
      if let question = player.openQuestion {
        for wrong in Self.wrongAnswers(to: question) {
          guard player.stage == stage, player.stepIndex == step else { break }
          output = player.submit(wrong)
          inputs += 1
          let text = output.text.plain
          #expect(!text.contains("Right."), "\(wrong) to \(question.prompt.text)")
          #expect(!text.contains("Hint 1"))
        }
      }
      guard player.stage == stage, player.stepIndex == step else { continue }
      for line in Self.lines(for: player) {
        output = player.submit(line)
        inputs += 1
      }
    }
    #expect(player.isFinished)
  }

  /// The wrong answers that the lesson foresees, and some that no lesson does.
  static func wrongAnswers(to question: Question) -> [String] {
    let foreseen = question.wrongRules.map(\.sample.text)
    switch question.kind {
    case .value: return foreseen + ["-987654", "1 +", "nonsense"]
    case .tensor: return foreseen + ["[9, 9, 9, 9, 9]", "[[["]
    case .formula: return foreseen + ["987654", "(", "nonsense(1)"]
    case .shape: return foreseen + ["(9, 9, 9)", "big"]
    case .sign: return foreseen + ["maybe"]
    case .order: return foreseen + ["first < second"]
    case .choice:
      let wrong = question.choices.indices.filter { !question.choices[$0].isRight }
      return wrong.map { AnswerChecker.letter($0) } + ["zz"]
    case .many: return ["zz"]
    case .text: return foreseen + ["???"]
    case .state: return []
    }
  }

  @Test(arguments: ids) func everyQuestionCanBeSkipped(id: String) throws {
    var player = try player(id)
    _ = player.start()
    var inputs = 0
    while !player.isFinished, inputs < 200 {
      _ = player.submit(":skip")
      inputs += 1
    }
    #expect(player.isFinished)
  }
}
