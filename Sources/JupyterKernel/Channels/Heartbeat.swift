import Synchronization

/// The channel that sends back what comes, so that a client sees that the kernel lives.
final class Heartbeat: Sendable {
  private let socket: Mutex<ZeroMQSocket>

  init(_ socket: sending ZeroMQSocket) {
    self.socket = Mutex(socket)
  }

  /// Answers until the context is shut down.
  func serve() {
    socket.withLock { socket in
      while true {
        switch socket.receive() {
        case .message(let frames): socket.send(frames)
        case .nothing: continue
        case .ended: return
        }
      }
    }
  }
}
