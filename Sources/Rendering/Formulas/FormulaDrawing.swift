/// A piece of a formula as shapes: how much room it takes, and what is drawn in it.
///
/// Lengths are in units of the picture; heights are counted from the line that letters stand on.
struct FormulaDrawing {
  /// Something drawn, at its place.
  enum Mark {
    /// Letters from a place on, set to a width whatever the font.
    case text(String, x: Double, y: Double, size: Double, width: Double, isItalic: Bool)
    /// A line of a thickness through points, or where curves lie between them, a path's own words.
    case path([Double], curve: Bool, x: Double, y: Double, thickness: Double)
  }

  /// The room to the right.
  var width: Double
  /// The room above the line.
  var ascent: Double
  /// The room below it.
  var descent: Double
  /// What is drawn.
  var marks: [Mark] = []

  /// The whole height.
  var height: Double { ascent + descent }

  /// Letters of a size.
  static func text(_ text: String, size: Double, isItalic: Bool = false) -> FormulaDrawing {
    let width = FormulaMetrics.width(of: text) * size
    var drawing = FormulaDrawing(width: width, ascent: 0.7 * size, descent: 0.22 * size)
    if !text.allSatisfy(\.isWhitespace) {
      drawing.marks = [.text(text, x: 0, y: 0, size: size, width: width, isItalic: isItalic)]
    }
    return drawing
  }

  /// Empty room.
  static func gap(_ width: Double) -> FormulaDrawing {
    FormulaDrawing(width: width, ascent: 0, descent: 0)
  }

  /// Pieces side by side on one line.
  static func row(_ pieces: [FormulaDrawing]) -> FormulaDrawing {
    var result = FormulaDrawing(width: 0, ascent: 0, descent: 0)
    for piece in pieces { result.add(piece, x: result.width, y: 0) }
    return result
  }

  /// Draws another piece at a place, and takes its room in.
  mutating func add(_ piece: FormulaDrawing, x: Double, y: Double) {
    width = max(width, x + piece.width)
    ascent = max(ascent, piece.ascent - y)
    descent = max(descent, piece.descent + y)
    marks += piece.marks.map { $0.moved(x, y) }
  }

  /// Draws a line through points, given as x and y in turn.
  mutating func line(_ points: [Double], thickness: Double, isCurve: Bool = false) {
    marks.append(.path(points, curve: isCurve, x: 0, y: 0, thickness: thickness))
  }
}

extension FormulaDrawing.Mark {
  func moved(_ dx: Double, _ dy: Double) -> FormulaDrawing.Mark {
    switch self {
    case .text(let text, let x, let y, let size, let width, let isItalic):
      .text(text, x: x + dx, y: y + dy, size: size, width: width, isItalic: isItalic)
    case .path(let points, let curve, let x, let y, let thickness):
      .path(points, curve: curve, x: x + dx, y: y + dy, thickness: thickness)
    }
  }
}

/// How wide letters are in a book's face, in parts of their size.
enum FormulaMetrics {
  private static let narrow: Set<Character> = ["i", "j", "l", "t", "'", "/", "I", "ı"]
  private static let punctuation: Set<Character> = [",", ".", " ", ";", ":", "·", "|", "ᵀ", "′"]
  private static let medium: Set<Character> = [
    "f", "r", "s", "(", ")", "[", "]", "J", "‖", "⌊", "⌋",
  ]
  private static let wide: Set<Character> = ["m", "w", "M", "W", "∑", "∏", "⊙", "…"]
  private static let signs: Set<Character> = [
    "+", "−", "-", "=", "<", ">", "≤", "≥", "≠", "→", "∞",
  ]

  /// The width of a text.
  static func width(of text: String) -> Double {
    text.reduce(0) { $0 + width(of: $1) }
  }

  private static func width(of character: Character) -> Double {
    if punctuation.contains(character) { return 0.26 }
    if narrow.contains(character) { return 0.3 }
    if medium.contains(character) { return 0.37 }
    if wide.contains(character) { return 0.78 }
    if signs.contains(character) { return 0.58 }
    if character.isUppercase { return 0.7 }
    if "₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹ᵢⱼₖₙ".contains(character) { return 0.34 }
    return 0.5
  }
}
