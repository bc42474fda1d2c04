/// The text being edited and the cursor in it: every edit of the editor's own, without a terminal.
///
/// Places are counted in code points, as libedit counts. A *row* is what stands between newlines.
/// A *word* is a name or number of the language, or a run of operators: in `a*bb-c[0]` there are
/// eight, where libedit would see one.
public struct EditBuffer: Equatable, Sendable {
  /// The code points of the text.
  public private(set) var scalars: [Unicode.Scalar]
  /// The cursor's place: the count of code points before it.
  public private(set) var cursor: Int

  /// Makes a buffer, the cursor at the end unless said otherwise.
  public init(_ text: String, cursor: Int? = nil) {
    scalars = Array(text.unicodeScalars)
    self.cursor = min(max(0, cursor ?? scalars.count), scalars.count)
  }

  /// The text.
  public var text: String { Self.string(scalars[...]) }

  /// Whether the cursor is on the first row.
  public var isOnFirstRow: Bool { rowStart == 0 }
  /// Whether the cursor is on the last row.
  public var isOnLastRow: Bool { rowEnd == scalars.count }
  /// The text before the cursor.
  public var textBeforeCursor: String { Self.string(scalars[..<cursor]) }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }

  // MARK: - Inserting and deleting

  /// Puts text at the cursor.
  public mutating func insert(_ text: String) {
    let added = Array(text.unicodeScalars)
    scalars.insert(contentsOf: added, at: cursor)
    cursor += added.count
  }

  /// Removes what stands between the cursor and a place, and returns it.
  @discardableResult
  public mutating func delete(to place: Int) -> String {
    let place = min(max(0, place), scalars.count)
    let range = min(place, cursor)..<max(place, cursor)
    let removed = Self.string(scalars[range])
    scalars.removeSubrange(range)
    cursor = range.lowerBound
    return removed
  }

  /// Goes on in a row below, indented by two for each bracket that is open before the cursor.
  public mutating func insertNewline() {
    var depth = 0
    for scalar in scalars[..<cursor] {
      if "([{".unicodeScalars.contains(scalar) { depth += 1 }
      if ")]}".unicodeScalars.contains(scalar) { depth = max(0, depth - 1) }
    }
    insert("\n" + String(repeating: "  ", count: min(depth, 20)))
  }

  // MARK: - Moving

  /// Puts the cursor at a place.
  public mutating func move(to place: Int) {
    cursor = min(max(0, place), scalars.count)
  }

  /// Where the cursor's row begins.
  public var rowStart: Int {
    (scalars[..<cursor].lastIndex(of: "\n") ?? -1) + 1
  }

  /// Where the cursor's row ends.
  public var rowEnd: Int {
    scalars[cursor...].firstIndex(of: "\n") ?? scalars.count
  }

  /// Where the text of the cursor's row begins, behind its indentation.
  var rowTextStart: Int {
    let row = scalars[rowStart..<rowEnd]
    return row.firstIndex { $0 != " " } ?? rowEnd
  }

  /// The place before the character that stands before the cursor, with the marks on it.
  public var previousCharacter: Int {
    var place = cursor
    while place > 0 {
      place -= 1
      if !Self.belongsToTheOneBefore(scalars[place]) { break }
    }
    return place
  }

  /// The place behind the character at the cursor, with the marks on it.
  public var nextCharacter: Int {
    var place = min(cursor + 1, scalars.count)
    while place < scalars.count, Self.belongsToTheOneBefore(scalars[place]) { place += 1 }
    return place
  }

  /// Goes back from a row's end to its last character, where vi's cursor stands.
  mutating func stayOnCharacter() {
    if cursor == rowEnd, cursor > rowStart { cursor = previousCharacter }
  }

  /// Whether a code point is drawn on the character before it.
  private static func belongsToTheOneBefore(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return true
    // Not an enum of ours: every other character stands by itself.
    default: return false
    }
  }

  /// Moves to the row above, to the same column where it has one.
  public mutating func moveUp() {
    guard !isOnFirstRow else { return }
    let column = cursor - rowStart
    let end = rowStart - 1
    cursor = end
    cursor = min(rowStart + column, end)
  }

  /// Moves to the row below, to the same column where it has one.
  public mutating func moveDown() {
    guard !isOnLastRow else { return }
    let column = cursor - rowStart
    cursor = rowEnd + 1
    cursor = min(cursor + column, rowEnd)
  }

  // MARK: - Words

  /// What a character belongs to.
  private enum Kind {
    case space, name, bracket, sign
  }

  private func kind(at place: Int) -> Kind {
    let scalar = scalars[place]
    if scalar.properties.isWhitespace { return .space }
    if "()[]{}".unicodeScalars.contains(scalar) { return .bracket }
    if scalar == "_" || scalar == "\\" || scalar == ":" && place == 0 { return .name }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
      return .name
    // Not an enum of ours: what else Unicode has is a sign.
    default:
      return .sign
    }
  }

  /// Where the word before the cursor begins.
  public var previousWordStart: Int {
    var place = cursor
    while place > 0, kind(at: place - 1) == .space { place -= 1 }
    guard place > 0 else { return 0 }
    let wanted = kind(at: place - 1)
    place -= 1
    guard wanted != .bracket else { return place }
    while place > 0, kind(at: place - 1) == wanted { place -= 1 }
    return place
  }

  /// Where the word after the one at the cursor begins.
  public var nextWordStart: Int {
    guard cursor < scalars.count else { return cursor }
    var place = cursor
    let wanted = kind(at: place)
    if wanted != .space { place += 1 }
    while wanted != .bracket, wanted != .space, place < scalars.count, kind(at: place) == wanted {
      place += 1
    }
    while place < scalars.count, kind(at: place) == .space { place += 1 }
    return place
  }

  /// Where the word after the cursor ends.
  public var nextWordEnd: Int {
    var place = cursor
    while place < scalars.count, kind(at: place) == .space { place += 1 }
    guard place < scalars.count else { return place }
    let wanted = kind(at: place)
    place += 1
    guard wanted != .bracket else { return place }
    while place < scalars.count, kind(at: place) == wanted { place += 1 }
    return place
  }
}
