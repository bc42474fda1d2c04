/// The colours of a terminal for each role, as the parameters of `SGR` escape sequences.
public struct Theme: Sendable {
  /// The parameters for a role, such as `1;31`; empty for text as it is.
  public let parameters: @Sendable (StyledText.Role) -> String

  /// Colours for a dark background.
  public static let dark = Theme { role in
    switch role {
    case .body, .value: ""
    case .name: "96"
    case .function: "94"
    case .symbol: "37"
    case .number: ""
    case .keyword: "95"
    case .string: "92"
    case .comment, .faint: "2"
    case .inputPrompt: "1;32"
    case .outputPrompt: "1;31"
    case .error: "1;91"
    case .hint: "93"
    case .note: "33"
    case .success: "1;92"
    case .heading: "1;96"
    case .emphasis: "3"
    case .strong: "1"
    case .code: "36"
    case .link: "4;94"
    case .curve(let index): ["94", "93", "92", "95", "96", "91"][abs(index % 6)]
    }
  }

  /// Colours for a light background.
  public static let light = Theme { role in
    switch role {
    case .body, .value: ""
    case .name: "36"
    case .function: "34"
    case .symbol: ""
    case .number: ""
    case .keyword: "35"
    case .string: "32"
    case .comment, .faint: "2"
    case .inputPrompt: "1;32"
    case .outputPrompt: "1;31"
    case .error: "1;31"
    case .hint: "34"
    case .note: "35"
    case .success: "1;32"
    case .heading: "1;34"
    case .emphasis: "3"
    case .strong: "1"
    case .code: "36"
    case .link: "4;34"
    case .curve(let index): ["34", "31", "32", "35", "36", "33"][abs(index % 6)]
    }
  }
}

extension StyledText {
  /// Returns the text with escape sequences for its roles.
  ///
  /// Each line ends its own colours, so that a pager that cuts between lines shows the right ones.
  public func ansi(_ theme: Theme) -> String {
    var result = ""
    for (index, line) in lines.enumerated() {
      if index > 0 { result += "\n" }
      for span in line.spans {
        let parameters = theme.parameters(span.role)
        result += parameters.isEmpty ? span.text : "\u{1B}[\(parameters)m\(span.text)\u{1B}[0m"
      }
    }
    return result
  }
}
