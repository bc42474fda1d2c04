/// Signs and pairs of words that other languages have, called by their names.
extension Parser {
  /// A sign that is none of the language's.
  func unknown(_ token: Token) -> Failure {
    let spelling = String(source[token.range])
    if spelling.first == "|" || spelling == "‖", let absolute = absoluteValue(token, spelling) {
      return absolute
    }
    if spelling.count > 1, spelling.first == "\\" {
      let command = String(spelling.dropFirst())
      if let hint = ForeignSyntax.promptCommands[command], previous == nil {
        return failure("`\(spelling)` is a command of another prompt", at: token.range, hint: hint)
      }
      if command.count == 1, let matrix = previous, matrix.endsValue, !token.followsSpace {
        return failure(
          "`\\` is not an operator", at: token.range,
          hint: "write `solve(\(source[matrix.range]), \(command))`")
      }
      let hint =
        ForeignSyntax.commands[command]
        ?? "write the name alone, `\(command)`; `\(spelling)` and Tab types a Greek letter"
      return failure("`\(spelling)` is LaTeX", at: token.range, hint: hint)
    }
    return failure(
      "`\(spelling)` is not part of the language", at: token.range,
      hint: hint(forSign: spelling, token) ?? plainForm(of: spelling))
  }

  private func hint(forSign sign: String, _ token: Token) -> String? {
    let next = peek()
    if sign == "%", token.startsLine || previous == nil, !next.followsSpace,
      case .name = next.kind
    {
      return "commands begin with a colon: `:\(source[next.range])`, `:help commands`"
    }
    if sign == "%", next.kind == .end || next.startsLine, let previous, isNumber(previous) {
      return "write `\(source[previous.range])/100`"
    }
    if sign == "?", next.kind == .end || next.startsLine, let previous, case .name = previous.kind {
      return "documentation is asked for on a line of its own: `?\(source[previous.range])`"
    }
    return ForeignSyntax.signs[sign]
  }

  /// The sign of ASCII that a full-width sign or another script's digit stands for.
  private func plainForm(of spelling: String) -> String? {
    guard spelling.unicodeScalars.count == 1, let scalar = spelling.unicodeScalars.first else {
      return nil
    }
    if (0xFF01...0xFF5E).contains(scalar.value), let plain = Unicode.Scalar(scalar.value - 0xFEE0) {
      return "write `\(plain)`"
    }
    guard scalar.properties.generalCategory == .decimalNumber,
      let digit = scalar.properties.numericValue
    else { return nil }
    return "write `\(Int(digit))`"
  }

  /// `|x|` where an operand was expected.
  private func absoluteValue(_ token: Token, _ spelling: String) -> Failure? {
    if previous?.endsValue == true && !token.startsLine { return nil }
    var distance = 1
    while peek(distance).kind != .end, !peek(distance).startsLine {
      let closing = peek(distance)
      if closing.kind == .unknown && source[closing.range] == spelling {
        let inner = source[SourceRange(token.range.upper, closing.range.lower)]
        let function = spelling == "|" ? "abs" : "norm"
        return failure(
          "`\(spelling)…\(spelling)` is not part of the language",
          at: token.range.union(closing.range), hint: "write `\(function)(\(inner))`")
      }
      distance += 1
    }
    return nil
  }

  /// A value after a value that other languages give a meaning of its own: `f"…"`, `0x10`,
  /// `sin^2(x)`, `d/dx x^2`.
  func foreignPair(_ previous: Token, _ token: Token) -> Failure? {
    let range = previous.range.union(token.range)
    let left = String(source[previous.range])
    switch token.kind {
    case .string where !token.followsSpace && ["f", "r", "b", "u"].contains(left):
      return failure(
        "strings have no prefix", at: range,
        hint: "a value is shown by itself: write the name alone on a line")
    case .name(let digits) where left == "0" && !token.followsSpace:
      guard let base = ["x": 16, "b": 2, "o": 8][digits.prefix(1).lowercased()],
        let value = Int(digits.dropFirst(), radix: base)
      else { return nil }
      return failure(
        "numbers are written in decimal", at: range, hint: "write `\(value)`")
    case .symbol(.leftParenthesis) where isNumber(previous) || isSuperscript(previous):
      return powerOfFunction(previous, range)
    case .name where left.hasPrefix("d") && left.count > 1 && isDerivativeSign(before: 2):
      return failure(
        "expected an operator between `\(left)` and `\(source[token.range])`", at: range,
        hint: "a derivative is written `diff(f, \(left.dropFirst()))`")
    default: return nil
    }
  }

  /// Whether `d/` stands a number of tokens before the current one.
  private func isDerivativeSign(before distance: Int) -> Bool {
    guard position >= distance + 1 else { return false }
    return peek(-distance).kind == .symbol(.slash) && peek(-distance - 1).kind == .name("d")
  }

  /// `sin^2(x)`, `sin²(x)`, `sin^-1(x)`.
  private func powerOfFunction(_ power: Token, _ range: SourceRange) -> Failure? {
    var start = position - 2
    var isInverse = false
    if case .superscript(let exponent) = power.kind {
      isInverse = exponent == -1
    } else {
      guard tokens.indices.contains(start) else { return nil }
      if tokens[start].kind == .symbol(.minus) {
        isInverse = power.kind == .number(1)
        start -= 1
      }
      guard tokens.indices.contains(start), tokens[start].kind == .symbol(.caret) else {
        return nil
      }
      start -= 1
    }
    guard tokens.indices.contains(start), case .name(let function) = tokens[start].kind,
      let inverse = ForeignSyntax.inverses[function], let close = matchingClose(of: position)
    else { return nil }
    let argument = source[current.range.union(tokens[close].range)]
    let exponent = source[power.range]
    return failure(
      "a power stands after the argument", at: tokens[start].range.union(range),
      hint: isInverse
        ? "write `\(inverse)\(argument)`, or `1/\(function)\(argument)` for one over it"
        : isSuperscript(power)
          ? "write `\(function)\(argument)\(exponent)`"
          : "write `\(function)\(argument)^\(exponent)`")
  }

  func isNumber(_ token: Token) -> Bool {
    if case .number = token.kind { true } else { false }
  }

  private func isSuperscript(_ token: Token) -> Bool {
    if case .superscript = token.kind { true } else { false }
  }
}
