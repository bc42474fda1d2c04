import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Test func theProgramIsSuspendedAndComesBackWithItsLine() throws {
  let terminal = try PseudoTerminal(
    ["--norc", "--noprofile", "-i"], of: "/bin/bash", environment: ["PS1": "shell> "])
  try terminal.wait(forRow: "shell>")
  terminal.type("\(Program.path) --no-config" + Key.enter)
  try terminal.wait(forRow: "In [1]:")
  terminal.type("1 + 4")
  try terminal.wait(forRow: "In [1]: 1 + 4")
  terminal.type(Key.stop)
  try terminal.wait { $0.text.contains("Stopped") && $0.cursorLine == "shell>" }
  terminal.type("fg" + Key.enter)
  try terminal.wait(forRow: "In [1]: 1 + 4")
  terminal.type(Key.rubout + "5" + Key.enter)
  try terminal.wait(for: "Out[1]: 6")
}

/// What takes longer than any test waits.
private let endless = [
  "norm(exp(A) @ A)",
  "plot(norm(A @ A + q), q=-3:3)",
  "repeat 1000000000 { w := w - 0 * grad(log_loss(y, sigmoid(w)), w) }",
]

@Test(arguments: endless) func whatTakesLongIsInterrupted(_ cell: String) throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("A = full(3000, 3000, 0.5); w := [0.1, 0.2]; y = [1, 0]" + Key.enter)
  try terminal.wait(forRow: "In [2]:")
  terminal.type(cell + Key.enter)
  try terminal.wait { $0.column == 0 && $0.text.contains("In [2]: " + cell) }
  terminal.type(Key.interrupt)
  try terminal.wait(for: "error[interrupt]")
  try terminal.wait(forRow: "In [3]:")
  terminal.type("1 + 1" + Key.enter)
  try terminal.wait(for: "Out[3]: 2")
}

@Test func aClosedTerminalLeavesTheHistoryWhole() throws {
  let first = try PseudoTerminal()
  try first.wait(forRow: "In [1]:")
  first.type("3 + 4" + Key.enter)
  try first.wait(forRow: "In [2]:")
  first.sendSignal(SIGHUP)
  #expect(try first.waitForExit() == -SIGHUP)
  let second = try PseudoTerminal(home: first.home)
  try second.wait(forRow: "In [1]:")
  second.type(Key.up)
  try second.wait(forRow: "In [1]: 3 + 4")
}

// MARK: - The history's file

private func historyText(_ home: TemporaryFolder) throws -> String {
  try String(contentsOf: home.url.appendingPathComponent("history"), encoding: .utf8)
}

@Test func twoSessionsKeepWhatBothWereGivenInAFileOfTheOwner() throws {
  let first = try PseudoTerminal()
  try first.wait(forRow: "In [1]:")
  let second = try PseudoTerminal(home: first.home)
  try second.wait(forRow: "In [1]:")
  first.type("1 + 1" + Key.enter)
  try first.wait(forRow: "In [2]:")
  second.type("sum([2," + Key.enter + "2])" + Key.enter)
  try second.wait(forRow: "In [2]:")
  first.type(" 7 + 7" + Key.enter + "3 + 3" + Key.enter)
  try first.wait(forRow: "In [4]:")
  #expect(try historyText(first.home) == "1 + 1\nsum([2,\\n    2])\n3 + 3\n")
  let path = first.home.url.appendingPathComponent("history").path
  let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  #expect(mode == 0o600)
}

@Test func aKilledSessionLeavesWholeEntries() throws {
  let home = try TemporaryFolder()
  for round in 1...5 {
    let terminal = try PseudoTerminal(home: home)
    try terminal.wait(forRow: "In [1]:")
    terminal.type("\(round) + \(round)" + Key.enter)
    try terminal.wait(forRow: "In [2]:")
    terminal.type("\(round) + 0" + Key.enter)
    terminal.sendSignal(SIGKILL)
    #expect(try terminal.waitForExit() == -SIGKILL)
  }
  let entries = try historyText(home).split(separator: "\n").map(String.init)
  let acknowledged = (1...5).map { "\($0) + \($0)" }
  #expect(entries.filter { acknowledged.contains($0) } == acknowledged)
  #expect(entries.allSatisfy { acknowledged.contains($0) || $0.hasSuffix(" + 0") })
}

@Test func aFullDiskCostsTheEntryAndNothingElse() throws {
  let home = try TemporaryFolder()
  let path = home.url.appendingPathComponent("history")
  let old = String(repeating: "x = 1\n", count: 170)
  try old.write(to: path, atomically: true, encoding: .utf8)
  // Files of this shell's programs may be a kilobyte and no longer.
  let command = "ulimit -f 1; exec \(Program.path) --no-config"
  let terminal = try PseudoTerminal(["-c", command], of: "/bin/bash", home: home)
  try terminal.wait(forRow: "In [1]:")
  terminal.type("12345678 + 12345678" + Key.enter)
  try terminal.wait(for: "Out[1]: 24691356")
  terminal.type(Key.up)
  try terminal.wait(forRow: "In [2]: 12345678 + 12345678")
  #expect(try historyText(home) == old)
}

@Test func aHomeThatTakesNothingIsSaidOnceAndTheSessionGoesOn() throws {
  // A folder below a file can be made by nobody, whoever runs the tests.
  let home = try TemporaryFolder()
  let file = home.url.appendingPathComponent("file")
  try Data().write(to: file)
  let command =
    "unset LOSSBOOK_HISTORY; export HOME=\(file.path) XDG_STATE_HOME=\(file.path)/state;"
    + " exec \(Program.path)"
  let terminal = try PseudoTerminal(["-c", command], of: "/bin/bash", home: home)
  try terminal.wait(forRow: "In [1]:")
  terminal.type("1 + 1" + Key.enter)
  try terminal.wait(for: "the history cannot be kept in")
  try terminal.wait(for: "Out[1]: 2")
  terminal.type("2 + 3" + Key.enter)
  try terminal.wait(for: "Out[2]: 5")
  let said = terminal.screen.lines.filter { $0.contains("the history cannot be kept in") }
  #expect(said.count == 1)
  terminal.type(Key.up)
  try terminal.wait(forRow: "In [3]: 2 + 3")
}

@Test func aFileThatIsNoHistoryIsKeptAsideAndSaid() throws {
  let home = try TemporaryFolder()
  let path = home.url.appendingPathComponent("history")
  let foreign = Data("_HiStOrY_V2_\nls\\040-l\n".utf8)
  try foreign.write(to: path)
  let terminal = try PseudoTerminal(home: home, environment: ["COLUMNS": "200"])
  try terminal.wait(forRow: "In [1]:")
  terminal.type("1 + 1" + Key.enter)
  try terminal.wait(for: "the history could not be read")
  try terminal.wait(forRow: "In [2]:")
  #expect(try historyText(home) == "1 + 1\n")
  #expect(try Data(contentsOf: path.appendingPathExtension("unreadable")) == foreign)
}
