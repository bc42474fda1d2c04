import Testing

@testable import Notebooks

@Test(
  arguments: [
    ("[0.25, 1]", "[0.25, 1]", true), ("0.164252", "0.164253", true),
    ("0.164252", "0.164254", false), ("1e-7", "1.0e-7", true), ("3", "4", false),
    ("[ 1.0, 2.5]", "[1.0,  2.5]", true), ("-1.5", "1.5", false), ("nan", "nan", true),
    ("x2 = 1", "x2 = 1", true), ("2 x", "3 x", false), ("", "", true), ("a", "", false),
  ])
func numbersMayDifferInTheirLastDigit(expected: String, actual: String, isSame: Bool) {
  #expect(OutputComparison.isSame(expected, actual) == isSame)
}

@Test func onlyTheLinesThatDifferAreNamed() {
  #expect(OutputComparison.difference("a\nb\nc", "a\nx\nc") == ["- b", "+ x"])
  #expect(OutputComparison.difference("a", "a\nb") == ["+ b"])
  #expect(OutputComparison.difference("a\na", "a") == ["- a"])
  #expect(OutputComparison.difference("", "") == [])
}

@Test func aNotebookIsATest() {
  let notebook = """
    ```loss
    x = [1, 2]
    x * 2
    ```

    ```output
    [2, 4]
    ```

    ```loss
    nope + x
    ```
    """
  let wrong = Session().check(notebook: notebook.replacing("[2, 4]", with: "[2, 5]"), name: "n.md")
  #expect(wrong.map(\.line) == [2, 11])
  #expect(wrong.first?.lines == ["- [2, 5]", "+ [2, 4]"])
  #expect(Session().check(notebook: notebook, name: "n.md").map(\.line) == [11])
}

@Test func aPageOfAPageIsTheSame() {
  let first = Session()
  for text in ["x = [1, 2, 3]", "x / 7", "x +\n  nope", "mean(x^2); x"] {
    _ = first.submit(text) { _, _ in }
  }
  let page = first.exported(as: "a.md") ?? ""
  let second = Session()
  for cell in ScriptFile.cells(of: page, path: "a.md") {
    _ = second.run(cell, name: "a.md") { _, _ in }
  }
  #expect(second.exported(as: "b.md", from: page) == page)
  #expect(Session().check(notebook: page, name: "a.md").isEmpty)
}
