import Language
import Syntax
import Testing

/// `precise(e)`: the same graph in three arithmetics.
struct PrecisionTests {
  /// The texts of the table that a line shows, row by row.
  private func table(_ notebook: Notebook, _ line: String) -> [[String]]? {
    notebook.run(line)
    guard case .table(let report)? = notebook.outputs.first?.content else { return nil }
    return report.rows.map { row in
      row.map { cell in
        guard case .text(let text) = cell else { return "" }
        return text
      }
    }
  }

  @Test func aFormThatLosesAllItsDigitsStandsBesideTheOneThatKeepsThem() throws {
    let rows = try #require(table(Notebook(), "precise(log(1 + exp(-40)))"))
    #expect(
      rows.map { [$0[0], $0[1], $0[3]] }.prefix(2) == [
        ["as typed", "float32", "0 of 7"], ["as typed", "float64", "0 of 16"],
      ])
    #expect(rows[3] == ["stable", "float32", "4.248354e-18", "7 of 7"])
    #expect(rows[4] == ["stable", "float64", "4.248354255291589e-18", "16 of 16"])
    #expect(rows[5][2].hasPrefix("4.2483542552915889863"))
  }

  @Test func cancellationIsCounted() throws {
    let rows = try #require(table(Notebook(), "precise(1 - cos(1e-5))"))
    #expect(rows.map(\.last) == ["0 of 7", "7 of 16", "", "7 of 7", "16 of 16", ""])
    #expect(rows[5][2].hasPrefix("4.99999999995833415136"))
  }

  @Test(arguments: [
    ("x = 1e-20; precise(sqrt(1 + x) - 1)", "5e-21"),
    ("x = 1e-20; precise(1 - exp(-x))", "1e-20"),
    ("x = 10; precise(1 - erf(x))", "2.088487583762545e-45"),
    ("z = 40; p = sigmoid(z); precise(1 - p)", "4.248354255291589e-18"),
  ])
  func theFormThatKeepsDigitsIsFound(source: String, value: String) throws {
    let rows = try #require(table(Notebook(), source))
    #expect(rows.count == 6)
    #expect(rows[1].last == "0 of 16", "\(rows)")
    #expect(rows[4][2] == value && rows[4].last == "16 of 16", "\(rows)")
  }

  @Test func overflowIsNoDigitAtAll() throws {
    let rows = try #require(table(Notebook(), "precise(log(1 + exp(800)))"))
    #expect(rows.map(\.last) == ["0 of 7", "0 of 16", "", "7 of 7", "16 of 16", ""])
  }

  @Test func ofManyElementsTheWorstAreShown() throws {
    let notebook = Notebook("x = linspace(-40, 40, 50)")
    let rows = try #require(table(notebook, "precise(exp(x) - 1)"))
    #expect(Set(rows.map { $0[0] }).count == 6)
    #expect(notebook.notes.map(\.code) == ["precision", "precision"])
  }

  @Test func aGradientIsPreciseToo() throws {
    let notebook = Notebook("w := [0.3, -2]", "y = [1, 0]")
    let rows = try #require(table(notebook, "precise(grad(log_loss(y, sigmoid(3*w)), w))"))
    #expect(rows.filter { $0.contains("float64") }.allSatisfy { $0.last == "16 of 16" })
  }

  @Test func anUnboundNameIsAnswered() {
    #expect(Notebook().code("precise(log(q))") == .name)
  }

  @Test(arguments: [
    "-A", "abs(A)", "sqrt(B)", "1/B", "exp(A)", "log2(B)", "log10(B)", "sin(A)", "tan(A)",
    "asin(A/4)", "acos(A/4)", "atan(A)", "sinh(A)", "cosh(A)", "tanh(A)", "erf(A)", "erfc(A)",
    "lgamma(B)", "digamma(B)", "sigmoid(A)", "log_sigmoid(A)", "softplus(A)", "relu(A)",
    "gelu(A)", "softsign(A)", "floor(A)", "ceil(A)", "round(A)", "A > 0", "A == A", "mod(A, 2)",
    "A - B", "A*B", "A/B", "B^A", "B^3", "maximum(A, B)", "minimum(A, B)", "where(A > 0, A, B)",
    "clip(A, -1, 1)", "sum(A)", "sum(A, axis=0)", "prod(B)", "max(A, axis=1)", "min(A)",
    "logsumexp(A, axis=0)", "norm(A)", "any(A > 0)", "all(A > 0)", "argmax(A, axis=1)",
    "argmin(A, axis=0)", "softmax(A, axis=0)", "log_softmax(A)", "cumsum(A)", "sort(A)",
    "reshape(A, 6)", "A'", "A + [1, 2, 3]", "concat(A, B)", "A[1]", "A[:, 1:3]", "mean(A)",
    "std(A)", "gather(A, [2, 0])", "one_hot([2, 0], 3)", "arange(4)", "diag([1, 2])",
    "diag(A @ A')", "A @ B'", "[1, 2] @ A", "outer([1, 2], [3, 4])", "trace(A @ A')",
    "det(A @ A')", "logdet(A @ A')", "inv(A @ A')", "solve(A @ A', [1, 2])", "eye(3)",
    "stop_gradient(A)", "isnan(A)", "not (A > 0)", "A > 0 and B > 1", "A > 0 or B > 1",
    "size(A)",
  ])
  func doubleDoublesAgreeWithDoubles(expression: String) throws {
    let notebook = Notebook(
      "A = [[0.5, -1.5, 2.25], [3, 0.25, -0.75]]", "B = [[1, 2, 3], [4, 5, 6]]/4")
    let rows = try #require(table(notebook, "precise(\(expression))"))
    var pairs = 0
    for index in rows.indices where rows[index].contains("float64") {
      let value = try #require(Double(rows[index][rows[index].count - 2]))
      let extended = try #require(Double(rows[index + 1][rows[index + 1].count - 2]))
      #expect(abs(value - extended) <= 1e-14 * max(1, abs(extended)))
      pairs += 1
    }
    #expect(pairs > 0)
  }
}
