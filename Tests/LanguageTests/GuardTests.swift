import Foundation
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
    w = \(literal(vector(0.1...2))); N = \(literal(bits.map { $0 * 3 }))
    A = \(literal(logits)); B = \(literal(rows()))
    """
  let calls = [
    "log_loss(y, p)", "log_loss(p, p)", "log_loss_logits(y, z)", "focal(y, p)", "brier(y, p)",
    "focal_logits(y, z)", "hinge(s, z)", "squared_hinge(s, z)", "soft_margin(s, z)",
    "log_loss(y, y)", "log_loss_logits(p, z)", "focal(y, p, gamma=0, alpha=0.25)", "brier(p, p)",
    "l1_loss(a, b)", "l2_loss(a, 0)", "rmse(a, b)", "log_cosh(a, b)", "msle(r, r)", "mape(r, a)",
    "smape(a, b)", "quantile(a, b, tau=0)", "smooth_l1(a, b, beta=2)", "pseudo_huber(a, b)",
    "charbonnier(a, b)", "cauchy(a, b, c=2)", "geman_mcclure(a, b)", "welsch(a, b)", "tukey(a, b)",
    "fair(a, b)", "poisson(N, r)", "poisson_log(N, z)", "gaussian_nll(a, b, r, full=true)",
    "laplace_nll(a, b, r)", "exponential_nll(r, r)", "poisson_deviance(N, r)",
    "gamma_deviance(r, r)", "tweedie_deviance(N, r, power=1.2)", "perceptron(s, z)",
    "exponential(s, p)", "modified_huber(s, z)", "zero_one(s, z)", "hinge(s, z, margin=0.5)",
    "multi_margin(K, Z, power=2)", "multiclass_perceptron(K, P)", "categorical_hinge(K, P)",
    "cosine_similarity(A, B)", "cosine_distance(A, B)", "triplet(A, B, A)",
    "contrastive(y, r, margin=2)", "margin_ranking(a, b, s)", "pairwise_logistic(a, b, s)",
    "cosine_embedding(A, B, s)", "info_nce(A, B, temperature=2)", "listwise_softmax(H, Z)",
    "focal_softmax(K, Z)", "generalized_cross_entropy(K, P, q=1)", "poly1(K, Z)",
    "multiclass_brier(H, P)", "kl_divergence(H, P)", "generalized_kl(A^2, B)",
    "js_divergence(P, Q)", "hellinger(P, H)", "total_variation(P, Q)", "bhattacharyya(P, Q)",
    "wasserstein_1d(H, P)", "itakura_saito(r, r)", "jaccard(y, p)", "tversky(y, p, alpha=0.2)",
    "focal_tversky(y, p)", "l1_penalty(Z)", "l2_penalty(a)", "elastic_net(a)", "group_lasso(Z)",
    "variation_penalty(a)", "entropy_penalty(P)", "orthogonality_penalty(Z)",
    "sparse_softmax_cross_entropy(K, log(P))", "softmax_cross_entropy(Q, Z, label_smoothing=0.2)",
    "sparse_softmax_cross_entropy(K, sigmoid(Z)*Z)", "log_loss_logits(y, tanh(z))",
    "sparse_softmax_cross_entropy(K, Z/3 + 1)", "log_loss_logits(y, sigmoid(z)*z)",
    "cross_entropy(H, softmax(Z))", "log_loss(y, sigmoid(z))",
    "softmax_cross_entropy(softmax(Z), Z)",
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

@Test func theRightUsesAreOfEveryTextbookLoss() throws {
  let source = try String(contentsOfFile: #filePath, encoding: .utf8)
  for function in try preludeFunctions() {
    let documentation = LossDocumentation(function.documentation)
    guard !function.name.contains("."), documentation.fields[.partOf] == nil else { continue }
    #expect(source.contains("\"\(function.name)("), "\(function.name)")
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
  ("s = [0.5, 2]; y = [-1, 1]; hinge(s, y)", "label", "hinge(y, s)"),
  ("z = [0.5, 2]; y = [0, 1]; log_loss_logits(z, y)", "label", "log_loss_logits(y, z)"),
  ("sparse_softmax_cross_entropy([[1, 2], [3, 4]], [0, 1])", "shape", "the classes come first"),
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
  "log_loss_logits(y, 1/(1 + exp(-z)))", "e = exp(z); log_loss_logits(y, e/(1 + e))",
  "log_loss_logits(y, clip(sigmoid(z), 0.1, 0.9))", "q = 2*sigmoid(z) - 1; log_loss_logits(y, q)",
  "f(x) = sigmoid(x); T = 3; log_loss_logits(y, f(z)/T)", "log_loss_logits(y, exp(log_sigmoid(z)))",
  "sparse_softmax_cross_entropy([0], [exp(z)/sum(exp(z))])",
  "Q = softmax([z]); P = Q; sparse_softmax_cross_entropy([0], 5*P)",
  "e = exp(z - max(z)); sparse_softmax_cross_entropy([0], [e/sum(e)])",
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
  ("targets", "softmax_cross_entropy([[1, 1]], [[1, 2]])"),
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
