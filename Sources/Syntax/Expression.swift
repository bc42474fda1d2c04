/// An expression of the language, with the place it came from.
public struct Expression: Hashable, Sendable {
  /// What the expression is.
  public var kind: Kind
  /// Where it stands in the source; empty for expressions the program made.
  public var range: SourceRange

  /// Makes an expression.
  public init(_ kind: Kind, at range: SourceRange = SourceRange(0, 0)) {
    self.kind = kind
    self.range = range
  }

  /// The forms an expression can have.
  public indirect enum Kind: Hashable, Sendable {
    /// A number, `1e-7`; never negative.
    case number(Double)
    /// `"mean"`.
    case string(String)
    /// `true` or `False`.
    case boolean(Bool)
    /// `none` or `None`.
    case none
    /// A name; Unicode spellings of functions are already read (`σ(z)` stays the name `σ`).
    case name(String)
    /// `tf.losses`, `d.label`.
    case member(Expression, String)
    /// `-x`, `not c`.
    case unary(UnaryOperator, Expression)
    /// `a + b`, `c and d`.
    case binary(BinaryOperator, Expression, Expression)
    /// `a < b <= c`, a chain with at least one link.
    case comparison(Expression, [ComparisonLink])
    /// `then if condition else otherwise`.
    case conditional(then: Expression, condition: Expression, otherwise: Expression)
    /// `X'`.
    case transpose(Expression)
    /// `f(x, axis=1)`.
    case call(Expression, [Argument])
    /// `Z[1, :]`.
    case index(Expression, [Subscript])
    /// A tensor literal, `[[1, 2], [3, 4]]`.
    case list([Expression])
    /// `(3, 3)`, `()`; only as an argument.
    case tuple([Expression])
    /// The body of a function in braces.
    case block([Statement])
  }
}

/// One link of a chain of comparisons.
public struct ComparisonLink: Hashable, Sendable {
  /// The comparison.
  public var comparison: ComparisonOperator
  /// Its right side.
  public var right: Expression

  /// Makes a link.
  public init(_ comparison: ComparisonOperator, _ right: Expression) {
    self.comparison = comparison
    self.right = right
  }
}

/// An argument of a call, by position or by keyword.
public struct Argument: Hashable, Sendable {
  /// The keyword before `=`, any word.
  public var label: String?
  /// Where the keyword stands.
  public var labelRange: SourceRange?
  /// The subscripts of a keyword that is a part of a name, `w[0]=-3:3` in `plot`.
  public var labelSubscripts: [Subscript]?
  /// The value; for `x=-3:3` in `plot`, where the span starts.
  public var value: Expression
  /// The end of a span `-3:3`, whose start is `value`.
  public var spanEnd: Expression?

  /// Makes an argument.
  public init(
    label: String? = nil, labelRange: SourceRange? = nil, labelSubscripts: [Subscript]? = nil,
    _ value: Expression, spanEnd: Expression? = nil
  ) {
    self.label = label
    self.labelRange = labelRange
    self.labelSubscripts = labelSubscripts
    self.value = value
    self.spanEnd = spanEnd
  }
}

/// One subscript between the brackets of an index.
public enum Subscript: Hashable, Sendable {
  /// `k`: an integer, a string (a column), or any integer expression.
  case element(Expression)
  /// `start:stop:step`, each part optional; `:` is all of them.
  case range(start: Expression?, stop: Expression?, step: Expression?)
}

/// The operators with one operand.
public enum UnaryOperator: String, Hashable, Sendable, CaseIterable {
  case negate = "-"
  case plus = "+"
  case not = "not"
}

/// The operators with two operands, comparisons aside.
public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case power = "^"
  case matmul = "@"
  case and
  case or
}

/// The comparisons.
public enum ComparisonOperator: String, Hashable, Sendable, CaseIterable {
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
}
