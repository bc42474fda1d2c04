/// Operands: literals, names, brackets, and what stands between brackets.
extension Parser {
  mutating func primary() throws(Failure) -> Expression {
    let token = current
    height = 1
    let kind: Expression.Kind
    switch token.kind {
    case .number(let value): kind = .number(value)
    case .string(let text), .docstring(let text): kind = .string(text)
    case .name(let name): kind = .name(name)
    case .keyword(.true): kind = .boolean(true)
    case .keyword(.false): kind = .boolean(false)
    case .keyword(.none): kind = .none
    case .symbol(.leftParenthesis): return try parenthesized()
    case .symbol(.leftBracket): return try list()
    default: throw unexpected("an expression")
    }
    advance()
    return Expression(kind, at: token.range)
  }

  /// Reads `(a)`, which is `a`, or `()`, `(a,)`, `(a, b)`, which are tuples.
  private mutating func parenthesized() throws(Failure) -> Expression {
    let open = current
    return try withinBrackets { parser throws(Failure) in
      parser.advance()
      if parser.isSymbol(.rightParenthesis) {
        parser.advance()
        return Expression(.tuple([]), at: parser.range(from: open.range.lower))
      }
      let first = try parser.expression()
      guard parser.isSymbol(.comma) else {
        try parser.expectClose(of: open)
        return first
      }
      parser.advance()
      let rest = try parser.elements(until: .rightParenthesis, of: open, after: parser.height)
      return Expression(.tuple([first] + rest), at: parser.range(from: open.range.lower))
    }
  }

  private mutating func list() throws(Failure) -> Expression {
    let open = current
    return try withinBrackets { parser throws(Failure) in
      parser.advance()
      let elements = try parser.elements(until: .rightBracket, of: open)
      return Expression(.list(elements), at: parser.range(from: open.range.lower))
    }
  }

  /// Reads expressions with commas, the last comma optional, and the bracket that closes them.
  private mutating func elements(
    until closer: Symbol, of open: Token, after tallest: Int = 0
  ) throws(Failure) -> [Expression] {
    var elements: [Expression] = []
    var highest = tallest
    while !isSymbol(closer) {
      if isSymbol(.comma) { throw emptyPlace("an element") }
      if current.kind == .end { throw unclosed(open) }
      elements.append(try expression())
      highest = max(highest, height)
      guard isSymbol(.comma) else { break }
      advance()
    }
    try expectClose(of: open)
    try grow(highest)
    return elements
  }

  // MARK: Arguments

  /// Reads `(a, k=b, x=-3:3)`.
  mutating func arguments() throws(Failure) -> [Argument] {
    let open = current
    return try withinBrackets { parser throws(Failure) in
      parser.advance()
      var arguments: [Argument] = []
      var highest = 0
      while !parser.isSymbol(.rightParenthesis) {
        if parser.isSymbol(.comma) { throw parser.emptyPlace("an argument") }
        if parser.current.kind == .end { throw parser.unclosed(open) }
        arguments.append(try parser.argument())
        highest = max(highest, parser.height)
        guard parser.isSymbol(.comma) else { break }
        parser.advance()
      }
      try parser.expectClose(of: open)
      parser.height = highest
      return arguments
    }
  }

  private mutating func argument() throws(Failure) -> Argument {
    let start = current
    if let label = label(of: start), peek().kind == .symbol(.define) {
      advance()
      return try labelled(Argument(label: label, labelRange: start.range, placeholder(start)))
    }
    let value = try expression()
    if isSymbol(.define) {
      guard case .index(let base, let subscripts) = value.kind, case .name(let name) = base.kind
      else { throw equalsInExpression() }
      return try labelled(
        Argument(
          label: name, labelRange: value.range, labelSubscripts: subscripts, placeholder(start)))
    }
    if isSymbol(.colon) {
      var failure = unexpected("`,` or `)`")
      failure.diagnostic.hint = "a span is given by name: `x=-3:3`"
      throw failure
    }
    return Argument(value)
  }

  /// Reads the value of an argument with a keyword, the current token being its `=`.
  private mutating func labelled(_ argument: Argument) throws(Failure) -> Argument {
    var argument = argument
    advance()
    if isSymbol(.comma) || isSymbol(.rightParenthesis) {
      throw unexpected("a value for `\(argument.label ?? "")`")
    }
    argument.value = try expression()
    guard isSymbol(.colon) else { return argument }
    let valueHeight = height
    advance()
    argument.spanEnd = try expression()
    height = max(height, valueHeight)
    return argument
  }

  /// Stands for the value until it is read.
  private func placeholder(_ token: Token) -> Expression { Expression(.none, at: token.range) }

  /// The keyword that a token can be: any word but the operators.
  private func label(of token: Token) -> String? {
    switch token.kind {
    case .name(let name): name
    default: nil
    }
  }

  // MARK: Subscripts

  /// Reads `[1, :, a:b:c]`.
  mutating func subscripts() throws(Failure) -> [Subscript] {
    let open = current
    return try withinBrackets { parser throws(Failure) in
      parser.advance()
      var subscripts: [Subscript] = []
      var highest = 0
      if parser.isSymbol(.rightBracket) { throw parser.unexpected("a subscript") }
      while !parser.isSymbol(.rightBracket) {
        if parser.isSymbol(.comma) { throw parser.emptyPlace("a subscript") }
        if parser.current.kind == .end { throw parser.unclosed(open) }
        subscripts.append(try parser.oneSubscript())
        highest = max(highest, parser.height)
        guard parser.isSymbol(.comma) else { break }
        parser.advance()
      }
      try parser.expectClose(of: open)
      parser.height = highest
      return subscripts
    }
  }

  private mutating func oneSubscript() throws(Failure) -> Subscript {
    var highest = 0
    let start = try sliceEnd(&highest)
    guard isSymbol(.colon) else {
      guard let start else { throw unexpected("a subscript") }
      height = highest
      return .element(start)
    }
    advance()
    let stop = try sliceEnd(&highest)
    var step: Expression?
    if isSymbol(.colon) {
      advance()
      step = try sliceEnd(&highest)
    }
    height = highest
    return .range(start: start, stop: stop, step: step)
  }

  /// Reads one part of a slice, which may be left out.
  private mutating func sliceEnd(_ highest: inout Int) throws(Failure) -> Expression? {
    if isSymbol(.colon) || isSymbol(.comma) || isSymbol(.rightBracket) { return nil }
    let part = try expression()
    highest = max(highest, height)
    return part
  }
}
