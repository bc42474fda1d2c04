/// Which characters make names, numbers, signs and space.
enum CharacterClass {
  /// Signs of one Unicode character that are another spelling of an ASCII one.
  static let symbols: [Unicode.Scalar: Symbol] = [
    "−": .minus, "×": .star, "·": .star, "⋅": .star, "∙": .star, "÷": .slash, "∕": .slash,
    "≤": .lessOrEqual, "≥": .greaterOrEqual, "≠": .notEqual, "√": .root,
    "ᵀ": .transpose, "⊤": .transpose,
  ]

  /// Signs that begin no longer sign.
  static let punctuation: [Unicode.Scalar: Symbol] = [
    ",": .comma, ";": .semicolon, "(": .leftParenthesis, ")": .rightParenthesis,
    "[": .leftBracket, "]": .rightBracket, "{": .leftBrace, "}": .rightBrace,
  ]

  /// Signs that are another spelling of a word.
  static let words: [Unicode.Scalar: Token.Kind] = [
    "∞": .name("inf"), "∑": .name("∑"), "∏": .name("∏"), "∈": .name("in"),
    "∧": .keyword(.and), "∨": .keyword(.or), "¬": .keyword(.not),
  ]

  /// Letters that look alike and that Unicode holds apart, as the one that keyboards type.
  static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = ["µ": "μ", "∆": "Δ"]

  /// The digits and signs of superscripts.
  static let superscripts: [Unicode.Scalar: Character] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
    "⁹": "9", "⁻": "-", "⁺": "+",
  ]

  /// Whether a name may begin with the character.
  static func startsName(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return isASCIILetter(scalar) || scalar == "_" }
    if symbols[scalar] != nil || scalar == "ⁿ" { return false }
    if lookalikes[scalar] != nil { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .letterNumber:
      return true
    default:
      return false
    }
  }

  /// Whether a name may go on with the character: letters, digits, marks, subscripts.
  static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return startsName(scalar) || isDigit(scalar) }
    if startsName(scalar) || isSubscript(scalar) || scalar == "\u{200C}" || scalar == "\u{200D}" {
      return true
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation:
      return true
    default:
      return false
    }
  }

  /// Whether the character is space within a line; marks of byte order and width count as space.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == " " || scalar == "\t" || scalar == "\u{0C}" }
    return scalar == "\u{FEFF}" || scalar == "\u{200B}"
      || scalar.properties.generalCategory == .spaceSeparator
  }

  /// Whether the character ends a line.
  static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r" || scalar == "\u{85}" || scalar == "\u{2028}"
      || scalar == "\u{2029}"
  }

  /// Whether the character is an ASCII digit.
  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }

  /// Whether the character is an ASCII letter.
  static func isASCIILetter(_ scalar: Unicode.Scalar) -> Bool {
    (scalar >= "a" && scalar <= "z") || (scalar >= "A" && scalar <= "Z")
  }

  private static func isSubscript(_ scalar: Unicode.Scalar) -> Bool {
    scalar >= "\u{2080}" && scalar <= "\u{208E}"
  }
}
