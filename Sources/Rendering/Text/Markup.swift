/// Escapes text for XML and HTML.
public enum Markup {
  /// Returns text as the content of an element.
  ///
  /// Control characters, which XML does not allow, become visible as they do in the terminal.
  public static func text(_ text: String) -> String {
    VisibleText.of(text).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// Returns text as the value of an attribute in double quotes.
  public static func attribute(_ text: String) -> String {
    self.text(text).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n": result += "&#10;"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
