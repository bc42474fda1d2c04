import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The file of progress, under processes that stop at any moment.
@Suite struct ProgressTests {
  private func progress(in home: TemporaryFolder) -> String {
    let url = home.url.appendingPathComponent("state/lossbook/progress")
    return (try? String(contentsOf: url, encoding: .utf8)) ?? ""
  }

  private func environment(_ home: TemporaryFolder) -> [String: String] {
    ["XDG_STATE_HOME": home.url.appendingPathComponent("state").path]
  }

  private func steps(_ text: String) -> Set<String> {
    Set(
      text.split(separator: "\n").filter { $0.hasPrefix("step ") }.compactMap {
        let words = $0.split(separator: " ")
        return words.count > 4 ? String(words[2]) : nil
      })
  }

  @Test func whatWasDoneIsThereAtTheNextStart() throws {
    let home = try TemporaryFolder()
    let variables = environment(home)
    _ = try Program.run(
      ["learn", "log-loss"], input: ":skip\n\n:skip\n", home: home, environment: variables)
    #expect(steps(progress(in: home)).count == 2)
    let again = try Program.run(
      ["learn", "log-loss"], input: ":list\n", home: home, environment: variables)
    #expect(again.output.contains("skipped"))
  }

  @Test func nothingKeptIsLostWhereProcessesAreKilledAtAnyMoment() throws {
    let home = try TemporaryFolder()
    var seen: Set<String> = []
    for round in 0..<40 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = ["learn", "log-loss"]
      process.environment = environment(home).merging(["HOME": home.url.path]) { first, _ in first }
      let input = Pipe()
      process.standardInput = input
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      input.fileHandleForWriting.write(Data(":skip\n:skip\n:skip\n:skip\n".utf8))
      usleep(UInt32(round % 20) * 6_000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let text = progress(in: home)
      #expect(text.isEmpty || (text.hasPrefix("# Progress") && text.hasSuffix("\n")))
      #expect(seen.isSubset(of: steps(text)))
      seen = steps(text)
    }
  }

  @Test func aDiskThatTakesNothingMoreIsSaidAndWhatWasKeptStays() throws {
    let home = try TemporaryFolder()
    let variables = environment(home)
    _ = try Program.run(
      ["learn", "log-loss"], input: ":skip\n", home: home, environment: variables)
    let before = progress(in: home)
    #expect(steps(before).count == 1)
    // No file may grow, as on a full disk; what is shown goes through a pipe, which may.
    let result = try Program.run(
      ["-c", "(ulimit -f 0; exec \"$0\" learn log-loss) | cat", Program.path], of: "/bin/sh",
      input: "\n:skip\n\n:skip\n:list\n", home: home, environment: variables)
    #expect(result.output.contains("Your progress cannot be kept"))
    #expect(result.output.contains("3/13") || result.output.contains("skipped"))
    #expect(progress(in: home) == before)
    let folder = home.url.appendingPathComponent("state/lossbook").path
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
        "progress", "progress.lock",
      ])
  }

  @Test func aBrokenFileIsPutAsideAndSaid() throws {
    let home = try TemporaryFolder()
    let folder = home.url.appendingPathComponent("state/lossbook")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("progress")
    try Data([0xFF, 0x00, 0x41]).write(to: file)
    let result = try Program.run(
      ["learn", "log-loss"], input: ":skip\n", home: home, environment: environment(home))
    #expect(result.output.contains("put aside"))
    let aside = folder.appendingPathComponent("progress.broken-1")
    #expect(try Data(contentsOf: aside) == Data([0xFF, 0x00, 0x41]))
    #expect(steps(progress(in: home)).count == 1)
  }

  @Test func aLaterFormatIsLeftAsItIs() throws {
    let home = try TemporaryFolder()
    let folder = home.url.appendingPathComponent("state/lossbook")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("progress")
    try "format 2\nwonders\n".write(to: file, atomically: false, encoding: .utf8)
    let result = try Program.run(
      ["learn", "log-loss"], input: ":skip\n", home: home, environment: environment(home))
    #expect(result.output.contains("later format"))
    #expect(progress(in: home) == "format 2\nwonders\n")
  }

  @Test func twoSessionsLoseNothingOfEachOther() throws {
    let home = try TemporaryFolder()
    let lessons = ["log-loss", "l1-loss"]
    let processes = try lessons.map { lesson in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = ["learn", lesson]
      process.environment = environment(home).merging(["HOME": home.url.path]) { first, _ in first }
      let input = Pipe()
      process.standardInput = input
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      input.fileHandleForWriting.write(
        Data(String(repeating: ":skip\n", count: 40).utf8))
      try input.fileHandleForWriting.close()
      return process
    }
    for process in processes { process.waitUntilExit() }
    let lines = progress(in: home).split(separator: "\n").filter { $0.hasPrefix("step ") }
    #expect(lines.count { $0.hasPrefix("step log-loss ") } == 13)
    #expect(lines.count { $0.hasPrefix("step l1-loss ") } == 12)
  }
}
