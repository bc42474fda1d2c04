internal import Tensors

/// What an evaluation may use.
public struct Limits: Sendable {
  /// The bytes that tensors may take at once.
  public var bytes: Int
  /// Whether the evaluation is to stop; asked often, from whatever thread evaluates.
  public var isCancelled: @Sendable () -> Bool

  /// Makes limits; a gibibyte and no end unless told.
  public init(
    bytes: Int = 1 << 30, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.bytes = bytes
    self.isCancelled = isCancelled
  }

  /// The question as kernels ask it.
  var cancellation: Cancellation { Cancellation(isCancelled) }

  /// Asks whether to stop.
  func check() throws(ExecutionError) {
    if isCancelled() { throw .interrupted }
  }
}
