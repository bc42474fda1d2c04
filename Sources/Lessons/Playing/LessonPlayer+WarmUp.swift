internal import Language
internal import Rendering

/// A question that was missed and is asked again.
struct WarmUpItem {
  let lesson: Lesson
  let step: Step
  let question: Question
  /// The names as they are where the question stands.
  let workspace: Workspace
}

/// Asking again what was missed.
extension LessonPlayer {
  /// Up to so many missed questions of the course, those of this lesson last.
  func missedItems(limit: Int) -> [WarmUpItem] {
    let lessons = course.contains { $0.id == lesson.id } ? course : course + [lesson]
    var found: [WarmUpItem] = []
    for lesson in lessons {
      for (index, step) in lesson.steps.enumerated() where found.count < limit {
        guard progress.entry(of: step, in: lesson)?.needsReview == true,
          let question = step.question, question.kind != .state
        else { continue }
        let place = Workspace(makeInterpreter())
        place.deadline = workspace.deadline
        place.secondsForCell = workspace.secondsForCell
        place.state = canonicalState(of: lesson, before: index, in: place)
        runCells(of: step, before: question, in: place)
        found.append(
          WarmUpItem(lesson: lesson, step: step, question: question, workspace: place))
      }
    }
    return found
  }

  private func runCells(of step: Step, before question: Question, in place: Workspace) {
    for item in step.items {
      switch item {
      case .cell(let cell), .setup(let cell), .example(let cell, _): place.run(cell.text)
      case .question: return
      case .play, .prose: break
      }
    }
  }

  mutating func askWarmUp(on page: inout Page) {
    guard let item = warmUp.first else { return }
    stage = .warmUp
    page.add(StyledText("From \(item.lesson.title): \(item.step.title.text)", .faint))
    for case .prose(let block) in item.step.items { page.add(prose.text(of: block)) }
    page.add(questionText(item.question))
  }

  /// Notes how a question asked again went, and goes on to the next or to the lesson.
  mutating func settleWarmUp(on page: inout Page, isAnswered: Bool = true) {
    guard !warmUp.isEmpty else { return }
    let item = warmUp.removeFirst()
    if isAnswered, !attempt.wasShown,
      var entry = progress.entry(of: item.step, in: item.lesson)
    {
      entry.needsReview = attempt.misses >= 2
      record(entry, for: item.step, of: item.lesson, on: &page)
    }
    attempt = Attempt()
    if warmUp.isEmpty {
      begin(on: &page)
    } else {
      askWarmUp(on: &page)
    }
  }

  /// Asks now what was missed.
  mutating func review(on page: inout Page) {
    warmUp = missedItems(limit: 10)
    warmUpCount = warmUp.count
    attempt = Attempt()
    if warmUp.isEmpty {
      page.add("Nothing is waiting to be asked again.", .note)
    } else {
      askWarmUp(on: &page)
    }
  }
}
