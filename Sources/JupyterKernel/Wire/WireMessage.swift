public import Rendering

/// A message of Jupyter's protocol.
///
/// Source: https://jupyter-client.readthedocs.io/en/stable/messaging.html
public struct WireMessage: Hashable, Sendable {
  /// Who it came from and goes back to; for a published one, its topic.
  public var identities: [[UInt8]]
  /// What kind of message it is, and whose.
  public var header: JSON
  /// The header of the message that it answers; an empty object where it answers none.
  public var parent: JSON
  /// Remarks by extensions, which this kernel has none of.
  public var metadata: JSON = .object([])
  /// What it says.
  public var content: JSON

  /// Makes a message.
  public init(identities: [[UInt8]] = [], header: JSON, parent: JSON = .object([]), content: JSON) {
    self.identities = identities
    self.header = header
    self.parent = parent
    self.content = content
  }

  /// Its kind, such as `execute_request`.
  public var kind: String { header["msg_type"]?.string ?? "" }
}
