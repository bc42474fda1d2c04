/// How tightly the forms of expressions bind, loosest first.
enum Precedence: Int, Comparable {
  case conditional
  case disjunction
  case conjunction
  case negation
  case comparison
  case sum
  case product
  case sign
  case power
  case postfix
  case atom

  /// The next tighter one; the tightest is its own.
  var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .atom }

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
}

/// What stands between two operands.
enum Infix: Hashable {
  case binary(BinaryOperator)
  case comparison(ComparisonOperator)
  /// The `if` of `a if c else b`.
  case conditional
}

/// One row of the table of infix operators.
struct InfixRow {
  let infix: Infix
  let precedence: Precedence
  /// The loosest form that its right operand can have without parentheses.
  let right: Precedence

  init(_ infix: Infix, _ precedence: Precedence, isRightAssociative: Bool = false) {
    self.infix = infix
    self.precedence = precedence
    right = isRightAssociative ? precedence : precedence.tighter
  }
}

/// The infix operators by their tokens: the parser's and the unparser's one source.
enum OperatorTable {
  static let keywords: [Keyword: InfixRow] = [
    .if: InfixRow(.conditional, .conditional, isRightAssociative: true),
    .or: InfixRow(.binary(.or), .disjunction),
    .and: InfixRow(.binary(.and), .conjunction),
  ]

  static let symbols: [Symbol: InfixRow] = [
    .less: InfixRow(.comparison(.less), .comparison),
    .lessOrEqual: InfixRow(.comparison(.lessOrEqual), .comparison),
    .greater: InfixRow(.comparison(.greater), .comparison),
    .greaterOrEqual: InfixRow(.comparison(.greaterOrEqual), .comparison),
    .equal: InfixRow(.comparison(.equal), .comparison),
    .notEqual: InfixRow(.comparison(.notEqual), .comparison),
    .plus: InfixRow(.binary(.add), .sum),
    .minus: InfixRow(.binary(.subtract), .sum),
    .star: InfixRow(.binary(.multiply), .product),
    .slash: InfixRow(.binary(.divide), .product),
    .at: InfixRow(.binary(.matmul), .product),
    .caret: InfixRow(.binary(.power), .power, isRightAssociative: true),
    .doubleStar: InfixRow(.binary(.power), .power, isRightAssociative: true),
  ]

  /// The row of an operator with two operands.
  static func row(of binary: BinaryOperator) -> InfixRow {
    switch binary {
    case .or: InfixRow(.binary(binary), .disjunction)
    case .and: InfixRow(.binary(binary), .conjunction)
    case .add, .subtract: InfixRow(.binary(binary), .sum)
    case .multiply, .divide, .matmul: InfixRow(.binary(binary), .product)
    case .power: InfixRow(.binary(binary), .power, isRightAssociative: true)
    }
  }

  /// The signs that bind, with the operator that `+=` applies.
  static let bindings: [Symbol: BinaryOperator?] = [
    .define: nil, .assign: nil, .addAssign: .add, .subtractAssign: .subtract,
    .multiplyAssign: .multiply, .divideAssign: .divide,
  ]
}
