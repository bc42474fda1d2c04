/// The columns of a text file: numbers, and classes that are numbered.
public struct Table: Sendable {
  /// How a file is to be read, where it does not show it by itself.
  public struct Options: Sendable {
    /// The character between fields; found where it is nil.
    public var separator: Character?
    /// What stands before the fraction of a number, `.` or `,`; without it commas are not guessed.
    public var decimal: Character?
    /// What a missing value is read as; without it a missing value is an error.
    public var missing: Double?
    /// Whether the first record gives names; found where it is nil.
    public var header: Bool?
    /// The names of the columns that are read; all where it is nil.
    public var columns: [String]?

    /// Makes options that leave all to be found.
    public init() {}
  }

  /// A column.
  public struct Column: Sendable {
    /// Its name.
    public let name: String
    /// Its numbers, one a row.
    public let values: [Double]
  }

  /// The columns in the file's order.
  public let columns: [Column]
  /// What was decided about the file that a person should know, a sentence each.
  public let remarks: [String]

  /// Reads a table.
  ///
  /// The first record gives the names unless all of it is numbers. A column whose fields are words
  /// gives the numbers of its classes, sorted. What is missing or no number is named by row and
  /// column.
  ///
  /// - Complexity: O(n) in the size of the file.
  public init(
    of bytes: [UInt8], options: Options = Options(), limits: DataLimits
  ) throws(DataFileError) {
    let content = try Self.content(bytes)
    let separator = options.separator?.asciiValue ?? DelimitedText.separator(of: content)
    var text = DelimitedText(content, separator: separator)
    var first = try text.next()
    while let record = first, record.isBlank { first = try text.next() }
    guard let first else { throw .unreadable("the file is empty") }
    let hasHeader =
      options.header
      ?? !first.fields.allSatisfy { field in
        let reading = CellReading.of(field, decimal: options.decimal)
        return reading != .text
      }
    let names = try Self.names(hasHeader ? first.fields : nil, count: first.fields.count)
    let unnamed = hasHeader ? zip(names, first.fields).filter { $1.isEmpty }.map(\.0) : []
    var reader = try TableReader(
      names: names, unnamed: Set(unnamed), options: options, limits: limits)
    if !hasHeader { try reader.append(first) }
    while let record = try text.next() { try reader.append(record) }
    columns = try reader.columns()
    var remarks = reader.remarks
    if !hasHeader, options.header == nil {
      let named =
        names.count > 3 ? "\(names[0]) … \(names[names.count - 1])" : names.joined(separator: ", ")
      remarks.insert("the file has no line of names: the columns are \(named)", at: 0)
    }
    self.remarks = remarks
  }

  /// The bytes after the mark of their encoding; other encodings than those of bytes are refused.
  private static func content(_ bytes: [UInt8]) throws(DataFileError) -> ArraySlice<UInt8> {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw .unreadable("the text is in UTF-16", hint: "save it as UTF-8")
    }
    guard !bytes.contains(0) else { throw .unreadable("this is no text: it has bytes of zero") }
    return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
  }

  /// The columns' names: those without one are called by their number.
  private static func names(_ fields: [String]?, count: Int) throws(DataFileError) -> [String] {
    guard var fields else { return (1...max(1, count)).map { "c\($0)" } }
    // NumPy writes names as a comment.
    if let first = fields.first, first.hasPrefix("#") {
      fields[0] = String(first.dropFirst().drop { $0 == " " })
    }
    var seen: [String: Int] = [:]
    for (index, name) in fields.enumerated() where !name.isEmpty {
      if let other = seen.updateValue(index, forKey: name) {
        throw .unreadable(
          "columns \(other + 1) and \(index + 1) are both called \(quoted(name))",
          hint: "`header=false` calls columns by their numbers")
      }
    }
    return fields.enumerated().map { index, name in
      name.isEmpty ? "c\(index + 1)" : name
    }
  }
}
