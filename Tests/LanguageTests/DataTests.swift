import Language
import Syntax
import Testing

/// A notebook beside one file of text.
private func notebook(_ file: String, _ lines: String...) -> Notebook {
  let notebook = Notebook()
  notebook.interpreter.readFile = { (_, _) throws(Diagnostic) in Array(file.utf8) }
  for line in lines { notebook.run(line) }
  return notebook
}

private let table = "score,kind,a b\n0.5,cat,1\n1.5,dog,2\n2.5,cat,3\n"

@Test(arguments: [
  ("d.score", "[0.5, 1.5, 2.5]"), ("d[:, \"score\"]", "[0.5, 1.5, 2.5]"),
  ("d[\"a b\"]", "[1, 2, 3]"), ("d.kind", "[0, 1, 0]"), ("d[1, \"score\"]", "1.5"),
  ("d[1:, \"score\"]", "[1.5, 2.5]"),
  ("d[:, [\"score\", \"a b\"]]", "[[0.5, 1], [1.5, 2], [2.5, 3]]"),
  ("d[-1, [\"score\", \"a b\"]]", "[2.5, 3]"), ("mean(d.score)", "1.5"),
])
func columnsAreTakenByNameAndRow(expression: String, value: String) {
  let notebook = notebook(table, "d = csv(\"f.csv\")")
  let expected = Notebook().value(value)
  #expect(expected != nil)
  #expect(notebook.value(expression) == expected)
}

@Test func wordsInATableAreToldOf() {
  let events = notebook(table, "d = csv(\"f.csv\")").events
  guard case .note(let note)? = events.last else {
    Issue.record("no note")
    return
  }
  #expect(note.message == "kind is text: 0 \"cat\", 1 \"dog\"")
}

@Test(arguments: [
  ("csv(\"f.csv\", columns=[\"x\"])", "file", "there is no column \"x\""),
  ("csv(\"f.csv\", columns=3)", "argument", "`columns` must be a list of names"),
  ("csv(\"f.csv\", separator=\"::\")", "argument", "`separator` is one character"),
  ("csv(\"f.csv\", decimal=\"x\")", "argument", "`decimal` cannot be \"x\""),
  ("npy(\"f.csv\")", "file", "this is not a NumPy array file"),
  ("npz(\"f.csv\")", "file", "this is no archive of arrays"),
  ("csv(\"f.csv\")[0]", "index", "indexed by a column's name"),
  ("csv(\"f.csv\").nope", "name", "there is no column `nope`"),
])
func errorsAboutDataSayWhatIsWrong(expression: String, code: String, message: String) {
  let notebook = notebook(table, expression)
  #expect(notebook.failure?.code.rawValue == code)
  #expect(notebook.failure?.message.contains(message) == true, "\(notebook.failure?.message ?? "")")
}

@Test func aTableBeyondTheMemoryIsRefusedWithItsSize() {
  let notebook = notebook("x\n" + String(repeating: "1\n", count: 20_000))
  notebook.interpreter.options.memory = 1 << 16
  #expect(notebook.run("csv(\"f.csv\")").failure?.code == .limit)
  #expect(notebook.failure?.message.contains("the limit is 64 KB") == true)
}
