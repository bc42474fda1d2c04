/// A statement of the language, with the place it came from.
public struct Statement: Hashable, Sendable {
  /// What the statement is.
  public var kind: Kind
  /// Where it stands.
  public var range: SourceRange
  /// Whether a `;` ended it, which keeps it from showing its result.
  public var isQuiet: Bool
  /// The `"""…"""` or `##` lines above a definition, without their marks.
  public var documentation: String?

  /// Makes a statement.
  public init(
    _ kind: Kind, at range: SourceRange, isQuiet: Bool = false, documentation: String? = nil
  ) {
    self.kind = kind
    self.range = range
    self.isQuiet = isQuiet
    self.documentation = documentation
  }

  /// The forms a statement can have.
  public indirect enum Kind: Hashable, Sendable {
    /// An expression to show.
    case expression(Expression)
    /// `a, b = …`: names that stand for formulas.
    case define([Name], [Expression])
    /// `a, w[0] := …` and `w += …`: values taken now.
    case assign([Target], BinaryOperator?, [Expression])
    /// `f(x, k=2) = …`.
    case function(Name, [Parameter], Expression)
    /// `var z[3], d > 0`.
    case declare([Declaration])
    /// `assume A == A'`.
    case assume([Expression])
    /// `repeat 100 { … }`.
    case loop(count: Expression, body: [Statement])
    /// `del x, y`.
    case delete([Name])
  }
}

/// A name where it is bound.
public struct Name: Hashable, Sendable {
  /// The name.
  public var text: String
  /// Where it stands.
  public var range: SourceRange

  /// Makes a name.
  public init(_ text: String, at range: SourceRange = SourceRange(0, 0)) {
    self.text = text
    self.range = range
  }
}

/// What an assignment sets: a name or a part of one, `w[0]`.
public struct Target: Hashable, Sendable {
  /// The name.
  public var name: Name
  /// The subscripts, where a part is set.
  public var subscripts: [Subscript]?

  /// Makes a target.
  public init(_ name: Name, subscripts: [Subscript]? = nil) {
    self.name = name
    self.subscripts = subscripts
  }
}

/// A parameter of a function, `k=2`; in the prelude with a shape, `labels[n]`.
public struct Parameter: Hashable, Sendable {
  /// The parameter's name.
  public var name: Name
  /// The dimensions that a symbol passed for it takes, where they are declared.
  public var shape: [Expression]?
  /// The value when the argument is left out.
  public var defaultValue: Expression?

  /// Makes a parameter.
  public init(_ name: Name, shape: [Expression]? = nil, defaultValue: Expression? = nil) {
    self.name = name
    self.shape = shape
    self.defaultValue = defaultValue
  }
}

/// One declaration of `var`: a name, its dimensions, its domain.
public struct Declaration: Hashable, Sendable {
  /// The name declared.
  public var name: Name
  /// The dimensions; empty for a scalar.
  public var shape: [Expression]
  /// The domain, where one is given.
  public var domain: Domain?

  /// Makes a declaration.
  public init(_ name: Name, shape: [Expression] = [], domain: Domain? = nil) {
    self.name = name
    self.shape = shape
    self.domain = domain
  }

  /// A declared domain.
  public enum Domain: Hashable, Sendable {
    /// `> 0`, `<= 1`.
    case comparison(ComparisonOperator, Expression)
    /// `in (0, 1]`; the flags say whether the ends belong to it.
    case interval(Expression, Expression, lowerClosed: Bool, upperClosed: Bool)
  }
}
