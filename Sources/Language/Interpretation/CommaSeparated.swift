/// Reads comma-separated values: a line of names, then numbers.
enum CommaSeparated {
  /// Why a file is not columns of numbers.
  struct Failure: Error {
    let message: String
    var hint: String?
  }

  /// Returns the columns in order; fields may be quoted, with doubled quotes inside.
  ///
  /// - Complexity: O(n) in the size of the file.
  static func columns(
    of bytes: [UInt8]
  ) -> Result<[(name: String, values: [Double])], Failure> {
    var rows = Rows(bytes: bytes)
    guard let names = rows.next(), !names.allSatisfy(\.isEmpty) else {
      return .failure(Failure(message: "the file is empty"))
    }
    var columns = names.map { (name: $0, values: [Double]()) }
    var line = 1
    while let fields = rows.next() {
      line += 1
      if fields == [""] { continue }
      guard fields.count == columns.count else {
        return .failure(
          Failure(message: "row \(line) has \(fields.count) fields, and the first \(columns.count)")
        )
      }
      for (index, field) in fields.enumerated() {
        let text = trimmed(field)
        guard let number = Double(text) else {
          let what = text.isEmpty ? "is missing" : "is \"\(text.prefix(20))\", not a number"
          return .failure(
            Failure(message: "the value of row \(line), column \"\(columns[index].name)\" \(what)"))
        }
        columns[index].values.append(number)
      }
    }
    return .success(columns.map { (trimmed($0.name), $0.values) })
  }

  private static func trimmed(_ text: String) -> String {
    let front = text.drop { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
    return String(front.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }

  /// The rows of a file, a field at a time.
  private struct Rows {
    let bytes: [UInt8]
    var offset = 0

    mutating func next() -> [String]? {
      guard offset < bytes.count else { return nil }
      var fields: [String] = []
      var field: [UInt8] = []
      var isQuoted = false
      while offset < bytes.count {
        let byte = bytes[offset]
        offset += 1
        if isQuoted {
          guard byte == UInt8(ascii: "\"") else {
            field.append(byte)
            continue
          }
          if offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") {
            field.append(byte)
            offset += 1
          } else {
            isQuoted = false
          }
          continue
        }
        switch byte {
        case UInt8(ascii: "\""): isQuoted = true
        case UInt8(ascii: ","):
          fields.append(String(decoding: field, as: UTF8.self))
          field = []
        case UInt8(ascii: "\n"):
          return fields + [String(decoding: field, as: UTF8.self)]
        case UInt8(ascii: "\r"): break
        default: field.append(byte)
        }
      }
      return fields + [String(decoding: field, as: UTF8.self)]
    }
  }
}
