import Rendering

/// The channel of requests, answered one after the other.
struct ShellChannel {
  private let socket: ZeroMQSocket
  private let format: MessageFormat
  private let publisher: Publisher
  private let responder: SessionResponder

  init(
    _ socket: ZeroMQSocket, format: MessageFormat, publisher: Publisher,
    responder: SessionResponder
  ) {
    self.socket = socket
    self.format = format
    self.publisher = publisher
    self.responder = responder
  }

  /// Answers until the context is shut down, a client asks for the end, or the process is to end.
  func serve(until isEnding: () -> Bool) {
    while !isEnding() {
      switch socket.receive() {
      case .message(let frames):
        guard let request = format.message(of: frames) else { continue }
        guard answer(request) else { return }
      case .nothing: continue
      case .ended: return
      }
    }
  }

  /// Answers a request, and after an error those that were sent behind it.
  ///
  /// - Returns: whether the channel goes on.
  private func answer(_ request: WireMessage) -> Bool {
    var waiting: [WireMessage] = []
    let isLast = publisher.whileBusy(with: request) {
      let publish = { publisher.publish($0, parent: request) }
      if request.kind == "shutdown_request" {
        let reply = Reply.shutdown(request.content)
        publish(reply)
        send(reply, to: request)
        return true
      }
      if let reply = responder.answer(request.kind, request.content, publish: publish) {
        // Taken before the reply is sent: what a client sends when it has read it is run.
        if stops(request, after: reply) { waiting = messagesWaiting() }
        send(reply, to: request)
      }
      return false
    }
    return !isLast && answerInputs(behindError: waiting)
  }

  /// Whether the inputs behind a request are not to be run.
  private func stops(_ request: WireMessage, after reply: Reply) -> Bool {
    request.kind == "execute_request" && reply.content["status"] == "error"
      && request.content["stop_on_error"]?.bool ?? true
  }

  private func messagesWaiting() -> [WireMessage] {
    var messages: [WireMessage] = []
    while case .message(let frames) = socket.receive(waits: false) {
      if let message = format.message(of: frames) { messages.append(message) }
    }
    return messages
  }

  /// Answers that inputs are not run; whatever else was asked is answered as ever.
  private func answerInputs(behindError waiting: [WireMessage]) -> Bool {
    for request in waiting {
      guard request.kind == "execute_request" else {
        guard answer(request) else { return false }
        continue
      }
      publisher.whileBusy(with: request) {
        send(Reply("execute_reply", ["status": "aborted"]), to: request)
      }
    }
    return true
  }

  private func send(_ reply: Reply, to request: WireMessage) {
    socket.send(format.frames(reply, to: request))
  }
}
