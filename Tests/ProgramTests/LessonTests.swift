import Foundation
import Language
import Testing

@testable import Lessons

/// Lessons on a terminal, as a learner plays them.
@Suite struct LessonTests {
  /// What a learner who knows it all types next.
  private func lines(for player: LessonPlayer) -> [String] {
    if let play = player.openPlay { return play.solution.map(\.text) }
    // A cell stands on the line already, and what is done needs Enter alone.
    guard let question = player.openQuestion else { return [""] }
    guard question.choices.isEmpty else {
      let right = question.choices.indices.filter { question.choices[$0].isRight }
      return [right.map { AnswerChecker.letter($0) }.joined(separator: " ")]
    }
    return question.answers.map(\.text)
  }

  /// The last row of the screen once a player waits: its prompt, and a cell to run or to edit.
  private func lastRow(_ output: PlayerOutput) -> String {
    let input = output.proposedInput ?? ""
    let rows = input.split(separator: "\n", omittingEmptySubsequences: false)
    let row = (rows.count > 1 ? "...:" : output.prompt) + " " + (rows.last ?? "")
    return String(row.trimmingCharacters(in: .whitespaces))
  }

  /// Waits for a row to be the last one, with the cursor on it, below all that was there before:
  /// the same prompt may have stood there too.
  private func wait(
    _ terminal: PseudoTerminal, for row: String, below line: Int
  ) throws -> Int {
    var reached = line
    try terminal.wait { screen in
      reached = screen.scrolledOff.count + screen.row
      guard reached > line else { return false }
      let lines = screen.lines
      return lines.count == screen.row + 1
        && lines.last?.trimmingCharacters(in: .whitespaces) == row
    }
    return reached
  }

  @Test func aCommandTypedBehindACellThatStandsOnTheLineIsTheCommand() throws {
    let terminal = try PseudoTerminal(["learn", "where-a-loss-sits", "--no-config"])
    try terminal.wait { $0.cursorLine.hasSuffix("p = [2, 4, 7]") }
    terminal.type(":where\r")
    try terminal.wait(for: "step 1 of 11: One number comes out")
    // The cell is there again, and can be edited before it runs.
    try terminal.wait { $0.cursorLine.hasSuffix("p = [2, 4, 7]") }
    terminal.type("; p[1] + 1000\r")
    try terminal.wait(for: "1004")
  }

  @Test(arguments: Course.embedded.lessons.map(\.id))
  func aLessonIsPlayedToItsEndOnATerminal(id: String) throws {
    let lesson = try #require(Course.embedded.lesson(named: id))
    // What the program is to do is done here beside it, so that each of its screens is known.
    var player = LessonPlayer(
      lesson, course: Course.embedded.lessons, store: TransientProgressStore()
    ) { Interpreter() }
    let terminal = try PseudoTerminal(["learn", id, "--no-config"], columns: 200, rows: 30)
    var line = try wait(terminal, for: lastRow(player.start()), below: -1)
    var inputs = 0
    while !player.isFinished, inputs < 300 {
      for text in lines(for: player) {
        inputs += 1
        terminal.type(text + "\r")
        let output = player.submit(text)
        let row = output.finished ? "In [1]:" : lastRow(output)
        line = try wait(terminal, for: row, below: line)
      }
    }
    #expect(player.isFinished)
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)
    let file = terminal.home.url.appendingPathComponent("state/lossbook/progress")
    let steps = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("step \(id) ") }
    #expect(steps.count == lesson.steps.count)
    #expect(steps.allSatisfy { $0.contains(" done") })
  }
}

/// Folders of lessons from elsewhere.
@Suite struct ForeignCourseTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try Program.run(
      ["lessons", "new", folder.url.appendingPathComponent("01-mine.md").path])
    return folder
  }

  @Test func aNewLessonPassesItsTestAndIsPlayed() throws {
    let folder = try folder()
    let file = folder.url.appendingPathComponent("01-mine.md").path
    let test = try Program.run(["lessons", "test", file])
    #expect(test.output.hasSuffix("all right\n"))
    #expect(test.exitCode == 0)
    let play = try Program.run(
      ["learn", "mine", "--lessons", folder.url.path],
      input: String(repeating: ":skip\n", count: 40))
    #expect(play.output.contains("End of Mine"))
  }

  @Test func aLinkOutOfTheFolderAPipeAndAFolderAreNoLessons() throws {
    let folder = try folder()
    let outside = try self.folder()
    let target = outside.url.appendingPathComponent("01-mine.md").path
    let place = folder.url.path
    try FileManager.default.createSymbolicLink(
      atPath: place + "/02-outside.md", withDestinationPath: target)
    try FileManager.default.createSymbolicLink(
      atPath: place + "/03-inside.md", withDestinationPath: "01-mine.md")
    #expect(mkfifo(place + "/04-pipe.md", 0o600) == 0)
    try FileManager.default.createDirectory(
      atPath: place + "/05-folder.md", withIntermediateDirectories: false)
    let list = try Program.run(["lessons", "list", "--lessons", place])
    #expect(list.output.split(separator: "\n").count { $0.contains(" min") } == 2)
    #expect(list.errors.contains("02-outside.md: it leads out of its folder"))
    #expect(list.errors.contains("04-pipe.md: no plain file"))
  }

  @Test func aStrangersLessonSendsNothingToTheTerminalThatSteersIt() throws {
    let folder = try folder()
    let escape = "\u{1B}]0;owned\u{7}"
    let file = folder.url.appendingPathComponent("02-evil.md")
    let text = """
      ---
      format: 1
      title: Evil \(escape)
      summary: \(escape)
      minutes: 5
      ---

      ## \(escape)

      ```loss
      1 \(escape)
      ```

      """
    try text.write(to: file, atomically: false, encoding: .utf8)
    var shown = ""
    for arguments in [
      ["lessons", "test", file.path], ["lessons", "list", "--lessons", folder.url.path],
      ["learn", "evil", "--lessons", folder.url.path], ["run", file.path],
    ] {
      let result = try Program.run(arguments, input: "\n\n\n")
      shown += result.output + result.errors
      #expect(!(result.output + result.errors).contains("\u{1B}"), "\(arguments)")
    }
    #expect(shown.contains("␛]0;owned␇"))
  }

  /// What a lesson's cell may try, and cannot: each is an error, and nothing comes of it.
  @Test(arguments: [
    "load(\"/etc/passwd\")", "data = load(\"../../etc/passwd\")", "d = csv(\"/etc/passwd\")",
    "read(\"/etc/passwd\")", "open(\"x\")", "system(\"id\")", "exec(\"id\")", "import os",
    "write(\"/tmp/x\", 1)", "save(\"/tmp/x\")", ":save /tmp/x", "!id", "`id`", "$(id)",
    "zeros(1e9, 1e9)", "zeros(100000, 100000)", "f(x) = f(x)\nf(1)", "eval(\"1\")",
    "ones(100000) @ ones(100000)' + zeros(100000, 100000)", "plot(\"/etc/passwd\", x=0:1)",
  ])
  func aCellOfALessonIsRefused(attack: String) throws {
    let folder = try folder()
    let home = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("02-evil.md")
    let text = """
      ---
      format: 1
      title: Evil
      summary: Tries.
      minutes: 5
      ---

      ## Try

      ```loss
      \(attack)
      ```

      """
    try text.write(to: file, atomically: false, encoding: .utf8)
    let result = try Program.run(
      ["learn", "evil", "--lessons", folder.url.path], input: "\n", home: home)
    #expect(result.output.contains("error["), "\(result.output)")
    #expect(!(result.output + result.errors).contains("root:"))
    #expect(!FileManager.default.fileExists(atPath: "/tmp/x"))
    let test = try Program.run(["lessons", "test", file.path], home: home)
    #expect(test.output.contains("evil.md:11:") || test.output.contains("evil.md:12:"))
    #expect(test.exitCode == 1)
  }
}
