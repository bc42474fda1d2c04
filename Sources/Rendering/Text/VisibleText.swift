/// Makes control characters visible, and so harmless: the one place where that is done.
///
/// Text of users, lessons and files may hold escape sequences, which would steer the terminal, or
/// overrides of the writing direction, which would show other text than is there.
enum VisibleText {
  /// Returns the text with a picture or an escape for every character that would not show.
  ///
  /// Line breaks stay (`\r\n` is one), a tab becomes four spaces.
  static func of(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: needsChange) else { return text }
    var result = String.UnicodeScalarView()
    var previousIsReturn = false
    for scalar in text.unicodeScalars {
      defer { previousIsReturn = scalar == "\r" }
      if previousIsReturn, scalar != "\n" { result.append("␍") }
      switch scalar {
      case "\n": result.append(scalar)
      case "\r": continue
      case "\t": result.append(contentsOf: "    ".unicodeScalars)
      case "\u{7F}": result.append("␡")
      case _ where scalar.value < 0x20:
        // U+2400 begins the pictures of the C0 controls, in their order.
        if let picture = Unicode.Scalar(0x2400 + scalar.value) { result.append(picture) }
      case _ where needsChange(scalar):
        let code = String(scalar.value, radix: 16)
        result.append(contentsOf: "\\u{\(code)}".unicodeScalars)
      default: result.append(scalar)
      }
    }
    if previousIsReturn { result.append("␍") }
    return String(result)
  }

  private static func needsChange(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case 0..<0x20, 0x7F..<0xA0: true
    // Marks and overrides of the writing direction, line and paragraph separators.
    case 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    // Characters that take no room and say nothing: byte order mark, tags.
    case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }
}
