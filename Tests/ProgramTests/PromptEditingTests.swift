import Testing

// MARK: - Hints and completion

@Test func theSignatureStandsBelowACallWhileItIsTyped() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("quantile(")
  try terminal.wait {
    $0.cursorLine == "In [1]: quantile("
      && $0.lines.last?.hasPrefix("  quantile(y, p, tau=0.5") == true
  }
  terminal.type("1, 2)")
  try terminal.wait { $0.lines.last == "In [1]: quantile(1, 2)" }
  terminal.type(Key.killRow + "?sigmoid")
  try terminal.wait { $0.lines.last == "  sigmoid(x)" }
  terminal.type(Key.killRow + ":explain ")
  try terminal.wait { $0.lines.last?.hasPrefix("  :explain code") == true }
}

@Test func namesOfTheShapeOfTheTargetAreOfferedFirst() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("y = [1, 0]; a = 3; p = [0.5, 0.2]" + Key.enter)
  try terminal.wait(forRow: "In [2]:")
  terminal.type("huber(y, " + Key.tab)
  let screen = try terminal.wait { $0.text.contains("reduction=") }
  let listed = screen.split(separator: "\n").compactMap { line in
    line.hasPrefix("  ") ? line.split(separator: " ").prefix(2).joined(separator: " ") : nil
  }
  #expect(
    listed.suffix(6) == [
      "p data", "a data", "p= argument", "delta= argument", "weights= argument",
      "reduction= argument",
    ])
  terminal.type("p, reduction=" + Key.tab)
  try terminal.wait { $0.text.contains("\"none\"") && $0.text.contains("value") }
}

@Test func commandsOptionsTheirValuesLessonsAndFilesAreCompleted() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  // A tab with more behind it would be one that is pasted.
  terminal.type(":set backg" + Key.tab)
  try terminal.wait(forRow: "In [1]: :set background")
  terminal.type(" l" + Key.tab)
  try terminal.wait(forRow: "In [1]: :set background light")
  terminal.type(Key.killRow + ":learn log-l" + Key.tab)
  try terminal.wait(forRow: "In [1]: :learn log-loss")
  terminal.type(Key.killRow + ":load /et" + Key.tab)
  try terminal.wait(forRow: "In [1]: :load /etc/")
  terminal.type(Key.killRow + "csv(\"/et" + Key.tab)
  try terminal.wait(forRow: "In [1]: csv(\"/etc/")
}

// MARK: - Drawing

@Test func marksThatCombineAreDrawnAndEditedWithTheirLetter() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("p̂ = 2" + Key.home + Key.right + "q")
  try terminal.wait(forRow: "In [1]: p̂q = 2")
  terminal.type(Key.rubout + Key.rubout + "ŷ")
  try terminal.wait(forRow: "In [1]: ŷ = 2")
  terminal.type(Key.enter)
  try terminal.wait(forRow: "In [2]:")
  terminal.type("ŷ + 1" + Key.enter)
  try terminal.wait(for: "Out[2]: 3")
}

@Test func aLongRowGoesOnBelowAndAWideCharacterIsNotCut() throws {
  let terminal = try PseudoTerminal(columns: 20)
  try terminal.wait(forRow: "In [1]:")
  terminal.type("12345678901损失 + 1")
  try terminal.wait { $0.text.hasSuffix("In [1]: 12345678901\n损失 + 1") }
  terminal.type(Key.home + "9")
  try terminal.wait { $0.text.hasSuffix("In [1]: 912345678901\n损失 + 1") }
}

@Test func aWindowOfAnotherSizeHasTheTextDrawnAnew() throws {
  let terminal = try PseudoTerminal(columns: 30)
  try terminal.wait(forRow: "In [1]:")
  terminal.type("11111111112222222222333333" + Key.altEnter + "44")
  try terminal.wait { $0.text.hasSuffix("In [1]: 1111111111222222222233\n3333\n   ...: 44") }
  terminal.resize(columns: 60, rows: 20)
  try terminal.wait { $0.text.hasSuffix("In [1]: 11111111112222222222333333\n   ...: 44") }
  terminal.type(Key.enter)
  try terminal.wait(for: "Out[1]: 44")
}

@Test func aCellLargerThanTheScreenIsShownAroundTheCursor() throws {
  let terminal = try PseudoTerminal(rows: 8)
  try terminal.wait(forRow: "In [1]:")
  let rows = (1...30).map { "x\($0) = \($0)" }
  terminal.type(Key.pasted(rows.joined(separator: "\n")))
  try terminal.wait { $0.lines.first == "   ...: x23 = 23" && $0.cursorLine == "   ...: x30 = 30" }
  terminal.type(String(repeating: Key.up, count: 29) + Key.home + "0; ")
  try terminal.wait {
    $0.lines.first == "In [1]: 0; x1 = 1" && $0.cursorLine == "In [1]: 0; x1 = 1"
  }
  terminal.type(Key.enter)
  try terminal.wait(forRow: "In [2]:")
  terminal.type("x1 + x30" + Key.enter)
  try terminal.wait(for: "Out[2]: 31")
}

@Test func aPasteOfTenThousandLinesIsIntact() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  let lines = String(repeating: "# a remark of this length\n", count: 9_998)
  terminal.type(Key.pasted("s = 40\n" + lines + "s + 2"))
  try terminal.wait(forRow: "   ...: s + 2")
  terminal.type(Key.enter)
  try terminal.wait(for: "Out[1]: 42")
}

@Test func aTabInATextThatIsNotMarkedAsPastedIsSpace() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("sum([1,\t2])")
  try terminal.wait(forRow: "In [1]: sum([1,  2])")
}

// MARK: - Rows, words, history

@Test func rowsAreEditedOneByOne() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("a = 1" + Key.altEnter + "bb = 22" + Key.altEnter + "c = 3" + Key.up)
  try terminal.wait { $0.row == 6 && $0.column == 13 }
  terminal.type(Key.killToRowEnd + "9" + Key.home + "z")
  try terminal.wait { $0.text.hasSuffix("In [1]: a = 1\n   ...: zbb = 9\n   ...: c = 3") }
  terminal.type(Key.rowEnd + Key.killToRowEnd)
  try terminal.wait { $0.text.hasSuffix("In [1]: a = 1\n   ...: zbb = 9c = 3") }
  terminal.type(Key.killRow + Key.yank + Key.yank)
  try terminal.wait { $0.text.hasSuffix("\n   ...: zbb = 9zbb = 9c = 3") }
}

@Test func aWordIsOneOfTheLanguage() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  terminal.type("aa*bb-cc[0]" + Key.wordBack + Key.wordBack + "X")
  try terminal.wait(forRow: "In [1]: aa*bb-cc[X0]")
  terminal.type(Key.wordBack + Key.wordBack + Key.wordBack + "Y")
  try terminal.wait(forRow: "In [1]: aa*bb-Ycc[X0]")
}

@Test func upGoesThroughTheEntriesThatBeginWithWhatIsTyped() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  for (number, cell) in ["alpha = 1", "beta = 2", "alpha + 5"].enumerated() {
    terminal.type(cell + Key.enter)
    try terminal.wait(forRow: "In [\(number + 2)]:")
  }
  terminal.type("al" + Key.up)
  try terminal.wait(forRow: "In [4]: alpha + 5")
  terminal.type(Key.up)
  try terminal.wait(forRow: "In [4]: alpha = 1")
  terminal.type(Key.down + Key.down)
  try terminal.wait(forRow: "In [4]: al")
}

@Test func theSearchListsWhatElseItFinds() throws {
  let terminal = try PseudoTerminal()
  try terminal.wait(forRow: "In [1]:")
  for number in 1...3 {
    terminal.type("v\(number) = \(number)" + Key.enter)
    try terminal.wait(forRow: "In [\(number + 1)]:")
  }
  terminal.type(Key.search + "v")
  try terminal.wait { $0.text.hasSuffix("search 'v' 1/3: v3 = 3\n  v2 = 2\n  v1 = 1") }
  terminal.type(Key.search)
  try terminal.wait { $0.text.hasSuffix("search 'v' 2/3: v2 = 2\n  v1 = 1") }
  terminal.type("\u{7}")
  try terminal.wait { $0.lines.last == "In [4]:" }
}
