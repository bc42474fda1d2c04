import Foundation
import Testing

/// A terminal with the program at its first prompt, with vi's keys.
private func viTerminal() throws -> PseudoTerminal {
  let home = try TemporaryFolder()
  let editrc = home.url.appendingPathComponent("editrc")
  try "bind -v\n".write(to: editrc, atomically: true, encoding: .utf8)
  let terminal = try PseudoTerminal(home: home, environment: ["EDITRC": editrc.path])
  try terminal.wait(forRow: "In [1]:")
  return terminal
}

/// Presses Escape and waits until it has been seen to be a key of its own.
private func escape(_ terminal: PseudoTerminal, toColumn column: Int) throws {
  terminal.type(Key.escape)
  try terminal.wait { $0.column == column }
}

@Test func viEditsWithinARow() throws {
  let terminal = try viTerminal()
  terminal.type("alpha*beta")
  try terminal.wait(forRow: "In [1]: alpha*beta")
  try escape(terminal, toColumn: 17)
  terminal.type("bcwgamma")
  try terminal.wait(forRow: "In [1]: alpha*gamma")
  try escape(terminal, toColumn: 18)
  terminal.type("0x$iX")
  try terminal.wait(forRow: "In [1]: lpha*gammXa")
  try escape(terminal, toColumn: 17)
  terminal.type("uu")
  try terminal.wait { !$0.cursorLine.contains("X") }
}

@Test func viEditsTheRowsOfACell() throws {
  let terminal = try viTerminal()
  terminal.type("sum([1," + Key.enter + "22," + Key.enter + "3])")
  try terminal.wait { $0.text.hasSuffix("\n   ...:     22,\n   ...:     3])") }
  try escape(terminal, toColumn: 14)
  terminal.type("kdd")
  try terminal.wait { $0.text.contains("In [1]: sum([1,\n   ...:     3])") }
  terminal.type("k0dwimean")
  try terminal.wait { $0.text.contains("In [1]: mean([1,\n") }
  try escape(terminal, toColumn: 11)
  terminal.type(Key.enter)
  try terminal.wait(for: "Out[1]: 2")
}

@Test func viGoesThroughTheHistoryAndSearchesIt() throws {
  let terminal = try viTerminal()
  terminal.type("1 + 1" + Key.enter)
  try terminal.wait(forRow: "In [2]:")
  terminal.type("2 + 2" + Key.enter)
  try terminal.wait(forRow: "In [3]:")
  terminal.type(Key.escape + "kk")
  try terminal.wait(forRow: "In [3]: 1 + 1")
  terminal.type("j")
  try terminal.wait(forRow: "In [3]: 2 + 2")
  terminal.type("/1 +")
  try terminal.wait(forRow: "search '1 +' 1/1: 1 + 1")
  terminal.type(Key.enter)
  try terminal.wait(forRow: "In [3]: 1 + 1")
}

@Test func viTakesArrowsAndPastesWhileInserting() throws {
  let terminal = try viTerminal()
  terminal.type("12" + Key.left + "x" + Key.home + "y")
  try terminal.wait(forRow: "In [1]: y1x2")
  terminal.type(Key.killRow + Key.pasted("a = 1\na + 1"))
  try terminal.wait { $0.text.contains("In [1]: a = 1\n   ...: a + 1") }
}
