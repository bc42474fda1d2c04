import Graphs
import Tensors
import TestSupport
import Testing

@testable import Execution

/// Each primitive on random data: reverse mode, differences and one-sided derivatives agree.
struct PropertyTests {
  /// A scalar function of one or two random operands, built around one primitive.
  struct Case: CustomTestStringConvertible, Sendable {
    let primitive: Primitive
    let shapes: [[Int]]
    var low = -2.0
    var high = 2.0
    /// Data that are not differentiated by, such as labels.
    var indices: [Double]?
    var indexShape: [Int] = []
    var tolerance = 1e-7

    var testDescription: String { "\(primitive) \(shapes)" }
  }

  static let unary: [Case] = {
    let everywhere: [UnaryFunction] = [
      .negate, .square, .exp, .expm1, .sin, .cos, .atan, .sinh, .cosh, .tanh, .logCosh, .erf, .erfc,
      .sigmoid, .logSigmoid, .softplus, .gelu, .geluTanh, .softsign, .abs, .relu, .sign, .floor,
      .ceil, .round, .isnan, .isfinite, .not,
    ]
    let positive: [UnaryFunction] = [
      .sqrt, .reciprocal, .log, .log1p, .log2, .log10, .lgamma, .digamma, .polygamma(1),
      .polygamma(2),
    ]
    return everywhere.map { Case(primitive: .unary($0), shapes: [[2, 3]]) }
      + positive.map { Case(primitive: .unary($0), shapes: [[4]], low: 0.2, high: 3) }
      + [UnaryFunction.asin, .acos, .tan].map {
        Case(primitive: .unary($0), shapes: [[4]], low: -0.9, high: 0.9)
      }
  }()

  static let binary: [Case] = BinaryFunction.allCases.flatMap { function in
    [[[2, 3], [3]], [[2, 1], [1, 3]], [[3], []], [[], [2, 2]]].map {
      Case(primitive: .binary(function), shapes: $0, low: 0.3, high: 2.5)
    }
  }

  static let others: [Case] = [
    Case(primitive: .select, shapes: [[2, 3], [3], []]),
    Case(primitive: .clip, shapes: [[2, 3], [3], []]),
    Case(primitive: .softmax(axis: 0), shapes: [[3, 2]]),
    Case(primitive: .softmax(axis: 1), shapes: [[3, 2]]),
    Case(primitive: .logSoftmax(axis: 0), shapes: [[3, 2]]),
    Case(primitive: .logSoftmax(axis: 1), shapes: [[2, 4]]),
    Case(primitive: .cumulativeSum(axis: 0), shapes: [[3, 2]]),
    Case(primitive: .cumulativeSum(axis: 1), shapes: [[3, 2]]),
    Case(primitive: .sort(axis: 0), shapes: [[4, 2]]),
    Case(primitive: .sort(axis: 1), shapes: [[2, 4]]),
    Case(primitive: .reshape(SymbolicShape([.fixed(3), .fixed(2)])), shapes: [[2, 3]]),
    Case(primitive: .transpose([2, 0, 1]), shapes: [[2, 3, 2]]),
    Case(
      primitive: .broadcast(SymbolicShape([.fixed(2), .fixed(4), .fixed(3)])), shapes: [[4, 1]]),
    Case(primitive: .concatenate(axis: 1), shapes: [[2, 3], [2, 1]]),
    Case(
      primitive: .slice([.range(start: 2, count: 2, step: -2), .index(1)]), shapes: [[3, 2, 2]]),
    Case(primitive: .take(axis: 1), shapes: [[2, 3]], indices: [2, 0, 2, 1], indexShape: [2, 2]),
    Case(primitive: .gather, shapes: [[2, 3]], indices: [2, 0], indexShape: [2]),
    Case(primitive: .diagonal, shapes: [[3]]),
    Case(primitive: .diagonalPart, shapes: [[3, 3]]),
    Case(primitive: .matmul, shapes: [[2, 3], [3, 2]]),
    Case(primitive: .matmul, shapes: [[3], [3]]),
    Case(primitive: .matmul, shapes: [[3], [3, 2]]),
    Case(primitive: .matmul, shapes: [[2, 3], [3]]),
    Case(primitive: .matmul, shapes: [[2, 1, 2, 3], [4, 3, 1]]),
    Case(primitive: .matmul, shapes: [[2, 3, 2], [2]]),
    Case(primitive: .outer, shapes: [[3], [2]]),
    Case(primitive: .trace, shapes: [[3, 3]]),
    Case(primitive: .determinant, shapes: [[3, 3]]),
    Case(primitive: .determinant, shapes: [[6, 6]], tolerance: 1e-5),
    Case(primitive: .logDeterminant, shapes: [[3, 3]], tolerance: 1e-5),
    Case(primitive: .inverse, shapes: [[3, 3]], tolerance: 1e-5),
    Case(primitive: .solve, shapes: [[3, 3], [3]], tolerance: 1e-5),
    Case(primitive: .solve, shapes: [[3, 3], [3, 2]], tolerance: 1e-5),
    Case(primitive: .stopGradient, shapes: [[3]]),
    Case(primitive: .reference("z"), shapes: [[3]]),
    Case(primitive: .size(axes: [0]), shapes: [[3]]),
  ]

  static let reductions: [Case] = [
    Reduction.sum, .product, .max, .min, .logSumExp, .norm, .any, .all, .argmax, .argmin,
  ].flatMap { reduction in
    [[0], [1], [0, 2], [0, 1, 2], []].flatMap { axes in
      [true, false].map { keep in
        Case(
          primitive: .reduce(reduction, axes: axes, keepDimensions: keep), shapes: [[2, 3, 2]])
      }
    }
  }

  @Test(arguments: unary + binary + others + reductions)
  func derivativesAgree(example: Case) throws {
    for seed in 1...3 {
      try check(example, seed: UInt64(seed))
    }
  }

  private func check(_ example: Case, seed: UInt64) throws {
    let bench = Workbench()
    var random = SeededGenerator(seed: seed)
    func data(_ dimensions: [Int]) throws -> Tensor {
      let count = dimensions.reduce(1, *)
      return try bench.tensor(
        dimensions,
        (0..<count).map { _ in Double.random(in: example.low...example.high, using: &random) })
    }
    let variables = try example.shapes.enumerated().map { index, shape in
      bench.leaf("x\(index)", try data(shape))
    }
    var operands = variables
    if let indices = example.indices {
      operands.append(bench.leaf("k", try bench.tensor(example.indexShape, indices)))
    }
    var result = try bench.graph.add(example.primitive, operands: operands)
    // Not a stop: what it hides from derivatives is in the value all the same.
    let stops = if case .stopGradient = example.primitive { true } else { false }
    // Weights make the cotangents differ from element to element.
    if let shape = bench.graph.shape(of: result).concrete {
      let weights = bench.graph.constant(try data(shape.dimensions))
      result = try bench.sum(bench.binary(.multiply, result, weights))
    }
    for variable in variables {
      let reverse = try bench.gradient(result, variable).elements
      let numeric = try bench.numeric(result, variable)
      for (element, value) in reverse.enumerated() {
        let slopes = try bench.slopes(result, variable, element)
        let scale = max(1, abs(value))
        #expect(slopes.agree)
        #expect(abs(slopes.right - value) <= 1e-10 * scale, "one-sided, seed \(seed)")
        if stops { continue }
        #expect(
          abs(numeric.gradient.elements[element] - value) <= example.tolerance * scale,
          "numeric \(numeric.gradient.elements[element]) against \(value), seed \(seed)")
      }
    }
  }
}
