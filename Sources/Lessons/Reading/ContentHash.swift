/// A short hash of a text, by which a changed step is recognised.
enum ContentHash {
  /// Returns eight hexadecimal digits of FNV-1a over the bytes, white space at line ends left out.
  ///
  /// Source: Fowler, Noll and Vo, the 64-bit variant, folded to 32 bits.
  static func text(of content: some StringProtocol) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for line in Array(content.utf8).split(separator: 0x0A) {
      let end = line.lastIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
      for byte in line[..<(end.map { $0 + 1 } ?? line.startIndex)] + [0x0A] {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
    let folded = UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    let digits = String(folded, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
