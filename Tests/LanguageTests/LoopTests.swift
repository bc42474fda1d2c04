import Language
import Syntax
import Tensors
import TestSupport
import Testing

@Test func repeatRunsItsStatementsAndShowsNothing() {
  let notebook = Notebook("w := 1", "repeat 10 { w := 2*w; w }")
  #expect(notebook.outputs.isEmpty)
  #expect(notebook.elements("w") == [1024])
}

@Test func aLoopDescends() {
  let notebook = Notebook("w := 0", "L = (w - 3)^2", "repeat 100 { w := w - 0.1*grad(L, w) }")
  #expect(abs((notebook.elements("w")?.first ?? 0) - 3) < 1e-6)
}

@Test func aPassThatFailsIsUndone() {
  let notebook = Notebook("w := 3", "k := 0")
  notebook.run("repeat 5 { k := k + 1; w := w - 1; expect(w > 0) }")
  #expect(notebook.failure?.code == .domain)
  #expect(notebook.elements("k") == [2])
  #expect(notebook.elements("w") == [1])
}

@Test func anInterruptUndoesTheUnfinishedPassAndKeepsTheOthers() {
  let notebook = Notebook("a := 0", "b := 0")
  let asked = QuestionCounter()
  notebook.interpreter.isCancelled = { asked.next() > 500 }
  notebook.run("repeat 1000000000 { a := a + 1; b := b + 1 }")
  #expect(notebook.failure?.code == .interrupt)
  notebook.interpreter.isCancelled = { false }
  let a = notebook.elements("a")
  #expect(a == notebook.elements("b"))
  #expect((a?.first ?? 0) > 0)
}

@Test func shapesMayChangeInsideALoop() {
  let notebook = Notebook("w := [1]", "L = sum(w)", "repeat 3 { w := concat(w, w); s := L }")
  #expect(notebook.elements("s") == [8])
}

@Test func namesExchangedInALoopAreExchangedAtOnce() {
  let notebook = Notebook("a, b := 0, 1", "repeat 30 { a, b := b, a + b }")
  #expect(notebook.elements("[a, b]") == [832_040, 1_346_269])
}

@Test func aGuardStopsALoopAtThePassThatBreaksIt() {
  let notebook = Notebook("p := 0.5", "k := 0")
  notebook.run("repeat 50 { k := k + 1; p := p + 0.1 + 0*log_loss(1, p) }")
  #expect(notebook.failure != nil)
  #expect(notebook.elements("k") == [6])
  #expect(abs((notebook.elements("p")?.first ?? 0) - 1.1) < 1e-9)
}

@Test func anAssumptionIsHeldInEveryPass() {
  let notebook = Notebook("w := 3", "assume w > 0", "repeat 50 { w := w - 1 }")
  #expect(notebook.failure?.code == .domain)
  #expect(notebook.elements("w") == [1])
}

@Test func aLoopPassesOverKinks() {
  let notebook = Notebook("w := 2", "repeat 40 { w := w - 0.5*grad(abs(w), w) }")
  #expect(notebook.elements("w") == [0])
}

@Test func aSizeReadFromANameFollowsIt() {
  let notebook = Notebook("n := 1", "s := 0", "repeat 5 { n := n + 1; s := sum(ones(n)) }")
  #expect(notebook.elements("s") == [6])
}

@Test func aLoopInALoopGoesOnFromWhereItIs() {
  let notebook = Notebook("w := 1", "v := 0")
  notebook.run("repeat 3 { w := 1; repeat 10 { w := 2*w }; v := v + w }")
  #expect(notebook.elements("v") == [3 * 1024])
}

@Test func aLongLoopSaysHowFarItIs() {
  let notebook = Notebook("w := 0", "repeat 1000 { w := w + 1 }")
  let fractions = notebook.events.compactMap { event -> Double? in
    guard case .progress(let fraction, _) = event else { return nil }
    return fraction
  }
  #expect(fractions == fractions.sorted())
  #expect(fractions.last == 1)
}

@Test(arguments: ["sgd", "momentum", "nesterov", "rmsprop", "adam"])
func everyMethodDescends(method: String) {
  let notebook = Notebook("w := [3, -2]", "L = sum(w^2)")
  let losses = notebook.elements("descend(L, w, rate=0.05, steps=200, method=\"\(method)\")") ?? []
  #expect(losses.count == 201)
  #expect(losses.first == 13)
  #expect((losses.last ?? 1) < 0.1)
  #expect(notebook.elements("L") == losses.last.map { [$0] })
}
