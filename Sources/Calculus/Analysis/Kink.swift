/// A place where a function has no derivative, in the terms of the language.
public struct Kink: Hashable, Sendable {
  /// Where, such as `p == y`.
  public var condition: String
  /// The interval of slopes there, such as `[-1, 1]`, where it is the same everywhere.
  public var slopes: String?
  /// What is taken there, and what the libraries take.
  public var convention: String?
  /// Whether the function itself jumps there.
  public var isJump: Bool

  /// Makes a kink.
  public init(
    condition: String, slopes: String? = nil, convention: String? = nil, isJump: Bool = false
  ) {
    self.condition = condition
    self.slopes = slopes
    self.convention = convention
    self.isJump = isJump
  }
}
