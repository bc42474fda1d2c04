import Language
import Testing

/// The remark on a result that is not finite: which operation made it so, of which numbers.
struct NonFiniteTests {
  @Test(arguments: [
    ("log([1.0, -1])", "log of -1 gave nan (element 1)"),
    ("[1.0, 0]/[0.0, 0]", "1 / 0 gave inf (element 0)"),
    ("(-8.0)^(1/3)", "(-8) ^ 0.3333333333333333 gave nan"),
    ("sum([1e308, 1e308])", "sum of [1e308, 1e308] gave inf"),
    ("prod([1e200, 1e200])", "prod of [1e200, 1e200] gave inf"),
    ("[1e308, 1] @ [1e308, 1]", "[1e308, 1] @ [1e308, 1] gave inf"),
    ("cumsum([1e308, 1e308])", "cumsum of [1e308, 1e308] gave inf (element 1)"),
    ("mean([inf, -inf])", "sum of [inf, −inf] gave nan"),
    ("softmax([inf, 0])", "softmax of [inf, 0] gave nan (element 0)"),
    ("inv([[1, 2], [2, 4]])", "inv of a singular matrix gave nan"),
    ("sum(log([0.0, 1]) - log([0.0, 2]))", "log of 0 gave -inf (element 0), and then -inf - -inf"),
    ("sum([0.0, 1]*log([0.0, 1]))", "and then 0 * -inf gave nan (element 0)"),
    ("[2.0, 3]/0", "2 / 0 gave inf (element 0)"), ("log([[1, 2], [0, 4]])*[1, 0]", "log of 0"),
    ("sum(1e300*ones(20)*1e9)", "1e300 * 1000000000 gave inf"),
    ("exp([1.0, 800])", "`logsumexp(z)`"), ("log(sigmoid([-800.0]))", "`log_sigmoid(z)`"),
    ("acos(2)", "acos of 2 gave nan"), ("1e200^2", "1e200 ^ 2 gave inf"),
    ("x = [0.0, 1]; grad(sum(sqrt(x)), x)", " / 0 gave inf (element 0)"),
  ])
  func theFirstOperationIsNamedWithItsOperands(line: String, said: String) {
    let notes = Notebook(line).notes.filter { $0.code == "nonfinite" }
    #expect(notes.count == 1, "\(line): \(notes.map(\.message))")
    #expect(notes.first?.message.contains(said) == true, "\(line): \(notes.map(\.message))")
  }

  @Test(arguments: ["[inf, 1]", "-[inf, 1]", "where([1, 0], [2.0, 3], log(-1))", "max([inf, 1])"])
  func whatCameWithTheDataIsNotBlamed(line: String) {
    let notebook = Notebook(line)
    #expect(notebook.failure == nil && !notebook.outputs.isEmpty)
    #expect(!notebook.notes.contains { $0.message.contains("inf gave") })
  }
}
