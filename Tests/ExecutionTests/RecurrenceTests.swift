import Graphs
import Tensors
import TestSupport
import Testing

@testable import Execution

/// Assignments made again and again by a program give what the evaluator gives pass by pass.
struct RecurrenceTests {
  private let bench = Workbench()

  private func leaf(_ node: NodeID) throws -> Leaf {
    guard case .leaf(let leaf) = bench.graph[node].primitive else { throw Interrupted() }
    return leaf
  }

  /// Compares three passes by the program with three by the evaluator.
  private func expectSame(
    _ statements: [[(leaf: NodeID, node: NodeID)]],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let assignments = try statements.map { try $0.map { (try leaf($0.leaf), $0.node) } }
    let recurrence = try #require(
      Recurrence(assignments, graph: bench.graph, bindings: bench.bindings),
      sourceLocation: sourceLocation)
    var bindings = bench.bindings
    // In two runs, because the second finds the memory of the first.
    for passes in [1, 2] {
      try recurrence.run(passes, &bindings)
      #expect(recurrence.finished == passes, sourceLocation: sourceLocation)
    }
    for _ in 0..<3 {
      for statement in assignments {
        let values = try statement.map { try bench.value($0.1) }
        for ((leaf, _), value) in zip(statement, values) { bench.bindings[leaf] = value }
      }
    }
    for leaf in assignments.joined().map(\.0) {
      let got = try #require(bindings[leaf], sourceLocation: sourceLocation)
      let want = try #require(bench.bindings[leaf], sourceLocation: sourceLocation)
      #expect(got.shape == want.shape, sourceLocation: sourceLocation)
      for (got, want) in zip(got.elements, want.elements) {
        #expect(isClose(got, want, 1e-12), sourceLocation: sourceLocation)
      }
    }
  }

  @Test func aStatementSeesWhatTheOneBeforeItAssigned() throws {
    let a = bench.leaf("a", [1, 2, 3])
    let b = bench.leaf("b", [0.5, -1, 2])
    try expectSame([
      [(a, bench.binary(.add, a, b))], [(b, bench.binary(.multiply, a, b))],
      [(a, bench.binary(.subtract, a, b))],
    ])
  }

  @Test func assignmentsOfOneStatementAreMadeAtOnce() throws {
    let a = bench.leaf("a", [0, 1, 5])
    let b = bench.leaf("b", [1, 1, -2])
    try expectSame([[(a, b), (b, bench.binary(.add, a, b))]])
  }

  @Test func whatWasExchangedIsExchangedBack() throws {
    let a = bench.leaf("a", [0, 1, 5])
    let b = bench.leaf("b", [1, 1, -2])
    try expectSame([[(a, b), (b, a)]])
  }

  @Test(arguments: [1, 8, 9, 5000])
  func aNumberMayBeAssignedToAVector(size: Int) throws {
    let a = bench.leaf("a", [Double](repeating: 2, count: size))
    let number = bench.leaf("n", 3)
    let shape = SymbolicShape([.fixed(size)])
    let spread = try bench.graph.add(.broadcast(shape), number)
    try expectSame([[(a, spread), (number, bench.unary(.sqrt, number))]])
  }

  @Test(arguments: [(4, 2, 4), (100, 7, 5), (50, 40, 60)])
  func aNetworkLearns(rows: Int, inputs: Int, hidden: Int) throws {
    var random = SeededGenerator(seed: 2)
    func data(_ dimensions: [Int]) throws -> Tensor {
      try bench.tensor(
        dimensions,
        (0..<dimensions.reduce(1, *)).map { _ in Double.random(in: -1...1, using: &random) })
    }
    let graph = bench.graph
    let x = bench.leaf("X", try data([rows, inputs]))
    let u = bench.leaf("U", try data([inputs, hidden]))
    let v = bench.leaf("v", try data([hidden]))
    let layer = try bench.unary(.tanh, graph.add(.matmul, x, u))
    let slope = try bench.unary(.sigmoid, graph.add(.matmul, layer, v))
    let back = try bench.binary(.multiply, graph.add(.outer, slope, v), layer)
    let turned = try graph.add(.transpose([1, 0]), x)
    let weights = try graph.add(.transpose([1, 0]), u)
    let input = try graph.add(.matmul, back, weights)
    func step(_ x: NodeID, _ slope: NodeID) throws -> NodeID {
      try bench.binary(
        .subtract, x, bench.binary(.multiply, bench.constant(0.01), slope))
    }
    try expectSame([
      [
        (u, step(u, graph.add(.matmul, turned, back))),
        (v, step(v, graph.add(.matmul, slope, layer))), (x, step(x, input)),
      ]
    ])
  }

  @Test func passesStandUpToTheOneThatIsNotAccepted() throws {
    let a = bench.leaf("a", [1, 2])
    let b = bench.leaf("b", 0)
    let recurrence = try #require(
      Recurrence(
        [
          [(leaf(a), bench.binary(.add, a, bench.constant(1)))],
          [(leaf(b), bench.sum(a))],
        ], watching: [(bench.sum(a), 1)], graph: bench.graph, bindings: bench.bindings))
    var bindings = bench.bindings
    try recurrence.run(10, &bindings, accepts: { ($0.first?.scalarValue ?? 0) < 10 })
    #expect(recurrence.finished == 3)
    #expect(bindings[try leaf(a)]?.elements == [4, 5])
    #expect(bindings[try leaf(b)]?.elements == [9])
  }

  @Test func aLeafThatWouldChangeItsShapeIsNotCompiled() throws {
    let a = bench.leaf("a", [1, 2])
    let recurrence = Recurrence(
      [[(try leaf(a), try bench.sum(a))]], graph: bench.graph, bindings: bench.bindings)
    #expect(recurrence == nil)
  }

  @Test func aRunThatIsStoppedKeepsThePassesBefore() throws {
    let a = bench.leaf("a", 0)
    let recurrence = try #require(
      Recurrence(
        [[(leaf(a), bench.binary(.add, a, bench.constant(1)))]], graph: bench.graph,
        bindings: bench.bindings))
    var bindings = bench.bindings
    let passes = QuestionCounter()
    let limits = Limits(isCancelled: { passes.next() > 5 })
    #expect(throws: ExecutionError.self) { try recurrence.run(100, &bindings, limits: limits) }
    #expect(recurrence.finished > 0)
    #expect(bindings[try leaf(a)]?.elements == [Double(recurrence.finished)])
  }
}
