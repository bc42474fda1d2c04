/// The text in which progress is kept.
///
/// ```
/// # Progress in Lossbook's lessons: one line a step. May be read, copied and edited.
/// format 1
/// at log-loss the-slope-for-a-yes
/// step log-loss where-the-price-passes-one 3f2a91c0 done misses=1 hints=2 guess=0.5 truth=0.368
/// ```
extension Progress {
  /// Why a text is not progress.
  public enum FormatError: Error, Hashable, Sendable {
    /// It does not say which format it has.
    case unreadable
    /// It was written by a later program.
    case later(version: String)
  }

  private static let header =
    "# Progress in Lossbook's lessons: one line a step. May be read, copied and edited."

  /// The progress as text, the same for the same progress.
  public var text: String {
    var lines = [Self.header, "format 1"]
    lines += positions.sorted { $0.key < $1.key }.map { "at \($0.key) \($0.value)" }
    lines += entries.sorted { $0.key < $1.key }.map { Self.line($0.key, $0.value) }
    lines += unknownLines
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ key: Key, _ entry: Entry) -> String {
    var words = ["step", key.lesson, key.step, entry.contentHash, entry.status.rawValue]
    if entry.misses > 0 { words.append("misses=\(entry.misses)") }
    if entry.hints > 0 { words.append("hints=\(entry.hints)") }
    if let guess = entry.guess {
      if let guessed = guess.guessed { words.append("guess=\(guessed)") }
      if let truth = guess.truth { words.append("truth=\(truth)") }
      words.append(guess.isRight ? "predicted=right" : "predicted=wrong")
    }
    if entry.needsReview { words.append("review") }
    return (words + entry.others).joined(separator: " ")
  }

  /// Reads progress from text; an empty text is no progress yet.
  ///
  /// Lines that this program does not know are kept and written back.
  public init(text: String) throws(FormatError) {
    self.init()
    var hasFormat = false
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ").map(String.init)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      switch (first, words.count) {
      case ("format", 2):
        guard words[1] == "1" else { throw .later(version: words[1]) }
        hasFormat = true
      case ("at", 3):
        positions[words[1]] = words[2]
      case ("step", 5...):
        guard let status = Entry.Status(rawValue: words[4]) else { fallthrough }
        var entry = Entry(status, contentHash: words[3])
        entry.read(attributes: words[5...])
        entries[Key(lesson: words[1], step: words[2])] = entry
      case _:
        unknownLines.append(String(line))
      }
    }
    let isBlank = text.allSatisfy { $0.isWhitespace }
    guard hasFormat || isBlank else { throw .unreadable }
  }
}

extension Progress.Entry {
  fileprivate mutating func read(attributes: some Sequence<String>) {
    var guess = Progress.Guess(isRight: false)
    var hasGuess = false
    for attribute in attributes {
      let parts = attribute.split(separator: "=", maxSplits: 1).map(String.init)
      let value = parts.count == 2 ? parts[1] : ""
      switch parts.first ?? "" {
      case "misses": misses = Int(value) ?? 0
      case "hints": hints = Int(value) ?? 0
      case "review": needsReview = true
      case "guess": guess.guessed = Double(value)
      case "truth": guess.truth = Double(value)
      case "predicted":
        guess.isRight = value == "right"
        hasGuess = true
      case _: others.append(attribute)
      }
    }
    if hasGuess { self.guess = guess }
  }
}
