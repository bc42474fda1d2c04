import CLibEdit

/// The screen of a small terminal: what a program's bytes leave on it, as text.
///
/// It knows what libedit sends to `TERM=xterm`: moving, clearing, wrapping, scrolling, and
/// characters two columns wide. Colours are read and dropped.
struct VirtualScreen {
  private(set) var columns: Int
  private(set) var rows: Int
  private var cells: [[String]]
  private(set) var row = 0
  private(set) var column = 0
  /// The last column was written: the next character begins a row.
  private var wrapsNext = false
  private var pending: [Unicode.Scalar] = []
  private(set) var scrolledOff: [String] = []

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The rows, without the spaces at their ends and the empty ones below the last.
  var lines: [String] {
    var lines = cells.map(Self.line)
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The cursor's row, without the spaces at its end.
  var cursorLine: String { Self.line(cells[row]) }

  /// Takes another size; what is cut off at the right or the bottom is lost, as in xterm.
  mutating func resize(columns: Int, rows: Int) {
    for index in cells.indices {
      let more = max(0, columns - cells[index].count)
      cells[index] = Array(cells[index].prefix(columns)) + Array(repeating: " ", count: more)
    }
    while cells.count > rows { scrolledOff.append(Self.line(cells.removeFirst())) }
    row = min(row, rows - 1)
    column = min(column, columns - 1)
    wrapsNext = false
    let blank = Array(repeating: " ", count: columns)
    cells += Array(repeating: blank, count: rows - cells.count)
    (self.columns, self.rows) = (columns, rows)
  }

  /// The whole screen as text.
  var text: String { lines.joined(separator: "\n") }

  private static func line(_ cells: [String]) -> String {
    var line = cells.joined()
    while line.last == " " { line.removeLast() }
    return line
  }

  /// Takes what a program wrote.
  mutating func write(_ text: String) {
    for scalar in text.unicodeScalars {
      if pending.isEmpty, scalar != "\u{1B}" {
        put(scalar)
      } else {
        pending.append(scalar)
        if isSequenceComplete { performPending() }
      }
    }
  }

  private var isSequenceComplete: Bool {
    guard pending.count > 1 else { return false }
    switch pending[1] {
    case "[": return pending.count > 2 && (0x40...0x7E).contains(pending[pending.count - 1].value)
    case "]": return pending.last == "\u{7}"
    case "(", ")": return pending.count > 2
    default: return true
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\r": column = 0
    case "\n": lineFeed()
    case "\u{8}": column = max(0, column - 1)
    case "\t": column = min(columns - 1, (column / 8 + 1) * 8)
    case _ where scalar.value < 0x20 || scalar.value == 0x7F: return
    default: show(scalar)
    }
    if scalar.value < 0x20 { wrapsNext = false }
  }

  private mutating func show(_ scalar: Unicode.Scalar) {
    let width = Int(edit_width(String(scalar)))
    if width == 0 {
      let place = max(0, column - 1)
      cells[row][place].unicodeScalars.append(scalar)
      return
    }
    if wrapsNext || column + width > columns {
      column = 0
      lineFeed()
      wrapsNext = false
    }
    cells[row][column] = String(scalar)
    // The second half of a wide character holds no text of its own.
    if width == 2 { cells[row][column + 1] = "" }
    column += width
    if column >= columns {
      column = columns - 1
      wrapsNext = true
    }
  }

  private mutating func lineFeed() {
    guard row == rows - 1 else {
      row += 1
      return
    }
    scrolledOff.append(Self.line(cells.removeFirst()))
    cells.append(Array(repeating: " ", count: columns))
  }

  private mutating func performPending() {
    defer { pending = [] }
    guard pending.count > 2, pending[1] == "[", let final = pending.last else { return }
    let body = String(String.UnicodeScalarView(pending[2..<(pending.count - 1)]))
    guard !body.hasPrefix("?") else { return }
    let numbers = body.split(separator: ";").map { Int($0) ?? 0 }
    let count = max(1, numbers.first ?? 1)
    wrapsNext = final == "m" && wrapsNext
    switch final {
    case "A": row = max(0, row - count)
    case "B": row = min(rows - 1, row + count)
    case "C": column = min(columns - 1, column + count)
    case "D": column = max(0, column - count)
    case "G": column = min(columns, count) - 1
    case "d": row = min(rows, count) - 1
    case "H":
      row = min(rows, count) - 1
      column = min(columns, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
    case "J": clearScreen(numbers.first ?? 0)
    case "K": clearRow(numbers.first ?? 0)
    case "P":
      let removed = min(count, columns - column)
      cells[row].removeSubrange(column..<(column + removed))
      cells[row] += Array(repeating: " ", count: removed)
    case "@":
      cells[row].insert(contentsOf: Array(repeating: " ", count: count), at: column)
      cells[row].removeLast(cells[row].count - columns)
    default: return
    }
  }

  private mutating func clearRow(_ mode: Int) {
    let range = mode == 0 ? column..<columns : mode == 1 ? 0..<(column + 1) : 0..<columns
    for place in range { cells[row][place] = " " }
  }

  private mutating func clearScreen(_ mode: Int) {
    clearRow(mode)
    let others = mode == 0 ? (row + 1)..<rows : mode == 1 ? 0..<row : 0..<rows
    for other in others { cells[other] = Array(repeating: " ", count: columns) }
  }
}
