public import Graphs
public import Tensors

/// Whether two expressions are the same function, and how that is known.
public struct EquivalenceVerdict: Sendable {
  /// The verdicts.
  public enum Outcome: String, Sendable {
    case equal, different, undecided
  }

  /// A point at which two expressions differ.
  public struct Witness: Sendable {
    /// The values of the names there.
    public var point: [(leaf: Leaf, value: Tensor)]
    /// The value of the first expression.
    public var left: Tensor
    /// The value of the second.
    public var right: Tensor
  }

  /// The verdict: equal is the same shape and the same value almost everywhere on the first's domain.
  public var outcome: Outcome
  /// How it is known, such as `same normal form` or `agrees at 48 sampled points`.
  public var how: String
  /// A point that shows a difference.
  public var witness: Witness?
  /// The slip that a different answer shows, such as `sign` or `factor-2`, where one is recognised.
  public var diagnosis: String?

  /// Makes a verdict.
  public init(
    _ outcome: Outcome, how: String, witness: Witness? = nil, diagnosis: String? = nil
  ) {
    self.outcome = outcome
    self.how = how
    self.witness = witness
    self.diagnosis = diagnosis
  }
}
