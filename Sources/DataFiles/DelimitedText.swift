/// The records of a text whose fields are divided by one character, as RFC 4180 has them.
///
/// A quoted field may hold the character, line ends, and quotes that are doubled; a line ends with
/// LF, CR LF or CR. A quote inside a field that does not begin with one stands for itself.
struct DelimitedText {
  /// One record.
  struct Record {
    /// The fields, quotes taken off.
    var fields: [String]
    /// The line of the file on which it begins, from 1.
    var line: Int

    /// Whether nothing stands in it.
    var isBlank: Bool { fields.allSatisfy(\.isEmpty) }
  }

  /// What divides the fields; a space stands for any number of spaces and tabs.
  let separator: UInt8
  private let bytes: ArraySlice<UInt8>
  private var offset: Int
  private var line = 1

  /// Makes a reader that begins at the first record.
  init(_ bytes: ArraySlice<UInt8>, separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
    offset = bytes.startIndex
  }

  /// Returns the next record, or nothing at the end.
  mutating func next() throws(DataFileError) -> Record? {
    guard offset < bytes.endIndex else { return nil }
    let isSpaced = separator == UInt8(ascii: " ")
    var record = Record(fields: [], line: line)
    var wasDivided = true
    while wasDivided {
      if isSpaced { skipSpaces() }
      record.fields.append(try field())
      if isSpaced { skipSpaces() }
      wasDivided = isSpaced ? !isAtLineEnd : offset < bytes.endIndex && bytes[offset] == separator
      if wasDivided, !isSpaced { offset += 1 }
    }
    skipLineEnd()
    return record
  }

  private var isAtLineEnd: Bool {
    offset >= bytes.endIndex || bytes[offset] == UInt8(ascii: "\n")
      || bytes[offset] == UInt8(ascii: "\r")
  }

  private mutating func skipSpaces() {
    while offset < bytes.endIndex, isSpace(bytes[offset]) { offset += 1 }
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private mutating func skipLineEnd() {
    guard offset < bytes.endIndex else { return }
    if bytes[offset] == UInt8(ascii: "\r") {
      offset += 1
      if offset < bytes.endIndex, bytes[offset] == UInt8(ascii: "\n") { offset += 1 }
    } else {
      offset += 1
    }
    line += 1
  }

  /// Reads a field up to what divides it from the next, which stays.
  private mutating func field() throws(DataFileError) -> String {
    let start = offset
    var first = start
    while first < bytes.endIndex, isSpace(bytes[first]), bytes[first] != separator { first += 1 }
    guard first < bytes.endIndex, bytes[first] == UInt8(ascii: "\"") else {
      skipPlain()
      return Self.text(trimmed(start, offset))
    }
    offset = first + 1
    let opened = line
    var content: [UInt8] = []
    while offset < bytes.endIndex {
      let byte = bytes[offset]
      offset += 1
      guard byte == UInt8(ascii: "\"") else {
        if byte == UInt8(ascii: "\n") { line += 1 }
        content.append(byte)
        continue
      }
      guard offset < bytes.endIndex, bytes[offset] == UInt8(ascii: "\"") else {
        let rest = offset
        skipPlain()
        return Self.text(content[...] + trimmed(rest, offset))
      }
      content.append(byte)
      offset += 1
    }
    throw .unreadable("a quote that opens on line \(opened) is never closed")
  }

  private mutating func skipPlain() {
    while !isAtLineEnd, bytes[offset] != separator {
      if separator == UInt8(ascii: " "), isSpace(bytes[offset]) { return }
      offset += 1
    }
  }

  private func trimmed(_ start: Int, _ end: Int) -> ArraySlice<UInt8> {
    var (start, end) = (start, end)
    while start < end, isSpace(bytes[start]) { start += 1 }
    while start < end, isSpace(bytes[end - 1]) { end -= 1 }
    return bytes[start..<end]
  }

  /// The text of some bytes: those that are no UTF-8 are read as Latin-1, where every byte is one.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.count != bytes.count || text.unicodeScalars.contains("\u{FFFD}") else {
      return text
    }
    guard !text.utf8.elementsEqual(bytes) else { return text }
    var latin = String.UnicodeScalarView()
    latin.append(contentsOf: bytes.map { Unicode.Scalar($0) })
    return String(latin)
  }
}

extension DelimitedText {
  /// The number of records by which a file shows what divides its fields.
  private static let sample = 20

  /// Finds what divides the fields: the first of tab, `;`, `|` and `,` that divides the first
  /// records alike, then runs of spaces between numbers, then what divides the first one most.
  static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
    let candidates = ["\t", ";", "|", ","].compactMap { (text: Unicode.Scalar) in
      UInt8(ascii: text)
    }
    var most = (count: 1, separator: UInt8(ascii: ","))
    for candidate in candidates {
      let counts = records(bytes, candidate).map(\.fields.count)
      guard let first = counts.first, first > 1 else { continue }
      if counts.allSatisfy({ $0 == first }) { return candidate }
      if first > most.count { most = (first, candidate) }
    }
    guard most.count == 1 else { return most.separator }
    let spaced = records(bytes, UInt8(ascii: " "))
    let count = spaced.first?.fields.count ?? 0
    if count > 1, spaced.allSatisfy({ $0.fields.count == count }),
      spaced.last?.fields.allSatisfy({ Double($0) != nil }) == true
    {
      return UInt8(ascii: " ")
    }
    return most.separator
  }

  private static func records(_ bytes: ArraySlice<UInt8>, _ separator: UInt8) -> [Record] {
    var text = DelimitedText(bytes, separator: separator)
    var records: [Record] = []
    // A quote that is not closed is told of when the file is read.
    while records.count < sample, let record = try? text.next() {
      if !record.isBlank { records.append(record) }
    }
    return records
  }
}
