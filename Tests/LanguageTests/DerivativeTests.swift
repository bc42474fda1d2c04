import Language
import Syntax
import Tensors
import Testing

@Test func aGradientWithNothingBoundIsAFormula() {
  let notebook = Notebook()
  #expect(notebook.formula("grad(mean((p - y)^2), p)") == "2*(p - y)/size(p)")
  #expect(notebook.notes.map(\.code) == ["assumed-shape"])
  #expect(notebook.outputs.last?.free.sorted() == ["p", "y"])
  #expect(notebook.formula("grad(x^2, x)") == "2*x")
}

@Test func aGradientWithAllBoundIsFormulaAndValue() {
  let notebook = Notebook("y = [1, 0, 1]", "p = [0.9, 0.4, 0.6]")
  let value = notebook.elements("grad(mean((p - y)^2), p)") ?? []
  #expect(zip(value, [-0.2 / 3, 0.8 / 3, -0.8 / 3]).allSatisfy { abs($0 - $1) < 1e-15 })
  #expect(notebook.formula("grad(mean((p - y)^2), p)") == "2*(p - y)/size(p)")
}

@Test func aDerivativeIsTakenByAnIntermediateDefinition() {
  let notebook = Notebook("x := 2", "z = x", "L = z*x")
  #expect(notebook.elements("grad(L, z)") == [2])
  #expect(notebook.elements("grad(L, x)") == [4])
}

@Test func aDerivativeIsTakenByAnElement() {
  let notebook = Notebook("w := [1, 2, 3]", "L = sum(w^2)")
  #expect(notebook.elements("grad(L, w[1])") == [4])
  #expect(notebook.elements("autodiff(L, w[1])") == [4])
}

@Test func derivativesThatAreZeroAgreeWhereRoundingLeavesARemainder() throws {
  let notebook = Notebook("z := [0.3, -1.7, 2.9, 0.45]")
  notebook.run("check(mean(softmax(z)), z)")
  guard case .check(let report)? = notebook.outputs.first?.content else {
    Issue.record("check shows no report")
    return
  }
  #expect(report.symbolic.elements == [0, 0, 0, 0])
  #expect(report.agree)
}

@Test func theThreeDerivativesAgree() throws {
  let notebook = Notebook(
    "X = [[1, 2], [3, 4], [5, 6]]", "y = [1, 0, 1]", "w := [0.1, -0.2]",
    "L = log_loss(y, sigmoid(X @ w))")
  notebook.run("check(L, w)")
  guard case .check(let report)? = notebook.outputs.first?.content else {
    Issue.record("check shows no report")
    return
  }
  #expect(report.agree)
  #expect(report.digits > 8)
  #expect(report.symbolic.shape.dimensions == [2])
}

@Test func theGradientOfATensorIsRefusedWithTheWayOut() {
  let notebook = Notebook("x = [1, 2]")
  #expect(notebook.code("grad(x^2, x)") == .shape)
  #expect(notebook.hint("grad(x^2, x)").contains("jacobian"))
}

@Test func whatIsNotContainedIsZeroOrUnknown() {
  let notebook = Notebook("x := 2", "y := 3")
  #expect(notebook.elements("grad(x^2, y)") == [0])
  #expect(notebook.notes.map(\.code) == ["independent"])
  #expect(notebook.code("grad(x^2, never)") == .name)
}

@Test func onlyNamesCanBeDifferentiatedBy() {
  #expect(Notebook("x := 2").code("grad(x^2, x + 1)") == .argument)
  #expect(Notebook("x := 2").code("grad(x^2)") == .argument)
}

@Test func kinksAreSaid() {
  let notebook = Notebook("x = [0, 1, -2]")
  #expect(notebook.elements("grad(sum(abs(x)), x)") == [0, 1, -1])
  #expect(notebook.notes.first?.code == "kink")
  #expect(notebook.notes.first?.message.contains("element 0") == true)
  #expect(notebook.notes.first?.message.contains("−1 and +1") == true)
}

@Test func kinksThatCancelAreNone() {
  let notebook = Notebook("x := 0")
  #expect(notebook.elements("grad(relu(x) - relu(-x), x)") == [1])
  #expect(notebook.notes.isEmpty)
  #expect(notebook.elements("autodiff(relu(x) - relu(-x), x)") == [1])
}

@Test func derivativesOfOrderAndMatrices() {
  let notebook = Notebook("x := 2", "v := [1, 2]")
  #expect(notebook.elements("diff(x^4, x, n=2)") == [48])
  #expect(notebook.value("hessian(sum(v^4), v)")?.elements == [12, 0, 0, 48])
  #expect(notebook.value("jacobian(v^2, v)")?.shape.dimensions == [2, 2])
  #expect(notebook.code("diff(v*sum(v), v)") == .shape)
}

@Test func functionsMayDifferentiate() {
  let notebook = Notebook("f(x) = grad(x^3, x)")
  #expect(notebook.elements("f(2)") == [12])
}

@Test func undeclaredShapesFollowFromUse() {
  let notebook = Notebook()
  notebook.run("grad(log_loss(t, sigmoid(A @ u + c)), u)")
  let note = notebook.notes.first?.message ?? ""
  #expect(note.contains("A[n, d]") && note.contains("u[d]") && note.contains("t[n]"))
  notebook.run("grad(sparse_softmax_cross_entropy(labels, logits), logits)")
  #expect(notebook.notes.first?.message.contains("labels[n], logits[n, k]") == true)
  notebook.run("grad(sum(a)*sum(b), a)")
  #expect(notebook.notes.first?.message.contains("a[n], b[m]") == true)
}

@Test func boundNamesFixTheShapesOfUndeclaredOnes() {
  let notebook = Notebook("y = [1, 0, 1]")
  notebook.run("grad(mean((p - y)^2), p)")
  #expect(notebook.notes.first?.message.contains("p[3]") == true)
}

@Test func nothingIsRememberedOfSymbols() {
  let notebook = Notebook("grad(x^2, x)")
  #expect(notebook.code("x") == .name)
}

@Test func aPointIsTakenWithoutRebinding() {
  let notebook = Notebook("w := [1, 2]", "L = sum(w^2)")
  #expect(notebook.elements("at(L, w=[3, 4])") == [25])
  #expect(notebook.elements("at(L, w[0]=3)") == [13])
  #expect(notebook.elements("L") == [5])
}

@Test func stopGradientStopsTheGradient() {
  let notebook = Notebook("x := 3")
  #expect(notebook.elements("grad(stop_gradient(x)*x, x)") == [3])
}

@Test func expressionsAreSimplifiedAndCompared() {
  let notebook = Notebook()
  #expect(notebook.formula("simplify(x + x)") == "2*x")
  notebook.run("equivalent(2*x, x + x)")
  guard case .equivalence(let report)? = notebook.outputs.first?.content else {
    Issue.record("equivalent shows no verdict")
    return
  }
  #expect(report.verdict == .equal)
}

@Test func theTapeShowsEveryNodeWithItsAdjoint() {
  let notebook = Notebook("a := 3", "L = a*a + a", "tape(L)")
  guard case .tape(let rows)? = notebook.outputs.first?.content else {
    Issue.record("tape shows no rows")
    return
  }
  #expect(rows.map(\.name) == ["a", "t1", "L"])
  #expect(rows.first?.adjoint?.elements == [7])
}

@Test(arguments: [
  ("grad(trace(A @ B), A)", "B'", "A[d, n], B[n, d]"),
  ("grad(x' @ A @ x, x)", "(A + A') @ x", "x[n], A[n, n]"),
  ("hessian(x' @ A @ x, x)", "A + A'", "x[n], A[n, n]"),
  ("grad(x @ y, x)", "y", "x[n], y[n]"),
])
func whereTheFirstReadingOfShapesFailsCapitalsAreMatrices(
  line: String, formula: String, shapes: String
) {
  let notebook = Notebook()
  #expect(notebook.formula(line) == formula)
  let assumed = notebook.notes.filter { $0.code == "assumed-shape" }.map(\.message)
  #expect(assumed == ["not bound, and taken as symbols: \(shapes)"])
}

@Test func anErrorOfShapesThatNoReadingMendsIsThatOfTheFirst() {
  let notebook = Notebook()
  #expect(notebook.code("grad(X @ w, w)") == .shape)
  #expect(notebook.notes.isEmpty)
}

@Test func theOrderOfADerivativeMayStandThird() {
  let notebook = Notebook()
  #expect(notebook.formula("diff(sin(x), x, 3)") == "-cos(x)")
  #expect(notebook.formula("diff(sin(x), x, n=3)") == "-cos(x)")
}

@Test(arguments: [40.0, 20, 3, -3, -20, -40], [0.0, 1])
func theClosedFormOfFocalLossKeepsItsDigitsInTheTails(logit: Double, target: Double) throws {
  let notebook = Notebook(
    "y := \(target)", "z := \(logit)", "slope := grad(focal_logits(y, z), z)")
  let closed = try #require(notebook.elements("slope"))
  let reverse = try #require(notebook.elements("autodiff(focal_logits(y, z), z)"))
  #expect(reverse[0] != 0)
  #expect(abs(closed[0] - reverse[0]) <= 1e-13 * abs(reverse[0]), "\(closed) \(reverse)")
}
