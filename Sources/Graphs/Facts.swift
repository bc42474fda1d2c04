/// The set of numbers between two ends.
public struct Interval: Hashable, Sendable {
  /// The lower end, or minus infinity.
  public var lower: Double
  /// The upper end, or infinity.
  public var upper: Double
  /// Whether the lower end belongs to it.
  public var lowerClosed: Bool
  /// Whether the upper end belongs to it.
  public var upperClosed: Bool

  /// Makes an interval; open ends unless told.
  public init(
    _ lower: Double, _ upper: Double, lowerClosed: Bool = false, upperClosed: Bool = false
  ) {
    self.lower = lower
    self.upper = upper
    self.lowerClosed = lowerClosed
    self.upperClosed = upperClosed
  }

  /// Every number.
  public static let all = Interval(-.infinity, .infinity)
  /// The numbers above zero.
  public static let positive = Interval(0, .infinity)

  /// Whether a number belongs to the interval.
  public func contains(_ value: Double) -> Bool {
    (value > lower || (lowerClosed && value == lower))
      && (value < upper || (upperClosed && value == upper))
  }
}

/// What is known of one leaf beyond its shape, from `var … in …` and `assume`.
public struct LeafFacts: Hashable, Sendable {
  /// The numbers its elements may be.
  public var domain = Interval.all
  /// Whether it equals its transpose.
  public var isSymmetric = false
  /// The axes along which it sums to one.
  public var unitSumAxes: Set<Int> = []
  /// Whether its elements are integers, as labels are.
  public var isInteger = false

  /// Makes facts that say nothing.
  public init() {}
}

/// What is known of the leaves of a graph.
public struct Facts: Hashable, Sendable {
  /// The facts of each leaf that has any.
  public var leaves: [Leaf: LeafFacts] = [:]

  /// Makes facts that say nothing.
  public init() {}
}
