import Calculus
import Execution
import Graphs
import Tensors
import TestSupport
import Testing

/// A function to derive, with what it needs.
struct DerivationCase: Sendable, CustomTestStringConvertible {
  let declarations: [String]
  let function: String
  let variable: String
  var form = DerivativeForm.gradient
  /// The fewest lines that it is told in.
  var fewest = 1

  var testDescription: String { "\(function) by \(variable)" }

  private static let layer = [
    "var X[5, 3]", "var w[3]", "var b", "var y[5]", "z = X @ w + b", "p = sigmoid(z)",
  ]

  static let all: [DerivationCase] = [
    .init(declarations: ["var p[5]", "var y[5]"], function: "mean((p - y)^2)", variable: "p"),
    .init(declarations: layer, function: "log_loss(y, p)", variable: "w"),
    .init(declarations: layer, function: "log_loss(y, p)", variable: "b"),
    .init(declarations: layer, function: "l2_loss(y, z)", variable: "w"),
    .init(declarations: layer, function: "mean(abs(z - y))", variable: "w"),
    .init(declarations: layer, function: "huber(y, z, delta=2)", variable: "w"),
    .init(
      declarations: ["var X[5, 3]", "var w[3]", "var y[5]"],
      function: "log_loss(y, sigmoid(X @ w))", variable: "w"),
    .init(
      declarations: ["var X[5, 3]", "var W[3, 2]", "var k[5]"],
      function: "sparse_softmax_cross_entropy(k, X @ W)", variable: "W"),
    .init(declarations: ["var x"], function: "sin(x^2)*exp(x)", variable: "x"),
    .init(declarations: ["var x"], function: "log(1 + exp(x))/x", variable: "x"),
  ]

  static let others: [DerivationCase] = [
    .init(
      declarations: ["var A[3, 3]", "var a[3]", "var x[3]"], function: "softmax(A @ x + a)",
      variable: "x", form: .jacobian, fewest: 4),
    .init(
      declarations: ["var A[3, 3]", "var x[3]"], function: "sin(A @ tanh(x))", variable: "x",
      form: .jacobian, fewest: 4),
    .init(
      declarations: ["var x[3]"], function: "x*softmax(x)", variable: "x", form: .jacobian,
      fewest: 2),
    .init(
      declarations: ["var x[3]"], function: "exp(x) - x^2", variable: "x", form: .jacobian,
      fewest: 2),
    .init(
      declarations: ["var x[3]"], function: "x/norm(x)", variable: "x", form: .jacobian),
    .init(
      declarations: ["var X[5, 3]", "var w[3]", "var y[5]"],
      function: "log_loss(y, sigmoid(X @ w))", variable: "w", form: .hessian, fewest: 8),
    .init(
      declarations: ["var X[5, 3]", "var w[3]", "var y[5]"], function: "mean((X @ w - y)^2)",
      variable: "w", form: .hessian, fewest: 5),
    .init(
      declarations: ["var x[3]"], function: "logsumexp(x)", variable: "x", form: .hessian,
      fewest: 3),
    .init(
      declarations: ["var x"], function: "tanh(x)^2", variable: "x", form: .elementwise(3),
      fewest: 6),
    .init(
      declarations: ["var x[4]"], function: "exp(sin(x))*x", variable: "x", form: .elementwise(2),
      fewest: 3),
    .init(
      declarations: ["var x"], function: "log(1 + exp(x))", variable: "x", form: .elementwise(4),
      fewest: 6),
  ]

  /// A builder in which the names stand, and values for them.
  func builder() throws -> (GraphBuilder, Bindings) {
    let builder = GraphBuilder()
    try builder.run(GraphBuilder.losses)
    for declaration in declarations { try builder.run(declaration) }
    var random = SeededGenerator(seed: 11)
    var bindings = Bindings()
    for leaf in builder.leaves.values.sorted(by: { $0.id < $1.id }) {
      let shape = try #require(leaf.shape.concrete)
      let elements = (0..<shape.count).map { place in
        leaf.name == "k" ? Double(place % 2) : Double.random(in: 0.1...0.9, using: &random)
      }
      bindings[leaf] = Tensor(shape, elements)
    }
    return (builder, bindings)
  }
}

@Suite struct DerivationTests {
  @Test(arguments: DerivationCase.all, StepDepth.allCases)
  func everyStepIsATrueEquality(item: DerivationCase, depth: StepDepth) throws {
    let (builder, bindings) = try item.builder()
    let derivative = try derivation(item, depth, builder)
    #expect(!derivative.steps.isEmpty)
    for step in derivative.steps {
      let before = try value(step.before.ascii, builder, bindings)
      let after = try value(step.after.ascii, builder, bindings)
      #expect(before.shape == after.shape, "\(step.rule): \(step.before.ascii)")
      for (a, b) in zip(before.elements, after.elements) {
        #expect(
          (a - b).magnitude <= 1e-9 * (1 + b.magnitude),
          "\(step.rule): \(step.before.ascii) = \(step.after.ascii)")
      }
    }
  }

  @Test(arguments: DerivationCase.all)
  func theLastStepReachesTheFormThatIsShown(item: DerivationCase) throws {
    let (builder, _) = try item.builder()
    let derivative = try derivation(item, .brief, builder)
    let formula = try #require(derivative.formula)
    #expect(derivative.steps.last?.after.ascii == formula.ascii)
  }

  @Test(arguments: DerivationCase.others, StepDepth.allCases)
  func everyStepOfAHigherDerivativeIsATrueEquality(
    item: DerivationCase, depth: StepDepth
  ) throws {
    let (builder, bindings) = try item.builder()
    let derivative = try derivation(item, depth, builder)
    #expect(derivative.steps.count >= item.fewest, "\(derivative.steps.map(\.rule))")
    let formula = try #require(derivative.formula)
    #expect(derivative.steps.last?.after.ascii == formula.ascii)
    for step in derivative.steps {
      let before = try value(step.before.ascii, builder, bindings)
      let after = try value(step.after.ascii, builder, bindings)
      #expect(before.shape == after.shape, "\(step.rule): \(step.before.ascii)")
      for (a, b) in zip(before.elements, after.elements) {
        #expect(
          (a - b).magnitude <= 1e-9 * (1 + b.magnitude),
          "\(step.rule): \(step.before.ascii) = \(step.after.ascii)")
      }
    }
  }

  /// Every name that a line of a derivation uses is one of the function's or said in that line.
  @Test(arguments: [
    "log_loss(y, sigmoid(X @ w + b))", "mse(y, X @ w + b)", "huber(y, X @ w + b)",
    "focal(y, sigmoid(X @ w + b))", "hinge(2*y - 1, X @ w + b)", "log_cosh(y, X @ w + b)",
    "poisson(y, exp(X @ w + b))", "quantile(y, X @ w + b)", "rmse(y, X @ w + b)",
    "tversky(y, sigmoid(X @ w + b))", "log_loss_logits(y, X @ w + b)",
    "gaussian_nll(y, X @ w + b, 2)", "msle(y, exp(X @ w + b))", "1 - cosine_similarity(y, X @ w)",
    "mean(abs(X @ w - y)) + 0.1*sum(w^2)",
  ])
  func aLossThroughALayerIsDerivedLineByLine(loss: String) throws {
    let data = [
      "X = [[0.2, -0.5], [1.1, 0.4], [-0.3, 0.9]]", "w = [0.3, -0.6]", "b = 0.1",
      "y = [1, 0, 1]",
    ]
    let steps = Formulas.steps(data + ["steps(grad(\(loss), w))"])
    #expect(!steps.isEmpty)
    let sides = steps.flatMap { [$0.before.ascii, $0.after.ascii] }
    for step in steps {
      let values = Formulas.values(data + [step.before.ascii, step.after.ascii])
      try #require(values.count == 2, "\(step.before.ascii) = \(step.after.ascii)")
      for (a, b) in zip(values[0].elements, values[1].elements) {
        #expect((a - b).magnitude <= 1e-9 * (1 + b.magnitude), "\(step.rule): \(sides)")
      }
    }
  }

  private func derivation(
    _ item: DerivationCase, _ depth: StepDepth, _ builder: GraphBuilder
  ) throws -> Derivative {
    let f = try #require(try builder.run(item.function))
    let x = try #require(try builder.run(item.variable))
    let context = CalculusContext(
      graph: builder.graph, facts: builder.facts, reservedNames: Set(builder.names.keys))
    return try SymbolicDerivative.derivation(
      item.form, of: f, withRespectTo: x, depth: depth, in: context)
  }

  /// Steps bring names of their own; the builder's are put back after each.
  private func value(
    _ source: String, _ builder: GraphBuilder, _ bindings: Bindings
  ) throws -> Tensor {
    let names = builder.names
    defer { builder.names = names }
    let node = try #require(try builder.run(source))
    var evaluator = Evaluator(graph: builder.graph, bindings: bindings)
    return try evaluator.value(of: node)
  }
}
