import Language
import Syntax
import Tensors
import Testing

/// Expressions and their elements.
private let values = """
  2 + 3*4 → 14.0
  -2^2 → -4
  2^-1 → 0.5
  1 < 2 < 3 → 1
  1 < 2 > 3 → 0
  not true → 0
  true + 1 → 2
  3 if 1 > 2 else 4 → 4
  [1, 2]' → 1 2
  [[1, 2], [3, 4]]' → 1 3 2 4
  [1, 2, 3][-1] → 3
  [1, 2, 3][::-1] → 3 2 1
  [[1, 2], [3, 4]][:, 1] → 2 4
  [5, 6, 7][[2, 0]] → 7 5
  [[1, 2], [3, 4]] @ [1, 1] → 3 7
  max(1, [2, 0]) → 2 1
  max([1, 3, 2]) → 3
  sum([[1, 2], [3, 4]], axis=0) → 4 6
  sum([[1, 2], [3, 4]], axis=[0, 1]) → 10
  mean([1, 2, 3, 4]) → 2.5
  var([1, 2, 3, 4]) → 1.25
  var([1, 2, 3, 4], ddof=1) → 1.6666666666666667
  norm([3, 4]) → 5
  norm([3, -4], ord=1) → 7
  norm([3, -4], ord=inf) → 4
  count([1, 2, 3] > 1) → 2
  clip([-2, 2], -1, 1) → -1 1
  where([1, 2] > 1, 10, 0) → 0 10
  one_hot([0, 2], 3) → 1 0 0 0 0 1
  gather([[1, 2], [3, 4]], [1, 0]) → 2 3
  concat([1], [2, 3]) → 1 2 3
  stack([1, 2], [3, 4], axis=1) → 1 3 2 4
  reshape([1, 2, 3, 4], 2, -1)[1] → 3 4
  zeros(2) → 0 0
  zeros((2, 1)) → 0 0
  full(2, 7) → 7 7
  ones(2) → 1 1
  eye(2) → 1 0 0 1
  arange(0, 3) → 0 1 2
  arange(3) → 0 1 2
  linspace(0, 1, 3) → 0 0.5 1
  tile([1, 2], 2) → 1 2 1 2
  diag([1, 2]) → 1 0 0 2
  diag([[1, 2], [3, 4]]) → 1 4
  trace([[1, 2], [3, 4]]) → 5
  size([[1, 2]]) → 2
  shape([[1, 2]]) → 1 2
  shape([[1, 2]])[1] → 2
  mod(-1, 3) → 2
  xlogy(0, 0) → 0
  polygamma(1, 1) → 1.6449340668482264
  leaky_relu(-1) → -0.01
  cumsum([1, 2, 3]) → 1 3 6
  sort([3, 1, 2]) → 1 2 3
  outer([1, 2], [3, 4]) → 3 4 6 8
  dot([1, 2], [3, 4]) → 11
  argmax([1, 3, 2]) → 1
  π > 3 → 1
  σ(0) → 0.5
  np.log(1) → 0
  torch.sigmoid(0) → 0.5
  tf.reduce_mean([1, 3]) → 2
  tf.math.log(1.0) → 0
  jnp.exp(0) → 1
  tf.constant([1.0, 2.0]) → 1 2
  np.array([1, 2], dtype=np.float32) → 1 2
  [1, 2].detach() → 1 2
  """

@Test(arguments: values.split(separator: "\n").map(String.init))
func expressionsHaveTheirValues(row: String) {
  let sides = row.split(separator: " → ")
  let value = Notebook().elements(String(sides[0])) ?? []
  let expected = sides[1].split(separator: " ").compactMap { Double($0) }
  #expect(value.count == expected.count)
  #expect(zip(value, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(row): \(value)")
}

/// Expressions, the code of their error, and what it marks.
private let errors = """
  "a" + 1 → type → "a"
  sigmoid("x") → type → "x"
  [1, 2] + [1, 2, 3] → shape → [1, 2] + [1, 2, 3]
  [[1, 2], [3]] → shape → [3]
  [1, 2][5] → index → 5
  [1, 2][0.5] → index → 0.5
  sigmoid(1, 2) → argument → 2
  sum([1], 0) → argument → 0
  sum([1], axis=3) → argument → 3
  huber([1], [1], detla=2) → argument → detla
  sigmod(1) → name → sigmod
  1 + nothing_like_it → name → nothing_like_it
  huber + 1 → type → huber
  zeros(-1) → shape → zeros(-1)
  zeros(1e6, 1e6) → limit → zeros(1e6, 1e6)
  zeros(1e300) → limit → 1e300
  3(4) → syntax → 3(
  det([[1, 2, 3]]) → shape → det([[1, 2, 3]])
  1 if [1, 2] > 1 else 2 → shape → [1, 2] > 1
  pi(3) → type → pi
  tf.losses.huber_los([1], [1]) → name → tf.losses.huber_los
  csv("x.csv") → file → "x.csv"
  """

@Test(arguments: errors.split(separator: "\n").map(String.init))
func errorsHaveTheirCodeAndPlace(row: String) {
  let parts = row.split(separator: " → ").map(String.init)
  let notebook = Notebook()
  #expect(notebook.code(parts[0])?.rawValue == parts[1], "\(row)")
  #expect(notebook.mark(parts[0]) == parts[2], "\(row)")
}

@Test(arguments: [
  ("sum([1], 0)", "axis=0"), ("hubr([1], [1])", "huber"), ("ln(2)", "log"), ("len([1])", "size"),
  ("[1].mean()", "mean([1])"), ("[1].T", "[1]'"),
  ("l2_loss([1], [1], reductoin=\"sum\")", "reduction"),
])
func hintsNameTheRightForm(expression: String, hint: String) {
  #expect(Notebook().hint(expression).contains(hint), "\(Notebook().hint(expression))")
}

@Test func shapesOfBothSidesAndWhereTheyCameFromAreSaid() {
  let notebook = Notebook("y = [1, 2, 3]", "p = [1, 2, 3, 4]", "mean((p - y)^2)")
  #expect(notebook.failure?.details.first?.contains("p is (4), y is (3)") == true)
  #expect(notebook.failure?.hint?.contains("In [1]") == true)
  #expect(notebook.mark("mean((p - y)^2)") == "p - y")
}

@Test func theFirstOperationThatIsNotFiniteIsNamed() {
  let notebook = Notebook()
  #expect(notebook.elements("sum(log([1, 0]))") == [-Double.infinity])
  #expect(notebook.notes.first?.message == "log of 0 gave -inf (element 1)")
  notebook.run("-log(1 - sigmoid(40))")
  #expect(notebook.notes.first?.message.contains("log_sigmoid(-z)") == true)
  #expect(notebook.elements("stable(-log(1 - sigmoid(40)))") == [40])
}

@Test func declarationsGiveShapesDomainsAndDimensions() {
  let notebook = Notebook("var X[n, 2], d > 0, p[n] in (0, 1)")
  #expect(notebook.formula("d + d") == "2*d")
  #expect(notebook.code("d := -1") == .domain)
  #expect(notebook.code("p := [0, 0.5]") == .domain)
  #expect(notebook.code("X := [1, 2]") == .shape)
  notebook.run("X := [[1, 2], [3, 4], [5, 6]]")
  #expect(notebook.elements("sum(X)/n") == [7])
  #expect(notebook.code("p := [0.5, 0.5]") == .shape)
  notebook.run("p := [0.1, 0.2, 0.3]")
  #expect(notebook.failure == nil)
}

@Test func assumptionsAreChecked() {
  let notebook = Notebook("var A[2, 2], Y[2, 3]", "assume A == A', sum(Y, axis=1) == 1")
  #expect(notebook.code("A := [[1, 2], [3, 4]]") == .domain)
  #expect(notebook.code("A := [[1, 2], [2, 4]]") == nil)
  #expect(notebook.code("Y := [[1, 1, 0], [0, 0, 1]]") == .domain)
}

@Test func aSizeReadFromDataFollowsTheData() {
  let notebook = Notebook("n := 2", "Z = zeros(n)")
  #expect(notebook.value("Z")?.shape.dimensions == [2])
  notebook.run("n := 3")
  #expect(notebook.value("Z")?.shape.dimensions == [3])
}

@Test func singlePrecisionIsKept() {
  let notebook = Notebook("x = float32(0.1)")
  #expect(notebook.value("2*x")?.type == .float32)
  #expect(notebook.value("x + [0.5]")?.type == .float32)
  notebook.run("y = [0.5]")
  #expect(notebook.value("x + y")?.type == .float64)
}

@Test func requirementsOfFunctionsAreChecked() {
  let notebook = Notebook(
    "f(x) = { require(x > 0, \"domain\", \"x must be positive\"); warn(x > 9, \"big\", \"x is big\"); log(x) }",
    "w := 1")
  #expect(notebook.elements("f(w)") == [0])
  #expect(notebook.code("f(-w)") == .domain)
  #expect(notebook.failure?.message == "x must be positive")
  #expect(notebook.run("f(10*w)").notes.map(\.code) == ["big"])
}

@Test func weightsOfZeroAreRefused() {
  let notebook = Notebook("w := [0, 0]")
  #expect(notebook.code("l2_loss([1, 2], [1, 2], weights=w)") == .domain)
}
