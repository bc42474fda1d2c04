/// A raster of terminal cells to draw on: eight braille dots a cell, or a character in ASCII.
struct PlotCanvas {
  /// The cells across.
  let columns: Int
  /// The cells down.
  let rows: Int
  private let isASCII: Bool
  private var dots: [UInt8]
  private var characters: [Character?]
  private var roles: [StyledText.Role]

  /// Makes an empty raster.
  init(columns: Int, rows: Int, isASCII: Bool) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    self.isASCII = isASCII
    let count = self.columns * self.rows
    dots = Array(repeating: 0, count: count)
    characters = Array(repeating: nil, count: count)
    roles = Array(repeating: .body, count: count)
  }

  /// The dots across.
  var width: Int { isASCII ? columns : columns * 2 }
  /// The dots down.
  var height: Int { isASCII ? rows : rows * 4 }

  /// Sets a dot, counted from the upper left; one outside is not there.
  mutating func dot(_ x: Int, _ y: Int, _ pen: Pen) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    if isASCII {
      let cell = y * columns + x
      characters[cell] = pen.character
      roles[cell] = pen.role
      return
    }
    // The bits of a braille cell: dots 1-3 and 7 down the left, 4-6 and 8 down the right.
    let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
    let cell = y / 4 * columns + x / 2
    dots[cell] |= bits[x % 2][y % 4]
    roles[cell] = pen.role
  }

  /// Writes a character over a cell; one outside is not there.
  mutating func mark(_ character: Character, column: Int, row: Int, _ role: StyledText.Role) {
    guard column >= 0, row >= 0, column < columns, row < rows else { return }
    characters[row * columns + column] = character
    roles[row * columns + column] = role
  }

  /// Whether a cell has nothing on it.
  func isBlank(column: Int, row: Int) -> Bool {
    guard column >= 0, row >= 0, column < columns, row < rows else { return true }
    let cell = row * columns + column
    return dots[cell] == 0 && characters[cell] == nil
  }

  /// How a curve is drawn: what tells it apart, with and without colour.
  struct Pen {
    /// The role, for the colour.
    let role: StyledText.Role
    /// The character, in ASCII.
    let character: Character
    /// The dots drawn and left out, in turn.
    let pattern: [Int]
    private var travelled = 0
    private var last: (x: Int, y: Int)?

    /// Makes the pen of a curve by its number; a solid one leaves nothing out.
    init(curve index: Int, isSolid: Bool = false) {
      let patterns = [[1], [5, 3], [1, 3], [6, 2, 1, 2], [9, 3], [2, 2]]
      role = .curve(index)
      character = ["*", "+", "o", "x", "#", "%"][abs(index % 6)]
      pattern = isSolid ? [1] : patterns[abs(index % 6)]
    }

    /// Makes the pen of a tangent, which belongs to no curve.
    static let tangent = Pen(role: .strong, character: "-", pattern: [3, 2])

    private init(role: StyledText.Role, character: Character, pattern: [Int]) {
      self.role = role
      self.character = character
      self.pattern = pattern
    }

    /// Moves on to a dot and says whether it is drawn; where the pen is already, it is not.
    mutating func advance(to x: Int, _ y: Int) -> Bool {
      if let last, last == (x, y) { return false }
      last = (x, y)
      defer { travelled += 1 }
      let length = pattern.reduce(0, +)
      guard pattern.count > 1, length > 0 else { return true }
      var place = travelled % length
      for (index, run) in pattern.enumerated() {
        if place < run { return index % 2 == 0 }
        place -= run
      }
      return true
    }
  }

  /// Draws a line between two places given as shares of the raster, the origin at the lower left.
  mutating func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ pen: inout Pen
  ) {
    guard let (a, b) = Self.clipped(start, end) else { return }
    let across = Double(width - 1)
    let down = Double(height - 1)
    // Clipped to the unit square: the products are small and finite.
    let x0 = Int((a.x * across).rounded())
    let y0 = Int(((1 - a.y) * down).rounded())
    let x1 = Int((b.x * across).rounded())
    let y1 = Int(((1 - b.y) * down).rounded())
    let steps = max(abs(x1 - x0), abs(y1 - y0))
    for step in 0...steps {
      let share = steps == 0 ? 0 : Double(step) / Double(steps)
      let x = Int((Double(x0) + share * Double(x1 - x0)).rounded())
      let y = Int((Double(y0) + share * Double(y1 - y0)).rounded())
      if pen.advance(to: x, y) { dot(x, y, pen) }
    }
  }

  /// Returns the part of a line inside the unit square (Liang and Barsky 1984).
  private static func clipped(_ a: (x: Double, y: Double), _ b: (x: Double, y: Double))
    -> ((x: Double, y: Double), (x: Double, y: Double))?
  {
    guard a.x.isFinite, a.y.isFinite, b.x.isFinite, b.y.isFinite else { return nil }
    let dx = b.x - a.x
    let dy = b.y - a.y
    var first = 0.0
    var last = 1.0
    for (direction, distance) in [(-dx, a.x), (dx, 1 - a.x), (-dy, a.y), (dy, 1 - a.y)] {
      if direction == 0 {
        if distance < 0 { return nil }
        continue
      }
      let share = distance / direction
      if direction < 0 { first = max(first, share) } else { last = min(last, share) }
    }
    guard first <= last, dx.isFinite, dy.isFinite else { return nil }
    let unit = { (value: Double) in min(1, max(0, value)) }
    return (
      (unit(a.x + first * dx), unit(a.y + first * dy)),
      (unit(a.x + last * dx), unit(a.y + last * dy))
    )
  }

  /// The rows as text.
  var lines: [StyledText] {
    (0..<rows).map { row in
      var line = StyledText()
      for column in 0..<columns {
        let cell = row * columns + column
        if let character = characters[cell] {
          line.append(String(character), roles[cell])
        } else if dots[cell] != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(dots[cell])) {
          line.append(String(Character(scalar)), roles[cell])
        } else {
          line.append(" ")
        }
      }
      return line
    }
  }
}
