public import Tensors

/// The named arrays of an `npz` file: a zip archive of one `.npy` file each.
public struct NumPyArchive: Sendable {
  /// The arrays, in the archive's order.
  public let arrays: [(name: String, tensor: Tensor)]
  /// What a person should know of it, a sentence each.
  public let remarks: [String]

  /// Reads every array; what they take together is within the limits before any is unpacked.
  ///
  /// - Complexity: O(n) in what the archive unpacks to.
  public init(of bytes: [UInt8], limits: DataLimits) throws(DataFileError) {
    guard !bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw .unreadable("this is a single array", hint: "`npy(…)` reads it")
    }
    let archive = try ZipArchive(bytes)
    let members = archive.members.filter { !$0.name.hasSuffix("/") }
    let total = members.reduce(0) { sum, member in sum &+ member.size }
    guard total <= limits.bytes else { throw .tooLarge(bytes: total, limit: limits.bytes) }
    var arrays: [(name: String, tensor: Tensor)] = []
    var remarks: [String] = []
    var count = 0
    for member in members {
      guard member.name.hasSuffix(".npy") else {
        remarks.append("\(quoted(member.name)) is left out: it is no array")
        continue
      }
      let name = String(member.name.dropLast(4))
      guard !arrays.contains(where: { $0.name == name }) else {
        throw .unreadable("two arrays are called \(quoted(name))")
      }
      let left = DataLimits(bytes: limits.bytes - count * 8, isCancelled: limits.isCancelled)
      let content: [UInt8]
      do {
        content = try archive.content(of: member, limits: limits)
      } catch .unreadable(let message, let hint) {
        throw .unreadable("the array \(quoted(name)): \(message)", hint: hint)
      }
      do {
        let array = try NumPyArray(of: content, limits: left)
        count += array.tensor.shape.count
        arrays.append((name, array.tensor))
        remarks += array.remarks.map { "in \(name), \($0)" }
      } catch .unreadable(let message, _) {
        remarks.append("\(name) is left out: \(message)")
      }
    }
    guard !arrays.isEmpty else {
      throw .unreadable((["there is no array of numbers in it"] + remarks).joined(separator: "; "))
    }
    self.arrays = arrays
    self.remarks = remarks
  }
}
