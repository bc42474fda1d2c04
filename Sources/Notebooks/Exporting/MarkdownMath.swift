import Rendering

/// Writes the formulas of prose as a reader of Markdown with LaTeX sets them.
enum MarkdownMath {
  /// Returns Markdown in which inline code between dollar signs is a formula in LaTeX.
  ///
  /// What stands in fences, or is no formula, stays as it is.
  static func text(of markdown: String) -> String {
    var isFenced = false
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let isFence = line.drop { $0 == " " }.prefix(3).allSatisfy { $0 == "`" }
      if isFence, !line.trimmed.isEmpty { isFenced.toggle() }
      return isFenced || isFence ? String(line) : self.line(line)
    }
    return lines.joined(separator: "\n")
  }

  private static func line(_ line: Substring) -> String {
    let parts = line.split(separator: "`", omittingEmptySubsequences: false)
    // Code stands between single marks: every second part, if the marks come in pairs.
    guard parts.count > 2, parts.count % 2 == 1 else { return String(line) }
    return parts.enumerated().map { index, part in
      guard index % 2 == 1 else { return String(part) }
      guard let formula = ProseMarkup.formula(in: String(part)) else { return "`\(part)`" }
      return "$\(LaTeX.body(of: formula))$"
    }.joined()
  }
}
