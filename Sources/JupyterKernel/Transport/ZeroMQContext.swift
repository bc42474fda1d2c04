import CZeroMQ

/// ZeroMQ, loaded, with its threads.
public struct ZeroMQContext: Sendable {
  // Every thread may use it: http://api.zeromq.org/4-3:zmq-ctx-new, "Thread safety".
  nonisolated(unsafe) private let context: UnsafeMutableRawPointer

  /// Why there is no ZeroMQ, or why a socket cannot be bound.
  public struct Failure: Error, Sendable {
    /// One sentence.
    public let message: String
  }

  /// Whether the library is on this machine: nil if so, else what to do.
  public static var whatIsMissing: String? {
    guard let reason = zeromq_load() else { return nil }
    return """
      ZeroMQ is missing: \(String(cString: reason)).
      It is in the package libzmq5 of Debian and Ubuntu, zeromq of Fedora, Arch and Homebrew.
      """
  }

  /// Loads the library and makes a context.
  public init() throws(Failure) {
    if let missing = Self.whatIsMissing { throw Failure(message: missing) }
    guard let context = zeromq_open() else {
      throw Failure(message: "ZeroMQ: \(String(cString: zeromq_error()))")
    }
    self.context = context
  }

  /// Makes a socket that listens on an endpoint.
  func bind(
    _ kind: zeromq_kind, to endpoint: String
  ) throws(Failure) -> sending ZeroMQSocket {
    guard let socket = zeromq_bind(context, kind, endpoint, ZeroMQSocket.largestPart) else {
      throw Failure(message: "cannot listen on \(endpoint): \(String(cString: zeromq_error()))")
    }
    return ZeroMQSocket(socket)
  }

  /// Ends every wait on its sockets.
  func shutDown() {
    zeromq_shut_down(context)
  }

  /// Waits until its sockets are closed and what they had to send is sent, and frees it.
  func close() {
    zeromq_close(context)
  }
}
