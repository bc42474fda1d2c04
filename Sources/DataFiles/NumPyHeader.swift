import Tensors

/// The header of a NumPy array: a dictionary in Python's notation.
struct NumPyHeader {
  /// The kind of number.
  let number: NumPyNumber
  /// The shape.
  let shape: Shape
  /// Whether the first axis varies fastest.
  let isFortranOrder: Bool

  init(_ text: String) throws(DataFileError) {
    guard let kind = Self.rest(after: "descr", in: text),
      let order = Self.rest(after: "fortran_order", in: text),
      let sizes = Self.rest(after: "shape", in: text).flatMap(Self.sizes), let shape = Shape(sizes)
    else { throw .unreadable("the header is not understood: \(quoted(text))") }
    guard let quote = kind.first, quote != "[" else {
      throw .unreadable(
        "its elements are records of several fields", hint: "save each field as an array")
    }
    number = try NumPyNumber(String(kind.dropFirst().prefix { $0 != quote }))
    isFortranOrder = order.hasPrefix("True")
    self.shape = shape
  }

  /// What follows a key and its colon.
  private static func rest(after key: String, in header: String) -> Substring? {
    for quote in ["'", "\""] {
      let parts = header.split(
        separator: quote + key + quote, maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      let rest = parts[1].drop { $0 == " " }
      guard rest.first == ":" else { continue }
      return rest.dropFirst().drop { $0 == " " }
    }
    return nil
  }

  /// The sizes of a tuple: `(3, 4)`, `(3,)`, `()`.
  private static func sizes(_ text: Substring) -> [Int]? {
    guard text.first == "(", let close = text.firstIndex(of: ")") else { return nil }
    var sizes: [Int] = []
    for part in text[text.index(after: text.startIndex)..<close].split(separator: ",") {
      // Python 2 wrote long integers with an L.
      let digits = part.filter { $0 != " " && $0 != "L" }
      if digits.isEmpty { continue }
      guard let size = Int(digits) else { return nil }
      sizes.append(size)
    }
    return sizes
  }
}
