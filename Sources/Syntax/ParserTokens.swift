/// How the parser looks at its tokens and keeps to its limits.
extension Parser {
  /// The token to be read next.
  var current: Token { peek(0) }

  /// The token taken last, where there is one.
  var previous: Token? { position > 0 ? peek(-1) : nil }

  /// A token further on; past the end it is the `end`.
  func peek(_ distance: Int = 1) -> Token {
    let index = position + distance
    guard tokens.indices.contains(index) else {
      let end = source.text.utf8.count
      return Token(
        kind: .end, range: SourceRange(end, end), lineBreaks: 0, followsSpace: false)
    }
    return tokens[index]
  }

  /// Goes on to the next token; never past the end.
  mutating func advance() {
    if position + 1 < tokens.count { position += 1 }
  }

  /// Whether the current token is a sign.
  func isSymbol(_ symbol: Symbol) -> Bool { current.kind == .symbol(symbol) }

  /// Whether the current token is a name of this spelling.
  func isWord(_ word: String) -> Bool { current.kind == .name(word) }

  /// Whether the statement ends before the current token, if it may end here.
  var isAtStatementEnd: Bool {
    current.kind == .end || (newlineEnds && current.startsLine)
  }

  /// Takes a sign, or says that it was expected.
  mutating func expect(_ symbol: Symbol, _ what: String) throws(Failure) {
    guard isSymbol(symbol) else { throw unexpected(what) }
    advance()
  }

  /// Takes the bracket that closes another.
  mutating func expectClose(of open: Token) throws(Failure) {
    guard case .symbol(let symbol) = open.kind, let closer = symbol.closer else { return }
    guard isSymbol(closer) else { throw unclosed(open) }
    advance()
  }

  /// Runs a part in which newlines end nothing, as inside brackets.
  mutating func withinBrackets<Result>(
    _ part: (inout Parser) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outer = newlineEnds
    newlineEnds = false
    defer { newlineEnds = outer }
    return try part(&self)
  }

  /// The range from an offset to the end of the token taken last.
  func range(from lower: Int) -> SourceRange {
    SourceRange(lower, previous?.range.upper ?? lower)
  }

  // MARK: Limits

  /// Goes one level of nesting down; the caller goes up again.
  mutating func descend() throws(Failure) {
    depth += 1
    guard depth <= limits.nesting else {
      depth -= 1
      throw Failure(
        diagnostic: Diagnostic(
          .limit, "more than \(limits.nesting) levels of nesting", at: current.range,
          hint: "name the inner parts with definitions of their own"))
    }
  }

  /// Notes the height of a tree one operator higher than its parts.
  mutating func grow(_ parts: Int...) throws(Failure) {
    height = (parts.max() ?? 0) + 1
    guard height <= limits.chain else {
      throw Failure(
        diagnostic: Diagnostic(
          .limit, "more than \(limits.chain) operators in one expression",
          at: previous?.range ?? current.range,
          hint: "put the numbers into a tensor and use `sum`"))
    }
  }
}
