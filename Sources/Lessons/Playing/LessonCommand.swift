/// The commands of a lesson: with a colon at every prompt, without one where an answer is wanted.
public enum LessonCommand: Hashable, Sendable {
  case next, back, hint, answer, skip, list, whereAmI, beginStepAgain, restart, review, leave
  case keep(String)

  private static let words: [String: LessonCommand] = [
    "next": .next, "back": .back, "hint": .hint, "answer": .answer, "skip": .skip, "list": .list,
    "where": .whereAmI, "repeat": .beginStepAgain, "restart": .restart, "review": .review,
    "leave": .leave,
  ]

  /// The commands with what they do, for help.
  public static let table: [(name: String, summary: String)] = [
    ("next", "goes on to the next step"),
    ("back", "goes back a step"),
    ("hint", "gives the next of up to three hints"),
    ("answer", "shows the answer and why"),
    ("skip", "shows the answer and ends the step, which will be asked again another day"),
    ("list", "lists the steps with what is done, skipped and missed"),
    ("where", "says where you are"),
    ("repeat", "begins the step again"),
    ("restart", "begins the lesson again and forgets how far you were in it"),
    ("review", "asks again what was missed"),
    ("keep NAME", "copies a name of the lesson into your session"),
    ("leave", "goes back to your session; the lesson remembers the place"),
  ]

  /// Reads a command, or returns nothing where a line is none.
  init?(line: String, needsColon: Bool) {
    let hasColon = line.hasPrefix(":")
    guard hasColon || !needsColon else { return nil }
    let words = (hasColon ? line.dropFirst() : line[...]).lowercased()
      .split(whereSeparator: \.isWhitespace).map(String.init)
    if words.count == 2, words[0] == "keep" {
      // Names keep their capitals.
      self = .keep(line.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? words[1])
      return
    }
    guard words.count == 1, let command = words.first.flatMap({ Self.words[$0] }) else {
      return nil
    }
    self = command
  }
}
