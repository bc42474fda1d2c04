import Language
import Syntax
import Tensors
import TestSupport
import Testing

/// A tensor literal of the language.
private func literal(_ rows: [[Double]]) -> String {
  "[" + rows.map { "[" + $0.map { "\($0)" }.joined(separator: ", ") + "]" }.joined(separator: ", ")
    + "]"
}

private func literal(_ row: [Double]) -> String {
  "[" + row.map { "\($0)" }.joined(separator: ", ") + "]"
}

@Test(arguments: 0..<40 as Range<UInt64>)
func guardsNeverFireOnRightUse(seed: UInt64) {
  var random = SeededGenerator(seed: seed)
  let prelude = Prelude()
  let n = Int.random(in: 1...5, using: &random)
  let k = Int.random(in: 2...5, using: &random)
  func uniform(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &random) }
  func vector(_ range: ClosedRange<Double>) -> [Double] { (0..<n).map { _ in uniform(range) } }
  func rows() -> [[Double]] {
    (0..<n).map { _ in
      let row = (0..<k).map { _ in uniform(0.01...1) }
      let sum = row.reduce(0, +)
      return row.map { $0 / sum }
    }
  }
  let bits = (0..<n).map { _ in Double(Int.random(in: 0...1, using: &random)) }
  let classes = (0..<n).map { _ in Double(Int.random(in: 0..<k, using: &random)) }
  let oneHot = classes.map { label in (0..<k).map { Double($0) == label ? 1.0 : 0.0 } }
  let logits = (0..<n).map { _ in (0..<k).map { _ in uniform(-6...6) } }
  let setup = """
    y = \(literal(bits)); p = \(literal(vector(0...1))); z = \(literal(vector(-9...9)))
    s = \(literal(bits.map { 2 * $0 - 1 })); K = \(literal(classes)); H = \(literal(oneHot))
    Z = \(literal(logits)); P = \(literal(rows())); Q = \(literal(rows()))
    a = \(literal(vector(-3...3))); b = \(literal(vector(-3...3))); r = \(literal(vector(0.1...5)))
    w = \(literal(vector(0.1...2)))
    """
  let calls = [
    "log_loss(y, p)", "log_loss(p, p)", "log_loss_logits(y, z)", "focal(y, p)", "brier(y, p)",
    "focal_logits(y, z)", "hinge(s, z)", "squared_hinge(s, z)", "soft_margin(s, z)",
    "cross_entropy(H, P)", "cross_entropy(Q, P)", "softmax_cross_entropy(H, Z)",
    "sparse_softmax_cross_entropy(K, Z)", "sparse_cross_entropy(K, P)", "categorical_hinge(K, Z)",
    "kl_divergence(P, Q)", "l2_loss(a, b, weights=w)", "huber(a, b, delta=0.5)", "huber(a, 0)",
    "quantile(a, b, tau=0.9)", "poisson(r, r)", "gaussian_nll(a, b, r)", "dice(y, p)",
    "log_loss(y, p, weights=w)", "log_loss(y, p, label_smoothing=0.1)", "contrastive(y, r)",
  ]
  for call in calls {
    let outcome = Outcome.of([setup, call], prelude: prelude)
    #expect(outcome.failure == nil, "\(call): \(outcome.failure?.message ?? "") (\(setup))")
    #expect(!outcome.notes.contains { $0.code == "guard" }, "\(call): \(outcome.notes)")
  }
}

@Test(arguments: [
  ("log_loss([1, 0], [1.5, 0.2])", "domain", "log_loss_logits"),
  ("log_loss([-1, 1], [0.5, 0.2])", "label", "(y + 1)/2"),
  ("y = [1, 0, 1]; p = [0.9, 0.2, 0.7]; log_loss(p, y)", "argument", "log_loss(y, p)"),
  ("cross_entropy([[1, 0]], [[0.4, 0.4]])", "domain", "softmax_cross_entropy"),
  ("sparse_softmax_cross_entropy([0, 3], [[1, 2, 3], [1, 2, 3]])", "label", "from 0"),
  ("sparse_softmax_cross_entropy([0.5], [[1, 2, 3]])", "label", "softmax_cross_entropy"),
  ("sparse_softmax_cross_entropy([[0, 1]], [[1, 2]])", "shape", "softmax_cross_entropy"),
  ("softmax_cross_entropy([0, 1], [[1, 2], [3, 4]])", "shape", "sparse_softmax_cross_entropy"),
  ("hinge([0, 1], [0.5, 2])", "label", "2*y - 1"),
  ("l2_loss([1, 2, 3], [[1], [2], [3]])", "shape", "squeeze"),
  ("huber(1, 2, delta=0)", "domain", ""),
  ("quantile(1, 2, tau=1.5)", "domain", ""),
  ("l1_loss([1, 2], [3, 4], weights=[0, 0])", "domain", ""),
  ("poisson([1], [-1])", "domain", "poisson_log"),
])
func aGuardNamesTheFaultAndTheWayOut(source: String, code: String, hint: String) throws {
  let failure = try #require(Outcome.of([source], prelude: Prelude()).failure)
  #expect(failure.code.rawValue == code, "\(failure.message)")
  #expect(hint.isEmpty || failure.hint?.contains(hint) == true, "\(failure.hint ?? "no hint")")
}

@Test(arguments: [
  "log_loss_logits(y, sigmoid(z))", "q = sigmoid(z); log_loss_logits(y, q)",
  "softmax_cross_entropy([[1, 0], [0, 1]], softmax([[1, 2], [3, 4]]))",
])
func aSquashedLogitIsFoundInTheGraph(call: String) {
  let outcome = Outcome.of(["y = [1, 0]; z = [0.5, 2]", call], prelude: Prelude())
  #expect(outcome.value != nil)
  #expect(outcome.notes.contains { $0.code == "guard" })
}

@Test func aMessageNamesTheElementAndItsValue() throws {
  let outcome = Outcome.of(["p = [0.5, 1.5]; log_loss([1, 0], p)"], prelude: Prelude())
  #expect(outcome.failure?.message.hasPrefix("p[1] is 1.5") == true)
  let row = Outcome.of(
    ["P = [[0.5, 0.5], [0.5, 0.4]]; cross_entropy([[1, 0], [0, 1]], P)"], prelude: Prelude())
  #expect(row.failure?.message.hasPrefix("row 1 of P adds up to 0.9") == true)
}

/// Calls that each guard stops or remarks on, one at least for each guard.
private let wrongUse: [(guardName: String, source: String)] = [
  ("shapes", "l2_loss([1, 2, 3], [[1], [2], [3]])"),
  ("rows", "cross_entropy([1, 0], [[0.5, 0.5], [0.2, 0.8]])"),
  ("classes", "sparse_cross_entropy([[0], [1]], [[0.5, 0.5], [0.2, 0.8]])"),
  ("logits", "log_loss_logits([1, 0], sigmoid([1, 2]))"),
  ("probability", "log_loss([1, 0], [1.5, 0.2])"),
  ("distribution", "cross_entropy([[1, 0]], [[0.4, 0.4]])"),
  ("class", "sparse_softmax_cross_entropy([0.5], [[1, 2, 3]])"),
  ("binary", "log_loss([-1, 1], [0.5, 0.2])"),
  ("sign", "hinge([0, 1], [0.5, 2])"),
  ("order", "log_loss([0.9, 0.2], [1, 0])"),
  ("positive", "huber(1, 2, delta=0)"),
  ("fraction", "quantile(1, 2, tau=1.5)"),
  ("nonnegative", "poisson([1], [-1])"),
  ("weights", "l1_loss([1, 2], [3, 4], weights=[0, 0])"),
]

@Test func everyGuardOfTheLossesIsTriedOff() {
  let libraries: Set = ["equal_shapes", "tf_weights"]
  let tried = Set(wrongUse.map(\.guardName))
  #expect(Set(Guards.all.map(\.shortName)) == tried.union(libraries))
}

@Test(arguments: wrongUse)
func aGuardIsTurnedOffByItsName(guardName: String, source: String) throws {
  let found = try #require(Guards.named(guardName))
  func complains(_ severity: Guard.Severity?, of call: String) -> Bool {
    let notebook = Notebook()
    notebook.interpreter.options.guards = severity.map { [found.name: $0] } ?? [:]
    let finding = notebook.run(call)
    // The indexing behind a guard has a complaint of its own.
    let isGuard = finding.failure.map { $0.hint != nil } ?? false
    return isGuard || finding.notes.contains { $0.code == "guard" }
  }
  #expect(complains(nil, of: source) || found.severity == .error)
  #expect(!complains(.off, of: source))
  let failure = Notebook(source).failure
  #expect((failure == nil) == (found.severity == .warning))
}

@Test func aGuardMadeAWarningLetsTheResultStand() {
  let notebook = Notebook()
  notebook.interpreter.options.guards = ["check_order": .warning]
  notebook.run("y = [1, 0, 1]; p = [0.9, 0.2, 0.7]; log_loss(p, y)")
  #expect(notebook.failure == nil)
  #expect(notebook.notes.contains { $0.code == "guard" && $0.message.contains("look swapped") })
}

@Test func aGuardIsOffInDefinitionsMadeBeforeAndInChecks() {
  let notebook = Notebook("y = [1, 0]; p := [1.5, 0.2]; L = brier(y, p)")
  #expect(notebook.code("L") == .domain)
  #expect(notebook.code("check(L, p)") == .domain)
  notebook.interpreter.options.guards = ["check_probability": .off]
  #expect(notebook.elements("L")?.first?.isFinite == true)
  #expect(notebook.run("check(L, p)").failure == nil)
  notebook.interpreter.options.guards = [:]
  #expect(notebook.code("L") == .domain)
}

@Test func aLibrarysFunctionRefusesWhateverIsSaid() {
  let notebook = Notebook()
  notebook.interpreter.options.guards = ["check_probability": .off]
  #expect(notebook.code("torch.nn.functional.binary_cross_entropy([1.5], [1])") == .domain)
}
