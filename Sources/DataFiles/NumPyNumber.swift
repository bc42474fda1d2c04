import Tensors

/// A kind of number in a NumPy array: `<f8`, `>i4`, `|b1`.
struct NumPyNumber {
  private enum Kind: Character {
    case float = "f"
    case signed = "i"
    case unsigned = "u"
    case boolean = "b"
  }

  /// The bytes of one number.
  let size: Int
  private let kind: Kind
  private let isBigEndian: Bool

  init(_ description: String) throws(DataFileError) {
    let code = description.drop { "<>=|".contains($0) }
    guard let letter = code.first,
      // A date names its unit after its size, and an object has none: `<M8[D]`, `|O`.
      let size = Int(code.dropFirst().prefix(while: \.isNumber)) ?? (letter == "O" ? 8 : nil)
    else { throw .unreadable("elements of kind \(quoted(description)) are not known") }
    let sizes: [Character: [Int]] = [
      "f": [2, 4, 8], "i": [1, 2, 4, 8], "u": [1, 2, 4, 8], "b": [1],
    ]
    guard let kind = Kind(rawValue: letter), sizes[letter]?.contains(size) == true else {
      let names: [Character: String] = [
        "O": "Python objects, which only Python can read", "U": "texts", "S": "texts",
        "c": "complex numbers", "M": "dates", "m": "spans of time", "V": "raw bytes",
        "f": "numbers of \(size) bytes",
      ]
      throw .unreadable(
        "its elements are \(names[letter] ?? "of kind \(quoted(description))")",
        hint: "in Python, `np.save(path, x.astype(float))` saves numbers")
    }
    self.kind = kind
    self.size = size
    isBigEndian = description.hasPrefix(">")
  }

  /// The type of the tensor that holds them.
  var type: ScalarType {
    switch kind {
    case .float: size < 8 ? .float32 : .float64
    case .signed, .unsigned: .float64
    case .boolean: .bool
    }
  }

  /// Reads the number at a place, and whether float64 holds it exactly.
  func read(_ bytes: [UInt8], at offset: Int) -> (value: Double, isExact: Bool) {
    var bits: UInt64 = 0
    for index in 0..<size {
      let byte = bytes[offset + (isBigEndian ? index : size - 1 - index)]
      bits = bits << 8 | UInt64(byte)
    }
    switch kind {
    case .boolean: return (bits == 0 ? 0 : 1, true)
    case .unsigned:
      let value = Double(bits)
      return (value, UInt64(exactly: value) == bits)
    case .signed:
      let integer = Int64(bitPattern: bits << (64 - 8 * size)) >> (64 - 8 * size)
      let value = Double(integer)
      return (value, Int64(exactly: value) == integer)
    case .float:
      switch size {
      case 8: return (Double(bitPattern: bits), true)
      case 4: return (Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))), true)
      default: return (Self.half(UInt16(truncatingIfNeeded: bits)), true)
      }
    }
  }

  /// The value of a half-precision number; Swift has no type for it on every processor.
  ///
  /// Source: IEEE 754-2019, 3.4: five bits of exponent with the bias 15, ten of the fraction.
  private static func half(_ bits: UInt16) -> Double {
    let sign: Double = bits >> 15 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Double(bits & 0x3FF) / 1_024
    switch exponent {
    case 0: return sign * fraction * 0x1p-14
    case 0x1F: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
    }
  }
}
