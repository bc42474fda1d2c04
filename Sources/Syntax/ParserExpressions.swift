/// Expressions: operators between operands, by the table of their precedences.
extension Parser {
  /// Reads an expression whose operators bind at least so tightly.
  mutating func expression(_ minimum: Precedence = .conditional) throws(Failure) -> Expression {
    try descend()
    defer { depth -= 1 }
    let lower = current.range.lower
    var left = try prefix()
    while let row = infixRow, row.precedence >= minimum {
      let leftHeight = height
      switch row.infix {
      case .binary(let binary):
        advance()
        let right = try expression(row.right)
        left = Expression(.binary(binary, left, right), at: range(from: lower))
      case .comparison:
        let links = try comparisonLinks(row.right)
        left = Expression(.comparison(left, links), at: range(from: lower))
      case .conditional:
        left = try conditional(then: left, from: lower)
      }
      try grow(leftHeight, height)
    }
    return left
  }

  /// The row of the current token, where it is an infix operator that goes on the statement.
  private var infixRow: InfixRow? {
    guard !isAtStatementEnd else { return nil }
    switch current.kind {
    case .symbol(let symbol): return OperatorTable.symbols[symbol]
    case .keyword(let keyword): return OperatorTable.keywords[keyword]
    default: return nil
    }
  }

  private mutating func comparisonLinks(
    _ right: Precedence
  ) throws(Failure) -> [ComparisonLink] {
    var links: [ComparisonLink] = []
    var highest = 0
    while let row = infixRow, case .comparison(let comparison) = row.infix {
      advance()
      links.append(ComparisonLink(comparison, try expression(right)))
      highest = max(highest, height)
    }
    height = highest
    return links
  }

  private mutating func conditional(
    then: Expression, from lower: Int
  ) throws(Failure) -> Expression {
    advance()
    let condition = try expression(.disjunction)
    let conditionHeight = height
    guard current.kind == .keyword(.else) else {
      var failure = unexpected("`else` and the value otherwise")
      failure.diagnostic.hint = failure.diagnostic.hint ?? "write `a if condition else b`"
      throw failure
    }
    advance()
    let otherwise = try expression(.conditional)
    height = max(height, conditionHeight)
    return Expression(
      .conditional(then: then, condition: condition, otherwise: otherwise),
      at: range(from: lower))
  }

  /// Reads an operand with the signs before and what follows it directly.
  private mutating func prefix() throws(Failure) -> Expression {
    let token = current
    switch token.kind {
    case .symbol(.minus): return try unary(.negate, .sign)
    case .symbol(.plus): return try unary(.plus, .sign)
    case .keyword(.not): return try unary(.not, .negation)
    case .symbol(.root):
      advance()
      let operand = try expression(.sign)
      try grow(height)
      let function = Expression(.name("sqrt"), at: token.range)
      return Expression(
        .call(function, [Argument(operand)]), at: range(from: token.range.lower))
    default: return try postfix()
    }
  }

  private mutating func unary(
    _ sign: UnaryOperator, _ minimum: Precedence
  ) throws(Failure) -> Expression {
    let lower = current.range.lower
    advance()
    let operand = try expression(minimum)
    try grow(height)
    return Expression(.unary(sign, operand), at: range(from: lower))
  }

  // MARK: What follows an operand directly

  private mutating func postfix() throws(Failure) -> Expression {
    let lower = current.range.lower
    var operand = try primary()
    while !isAtStatementEnd {
      let operandHeight = height
      switch current.kind {
      case .symbol(.transpose):
        advance()
        if isSymbol(.leftParenthesis), !current.followsSpace, case .name = operand.kind {
          throw primedFunction(operand)
        }
        operand = Expression(.transpose(operand), at: range(from: lower))
        height = 0
      case .superscript(let power):
        let exponent = Expression(.number(Double(power.magnitude)), at: current.range)
        let signed =
          power < 0 ? Expression(.unary(.negate, exponent), at: current.range) : exponent
        advance()
        operand = Expression(.binary(.power, operand, signed), at: range(from: lower))
        height = 2
      case .symbol(.dot):
        operand = try member(of: operand, from: lower)
        height = 0
      case .symbol(.leftParenthesis) where operand.isCallable:
        let arguments = try arguments()
        operand = Expression(.call(callee(operand), arguments), at: range(from: lower))
      case .symbol(.leftBracket):
        let subscripts = try subscripts()
        operand = Expression(.index(operand, subscripts), at: range(from: lower))
      default:
        height = operandHeight
        return operand
      }
      try grow(operandHeight, height)
    }
    return operand
  }

  /// Mathematicians' capital letters for sum and product, where they are called.
  private func callee(_ operand: Expression) -> Expression {
    switch operand.kind {
    case .name("Σ"), .name("∑"): Expression(.name("sum"), at: operand.range)
    case .name("∏"): Expression(.name("prod"), at: operand.range)
    default: operand
    }
  }

  private mutating func member(
    of operand: Expression, from lower: Int
  ) throws(Failure) -> Expression {
    advance()
    guard let word = word(of: current), !isAtStatementEnd else {
      throw unexpected("a name")
    }
    advance()
    return Expression(.member(operand, word), at: range(from: lower))
  }

  /// The spelling of a token that is a word, keywords too.
  func word(of token: Token) -> String? {
    switch token.kind {
    case .name(let name): name
    case .keyword: String(source[token.range])
    default: nil
    }
  }
}

extension Expression {
  /// Whether a `(` after the expression calls it; after a number, say, it is a slip.
  var isCallable: Bool {
    switch kind {
    case .name, .member, .call: true
    default: false
    }
  }
}
