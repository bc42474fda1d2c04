import Language
public import Lessons
import Syntax

/// A lesson as cells of a notebook: its questions become prose with folded hints and answers, and
/// behind each stands an empty cell to answer in.
public enum LessonNotebook {
  /// Returns the cells of a lesson, with what they show.
  ///
  /// What a question or free play has the learner do is done unseen, so that the cells behind it
  /// show what they show in the lesson.
  ///
  /// - Parameters:
  ///   - lesson: the lesson.
  ///   - session: a session that has run nothing.
  /// - Returns: the cells, in the lesson's order.
  public static func cells(of lesson: Lesson, in session: Session) -> [NotebookCell] {
    var cells = [NotebookCell.prose("# \(lesson.title)\n\n\(lesson.summary)")]
    for piece in pieces(of: lesson) {
      switch piece {
      case .text(let text):
        for part in ScriptFile.parts(ofNotebook: text) {
          switch part {
          case .prose(let text) where text.trimmed.isEmpty: continue
          case .prose(let text): cells.append(.prose(text))
          case .cell(let cell): cells.append(run(cell.source, in: session))
          case .output: continue
          }
        }
      case .question(let question):
        cells.append(.prose(markdown(of: question)))
        if question.choices.isEmpty { cells.append(.blank) }
        if question.kind == .state {
          for line in question.answers { _ = run(line.text, in: session) }
        }
      case .play(let play):
        cells.append(.prose(markdown(of: play)))
        cells.append(.blank)
        for line in play.solution { _ = run(line.text, in: session) }
      }
    }
    return cells
  }

  private static func run(_ source: String, in session: Session) -> NotebookCell {
    let number = session.nextNumber
    _ = session.submit(source, isRecorded: true) { _, _ in }
    let events = session.cells.last.map { $0.number == number ? $0.events : [] } ?? []
    return .input(number: number, source: source.trimmed, events: events)
  }

  // MARK: - Pieces

  private enum Piece {
    case text(String)
    case question(Question)
    case play(Play)
  }

  /// The lesson's text without its head, cut at its questions.
  private static func pieces(of lesson: Lesson) -> [Piece] {
    var cuts: [(range: SourceRange, piece: Piece)] = []
    for item in lesson.steps.flatMap(\.items) {
      switch item {
      case .question(let question): cuts.append((question.range, .question(question)))
      case .play(let play): cuts.append((play.range, .play(play)))
      case .prose, .cell, .setup, .example: continue
      }
    }
    cuts.sort { $0.range.lower < $1.range.lower }
    var pieces: [Piece] = []
    var start = endOfHead(lesson.source.text)
    let end = lesson.source.text.utf8.count
    for cut in cuts where cut.range.lower >= start {
      pieces.append(.text(String(lesson.source[SourceRange(start, cut.range.lower)])))
      pieces.append(cut.piece)
      start = min(end, cut.range.upper)
    }
    return pieces + [.text(String(lesson.source[SourceRange(start, end)]))]
  }

  /// The offset behind the lines between `---` that a lesson begins with.
  private static func endOfHead(_ text: String) -> Int {
    var offset = 0
    var marks = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      offset += line.utf8.count + 1
      if line.trimmed == "---" { marks += 1 }
      if marks == 2 { return min(offset, text.utf8.count) }
    }
    return 0
  }

  // MARK: - Questions

  private static func markdown(of question: Question) -> String {
    let kind = question.isPrediction ? "Predict" : "Question"
    var parts = ["**\(kind).** \(question.prompt.text)"]
    if !question.choices.isEmpty {
      parts.append(list(question.choices.map(\.text.text)))
    }
    var answer: [String] = []
    if question.choices.isEmpty {
      answer.append(fenced(question.answers))
    } else {
      answer.append(list(question.choices.map { ($0.isRight ? "✓ " : "✗ ") + $0.reason.text }))
    }
    if let text = question.explanation { answer.append(text.text) }
    parts += hints(question.hints) + [folded("Answer", answer)]
    return parts.joined(separator: "\n\n")
  }

  private static func markdown(of play: Play) -> String {
    var answer = [fenced(play.solution)]
    if let text = play.explanation { answer.append(text.text) }
    return (["**Goal.** \(play.goal.text)"] + hints(play.hints) + [folded("One way", answer)])
      .joined(separator: "\n\n")
  }

  private static func hints(_ hints: [Located]) -> [String] {
    hints.enumerated().map { folded("Hint \($0 + 1)", [$1.text]) }
  }

  private static func list(_ items: [String]) -> String {
    items.map { "1. \($0)" }.joined(separator: "\n")
  }

  private static func fenced(_ lines: [Located]) -> String {
    // Not named after the language: it is to be read, and does not run.
    String(MarkdownNotebook.fenced(lines.map(\.text).joined(separator: "\n"), as: "").dropLast())
  }

  private static func folded(_ title: String, _ content: [String]) -> String {
    "<details><summary>\(title)</summary>\n\n\(content.joined(separator: "\n\n"))\n\n</details>"
  }
}
