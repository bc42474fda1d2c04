/// Finds the names that a mistyped one was probably meant to be.
public enum Suggestion {
  /// Returns the nearest names, best first, at most three; none when nothing is near.
  ///
  /// Near are, in this order: the same letters in another case or with other underscores; a
  /// distance (Damerau and Levenshtein, neighbours swapped count one) of at most a third of the
  /// length and at least 1; a name that begins with, then one that holds, what was typed. One
  /// letter is near only to itself in the other case.
  ///
  /// - Complexity: O(c · n²) for c candidates and names of n characters; names longer than 64
  ///   characters have none.
  public static func nearest(to name: String, among candidates: some Sequence<String>) -> [String] {
    let typed = Array(name)
    guard !typed.isEmpty, typed.count <= 64 else { return [] }
    var scored: [(score: Int, name: String)] = []
    var seen: Set<String> = [name]
    for candidate in candidates where seen.insert(candidate).inserted {
      if let score = score(of: candidate, for: typed) { scored.append((score, candidate)) }
    }
    // Of names as near, one of the same length is more likely: letters are swapped oftener than left
    // out.
    func order(_ item: (score: Int, name: String)) -> (Int, Int, Int, String) {
      let length = item.name.count
      return (item.score, abs(length - typed.count), length, item.name)
    }
    scored.sort { order($0) < order($1) }
    // A near spelling makes a mere prefix or part uninteresting.
    let isClose = scored.first.map { $0.score < Score.prefix } ?? false
    return scored.filter { !isClose || $0.score < Score.prefix }.prefix(3).map(\.name)
  }

  private enum Score {
    static let prefix = 1000
    static let part = 2000
  }

  /// How far a candidate is; nil when it is not near.
  private static func score(of candidate: String, for typed: [Character]) -> Int? {
    let letters = Array(candidate)
    guard letters.count <= 64 else { return nil }
    let plain = simplified(letters)
    let plainTyped = simplified(typed)
    if plain == plainTyped && !plain.isEmpty { return 0 }
    guard typed.count > 1, letters.count > 1 else { return nil }
    let cutoff = max(1, typed.count / 3)
    let distance = min(
      self.distance(typed, letters, cutoff: cutoff),
      // Case and underscores are forgiven, at the price of one.
      1 + self.distance(plainTyped, plain, cutoff: cutoff - 1))
    if distance <= cutoff { return distance }
    if plainTyped.count >= 3 && plain.starts(with: plainTyped) { return Score.prefix }
    if plainTyped.count >= 4 && contains(plain, plainTyped) { return Score.part }
    // `tf.losses.huber` for `huber_loss`: what was typed holds the name.
    if plain.count >= 4 && plainTyped.starts(with: plain) { return Score.part }
    return nil
  }

  /// A name without its case and its underscores, which are easily mistaken.
  public static func simplified(_ letters: some Sequence<Character>) -> [Character] {
    Array(String(letters.filter { $0 != "_" }).lowercased())
  }

  private static func contains(_ text: [Character], _ part: [Character]) -> Bool {
    guard part.count <= text.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours between two words;
  /// any number above the cut-off when it is above.
  static func distance(_ a: [Character], _ b: [Character], cutoff: Int) -> Int {
    guard cutoff >= 0, abs(a.count - b.count) <= cutoff else { return cutoff + 1 }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
        var best = min(replaced, last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
