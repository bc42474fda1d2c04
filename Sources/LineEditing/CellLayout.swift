import CLibEdit

/// A text being edited, cut into the rows of a screen.
///
/// Each line of the text begins a row behind its prompt; a line too long for the screen goes on at
/// the start of the next row. A mark without a width of its own stands in the place of the character
/// it belongs to, one two columns wide is never cut.
struct CellLayout {
  /// A row of the screen: a part of the text, and what stands before it.
  struct Row: Equatable {
    /// The code points on it.
    var range: Range<Int>
    /// The columns taken by what stands before the text.
    var indent: Int
    /// The columns taken, those before the text among them.
    var width: Int
    /// The line of the text that it is part of.
    var line: Int
  }

  /// The rows, at least one.
  private(set) var rows: [Row] = []
  /// The cursor's row.
  private(set) var cursorRow = 0
  /// The cursor's column.
  private(set) var cursorColumn = 0

  /// Cuts a text.
  ///
  /// - Parameters:
  ///   - buffer: the text and the cursor.
  ///   - indent: the columns of the prompt before each line.
  ///   - columns: the columns of the screen.
  /// - Complexity: O(n) in the length of the text.
  init(_ buffer: EditBuffer, indent: Int, columns: Int) {
    let columns = max(2, columns)
    let scalars = buffer.scalars
    var row = Row(range: 0..<0, indent: indent, width: indent, line: 0)
    if indent >= columns { row.indent = 0 }
    if indent >= columns { row.width = 0 }
    func placeCursor() {
      cursorRow = rows.count
      cursorColumn = row.width
    }
    func endRow(before place: Int, isLineEnd: Bool) {
      let start = row.range.lowerBound
      row.range = start..<place
      rows.append(row)
      let next = isLineEnd ? place + 1 : place
      let indent = isLineEnd && indent < columns ? indent : 0
      row = Row(
        range: next..<next, indent: indent, width: indent, line: row.line + (isLineEnd ? 1 : 0))
    }
    for place in scalars.indices {
      let scalar = scalars[place]
      if scalar == "\n" {
        // A full row has no column left for the cursor.
        if place == buffer.cursor {
          if row.width >= columns { endRow(before: place, isLineEnd: false) }
          placeCursor()
        }
        endRow(before: place, isLineEnd: true)
        continue
      }
      let width = Self.width(of: scalar)
      if width > 0, row.width + width > columns { endRow(before: place, isLineEnd: false) }
      if place == buffer.cursor { placeCursor() }
      row.width += width
    }
    if buffer.cursor == scalars.count {
      if row.width >= columns { endRow(before: scalars.count, isLineEnd: false) }
      placeCursor()
    }
    row.range = row.range.lowerBound..<scalars.count
    rows.append(row)
  }

  /// The columns that a character takes as it is shown.
  static func width(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x7F { return scalar.value < 0x20 ? 2 : 1 }
    return Int(edit_scalar_width(scalar.value))
  }

  /// A character as it is shown: a control character as `^A`.
  static func shown(_ scalar: Unicode.Scalar) -> String {
    guard scalar.value < 0x20 || scalar.value == 0x7F else { return String(scalar) }
    return "^" + String(UnicodeScalar(UInt8(scalar.value ^ 0x40)))
  }
}
