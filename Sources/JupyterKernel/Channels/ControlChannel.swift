import Rendering
import Synchronization

/// The channel that is answered while the session works: to stop it, and to end the kernel.
final class ControlChannel: Sendable {
  private let socket: Mutex<ZeroMQSocket>
  private let format: MessageFormat
  private let publisher: Publisher
  private let context: ZeroMQContext

  init(
    _ socket: sending ZeroMQSocket, format: MessageFormat, publisher: Publisher,
    context: ZeroMQContext
  ) {
    self.socket = Mutex(socket)
    self.format = format
    self.publisher = publisher
    self.context = context
  }

  /// Answers until the context is shut down, by this channel or another.
  func serve() {
    socket.withLock { socket in
      while true {
        switch socket.receive() {
        case .message(let frames):
          guard let request = format.message(of: frames) else { continue }
          answer(request, socket)
          if request.kind == "shutdown_request" { return end() }
        case .nothing: continue
        case .ended: return
        }
      }
    }
  }

  private func answer(_ request: WireMessage, _ socket: ZeroMQSocket) {
    publisher.whileBusy(with: request) {
      let reply: Reply
      switch request.kind {
      case "interrupt_request":
        format.surroundings.interrupt()
        reply = Reply("interrupt_reply", ["status": "ok"])
      case "shutdown_request":
        reply = .shutdown(request.content)
        publisher.publish(reply, parent: request)
      case "kernel_info_request":
        reply = .kernelInformation(version: format.surroundings.version)
      default: return
      }
      socket.send(format.frames(reply, to: request))
    }
  }

  /// Ends the waits of all channels, and what is being evaluated.
  private func end() {
    context.shutDown()
    format.surroundings.interrupt()
  }
}

extension Reply {
  /// The reply to a `shutdown_request`.
  static func shutdown(_ request: JSON) -> Reply {
    let restarts = request["restart"]?.bool ?? false
    return Reply("shutdown_reply", ["status": "ok", "restart": .bool(restarts)])
  }

  /// The reply to a `kernel_info_request`.
  static func kernelInformation(version: String) -> Reply {
    Reply("kernel_info_reply", KernelInformation.content(version: version))
  }
}
