public import Graphs
public import Syntax

/// A formula in the form a textbook prints: an expression, the shared parts it names, and its sizes.
///
/// A formula is an ordinary ``Expression`` of the language, so that it reads back; how it is laid
/// out, in one line, in two dimensions or in LaTeX, is decided by rendering.
public struct Formula: Hashable, Sendable {
  /// The parts named because they occur more than once, in order: each may use those before it.
  public var definitions: [Definition]
  /// The formula itself; sizes stand in it as `size(p)` and `shape(X)[0]`.
  public var body: Expression
  /// The letters that stand for sizes where a formula is shown to people.
  public var sizes: [Size]
  /// The shape of its value.
  public var shape: SymbolicShape

  /// Makes a formula.
  public init(
    definitions: [Definition] = [], body: Expression, sizes: [Size] = [], shape: SymbolicShape
  ) {
    self.definitions = definitions
    self.body = body
    self.sizes = sizes
    self.shape = shape
  }

  /// A named part of a formula, shown as `where q = softmax(z)`.
  public struct Definition: Hashable, Sendable {
    /// The name, which no other name in scope is.
    public var name: String
    /// What it stands for.
    public var value: Expression

    /// Makes a definition.
    public init(name: String, value: Expression) {
      self.name = name
      self.value = value
    }
  }

  /// A size in a formula and the letter that people see for it.
  public struct Size: Hashable, Sendable {
    /// The letter, such as `n`; several with spaces between where it is their product.
    public var letter: String
    /// The expression it stands for, `size(p)` or `shape(X)[0]`.
    public var expression: Expression
    /// The number, where it is known.
    public var value: Int?

    /// Makes a size.
    public init(letter: String, expression: Expression, value: Int?) {
      self.letter = letter
      self.expression = expression
      self.value = value
    }
  }

  /// The formula as source that reads back: `q = softmax(z); q - one_hot(k, 3)`.
  public var ascii: String {
    (definitions.map { "\($0.name) = \(Unparser.text(of: $0.value))" }
      + [Unparser.text(of: body)]).joined(separator: "; ")
  }
}

/// One step of a derivation: a true equality, with the name of the rule that gives it.
public struct DerivationStep: Hashable, Sendable {
  /// The rule's name, such as `chain rule`.
  public var rule: String
  /// What stood before.
  public var before: Formula
  /// What it became.
  public var after: Formula
  /// What the step takes for granted, such as `rows of Y sum to 1`.
  public var assumption: String?
  /// A sentence a teacher would add, where there is one.
  public var remark: String?

  /// Makes a step.
  public init(
    rule: String, before: Formula, after: Formula, assumption: String? = nil,
    remark: String? = nil
  ) {
    self.rule = rule
    self.before = before
    self.after = after
    self.assumption = assumption
    self.remark = remark
  }
}
