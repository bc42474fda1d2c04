import Testing

@Test func theFirstScreenSaysWhatCanBeDoneInFiveLines() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  #expect(terminal.screen.lines.count == 6)
  #expect(terminal.screen.text.contains(":help"))
}

@Test func aCellIsNumberedAndItsResultStandsBehindItsNumber() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("1 + 1" + Key.enter)
  try terminal.wait(forRow: "In [2]:")
  #expect(terminal.screen.text.contains("In [1]: 1 + 1\nOut[1]: 2\nIn [2]:"))
}

@Test func editingBeforeWideCharactersLeavesTheRowRight() throws {
  let terminal = try PseudoTerminal(columns: 40)
  try terminal.wait(forRow: "In [1]:")
  terminal.type("损失 = α + 1" + Key.home + "x" + "\u{8}" + "δf")
  try terminal.wait(forRow: "In [1]: δf损失 = α + 1")
  terminal.type(Key.interrupt)
  try terminal.wait { $0.cursorLine == "In [1]:" && $0.lines.count > 7 }
}

@Test func enterGoesOnWhileABracketIsOpenAndUpComesBackToTheRow() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("sum([1," + Key.enter + "2])")
  try terminal.wait { $0.text.contains("In [1]: sum([1,\n   ...:     2])") }
  terminal.type(Key.up + Key.home + "0 + " + Key.down + Key.enter)
  try terminal.wait(forRow: "In [2]:")
  #expect(terminal.screen.text.contains("In [1]: 0 + sum([1,\n   ...:     2])\nOut[1]: 3"))
  // It comes back as one cell.
  terminal.type(Key.up)
  try terminal.wait { $0.text.hasSuffix("In [2]: 0 + sum([1,\n   ...:     2])") }
}

@Test func altEnterMakesARowWhateverIsOpen() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("a = 1" + Key.altEnter + "a + 1" + Key.enter)
  try terminal.wait(for: "Out[1]: 2")
}

@Test func aPasteLandsAsOneCellAndLosesPromptsAndOutputs() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type(Key.pasted("In [7]: b = 2\nIn [8]: b +\t1\nOut[8]: 3\n"))
  try terminal.wait { $0.text.hasSuffix("In [1]: b = 2\n   ...: b +    1") }
  terminal.type(Key.enter)
  try terminal.wait(for: "Out[1]: 3")
}

@Test func interruptClearsTheLineAndEndOnAnEmptyLineLeaves() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("nonsense(")
  try terminal.wait(forRow: "In [1]: nonsense(")
  terminal.type(Key.interrupt)
  try terminal.wait(forRow: "In [1]:")
  terminal.type(Key.end)
  #expect(try terminal.waitForExit() == 0)
  #expect(terminal.isCooked)
}

@Test func interruptStopsAnEndlessLoopAndTheSessionLives() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("w := 1" + Key.enter)
  try terminal.wait(forRow: "In [2]:")
  terminal.type("repeat 1000000000 { w := w + 0 }" + Key.enter)
  try terminal.wait { $0.column == 0 && $0.text.contains("w + 0 }") }
  terminal.type(Key.interrupt)
  try terminal.wait(for: "error[interrupt]")
  try terminal.wait(forRow: "In [3]:")
  terminal.type("w + 1" + Key.enter)
  try terminal.wait(for: "Out[3]: 2")
}

@Test func whatIsTypedWhileACellRunsIsKeptForTheNextPrompts() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("w := 1" + Key.enter + "repeat 2000 { w := w + 1 }" + Key.enter)
  terminal.type("w + 10" + Key.enter + "w + 20" + Key.enter)
  try terminal.wait(forRow: "In [5]:")
  #expect(terminal.screen.text.contains("In [3]: w + 10\nOut[3]: 2011\n"))
  #expect(terminal.screen.text.contains("In [4]: w + 20\nOut[4]: 2021\n"))
}

@Test func theHistoryIsThereInTheNextRun() throws {
  let first = try PseudoTerminal()
  try first.wait(forRow: "In [1]:")
  first.type("3 + 4" + Key.enter)
  try first.wait(forRow: "In [2]:")
  first.type(" 5 + 5" + Key.enter)
  try first.wait(forRow: "In [3]:")
  first.type(Key.end)
  #expect(try first.waitForExit() == 0)
  let second = try PseudoTerminal(home: first.home)
  try second.wait(forRow: "In [1]:")
  second.type(Key.up)
  try second.wait(forRow: "In [1]: 3 + 4")
}

@Test func searchFindsAnyUnicodeAndEnterRunsIt() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("损失 = 41" + Key.enter)
  try terminal.wait(forRow: "In [2]:")
  terminal.type("1" + Key.enter)
  try terminal.wait(forRow: "In [3]:")
  terminal.type(Key.search + "损")
  try terminal.wait(forRow: "search '损' 1/1: 损失 = 41")
  terminal.type("\u{5}" + " + 1" + Key.enter)
  try terminal.wait(forRow: "In [4]:")
  terminal.type("损失" + Key.enter)
  try terminal.wait(for: "Out[4]: 42")
}

@Test func tabCompletesListsAndTypesGreekLetters() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("hube" + Key.tab)
  try terminal.wait(forRow: "In [1]: huber")
  terminal.type("(1, 2, delt" + Key.tab)
  try terminal.wait(forRow: "In [1]: huber(1, 2, delta=")
  terminal.type(Key.killRow + "\\delta" + Key.tab)
  try terminal.wait(forRow: "In [1]: δ")
  terminal.type(Key.killRow + ":expl" + Key.tab)
  try terminal.wait(forRow: "In [1]: :explain")
  terminal.type(Key.killRow + "soft" + Key.tab)
  try terminal.wait { $0.text.contains("softplus") && $0.cursorLine == "In [1]: soft" }
}

@Test func aCutWordIsOneOfTheLanguageAndUndoBringsItBack() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("aa*bb-cc[0]" + Key.killWord + Key.killWord)
  try terminal.wait(forRow: "In [1]: aa*bb-cc[")
  terminal.type(Key.undo + Key.undo)
  try terminal.wait(forRow: "In [1]: aa*bb-cc[0]")
}

@Test func aTerminalThatKnowsNoSequencesStillWorks() throws {
  let terminal = try PseudoTerminal(environment: ["TERM": "dumb"])
  try terminal.wait(forRow: "In [1]:")
  terminal.type("2 * 3" + Key.enter)
  try terminal.wait(for: "Out[1]: 6")
}

@Test func aSignalToEndLeavesTheTerminalAsItWas() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("8 + 8" + Key.enter)
  try terminal.wait(forRow: "In [2]:")
  terminal.sendSignal()
  #expect(try terminal.waitForExit() == -15)
  #expect(terminal.isCooked)
  let next = try PseudoTerminal(home: terminal.home)
  try next.wait(forRow: "In [1]:")
  next.type(Key.up)
  try next.wait(forRow: "In [1]: 8 + 8")
}
