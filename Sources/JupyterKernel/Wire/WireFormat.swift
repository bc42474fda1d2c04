import Crypto
import Rendering
import Synchronization

/// Turns messages into the frames that go over the wire, and takes in only what is signed.
///
/// ```
/// identity… | <IDS|MSG> | signature | header | parent | metadata | content | buffer…
/// ```
/// The signature is the HMAC with SHA-256 of the four frames behind it, in hexadecimal digits. It
/// is checked over the bytes as they came, before anything of them is read; and a message that was
/// taken in once is not taken in again.
public final class WireFormat: Sendable {
  /// Why frames are no message that is taken in.
  public enum Failure: Error, Hashable, Sendable {
    /// The delimiter or one of the five frames behind it is missing.
    case incomplete
    /// The signature is not that of the frames.
    case badSignature
    /// The message has been here before.
    case repeated
    /// A frame is no JSON object, or the header names no kind.
    case malformed(String)
  }

  /// How many signatures are remembered.
  private static let memory = 1 << 16
  private static let delimiter = Array("<IDS|MSG>".utf8)

  private let key: SymmetricKey?
  private let seen = Mutex(SeenSignatures(capacity: WireFormat.memory))

  /// Makes the format for a key; an empty one means that messages are not signed.
  public init(key: [UInt8]) {
    self.key = key.isEmpty ? nil : SymmetricKey(data: key)
  }

  /// Returns the frames of a message.
  public func frames(of message: WireMessage) -> [[UInt8]] {
    let parts = [message.header, message.parent, message.metadata, message.content]
      .map { Array($0.text.utf8) }
    return message.identities + [Self.delimiter, signature(of: parts)] + parts
  }

  /// Reads the frames of a message.
  public func message(of frames: [[UInt8]]) throws(Failure) -> WireMessage {
    guard let delimiter = frames.firstIndex(of: Self.delimiter), frames.count >= delimiter + 6
    else {
      throw .incomplete
    }
    let parts = Array(frames[(delimiter + 2)...].prefix(4))
    if key != nil { try check(frames[delimiter + 1], of: parts) }
    var objects: [JSON] = []
    for (name, part) in zip(["header", "parent header", "metadata", "content"], parts) {
      do throws(JSONReader.Failure) {
        objects.append(try JSONReader.value(of: part))
      } catch {
        throw .malformed("the \(name) is no JSON: \(error.message)")
      }
      guard objects.last?.members != nil else { throw .malformed("the \(name) is no object") }
    }
    guard objects[0]["msg_type"]?.string != nil, objects[0]["msg_id"]?.string != nil else {
      throw .malformed("the header names no kind or no identity")
    }
    var message = WireMessage(
      identities: Array(frames[..<delimiter]), header: objects[0], parent: objects[1],
      content: objects[3])
    message.metadata = objects[2]
    return message
  }

  // MARK: - Signatures

  /// Returns the signature of some frames in hexadecimal digits; nothing where there is no key.
  func signature(of parts: [[UInt8]]) -> [UInt8] {
    guard let key else { return [] }
    let digits = Array("0123456789abcdef".utf8)
    return code(of: parts, key).finalize().flatMap { byte in
      [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }

  private func check(_ signature: [UInt8], of parts: [[UInt8]]) throws(Failure) {
    // In constant time, so that how long it takes tells nothing of how much was guessed right.
    let expected = self.signature(of: parts)
    guard expected.count == signature.count,
      zip(expected, signature).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0
    else { throw .badSignature }
    guard seen.withLock({ $0.insert(signature) }) else { throw .repeated }
  }

  private func code(of parts: [[UInt8]], _ key: SymmetricKey) -> HMAC<SHA256> {
    var code = HMAC<SHA256>(key: key)
    for part in parts { code.update(data: part) }
    return code
  }
}

/// The signatures of the last messages, of which the oldest make room.
struct SeenSignatures {
  private let capacity: Int
  private var members: Set<[UInt8]> = []
  private var order: [[UInt8]] = []
  /// The place in `order` of the oldest.
  private var oldest = 0

  init(capacity: Int) {
    self.capacity = max(1, capacity)
  }

  /// Remembers a signature; false where it is remembered already.
  mutating func insert(_ signature: [UInt8]) -> Bool {
    guard members.insert(signature).inserted else { return false }
    guard order.count == capacity else {
      order.append(signature)
      return true
    }
    members.remove(order[oldest])
    order[oldest] = signature
    oldest = (oldest + 1) % capacity
    return true
  }
}
