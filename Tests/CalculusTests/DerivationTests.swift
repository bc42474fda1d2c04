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

  private func derivation(
    _ item: DerivationCase, _ depth: StepDepth, _ builder: GraphBuilder
  ) throws -> Derivative {
    let f = try #require(try builder.run(item.function))
    let x = try #require(try builder.run(item.variable))
    let context = CalculusContext(
      graph: builder.graph, facts: builder.facts, reservedNames: Set(builder.names.keys))
    return try SymbolicDerivative.derivation(
      .gradient, of: f, withRespectTo: x, depth: depth, in: context)
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
