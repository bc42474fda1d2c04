internal import Graphs
internal import Tensors

/// Forward mode through one graph, again and again along the elements of one variable.
struct ForwardSweep {
  private let root: NodeID
  private let variable: NodeID
  private let graph: Graph
  private let limits: Limits
  /// The nodes that move with the variable, operands first.
  private let order: [NodeID]
  /// The values of those nodes and of their operands at the point.
  private var values: [NodeID: Tensor] = [:]
  private let point: Tensor
  private let rootValue: Tensor

  /// The number of elements of the variable that may be swept before a person would wait.
  let affordableElements: Int

  init(
    of root: NodeID, along variable: NodeID, evaluator: inout Evaluator
  ) throws(ExecutionError) {
    self.root = root
    self.variable = variable
    graph = evaluator.graph
    limits = evaluator.limits
    point = try evaluator.value(of: variable)
    rootValue = try evaluator.value(of: root)
    let all = Dependence.order(of: root, inputs: [variable], graph: graph)
    let active = Dependence.active(all, inputs: [variable], graph: graph)
    order = all.filter { active.contains($0) && $0 != variable }
    var size = 0
    for id in order {
      values[id] = try evaluator.value(of: id)
      size += values[id]?.elements.count ?? 0
      for operand in Dependence.operands(of: graph[id]) {
        values[operand] = try evaluator.value(of: operand)
      }
    }
    affordableElements = min(256, max(4, 30_000_000 / max(1, size)))
  }

  /// Whether an element of the function belongs to each element of the variable.
  var isScalarOrElementwise: Bool {
    rootValue.elements.count == 1 || rootValue.shape == point.shape
  }

  /// The one-sided slopes along an element.
  mutating func slopes(element: Int) throws(ExecutionError) -> OneSided.Slopes {
    let up = try run(element: element, sign: 1, ties: .byTangent)
    let down = try run(element: element, sign: -1, ties: .byTangent)
    let kinks = Set(up.kinks + down.kinks).sorted()
    return OneSided.Slopes(left: -down.slope, right: up.slope, kinks: kinks)
  }

  /// The slope by the chain rule, with the element of least norm at each kink.
  mutating func leastNorm(element: Int) throws(ExecutionError) -> Double {
    try run(element: element, sign: 1, ties: .leastNorm).slope
  }

  private func run(
    element: Int, sign: Double, ties: Pushforward.Ties
  ) throws(ExecutionError) -> (slope: Double, kinks: [NodeID]) {
    guard element >= 0, element < point.elements.count else {
      throw .index("element \(element) is out of range for shape \(point.shape.text)")
    }
    var seed = [Double](repeating: 0, count: point.elements.count)
    seed[element] = sign
    var motions = [variable: Motion(value: point, tangent: Tensor(point.shape, seed))]
    var kinks: [NodeID] = []
    for id in order {
      try limits.check()
      let operands = Dependence.operands(of: graph[id])
      // What nothing moves stands still, and most of a graph does along one element.
      guard
        operands.contains(where: {
          motions[$0].map { $0.tangent != nil || $0.hasJumped } ?? false
        }),
        let value = values[id]
      else { continue }
      var push = Pushforward(
        graph[id].primitive,
        operands.map { operand in
          motions[operand] ?? Motion(value: values[operand] ?? Tensor(.nan))
        },
        result: value, ties: ties, cancellation: limits.cancellation)
      motions[id] = try push()
      if push.meetsKink { kinks.append(id) }
    }
    guard let motion = motions[root] else { return (0, kinks) }
    let position = rootValue.elements.count == 1 ? 0 : element
    guard position < rootValue.elements.count else { return (.nan, kinks) }
    var slope = motion.tangent?.elements[position] ?? 0
    let (here, past) = (rootValue.elements[position], motion.value.elements[position])
    if ties == .byTangent, motion.hasJumped, here != past {
      slope = past > here ? .infinity : -.infinity
    }
    return (slope, kinks)
  }
}
