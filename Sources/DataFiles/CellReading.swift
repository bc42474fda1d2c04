/// What a field of a table is.
enum CellReading: Equatable {
  /// A number.
  case number(Double)
  /// Nothing, or a word that says so.
  case missing
  /// A number whose comma may divide thousands or the fraction.
  case ambiguous
  /// Anything else.
  case text

  private static let missingWords: Set<String> = [
    "", "na", "n/a", "#n/a", "null", "none", "?", "-", "<na>", ".",
  ]

  /// Reads a field.
  ///
  /// What divides the fraction from the whole is `.` or `,`, and the other may stand between
  /// thousands; where it is not given, a comma is not guessed at.
  static func of(_ field: String, decimal: Character?) -> CellReading {
    guard decimal != "," else {
      guard field.contains(where: { $0 == "," || $0 == "." }) else { return plain(field) }
      return ungrouped(field, decimal: ",", mark: ".").map { .number($0) } ?? .text
    }
    let reading = plain(field)
    guard reading == .text, field.contains(",") else { return reading }
    if decimal == "." {
      return ungrouped(field, decimal: ".", mark: ",").map { .number($0) } ?? .text
    }
    let isNumber =
      ungrouped(field, decimal: ".", mark: ",") != nil
      || ungrouped(field, decimal: ",", mark: ".") != nil
    return isNumber ? .ambiguous : .text
  }

  private static func plain(_ field: String) -> CellReading {
    // Only what begins as a number, or as inf and nan do, is given to the C library.
    if let number = Double(field) { return .number(number) }
    return missingWords.contains(field.lowercased()) ? .missing : .text
  }

  /// A number in which a mark may stand after every three digits before the fraction.
  private static func ungrouped(_ field: String, decimal: Character, mark: Character) -> Double? {
    let parts = field.split(separator: decimal, maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !parts.dropFirst().contains(where: { $0.contains(mark) }) else {
      return nil
    }
    let groups = whole.split(separator: mark, omittingEmptySubsequences: false)
    if groups.count > 1 {
      let head = groups[0].drop { $0 == "-" || $0 == "+" }
      guard (1...3).contains(head.count), groups.dropFirst().allSatisfy({ $0.count == 3 }),
        groups.joined().drop(while: { $0 == "-" || $0 == "+" }).allSatisfy(\.isWholeNumber)
      else { return nil }
    }
    return Double(groups.joined() + parts.dropFirst().map { "." + $0 }.joined())
  }
}
