import Graphs
import Tensors
import TestSupport
import Testing

@testable import Execution

/// Random well-shaped graphs of many primitives: reverse mode, forward mode and differences agree.
struct RandomGraphTests {
  @Test(arguments: 1...120)
  func derivativesOfRandomGraphsAgree(seed: Int) throws {
    var builder = RandomGraph(seed: UInt64(seed))
    try builder.grow(by: 14)
    let root = try builder.scalar()
    let bench = builder.bench
    for variable in builder.variables {
      let reverse = try bench.gradient(root, variable).elements
      let numeric = try bench.numeric(root, variable)
      for (element, value) in reverse.enumerated() {
        let slopes = try bench.slopes(root, variable, element)
        // An element that touches a kink has no one answer.
        guard slopes.agree, value.isFinite else { continue }
        let scale = max(1, abs(value))
        #expect(abs(slopes.right - value) <= 1e-8 * scale, "one-sided, seed \(seed)")
        let error = numeric.error.elements[element]
        guard error < 1e-8 * scale else { continue }
        let difference = abs(numeric.gradient.elements[element] - value)
        #expect(difference <= 1e-5 * scale + 100 * error, "numeric, seed \(seed)")
      }
    }
  }
}

/// Grows a graph from random leaves by operations drawn at random among those that fit.
struct RandomGraph {
  let bench = Workbench()
  private(set) var variables: [NodeID] = []
  private var pool: [NodeID] = []
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    for shape in [[3], [2, 3], [3, 3], [], [3, 2]] {
      let count = shape.reduce(1, *)
      let elements = (0..<count).map { _ in Double.random(in: -1.5...1.5, using: &random) }
      guard let tensor = try? bench.tensor(shape, elements) else { continue }
      variables.append(bench.leaf("x\(variables.count)", tensor))
    }
    pool = variables
  }

  mutating func grow(by count: Int) throws {
    var added = 0
    var tries = 0
    while added < count, tries < 2000 {
      tries += 1
      guard let node = try? candidate() else { continue }
      // Values that run away would drown the digits that are compared.
      guard let value = try? bench.value(node), value.elements.allSatisfy({ abs($0) < 50 }) else {
        continue
      }
      pool.append(node)
      added += 1
    }
  }

  /// The sum of the means of the last nodes, in which all that was grown has a part.
  mutating func scalar() throws -> NodeID {
    var total = bench.constant(0)
    for node in pool.suffix(8) {
      total = try bench.binary(.add, total, bench.sum(bench.unary(.tanh, node)))
    }
    return total
  }

  private mutating func pick() -> NodeID { pool.randomElement(using: &random) ?? pool[0] }

  private mutating func candidate() throws -> NodeID {
    let x = pick()
    let rank = bench.graph.shape(of: x).rank
    let axis = rank == 0 ? 0 : Int.random(in: 0..<rank, using: &random)
    switch Int.random(in: 0..<24, using: &random) {
    case 0...4:
      let functions: [UnaryFunction] = [
        .negate, .abs, .square, .sqrt, .exp, .log, .log1p, .sin, .cos, .tanh, .sigmoid, .softplus,
        .logSigmoid, .relu, .gelu, .softsign, .erf, .logCosh, .expm1, .atan, .reciprocal, .sign,
        .floor, .digamma, .lgamma, .sinh,
      ]
      return try bench.unary(functions.randomElement(using: &random) ?? .exp, x)
    case 5...9:
      let function = BinaryFunction.allCases.randomElement(using: &random) ?? .add
      return try bench.binary(function, x, pick())
    case 10: return try bench.graph.add(.select, x, pick(), pick())
    case 11: return try bench.graph.add(.clip, x, bench.constant(-1), pick())
    case 12...14:
      let reductions: [Reduction] = [.sum, .product, .max, .min, .logSumExp, .norm, .argmax, .any]
      let axes = Bool.random(using: &random) ? [axis] : Array(0..<rank)
      return try bench.graph.add(
        .reduce(
          reductions.randomElement(using: &random) ?? .sum, axes: axes,
          keepDimensions: Bool.random(using: &random)), x)
    case 15: return try bench.graph.add(.softmax(axis: axis), x)
    case 16: return try bench.graph.add(.logSoftmax(axis: axis), x)
    case 17: return try bench.graph.add(.cumulativeSum(axis: axis), x)
    case 18: return try bench.graph.add(.sort(axis: axis), x)
    case 19: return try bench.graph.add(.transpose(Array((0..<rank).reversed())), x)
    case 20: return try bench.graph.add(.matmul, x, pick())
    case 21: return try bench.graph.add(.concatenate(axis: axis), x, pick())
    case 22:
      return try bench.graph.add(
        .slice([.range(start: 1, count: 2, step: -1)]), x)
    default:
      let linear: [Primitive] = [
        .determinant, .inverse, .trace, .diagonalPart, .diagonal, .logDeterminant,
      ]
      return try bench.graph.add(linear.randomElement(using: &random) ?? .trace, x)
    }
  }
}
