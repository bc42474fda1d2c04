import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that are saved, under processes that stop at any moment and disks that are full.
///
/// `LOSSBOOK_ROUNDS=500` sets the number of processes that are killed.
@Suite struct SavingTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["LOSSBOOK_ROUNDS"].flatMap(Int.init) ?? 30

  @Test func aSavedNotebookIsTheOldOneOrTheNewOneWhereTheProcessIsKilled() throws {
    let home = try TemporaryFolder()
    for name in ["notebook.md", "page.html", "script.loss"] {
      let file = home.url.appendingPathComponent(name)
      var known: Set<String> = [""]
      for length in [3, 40] {
        let cells = (0..<length).map { "v\($0) = \($0)" }.joined(separator: "\n") + "\n"
        _ = try Program.run([], input: cells + ":save \(name)\n", home: home)
        known.insert(try String(contentsOf: file, encoding: .utf8))
      }
      #expect(known.count == 3, "\(name)")
      for round in 0..<(Self.rounds / 3) {
        let length = round % 2 == 0 ? 3 : 40
        let cells = (0..<length).map { "v\($0) = \($0)" }.joined(separator: "\n") + "\n"
        let saves = String(repeating: ":save \(name)\n", count: 50)
        try killed(input: cells + saves, home, after: UInt32(round % 10) * 7_000 + 3_000)
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(known.contains(text), "\(name), round \(round)")
      }
    }
  }

  /// Runs the program and kills it so many microseconds after its input was written.
  private func killed(input: String, _ home: TemporaryFolder, after time: UInt32) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.environment = ["HOME": home.url.path, "LANG": "C.UTF-8"]
    process.currentDirectoryURL = home.url
    let pipe = Pipe()
    process.standardInput = pipe
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    pipe.fileHandleForWriting.write(Data(input.utf8))
    usleep(time)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  @Test func aFullDiskIsSaidAndLeavesTheOldFile() throws {
    let home = try TemporaryFolder()
    _ = try Program.run([], input: "x = 1\n:save notebook.md\n", home: home)
    let file = home.url.appendingPathComponent("notebook.md")
    let before = try String(contentsOf: file, encoding: .utf8)
    // A limit on the size of files is a disk that is full at once.
    let result = try shell(
      "(trap '' XFSZ; ulimit -f 0; printf 'y = 2\\n:save notebook.md\\n' | \"$0\") 2>&1 | cat", home
    )
    #expect(result.contains("notebook.md"))
    #expect(result.contains("too large") || result.contains("space"), "\(result)")
    #expect(try String(contentsOf: file, encoding: .utf8) == before)
  }

  @Test func aFullDeviceIsSaid() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let result = try Program.run([], input: "x = 1\n:save /dev/full\n")
    #expect((result.output + result.errors).contains("no space left"))
  }

  @Test func aClosedOutputEndsTheProgramWithoutAWord() throws {
    let home = try TemporaryFolder()
    let result = try shell("(yes '1 + 1' | head -2000 | \"$0\"; echo $? >status) | head -1", home)
    #expect(result.contains("2"))
    let status = try String(
      contentsOf: home.url.appendingPathComponent("status"), encoding: .utf8)
    #expect(["0\n", "141\n"].contains(status), "\(status)")
  }

  @Test func withoutAHomeTheProgramWorks() throws {
    let result = try shell("env -i PATH=/usr/bin:/bin \"$0\" eval '1 + 1'", try TemporaryFolder())
    #expect(result.contains("2"))
    let session = try shell(
      "printf '1 + 1\\n' | env -i PATH=/usr/bin:/bin \"$0\"", try TemporaryFolder())
    #expect(session.contains("2"))
  }

  @Test func tenSessionsAtOnceLoseNothingOfEachOther() throws {
    let home = try TemporaryFolder()
    let lessons = ["log-loss", "l1-loss"]
    let processes = try (0..<10).map { number in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = ["learn", lessons[number % 2]]
      process.environment = [
        "HOME": home.url.path, "XDG_STATE_HOME": home.url.appendingPathComponent("state").path,
      ]
      // Some go to questions of the other lesson, which a session begins with.
      let input = home.url.appendingPathComponent("input-\(number)")
      try String(repeating: ":skip\n", count: 15).write(
        to: input, atomically: false, encoding: .utf8)
      process.standardInput = try FileHandle(forReadingFrom: input)
      let output = home.url.appendingPathComponent("output-\(number)")
      try Data().write(to: output)
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = process.standardOutput
      try process.run()
      return process
    }
    for process in processes { process.waitUntilExit() }
    let folder = home.url.appendingPathComponent("state/lossbook")
    let text = try String(
      contentsOf: folder.appendingPathComponent("progress"), encoding: .utf8)
    let shown = try (0..<10).map {
      try String(contentsOf: home.url.appendingPathComponent("output-\($0)"), encoding: .utf8)
    }
    for lesson in lessons {
      #expect(text.contains("step \(lesson) "), "\(text)\(shown.joined(separator: "\n---\n"))")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.contains("broken") })
  }

  /// Runs a line of the shell with the program as `$0`, and returns what it wrote.
  private func shell(_ line: String, _ home: TemporaryFolder) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exec 2>&1; " + line, Program.path]
    process.environment = [
      "HOME": home.url.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
      "XDG_STATE_HOME": home.url.appendingPathComponent("state").path,
    ]
    process.currentDirectoryURL = home.url
    process.standardInput = FileHandle.nullDevice
    // A file and not a pipe, whose other end a process of another test could hold open.
    let output = home.url.appendingPathComponent("output")
    try Data().write(to: output)
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    return String(decoding: try Data(contentsOf: output), as: UTF8.self)
  }
}
