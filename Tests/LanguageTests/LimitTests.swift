import Graphs
import Language
import Syntax
import TestSupport
import Testing

/// Whatever would need more than there is ends in a diagnostic of its own.
@Suite struct LimitTests {
  @Test(arguments: [
    "zeros(1e9, 1e9)", "zeros(1e19, 2)", "eye(1e9)", "one_hot([0, 1], 1e12)", "tile([1, 2], 1e18)",
    "arange(0, 1e18)", "linspace(0, 1, 1e18)", "polygamma(1e9, 2.0)", "x ^ 2 @ ones(1e10)",
    "broadcast_to(1, 1e10, 1e10)", "reshape([1, 2], 4294967296, 4294967296)", "x[0:1e18:-1e18]",
    "x[1e18]", "diff(x^3, x, n=1e9)", "repeat 9223372036854775808 { 1 }", "cumsum(ones(1e9))",
    "expand_dims(ones(1e5), 1) * ones(1e5)", "concat(x, zeros(9e18), zeros(9e18))",
  ])
  func whatIsTooLargeHasAnErrorOrAValueAtOnce(line: String) {
    let notebook = Notebook("x := [1, 2, 3]")
    notebook.run(line)
    #expect(notebook.failure.map { !$0.message.isEmpty } ?? !notebook.outputs.isEmpty)
  }

  @Test func aFunctionThatCallsItselfTwiceAtEachStepIsStopped() {
    let notebook = Notebook("f(n) = n if n < 2 else f(n-1) + f(n-2)")
    #expect(notebook.elements("f(12)") == [144])
    #expect(notebook.code("f(60)") == .limit)
    #expect(notebook.code("g(x) = g(x)").map { $0 } == nil)
    #expect(notebook.code("g(1)") == .limit)
  }

  @Test func aNumberOfManyDigitsIsQuotedByItsBeginning() {
    let notebook = Notebook()
    let message = notebook.run(String(repeating: "1", count: 100_000)).failure?.message ?? ""
    #expect(message.contains("is not a number"))
    #expect(message.count < 200)
  }

  @Test func aCopyOfTheNamesIsAsItWas() {
    let notebook = Notebook("a = 1", "b := 2")
    let before = notebook.interpreter.environment
    notebook.run("c = 3")
    notebook.run("del a")
    #expect(before.order == ["a", "b"])
    #expect(notebook.interpreter.environment.order == ["b", "c"])
    notebook.run("a = 4")
    #expect(notebook.interpreter.environment.order == ["b", "c", "a"])
  }
}

@Suite struct PersistentMapTests {
  /// All keys with one hash are the worst case of a trie.
  private struct Key: Hashable, Sendable {
    let number: Int

    func hash(into hasher: inout Hasher) { hasher.combine(number % 3) }
  }

  @Test func itIsADictionaryWhoseCopiesDoNotChange() {
    var random = SeededGenerator(seed: 1)
    var map = PersistentMap<Key, Int>()
    var dictionary: [Key: Int] = [:]
    for step in 0..<2_000 {
      let key = Key(number: Int.random(in: 0..<60, using: &random))
      let (old, copy) = (dictionary[key], map)
      let value = Bool.random(using: &random) ? step : nil
      map[key] = value
      dictionary[key] = value
      #expect(map[key] == value)
      #expect(copy[key] == old)
    }
    #expect(Dictionary(uniqueKeysWithValues: map.entries.map { ($0.key, $0.value) }) == dictionary)
  }
}
