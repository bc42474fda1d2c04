import Rendering
import Synchronization

/// Makes the kernel's own messages, each with a header of its own, and reads those of clients.
final class MessageFormat: Sendable {
  let surroundings: KernelSurroundings
  private let wire: WireFormat
  private let count = Mutex(0)

  init(_ wire: WireFormat, surroundings: KernelSurroundings) {
    self.wire = wire
    self.surroundings = surroundings
  }

  /// Reads a message; nil for one that is not taken in, which is answered by silence.
  func message(of frames: [[UInt8]]) -> WireMessage? {
    try? wire.message(of: frames)
  }

  /// Returns the frames of a reply to a request, for the one who asked.
  func frames(_ reply: Reply, to request: WireMessage) -> [[UInt8]] {
    frames(reply, parent: request.header, identities: request.identities)
  }

  /// Returns the frames of a message that all who listen get, under its kind as the topic.
  func publishedFrames(_ reply: Reply, parent: JSON?) -> [[UInt8]] {
    frames(
      reply, parent: parent ?? .object([]),
      identities: [Array("kernel.\(surroundings.identity).\(reply.kind)".utf8)])
  }

  private func frames(_ reply: Reply, parent: JSON, identities: [[UInt8]]) -> [[UInt8]] {
    let number = count.withLock { count in
      count += 1
      return count
    }
    let header: JSON = [
      "msg_id": .string("\(surroundings.identity)_\(number)"),
      "session": .string(surroundings.identity), "username": "lossbook",
      "date": .string(surroundings.date()), "msg_type": .string(reply.kind),
      "version": .string(KernelInformation.protocolVersion),
    ]
    return wire.frames(
      of: WireMessage(
        identities: identities, header: header, parent: parent, content: reply.content))
  }
}
