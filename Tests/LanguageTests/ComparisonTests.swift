import Language
import Syntax
import Tensors
import Testing

/// The table that a comparison shows.
private func comparison(_ setup: String, _ call: String) throws -> TableReport {
  var table: TableReport?
  Interpreter().run(SourceText("\(setup); compare(\(call))"), cell: 1) { event in
    if case .output(let output) = event, case .table(let report) = output.content { table = report }
    if case .failure(let failure) = event { Issue.record("\(failure.message)") }
  }
  return try #require(table)
}

/// The value in a cell.
private func number(_ cell: TableReport.Cell) -> Double? {
  guard case .value(let tensor) = cell else { return nil }
  return tensor.scalarValue
}

@Test func aComparisonShowsTheSameDataUnderEachName() throws {
  let table = try comparison("y = [1, 2, 3]; p = [1, 3, 5]", "l2_loss(y, p)")
  let values = table.rows.map { number($0[1]) }
  #expect(table.rows.count == 7)
  #expect(values.first == 5.0 / 3)
  // Half the sum of squares, TensorFlow's l2_loss.
  #expect(values.last == 2.5)
}

@Test func aComparisonTakesALibrarysCallAsWell() throws {
  let table = try comparison(
    "y = [1.0, 2]; p = [1.5, 5]", "torch.nn.functional.huber_loss(p, y, delta=2.0)")
  let values = table.rows.compactMap { number($0[1]) }
  // Smooth L1 is Huber divided by its join, optax reduces nothing.
  #expect(values[0] == values[3])
  #expect(abs(values[4] - values[0] / 2) < 1e-12)
  #expect(values.count == 6)
}

@Test(arguments: [
  ("p = [0.3, 0.6]; y = [1, 0]", "log_loss(y, p)", 4),
  ("z = [0.3, 0.6]; y = [1, 0]", "log_loss_logits(y, z)", 6),
  ("z = [[0.5, -1], [0.2, 0.1]]; k = [0, 1]", "sparse_softmax_cross_entropy(k, z)", 6),
  ("z = [[0.5, -1], [0.2, 0.1]]; y = [[0, 1], [1, 0]]", "softmax_cross_entropy(y, z)", 6),
  ("a = [[1.0, 2]]; b = [[2.0, 1]]", "cosine_distance(a, b)", 4),
  ("y = [1, -1]; s = [0.5, 2]", "hinge(y, s)", 4),
  ("y = [0.25, 0.75]; p = [0.5, 0.5]", "kl_divergence(y, p)", 4),
  ("y = [2, 3]; r = [1.5, 2.5]", "poisson(y, r)", 3),
  ("y = [2, 3.0]; m = [1.5, 2.5]; v = [1, 2]", "gaussian_nll(y, m, v)", 2),
  ("a = [[0.0, 1]]; b = [[1.0, 1]]; c = [[2.0, 2]]", "triplet(a, b, c)", 3),
])
func everyNameOfAFamilyHasAValueAndAGradient(setup: String, call: String, count: Int) throws {
  let table = try comparison(setup, call)
  #expect(table.rows.count == count)
  for row in table.rows {
    for cell in row[1...2] {
      if case .text(let text) = cell { Issue.record("\(call): \(text)") }
    }
  }
}

@Test func aLossThatOnlyOneNameHasIsNotCompared() {
  let outcome = Outcome.of(
    ["y = [1, 0]; p = [0.5, 0.5]", "compare(brier(y, p))"], prelude: Prelude())
  #expect(outcome.failure?.code == .argument)
}

@Test(arguments: [
  ("16.118", "1e-7"), ("100", "PyTorch"), ("2.303", "10 classes"), ("0.6931", "one bit"),
  ("0.3133", "twice"), ("36.04", "scikit-learn"), ("1.4612", "10 classes"), ("0/0", "nan"),
])
func aFingerprintIsRecognised(number: String, word: String) {
  var text = ""
  Interpreter().run(SourceText("explain(\(number))"), cell: 1) { event in
    if case .output(let output) = event, case .text(let shown) = output.content { text = shown }
  }
  #expect(text.contains(word), "explain(\(number)): \(text)")
}

@Test func anOrdinaryLossIsExplainedInBits() {
  var text = ""
  Interpreter().run(SourceText("explain(0.5)"), cell: 1) { event in
    if case .output(let output) = event, case .text(let shown) = output.content { text = shown }
  }
  #expect(text.contains("0.7213 bits"))
}
