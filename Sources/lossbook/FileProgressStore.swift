import Lessons

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Progress in a file that people can read.
///
/// A change is made under a lock that all sessions share: read, change, write beside the file,
/// force to the disk, rename over it, force the folder. So a reader sees the old text or the new
/// one whole, whenever the process or the machine stops, and two sessions lose nothing of each
/// other's.
struct FileProgressStore: ProgressStore {
  /// The file.
  let path: String
  /// The folder it is in.
  private let folder: String

  /// Makes the store for a file; its folder is made when something is first kept.
  init(path: String) {
    self.path = path
    let end = path.lastIndex(of: "/")
    folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  func load() throws(ProgressError) -> (progress: Progress, notice: String?) {
    guard let bytes = try readAll() else { return (Progress(), nil) }
    if case .success(let progress) = decode(bytes) { return (progress, nil) }
    // Looked at again under the lock: another session may have put it aside just now.
    return try withLock { () throws(ProgressError) in try loadLocked() }
  }

  func update(_ change: (inout Progress) -> Void) throws(ProgressError) -> Progress {
    FileSystem.makeFolder(of: path)
    return try withLock { () throws(ProgressError) in
      var progress = try loadLocked().progress
      change(&progress)
      try write(progress.text)
      return progress
    }
  }

  private func loadLocked() throws(ProgressError) -> (progress: Progress, notice: String?) {
    guard let bytes = try readAll() else { return (Progress(), nil) }
    switch decode(bytes) {
    case .success(let progress):
      return (progress, nil)
    case .failure(.later(let version)):
      throw ProgressError("\(path) is of a later format, \(version), and was left as it is")
    case .failure(.unreadable):
      let aside = try putAside()
      return (
        Progress(),
        "Your progress could not be read; it was put aside as \(aside), and begins anew."
      )
    }
  }

  private func withLock<Result>(
    _ body: () throws(ProgressError) -> Result
  ) throws(ProgressError) -> Result {
    let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw failure("cannot lock \(path)") }
    defer { close(lock) }
    while flock(lock, LOCK_EX) != 0 {
      guard errno == EINTR else { throw failure("cannot lock \(path)") }
    }
    return try body()
  }

  // MARK: - Reading

  private func decode(_ bytes: [UInt8]) -> Result<Progress, Progress.FormatError> {
    guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
      return .failure(.unreadable)
    }
    do throws(Progress.FormatError) {
      return .success(try Progress(text: text))
    } catch {
      return .failure(error)
    }
  }

  /// The bytes of the file, or nothing where there is none.
  private func readAll() throws(ProgressError) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw failure("cannot read \(path)")
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("cannot read \(path)") }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Renames a file that cannot be read, never over another one.
  private func putAside() throws(ProgressError) -> String {
    for number in 1...999 {
      let name = "\(path).broken-\(number)"
      // A link fails where the name is taken, which a rename does not.
      if link(path, name) == 0 {
        unlink(path)
        return name
      }
      guard errno == EEXIST else { break }
    }
    throw failure("\(path) cannot be read, and cannot be put aside")
  }

  // MARK: - Writing

  private func write(_ text: String) throws(ProgressError) {
    // One name is enough: the lock is held.
    let temporary = path + ".new"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("cannot write \(temporary)") }
    var isOpen = true
    var isInPlace = false
    defer {
      if isOpen { close(file) }
      // On a full disk half a file would only take room.
      if !isInPlace { unlink(temporary) }
    }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("cannot write \(temporary)") }
      rest = rest.dropFirst(count)
    }
    guard fsync(file) == 0 else { throw failure("cannot write \(temporary)") }
    isOpen = false
    guard close(file) == 0 else { throw failure("cannot write \(temporary)") }
    guard rename(temporary, path) == 0 else { throw failure("cannot write \(path)") }
    isInPlace = true
    // The rename itself lasts only once the folder is on the disk.
    let directory = open(folder, O_RDONLY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }

  private func failure(_ message: String) -> ProgressError {
    let reason = errno
    return ProgressError("\(message): \(String(cString: strerror(reason)))")
  }
}

/// `write(2)`, which a method of the same name would hide.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, bytes, count)
}
