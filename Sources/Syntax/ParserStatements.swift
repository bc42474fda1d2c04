/// Statements: bindings, functions, declarations, loops.
extension Parser {
  mutating func statement() throws(Failure) -> Statement {
    let documentation = statementDocumentation()
    let lower = current.range.lower
    height = 0
    let kind = try statementKind()
    return Statement(kind, at: range(from: lower), documentation: documentation)
  }

  private mutating func statementKind() throws(Failure) -> Statement.Kind {
    if let keyword = softKeyword {
      advance()
      switch keyword {
      case .var: return try declarations()
      case .assume: return .assume(try commaSeparated())
      case .repeat: return try loop()
      case .del: return try deletion()
      }
    }
    if let failure = foreignStatement { throw failure }
    if startsFunction { return try function() }
    return try binding()
  }

  /// Takes the documentation before a statement: a docstring, or the comments directly above.
  private mutating func statementDocumentation() -> String? {
    let comments = documentation[position]
    guard case .docstring(let text) = current.kind, peek().startsLine || peek().kind == .end else {
      return comments
    }
    advance()
    // A name after it is what it documents; by itself it is a statement that will say so.
    return text
  }

  // MARK: Soft keywords

  private enum SoftKeyword: String {
    case `var`, assume, `repeat`, del
  }

  /// The soft keyword that the current name is, by what follows it.
  private var softKeyword: SoftKeyword? {
    guard case .name(let word) = current.kind, let keyword = SoftKeyword(rawValue: word),
      !peek().startsLine || keyword == .repeat
    else { return nil }
    let next = peek().kind
    switch (keyword, next) {
    case (.var, .name), (.del, .name), (.assume, .name), (.repeat, .name): return keyword
    case (.assume, .number), (.assume, .keyword(.not)), (.assume, .symbol(.leftParenthesis)),
      (.assume, .symbol(.root)), (.repeat, .number), (.repeat, .string),
      (.repeat, .symbol(.leftBrace)):
      return keyword
    case (.repeat, .symbol(.minus)): return bodyFollows ? keyword : nil
    case (.repeat, .symbol(.leftParenthesis)):
      guard let close = matchingClose(of: position + 1) else { return nil }
      return peek(close + 1 - position).kind == .symbol(.leftBrace) ? keyword : nil
    default: return nil
    }
  }

  /// Whether a brace opens before the statement ends.
  private var bodyFollows: Bool {
    var distance = 1
    while peek(distance).kind != .end, !peek(distance).startsLine {
      if peek(distance).kind == .symbol(.leftBrace) { return true }
      distance += 1
    }
    return false
  }

  private mutating func declarations() throws(Failure) -> Statement.Kind {
    var declarations: [Declaration] = []
    repeat {
      let name = try name("the name of a symbol")
      var declaration = Declaration(name)
      if isSymbol(.leftBracket) { declaration.shape = try dimensions() }
      declaration.domain = try domain()
      declarations.append(declaration)
    } while try takeComma()
    return .declare(declarations)
  }

  /// Reads `[n, k]`; `[]` is a scalar.
  private mutating func dimensions() throws(Failure) -> [Expression] {
    let open = current
    return try withinBrackets { parser throws(Failure) in
      parser.advance()
      var dimensions: [Expression] = []
      while !parser.isSymbol(.rightBracket) {
        if parser.isSymbol(.comma) { throw parser.emptyPlace("a dimension") }
        dimensions.append(try parser.expression())
        guard parser.isSymbol(.comma) else { break }
        parser.advance()
      }
      try parser.expectClose(of: open)
      return dimensions
    }
  }

  private mutating func domain() throws(Failure) -> Declaration.Domain? {
    guard !isAtStatementEnd else { return nil }
    if case .symbol(let symbol) = current.kind, let row = OperatorTable.symbols[symbol],
      case .comparison(let comparison) = row.infix
    {
      advance()
      return .comparison(comparison, try expression(row.right))
    }
    guard isWord("in") else { return nil }
    advance()
    let open = current
    guard isSymbol(.leftParenthesis) || isSymbol(.leftBracket) else {
      throw unexpected("an interval, `(0, 1)` or `[0, 1]`,")
    }
    return try withinBrackets { parser throws(Failure) in
      parser.advance()
      let lower = try parser.expression()
      try parser.expect(.comma, "`,` between the ends of the interval")
      let upper = try parser.expression()
      let isClosed = parser.isSymbol(.rightBracket)
      guard isClosed || parser.isSymbol(.rightParenthesis) else { throw parser.unclosed(open) }
      parser.advance()
      return .interval(
        lower, upper, lowerClosed: open.kind == .symbol(.leftBracket), upperClosed: isClosed)
    }
  }

  private mutating func loop() throws(Failure) -> Statement.Kind {
    guard !isSymbol(.leftBrace) else {
      throw failure(
        "expected how many times before the `{`", at: current.range,
        hint: "write `repeat 100 { … }`")
    }
    let lower = current.range.lower
    let count = try expression()
    guard isSymbol(.leftBrace) else {
      guard current.kind != .end else { throw unexpected("`{` and the statements to repeat") }
      let times = source[SourceRange(lower, previous?.range.upper ?? lower)]
      throw failure(
        "expected `{` and the statements to repeat", at: current.range,
        hint: "write `repeat \(times) { … }`")
    }
    return .loop(count: count, body: try block())
  }

  private mutating func deletion() throws(Failure) -> Statement.Kind {
    var names: [Name] = []
    repeat { names.append(try name("a name to unbind")) } while try takeComma()
    return .delete(names)
  }

  /// Takes a comma within a statement; the next token goes on it, on the next line if need be.
  private mutating func takeComma() throws(Failure) -> Bool {
    guard isSymbol(.comma), !isAtStatementEnd else { return false }
    advance()
    return true
  }

  private mutating func commaSeparated() throws(Failure) -> [Expression] {
    var expressions: [Expression] = []
    repeat { expressions.append(try expression()) } while try takeComma()
    return expressions
  }

  private mutating func name(_ what: String) throws(Failure) -> Name {
    guard case .name(let text) = current.kind else { throw unexpected(what) }
    let name = Name(text, at: current.range)
    advance()
    return name
  }

  // MARK: Functions

  /// Whether the tokens are `a.b(…) =`.
  private var startsFunction: Bool {
    guard case .name = current.kind else { return false }
    var index = position + 1
    while peek(index - position).kind == .symbol(.dot), case .name = peek(index + 1 - position).kind
    {
      index += 2
    }
    guard peek(index - position).kind == .symbol(.leftParenthesis),
      let close = matchingClose(of: index)
    else { return false }
    let after = peek(close + 1 - position)
    return after.kind == .symbol(.define) || after.kind == .symbol(.assign)
  }

  /// The index of the token that closes the bracket at an index.
  func matchingClose(of index: Int) -> Int? {
    var open = 0
    var index = index
    while index < tokens.count {
      if case .symbol(let symbol) = tokens[index].kind {
        if symbol.closer != nil { open += 1 }
        if symbol.isCloser { open -= 1 }
        if open == 0 { return index }
      }
      index += 1
    }
    return nil
  }

  /// What to write for `1,000`, whose comma groups digits.
  private func groupedDigits(_ parts: [Expression], _ comma: Token) -> String? {
    let texts = parts.map { String(source[$0.range]) }
    guard let first = texts.first, first.allSatisfy(\.isNumber), first.count <= 3,
      parts.count > 1, parts[1].range.lower == comma.range.upper,
      texts.dropFirst().allSatisfy({ $0.prefix(3).allSatisfy(\.isNumber) && $0.count >= 3 })
    else { return nil }
    return "digits are grouped by underscores: `\(texts.joined(separator: "_"))`"
  }

  private mutating func function() throws(Failure) -> Statement.Kind {
    var name = try name("the name of a function")
    while isSymbol(.dot) {
      advance()
      let part = try self.name("a name")
      name = Name(name.text + "." + part.text, at: name.range.union(part.range))
    }
    let parameters = try parameters()
    guard isSymbol(.define) else {
      throw failure(
        "a function is defined with `=`", at: current.range,
        hint: "write `\(name.text)(…) = …`; a function has no value to take now")
    }
    advance()
    guard isSymbol(.leftBrace) else {
      let body = try expression()
      try rejectComma()
      return .function(name, parameters, body)
    }
    let lower = current.range.lower
    let statements = try block()
    return .function(
      name, parameters, Expression(.block(statements), at: range(from: lower)))
  }

  private mutating func parameters() throws(Failure) -> [Parameter] {
    let open = current
    return try withinBrackets { parser throws(Failure) in
      parser.advance()
      var parameters: [Parameter] = []
      while !parser.isSymbol(.rightParenthesis) {
        if parser.isSymbol(.comma) { throw parser.emptyPlace("a parameter") }
        parameters.append(try parser.parameter())
        guard parser.isSymbol(.comma) else { break }
        parser.advance()
      }
      try parser.expectClose(of: open)
      return parameters
    }
  }

  private mutating func parameter() throws(Failure) -> Parameter {
    guard case .name = current.kind else {
      var failure = unexpected("the name of a parameter")
      if case .number = current.kind {
        failure.diagnostic.hint = "to set one element, write `w[0] := …`"
      }
      throw failure
    }
    var parameter = Parameter(try name("the name of a parameter"))
    if isSymbol(.leftBracket) { parameter.shape = try dimensions() }
    if isSymbol(.define) {
      advance()
      parameter.defaultValue = try expression()
    }
    return parameter
  }

  // MARK: Bindings and expressions

  private mutating func binding() throws(Failure) -> Statement.Kind {
    var left = [try expression()]
    var separator: Token?
    while isSymbol(.comma), !isAtStatementEnd {
      separator = separator ?? current
      advance()
      left.append(try expression())
    }
    guard !isAtStatementEnd, case .symbol(let symbol) = current.kind,
      let operation = OperatorTable.bindings[symbol]
    else {
      guard let separator, left.count > 1 else { return .expression(left[0]) }
      throw failure(
        "a comma between two statements", at: separator.range,
        hint: groupedDigits(left, separator)
          ?? "write `;` between statements, or `[…]` around the elements of a tensor")
    }
    if left.count == 1, case .tuple(let elements) = left[0].kind, !elements.isEmpty {
      left = elements
    }
    let sign = current
    let targets = try left.map { expression throws(Failure) in
      try target(expression, before: sign)
    }
    advance()
    let values = try commaSeparated()
    try checkCounts(targets, values, sign)
    if symbol == .define {
      return .define(targets.map(\.name), values)
    }
    return .assign(targets, operation, values)
  }

  private func checkCounts(
    _ targets: [Target], _ values: [Expression], _ sign: Token
  ) throws(Failure) {
    if !isAtStatementEnd, case .symbol(let symbol) = current.kind,
      OperatorTable.bindings[symbol] != nil
    {
      throw failure(
        "two `\(symbol.rawValue)` in one statement", at: current.range,
        hint: symbol == .define
          ? "write one definition a line; a comparison is `==`" : "write one assignment a line")
    }
    guard values.count != targets.count, values.count > 1, let first = values.first,
      let last = values.last
    else { return }
    let range = first.range.union(last.range)
    throw failure(
      "\(values.count) values for \(targets.count == 1 ? "one name" : "\(targets.count) names")",
      at: range,
      hint: targets.count == 1 ? "a tensor is written `[\(source[range])]`" : nil)
  }

  private func rejectComma() throws(Failure) {
    guard isSymbol(.comma), !isAtStatementEnd else { return }
    throw failure(
      "a function has one value", at: current.range,
      hint: "write `[a, b]` for a tensor of both")
  }

  private func dottedName(_ expression: Expression) -> String? {
    switch expression.kind {
    case .name(let name): return name
    case .member(let base, let name): return dottedName(base).map { $0 + "." + name }
    default: return nil
    }
  }

  /// Reads an expression as what a sign of binding can bind.
  private func target(_ expression: Expression, before sign: Token) throws(Failure) -> Target {
    switch expression.kind {
    case .name(let text): return Target(Name(text, at: expression.range))
    case .member where sign.kind == .symbol(.define):
      // The prelude gives one function several qualified names.
      guard let text = dottedName(expression) else { break }
      return Target(Name(text, at: expression.range))
    case .index(let base, let subscripts):
      guard case .name(let text) = base.kind else { break }
      guard sign.kind != .symbol(.define) else {
        throw failure(
          "a part of `\(text)` is assigned, not defined", at: sign.range,
          hint: "write `\(source[expression.range]) := …`")
      }
      return Target(Name(text, at: base.range), subscripts: subscripts)
    case .boolean, .none:
      throw failure("`\(source[expression.range])` cannot be bound", at: expression.range)
    default: break
    }
    throw failure(
      "only a name can stand before `\(source[sign.range])`", at: expression.range,
      hint: sign.kind == .symbol(.define)
        ? "`=` defines a name, `==` compares" : "assign to a name, `w := …`, or a part, `w[0] := …`"
    )
  }
}
