public import Tensors

/// An array as NumPy saves it: a header with the kind of number and the shape, then the elements.
///
/// Source: the format's description in NumPy's documentation (`numpy.lib.format`), versions 1 to 3.
public struct NumPyArray: Sendable {
  /// The array.
  public let tensor: Tensor
  /// What a person should know of it, a sentence each.
  public let remarks: [String]

  /// Reads an array: any number of one to eight bytes, in either order of bytes and of axes.
  ///
  /// - Complexity: O(n) in the number of elements.
  public init(of bytes: [UInt8], limits: DataLimits) throws(DataFileError) {
    guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw .unreadable("this is not a NumPy array file", hint: Self.hint(bytes))
    }
    guard bytes.count >= 10 else { throw .unreadable("the file ends within its header") }
    guard (1...3).contains(bytes[6]) else {
      throw .unreadable("it is of version \(bytes[6]) of the format, and 1 to 3 are known")
    }
    // Version 1 gives the header's length in two bytes, the later ones in four.
    let start = bytes[6] == 1 ? 10 : 12
    guard bytes.count >= start else { throw .unreadable("the file ends within its header") }
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - start else {
      throw .unreadable("the file ends within its header")
    }
    let header = try NumPyHeader(String(decoding: bytes[start..<(start + length)], as: UTF8.self))
    try limits.check(numbers: header.shape.count)
    let (needed, overflow) = header.shape.count.multipliedReportingOverflow(by: header.number.size)
    let present = bytes.count - start - length
    guard !overflow, present >= needed else {
      let whole = present / header.number.size
      throw .unreadable(
        "the file ends after \(whole) of the \(header.shape.count) elements of shape "
          + header.shape.text)
    }
    var elements: [Double] = []
    elements.reserveCapacity(header.shape.count)
    let order = header.isFortranOrder ? Self.columnMajor(header.shape) : nil
    var rounded = 0
    for index in 0..<header.shape.count {
      if index & 0xFFFF == 0, limits.isCancelled() { throw .interrupted }
      let place = order?(index) ?? index
      let (value, isExact) = header.number.read(
        bytes, at: start + length + place * header.number.size)
      if !isExact { rounded += 1 }
      elements.append(value)
    }
    guard let tensor = Tensor(header.shape, elements, type: header.number.type) else {
      throw .unreadable("the header is not understood")
    }
    self.tensor = tensor
    remarks =
      rounded == 0
      ? []
      : ["\(rounded) integer\(rounded == 1 ? "" : "s") beyond 2^53 became the nearest float64"]
  }

  /// What else a file may be.
  private static func hint(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: Array("PK".utf8)) { return "`npz(…)` reads an archive of arrays" }
    return bytes.contains(0) ? nil : "`csv(…)` reads columns of text"
  }

  /// Where an element stands, by its place in row-major order, when the first axis varies fastest.
  private static func columnMajor(_ shape: Shape) -> (Int) -> Int {
    let dimensions = shape.dimensions
    return { index in
      var rest = index
      var place = 0
      for size in dimensions.reversed() {
        place = place * size + rest % size
        rest /= size
      }
      return place
    }
  }
}
