import Foundation

/// The program that was built beside the tests, run as people run it.
enum Program {
  /// What a run left behind.
  struct Result {
    let output: String
    let errors: String
    let exitCode: Int32
  }

  /// The path of the executable.
  static let path: String = {
    // On Linux the tests are a program in the folder of the products; elsewhere a bundle in it.
    var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    if !FileManager.default.fileExists(atPath: folder.path) {
      folder = Bundle(for: BundleMarker.self).bundleURL
    }
    return folder.deletingLastPathComponent().appendingPathComponent("lossbook").path
  }()

  private final class BundleMarker {}

  /// Runs it, or another program, with arguments and an input that is no terminal.
  static func run(
    _ arguments: [String], of program: String = path, input: String = "",
    home: TemporaryFolder? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    let home = try home ?? TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = Dictionary(
      uniqueKeysWithValues: Self.environment(home: home, adding: environment).map { variable in
        let parts = variable.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), String(parts[1]))
      })
    process.currentDirectoryURL = home.url
    // Files and not pipes: no side can wait for the other to be read.
    let standardInput = home.url.appendingPathComponent("stdin-\(UUID().uuidString)")
    try input.write(to: standardInput, atomically: false, encoding: .utf8)
    let output = home.url.appendingPathComponent("stdout-\(UUID().uuidString)")
    let errors = home.url.appendingPathComponent("stderr-\(UUID().uuidString)")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardInput = try FileHandle(forReadingFrom: standardInput)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    let code = process.terminationStatus
    return Result(
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
      exitCode: process.terminationReason == .exit ? code : -code)
  }

  /// The environment of a run: nothing of the machine's own settings.
  static func environment(home: TemporaryFolder, adding: [String: String]) -> [String] {
    let variables = [
      "HOME": home.url.path, "TERM": "xterm", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
      "LOSSBOOK_HISTORY": home.url.appendingPathComponent("history").path,
      "XDG_STATE_HOME": home.url.appendingPathComponent("state").path,
      "XDG_CONFIG_HOME": home.url.appendingPathComponent("config").path,
      "EDITRC": "/dev/null",
    ]
    return variables.merging(adding) { $1 }.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
  }

  /// Calls a function with a list of C strings that ends in nil.
  static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}

/// A folder that is removed with the value.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("lossbook-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }
}
