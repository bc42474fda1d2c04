/// Reads source as statements; never fails: what cannot be read becomes diagnostics.
///
/// The grammar, where `…,` is a list with commas and newlines count only where `EOS` stands:
/// ```
/// program     = { statement EOS }                      EOS = ";" | newline | end
/// statement   = [ doc ] ( binding | function | declare | assume | loop | delete | expression )
/// doc         = '"""' text '"""' | { "##" text newline }
/// binding     = target…, ( "=" | ":=" | "+=" | "-=" | "*=" | "/=" ) expression…,
/// target      = NAME { "." NAME }                      with "="
///             | NAME [ "[" subscript…, "]" ]           with ":=" and its kin
/// function    = NAME { "." NAME } "(" [ parameter…, ] ")" "=" ( block | expression )
/// parameter   = NAME [ "[" expression…, "]" ] [ "=" expression ]
/// block       = "{" { statement EOS } "}"
/// declare     = "var" ( NAME [ "[" expression…, "]" ] [ domain ] )…,
/// domain      = COMPARISON sum | "in" ( "(" | "[" ) expression "," expression ( ")" | "]" )
/// assume      = "assume" expression…,
/// loop        = "repeat" expression "{" { statement EOS } "}"
/// delete      = "del" NAME…,
///
/// expression  = or [ "if" or "else" expression ]
/// or          = and { "or" and }
/// and         = not { "and" not }
/// not         = "not" not | comparison
/// comparison  = sum { ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum }
/// sum         = product { ( "+" | "-" ) product }
/// product     = sign { ( "*" | "/" | "@" ) sign }
/// sign        = ( "-" | "+" | "√" ) sign | power
/// power       = postfix [ ( "^" | "**" ) sign ]
/// postfix     = primary { "'" | SUPERSCRIPT | "." WORD | "(" [ argument…, ] ")"
///                       | "[" subscript…, "]" }
/// primary     = NUMBER | STRING | NAME | "true" | "false" | "none"
///             | "[" [ expression…, ] "]" | "(" expression ")" | "(" [ expression, …, ] ")"
/// argument    = [ ( WORD | NAME "[" subscript…, "]" ) "=" ] expression [ ":" expression ]
/// subscript   = expression | [ expression ] ":" [ expression ] [ ":" [ expression ] ]
/// ```
/// `var`, `assume`, `repeat`, `del` and `in` are names wherever the grammar does not ask for them.
/// A newline inside `(` or `[`, or after an operator, ends nothing.
public struct Parser {
  let source: SourceText
  let limits: Limits
  var tokens: [Token] = []
  /// The documentation comments directly above the token of an index.
  var documentation: [Int: String] = [:]
  var position = 0
  /// Whether a newline ends the statement: not inside parentheses and brackets.
  var newlineEnds = true
  var depth = 0
  /// The height of the tree read last; recursion over it is as deep.
  var height = 0

  /// What a parser takes at most; beyond, a diagnostic of code `limit`.
  public struct Limits: Sendable {
    /// Levels of nesting: brackets, signs, exponents, blocks.
    public var nesting = 1000
    /// Operators in a row, `1 + 1 + …`, each of which makes the tree one higher.
    public var chain = 50_000
    /// The size of the source in bytes.
    public var bytes = 10_000_000
    /// Diagnostics, after which the rest is not read.
    public var diagnostics = 50

    /// Makes the limits that the program uses.
    public init() {}
  }

  /// A statement that cannot be read.
  struct Failure: Error {
    var diagnostic: Diagnostic
    /// Whether the source ended too early, so that more of it could mend this.
    var isAtEnd = false
  }

  /// Returns the statements of a source and what is wrong with it.
  ///
  /// - Complexity: O(n) in the length of the source.
  public static func parse(_ source: SourceText, limits: Limits = Limits()) -> ParseResult {
    guard source.text.utf8.count <= limits.bytes else {
      let diagnostic = Diagnostic(
        .limit, "the source has more than \(limits.bytes) bytes", source: source)
      return ParseResult(statements: [], diagnostics: [diagnostic], isIncomplete: false)
    }
    var parser = Parser(source, limits: limits)
    return parser.program()
  }

  private init(_ source: SourceText, limits: Limits) {
    self.source = source
    self.limits = limits
    var lines: [String] = []
    for token in Lexer.tokens(of: source.text) {
      if token.lineBreaks > 1 { lines.removeAll() }
      switch token.kind {
      case .comment:
        lines.removeAll()
        carryLineBreaks(token)
      case .documentationComment(let line):
        lines.append(line)
        carryLineBreaks(token)
      default:
        if !lines.isEmpty {
          documentation[tokens.count] = lines.joined(separator: "\n")
          lines.removeAll()
        }
        var token = token
        token.lineBreaks += carried
        carried = 0
        tokens.append(token)
      }
    }
  }

  /// Line breaks before comments, which count for the token after them.
  private var carried = 0

  private mutating func carryLineBreaks(_ token: Token) {
    carried += token.lineBreaks
  }

  // MARK: Statements in a row

  private mutating func program() -> ParseResult {
    var statements: [Statement] = []
    var diagnostics: [Diagnostic] = []
    var isIncomplete = true
    while true {
      skipSemicolons()
      if current.kind == .end { break }
      let start = position
      do {
        var statement = try statement()
        statement.isQuiet = try endStatement()
        statements.append(statement)
      } catch {
        diagnostics.append(error.diagnostic)
        isIncomplete = isIncomplete && error.isAtEnd
        if diagnostics.count >= limits.diagnostics { break }
        recover(from: start)
      }
    }
    for index in diagnostics.indices { diagnostics[index].source = source }
    return ParseResult(
      statements: statements, diagnostics: diagnostics,
      isIncomplete: !diagnostics.isEmpty && isIncomplete)
  }

  /// Reads `{ … }`, the brace being the current token.
  mutating func block() throws(Failure) -> [Statement] {
    let open = current
    try descend()
    defer { depth -= 1 }
    let outer = newlineEnds
    newlineEnds = true
    defer { newlineEnds = outer }
    advance()
    var statements: [Statement] = []
    var highest = 0
    while true {
      skipSemicolons()
      if isSymbol(.rightBrace) { break }
      if current.kind == .end { throw unclosed(open) }
      var statement = try statement()
      highest = max(highest, height)
      if !isSymbol(.rightBrace) { statement.isQuiet = try endStatement(in: open) }
      statements.append(statement)
    }
    advance()
    height = highest + 1
    return statements
  }

  private mutating func skipSemicolons() {
    while isSymbol(.semicolon) { advance() }
  }

  /// Takes the end of a statement; says whether it was a `;`.
  private mutating func endStatement(in block: Token? = nil) throws(Failure) -> Bool {
    if isSymbol(.semicolon) {
      advance()
      return true
    }
    if current.startsLine || current.kind == .end { return false }
    throw unexpected(block == nil ? "the end of the statement" : "a newline, `;` or `}`")
  }

  /// Skips to where the next statement seems to start, after one that could not be read.
  private mutating func recover(from start: Int) {
    let failed = position
    height = 0
    depth = 0
    newlineEnds = true
    var open = 0
    position = start
    while current.kind != .end {
      if position > failed || (position == failed && failed > start) {
        if open <= 0 && (isSymbol(.semicolon) || current.startsLine) { return }
        if current.startsLine && startsDefinition { return }
      }
      if case .symbol(let symbol) = current.kind {
        if symbol.closer != nil { open += 1 }
        if symbol.isCloser { open -= 1 }
      }
      position += 1
    }
  }

  /// Whether the current token and the next are `name =` or `name :=`.
  private var startsDefinition: Bool {
    guard case .name = current.kind, case .symbol(let symbol) = peek().kind else { return false }
    return symbol == .define || symbol == .assign
  }
}

/// What a source was read as.
public struct ParseResult: Sendable {
  /// The statements that could be read, in order.
  public var statements: [Statement]
  /// What is wrong with the others, in order.
  public var diagnostics: [Diagnostic]
  /// Whether more source could complete it: an open bracket, a trailing operator, an open
  /// docstring, and nothing else wrong.
  public var isIncomplete: Bool

  /// Makes a result.
  public init(statements: [Statement], diagnostics: [Diagnostic], isIncomplete: Bool) {
    self.statements = statements
    self.diagnostics = diagnostics
    self.isIncomplete = isIncomplete
  }
}
