import Foundation

/// The files of the package, read for the tests of its structure.
enum SourceTree {
  /// The package's folder.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A file and what is in it.
  struct File {
    let path: String
    let lines: [String]
  }

  /// The Swift files below a folder of the package.
  static func swiftFiles(below folder: String) throws -> [File] {
    let start = root.appendingPathComponent(folder)
    let paths = FileManager.default.enumerator(atPath: start.path)?.compactMap { $0 as? String }
    return try (paths ?? []).filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let text = try String(contentsOf: start.appendingPathComponent(path), encoding: .utf8)
      return File(
        path: "\(folder)/\(path)",
        lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
  }

  /// The names of the targets: the folders of `Sources`.
  static func targets() throws -> [String] {
    try FileManager.default
      .contentsOfDirectory(atPath: root.appendingPathComponent("Sources").path)
      .filter { !$0.contains(".") }.sorted()
  }
}
