/// Slips that make an answer a constant multiple of the right one.
struct RatioDiagnosis {
  /// A factor and what it tells.
  struct Entry {
    /// The answer divided by the right one.
    var ratio: Double
    /// The same in the language, for formulas.
    var source: String
    /// A stable word for it.
    var tag: String
    /// What to say.
    var message: String
  }

  /// The factors that have a meaning whatever the question, the likeliest first.
  static let table: [Entry] = [
    Entry(
      ratio: -1, source: "(-1)", tag: "ratio-sign",
      message: "That is the right answer with the other sign."),
    Entry(
      ratio: 0.5, source: "(1/2)", tag: "ratio-half",
      message: "That is half of the right answer: a factor 2 is missing, such as a square's."),
    Entry(
      ratio: 2, source: "2", tag: "ratio-two",
      message: "That is twice the right answer: there is a factor 2 too many, or a ½ missing."),
    Entry(
      ratio: 0.43429448190325182765, source: "(1/log(10))", tag: "ratio-log10",
      message: "That is the right answer divided by ln 10: is there a logarithm to base 10?"),
    Entry(
      ratio: 2.30258509299404568402, source: "log(10)", tag: "ratio-ln10",
      message: "That is the right answer times ln 10: is there a logarithm to base 10?"),
    Entry(
      ratio: 1.44269504088896340736, source: "(1/log(2))", tag: "ratio-log2",
      message: "That is the right answer divided by ln 2: is there a logarithm to base 2?"),
    Entry(
      ratio: 0.69314718055994530942, source: "log(2)", tag: "ratio-ln2",
      message: "That is the right answer times ln 2: is there a logarithm to base 2?"),
  ]

  /// The factors that come from a sum in place of a mean, or the reverse.
  static func table(ofCounts counts: [(count: Int, source: String)]) -> [Entry] {
    counts.filter { $0.count > 2 }.flatMap { count, source in
      [
        Entry(
          ratio: Double(count), source: source, tag: "ratio-n",
          message: "That is \(count) times the right answer, and there are \(count) entries: "
            + "a sum where a mean is meant?"),
        Entry(
          ratio: 1 / Double(count), source: "(1/\(source))", tag: "ratio-1/n",
          message: "That is the right answer divided by \(count), and there are \(count) entries: "
            + "a mean where a sum is meant?"),
      ]
    }
  }

  /// Finds the factor that all elements of an answer have to those of the right one.
  ///
  /// - Parameters:
  ///   - values: the answer.
  ///   - right: the right answer, as long.
  ///   - entries: the factors to look for.
  ///   - comparison: how near is near enough.
  /// - Returns: the first that fits, if any does.
  static func entry(
    for values: [Double], against right: [Double], among entries: [Entry],
    comparison: NumberComparison
  ) -> Entry? {
    guard right.contains(where: { $0 != 0 }), values.allSatisfy(\.isFinite) else { return nil }
    return entries.first { entry in
      comparison.isSame(values, right.map { $0 * entry.ratio })
    }
  }
}
