/// A column of a table as its fields are read.
struct TableColumn {
  /// Where a field stands.
  struct Place {
    /// The row of data, from 1.
    let row: Int
    /// The line of the file.
    let line: Int

    var text: String { row == line ? "row \(row)" : "row \(row) (line \(line))" }
  }

  /// The name.
  let name: String
  /// The numbers, or the classes' numbers in the order in which the classes appeared.
  private(set) var values: [Double] = []
  private var classes: [String: Int] = [:]
  private var firstNumber: (place: Place, text: String)?
  private var firstText: (place: Place, text: String)?
  /// Why the column is left out, if it is.
  private(set) var omission: String?
  /// The first value that is missing, and how many are.
  private(set) var missing: (place: Place, text: String, count: Int)?
  private let substitute: Double?

  /// The most classes that a column of text may have: what has more is names or remarks.
  private static let mostClasses = 1_000

  /// Makes a column, in which a number may take the place of what is missing.
  init(name: String, substitute: Double?) {
    self.name = name
    self.substitute = substitute
  }

  /// Whether no field had anything in it.
  var isEmpty: Bool { firstNumber == nil && firstText == nil }

  /// Takes a field in.
  mutating func append(
    _ field: String, _ reading: CellReading, at place: Place
  ) throws(DataFileError) {
    switch reading {
    case .number(let number):
      if firstNumber == nil { firstNumber = (place, field) }
      if omission == nil { values.append(number) }
    case .missing:
      if substitute == nil {
        missing = (missing?.place ?? place, missing?.text ?? field, (missing?.count ?? 0) + 1)
      }
      if omission == nil { values.append(substitute ?? .nan) }
    case .ambiguous:
      throw .unreadable(
        "the value of \(place.text), column \(quoted(name)) is \(quoted(field)): its comma may "
          + "stand before the fraction or between thousands",
        hint: "`decimal=\",\"` reads it in the first way, `decimal=\".\"` in the second")
    case .text: if omission == nil { appendText(field, at: place) }
    }
    guard let text = firstText, let number = firstNumber else { return }
    let odd = text.place.row > number.place.row ? text : number
    let isText = odd.place.row == text.place.row
    throw .unreadable(
      "the value of \(odd.place.text), column \(quoted(name)) is \(quoted(odd.text)), "
        + (isText ? "not a number" : "and the column is text"),
      hint: "`columns=[…]` reads only the columns that it names")
  }

  private mutating func appendText(_ field: String, at place: Place) {
    if firstText == nil {
      firstText = (place, field)
      // A date, a price or a share is no class: only a person knows what number it is.
      if let first = field.first, first.isNumber || "+-.$€£%(".contains(first) {
        omission = "\(quoted(field)) in \(place.text) is not a number"
      }
    }
    let index = classes[field] ?? classes.count
    classes[field] = index
    if classes.count > Self.mostClasses {
      omission = "text of more than \(Self.mostClasses) kinds"
    }
    if omission == nil { values.append(Double(index)) } else { (values, classes) = ([], [:]) }
  }

  /// The classes of a column of text, in the order of their numbers; empty for numbers.
  ///
  /// They are sorted, so that the numbers do not hang on the order of rows; `true` and `false` are
  /// 1 and 0 even where only one of them occurs.
  var labels: [String] {
    let words = classes.keys.sorted()
    let truths = ["false", "true"]
    guard !words.isEmpty, Set(words.map { $0.lowercased() }).isSubset(of: truths) else {
      return words
    }
    return truths
  }

  /// The numbers of the column.
  var numbers: [Double] {
    guard !classes.isEmpty else { return values }
    let labels = labels
    var codes = [Double](repeating: 0, count: classes.count)
    for (word, index) in classes {
      let code = labels.firstIndex(of: word) ?? labels.firstIndex(of: word.lowercased()) ?? 0
      codes[index] = Double(code)
    }
    return values.map { $0.isNaN ? $0 : codes[Int($0)] }
  }
}

/// A text of a file in a sentence: on one line, and not longer than one holds.
func quoted(_ text: String) -> String {
  let line = text.prefix(24).map { $0.isNewline ? "\\n" : String($0) }.joined()
  return text.count > 24 ? "\"\(line)…\"" : "\"\(line)\""
}
