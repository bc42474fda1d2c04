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
  ("0.3133", "twice"), ("36.04", "scikit-learn"), ("27.631", "1e-12"), ("34.539", "1e-15"),
  ("2.1972", "9 classes"), ("2.1972", "2 ln 3"), ("3.2958", "3 ln 3"), ("3.3219", "in bits"),
  ("8.0590", "16.12/2"), ("50", "100/2"), ("0.5514", "3 classes"), ("0.7437", "4 classes"),
  ("0.9048", "5 classes"), ("0.1733", "focal"), ("0.5003", "label smoothing 0.1 with 10 classes"),
  ("13.8155", "1e-6"), ("15.942", "float32"), ("87.3365", "float32"), ("1e9", "percentage"),
  ("1", "hinge"), ("0.25", "Brier"), ("-1.1921e-7", "below 0"),
  ("44.3614", "64 ln 2"), ("1.5", "nats are 2.164 bits"), ("1.4612", "10 classes"), ("0/0", "nan"),
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

private let callsWithOptions: [(call: String, expected: [Double])] = [
  // Reduction and weights as each library has them; literals have a gradient too.
  ("l1_loss([1, 2], [2, 4], reduction='sum')", [3, 3, 1.5, 3]),
  ("l1_loss([1, 2], [2, 4], weights=[1, 0])", [1, 1, 1.5, 1]),
  ("l2_loss([1, 2], [2, 4], weights=[1, 3])", [13.0 / 4, 13.0 / 2, 2.5, 13.0 / 4]),
  (
    "tf.losses.absolute_difference([1, 2], [2, 4], reduction=tf.losses.Reduction.SUM)",
    [3, 3, 1.5, 3]
  ),
]

@Test(arguments: callsWithOptions)
func optionsOfTheCallAreGivenToEveryNameThatHasThem(call: String, expected: [Double]) throws {
  let table = try comparison("w = 1", call)
  for (row, value) in zip(table.rows, expected) {
    #expect(abs((number(row[1]) ?? .nan) - value) < 1e-6, "\(row[0])")
    guard case .value(let slope) = row[2] else {
      Issue.record("\(row[0]) has no gradient")
      continue
    }
    #expect(slope.elements.count == 2)
  }
}

@Test(arguments: [
  ("smooth_l1([0, 0], [3, 5], beta=2)", "F.smooth_l1_loss", "0.5 times the first"),
  ("l2_loss([1, 2, 3], [2, 4, 3.5])", "optax.l2_loss", "not reduced, and its mean is 0.5 times"),
  ("l2_loss([1, 2], [2, 4])", "optax.squared_error", "not reduced, its mean is the same"),
  ("kl_divergence([0.5, 0.5], [0.25, 0.75])", "F.kl_div", "0.5 times the first"),
  ("cosine_distance([3, 4], [4, 3])", "keras.losses.cosine_similarity", "the first − 1"),
  ("log_loss([1, 0], [0.9, 0.2])", "tf.losses.log_loss", "as far as float32 reaches"),
  ("log_loss([1], [0])", "F.binary_cross_entropy", "100 beside inf"),
  ("l1_loss([1, 2], [2, 4], weights=[1, 0])", "keras.losses.mean_absolute_error", "no weights"),
])
func whatDiffersIsSaidOfEachName(call: String, name: String, said: String) {
  let notes = Notebook("compare(\(call))").notes.filter { $0.message.hasPrefix(name + ":") }
  #expect(notes.contains { $0.message.contains(said) }, "\(notes.map(\.message))")
}
