import Calculus
import Graphs
public import Syntax

/// Trees written with Swift's operators, so that a test reads like the formula it is about.
extension Expression: ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByUnicodeScalarLiteral,
  ExpressibleByExtendedGraphemeClusterLiteral
{
  public init(floatLiteral value: Double) { self.init(.number(value)) }
  public init(integerLiteral value: Int) { self.init(.number(Double(value))) }
  public init(stringLiteral name: String) { self.init(.name(name)) }

  static func + (a: Expression, b: Expression) -> Expression { .init(.binary(.add, a, b)) }
  static func - (a: Expression, b: Expression) -> Expression { .init(.binary(.subtract, a, b)) }
  static func * (a: Expression, b: Expression) -> Expression { .init(.binary(.multiply, a, b)) }
  static func / (a: Expression, b: Expression) -> Expression { .init(.binary(.divide, a, b)) }
  static prefix func - (a: Expression) -> Expression { .init(.unary(.negate, a)) }

  func power(_ exponent: Expression) -> Expression { .init(.binary(.power, self, exponent)) }
  func matmul(_ other: Expression) -> Expression { .init(.binary(.matmul, self, other)) }
  var transposed: Expression { .init(.transpose(self)) }

  func compared(_ sign: ComparisonOperator, _ other: Expression) -> Expression {
    .init(.comparison(self, [.init(sign, other)]))
  }

  static func call(_ function: String, _ arguments: Expression...) -> Expression {
    .init(.call(.init(.name(function)), arguments.map { Argument($0) }))
  }

  static func list(_ items: Expression...) -> Expression { .init(.list(items)) }
}

extension Formula {
  /// A formula of a scalar whose size of `p` shows as `n`.
  static func of(_ body: Expression, n: Int? = nil) -> Formula {
    let size = Expression.call("size", "p")
    return Formula(
      body: body, sizes: n.map { [.init(letter: "n", expression: size, value: $0)] } ?? [],
      shape: .scalar)
  }
}
