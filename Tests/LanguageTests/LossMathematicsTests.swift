import Language
import Syntax
import Testing

/// What the documentation of the textbook losses says, tried out in numbers.
struct LossMathematicsTests {
  /// Positive data within (0, 1), which every loss of two vectors takes but those with labels.
  private static let setup = """
    y := [0.31, 0.62, 0.17, 0.83, 0.55]; p := [0.44, 0.58, 0.29, 0.71, 0.93]; n := 5
    s := [1, -1, -1, 1, 1]; Y := [[0.2, 0.5, 0.3], [0.6, 0.3, 0.1]]; P := [[0.1, 0.3, 0.6], [0.5, 0.2, 0.3]]
    k := [2, 0]; Z := [[0.3, -1.2, 0.9], [0.1, 0.4, -0.6]]; one := [1, 0, 0, 1, 1]
    r := [0.5, 0.9, 1.2, 0.4, 0.7]
    """

  /// The defaults of the options that gradients are written with.
  private static let options = """
    delta := 1; beta := 1; epsilon := 0.001; c := 1; tau := 0.5; margin := 1; lambda := 1; l1 := 1
    l2 := 1; power := 1.5; gamma := 2; d := 3

    """
  private static let ownOptions = ["tukey": "c := 4.685"]

  /// A function of the prelude with its documentation.
  private struct Loss {
    let name: String
    let parameters: [String]
    let documentation: LossDocumentation

    /// The data that stand for the parameters, by the kind of loss.
    func data(in file: String) -> [String]? {
      switch (file, parameters.first) {
      case ("regression.loss", _), ("robust.loss", _), ("probabilistic.loss", _),
        ("binary.loss", _):
        parameters.count == 2 ? ["y", "p"] : parameters.count == 3 ? ["y", "p", "r"] : nil
      case ("margin.loss", "y"): ["s", "p"]
      case ("margin.loss", "k"): ["k", "Z"]
      case ("multiclass.loss", "y"), ("divergence.loss", "t"): ["Y", "P"]
      case ("multiclass.loss", "labels"): ["k", parameters.last == "p" ? "P" : "Z"]
      case ("divergence.loss", "y"): ["y", "p"]
      case ("regularizers.loss", "w"): ["Z"]
      default: nil
      }
    }
  }

  private func losses() throws -> [(loss: Loss, data: [String])] {
    try preludeFunctions().compactMap { function in
      let documentation = LossDocumentation(function.documentation)
      guard !function.name.contains("."), documentation.fields[.partOf] == nil else { return nil }
      let data = Set([
        "y", "p", "t", "s", "k", "z", "w", "rate", "mean", "m", "var", "scale", "labels",
      ])
      let loss = Loss(
        name: function.name,
        parameters: function.parameters.filter { data.contains($0) }
          + (function.parameters.contains("logits") ? ["logits"] : []),
        documentation: documentation)
      return loss.data(in: function.file).map { (loss, $0) }
    }
  }

  @Test func theGradientsInTheDocumentationAreThoseOfTheLosses() throws {
    var tried = 0
    for (loss, data) in try losses() {
      let text = loss.documentation.fields[.gradient] ?? ""
      // A remark may follow the formula.
      let formula = text.split(separator: ";").first.map(String.init) ?? ""
      let notebook = Notebook(Self.setup)
      let wanted = data.count == 1 ? data[0] : data[1]
      guard
        let gradient = notebook.elements(
          "grad(\(loss.name)(\(data.joined(separator: ", "))), \(wanted))")
      else {
        Issue.record("\(loss.name): \(notebook.failure?.message ?? "no gradient")")
        continue
      }
      notebook.run(Self.options + (Self.ownOptions[loss.name] ?? ""))
      // Values, so that a parameter may have the name of another's data.
      let given = zip(loss.parameters, data).filter { $0 != $1 }
      for (parameter, name) in given { notebook.run("the_\(parameter) := \(name)") }
      for (parameter, _) in given { notebook.run("\(parameter) := the_\(parameter)") }
      notebook.run(wanted == "P" || wanted == "Z" ? "n := 2" : "n := 5")
      guard let documented = notebook.elements(formula) else { continue }
      tried += 1
      let spread =
        documented.count == gradient.count
        ? documented : documented.count == 1 ? gradient.map { _ in documented[0] } : []
      #expect(spread.count == gradient.count, "\(loss.name): \(formula)")
      for (a, b) in zip(spread, gradient) {
        #expect(abs(a - b) <= 1e-9 * max(1, abs(b)), "\(loss.name): \(formula)")
      }
    }
    #expect(tried >= 40, "\(tried)")
  }

  @Test func noLossIsBelowItsMinimumOrOutOfItsRange() throws {
    var tried = 0
    for (loss, data) in try losses() where data == ["y", "p"] || data == ["Y", "P"] {
      guard let minimum = loss.documentation.fields[.minimum], minimum.hasPrefix("0, at "),
        let range = loss.documentation.fields[.range], range.hasPrefix("[0, ")
      else { continue }
      let notebook = Notebook(Self.setup, "Q = Y[:, [2, 0, 1]]")
      let value = try #require(
        notebook.elements("\(loss.name)(\(data.joined(separator: ", ")))")?.first)
      #expect(value > 0, "\(loss.name)")
      if minimum.hasPrefix("0, at \(loss.parameters[1]) = \(loss.parameters[0])"),
        !minimum.contains("targets 0"), !["focal"].contains(loss.name)
      {
        let least = notebook.elements("\(loss.name)(\(data[0]), \(data[0]))")?.first
        #expect(abs(least ?? .nan) < 1e-12, "\(loss.name): \(least ?? .nan)")
        tried += 1
      }
    }
    #expect(tried >= 20, "\(tried)")
  }

  @Test(arguments: [
    ("l1_loss(y, c)", "sort(y)[2]", "the median of y"),
    ("l2_loss(y, c)", "mean(y)", "the mean of y"),
    ("rmse(y, c)", "mean(y)", "the mean of y"),
    ("msle(y, c)", "exp(mean(log1p(y))) - 1", "exp(mean(log1p(y))) - 1"),
    ("quantile(y, c, tau=0.7)", "sort(y)[3]", "the tau-quantile of y"),
    ("poisson(y, c)", "mean(y)", "mean(y)"), ("poisson_log(y, c)", "log(mean(y))", "log(mean(y))"),
    ("gaussian_nll(y, c, 0.3)", "mean(y)", "mean(y) and var(y)"),
    ("gaussian_nll(y, mean(y), c)", "var(y)", "mean(y) and var(y)"),
    ("laplace_nll(y, c, 0.3)", "sort(y)[2]", "the median of y, and the mean deviation from it"),
    (
      "laplace_nll(y, sort(y)[2], c)", "mean(abs(y - sort(y)[2]))",
      "the median of y, and the mean deviation from it"
    ),
    ("exponential_nll(y, c)", "1/mean(y)", "1/mean(y)"),
    ("poisson_deviance(y, c)", "mean(y)", "mean(y)"),
    ("gamma_deviance(y, c)", "mean(y)", "mean(y)"),
    ("tweedie_deviance(y, c)", "mean(y)", "mean(y)"), ("log_loss(y, c)", "mean(y)", "mean(y)"),
    (
      "log_loss_logits(y, c)", "log(mean(y)/(1 - mean(y)))", "log(m/(1 - m)) with m = mean(y)"
    ),
    ("brier(y, c)", "mean(y)", "mean(y)"), ("itakura_saito(y, c)", "mean(y)", "mean(y)"),
    ("hinge(s, c)", "1", "margin or -margin, the label of the majority"),
    ("squared_hinge(s, c)", "mean(s)", "margin*mean(y)"), ("perceptron(s, c)", "0", "0"),
    ("exponential(s, c)", "log(0.6/0.4)/2", "log(m/(1 - m))/2 with m the share of 1"),
    ("soft_margin(s, c)", "log(0.6/0.4)", "log(m/(1 - m)) with m the share of 1"),
    ("modified_huber(s, c)", "mean(s)", "mean(y)"),
    ("contrastive(one, c)", "1 - mean(one)", "margin*(1 - mean(same))"),
    (
      "mape(y, c)", "0.31", "a weighted median of y, weights 1/abs(y)"
    ),
  ])
  func theBestConstantHasTheLeastLoss(loss: String, constant: String, documented: String) throws {
    let name = loss.prefix { $0 != "(" }
    let function = try #require(try preludeFunctions().first { $0.name == name })
    #expect(LossDocumentation(function.documentation).fields[.bestConstant] == documented)
    let notebook = Notebook(Self.setup)
    let best = try #require(notebook.elements(constant)?.first, "\(constant)")
    func value(_ c: Double) -> Double? { notebook.elements("c = \(c); \(loss)")?.first }
    let least = try #require(value(best), "\(loss)")
    for step in [1e-3, 1e-2, 0.05, 0.2] {
      for other in [best - step, best + step] {
        guard let found = value(other) else { continue }
        #expect(found >= least - 1e-12, "\(loss) at \(other)")
      }
    }
  }

  @Test func theBestConstantsOfSeveralClassesHaveTheLeastLoss() {
    let notebook = Notebook(Self.setup, "m = mean(Y, axis=0)")
    for (loss, best) in [
      ("cross_entropy(Y, broadcast_to(c, [2, 3]))", "m"),
      ("softmax_cross_entropy(Y, broadcast_to(c, [2, 3]))", "log(m)"),
      ("listwise_softmax(Y, broadcast_to(c, [2, 3]))", "log(m)"),
      ("kl_divergence(Y, broadcast_to(c, [2, 3]))", "m"),
      ("generalized_kl(Y, broadcast_to(c, [2, 3]))", "m"),
      ("multiclass_brier(Y, broadcast_to(c, [2, 3]))", "m"),
      ("generalized_cross_entropy([0, 0, 1], broadcast_to(c, [3, 2]), q=0.5)", "[0.8, 0.2]"),
    ] {
      let least = notebook.elements("c = \(best); \(loss)")?.first ?? .nan
      for step in ["[0.02, -0.02, 0]", "[0, 0.01, -0.01]", "[-0.05, 0, 0.05]"] {
        let shift = best == "[0.8, 0.2]" ? "\(step)[0:2] - mean(\(step)[0:2])" : step
        let other = notebook.elements("c = \(best) + \(shift); \(loss)")?.first ?? .nan
        #expect(other >= least - 1e-12, "\(loss), \(step): \(other) \(least)")
      }
    }
  }
}
