import Tensors

/// Reads NumPy's array files: a header with the kind of number and the shape, then the elements.
///
/// Source: the format description in NumPy's documentation (`numpy.lib.format`), versions 1 to 3.
enum NumPyArray {
  /// Why a file is not an array.
  struct Failure: Error {
    let message: String
  }

  /// Returns the array of a file.
  static func tensor(of bytes: [UInt8]) -> Result<Tensor, Failure> {
    guard bytes.count > 10, bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      return .failure(Failure(message: "this is not a NumPy array file"))
    }
    let isLong = bytes[6] >= 2
    let start = isLong ? 12 : 10
    guard bytes.count >= start else { return .failure(Failure(message: "the file ends too early")) }
    var length = Int(bytes[8]) | Int(bytes[9]) << 8
    if isLong { length |= Int(bytes[10]) << 16 | Int(bytes[11]) << 24 }
    guard bytes.count >= start + length else {
      return .failure(Failure(message: "the file ends within its header"))
    }
    let header = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
    guard let description = quoted(after: "descr", in: header),
      let sizes = numbers(after: "shape", in: header), let shape = Shape(sizes)
    else { return .failure(Failure(message: "the header is not understood")) }
    guard !header.contains(fortran: true) else {
      return .failure(Failure(message: "arrays in Fortran order are not read; save it in C order"))
    }
    guard let number = Number(rawValue: String(description.drop { "<>=|".contains($0) })),
      !description.hasPrefix(">")
    else { return .failure(Failure(message: "elements of kind \(description) are not read")) }
    let (needed, overflow) = shape.count.multipliedReportingOverflow(by: number.size)
    guard !overflow, bytes.count - start - length >= needed else {
      return .failure(Failure(message: "the file ends before its elements do"))
    }
    var elements: [Double] = []
    elements.reserveCapacity(shape.count)
    bytes.withUnsafeBytes { buffer in
      for index in 0..<shape.count {
        elements.append(number.read(buffer, at: start + length + index * number.size))
      }
    }
    guard let tensor = Tensor(shape, elements, type: number.type) else {
      return .failure(Failure(message: "the header is not understood"))
    }
    return .success(tensor)
  }

  private enum Number: String {
    case float64 = "f8"
    case float32 = "f4"
    case int64 = "i8"
    case int32 = "i4"
    case uint8 = "u1"
    case bool = "b1"

    var size: Int {
      switch self {
      case .float64, .int64: 8
      case .float32, .int32: 4
      case .uint8, .bool: 1
      }
    }

    var type: ScalarType {
      switch self {
      case .float64, .int64, .int32, .uint8: .float64
      case .float32: .float32
      case .bool: .bool
      }
    }

    func read(_ buffer: UnsafeRawBufferPointer, at offset: Int) -> Double {
      switch self {
      case .float64: buffer.loadUnaligned(fromByteOffset: offset, as: Double.self)
      case .float32: Double(buffer.loadUnaligned(fromByteOffset: offset, as: Float.self))
      case .int64: Double(buffer.loadUnaligned(fromByteOffset: offset, as: Int64.self))
      case .int32: Double(buffer.loadUnaligned(fromByteOffset: offset, as: Int32.self))
      case .uint8: Double(buffer.loadUnaligned(fromByteOffset: offset, as: UInt8.self))
      case .bool: buffer.loadUnaligned(fromByteOffset: offset, as: UInt8.self) == 0 ? 0 : 1
      }
    }
  }

  private static func rest(after key: String, in header: String) -> Substring? {
    let parts = header.split(separator: "'\(key)':", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 ? parts[1] : nil
  }

  private static func quoted(after key: String, in header: String) -> String? {
    guard let rest = rest(after: key, in: header) else { return nil }
    let parts = rest.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 ? String(parts[1]) : nil
  }

  private static func numbers(after key: String, in header: String) -> [Int]? {
    guard let rest = rest(after: key, in: header), let open = rest.firstIndex(of: "("),
      let close = rest.firstIndex(of: ")"), open < close
    else { return nil }
    var sizes: [Int] = []
    for part in rest[rest.index(after: open)..<close].split(separator: ",") {
      let text = part.filter { $0 != " " }
      if text.isEmpty { continue }
      guard let size = Int(text) else { return nil }
      sizes.append(size)
    }
    return sizes
  }
}

extension String {
  /// Whether a header says that elements are in Fortran's order.
  fileprivate func contains(fortran: Bool) -> Bool {
    split(separator: "'fortran_order':", maxSplits: 1).last?.drop { $0 == " " }
      .hasPrefix(fortran ? "True" : "False") ?? false
  }
}
