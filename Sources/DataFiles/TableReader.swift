/// Takes the records of a table in and makes columns of them.
struct TableReader {
  private let options: Table.Options
  private let limits: DataLimits
  private let count: Int
  /// The columns that the file does not name.
  private let unnamed: Set<String>
  private var parts: [TableColumn] = []
  /// For each field of a record, the place of its column in `parts`, or nil where it is not read.
  private var places: [Int?] = []
  private var row = 0
  /// Records without a value, which only the end of the file may have.
  private var blanks: [DelimitedText.Record] = []

  init(
    names: [String], unnamed: Set<String>, options: Table.Options, limits: DataLimits
  ) throws(DataFileError) {
    self.options = options
    self.limits = limits
    count = names.count
    self.unnamed = unnamed
    for wanted in options.columns ?? [] where !names.contains(wanted) {
      throw .unreadable(
        "there is no column \(quoted(wanted))",
        hint: "the columns are \(names.prefix(8).joined(separator: ", "))")
    }
    for name in names {
      let isRead = options.columns?.contains(name) ?? true
      places.append(isRead ? parts.count : nil)
      if isRead { parts.append(TableColumn(name: name, substitute: options.missing)) }
    }
  }

  /// Takes a record in.
  mutating func append(_ record: DelimitedText.Record) throws(DataFileError) {
    // A line without anything says nothing, and a spreadsheet leaves rows of separators at the end.
    if record.isBlank {
      if record.fields.count > 1, blanks.count < 64 { blanks.append(record) }
      return
    }
    let held = blanks
    blanks = []
    for blank in held { try appendValues(of: blank) }
    try appendValues(of: record)
  }

  private mutating func appendValues(of record: DelimitedText.Record) throws(DataFileError) {
    row += 1
    let place = TableColumn.Place(row: row, line: record.line)
    if row % 4_096 == 1 { try limits.check(numbers: (row + 4_095) * parts.count) }
    guard record.fields.count == count else {
      throw .unreadable(
        "\(place.text) has \(record.fields.count) field\(record.fields.count == 1 ? "" : "s"), "
          + "and the first line has \(count)")
    }
    for (field, target) in zip(record.fields, places) {
      guard let target else { continue }
      let reading = CellReading.of(field, decimal: options.decimal)
      try parts[target].append(field, reading, at: place)
    }
  }

  /// The columns, once every record is in.
  func columns() throws(DataFileError) -> [Table.Column] {
    let missing = read.compactMap { part in part.missing.map { (name: part.name, $0) } }
    if let (name, first) = missing.min(by: { $0.1.place.row < $1.1.place.row }) {
      let others = missing.reduce(-1) { $0 + $1.1.count }
      throw .unreadable(
        "the value of \(first.place.text), column \(quoted(name)) is missing"
          + (first.text.isEmpty ? "" : ": \(quoted(first.text))")
          + (others == 0 ? "" : "; \(others) more \(others == 1 ? "is" : "are")"),
        hint: "`missing=nan` or another number reads them as that")
    }
    try limits.check(numbers: row * parts.count)
    let kept = read.filter { $0.omission == nil }
    guard !kept.isEmpty else {
      throw .unreadable(
        "no column is made of numbers or classes: \(remarks.joined(separator: "; "))")
    }
    return kept.map { Table.Column(name: $0.name, values: $0.numbers) }
  }

  /// The columns without those of which there is neither a name nor a value: separators at the
  /// ends of lines make such.
  private var read: [TableColumn] {
    parts.filter { part in !(part.isEmpty && row > 0 && unnamed.contains(part.name)) }
  }

  /// What was decided about columns, a sentence each.
  var remarks: [String] {
    read.compactMap { part in
      if let omission = part.omission { return "\(part.name) is left out: \(omission)" }
      let labels = part.labels
      guard !labels.isEmpty else { return nil }
      let shown = labels.prefix(6).enumerated().map { "\($0) \(quoted($1))" }
      let rest = labels.count > 6 ? ", … \(labels.count) classes" : ""
      return "\(part.name) is text: \(shown.joined(separator: ", "))\(rest)"
    }
  }
}
