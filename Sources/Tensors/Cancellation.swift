/// Thrown by a kernel that was told to stop.
public struct Interrupted: Error, Hashable, Sendable {
  /// Makes the error.
  public init() {}
}

/// The question, asked by long work now and then, whether its result is still wanted.
public struct Cancellation: Sendable {
  /// Whether the work is to stop.
  public let isCancelled: @Sendable () -> Bool

  /// Elements between two questions: below a hundredth of a second of work, far above its cost.
  static let stride = 1 << 18

  /// Makes a question from its answer.
  public init(_ isCancelled: @escaping @Sendable () -> Bool) {
    self.isCancelled = isCancelled
  }

  /// Work that nobody stops.
  public static let never = Cancellation { false }

  /// Asks.
  ///
  /// - Throws: ``Interrupted`` where the work is to stop.
  public func check() throws(Interrupted) {
    if isCancelled() { throw Interrupted() }
  }

  /// Runs work over `0..<count` in pieces, asking between them.
  @inline(__always)
  func inPieces(of count: Int, _ body: (Range<Int>) -> Void) throws(Interrupted) {
    var start = 0
    while start < count {
      let end = min(count, start + Self.stride)
      body(start..<end)
      start = end
      if start < count { try check() }
    }
  }
}
