import Lessons
import Testing

@Suite struct ProgressTests {
  private let key = Progress.Key(lesson: "log-loss", step: "the-price")

  @Test func textReadsBackToTheSame() throws {
    var progress = Progress()
    var entry = Progress.Entry(.skipped, contentHash: "00ff00ff")
    entry.misses = 2
    entry.hints = 1
    entry.needsReview = true
    entry.guess = Progress.Guess(guessed: 0.5, truth: 0.36787944117144233, isRight: false)
    progress.record(entry, for: key)
    progress.positions["log-loss"] = "the-price"
    #expect(try Progress(text: progress.text) == progress)
  }

  @Test func linesOfALaterProgramAreKept() throws {
    let text = "format 1\nbadge first-lesson\nstep a b 00000000 done mood=good\n"
    let progress = try Progress(text: text)
    #expect(progress.text.contains("badge first-lesson\n"))
    #expect(progress.text.contains("mood=good"))
  }

  @Test func aLineWithAnUnknownStatusIsKept() throws {
    let progress = try Progress(text: "format 1\nstep a b 00000000 dreamt\n")
    #expect(progress.entries.isEmpty)
    #expect(progress.text.contains("step a b 00000000 dreamt"))
  }

  @Test func whatWasDoneStaysDone() {
    var progress = Progress()
    progress.record(Progress.Entry(.done, contentHash: "1"), for: key)
    progress.record(Progress.Entry(.skipped, contentHash: "1"), for: key)
    #expect(progress.entries[key]?.status == .done)
  }

  @Test func aChangedStepBeginsAnew() {
    var progress = Progress()
    progress.record(Progress.Entry(.done, contentHash: "1"), for: key)
    progress.record(Progress.Entry(.skipped, contentHash: "2"), for: key)
    #expect(progress.entries[key]?.status == .skipped)
  }

  @Test func emptyTextIsNoProgressAndOtherTextIsRefused() throws {
    #expect(try Progress(text: "") == Progress())
    #expect(throws: Progress.FormatError.unreadable) { try Progress(text: "hello\n") }
    #expect(throws: Progress.FormatError.later(version: "9")) {
      try Progress(text: "format 9\n")
    }
  }
}
