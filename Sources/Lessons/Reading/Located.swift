public import Syntax

/// A piece of a lesson's file with the place it came from.
public struct Located: Hashable, Sendable {
  /// The text.
  public var text: String
  /// Where it stands in the lesson's file, in bytes.
  public var range: SourceRange

  /// Makes a piece of text from its place.
  public init(_ text: String, at range: SourceRange) {
    self.text = text
    self.range = range
  }
}
