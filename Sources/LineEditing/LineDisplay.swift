/// Draws the text being edited on a terminal, and changes on the screen only what has changed.
///
/// libedit would draw a cell as one line: without a prompt before its further rows, without marks
/// that combine, and without room for a hint below. So it is left the keys, and this draws. A cell
/// larger than the screen is shown in part, the part with the cursor in it.
struct LineDisplay {
  /// What is drawn.
  struct Picture {
    /// The text and the cursor.
    var buffer: EditBuffer
    /// What stands before the first row.
    var prompt: Prompt
    /// Lines below the text, each a row: a hint, or what could stand at the cursor.
    var below: [String] = []
    /// The parameters of the colour of what stands below; empty for none.
    var belowColor = ""
    /// The size of the screen.
    var screen: (columns: Int, rows: Int)
  }

  /// A row as it stands on the screen.
  private struct ScreenRow: Equatable {
    var lead: String
    var leadWidth: Int
    /// Each character with the marks on it.
    var cells: [String]
    var widths: [Int]
    var color = ""

    var width: Int { leadWidth + widths.reduce(0, +) }
  }

  /// The rows that stand on the screen; empty where nothing does.
  private var rows: [ScreenRow] = []
  /// The cursor's place on the screen, from the first of the rows.
  private var cursor = (row: 0, column: 0)
  /// The first row of the text that is shown.
  private var top = 0
  private var columns = 80

  /// Forgets what stands on the screen: something else has been written since.
  mutating func forget() {
    rows = []
    cursor = (0, 0)
  }

  /// Returns what to send so that the screen shows a picture.
  mutating func draw(_ picture: Picture) -> String {
    columns = picture.screen.columns
    let layout = CellLayout(
      picture.buffer, indent: CellText.width(of: picture.prompt.text), columns: columns)
    let below = picture.below.prefix(max(0, picture.screen.rows - 2))
    let visible = max(1, picture.screen.rows - below.count)
    if layout.rows.count <= visible { top = 0 }
    top = min(max(top, layout.cursorRow - visible + 1), layout.cursorRow)
    top = max(0, min(top, layout.rows.count - visible))
    let end = min(layout.rows.count, top + visible)
    var next = layout.rows[top..<end].map { row(of: $0, in: picture) }
    next += below.map { line in
      let cells = CellText(line, columns: columns - 1)
      return ScreenRow(
        lead: "", leadWidth: 0, cells: cells.cells, widths: cells.widths, color: picture.belowColor)
    }
    var output = change(to: next)
    output += move(to: (layout.cursorRow - top, layout.cursorColumn))
    return output
  }

  /// Returns what to send to leave the text, drawn whole, and go to the row below it.
  mutating func finish(_ picture: Picture) -> String {
    var last = picture
    last.below = []
    last.buffer.move(to: last.buffer.scalars.count)
    let output = draw(last) + "\r\n"
    forget()
    return output
  }

  /// Returns what to send to take away what was drawn, for a window that has another size now.
  ///
  /// A terminal breaks the rows that are too long for it; ours end in line breaks, so that what
  /// grew wider stands as it stood.
  mutating func erase(columns now: Int) -> String {
    let above = rows.prefix(cursor.row).reduce(0) {
      $0 + max(1, ($1.width + now - 1) / max(1, now))
    }
    let up = above + cursor.column / max(1, now)
    forget()
    return "\r" + (up > 0 ? "\u{1B}[\(up)A" : "") + "\u{1B}[J"
  }

  // MARK: - Rows

  private func row(of row: CellLayout.Row, in picture: Picture) -> ScreenRow {
    let cells = CellText(picture.buffer.scalars[row.range])
    guard row.indent > 0 else {
      return ScreenRow(lead: "", leadWidth: 0, cells: cells.cells, widths: cells.widths)
    }
    let prompt = row.line == 0 ? picture.prompt : picture.prompt.continuation
    return ScreenRow(
      lead: prompt.styled.filter { $0 != "\u{1}" }, leadWidth: row.indent, cells: cells.cells,
      widths: cells.widths)
  }

  private mutating func change(to next: [ScreenRow]) -> String {
    var output = ""
    for (index, row) in next.enumerated() {
      guard index < rows.count else {
        if index > 0 {
          output += move(to: (index - 1, 0)) + "\r\n"
          cursor = (index, 0)
        }
        output += write(row, from: 0, over: nil)
        continue
      }
      let old = rows[index]
      guard old != row else { continue }
      let isSameLead = old.lead == row.lead && old.color == row.color
      let same = isSameLead ? zip(old.cells, row.cells).prefix { $0 == $1 }.count : 0
      output += move(
        to: (index, isSameLead ? row.leadWidth + row.widths[..<same].reduce(0, +) : 0))
      output += write(row, from: same, over: old, withLead: !isSameLead)
    }
    if rows.count > next.count {
      output += move(to: (next.count, 0)) + "\u{1B}[J"
    }
    rows = next
    return output
  }

  private mutating func write(
    _ row: ScreenRow, from first: Int, over old: ScreenRow?, withLead: Bool = true
  ) -> String {
    var output = withLead ? row.lead : ""
    let text = row.cells[first...].joined()
    output += row.color.isEmpty || text.isEmpty ? text : "\u{1B}[\(row.color)m\(text)\u{1B}[0m"
    let width = row.width
    // On a full row the cursor waits on the last column, which this would clear.
    if let old, old.width > width { output += "\u{1B}[K" }
    cursor.column = width
    return output
  }

  private mutating func move(to place: (row: Int, column: Int)) -> String {
    defer { cursor = place }
    guard place != cursor else { return "" }
    var output = ""
    if place.row < cursor.row { output += "\u{1B}[\(cursor.row - place.row)A" }
    if place.row > cursor.row { output += "\u{1B}[\(place.row - cursor.row)B" }
    // After a full row some terminals count the column as one less: from the left it is certain.
    if place.column == cursor.column, cursor.column < columns { return output }
    output += "\r"
    if place.column > 0 { output += "\u{1B}[\(place.column)C" }
    return output
  }
}

/// A text as the characters of a screen: each with the marks on it, and how wide it is.
struct CellText {
  private(set) var cells: [String] = []
  private(set) var widths: [Int] = []

  /// Takes characters as they are shown.
  init(_ scalars: some Sequence<Unicode.Scalar>) {
    for scalar in scalars {
      let width = CellLayout.width(of: scalar)
      if width == 0, let last = cells.indices.last {
        cells[last].unicodeScalars.append(scalar)
      } else {
        cells.append(CellLayout.shown(scalar))
        widths.append(width)
      }
    }
  }

  /// Takes as much of a line as fits, with a mark where it is cut.
  init(_ line: String, columns: Int) {
    self.init(line.unicodeScalars)
    var width = widths.reduce(0, +)
    guard width > columns else { return }
    while let last = widths.last, width > columns - 1 {
      width -= last
      cells.removeLast()
      widths.removeLast()
    }
    cells.append("…")
    widths.append(1)
  }

  /// How many columns a text takes.
  static func width(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + CellLayout.width(of: $1) }
  }
}
