/// Something to tell the user about a piece of source: what is wrong, where, and what to do.
///
/// Diagnostics are values: every phase returns or throws them, and only rendering makes text.
public struct Diagnostic: Error, Hashable, Sendable {
  /// The stable codes of errors, as section 10 of the language's contract lists them.
  public enum Code: String, CaseIterable, Sendable {
    case syntax, name, shape, argument, type, domain, label, index, cycle, limit, file, interrupt
  }

  /// A second place that matters, with a word on why.
  public struct Label: Hashable, Sendable {
    /// The place.
    public let range: SourceRange
    /// What is there.
    public let message: String

    /// Makes a label for a place.
    public init(_ range: SourceRange, _ message: String) {
      self.range = range
      self.message = message
    }
  }

  /// A place in another text that matters: where a variable got its shape.
  public struct Origin: Hashable, Sendable {
    /// The text.
    public let source: SourceText
    /// The place in it.
    public let range: SourceRange
    /// What is there.
    public let message: String

    /// Makes an origin.
    public init(_ source: SourceText, _ range: SourceRange, _ message: String) {
      self.source = source
      self.range = range
      self.message = message
    }
  }

  /// The kind of error, stable across wordings.
  public var code: Code
  /// One line in the user's terms, lower case, without a full stop.
  public var message: String
  /// The exact span in `source`, where there is one.
  public var range: SourceRange?
  /// What the caret's line says of each place, the shapes for example.
  public var labels: [Label]
  /// Places in other texts, where what is wrong here comes from.
  public var origins: [Origin] = []
  /// Further lines, such as `p is (4), y is (3): dimension 0 is 4 against 3`.
  public var details: [String]
  /// An action that mends it.
  public var hint: String?
  /// The text that `range` and `labels` point into; filled in by whoever knows it.
  public var source: SourceText?

  /// Makes a diagnostic.
  public init(
    _ code: Code, _ message: String, at range: SourceRange? = nil, labels: [Label] = [],
    details: [String] = [], hint: String? = nil, source: SourceText? = nil
  ) {
    self.code = code
    self.message = Self.withShortQuotations(message)
    self.range = range
    self.labels = labels
    self.details = details.map(Self.withShortQuotations)
    self.hint = hint.map(Self.withShortQuotations)
    self.source = source
  }

  /// A sentence in which what is quoted, however long a user made it, keeps its beginning.
  private static func withShortQuotations(_ sentence: String) -> String {
    guard sentence.utf8.count > 400 else { return sentence }
    return sentence.split(separator: "`", omittingEmptySubsequences: false).enumerated().map {
      place, part in
      place % 2 == 1 && part.utf8.count > 200 ? part.prefix(60) + "…" : part
    }.joined(separator: "`")
  }
}
