/// What is said where the grammar does not go on.
extension Parser {
  func failure(_ message: String, at range: SourceRange, hint: String? = nil) -> Failure {
    Failure(diagnostic: Diagnostic(.syntax, message, at: range, hint: hint))
  }

  /// The current token, where something else was expected; a known slip is called by its name.
  func unexpected(_ expected: String) -> Failure {
    let token = current
    switch token.kind {
    case .end: return endedEarly(expected)
    case .unterminatedString(let isDocstring): return unterminated(token, isDocstring)
    case .malformedNumber:
      return failure(
        "`\(source[token.range])` is not a number", at: token.range,
        hint: "numbers are written `1_000`, `0.5`, `1e-7`; the largest is about 1.8e308")
    case .unknown: return unknown(token)
    case .symbol(let symbol) where symbol.isCloser && !isInside(opener(of: symbol)):
      return failure(
        "there is no `\(opener(of: symbol).rawValue)` for this `\(symbol.rawValue)` to close",
        at: token.range, hint: "take it away, or open it earlier")
    case .symbol(let symbol):
      if let failure = doubledSign(symbol) ?? misplaced(symbol, expected) { return failure }
    default:
      if let failure = adjacent(token) { return failure }
    }
    return failure("expected \(expected), not \(describe(token))", at: token.range)
  }

  /// A bracket that something else than its closer follows.
  func unclosed(_ open: Token) -> Failure {
    guard case .symbol(let symbol) = open.kind, let closer = symbol.closer else {
      return unexpected("an expression")
    }
    let place = source.location(of: open.range.lower)
    let isSameLine = source.location(of: current.range.lower).line == place.line
    let message =
      "expected `\(closer.rawValue)` to close the `\(symbol.rawValue)` at "
      + (isSameLine ? "" : "line \(place.line), ") + "column \(place.column)"
    if current.kind == .end {
      var failure = failure(message, at: open.range, hint: "add `\(closer.rawValue)`")
      failure.isAtEnd = true
      return failure
    }
    if !current.startsLine {
      switch current.kind {
      case .symbol(let found) where found.isCloser: break
      case .symbol(.define): return equalsInExpression()
      case .symbol(.semicolon): break
      default:
        let known = unexpected("`\(closer.rawValue)`")
        if known.diagnostic.hint != nil { return known }
      }
    }
    var failure = failure(message + ", not \(describe(current))", at: current.range)
    failure.diagnostic.labels = [Diagnostic.Label(open.range, "opened here")]
    if case .symbol(let found) = current.kind, found.isCloser {
      failure.diagnostic.hint = "write `\(closer.rawValue)` before the `\(found.rawValue)`"
    } else if current.kind == .symbol(.semicolon), symbol == .leftBracket {
      failure.diagnostic.hint = "each row has brackets of its own: `[[1, 2], [3, 4]]`"
    }
    return failure
  }

  /// Two commas, or one before anything: `huber(y,, p)`.
  func emptyPlace(_ what: String) -> Failure {
    failure(
      "expected \(what) before this `,`", at: current.range, hint: "take one comma away")
  }

  /// `=` where an expression goes on.
  func equalsInExpression() -> Failure {
    failure(
      "`=` inside an expression", at: current.range,
      hint: "compare with `==`; a keyword argument is a word before `=`, `axis=0`")
  }

  /// `f'(x)`.
  func primedFunction(_ function: Expression) -> Failure {
    let name = source[function.range]
    var call = "\(name)(x)"
    var variable = "x"
    if let close = matchingClose(of: position) {
      let inner = SourceRange(current.range.upper, peek(close - position).range.lower)
      variable = String(source[inner])
      call = "\(name)(\(variable))"
    }
    let range = SourceRange(function.range.lower, current.range.lower)
    // At a number the derivative is that of the function, taken there.
    let isName = variable.first.map { $0.isLetter || $0 == "_" } ?? true
    let derivative =
      isName && !variable.contains(" ")
      ? "diff(\(call), \(variable))" : "at(diff(\(name)(x), x), x=\(variable))"
    return failure(
      "`\(source[range])` is the transpose of `\(name)`, which cannot be called", at: range,
      hint: "for the derivative write `\(derivative)`")
  }

  /// A statement of another language, by its first word.
  var foreignStatement: Failure? {
    let token = current
    if token.kind == .keyword(.if) || token.kind == .keyword(.else) {
      return failure(
        "`\(source[token.range])` cannot begin a statement", at: token.range,
        hint: "write `a if condition else b`")
    }
    guard case .name(let word) = token.kind, let hint = ForeignSyntax.statements[word],
      !peek().startsLine
    else { return nil }
    switch peek().kind {
    case .name, .number, .string, .keyword, .symbol(.colon): break
    case .symbol(.leftParenthesis) where ["for", "while", "elif", "switch"].contains(word): break
    default: return nil
    }
    return failure("there is no `\(word)` statement", at: token.range, hint: hint)
  }

  // MARK: Kinds of slips

  private func endedEarly(_ expected: String) -> Failure {
    guard let previous else { return failure("expected \(expected)", at: current.range) }
    if case .symbol(let symbol) = previous.kind, let slip = doubledSign(symbol) { return slip }
    var failure = failure(
      "expected \(expected) after `\(source[previous.range])`", at: previous.range)
    failure.isAtEnd = true
    return failure
  }

  private func unterminated(_ token: Token, _ isDocstring: Bool) -> Failure {
    let quote = source[SourceRange(token.range.lower, token.range.lower + 1)]
    if isDocstring {
      var failure = failure(
        "the docstring has no end", at: SourceRange(token.range.lower, token.range.lower + 3),
        hint: "close it with three quotes")
      failure.isAtEnd = true
      return failure
    }
    let isTranspose = quote == "'" && token.followsSpace && previous?.endsValue == true
    return failure(
      "the string has no end", at: token.range,
      hint: isTranspose
        ? "a transpose has no space before it: `X'`" : "close it with `\(quote)` on the same line")
  }

  /// `x++`, `x = = 3`, `x^{2}`, a colon at the end.
  private func misplaced(_ symbol: Symbol, _ expected: String) -> Failure? {
    let range = current.range
    switch symbol {
    case .define, .equal:
      guard case .symbol(let before) = previous?.kind, before == .define || before == .equal
      else { return nil }
      return failure(
        "expected an expression after `\(before.rawValue)`, not `\(symbol.rawValue)`", at: range,
        hint: "`=` defines a name, `==` compares")
    case .leftBrace:
      if previous?.kind == .symbol(.caret) || previous.map(endsInUnderscore) == true {
        return failure(
          "braces group in LaTeX, not here", at: range,
          hint: previous?.kind == .symbol(.caret)
            ? "group with `( )`, as in `x^(n + 1)`"
            : "a name may hold an index, `x_1`; a sum over an axis is `sum(x)`")
      }
      return failure(
        "braces hold the body of a function or a loop", at: range,
        hint: "group with `( )`, write tensors with `[ ]`")
    case .leftParenthesis, .leftBracket, .root:
      return adjacent(current)
    case .colon:
      return failure(
        "expected \(expected), not `:`", at: range,
        hint: previous.map(isNumber) == true && isNumber(peek())
          ? "`arange(a, b)` counts from a to before b, `linspace(a, b, n)` takes n steps"
          : "a colon stands in subscripts, `x[0:2]`, and in spans, `plot(f, x=-3:3)`")
    case .at where previous?.kind == .symbol(.define) || peek().kind == .symbol(.leftParenthesis):
      return failure(
        "expected \(expected), not `@`", at: range, hint: "a function is written `f(x) = …`")
    case .star, .doubleStar:
      guard case .symbol(let before) = previous?.kind,
        before == .leftParenthesis || before == .comma
      else { return nil }
      return failure(
        "arguments cannot be unpacked with `\(symbol.rawValue)`", at: range,
        hint: "write the arguments one by one")
    default: return nil
    }
  }

  /// `x++` at the end of a statement.
  private func doubledSign(_ symbol: Symbol) -> Failure? {
    let offset = current.kind == .end || current.startsLine ? -1 : 0
    let second = peek(offset)
    let first = peek(offset - 1)
    guard position + offset - 2 >= 0, first.kind == second.kind, !second.followsSpace,
      second.kind == .symbol(.plus) || second.kind == .symbol(.minus), peek(offset - 2).endsValue,
      offset == -1 || !symbol.isCloser
    else { return nil }
    let sign = source[first.range]
    let name = source[peek(offset - 2).range]
    return failure(
      "`\(sign)\(sign)` is not an operator", at: first.range.union(second.range),
      hint: "write `\(name) \(sign)= 1`")
  }

  /// A value directly after a value: `2x`, `2(1 - p)`, `(a)(b)`, `lambda x`, `1 2`.
  private func adjacent(_ token: Token) -> Failure? {
    guard let previous, previous.endsValue, !token.startsLine else { return nil }
    if case .name(let word) = token.kind, let hint = ForeignSyntax.infixWords[word] {
      return failure("`\(word)` is not an operator", at: token.range, hint: hint)
    }
    if case .name(let word) = previous.kind, let hint = ForeignSyntax.statements[word] {
      return failure("`\(word)` is not part of the language", at: previous.range, hint: hint)
    }
    let left = source[previous.range]
    let range = previous.range.union(token.range)
    if let failure = foreignPair(previous, token) { return failure }
    switch token.kind {
    case .number where isNumber(previous) && !token.followsSpace:
      return failure(
        "two points in one number", at: range,
        hint: "digits are grouped by underscores, `1_000_000`; a point stands before the fraction")
    case .number where isNumber(previous):
      let both = "\(left), \(source[token.range])"
      return failure(
        "two numbers without anything between", at: range,
        hint: innermostBracket == .leftParenthesis
          ? "arguments are separated by commas: `\(both)`"
          : "elements are separated by commas: `[\(both)]`")
    case .name, .number, .keyword, .symbol(.leftParenthesis), .symbol(.root):
      let right = operandText(token)
      if case .name = previous.kind, token.endsValue {
        return failure(
          "expected an operator between `\(left)` and `\(right)`", at: range,
          hint: "`\(left)(\(right))` calls, `\(left)*\(right)` multiplies")
      }
      if case .keyword = token.kind, word(of: token) != nil, !token.endsValue { return nil }
      let factor = left == ")" || left == "]" ? "(…)" : String(left)
      return failure(
        "there is no implicit multiplication", at: range, hint: "write `\(factor)*\(right)`")
    default: return nil
    }
  }

  /// Whether a token is a name such as `sum_`, to which LaTeX puts an index in braces.
  private func endsInUnderscore(_ token: Token) -> Bool {
    guard case .name(let text) = token.kind else { return false }
    return text.last == "_"
  }

  /// The innermost bracket that is open before the current token.
  private var innermostBracket: Symbol? {
    var open: [Symbol] = []
    for token in tokens[..<position] {
      guard case .symbol(let symbol) = token.kind else { continue }
      if symbol.closer != nil { open.append(symbol) }
      if symbol.isCloser { _ = open.popLast() }
    }
    return open.last
  }

  /// The text of an operand: of a parenthesis, up to the one that closes it.
  private func operandText(_ token: Token) -> String {
    guard token.kind == .symbol(.leftParenthesis), let close = matchingClose(of: position) else {
      return String(source[token.range])
    }
    return String(source[token.range.union(peek(close - position).range)])
  }

  // MARK: Brackets and words

  private func opener(of closer: Symbol) -> Symbol {
    switch closer {
    case .rightBracket: .leftBracket
    case .rightBrace: .leftBrace
    default: .leftParenthesis
    }
  }

  /// Whether a bracket of this kind is open before the current token.
  private func isInside(_ opener: Symbol) -> Bool {
    var open = 0
    for token in tokens[..<position] {
      if token.kind == .symbol(opener) { open += 1 }
      if let closer = opener.closer, token.kind == .symbol(closer) { open = max(0, open - 1) }
    }
    return open > 0
  }

  private func describe(_ token: Token) -> String {
    switch token.kind {
    case .end: "the end"
    case .string, .docstring: "a string"
    default: "`\(source[token.range])`"
    }
  }
}
