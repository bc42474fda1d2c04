/// Ctrl-R's search: the entries that hold a text, newest first, each once.
///
/// A pattern without capitals finds either case.
struct HistorySearch {
  private let entries: [String]
  /// What is looked for.
  private(set) var pattern = ""
  /// The entries that hold it.
  private(set) var matches: [String] = []
  /// Which of them is shown.
  private(set) var place = 0

  init(_ entries: [String]) {
    self.entries = entries
  }

  /// The entry shown.
  var current: String? { matches.indices.contains(place) ? matches[place] : nil }

  /// Looks for a longer text.
  mutating func append(_ scalar: Unicode.Scalar) {
    pattern.unicodeScalars.append(scalar)
    search()
  }

  /// Looks for a shorter text.
  mutating func removeLast() {
    guard !pattern.isEmpty else { return }
    pattern.unicodeScalars.removeLast()
    search()
  }

  /// Goes to an older entry, or with -1 to a newer one.
  mutating func move(by step: Int) {
    place = min(max(0, place + step), max(0, matches.count - 1))
  }

  private mutating func search() {
    place = 0
    matches = []
    guard !pattern.isEmpty else { return }
    let isExact = pattern.contains(where: \.isUppercase)
    var seen: Set<String> = []
    for entry in entries.reversed() where !seen.contains(entry) {
      guard (isExact ? entry : entry.lowercased()).contains(pattern) else { continue }
      seen.insert(entry)
      matches.append(entry)
    }
  }
}
