import Rendering

/// What is answered to a request, or published beside the answer.
struct Reply: Hashable, Sendable {
  /// The kind of message, such as `execute_reply`.
  var kind: String
  /// What it says.
  var content: JSON

  init(_ kind: String, _ content: JSON) {
    self.kind = kind
    self.content = content
  }
}
