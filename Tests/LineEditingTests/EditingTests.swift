import Testing

@testable import LineEditing

@Test func aPasteLosesTabsControlCharactersAndItsLastNewline() {
  #expect(PastedText.normalized("\ta\r\nb\rc\u{1B}[31m\n\n") == "    a\nb\nc[31m")
}

@Test func upMeetsOnlyEntriesThatBeginWithWhatIsTyped() {
  var cursor = HistoryCursor(["grad(a)", "log(b)", "grad(c)"], draft: EditBuffer("gr"))
  #expect(cursor.previous(differentFrom: "gr")?.text == "grad(c)")
  #expect(cursor.previous(differentFrom: "grad(c)")?.text == "grad(a)")
  #expect(cursor.previous(differentFrom: "grad(a)") == nil)
  #expect(cursor.next(differentFrom: "grad(a)")?.text == "grad(c)")
  #expect(cursor.next(differentFrom: "grad(c)")?.text == "gr")
  #expect(cursor.next(differentFrom: "gr") == nil)
}

@Test func aSearchFindsAnyUnicodeNewestFirstAndEachOnce() {
  var search = HistorySearch(["损失 = 1", "∂f", "损失 = 1", "x"])
  search.append("损")
  #expect(search.matches == ["损失 = 1"])
  search.removeLast()
  search.append("∂")
  #expect(search.current == "∂f")
  search.append("[")
  #expect(search.current == nil)
}

@Test func aPatternWithoutCapitalsFindsEitherCase() {
  var search = HistorySearch(["L = 1", "l = 2"])
  search.append("l")
  #expect(search.matches == ["l = 2", "L = 1"])
  search.removeLast()
  search.append("L")
  #expect(search.matches == ["L = 1"])
}

@Test func undoGoesBackAWordAtATime() {
  var stack = UndoStack()
  stack.reset(to: EditBuffer(""))
  var text = ""
  for character in "ab cd" {
    text.append(character)
    stack.note(EditBuffer(text))
  }
  #expect(stack.undo()?.text == "ab ")
  #expect(stack.undo()?.text == "ab")
  #expect(stack.undo()?.text == "")
  #expect(stack.undo() == nil)
}

@Test func theCommonPrefixIsFoundByCodePoints() {
  let list = CompletionList(start: 0, candidates: [Completion("损失"), Completion("损坏")])
  #expect(list.commonPrefix == "损")
  #expect(CompletionList(start: 0).commonPrefix == "")
}

@Test func aListWithSummariesHasOneARow() {
  let rows = CandidateColumns.rows(
    [Completion("损失", summary: "a loss"), Completion("huber", summary: "huber(y, p)")], width: 21)
  #expect(rows == ["  损失   a loss", "  huber  huber(y, p)"])
}

@Test func aLongListStandsInColumnsFilledDownwards() {
  let rows = CandidateColumns.rows(["a", "bb", "c", "d", "e"].map { Completion($0) }, width: 12)
  #expect(rows == ["a   c   e", "bb  d"])
}
