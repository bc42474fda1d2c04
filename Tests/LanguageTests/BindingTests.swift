import Language
import Syntax
import Tensors
import Testing

@Test func aDefinitionFollowsWhatItIsMadeOf() {
  let notebook = Notebook("w := 3", "L = w^2", "w := 5")
  #expect(notebook.elements("L") == [25])
}

@Test func anAssignmentTakesTheValueNow() {
  let notebook = Notebook("w := 3", "v := w^2", "w := 5")
  #expect(notebook.elements("v") == [9])
}

@Test func aDefinitionWithoutNamesIsData() {
  let notebook = Notebook("y = [1, 0, 1]")
  #expect(notebook.interpreter.description(of: "y")?.kind == .data)
  #expect(notebook.formula("grad(sum(y^2), y)") == "2*y")
}

@Test func bindingsShowNothing() {
  #expect(Notebook("x = 3").outputs.isEmpty)
  #expect(Notebook("x := 3").outputs.isEmpty)
}

@Test func aSelfReferenceOfDataIsAnAssignmentAndSaysSo() {
  let notebook = Notebook("w := 3")
  #expect(notebook.run("w = w - 1").notes.map(\.code) == ["assignment"])
  #expect(notebook.elements("w") == [2])
}

@Test func aSelfReferenceOfAFormulaSubstitutesTheOldOneAndSaysSo() {
  let notebook = Notebook("w := -3", "z = 2*w")
  #expect(notebook.run("z = relu(z) + 1").notes.map(\.code) == ["substitution"])
  #expect(notebook.elements("z") == [1])
  notebook.run("w := 4")
  #expect(notebook.elements("z") == [9])
  #expect(notebook.elements("grad(z, w)") == [2])
}

@Test func aSelfReferenceThroughAnotherDefinitionSubstitutesToo() {
  let notebook = Notebook("w := 2", "z = 3*w", "p = z + 1", "z = p^2")
  #expect(notebook.elements("z") == [49])
  notebook.run("w := 0")
  #expect(notebook.elements("z") == [1])
}

@Test func manySelfReferencesStayLinear() {
  let notebook = Notebook("w := 1.5", "x = w/2")
  for _ in 0..<200 { notebook.run("x = x*x + x/2") }
  #expect(notebook.failure == nil)
  #expect(notebook.value("x") != nil)
}

@Test func severalAreAssignedAtOnceFromTheOldValues() {
  let notebook = Notebook("a := 1", "b := 2", "a, b := b, a")
  #expect(notebook.elements("a") == [2])
  #expect(notebook.elements("b") == [1])
}

@Test func aPartIsAssigned() {
  let notebook = Notebook("w := [1, 2, 3]", "w[0] := 7", "w[1:] := 0")
  #expect(notebook.elements("w") == [7, 0, 0])
  notebook.run("w[-1] += 5")
  #expect(notebook.elements("w") == [7, 0, 5])
}

@Test func gradientsAreUnpacked() {
  let notebook = Notebook("w := 3", "b := 1", "L = w^2 + 5*b", "gw, gb = grad(L, w, b)")
  #expect(notebook.elements("gw") == [6])
  #expect(notebook.elements("gb") == [5])
}

@Test func randomCallsBecomeDataAndSeedRepeatsThem() {
  let notebook = Notebook("seed(7)", "x = randn(3)")
  let first = notebook.elements("x")
  #expect(first == notebook.elements("x"))
  notebook.run("seed(7)")
  notebook.run("y = randn(3)")
  #expect(notebook.elements("y") == first)
}

@Test func theRestOfARandomLineStaysAFormula() {
  let notebook = Notebook("k := 1", "x = k*rand(2)")
  let first = notebook.elements("x") ?? []
  notebook.run("k := 2")
  #expect(notebook.elements("x") == first.map { 2 * $0 })
}

@Test func valueTakesTheValueNow() {
  let notebook = Notebook("w := 3", "L = w^2", "old = value(L)", "w := 1")
  #expect(notebook.elements("old") == [9])
}

@Test func aCircleIsNamed() {
  let notebook = Notebook("a = b2 + 1")
  #expect(notebook.code("b2 = a + 1") == .cycle)
  #expect(notebook.failure?.message.contains("b2 → a → b2") == true)
}

@Test func aFormulaMayUseNamesThatAreBoundLater() {
  let notebook = Notebook("L = mean((p - y)^2)")
  #expect(notebook.notes.map(\.code) == ["unbound"])
  #expect(notebook.code("L") == .name)
  notebook.run("p := [1, 2]")
  notebook.run("y := [0, 0]")
  #expect(notebook.elements("L") == [2.5])
}

@Test func deletedNamesAreMissedByWhatNeedsThem() {
  let notebook = Notebook("w := 3", "L = w^2", "del w")
  #expect(notebook.code("L") == .name)
  #expect(notebook.failure?.message.contains("`w`") == true)
  #expect(notebook.code("del w") == .name)
}

@Test func functionsAreLateBound() {
  let notebook = Notebook("f(x) = x^2", "L = f(3)")
  #expect(notebook.elements("L") == [9])
  notebook.run("f(x) = x^3")
  #expect(notebook.elements("L") == [27])
}

@Test func functionsHaveDefaultsKeywordsAndBlocks() {
  let notebook = Notebook("f(x, k=2) = { d = x - 1; k*d^2 }")
  #expect(notebook.elements("f(3)") == [8])
  #expect(notebook.elements("f(3, k=1)") == [4])
  #expect(notebook.text("f") == "f(x, k=2)")
  #expect(notebook.code("f()") == .argument)
  #expect(notebook.code("f(1, q=2)") == .argument)
}

@Test func functionsAreLookedUpFirstBeforeAParenthesis() {
  let notebook = Notebook("mean = 3")
  #expect(notebook.elements("mean([1, 2])") == [1.5])
  #expect(notebook.elements("mean") == [3])
}

@Test func theUsersNamesDoNotReachThePrelude() {
  let notebook = Notebook("mean(x) = 100", "pi = 3", "reduction = 1")
  #expect(notebook.elements("l2_loss([1, 2], [2, 4])") == [2.5])
}

@Test func recursionEndsWhereTheConditionIsKnown() {
  let notebook = Notebook("fact(n) = 1 if n < 2 else n*fact(n - 1)")
  #expect(notebook.elements("fact(5)") == [120])
  notebook.run("g(x) = g(x)")
  #expect(notebook.code("g(1)") == .limit)
}

@Test func functionsChangeNothing() {
  let notebook = Notebook("f(x) = { y := 3; y }")
  #expect(notebook.code("f(1)") == .argument)
  #expect(Notebook("f(x) = randn(2) + x").code("f(1)") == .argument)
}

@Test func aFailingStatementLeavesTheEarlierOnesStanding() {
  let notebook = Notebook("a = 1; b = 2; c = 1 + \"x\"; d = 4")
  #expect(notebook.failure?.code == .type)
  #expect(notebook.elements("a + b") == [3])
  #expect(notebook.code("d") == .name)
}

@Test func severalParseErrorsAreReportedTogether() {
  let notebook = Notebook("a = 1 +\nb = 2\nc = (3")
  let failures = notebook.events.filter { if case .failure = $0 { true } else { false } }
  #expect(!failures.isEmpty)
  #expect(notebook.code("b") == .name)
}

@Test func aSemicolonKeepsQuiet() {
  let notebook = Notebook("a = 1; b = 2")
  #expect(notebook.run("a; b").outputs.count == 1)
  #expect(notebook.run("a;").outputs.isEmpty)
}

@Test func resultsAreRemembered() {
  let notebook = Notebook("1 + 1")
  #expect(notebook.elements("_ + 1") == [3])
  #expect(notebook.elements("_1 + Out[2]") == [5])
  #expect(notebook.text("In[1]") == "1 + 1")
  #expect(notebook.code("Out[99]") == .index)
  #expect(notebook.code("grad(_, w)") == .argument)
}

@Test func aLongChainOfDefinitionsIsRead() {
  let notebook = Notebook("x0 := 1")
  var text = ""
  for index in 1...3000 { text += "x\(index) = x\(index - 1) + 1;" }
  notebook.run(text)
  #expect(notebook.elements("x3000") == [3001])
  notebook.run("x0 := 2")
  #expect(notebook.elements("x3000") == [3002])
}

@Test func aSnapshotBringsEverythingBack() {
  let notebook = Notebook("w := 3", "L = w^2")
  let snapshot = notebook.interpreter.environment
  notebook.run("w := 4; L = w; z = 1")
  notebook.interpreter.environment = snapshot
  #expect(notebook.elements("L") == [9])
  #expect(notebook.code("z") == .name)
}

@Test(arguments: ["zeros(3) + x", "ones(3)*x", "eye(3) @ x", "arange(3)*x", "linspace(0, 1, 3)*x"])
func aCallOfNumbersGivesASymbolItsShape(function: String) throws {
  let notebook = Notebook()
  notebook.run("grad(sum((\(function))^2), x)")
  #expect(notebook.failure == nil)
  #expect(notebook.notes.contains { $0.message.contains("x[3]") })
}
