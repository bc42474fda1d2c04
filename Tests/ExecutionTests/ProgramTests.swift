import Graphs
import Tensors
import TestSupport
import Testing

@testable import Execution

/// Compiled programs give what the evaluator gives.
struct ProgramTests {
  private func expectSame(
    _ bench: Workbench, _ roots: [NodeID], _ name: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let program = try #require(
      Program(of: roots, graph: bench.graph, bindings: bench.bindings),
      sourceLocation: sourceLocation)
    // Twice, because the second run finds the memory of the first.
    for _ in 0..<2 {
      let values = try #require(
        try program.run(bench.bindings), sourceLocation: sourceLocation)
      for (root, got) in zip(roots, values) {
        let want = try bench.value(root)
        #expect(got.shape == want.shape, sourceLocation: sourceLocation)
        #expect(got.type == want.type, sourceLocation: sourceLocation)
        for (got, want) in zip(got.elements, want.elements) {
          #expect(
            isClose(got, want, 1e-12, absolute: 1e-14), "\(name) \(got) \(want)",
            sourceLocation: sourceLocation)
        }
      }
    }
  }

  @Test(
    arguments: PropertyTests.unary + PropertyTests.binary + PropertyTests.others
      + PropertyTests.reductions)
  func primitivesHaveTheSameValues(example: PropertyTests.Case) throws {
    let bench = Workbench()
    var random = SeededGenerator(seed: 9)
    var operands = try example.shapes.enumerated().map { index, shape in
      let elements = (0..<shape.reduce(1, *)).map { _ in
        Double.random(in: example.low...example.high, using: &random)
      }
      return bench.leaf("x\(index)", try bench.tensor(shape, elements))
    }
    if let indices = example.indices {
      operands.append(bench.leaf("k", try bench.tensor(example.indexShape, indices)))
    }
    try expectSame(bench, [try bench.graph.add(example.primitive, operands: operands)])
  }

  @Test(arguments: 1...150)
  func randomGraphsHaveTheSameValues(seed: Int) throws {
    var builder = RandomGraph(seed: UInt64(seed))
    try builder.grow(by: 20)
    let root = try builder.scalar()
    try expectSame(builder.bench, [root], "seed \(seed)")
  }

  @Test(arguments: [1, 7, 8, 9, 1000, 4096, 4097, 10_000])
  func logLossAndItsGradientAgreeAtEverySize(size: Int) throws {
    let bench = Workbench()
    var random = SeededGenerator(seed: 4)
    let z = bench.leaf("z", (0..<size).map { _ in Double.random(in: -5...5, using: &random) })
    let y = bench.leaf("y", (0..<size).map { _ in Double(Int.random(in: 0...1, using: &random)) })
    let (loss, gradient) = try bench.logLoss(y, z)
    try expectSame(bench, [loss, gradient])
  }

  @Test(arguments: [[5, 3], [40, 20], [300, 7], [3, 300], [9, 1], [1, 9], [20, 900]])
  func productsReadATransposedMatrixWhereItLies(size: [Int]) throws {
    let bench = Workbench()
    var random = SeededGenerator(seed: 6)
    func data(_ dimensions: [Int]) throws -> Tensor {
      try bench.tensor(
        dimensions,
        (0..<dimensions.reduce(1, *)).map { _ in Double.random(in: -1...1, using: &random) })
    }
    let matrix = bench.leaf("X", try data(size))
    let weights = bench.leaf("w", try data([size[1]]))
    let more = bench.leaf("W", try data([size[1], 4]))
    let turned = try bench.graph.add(.transpose([1, 0]), matrix)
    let z = try bench.graph.add(.matmul, matrix, weights)
    let gradient = try bench.graph.add(.matmul, turned, bench.unary(.sigmoid, z))
    let wide = try bench.graph.add(.matmul, matrix, more)
    let product = try bench.graph.add(.matmul, turned, bench.unary(.tanh, wide))
    let back = try bench.graph.add(
      .matmul, wide, bench.graph.add(.transpose([1, 0]), more))
    try expectSame(bench, [z, gradient, product, back, turned])
    try expectSame(bench, [gradient])
  }

  @Test func newDataOfTheSameShapeNeedNoNewProgram() throws {
    let bench = Workbench()
    let leaf = Leaf(id: 50, name: "x", shape: SymbolicShape([.fixed(3)]))
    let x = bench.graph.leaf(leaf)
    bench.bindings[leaf] = Tensor(vector: [1, 2, 3])
    let f = try bench.sum(bench.unary(.square, x))
    let program = try #require(
      Program(of: [f], graph: bench.graph, bindings: bench.bindings))
    #expect(try program.run(bench.bindings)?[0].elements == [14])
    bench.bindings[leaf] = Tensor(vector: [1, 1, 1])
    #expect(try program.run(bench.bindings)?[0].elements == [3])
    bench.bindings[leaf] = Tensor(vector: [1, 1])
    #expect(try program.run(bench.bindings) == nil)
  }

  @Test func aKinkIsLeftToTheEvaluator() throws {
    let bench = Workbench()
    let leaf = Leaf(id: 50, name: "x", shape: SymbolicShape([.fixed(2)]))
    let x = bench.graph.leaf(leaf)
    bench.bindings[leaf] = Tensor(vector: [1, -2])
    let f = try bench.sum(
      bench.binary(
        .subtract, bench.unary(.relu, x), bench.unary(.relu, bench.unary(.negate, x))))
    let form = try bench.unary(.abs, bench.unary(.sign, x))
    let derivative = try bench.graph.add(.derivative, form, f, x)
    let programs = ProgramCache()
    for (point, want) in [
      ([1.0, -2], [1.0, 1]), ([3, 4], [1, 1]), ([0, 4], [1, 1]), ([2, 1], [1, 1]),
    ] {
      bench.bindings[leaf] = Tensor(vector: point)
      var evaluator = Evaluator(
        graph: bench.graph, bindings: bench.bindings, programs: programs)
      #expect(try evaluator.value(of: derivative).elements == want)
    }
  }

  @Test(arguments: [1, 7, 96, 500, 5000], [2, 3, 10, 17])
  func rowsOfMatricesAgreeAtEverySize(rows: Int, columns: Int) throws {
    let bench = Workbench()
    var random = SeededGenerator(seed: 8)
    let z = bench.leaf(
      "Z",
      try bench.tensor(
        [rows, columns],
        (0..<(rows * columns)).map { _ in Double.random(in: -6...6, using: &random) }))
    let k = bench.leaf("k", (0..<rows).map { Double($0 % columns) })
    let weights = bench.leaf("w", (0..<columns).map { Double($0) - 1.5 })
    let softmax = try bench.graph.add(.softmax(axis: 1), z)
    let logs = try bench.graph.add(.logSoftmax(axis: 1), z)
    let picked = try bench.graph.add(.gather, logs, k)
    let largest = try bench.graph.add(.reduce(.max, axes: [1], keepDimensions: true), z)
    let shifted = try bench.binary(.subtract, z, largest)
    let total = try bench.graph.add(.reduce(.logSumExp, axes: [1], keepDimensions: false), z)
    let means = try bench.graph.add(.reduce(.sum, axes: [0], keepDimensions: false), softmax)
    let scores = try bench.graph.add(.matmul, z, weights)
    let back = try bench.graph.add(.matmul, picked, z)
    let weighted = try bench.binary(.multiply, shifted, weights)
    try expectSame(
      bench, [softmax, logs, picked, shifted, total, means, scores, back, weighted])
    try expectSame(bench, [bench.sum(picked), bench.sum(weighted)])
  }

  @Test func aRowOfOneElementStandsForAllOfALongerVector() throws {
    let bench = Workbench()
    let z = bench.leaf("Z", try bench.tensor([1, 3], [0, 1, 0]))
    let k = bench.leaf("k", [1])
    let a = bench.leaf("a", [0, 0, 1])
    let picked = try bench.graph.add(.gather, z, k)
    let largest = try bench.graph.add(.reduce(.max, axes: [1], keepDimensions: false), z)
    let product = try bench.binary(.multiply, a, picked)
    try expectSame(bench, [product])
    try expectSame(bench, [product, bench.binary(.add, a, largest)])
  }

  @Test func resultsDoNotDependOnTheNumberOfThreads() throws {
    let bench = Workbench()
    let z = bench.leaf("z", (0..<200_001).map { 4 * Double($0 % 977) / 977 - 2 })
    let y = bench.leaf("y", (0..<200_001).map { Double($0 % 2) })
    let (loss, gradient) = try bench.logLoss(y, z)
    let program = try #require(
      Program(of: [loss, gradient], graph: bench.graph, bindings: bench.bindings))
    let before = VectorKernel.threads
    defer { VectorKernel.threads = before }
    VectorKernel.threads = 1
    let alone = try #require(try program.run(bench.bindings))
    VectorKernel.threads = 3
    let shared = try #require(try program.run(bench.bindings))
    #expect(alone == shared)
  }

  @Test func productsOfMatricesDoNotDependOnTheNumberOfThreads() throws {
    let bench = Workbench()
    var random = SeededGenerator(seed: 3)
    let elements = (0..<(300 * 300)).map { _ in Double.random(in: -1...1, using: &random) }
    let matrix = bench.leaf("A", try bench.tensor([300, 300], elements))
    let product = try bench.graph.add(
      .matmul, matrix, bench.graph.add(.transpose([1, 0]), matrix))
    let before = VectorKernel.threads
    defer { VectorKernel.threads = before }
    VectorKernel.threads = 1
    let alone = try bench.value(product)
    VectorKernel.threads = 3
    #expect(try bench.value(product) == alone)
    let exact = (0..<300).reduce(CompensatedSum()) { sum, k in
      var sum = sum
      sum.add(elements[k] * elements[7 * 300 + k])
      return sum
    }.value
    #expect(isClose(alone.elements[7], exact, 1e-12))
  }

  @Test func float32IsLeftToTheEvaluator() throws {
    let bench = Workbench()
    let x = bench.leaf("x", Tensor(0.5, type: .float32))
    let f = try bench.unary(.exp, x)
    #expect(Program(of: [f], graph: bench.graph, bindings: bench.bindings) == nil)
  }

  @Test func labelsOutOfRangeAreStillNamed() throws {
    let bench = Workbench()
    let gather = try bench.graph.add(
      .gather, bench.leaf("z", [1, 2]), bench.leaf("k", 5))
    let program = try #require(
      Program(of: [gather], graph: bench.graph, bindings: bench.bindings))
    #expect(throws: ExecutionError.label("label 5 is out of range: valid ones are 0 to 1")) {
      try program.run(bench.bindings)
    }
  }

  @Test func runsStopWhenTold() throws {
    let bench = Workbench()
    let f = try bench.unary(.exp, bench.leaf([1, 2]))
    let program = try #require(
      Program(of: [f], graph: bench.graph, bindings: bench.bindings))
    #expect(throws: ExecutionError.interrupted) {
      try program.run(bench.bindings, limits: Limits(isCancelled: { true }))
    }
  }

  /// The functions that programs compute in vector instructions.
  private static func isVector(_ function: UnaryFunction) -> Bool {
    function.kernel != nil || [.sigmoid, .softplus, .logSigmoid].contains(function)
  }

  @Test func vectorFunctionsAreWithinTwoUnitsInTheLastPlace() throws {
    for point in ElementaryFunctionTests.points where Self.isVector(point.function) {
      for got in try inProgram(point.function, [Double](repeating: point.x, count: 9)) {
        let units = abs(got - point.value) / point.value.ulp
        #expect(units <= 2, "\(point.function)(\(point.x)) is \(got), \(units) units off")
      }
    }
  }

  /// A function of some numbers, as programs compute it.
  private func inProgram(_ function: UnaryFunction, _ x: [Double]) throws -> [Double] {
    let bench = Workbench()
    let root = try bench.unary(function, bench.leaf(x))
    let program = try #require(
      Program(of: [root], graph: bench.graph, bindings: bench.bindings))
    return try #require(try program.run(bench.bindings))[0].elements
  }

  @Test func vectorKernelsAreRightAtTheEnds() throws {
    let ends: [Double] = [
      0, -0.0, .infinity, -.infinity, .nan, -1, .leastNonzeroMagnitude, -745, 710, 1e300,
    ]
    for function in [
      UnaryFunction.exp, .expm1, .log, .log1p, .tanh, .sigmoid, .softplus, .logSigmoid, .relu,
      .sign, .abs, .square, .sqrt, .reciprocal, .negate,
    ] {
      for (x, got) in zip(ends, try inProgram(function, ends)) {
        let want = function.function(x)
        let isSame = got == want || (got.isNaN && want.isNaN) || abs(got - want) <= 2 * want.ulp
        #expect(isSame, "\(function)(\(x)) is \(got), not \(want)")
      }
    }
  }
}

extension Workbench {
  /// The mean log loss of logits and its gradient, as the prelude and the calculus write them.
  func logLoss(_ y: NodeID, _ z: NodeID) throws -> (loss: NodeID, gradient: NodeID) {
    let rest = try binary(.subtract, constant(1), y)
    let terms = try binary(
      .add, binary(.weigh, rest, unary(.softplus, z)),
      binary(.weigh, y, unary(.softplus, unary(.negate, z))))
    let size = try graph.add(.size(axes: [0]), z)
    let loss = try binary(.divide, sum(terms), size)
    let form = try binary(.divide, binary(.subtract, unary(.sigmoid, z), y), size)
    return (loss, try graph.add(.derivative, form, loss, z))
  }
}
