/// A rectangle of text with a baseline: what formulas in two dimensions are built of.
struct FormulaBox {
  /// The rows, each as wide as the box.
  private(set) var rows: [StyledText]
  /// The columns.
  let width: Int
  /// The row that stands on the line.
  let baseline: Int

  /// The number of rows.
  var height: Int { rows.count }

  /// Makes a box of one row.
  init(_ text: String, _ role: StyledText.Role = .body) {
    self.init(StyledText(text, role))
  }

  /// Makes a box of one row.
  init(_ text: StyledText) {
    rows = [text]
    width = text.width
    baseline = 0
  }

  /// Makes a box of rows, which are filled up to the widest.
  init(rows: [StyledText], baseline: Int) {
    let width = rows.map(\.width).max() ?? 0
    self.rows = rows.map { $0.padded(to: width) }
    self.width = width
    self.baseline = baseline
  }

  /// Returns boxes side by side on one baseline.
  static func row(_ boxes: [FormulaBox]) -> FormulaBox {
    let above = boxes.map(\.baseline).max() ?? 0
    let below = boxes.map { $0.height - $0.baseline }.max() ?? 1
    var rows = [StyledText](repeating: StyledText(), count: above + below)
    for box in boxes {
      let blank = StyledText(String(repeating: " ", count: box.width))
      for index in rows.indices {
        let inner = index - (above - box.baseline)
        rows[index].append(box.rows.indices.contains(inner) ? box.rows[inner] : blank)
      }
    }
    return FormulaBox(rows: rows, baseline: above)
  }

  /// Returns boxes one below the other, each centred, with the baseline on a given row.
  static func column(_ boxes: [FormulaBox], baseline: Int) -> FormulaBox {
    let width = boxes.map(\.width).max() ?? 0
    return FormulaBox(rows: boxes.flatMap { $0.centered(in: width).rows }, baseline: baseline)
  }

  /// Returns the box in the middle of a width.
  func centered(in columns: Int) -> FormulaBox {
    guard columns > width else { return self }
    let left = String(repeating: " ", count: (columns - width) / 2)
    return FormulaBox(
      rows: rows.map { (StyledText(left) + $0).padded(to: columns) }, baseline: baseline)
  }

  /// Returns the box at the right end of a width.
  func flushRight(in columns: Int) -> FormulaBox {
    guard columns > width else { return self }
    let left = String(repeating: " ", count: columns - width)
    return FormulaBox(rows: rows.map { StyledText(left) + $0 }, baseline: baseline)
  }

  /// Returns a box of equal cells in a grid with columns two apart, the baseline in its middle.
  static func grid(_ cells: [[FormulaBox]], columnGap: Int, rowGap: Int) -> FormulaBox {
    let count = cells.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      cells.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0
    }
    let gap = FormulaBox(String(repeating: " ", count: columnGap))
    var rows: [StyledText] = []
    for (index, line) in cells.enumerated() {
      if index > 0 { rows += [StyledText](repeating: StyledText(), count: rowGap) }
      var parts: [FormulaBox] = []
      for (column, cell) in line.enumerated() {
        if column > 0 { parts.append(gap) }
        parts.append(cell.centered(in: widths[column]))
      }
      rows += FormulaBox.row(parts).rows
    }
    return FormulaBox(rows: rows, baseline: max(0, (rows.count - 1) / 2))
  }

  /// Returns the box raised so that its lowest row is the one above some rows, for an exponent.
  func raised(above base: FormulaBox) -> FormulaBox {
    // The exponent's last row stands just over the base's first.
    let drop = base.baseline
    let blank = [StyledText](repeating: StyledText(), count: drop + 1)
    return FormulaBox(rows: rows + blank, baseline: height + drop)
  }

  /// Returns the box with a small mark at the upper right corner.
  func marked(_ text: String, _ role: StyledText.Role) -> FormulaBox {
    var marked = rows
    marked[0].append(text, role)
    return FormulaBox(rows: marked, baseline: baseline)
  }
}
