import Graphs
import Tensors
import Testing

@testable import Execution

struct EvaluatorTests {
  @Test func unboundLeavesAreNamedTogether() throws {
    let graph = Graph()
    let x = graph.leaf(Leaf(id: 1, name: "x", shape: .scalar))
    let y = graph.leaf(Leaf(id: 2, name: "y", shape: .scalar))
    let sum = try graph.add(.binary(.add), x, y)
    var evaluator = Evaluator(graph: graph, bindings: Bindings())
    do throws(ExecutionError) {
      _ = try evaluator.value(of: sum)
      Issue.record("a value without data")
    } catch {
      guard case .unbound(let leaves) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(leaves.map(\.name) == ["x", "y"])
    }
  }

  @Test func memoryIsRefusedBeforeItIsTaken() throws {
    let graph = Graph()
    let huge = try graph.add(
      .broadcast(SymbolicShape([.fixed(1 << 40)])), graph.constant(1))
    var evaluator = Evaluator(graph: graph, bindings: Bindings())
    #expect(throws: ExecutionError.memory(needed: 1 << 43, limit: 1 << 30)) {
      try evaluator.value(of: huge)
    }
    let identity = try graph.add(.identity(.fixed(1 << 28)))
    #expect(throws: ExecutionError.self) { try evaluator.value(of: identity) }
    let long = try graph.add(.iota(.fixed(.max)))
    #expect(throws: ExecutionError.self) { try evaluator.value(of: long) }
  }

  @Test func evaluationStopsWhenTold() throws {
    let bench = Workbench()
    let x = bench.leaf(1)
    let f = try bench.unary(.exp, x)
    let limits = Limits(isCancelled: { true })
    var evaluator = Evaluator(graph: bench.graph, bindings: bench.bindings, limits: limits)
    #expect(throws: ExecutionError.interrupted) { try evaluator.value(of: f) }
  }

  @Test func chainsMayBeLongerThanAnyStack() throws {
    let bench = Workbench()
    let x = bench.leaf(0)
    var node = x
    for index in 0..<20_000 {
      node = try bench.graph.add(
        .reference("z\(index)"), bench.binary(.add, node, bench.constant(1)))
    }
    #expect(try bench.value(node).elements == [20_000])
    #expect(try bench.gradient(node, x).elements == [1])
  }

  @Test func namedDimensionsTakeTheSizesOfTheData() throws {
    let bench = Workbench()
    let shape = SymbolicShape([.named("n"), .named("k")])
    let x = bench.leaf("X", try bench.matrix([[1, 2, 3], [4, 5, 6]]), shape: shape)
    let turned = try bench.graph.add(
      .reshape(SymbolicShape([.named("k"), .named("n")])), x)
    #expect(try bench.value(turned).shape.text == "(3, 2)")
    let clash = bench.leaf(
      "y", Tensor(vector: [1, 2, 3]), shape: SymbolicShape([.named("n")]))
    let column = try bench.graph.add(.reduce(.sum, axes: [1], keepDimensions: false), x)
    let sum = try bench.binary(.add, column, clash)
    #expect(throws: ExecutionError.self) { try bench.value(sum) }
  }

  @Test func labelsOutOfRangeAreNamedWithTheirRow() throws {
    let bench = Workbench()
    let z = bench.leaf("z", try bench.matrix([[1, 2, 3], [4, 5, 6]]))
    let k = bench.leaf("k", [0, 3])
    let gather = try bench.graph.add(.gather, z, k)
    #expect(
      throws: ExecutionError.label("label 3 (row 1) is out of range: valid ones are 0 to 2")
    ) { try bench.value(gather) }
    let half = bench.leaf("k", [0.5, 1])
    let hot = try bench.graph.add(.oneHot(classes: .fixed(3)), half)
    #expect(
      throws: ExecutionError.label("label 0.5 (row 0) is not an integer: valid ones are 0 to 2")
    ) { try bench.value(hot) }
    let take = try bench.graph.add(.take(axis: 0), z, bench.leaf("i", -1))
    #expect(throws: ExecutionError.index("index -1 is out of range: valid ones are 0 to 1")) {
      try bench.value(take)
    }
  }

  @Test func theFirstOperationThatIsNotFiniteIsFound() throws {
    let bench = Workbench()
    let x = bench.leaf([0, 1])
    let log = try bench.unary(.log, x)
    let f = try bench.sum(bench.unary(.exp, bench.unary(.negate, log)))
    var evaluator = Evaluator(graph: bench.graph, bindings: bench.bindings)
    #expect(try evaluator.trace(of: f).firstNonFinite == log)
    let fine = try bench.sum(bench.unary(.exp, log))
    #expect(try evaluator.trace(of: fine).firstNonFinite == nil)
    let lost = try bench.binary(.multiply, x, log)
    #expect(try evaluator.trace(of: lost).firstNonFinite == log)
    #expect(try evaluator.trace(of: lost).firstNaN == lost)
    #expect(try evaluator.trace(of: f).firstNaN == nil)
    let given = bench.leaf([.infinity])
    var other = Evaluator(graph: bench.graph, bindings: bench.bindings)
    #expect(try other.trace(of: bench.unary(.negate, given)).firstNonFinite == nil)
  }

  @Test func literalsGiveWayToFloat32() throws {
    let bench = Workbench()
    let x = bench.leaf("x", Tensor(0.5, type: .float32))
    let tenth = bench.constant(0.1)
    let sum = try bench.value(bench.binary(.add, x, tenth))
    #expect(sum.type == .float32)
    #expect(sum.elements == [Double(Float(0.5) + Float(0.1))])
    let both = try bench.value(
      bench.binary(.add, x, bench.binary(.multiply, tenth, bench.constant(2))))
    #expect(both.type == .float32)
    let wide = try bench.value(bench.binary(.add, x, bench.leaf("y", 0.1)))
    #expect(wide.type == .float64)
    let cast = try bench.graph.add(.cast(.float32), bench.leaf("y", 0.1))
    #expect(try bench.value(bench.binary(.equal, cast, tenth)).elements == [1])
    #expect(try bench.value(bench.binary(.less, x, tenth)).type == .bool)
    let truth = try bench.binary(.less, x, tenth)
    #expect(try bench.value(bench.binary(.add, truth, truth)).type == .float64)
    #expect(try bench.value(bench.binary(.multiply, truth, x)).type == .float32)
    #expect(try bench.gradient(bench.unary(.square, x), x).type == .float32)
    #expect(try bench.value(bench.unary(.exp, x)).elements == [Double(Float(1.6487212707001282))])
  }

  @Test func differencesOfFloat32RunInDoublePrecision() throws {
    let bench = Workbench()
    let x = bench.leaf("x", Tensor(0.5, type: .float32))
    let f = try bench.unary(.exp, x)
    let numeric = try bench.numeric(f, x)
    #expect(isClose(numeric.gradient.elements[0], 1.6487212707001282, 1e-10))
    #expect(numeric.error.elements[0] < 1e-9)
  }

  @Test func differencesStayInsideTheDomain() throws {
    let bench = Workbench()
    let leaf = Leaf(id: 77, name: "p", shape: .scalar)
    let p = bench.graph.leaf(leaf)
    bench.facts.leaves[leaf] = LeafFacts()
    bench.facts.leaves[leaf]?.domain = Interval(0, 1)
    for point in [1e-8, 0.3, 1 - 1e-6] {
      bench.bindings[leaf] = Tensor(point)
      let f = try bench.unary(.log, p)
      let result = try bench.numeric(f, p)
      #expect(isClose(result.gradient.elements[0], 1 / point, 1e-8))
    }
    // At a closed end differences are one-sided.
    bench.facts.leaves[leaf]?.domain = Interval(0, 1, lowerClosed: true, upperClosed: true)
    bench.bindings[leaf] = Tensor(1)
    let root = try bench.unary(
      .sqrt, bench.binary(.subtract, bench.constant(1.0000001), p))
    _ = try bench.numeric(root, p)
    let square = try bench.unary(.square, p)
    #expect(isClose(try bench.numeric(square, p).gradient.elements[0], 2, 1e-8))
  }

  @Test func intermediatesMayBeTheInput() throws {
    let bench = Workbench()
    let x = bench.leaf(3)
    let z = try bench.graph.add(.reference("z"), bench.unary(.square, x))
    let f = try bench.binary(.multiply, z, x)
    #expect(try bench.gradient(f, z).elements == [3])
    #expect(try bench.gradient(f, x).elements == [27])
    #expect(isClose(try bench.numeric(f, z).gradient.elements[0], 3, 1e-9))
    #expect(isClose(try bench.numeric(f, x).gradient.elements[0], 27, 1e-9))
    #expect(try bench.slopes(f, z, 0).right == 3)
    let all = try ReverseMode.gradients(
      of: f, withRespectTo: [], graph: bench.graph, bindings: bench.bindings)
    #expect(all.adjoints[z]?.elements == [3])
    #expect(all.adjoints[x]?.elements == [27])
  }

  @Test func stoppedGradientsPassNothing() throws {
    let bench = Workbench()
    let x = bench.leaf(3)
    let f = try bench.binary(.multiply, x, bench.graph.add(.stopGradient, x))
    #expect(try bench.gradient(f, x).elements == [3])
  }

  @Test func whatATypedExpressionLosesTheClosedFormKeeps() throws {
    let bench = Workbench()
    let z = bench.leaf(40)
    let difference = try bench.binary(.subtract, bench.constant(1), bench.unary(.sigmoid, z))
    #expect(try bench.value(difference).elements == [0])
    let form = try bench.graph.add(.derivative, difference, bench.unary(.softplus, z), z)
    #expect(isClose(try bench.value(form).elements[0], 4.248354255291589e-18, 1e-14))
    let tanh = try bench.unary(.tanh, bench.leaf(20))
    let square = try bench.binary(.power, tanh, bench.constant(2))
    let slope = try bench.binary(.subtract, bench.constant(1), square)
    let x = bench.graph[tanh].operands[0]
    let derivative = try bench.graph.add(.derivative, slope, tanh, x)
    #expect(isClose(try bench.value(derivative).elements[0], 1.6993417021166355e-17, 1e-14))
  }

  @Test func gradientsGoThroughTheFormOfADerivative() throws {
    let bench = Workbench()
    let x = bench.leaf(3)
    let f = try bench.binary(.power, x, bench.constant(3))
    let form = try bench.binary(.multiply, bench.constant(3), bench.unary(.square, x))
    let derivative = try bench.graph.add(.derivative, form, f, x)
    #expect(try bench.gradient(derivative, x).elements == [18])
    #expect(isClose(try bench.numeric(derivative, x).gradient.elements[0], 18, 1e-9))
  }

  @Test func theGradientOfATensorIsRefused() throws {
    let bench = Workbench()
    let x = bench.leaf([1, 2])
    #expect(throws: ExecutionError.self) { try bench.gradient(bench.unary(.exp, x), x) }
    #expect(throws: ExecutionError.self) { try bench.numeric(bench.unary(.exp, x), x) }
  }

  @Test func aValueThatOverflowedHasNoGradient() throws {
    let bench = Workbench()
    let x = bench.leaf([1000, 0])
    let f = try bench.unary(.log, bench.sum(bench.unary(.exp, x)))
    #expect(try bench.value(f).elements == [.infinity])
    #expect(try bench.gradient(f, x).elements[0].isNaN)
  }

  @Test func emptyTensorsHaveEmptyGradients() throws {
    let bench = Workbench()
    let x = bench.leaf([Double]())
    let f = try bench.sum(bench.unary(.exp, x))
    #expect(try bench.value(f).elements == [0])
    #expect(try bench.gradient(f, x).elements.isEmpty)
    #expect(try bench.numeric(f, x).gradient.elements.isEmpty)
  }
}
