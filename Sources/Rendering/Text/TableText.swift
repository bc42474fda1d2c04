/// A table of text: headings, a rule below them, columns aligned.
public struct TableText: Sendable {
  /// How the cells of a column stand.
  public enum Alignment: Sendable {
    case left, right
  }

  /// The headings.
  public var headings: [StyledText]
  /// The rows; a short one is filled with empty cells.
  public var rows: [[StyledText]]
  /// How each column stands; the last goes for those after it.
  public var alignments: [Alignment]

  /// Makes a table; columns stand right unless told.
  public init(headings: [StyledText], rows: [[StyledText]], alignments: [Alignment] = [.right]) {
    self.headings = headings
    self.rows = rows
    self.alignments = alignments
  }

  /// Returns the table within a width, the widest columns cut first.
  ///
  /// ```
  /// element   grad  autodiff
  /// ───────  ─────  ────────
  ///       0    0.5       0.5
  /// ```
  public func text(width: Int, isASCII: Bool = false) -> StyledText {
    let widths = columnWidths(within: width)
    guard !widths.isEmpty else { return StyledText() }
    var lines: [StyledText] = []
    if headings.contains(where: { !$0.isEmpty }) {
      lines.append(line(headings, widths, isASCII))
      let rule = widths.map { String(repeating: isASCII ? "-" : "─", count: $0) }
      lines.append(StyledText(rule.joined(separator: "  "), .faint))
    }
    lines += rows.map { line($0, widths, isASCII) }
    return lines.joined(separator: "\n")
  }

  /// Returns the table a line a row, each cell after its heading, for a screen reader.
  public func spoken() -> StyledText {
    rows.map { row in
      row.enumerated().map { index, cell in
        headings.indices.contains(index) && !headings[index].isEmpty
          ? headings[index] + ": " + cell : cell
      }.joined(separator: "; ")
    }.joined(separator: "\n")
  }

  private func line(_ cells: [StyledText], _ widths: [Int], _ isASCII: Bool) -> StyledText {
    var result = StyledText()
    for (index, width) in widths.enumerated() {
      if index > 0 { result.append("  ") }
      let cell = index < cells.count ? cells[index].truncated(to: width, isASCII: isASCII) : ""
      let missing = max(0, width - cell.width)
      let isLast = index == widths.count - 1
      switch index < alignments.count ? alignments[index] : alignments.last ?? .right {
      case .right:
        result.append(String(repeating: " ", count: missing))
        result.append(cell)
      case .left:
        result.append(cell)
        if !isLast { result.append(String(repeating: " ", count: missing)) }
      }
    }
    return result.trimmedAtEnd
  }

  private func columnWidths(within width: Int) -> [Int] {
    let count = max(headings.count, rows.map(\.count).max() ?? 0)
    var widths = (0..<count).map { column in
      ([headings] + rows).reduce(0) {
        max($0, column < $1.count ? $1[column].width : 0)
      }
    }
    var excess = widths.reduce(0, +) + 2 * max(0, count - 1) - width
    while excess > 0, let widest = widths.max(), widest > 6,
      let column = widths.firstIndex(of: widest)
    {
      widths[column] -= 1
      excess -= 1
    }
    return widths
  }
}
