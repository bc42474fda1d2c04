import CZlib

/// The members of a zip archive, stored or deflated.
///
/// Source: PKWARE's APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16. Sizes are those of the
/// central directory; archives beyond 4 GB are no input for this program and are refused.
struct ZipArchive {
  /// One file of an archive.
  struct Member {
    /// Its name.
    let name: String
    /// Its size when it is unpacked.
    let size: Int
    fileprivate let packedSize: Int
    fileprivate let checksum: UInt32
    fileprivate let method: Int
    fileprivate let isEncrypted: Bool
    fileprivate let offset: Int
  }

  /// The members in the order of the central directory.
  let members: [Member]
  private let bytes: [UInt8]

  /// Reads the directory of an archive.
  init(_ bytes: [UInt8]) throws(DataFileError) {
    self.bytes = bytes
    guard let end = Self.end(of: bytes) else {
      let isCut = bytes.starts(with: Self.signature(3, 4))
      throw .unreadable(isCut ? "the archive ends too early" : "this is no archive of arrays")
    }
    let record = Bytes(bytes)
    let count = record.short(end + 10)
    var offset = record.long(end + 16)
    var members: [Member] = []
    for _ in 0..<count {
      guard offset <= end - 46, record.starts(Self.signature(1, 2), at: offset) else {
        throw .unreadable("the archive's directory is damaged")
      }
      let nameLength = record.short(offset + 28)
      let next = offset + 46 + nameLength + record.short(offset + 30) + record.short(offset + 32)
      guard next <= end else { throw .unreadable("the archive's directory is damaged") }
      members.append(
        Member(
          name: DelimitedText.text(bytes[(offset + 46)..<(offset + 46 + nameLength)]),
          size: record.long(offset + 24), packedSize: record.long(offset + 20),
          checksum: UInt32(record.long(offset + 16)), method: record.short(offset + 10),
          isEncrypted: record.short(offset + 8) & 1 == 1, offset: record.long(offset + 42)))
      offset = next
    }
    self.members = members
  }

  /// Unpacks a member, no further than to the size that the directory gives.
  func content(of member: Member, limits: DataLimits) throws(DataFileError) -> [UInt8] {
    let record = Bytes(bytes)
    guard !member.isEncrypted else { throw .unreadable("it is encrypted") }
    guard member.size < 0xFFFF_FFFF, member.packedSize < 0xFFFF_FFFF, member.size <= limits.bytes
    else { throw .tooLarge(bytes: member.size, limit: limits.bytes) }
    guard member.offset <= bytes.count - 30, record.starts(Self.signature(3, 4), at: member.offset)
    else { throw .unreadable("the archive is damaged where it begins") }
    let start =
      member.offset + 30 + record.short(member.offset + 26) + record.short(member.offset + 28)
    guard start + member.packedSize <= bytes.count else {
      throw .unreadable("the archive ends before it does")
    }
    let packed = bytes[start..<(start + member.packedSize)]
    let content: [UInt8]
    switch member.method {
    case 0:
      guard member.size == member.packedSize else {
        throw .unreadable("its size is not what it says")
      }
      content = Array(packed)
    case 8: content = try Self.inflated(packed, size: member.size, limits: limits)
    default: throw .unreadable("it is packed by method \(member.method); 0 and 8 are known")
    }
    let sum = content.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
    guard UInt32(truncatingIfNeeded: sum) == member.checksum else {
      throw .unreadable("its content is damaged: the checksum differs")
    }
    return content
  }

  /// Unpacks deflated bytes (RFC 1951) that make exactly so many.
  private static func inflated(
    _ packed: ArraySlice<UInt8>, size: Int, limits: DataLimits
  ) throws(DataFileError) -> [UInt8] {
    var stream = z_stream()
    // Negative bits: the bytes have no header of zlib's own.
    let version = zlibVersion()
    guard inflateInit2_(&stream, -15, version, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .unreadable("zlib cannot be used")
    }
    defer { inflateEnd(&stream) }
    var input = Array(packed)
    // One byte more than there should be shows content that is longer than it says.
    var output = [UInt8](repeating: 0, count: size + 1)
    var status = Z_OK
    var written = 0
    input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        while status == Z_OK, !limits.isCancelled() {
          stream.next_out = output.baseAddress.map { $0 + written }
          stream.avail_out = UInt32(min(1 << 24, output.count - written))
          let room = stream.avail_out
          status = inflate(&stream, Z_NO_FLUSH)
          written += Int(room - stream.avail_out)
          if room == stream.avail_out { break }
        }
      }
    }
    if limits.isCancelled() { throw .interrupted }
    guard status == Z_STREAM_END, written == size else {
      throw .unreadable(written > size ? "it unpacks to more than it says" : "it is damaged")
    }
    output.removeLast()
    return output
  }

  /// Where the record at the end begins, which only a comment may follow.
  private static func end(of bytes: [UInt8]) -> Int? {
    let record = Bytes(bytes)
    guard bytes.count >= 22 else { return nil }
    let last = bytes.count - 22
    return (max(0, last - 0xFFFF)...last).reversed().first { offset in
      record.starts(signature(5, 6), at: offset)
        && offset + 22 + record.short(offset + 20) == bytes.count
    }
  }

  private static func signature(_ first: UInt8, _ second: UInt8) -> [UInt8] {
    Array("PK".utf8) + [first, second]
  }

  /// Numbers of two and four bytes, the lowest first; 0 beyond the end.
  private struct Bytes {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
    }

    func short(_ offset: Int) -> Int { number(offset, 2) }
    func long(_ offset: Int) -> Int { number(offset, 4) }

    func starts(_ signature: [UInt8], at offset: Int) -> Bool {
      bytes.indices.contains(offset) && bytes[offset...].starts(with: signature)
    }

    private func number(_ offset: Int, _ count: Int) -> Int {
      guard offset >= 0, offset <= bytes.count - count else { return 0 }
      return bytes[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
  }
}
