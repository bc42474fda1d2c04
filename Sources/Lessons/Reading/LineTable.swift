internal import Syntax

/// The lines of a text with their places in bytes.
struct LineTable {
  /// Each line without its ending.
  private(set) var lines: [Located] = []

  /// Splits a text, or a part of one that starts at a byte offset, into lines.
  init(_ text: some StringProtocol, startingAt offset: Int = 0) {
    // By bytes and not by characters, since a carriage return and a line feed are one character.
    var start = offset
    for bytes in Array(text.utf8).split(separator: 0x0A, omittingEmptySubsequences: false) {
      let line = bytes.last == 0x0D ? bytes.dropLast() : bytes
      lines.append(
        Located(
          String(decoding: line, as: UTF8.self), at: SourceRange(start, start + line.count)))
      start += bytes.count + 1
    }
  }

  /// Returns the range from the start of one line to the end of another, numbered from 1.
  func range(_ numbers: ClosedRange<Int>) -> SourceRange {
    let last = lines.count - 1
    guard last >= 0 else { return SourceRange(0, 0) }
    let first = min(max(0, numbers.lowerBound - 1), last)
    let end = min(max(0, numbers.upperBound - 1), last)
    return SourceRange(lines[first].range.lower, lines[max(first, end)].range.upper)
  }
}

extension Located {
  /// The text without white space at its ends.
  var trimmed: Located {
    let bytes = Array(text.utf8)
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
    guard let first = bytes.firstIndex(where: { !isSpace($0) }),
      let last = bytes.lastIndex(where: { !isSpace($0) })
    else { return Located("", at: SourceRange(range.lower, range.lower)) }
    return part(first..<last + 1)
  }

  /// Returns a part of the text by the offsets of its bytes.
  func part(_ offsets: Range<Int>) -> Located {
    let bytes = Array(text.utf8)
    let clamped = offsets.clamped(to: 0..<bytes.count)
    return Located(
      String(decoding: bytes[clamped], as: UTF8.self),
      at: SourceRange(range.lower + clamped.lowerBound, range.lower + clamped.upperBound))
  }

  /// Splits the text at the first occurrence of a separator, or returns nothing without one.
  func split(at separator: String) -> (before: Located, after: Located)? {
    let bytes = Array(text.utf8)
    let mark = Array(separator.utf8)
    guard !mark.isEmpty, bytes.count >= mark.count else { return nil }
    for start in 0...(bytes.count - mark.count)
    where bytes[start..<start + mark.count].elementsEqual(mark) {
      return (part(0..<start).trimmed, part(start + mark.count..<bytes.count).trimmed)
    }
    return nil
  }

  /// Splits the text at commas into pieces without white space around them.
  var commaSeparated: [Located] {
    var pieces: [Located] = []
    var rest = self
    while let (before, after) = rest.split(at: ",") {
      pieces.append(before)
      rest = after
    }
    pieces.append(rest.trimmed)
    return pieces.filter { !$0.text.isEmpty }
  }
}
