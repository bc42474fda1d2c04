import Tensors
import Testing

@testable import DataFiles

private let limits = DataLimits(bytes: 1 << 20)

private func array(
  _ kind: String, _ shape: String, _ elements: [UInt8], version: UInt8 = 1, fortran: Bool = false
) -> [UInt8] {
  let header = Array(
    "{'descr': '\(kind)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }\n"
      .utf8)
  let length = [UInt8(header.count), 0] + (version == 1 ? [] : [0, 0])
  return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + header + elements
}

private func read(_ bytes: [UInt8]) throws(DataFileError) -> Tensor {
  try NumPyArray(of: bytes, limits: limits).tensor
}

private func message(_ bytes: [UInt8]) -> String {
  do throws(DataFileError) {
    _ = try NumPyArray(of: bytes, limits: limits)
    return ""
  } catch { return error.message }
}

@Test(
  arguments: [
    ("|b1", [1, 0], [1, 0]), ("|i1", [0xFF, 1], [-1, 1]), ("|u1", [0xFF, 1], [255, 1]),
    ("<i2", [0xFE, 0xFF, 1, 0], [-2, 1]), (">i2", [0xFF, 0xFE, 0, 1], [-2, 1]),
    ("<u2", [0xFE, 0xFF, 1, 0], [65_534, 1]), (">u4", [0, 0, 1, 0, 0, 0, 0, 1], [256, 1]),
    ("<f2", [0, 0x3E, 1, 0], [1.5, 0x1p-24]),
    (">f4", [0x3F, 0xC0, 0, 0, 0xFF, 0x80, 0, 0], [1.5, -.infinity]),
    ("<f4", [0, 0, 0xC0, 0x3F, 0, 0, 0x80, 0xFF], [1.5, -.infinity]),
    (
      "<i8", [0xFE] + [UInt8](repeating: 0xFF, count: 7) + [3] + [UInt8](repeating: 0, count: 7),
      [-2, 3]
    ),
  ] as [(String, [UInt8], [Double])])
func everyKindOfNumberIsRead(kind: String, bytes: [UInt8], elements: [Double]) throws {
  for version in [1, 2, 3] as [UInt8] {
    #expect(try read(array(kind, "(2,)", bytes, version: version)).elements == elements)
  }
}

@Test func shapesAndOrdersAreRead() throws {
  #expect(try read(array("|u1", "()", [7])) == Tensor(7))
  #expect(try read(array("|u1", "(0, 3)", [])).shape.dimensions == [0, 3])
  let rows = try read(array("|u1", "(2L, 3L)", [1, 2, 3, 4, 5, 6]))
  #expect(rows.elements == [1, 2, 3, 4, 5, 6])
  let columns = try read(array("|u1", "(2, 3)", [1, 4, 2, 5, 3, 6], fortran: true))
  #expect(columns == rows)
  let cube = try read(array("|u1", "(2, 1, 3)", [1, 4, 2, 5, 3, 6], fortran: true))
  #expect(cube.elements == rows.elements)
}

@Test func integersThatFloat64CannotHoldAreToldOf() throws {
  let bytes = array("<u8", "(1,)", [1, 0, 0, 0, 0, 0, 0x20, 0])
  #expect(
    try NumPyArray(of: bytes, limits: limits).remarks
      == ["1 integer beyond 2^53 became the nearest float64"])
}

@Test(arguments: [
  ("|O", "Python objects"), ("<U3", "texts"), ("<c16", "complex"), ("<M8[ns]", "dates"),
  ("<f16", "numbers of 16 bytes"), ("<i3", "of kind \"<i3\""), ("", "not known"),
])
func otherElementsAreRefusedByTheirName(kind: String, what: String) {
  let told = message(array(kind, "(1,)", [UInt8](repeating: 0, count: 16)))
  #expect(told.contains(what), "\(told)")
}

@Test func damagedArraysAreRefused() {
  #expect(
    message(array("<f8", "(3,)", [UInt8](repeating: 0, count: 20))).contains("after 2 of the 3"))
  #expect(message(array("<f8", "(-1,)", [])).contains("header"))
  #expect(message(array("<f8", "(4000000000, 4000000000, 4000000000)", [])).contains("header"))
  #expect(message(array("<f8", "(1000000,)", [])) == "it holds 7.6 MB, and the limit is 1 MB")
  #expect(message(array("|u1", "(1,)", [1], version: 9)).contains("version 9"))
  let whole = array("<f8", "(1,)", [UInt8](repeating: 0, count: 8))
  for count in 0..<whole.count { #expect(!message(Array(whole.prefix(count))).isEmpty) }
}

// MARK: - Archives

/// Made by `numpy.savez_compressed(w=[[1, 2], [3, 4]] as float64, step=7)`, its time set to 1980.
private let archive: [UInt8] = hexadecimal(
  """
  504b03041400000008000000210021358b6955000000a000000005000000772e6e70799bec17ea1b10c9c850c650ad9e
  925a9c5ca46ea5a06e9366a1aea3a09e965f54529498179f5f94920a12774bcc294e058a17672416a402f91a463a0a46
  9a3a0ab50a64032e0630f8600fa1191c2014079416700000504b03041400000008000000210023b8f06c460000008800
  000008000000737465702e6e70799bec17ea1b10c9c850c650ad9e925a9c5ca46ea5a06e9369a1aea3a09e965f545294
  98179f5f94920a12774bcc294e058a17672416a402f91a9a3a0ab50a14012e7606080000504b01021403140000000800
  0000210021358b6955000000a0000000050000000000000000000000800100000000772e6e7079504b01021403140000
  0008000000210023b8f06c4600000088000000080000000000000000000000800178000000737465702e6e7079504b05
  06000000000200020069000000e40000000000
  """)

private func hexadecimal(_ text: String) -> [UInt8] {
  let digits = text.filter(\.isHexDigit).compactMap(\.hexDigitValue).map { UInt8($0) }
  return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

@Test func aDeflatedArchiveIsReadByName() throws {
  let arrays = try NumPyArchive(of: archive, limits: limits).arrays
  #expect(arrays.map(\.name) == ["w", "step"])
  #expect(arrays.map(\.tensor.elements) == [[1, 2, 3, 4], [7]])
  #expect(arrays.map(\.tensor.shape.dimensions) == [[2, 2], []])
}

@Test func anArchiveBeyondTheMemoryIsRefusedBeforeItIsUnpacked() {
  #expect(throws: DataFileError.tooLarge(bytes: 296, limit: 100)) {
    try NumPyArchive(of: archive, limits: DataLimits(bytes: 100))
  }
}

@Test func everyChangedByteOfAnArchiveIsNoticedOrChangesNoNumber() throws {
  let whole = try NumPyArchive(of: archive, limits: limits).arrays.map(\.tensor)
  var refused = 0
  for index in archive.indices {
    var changed = archive
    changed[index] ^= 0x55
    guard let arrays = try? NumPyArchive(of: changed, limits: limits).arrays else {
      refused += 1
      continue
    }
    // Dates, versions and names may differ; a comment's length may hide a member.
    #expect(arrays.allSatisfy { whole.contains($0.tensor) }, "byte \(index)")
  }
  #expect(refused > archive.count / 3)
  for count in archive.indices {
    #expect(throws: DataFileError.self) {
      try NumPyArchive(of: Array(archive.prefix(count)), limits: limits)
    }
  }
}
