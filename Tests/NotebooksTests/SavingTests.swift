import Notebooks
import Rendering
import Synchronization
import Testing

/// A folder in memory, and sessions beside it.
private final class Folder: Sendable {
  private let files = Mutex<[String: String]>([:])

  func text(_ path: String) -> String { files.withLock { $0[path] ?? "" } }

  /// A session whose random numbers start at a seed.
  func session(seed: UInt64 = 1) -> Session {
    Session(
      surroundings: Surroundings(
        readFile: { [self] path, _ in
          let text = files.withLock { $0[path] }
          return text.map { .success(Array($0.utf8)) } ?? .failure(.init("no such file"))
        },
        writeFile: { [self] path, text in
          files.withLock { $0[path] = text }
          return nil
        }, seed: seed))
  }
}

/// Inputs of every kind: what fails, what goes over lines, pictures, settings, loops, random draws.
private let inputs = [
  "x = [1, 2]", "nothing_there", "f(a, n=2) = {\n  b = a^n\n  b + 1\n}", "f(x)", "w = 0.5",
  ":set digits 4", "pi", "L = mean((w*x - 1)^2)", "repeat 20 { w = w - 0.1*grad(L, w) }", "w",
  "r = randn(3)", "r", "k = 1; k + [1, 2] + [1, 2, 3]", "plot(x0^2, abs(x0), x0=-1:1)", "z = 5",
  ":undo", "z", "Out[4]", "In[8]", "var c > 0", "log(c^2)", "grad(L, w)", "hist(randn(50))",
  "# only a remark", "text = 3 # and another", "`", "check(L, w)",
]

@Suite struct SavingTests {
  private func saved(as path: String) -> (folder: Folder, first: Session) {
    let folder = Folder()
    let first = folder.session()
    for line in inputs + [":save \(path)"] { _ = first.submit(line) }
    return (folder, first)
  }

  @Test func aSavedNotebookComesToTheSameState() {
    let (folder, first) = saved(as: "s.md")
    let second = folder.session(seed: 2)
    _ = second.submit(":load s.md")
    for question in [":vars", "r", "w", "L", "f(3)", "z", "Out[4]", "In[8]", "pi"] {
      #expect(second.submit(question).plain == first.submit(question).plain, "\(question)")
    }
  }

  @Test func aSavedNotebookHoldsAndIsSavedAlikeAgain() {
    let (folder, _) = saved(as: "s.md")
    let text = folder.text("s.md")
    #expect(folder.session(seed: 2).check(notebook: text, name: "s.md") == [])
    let second = folder.session(seed: 3)
    _ = second.submit(":load s.md")
    _ = second.submit(":save again.md")
    #expect(folder.text("again.md") == text)
    #expect(text.contains("error[name]"))
    #expect(text.contains("```output\n3.142\n```"))
  }

  @Test func aSavedScriptHasWhatWentWell() {
    let folder = Folder()
    let first = folder.session()
    for line in ["x = [1, 2]", "nothing_there", "f(a) = {\n  a^2\n}", "f(x)", ":save s.loss"] {
      _ = first.submit(line)
    }
    #expect(folder.text("s.loss") == "x = [1, 2]\nf(a) = {\n  a^2\n}\nf(x)\n")
    #expect(folder.session().submit(":load s.loss").plain.contains("[1, 4]"))
    #expect(folder.session().submit(":load other").plain.contains("no such file"))
  }

  @Test func aFailureThatTheNotebookDoesNotTellOfEndsALoad() {
    let folder = Folder()
    let session = folder.session()
    for line in ["x = 1", ":save s.md", "nothing_there", ":save t.md"] { _ = session.submit(line) }
    let second = folder.session()
    #expect(second.submit(":load t.md").plain.contains("nothing_there"))
    #expect(second.submit("x").plain.hasSuffix("1"))
  }
}
