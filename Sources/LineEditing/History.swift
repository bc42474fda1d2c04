#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The cells typed, in this run and in earlier ones, kept in a file of one line each.
///
/// A line of the file is the cell as a JSON string without its quotes, so that the file can be
/// searched with `grep` and a cell of many rows stays one entry. Sessions append under a lock and
/// so keep each other's; only trimming writes the file anew, beside the old one, and renames it.
/// What cannot be written is said once: a history is never worth an error.
public final class History {
  /// How many entries are kept.
  public static let limit = 10_000

  private let path: String?
  private var loaded: [String]?
  private var setAside: String?
  /// The entries that the file did not take.
  private var losses = 0

  /// Makes a history kept in a file, or one that is forgotten with the program.
  ///
  /// The file is not read until an entry is asked for.
  public init(path: String?) {
    self.path = path
  }

  /// The entries, oldest first.
  ///
  /// - Complexity: the first time O(n) in the size of the file.
  public var entries: [String] {
    if let loaded { return loaded }
    var bytes = path.map(Self.contents) ?? []
    if let path, !Self.isHistory(bytes) {
      setAside = Self.putAside(path)
      bytes = []
    }
    let entries = Self.decode(lines: bytes)
    loaded = entries
    return entries
  }

  /// Keeps a cell, unless it is empty, begins with a space, or is the one just kept.
  public func append(_ cell: String) {
    guard !cell.isEmpty, !cell.hasPrefix(" "), entries.last != cell else { return }
    loaded?.append(cell)
    guard let path else { return }
    var isKept = false
    withLock(on: path) { descriptor in
      let size = lseek(descriptor, 0, SEEK_END)
      var last = UInt8(ascii: "\n")
      // A session that was killed may have left a line without its end.
      let isTorn =
        size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != UInt8(ascii: "\n")
      let line = Array(((isTorn ? "\n" : "") + Self.encode(cell) + "\n").utf8)
      // On a full disk a part of the line would be another cell.
      isKept = Self.writeAll(line, to: descriptor)
      if !isKept, size >= 0 { ftruncate(descriptor, size) }
    }
    if !isKept { losses += 1 }
  }

  /// Returns the file that cannot be written, after the first entry that was not kept in it.
  public func takeLoss() -> String? {
    guard losses == 1 else { return nil }
    losses += 1
    return path
  }

  /// Returns where a file that was no history has been put, the first time that it is asked.
  public func takeSetAside() -> String? {
    defer { setAside = nil }
    return setAside
  }

  /// Writes the file anew with its last entries, if it has outgrown the limit.
  public func trim() {
    guard let path else { return }
    withLock(on: path) { _ in
      let lines = Self.contents(of: path).split(separator: UInt8(ascii: "\n"))
      guard lines.count > Self.limit + Self.limit / 10 else { return }
      let kept = lines.suffix(Self.limit).flatMap { $0 + [UInt8(ascii: "\n")] }
      let fresh = "\(path).\(getpid())"
      let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL, 0o600)
      guard descriptor >= 0 else { return }
      let isWhole = Self.writeAll(kept, to: descriptor) && fsync(descriptor) == 0
      close(descriptor)
      guard isWhole, rename(fresh, path) == 0 else {
        unlink(fresh)
        return
      }
    }
  }

  // MARK: - The file

  /// Calls a function with the file open for appending and locked.
  private func withLock(on path: String, _ body: (Int32) -> Void) {
    Self.makeFolder(of: path)
    for _ in 0..<10 {
      let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { return }
      defer { close(descriptor) }
      guard flock(descriptor, LOCK_EX) == 0 else { return }
      // Another session may have put a trimmed file in place while the lock was waited for.
      var opened = stat()
      var current = stat()
      guard fstat(descriptor, &opened) == 0 else { return }
      guard stat(path, &current) == 0, opened.st_ino == current.st_ino else { continue }
      body(descriptor)
      return
    }
  }

  /// Whether bytes could be a history: text, and not the history of another program.
  static func isHistory(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: Array("_HiStOrY_V2_".utf8)) { return false }
    // The end of the last line may have been cut off inside a character.
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes[..<$0] } ?? []
    return !bytes.contains(0) && String(validating: whole, as: UTF8.self) != nil
  }

  /// Gives a file another name beside its own; returns the name, or nil where that failed.
  private static func putAside(_ path: String) -> String? {
    for number in 1...100 {
      let other = "\(path).unreadable" + (number == 1 ? "" : "-\(number)")
      if link(path, other) == 0 {
        unlink(path)
        return other
      }
      guard errno == EEXIST else { return nil }
    }
    return nil
  }

  /// Makes the folders that lead to a file, readable by their owner.
  private static func makeFolder(of path: String) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let folder = String(path[..<slash])
    if access(folder, F_OK) == 0 { return }
    makeFolder(of: folder)
    mkdir(folder, 0o700)
  }

  private static func contents(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var information = stat()
    let size = fstat(descriptor, &information) == 0 ? Int(information.st_size) : 0
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  @discardableResult
  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
        let count = write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }
}

// MARK: - The lines of the file

extension History {
  /// Returns a cell as a line: a JSON string's characters.
  static func encode(_ cell: String) -> String {
    var line = ""
    for scalar in cell.unicodeScalars {
      switch scalar {
      case "\n": line += "\\n"
      case "\t": line += "\\t"
      case "\r": line += "\\r"
      case "\\": line += "\\\\"
      case "\"": line += "\\\""
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        line += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// Returns the cells of a file's bytes; a torn last line is taken as it is.
  static func decode(lines bytes: [UInt8]) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n")).suffix(limit).map { line in
      let text = String(decoding: line, as: UTF8.self)
      return line.contains(UInt8(ascii: "\\")) ? decode(text) : text
    }
  }

  /// Returns the cell that a line stands for; an escape that is none stands for itself.
  static func decode(_ line: String) -> String {
    var cell = String.UnicodeScalarView()
    var rest = line.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let escape = rest.popFirst() else {
        cell.append(scalar)
        continue
      }
      switch escape {
      case "n": cell.append("\n")
      case "t": cell.append("\t")
      case "r": cell.append("\r")
      case "u":
        guard let value = UInt32(String(rest.prefix(4)), radix: 16),
          let decoded = Unicode.Scalar(value)
        else {
          cell.append(escape)
          continue
        }
        rest.removeFirst(min(4, rest.count))
        cell.append(decoded)
      default: cell.append(escape)
      }
    }
    return String(cell)
  }
}
