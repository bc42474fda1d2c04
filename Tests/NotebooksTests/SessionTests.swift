import Rendering
import Testing

@testable import Notebooks

@Test(arguments: [
  (":hlp", ":help"), (":wach x", ":watch"), (":expalin", ":explain"), (":les", ":lessons"),
])
func aMistypedCommandIsAnsweredWithTheNearest(typed: String, meant: String) {
  #expect(Session().submit(typed).plain.contains("did you mean `\(meant)`?"))
}

@Test func everyOptionTakesTheValueThatItShows() {
  for row in SettingRow.all {
    var settings = Settings()
    #expect(settings.change(row.name, to: row.value(settings)) == nil)
    #expect(settings == Settings(), "\(row.name)")
    for choice in row.choices { #expect(settings.change(row.name, to: choice) == nil) }
  }
}

@Test func aFileOfSettingsIsReadAndItsFaultsAreNamedByLine() {
  var settings = Settings()
  let complaints = settings.read(file: "digits 4 # few\n\n:set ascii on\nwdith 3\nmemory 2 GB\n")
  #expect(settings.digits == 4)
  #expect(settings.ascii)
  #expect(settings.memory == 2 << 30)
  #expect(complaints.count == 1)
  #expect(complaints.first?.contains("line 4") == true)
}

@Test(arguments: [
  ("1 GB", 1 << 30), ("64MB", 64 << 20), ("1.5KB", 1_536), ("4096", 4_096), ("1GiB", 1 << 30),
])
func anAmountOfMemoryIsRead(text: String, bytes: Int) {
  #expect(ByteCount.parse(text) == bytes)
}

@Test(arguments: ["", "GB", "-1GB", "1e300GB", "much"])
func whatIsNoAmountOfMemoryIsRefused(text: String) {
  #expect(ByteCount.parse(text) == nil)
}

@Test func aPastedTranscriptGivesItsInputs() {
  let pasted = """
    Lossbook
    In [1]: y = [1,
       ...:      0]
    In [2]: mean(y)
    Out[2]: 0.5
    note: something
    In [3]: f(x) = {
      x + 1
    }
    """
  #expect(
    PastedTranscript.inputs(of: pasted) == "y = [1,\n     0]\nmean(y)\nf(x) = {\n  x + 1\n}")
  #expect(PastedTranscript.inputs(of: "In[4]\nx = 1") == "In[4]\nx = 1")
}

@Test func commandsAmongTheLinesOfAPasteStandAlone() {
  #expect(
    Session.pieces(of: "a = 1\n:vars\nb = [1,\n2]\n?b\n\n") == [
      "a = 1", ":vars", "b = [1,\n2]", "?b",
    ])
}

@Test func completionKnowsKeywordsCommandsOptionsAndSigns() {
  let session = Session()
  func names(_ text: String) -> [String] {
    session.suggestions(for: text, at: text.unicodeScalars.count).candidates.map(\.text)
  }
  #expect(names("hube").contains("huber"))
  #expect(names("huber(1, 2, delt") == ["delta="])
  #expect(!names("huber(1, 2, delta=1, ").contains("delta="))
  #expect(names(":unw") == [":unwatch"])
  #expect(names(":set dig") == ["digits"])
  #expect(names(":set ascii o") == ["on", "off"])
  #expect(names(":learn log").contains("log-loss"))
  #expect(names("x + \\delta") == ["δ"])
  #expect(names("tf.losses.hub") == ["tf.losses.huber_loss"])
  #expect(names("# hub").isEmpty)
  _ = session.submit("损失 = 1")
  #expect(names("2 * 损") == ["损失"])
}

@Test func theSignatureOfTheCallOneIsInIsTheHint() {
  let text = "mean(huber(y, "
  let hint = Session().suggestions(for: text, at: text.unicodeScalars.count).hint
  #expect(hint?.hasPrefix("huber(y, p") == true)
}

@Test func undoTakesBackCellAfterCell() {
  let session = Session()
  for line in ["a := 1", "a := 2", "a", "a := 3", ":undo"] { _ = session.submit(line) }
  #expect(session.submit("a").plain.hasSuffix("2"))
  _ = session.submit(":undo")
  #expect(session.submit("a").plain.hasSuffix("1"))
  _ = session.submit(":undo")
  #expect(session.submit(":undo").plain.contains("nothing to undo"))
}

@Test func watchingLeavesTheLastValueAlone() {
  let session = Session()
  for line in ["w := 1", ":watch w * 10", "w + 1"] { _ = session.submit(line) }
  #expect(session.submit("_").plain.hasSuffix("2"))
  #expect(session.submit("w := 5").plain == "w * 10 = 50   (+40)")
}

@Test func aLessonPutsTheSessionAsideAndGivesItBack() {
  let session = Session()
  _ = session.submit("mine = 1")
  _ = session.submit(":learn log-loss")
  #expect(session.prompt.hasPrefix("log-loss 1/"))
  #expect(session.submit("?huber").plain.contains("Huber"))
  _ = session.submit(":leave")
  #expect(session.prompt == "In [2]: ")
  #expect(session.submit("mine").plain == "Out[2]: 1")
}

@Test func theThreeDerivativesAgreeInASession() {
  let session = Session()
  for line in ["y = [1, 0]", "w := 0.3", "L = log_loss(y, sigmoid(w * [2, -1]))"] {
    _ = session.submit(line)
  }
  #expect(session.submit("check(L, w)").plain.contains("agree: all three"))
  #expect(session.submit("numgrad(L, w)").plain.contains("estimated error"))
}

@Test func whatIsWatchedInALessonIsShownAgainAndTheSessionsOwnComesBack() {
  let session = Session()
  for line in ["k = 3", ":watch k", ":learn l2-loss", "q = 2", ":watch q"] {
    _ = session.submit(line)
  }
  #expect(session.submit("q = 5").plain.contains("q = 5"))
  #expect(!session.submit("k = 7").plain.contains("k = 7"))
  _ = session.submit(":leave")
  #expect(session.submit("k = 8").plain.contains("k = 8"))
}
