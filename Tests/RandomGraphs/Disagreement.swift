/// What a random graph is asked.
public enum GraphProperty: String, CaseIterable, Sendable {
  /// Forward and reverse mode give one gradient.
  case forward
  /// Differences of values give it too, as far as their own estimate of error allows.
  case numeric
  /// The closed form has its value.
  case symbolic
  /// The formula of the closed form, read back as text, has its value.
  case gradientReadsBack = "the gradient's formula reads back"
  /// The simplest form of the function has the function's value.
  case simplified
  /// The formula of the simplest form, read back as text, has it too.
  case simplestReadsBack = "the simplest form reads back"
  /// The function as typed, read back as text, has its value.
  case surfaceReadsBack = "the formula as typed reads back"
  /// The text of a formula is the text of its tree again.
  case unparse = "text to tree to text"
  /// The program that loops run has the value of the evaluator.
  case compiled
  /// Nothing is refused: what has a value has a derivative.
  case refused
}

/// A property that a graph does not have.
public struct Disagreement: Sendable {
  /// The property.
  public let property: GraphProperty
  /// The values, or the text, that do not agree.
  public let detail: String
}
