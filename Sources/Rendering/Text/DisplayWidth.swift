/// The columns that text takes on a terminal.
public enum DisplayWidth {
  /// Returns the columns of a text without line breaks.
  public static func of(_ text: some StringProtocol) -> Int {
    // Plain ASCII, nearly all there is, takes a column a byte.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    // So does what formulas are written in, a character a scalar.
    if text.unicodeScalars.allSatisfy({ isPlain($0.value) }) { return text.unicodeScalars.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// Returns the columns of one character: 2 for wide ones and emoji, 0 for marks alone.
  public static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if first.value < 0x300 { return first.value < 0x20 || first.value == 0x7F ? 0 : 1 }
    // U+FE0F asks for the picture, which is wide.
    if scalars.contains("\u{FE0F}") || first.properties.isEmojiPresentation { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide(first.value) ? 2 : 1
    }
  }

  /// Whether a scalar is a character of one column, whatever stands beside it: letters without marks,
  /// Greek, raised and lowered digits, mathematical operators, lines of boxes.
  private static func isPlain(_ value: UInt32) -> Bool {
    switch value {
    case 0x20..<0x7F, 0xC0..<0x300, 0x391..<0x3E2, 0x2074..<0x209D, 0x2200..<0x2300,
      0x2500..<0x2580:
      true
    default: value == 0xB2 || value == 0xB3 || value == 0xB7 || value == 0xB9
    }
  }

  /// Whether a scalar is of the classes W or F of Unicode's annex 11.
  private static func isWide(_ value: UInt32) -> Bool {
    guard value >= 0x1100 else { return false }
    return wideRanges.contains { $0.contains(value) }
  }

  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF,
    0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x1F300...0x1F64F,
    0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD,
  ]
}
