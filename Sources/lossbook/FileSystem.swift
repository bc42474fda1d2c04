import CLibEdit
import DataFiles
import Notebooks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files, by the calls of the C library: Foundation would double the time to the first prompt.
enum FileSystem {
  typealias Failure = Surroundings.FileFailure

  /// The largest file that is read: what is larger is no script, lesson or table for this program.
  private static let limit = 1 << 30

  /// Returns the bytes of a file that has no more than a limit; `~/` is the home folder.
  static func read(_ path: String, limit: Int = limit) -> Result<[UInt8], Failure> {
    let descriptor = open(expanded(path), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .failure(reason()) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return .failure(reason()) }
    guard information.st_mode & S_IFMT != S_IFDIR else {
      return .failure(Failure("it is a folder"))
    }
    // What a pipe or a device has is only known in the end.
    guard information.st_size <= limit else {
      return .failure(tooLarge(Int(information.st_size), limit: limit))
    }
    return read(from: descriptor, limit: limit)
  }

  private static func tooLarge(_ size: Int?, limit: Int) -> Failure {
    let size = size.map { "it has " + DataFileError.size($0) } ?? "it has more"
    return Failure("\(size), and the limit is \(DataFileError.size(limit))")
  }

  /// Returns the bytes of a file in the plain sense: a pipe or a device may never end.
  static func readRegular(_ path: String, limit: Int) -> Result<[UInt8], Failure> {
    // A pipe without a writer would keep `open` waiting.
    let descriptor = open(expanded(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return .failure(reason()) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return .failure(reason()) }
    guard information.st_mode & S_IFMT == S_IFREG else { return .failure(Failure("no plain file")) }
    guard information.st_size <= limit else {
      return .failure(tooLarge(Int(information.st_size), limit: limit))
    }
    return read(from: descriptor)
  }

  /// Whether a file is a link to somewhere outside the folder in which it stands.
  static func leavesFolder(_ path: String) -> Bool {
    let path = expanded(path)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard let target = resolved(path), let home = resolved(folder) else { return false }
    return !target.hasPrefix(home == "/" ? home : home + "/")
  }

  /// Returns where a path leads when every link is followed.
  private static func resolved(_ path: String) -> String? {
    guard let buffer = realpath(path, nil) else { return nil }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  /// Returns the bytes up to the end of what is open.
  static func read(from descriptor: Int32, limit: Int = limit) -> Result<[UInt8], Failure> {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR, !edit_is_interrupted() { continue }
        return .failure(reason())
      }
      guard count > 0 else { return .success(bytes) }
      guard bytes.count + count <= limit else {
        return .failure(tooLarge(nil, limit: limit))
      }
      bytes += chunk[..<count]
    }
  }

  /// Writes a file beside the old one and puts it in its place, so that a failure leaves the old.
  static func write(_ path: String, _ text: String) -> Failure? {
    let path = expanded(path)
    var information = stat()
    let isSpecial = stat(path, &information) == 0 && information.st_mode & S_IFMT != S_IFREG
    // A device or a pipe has nothing to put in its place.
    let target = isSpecial ? path : "\(path).\(getpid()).new"
    let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return reason() }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    let isWhole = rest.isEmpty && (isSpecial || fsync(descriptor) == 0)
    let failure = isWhole ? nil : reason()
    close(descriptor)
    guard !isSpecial else { return failure }
    guard failure == nil, rename(target, path) == 0 else {
      let failure = failure ?? reason()
      unlink(target)
      return failure
    }
    return nil
  }

  /// Returns the names in a folder, those of folders with a `/` at their end.
  static func list(_ path: String) -> [String] {
    let folder = path.isEmpty ? "." : expanded(path)
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      var information = stat()
      let isFolder =
        stat("\(folder)/\(name)", &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
      names.append(isFolder ? name + "/" : name)
    }
    return names.sorted()
  }

  /// Makes the folders that lead to a file.
  static func makeFolder(of path: String) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let folder = String(path[..<slash])
    if access(folder, F_OK) == 0 { return }
    makeFolder(of: folder)
    mkdir(folder, 0o700)
  }

  private static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = Paths.variable("HOME") else { return path }
    return home + path.dropFirst(1)
  }

  /// The reason of the last call's failure, as the system says it.
  private static func reason() -> Failure {
    let text = String(cString: strerror(errno))
    return Failure(text.prefix(1).lowercased() + text.dropFirst())
  }
}
