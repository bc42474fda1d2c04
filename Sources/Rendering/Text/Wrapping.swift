extension StyledText {
  /// Returns the text with lines broken at spaces so that none is wider than some columns.
  ///
  /// Continuation lines begin with `hanging` spaces. A word wider than the line is cut.
  public func wrapped(to width: Int, hanging: Int = 0) -> StyledText {
    let width = max(4, width)
    let hanging = min(max(0, hanging), width - 4)
    var result = StyledText()
    for (index, line) in lines.enumerated() {
      if index > 0 { result.newline() }
      result.append(line.width <= width ? line : line.broken(to: width, hanging: hanging))
    }
    return result
  }

  private func broken(to width: Int, hanging: Int) -> StyledText {
    var result = StyledText()
    var column = 0
    var isAtStart = true
    var gap = StyledText()
    for word in words {
      let columns = word.width
      if word.isBlank {
        gap = isAtStart && column > 0 ? StyledText() : word
        continue
      }
      if column > 0, !isAtStart, column + gap.width + columns > width {
        result.newline()
        result.append(String(repeating: " ", count: hanging))
        column = hanging
        isAtStart = true
        gap = StyledText()
      }
      result.append(gap)
      column += gap.width
      gap = StyledText()
      for (part, text) in word.cut(to: width - column, then: width - hanging).enumerated() {
        if part > 0 {
          result.newline()
          result.append(String(repeating: " ", count: hanging))
          column = hanging
        }
        result.append(text)
        column += text.width
      }
      isAtStart = false
    }
    return result
  }

  private var isBlank: Bool { plain.allSatisfy { $0 == " " } }

  /// The runs of spaces and of other characters, in order, each with its roles.
  private var words: [StyledText] {
    var result: [StyledText] = []
    var lastIsSpace: Bool?
    for span in spans {
      var rest = span.text[...]
      while let first = rest.first {
        let isSpace = first == " "
        let run = rest.prefix { ($0 == " ") == isSpace }
        if lastIsSpace == isSpace, !result.isEmpty {
          result[result.count - 1].append(String(run), span.role)
        } else {
          result.append(StyledText(String(run), span.role))
        }
        lastIsSpace = isSpace
        rest = rest[run.endIndex...]
      }
    }
    return result
  }

  /// Returns the text in pieces: the first of at most `first` columns, the others of `then`.
  private func cut(to first: Int, then: Int) -> [StyledText] {
    guard width > max(1, first) else { return [self] }
    var pieces = [StyledText()]
    var room = max(1, first)
    for span in spans {
      for character in span.text {
        let columns = DisplayWidth.of(character)
        if columns > room, !(pieces.last?.isEmpty ?? true) {
          pieces.append(StyledText())
          room = max(1, then)
        }
        pieces[pieces.count - 1].append(String(character), span.role)
        room -= columns
      }
    }
    return pieces
  }

  /// Returns the line cut to some columns, with `…` in place of what is left out.
  public func truncated(to columns: Int, isASCII: Bool = false) -> StyledText {
    guard width > columns else { return self }
    let ellipsis = isASCII ? "..." : "…"
    var result = StyledText()
    var room = columns - DisplayWidth.of(ellipsis)
    scan: for span in spans {
      for character in span.text {
        room -= DisplayWidth.of(character)
        guard room >= 0 else { break scan }
        result.append(String(character), span.role)
      }
    }
    result.append(ellipsis, .faint)
    return result
  }
}
