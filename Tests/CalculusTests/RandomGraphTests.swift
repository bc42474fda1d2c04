import Calculus
import Execution
import Graphs
import Tensors
import TestSupport
import Testing

/// Random well-shaped scalar functions of a matrix X [3, 2], a vector w [2] and a column u [3].
struct RandomFunction {
  let graph = Graph()
  let variables: [NodeID]
  let bindings: Bindings
  let root: NodeID

  private static let smooth: [UnaryFunction] = [
    .exp, .sin, .cos, .tanh, .sigmoid, .softplus, .atan, .square, .erf, .logSigmoid, .logCosh,
    .gelu, .negate, .softsign, .abs, .relu,
  ]

  init(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let shapes: [(String, [Int])] = [("X", [3, 2]), ("w", [2]), ("u", [3])]
    var bindings = Bindings()
    var pool: [NodeID] = []
    for (place, (name, dimensions)) in shapes.enumerated() {
      let shape = try #require(Shape(dimensions))
      let leaf = Leaf(id: place, name: name, shape: SymbolicShape(shape))
      let values = (0..<shape.count).map { _ in Double.random(in: -1.5...1.5, using: &random) }
      bindings[leaf] = Tensor(shape, values)
      pool.append(graph.leaf(leaf))
    }
    variables = pool
    for _ in 0..<Int.random(in: 2...9, using: &random) {
      if let next = Self.step(pool, graph, &random) { pool.append(next) }
    }
    var total = graph.constant(0)
    for node in pool.suffix(3) {
      let axes = Array(0..<graph.shape(of: node).rank)
      let sum = try graph.add(.reduce(.sum, axes: axes, keepDimensions: false), node)
      total = try graph.add(.binary(.add), total, sum)
    }
    root = total
    self.bindings = bindings
  }

  /// One operation on what there is, or nothing where the shapes do not fit.
  private static func step(
    _ pool: [NodeID], _ graph: Graph, _ random: inout SeededGenerator
  ) -> NodeID? {
    let a = pool[Int.random(in: pool.indices, using: &random)]
    let b = pool[Int.random(in: pool.indices, using: &random)]
    let rank = graph.shape(of: a).rank
    let axis = rank == 0 ? 0 : Int.random(in: 0..<rank, using: &random)
    let keep = Bool.random(using: &random)
    let smooth = Self.smooth[Int.random(in: Self.smooth.indices, using: &random)]
    switch Int.random(in: 0..<14, using: &random) {
    case 0, 1: return try? graph.add(.unary(smooth), a)
    case 2: return try? graph.add(.binary(.add), a, b)
    case 3: return try? graph.add(.binary(.subtract), a, b)
    case 4: return try? graph.add(.binary(.multiply), a, b)
    case 5:
      guard let square = try? graph.add(.unary(.square), b),
        let divisor = try? graph.add(.binary(.add), square, graph.constant(1))
      else { return nil }
      return try? graph.add(.binary(.divide), a, divisor)
    case 6: return try? graph.add(.matmul, a, b)
    case 7:
      return try? graph.add(.reduce(.sum, axes: [axis], keepDimensions: keep), a)
    case 8:
      return try? graph.add(.reduce(.logSumExp, axes: [axis], keepDimensions: keep), a)
    case 9: return try? graph.add(.softmax(axis: axis), a)
    case 10: return try? graph.add(.cumulativeSum(axis: axis), a)
    case 11: return try? graph.add(.transpose(Array((0..<rank).reversed())), a)
    case 12: return try? graph.add(.concatenate(axis: axis), operands: [a, a])
    default: return try? graph.add(.outer, a, b)
    }
  }
}

@Suite struct RandomGraphTests {
  @Test(arguments: 0..<200)
  func theSymbolicGradientIsThatOfReverseMode(seed: Int) throws {
    let function = try RandomFunction(seed: UInt64(seed))
    for variable in function.variables {
      let context = CalculusContext(graph: function.graph)
      let derivative = try SymbolicDerivative.gradient(
        of: function.root, withRespectTo: variable, in: context)
      var evaluator = Evaluator(graph: function.graph, bindings: function.bindings)
      let symbolic = try evaluator.value(of: derivative.node)
      let reverse = try ReverseMode.gradients(
        of: function.root, withRespectTo: [variable], graph: function.graph,
        bindings: function.bindings)
      let gradient = try #require(reverse.gradients.first)
      #expect(symbolic.shape == gradient.shape)
      let scale = gradient.elements.reduce(1) { $1.isFinite ? max($0, $1.magnitude) : $0 }
      for (a, b) in zip(symbolic.elements, gradient.elements) where b.isFinite {
        #expect((a - b).magnitude <= 1e-9 * scale, "seed \(seed): \(symbolic) \(gradient)")
      }
    }
  }
}
