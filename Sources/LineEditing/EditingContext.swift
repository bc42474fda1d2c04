/// What the editor asks of the language while a line is typed.
///
/// The editor knows keys, rows and words; what is complete and what could stand here it is told.
public struct EditingContext {
  /// Whether Enter is to go on to another row: a bracket or a block is open.
  public var isIncomplete: (String) -> Bool
  /// What could stand at a place, counted in code points.
  public var complete: (_ text: String, _ cursor: Int) -> CompletionList
  /// A line to show below the text while the cursor stands at a place: the signature of the call
  /// that is being typed.
  public var hint: (_ text: String, _ cursor: Int) -> String?
  /// What is made of a paste before it is put on the line.
  public var cleanPaste: (String) -> String

  /// Makes a context; what is left out knows nothing.
  public init(
    isIncomplete: @escaping (String) -> Bool = { _ in false },
    complete: @escaping (String, Int) -> CompletionList = { _, cursor in
      CompletionList(start: cursor)
    },
    hint: @escaping (String, Int) -> String? = { _, _ in nil },
    cleanPaste: @escaping (String) -> String = { $0 }
  ) {
    self.isIncomplete = isIncomplete
    self.complete = complete
    self.hint = hint
    self.cleanPaste = cleanPaste
  }
}

/// One thing that Tab may put on the line.
public struct Completion: Hashable, Sendable {
  /// What is put on the line.
  public var text: String
  /// One word on what it is: `loss`, `command`, `file`.
  public var kind: String
  /// More on what it is: a signature, a shape, a summary.
  public var summary: String

  /// Makes a candidate.
  public init(_ text: String, kind: String = "", summary: String = "") {
    self.text = text
    self.kind = kind
    self.summary = summary
  }
}

/// The candidates for the word that ends at the cursor.
public struct CompletionList: Equatable, Sendable {
  /// Where the word begins, in code points from the start of the text.
  public var start: Int
  /// The candidates, best first.
  public var candidates: [Completion]
  /// A line to show where there is nothing to choose: the signature of the call one is in.
  public var hint: String?

  /// Makes a list.
  public init(start: Int, candidates: [Completion] = [], hint: String? = nil) {
    self.start = start
    self.candidates = candidates
    self.hint = hint
  }

  /// The longest text that all candidates begin with.
  ///
  /// It is found by code points, which is what the editor deletes and inserts.
  public var commonPrefix: String {
    guard var common = candidates.first.map({ Array($0.text.unicodeScalars) }) else { return "" }
    for candidate in candidates.dropFirst() {
      let scalars = candidate.text.unicodeScalars
      let shared = zip(common, scalars).prefix { $0 == $1 }.count
      common.removeLast(common.count - shared)
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: common)
    return text
  }
}
