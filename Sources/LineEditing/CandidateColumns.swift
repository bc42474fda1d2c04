import CLibEdit

/// The list that Tab shows: names in columns with a word on what each is, or where they are few, one
/// a row with more on it.
enum CandidateColumns {
  /// The most rows shown; a longer list ends with how many more there are.
  private static let limit = 16

  /// Returns the rows of a list on a screen so many columns wide.
  static func rows(_ candidates: [Completion], width: Int, lines: Int = limit) -> [String] {
    let lines = max(1, min(lines, limit))
    let hasSummaries = candidates.contains { !$0.summary.isEmpty }
    return hasSummaries && candidates.count <= lines
      ? described(candidates, width: width)
      : columns(candidates, width: width, lines: lines)
  }

  private static func described(_ candidates: [Completion], width: Int) -> [String] {
    let widest = candidates.map { cells($0.text) }.max() ?? 0
    let widestKind = candidates.map { cells($0.kind) }.max() ?? 0
    return candidates.map { candidate in
      var row = "  " + padded(candidate.text, to: widest) + "  "
      if widestKind > 0 { row += padded(candidate.kind, to: widestKind) + "  " }
      return cut(row + candidate.summary, to: width - 1)
    }
  }

  private static func columns(_ candidates: [Completion], width: Int, lines: Int) -> [String] {
    let widest = candidates.map { cells($0.text) }.max() ?? 0
    let names = candidates.map { candidate in
      candidate.kind.isEmpty
        ? candidate.text : padded(candidate.text, to: widest) + " " + candidate.kind
    }
    let column = min(width, (names.map(cells).max() ?? 0) + 2)
    let across = max(1, width / max(1, column))
    let isWhole = names.count <= across * lines
    let shown = Array(names.prefix(across * (isWhole ? lines : max(1, lines - 1))))
    let down = (shown.count + across - 1) / across
    var rows = (0..<down).map { row in
      let inRow = stride(from: row, to: shown.count, by: max(1, down)).map { shown[$0] }
      return inRow.dropLast().map { padded($0, to: column) }.joined() + (inRow.last ?? "")
    }
    if shown.count < names.count { rows.append("… \(names.count - shown.count) more") }
    return rows.map { cut($0, to: width - 1) }
  }

  private static func cells(_ text: String) -> Int { Int(edit_width(text)) }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - cells(text)))
  }

  private static func cut(_ text: String, to width: Int) -> String {
    guard cells(text) > width else { return text }
    var shown = text
    while !shown.isEmpty, cells(shown) > width - 1 { shown.removeLast() }
    return shown + "…"
  }
}
