public import Syntax

/// Sets a diagnostic as text: what is wrong, the source with the span marked, and what to do.
///
/// ```
/// error[shape]: cannot broadcast shapes (4) and (3)
///   mean((p - y)^2)
///         ──┬──
///   p is (4), y is (3): dimension 0 is 4 against 3
///   hint: y was defined at In [2]; did you drop a target?
/// ```
public struct DiagnosticText: Sendable {
  /// The columns there are.
  public var width: Int
  /// Whether only ASCII is written.
  public var isASCII: Bool
  /// Whether places are said in words instead of marked, for a screen reader.
  public var isPlain: Bool

  /// Makes a layout for a window.
  public init(width: Int = 80, isASCII: Bool = false, isPlain: Bool = false) {
    self.width = max(20, width)
    self.isASCII = isASCII
    self.isPlain = isPlain
  }

  /// Returns the text of a diagnostic.
  public func text(of diagnostic: Diagnostic) -> StyledText {
    var result = StyledText("error[\(diagnostic.code.rawValue)]: ", .error)
    result.append(diagnostic.message, .strong)
    result = result.wrapped(to: width, hanging: 2)
    if let source = diagnostic.source,
      let range = diagnostic.range ?? diagnostic.labels.first?.range
    {
      for line in excerpt(of: diagnostic, in: source, at: range) {
        result.newline()
        result.append(line)
      }
    }
    for detail in diagnostic.details {
      result.newline()
      result.append(paragraph(StyledText(detail)))
    }
    for origin in diagnostic.origins {
      for line in excerpt(of: origin) {
        result.newline()
        result.append(line)
      }
    }
    if let hint = diagnostic.hint {
      result.newline()
      result.append(paragraph(StyledText("hint: ", .hint) + StyledText(hint)))
    }
    return result
  }

  private func paragraph(_ text: StyledText) -> StyledText {
    text.wrapped(to: width - 2, hanging: 2).indented(by: 2, first: true)
  }

  // MARK: The source

  /// A place on one line, in columns from 0.
  private struct Mark {
    var column: Int
    var width: Int
    var message: String?
    var anchor: Int { column + (width - 1) / 2 }
  }

  private func excerpt(
    of diagnostic: Diagnostic, in source: SourceText, at range: SourceRange
  ) -> [StyledText] {
    let lines = source.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let place = source.location(of: range.lower)
    var result: [StyledText] = []
    let isPlaceKnown = lines.count == 1 && (source.name.hasPrefix("In [") || source.name == "input")
    if isPlain {
      let last = place.column + max(0, source[range].count - 1)
      let columns = last > place.column ? "columns \(place.column) to \(last)" : "column \(last)"
      return [StyledText("  in \(source.name), line \(place.line), \(columns): \(source[range])")]
    }
    if !isPlaceKnown {
      result.append(StyledText("  \(source.name):\(place.line):\(place.column)", .faint))
    }
    var marked: [Int: [Mark]] = [:]
    if let main = diagnostic.range { add(main, message: nil, in: source, lines, to: &marked) }
    for label in diagnostic.labels {
      add(label.range, message: label.message, in: source, lines, to: &marked)
    }
    let numbers = marked.keys.sorted()
    let gutter = numbers.count > 1 ? String(numbers.last ?? 0).count : nil
    for number in numbers where lines.indices.contains(number - source.firstLine) {
      result += block(
        String(lines[number - source.firstLine]), marked[number] ?? [], number, gutter: gutter)
    }
    return result
  }

  /// A place in another text, behind that text's name.
  private func excerpt(of origin: Diagnostic.Origin) -> [StyledText] {
    let place = origin.source.location(of: origin.range.lower)
    let lines = origin.source.text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let first = origin.source.firstLine
    let name = origin.source.name + (lines.count > 1 || first > 1 ? ", line \(place.line)" : "")
    guard !isPlain else { return [paragraph(StyledText("in \(name): \(origin.message)"))] }
    var marked: [Int: [Mark]] = [:]
    add(origin.range, message: origin.message, in: origin.source, lines, to: &marked)
    guard let marks = marked[place.line], lines.indices.contains(place.line - first) else {
      return []
    }
    return [StyledText("  \(name):", .faint)]
      + block(String(lines[place.line - first]), marks, place.line, gutter: nil)
  }

  private func add(
    _ range: SourceRange, message: String?, in source: SourceText, _ lines: [Substring],
    to marked: inout [Int: [Mark]]
  ) {
    let place = source.location(of: range.lower)
    guard lines.indices.contains(place.line - source.firstLine) else { return }
    let line = lines[place.line - source.firstLine]
    let before = columns(line.prefix(place.column - 1))
    let covered = source[range].prefix { !$0.isNewline }
    let mark = Mark(column: before, width: max(1, columns(covered)), message: message)
    marked[place.line, default: []].append(mark)
  }

  private func columns(_ text: Substring) -> Int {
    DisplayWidth.of(VisibleText.of(String(text)))
  }

  private func block(_ line: String, _ marks: [Mark], _ number: Int, gutter: Int?) -> [StyledText] {
    var margin = "  "
    var blank = margin
    if let gutter {
      let digits = String(number)
      margin += String(repeating: " ", count: gutter - digits.count) + digits
      margin += isASCII ? " | " : " │ "
      blank += String(repeating: " ", count: gutter) + (isASCII ? " | " : " │ ")
    }
    let (shown, marks) = window(line, marks, columns: width - DisplayWidth.of(margin))
    var result = [StyledText(margin, .faint) + StyledText(shown, .code)]
    for row in underlines(marks) { result.append(StyledText(blank, .faint) + row) }
    return result
  }

  /// Returns the part of a line that fits, around what is marked, with the marks moved along.
  private func window(_ line: String, _ marks: [Mark], columns: Int) -> (String, [Mark]) {
    let visible = VisibleText.of(line)
    guard DisplayWidth.of(visible) > columns else { return (visible, marks) }
    let ellipsis = isASCII ? "..." : "…"
    let gap = DisplayWidth.of(ellipsis)
    let start = marks.map(\.column).min() ?? 0
    var skipped = 0
    var rest = visible[...]
    let target = start + 10 < columns ? 0 : max(0, start - columns / 3)
    while skipped < target, let first = rest.popFirst() { skipped += DisplayWidth.of(first) }
    let shift = skipped == 0 ? 0 : skipped - gap
    var text = skipped == 0 ? "" : ellipsis
    var room = columns - DisplayWidth.of(text) - gap
    while let first = rest.first, room >= DisplayWidth.of(first) {
      room -= DisplayWidth.of(first)
      text.append(first)
      rest.removeFirst()
    }
    if !rest.isEmpty { text += ellipsis }
    let end = DisplayWidth.of(text)
    let moved = marks.compactMap { mark -> Mark? in
      let column = mark.column - shift
      guard column >= 0, column < end else { return nil }
      return Mark(column: column, width: min(mark.width, end - column), message: mark.message)
    }
    return (text, moved)
  }

  private func underlines(_ marks: [Mark]) -> [StyledText] {
    guard let end = marks.map({ $0.column + $0.width }).max() else { return [] }
    let labelled = marks.filter { $0.message != nil }.sorted { $0.anchor < $1.anchor }
    var row = [Character](repeating: " ", count: end)
    // Wider marks first, so that a narrow one inside a wide one stays visible.
    for mark in marks.sorted(by: { $0.width > $1.width }) {
      for column in mark.column..<(mark.column + mark.width) { row[column] = isASCII ? "^" : "─" }
    }
    if !isASCII {
      for mark in labelled.isEmpty ? marks : labelled { row[mark.anchor] = "┬" }
    }
    var result = [StyledText(String(row), .error)]
    for (index, mark) in labelled.enumerated().reversed() {
      var stems = [Character](repeating: " ", count: mark.anchor)
      for other in labelled[..<index] where other.anchor < mark.anchor {
        stems[other.anchor] = isASCII ? "|" : "│"
      }
      let line = String(stems) + (isASCII ? "`- " : "└ ")
      result.append(StyledText(line, .error) + StyledText(mark.message ?? ""))
    }
    return result
  }
}
