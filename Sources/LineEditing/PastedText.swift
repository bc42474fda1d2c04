/// What is pasted, made into text that can stand on the line.
public enum PastedText {
  /// Returns a paste with newlines as `\n`, tabs as spaces, no control characters, and no newline at
  /// its end, which would run it before it is seen.
  public static func normalized(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\r": result.append("\n")
      case "\n": if previous != "\r" { result.append("\n") }
      case "\t": result.append(contentsOf: "    ".unicodeScalars)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: break
      default: result.append(scalar)
      }
      previous = scalar
    }
    while result.last == "\n" { result.removeLast() }
    return String(result)
  }
}
