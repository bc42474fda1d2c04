import CZeroMQ

/// A socket of ZeroMQ, which one thread at a time may use.
final class ZeroMQSocket {
  /// The largest part of a message that is taken, in bytes.
  static let largestPart: Int64 = 1 << 28
  /// The most parts that a message may have.
  private static let mostParts = 1 << 10

  private let socket: UnsafeMutableRawPointer

  /// Takes over a socket that is bound.
  init(_ socket: UnsafeMutableRawPointer) {
    self.socket = socket
  }

  deinit {
    zeromq_close_socket(socket)
  }

  /// How waiting for a message ended.
  enum Received {
    case message([[UInt8]])
    /// A signal came, a second went by, or there was nothing and it was not to wait.
    case nothing
    /// The context is shut down.
    case ended
  }

  /// Waits for a message, unless told not to.
  func receive(waits: Bool = true) -> Received {
    var parts: [[UInt8]] = []
    var hasMore = true
    while hasMore {
      var part = zeromq_part()
      switch zeromq_receive(socket, &part, waits || !parts.isEmpty) {
      case ZEROMQ_RECEIVED: break
      // The parts of a message come together: it is only a signal that came between them.
      case ZEROMQ_NOTHING where !parts.isEmpty: continue
      case ZEROMQ_NOTHING: return .nothing
      default: return .ended
      }
      let bytes = UnsafeRawBufferPointer(start: zeromq_bytes(&part), count: zeromq_count(&part))
      if parts.count < Self.mostParts { parts.append(Array(bytes)) }
      hasMore = zeromq_has_more(&part)
      zeromq_release(&part)
    }
    return .message(parts)
  }

  /// Sends a message; one that cannot be sent, because the context is shut down, is dropped.
  func send(_ parts: [[UInt8]]) {
    for (index, part) in parts.enumerated() {
      guard zeromq_send(socket, part, part.count, index < parts.count - 1) else { return }
    }
  }
}
