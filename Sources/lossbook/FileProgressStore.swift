import Lessons
import Notebooks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Progress in a file that a person can read, changed under a lock and put in place whole.
///
/// A kill at any instant leaves the old file or the new one; two sessions take turns.
struct FileProgressStore: ProgressStore {
  let path: String

  func load() throws(ProgressError) -> (progress: Progress, notice: String?) {
    guard case .success(let bytes) = FileSystem.read(path) else { return (Progress(), nil) }
    do throws(Progress.FormatError) {
      return (try Progress(text: String(decoding: bytes, as: UTF8.self)), nil)
    } catch {
      // What cannot be read is kept beside, for a person to look at; progress begins anew.
      let aside = path + ".unreadable"
      guard rename(path, aside) == 0 else {
        throw ProgressError("\(path) cannot be read, and not be put aside")
      }
      return (Progress(), "Your progress could not be read; it was put aside as \(aside).")
    }
  }

  func update(_ change: (inout Progress) -> Void) throws(ProgressError) -> Progress {
    FileSystem.makeFolder(of: path)
    // The lock is a file of its own: the progress file is another one after each change.
    let lock = open(path + ".lock", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw ProgressError(String(cString: strerror(errno))) }
    defer { close(lock) }
    guard flock(lock, LOCK_EX) == 0 else { throw ProgressError(String(cString: strerror(errno))) }
    var (progress, _) = try load()
    change(&progress)
    if let failure = FileSystem.write(path, progress.text) { throw ProgressError(failure.message) }
    return progress
  }
}
