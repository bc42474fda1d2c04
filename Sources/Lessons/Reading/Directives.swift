internal import Syntax

/// The lines of an `ask` or `try` fence, read as directives `name: value`, `+ …` and `- …`.
///
/// A line that starts with two spaces goes on with the directive above it.
struct Directives {
  /// One directive.
  struct Entry {
    /// Its name; `+` and `-` for choices.
    var name: Located
    /// What follows, without white space at its ends.
    var value: Located
  }

  /// The directives in order.
  private(set) var entries: [Entry] = []
  /// What could not be read.
  private(set) var problems: [Diagnostic] = []

  /// Reads the text of a fence that starts at a byte offset of the lesson.
  init(_ text: String, startingAt offset: Int) {
    for line in LineTable(text, startingAt: offset).lines where !line.trimmed.text.isEmpty {
      if line.text.hasPrefix("  "), !entries.isEmpty {
        append(line.trimmed)
      } else if let entry = Self.entry(line) {
        entries.append(entry)
      } else {
        problems.append(
          Diagnostic(
            .syntax, "this line is no directive", at: line.range,
            hint: "write `name: value`; a line that goes on starts with two spaces"))
      }
    }
  }

  private static func entry(_ line: Located) -> Entry? {
    for mark in ["+", "-"] where line.text.hasPrefix(mark + " ") {
      return Entry(
        name: line.part(0..<1), value: line.part(1..<line.text.utf8.count).trimmed)
    }
    guard let (name, value) = line.split(at: ":"),
      name.text.allSatisfy({ $0.isLetter }), !name.text.isEmpty
    else { return nil }
    return Entry(name: name, value: value)
  }

  private mutating func append(_ line: Located) {
    var entry = entries.removeLast()
    entry.value = Located(
      entry.value.text + " " + line.text, at: entry.value.range.union(line.range))
    entries.append(entry)
  }

  /// The values of every directive of a name.
  func values(_ name: String) -> [Located] {
    entries.filter { $0.name.text == name }.map(\.value)
  }

  /// The value of a directive that may stand once; a second one is a problem.
  mutating func single(_ name: String) -> Located? {
    let found = entries.filter { $0.name.text == name }
    if found.count > 1, let second = found.last {
      problems.append(
        Diagnostic(
          .argument, "`\(name)` stands here twice", at: second.name.range,
          hint: "keep one of them"))
    }
    return found.first?.value
  }

  /// Notes every directive whose name is none of these.
  mutating func reportUnknown(besides known: [String]) {
    for entry in entries where !known.contains(entry.name.text) {
      problems.append(
        Diagnostic(
          .argument, "`\(entry.name.text)` is no directive of this fence", at: entry.name.range,
          hint: "there are " + known.map { "`\($0)`" }.joined(separator: ", ")))
    }
  }
}
