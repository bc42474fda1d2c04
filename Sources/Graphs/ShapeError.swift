/// Why the shapes of some operands do not fit an operation.
public struct ShapeError: Error, Hashable, Sendable {
  /// One line in the user's terms, such as `cannot broadcast shapes (4) and (3)`.
  public let message: String
  /// Where they clash, such as `dimension 0 is 4 against 3`.
  public let detail: String?
  /// What would mend it.
  public let hint: String?

  /// Makes the error.
  public init(_ message: String, detail: String? = nil, hint: String? = nil) {
    self.message = message
    self.detail = detail
    self.hint = hint
  }
}
