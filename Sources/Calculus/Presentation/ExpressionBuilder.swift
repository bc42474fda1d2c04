import Syntax

/// Short ways to write the trees that formulas are made of.
enum Build {
  static func name(_ text: String) -> Expression { Expression(.name(text)) }

  /// A number; a negative one is a negation, since literals have no sign.
  static func number(_ value: Double) -> Expression {
    if value.isNaN { return name("nan") }
    if value < 0 { return negate(number(-value)) }
    return value.isInfinite ? name("inf") : Expression(.number(value))
  }

  static func number(_ value: Int) -> Expression { number(Double(value)) }

  static func negate(_ operand: Expression) -> Expression { Expression(.unary(.negate, operand)) }

  static func binary(_ op: BinaryOperator, _ left: Expression, _ right: Expression) -> Expression {
    Expression(.binary(op, left, right))
  }

  static func compare(_ op: ComparisonOperator, _ left: Expression, _ right: Expression)
    -> Expression
  {
    Expression(.comparison(left, [ComparisonLink(op, right)]))
  }

  static func call(
    _ function: String, _ arguments: [Expression], keywords: [(String, Expression)] = []
  ) -> Expression {
    let labelled = keywords.map { Argument(label: $0.0, $0.1) }
    return Expression(.call(name(function), arguments.map { Argument($0) } + labelled))
  }

  static func transpose(_ operand: Expression) -> Expression { Expression(.transpose(operand)) }

  static func index(_ operand: Expression, _ subscripts: [Subscript]) -> Expression {
    Expression(.index(operand, subscripts))
  }

  static let yes = Expression(.boolean(true))
}
