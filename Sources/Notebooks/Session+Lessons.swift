public import Language
import Lessons
import Rendering
import Syntax

extension Command {
  /// The commands that begin and list lessons, and those of a lesson that is played.
  static let lessonCommands: [Command] =
    [
      Command("lessons", "", "the lessons, and how far you are") { session, _ in
        session.listLessons()
      },
      Command("learn", "[lesson]", completes: .lesson, "a lesson by name or number, or the next") {
        $0.learn($1)
      },
      Command("progress", "", "what you have done") { session, _ in session.listLessons() },
    ]
    + LessonCommand.table.map { row in
      let words = row.name.split(separator: " ").map(String.init)
      let summary = "in a lesson: \(row.summary)"
      return Command(words[0], words.count > 1 ? "name" : "", summary) { session, arguments in
        session.playLesson(":\(words[0]) \(arguments)")
          ?? session.fail(
            .argument, ":\(words[0]) is for a lesson, and none is being played",
            hint: ":learn begins one")
      }
    }
}

extension Session {
  /// `:lessons`: the course, with how far the learner is.
  func listLessons() -> Status {
    let progress = (try? progressStore.load().progress) ?? Progress()
    show(CourseList(course, progress: progress).text(options: renderer.options))
    return .done
  }

  /// `:learn [lesson]`: puts the session aside and begins a lesson where it was left.
  public func learn(_ name: String) -> Status {
    let kept = try? progressStore.load()
    if let notice = kept?.notice { show(StyledText(notice, .note)) }
    let progress = kept?.progress ?? Progress()
    guard let lesson = name.isEmpty ? course.current(for: progress) : course.lesson(named: name)
    else {
      return fail(
        .name, name.isEmpty ? "there are no lessons" : "no lesson is called `\(name)`",
        hint: course.suggestions(for: name).first.map { "did you mean `\($0)`?" }
          ?? ":lessons lists them")
    }
    var player = LessonPlayer(
      lesson, course: course.lessons, store: progressStore, renderer: renderer,
      makeInterpreter: lessonInterpreter)
    player.onProgress = { [weak self] in self?.onProgress($0, $1) }
    player.proposesInput = proposesInput
    player.secondsForCell = settings.patience
    player.deadline = { [now = surroundings.now] seconds in
      let end = now() + seconds
      return { now() > end }
    }
    let output = player.start()
    if self.player == nil {
      watchesAside = watches
      watches = []
    }
    self.player = player
    show(output)
    return .done
  }

  /// Makes the interpreters of lessons, which share nothing with the session but the prelude's text.
  public var lessonInterpreter: () -> Interpreter {
    let settings = settings
    let surroundings = surroundings
    let prelude = ownInterpreter.prelude
    return {
      let interpreter = Session.makeInterpreter(settings, surroundings, prelude: prelude)
      // A lesson is data: it reads no file.
      interpreter.readFile = nil
      return interpreter
    }
  }

  /// Hands a line to the lesson that is played; nil where none is.
  func playLesson(_ line: String) -> Status? {
    guard var player else { return nil }
    player.renderer = renderer
    player.secondsForCell = settings.patience
    self.player = nil
    let output = player.submit(line)
    self.player = output.finished ? nil : player
    // Before what the player says of the line: a goal that is reached comes last.
    if output.finished { watches = watchesAside } else { showChangesOfWatched() }
    for statement in output.kept {
      _ = ownInterpreter.run(SourceText(statement), cell: nextNumber) { _ in }
    }
    show(output)
    return .done
  }

  private func show(_ output: PlayerOutput) {
    if !output.text.isEmpty { show(output.text) }
    draft = output.proposedInput ?? ""
  }
}
