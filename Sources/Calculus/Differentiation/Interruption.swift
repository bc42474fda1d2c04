import Tensors

/// Whether a computation of the calculus was told to stop: once it was, it stays so.
///
/// Algebra is built of constructors that cannot fail. When told to stop, sums and products come out
/// as zero and every loop over terms ends, so that the computation is soon over with a result of no
/// meaning; the entry that began it asks ``check()`` and throws instead of handing that out.
final class Interruption {
  private let cancellation: Cancellation
  private var wasRaised = false

  init(_ cancellation: Cancellation) {
    self.cancellation = cancellation
  }

  /// Whether to stop; asked at every step that costs more than the question.
  var isRaised: Bool {
    if !wasRaised, cancellation.isCancelled() { wasRaised = true }
    return wasRaised
  }

  /// Refuses to go on with what was computed after the end was asked for.
  func check() throws(CalculusError) {
    if isRaised { throw .interrupted }
  }

  /// The same question, as evaluations ask it.
  var isCancelled: @Sendable () -> Bool { cancellation.isCancelled }
}
