import Rendering
import Synchronization

/// The channel that every client listens to; both threads that work publish on it.
final class Publisher: Sendable {
  private let socket: Mutex<ZeroMQSocket>
  private let format: MessageFormat

  init(_ socket: sending ZeroMQSocket, format: MessageFormat) {
    self.socket = Mutex(socket)
    self.format = format
  }

  /// Publishes a message, as part of the answer to a request if it is one.
  func publish(_ reply: Reply, parent: WireMessage?) {
    let frames = format.publishedFrames(reply, parent: parent?.header)
    socket.withLock { $0.send(frames) }
  }

  /// Publishes that a request is being worked on, does it, and publishes that it is done.
  func whileBusy<Result>(with request: WireMessage, _ work: () -> Result) -> Result {
    publish(Reply("status", ["execution_state": "busy"]), parent: request)
    defer { publish(Reply("status", ["execution_state": "idle"]), parent: request) }
    return work()
  }
}
