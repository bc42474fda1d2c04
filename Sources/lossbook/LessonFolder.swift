import Lessons
import Notebooks

/// Lessons from elsewhere: the Markdown files of a folder.
enum LessonFolder {
  /// The bytes a lesson may have.
  private static let sizeLimit = 1 << 22

  /// Returns the course of a folder; a folder that cannot be read has no lessons.
  static func course(at folder: String) -> Course {
    course(files: FileSystem.list(folder).filter { $0.hasSuffix(".md") }.map { "\(folder)/\($0)" })
  }

  /// Returns the course of some files; one that cannot be read is said on stderr.
  ///
  /// - Parameters:
  ///   - paths: the files.
  ///   - hasNeighbors: whether the other lessons of their folders belong to it too.
  /// - Returns: the course, without the files that could not be read.
  static func course(files paths: [String], amongOthers hasNeighbors: Bool = false) -> Course {
    var paths = paths
    if hasNeighbors {
      for path in paths {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let others = FileSystem.list(folder).filter { $0.hasSuffix(".md") }.map { folder + $0 }
        paths += others.filter { !paths.contains($0) }
      }
    }
    return Course(
      files: paths.compactMap { path in
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard !FileSystem.leavesFolder(path) else {
          TextOutput.complain("\(path): it leads out of its folder, and is left out")
          return nil
        }
        switch FileSystem.readRegular(path, limit: sizeLimit) {
        case .success(let bytes): return (path, name, String(decoding: bytes, as: UTF8.self))
        case .failure(let failure):
          TextOutput.complain("\(path): \(failure.message)")
          return nil
        }
      }.filter { $0.name != "README.md" })
  }
}
