import Execution
import Graphs
import Tensors

/// Draws points for the leaves of some expressions: within their domains, labels as integers.
struct PointSampler {
  let graph: Graph
  let facts: Facts
  /// The leaves, in order of appearance.
  let leaves: [Leaf]
  /// Leaves that stand where labels are wanted, with the number of classes.
  private var classes: [Leaf: Int] = [:]
  /// The sizes chosen for names of dimensions.
  private(set) var sizes: [String: Int] = [:]
  private var state: UInt64

  /// How the numbers of a point are spread.
  enum Spread: CaseIterable {
    case unit, positive, symmetric, wide, narrow
  }

  init(graph: Graph, facts: Facts, roots: [NodeID], seed: UInt64) {
    self.graph = graph
    self.facts = facts
    state = seed
    var found: [Leaf] = []
    var named: [String] = []
    for id in graph.topologicalOrder(of: roots) {
      let node = graph[id]
      if case .leaf(let leaf) = node.primitive { found.append(leaf) }
      for case .named(let name) in node.shape.dimensions where !named.contains(name) {
        named.append(name)
      }
    }
    leaves = found
    // Sizes of their own, so that one dimension is not taken for another.
    for (place, name) in named.enumerated() { sizes[name] = [5, 3, 4, 6, 2][place % 5] }
    for id in graph.topologicalOrder(of: roots) {
      let node = graph[id]
      switch node.primitive {
      case .oneHot(let count):
        if let label = node.operands.first { note(label, count: size(count)) }
      case .gather:
        if node.operands.count == 2, let last = graph.shape(of: node.operands[0]).dimensions.last {
          note(node.operands[1], count: size(last))
        }
      case .take(let axis):
        let dimensions = graph.shape(of: node.operands[0]).dimensions
        if node.operands.count == 2, dimensions.indices.contains(axis) {
          note(node.operands[1], count: size(dimensions[axis]))
        }
      default: continue
      }
    }
  }

  private func size(_ dimension: Dimension) -> Int {
    switch dimension {
    case .fixed(let size): size
    case .named(let name): sizes[name] ?? 3
    }
  }

  private mutating func note(_ node: NodeID, count: Int) {
    var node = node
    while case .reference = graph[node].primitive, let body = graph[node].operands.first {
      node = body
    }
    if case .leaf(let leaf) = graph[node].primitive {
      classes[leaf] = min(classes[leaf] ?? count, count)
    }
  }

  /// A number in [0, 1), from the SplitMix64 sequence of the seed.
  private mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }

  /// A number between two ends.
  private mutating func uniform(_ lower: Double, _ upper: Double) -> Double {
    lower + (upper - lower) * uniform()
  }

  private mutating func number(_ spread: Spread) -> Double {
    switch spread {
    case .unit: uniform(0.02, 0.98)
    case .positive: uniform(0.1, 4)
    case .symmetric: uniform(-2, 2)
    case .wide: uniform(-12, 12)
    case .narrow: uniform(-0.02, 0.02)
    }
  }

  private mutating func number(_ spread: Spread, in domain: Interval) -> Double {
    for _ in 0..<16 {
      let value = number(spread)
      if domain.contains(value) { return value }
    }
    let (lower, upper) = (domain.lower, domain.upper)
    switch (lower.isFinite, upper.isFinite) {
    case (true, true):
      return uniform(lower + (upper - lower) * 0.02, upper - (upper - lower) * 0.02)
    case (true, false): return lower + uniform(0.05, 4)
    case (false, true): return upper - uniform(0.05, 4)
    case (false, false): return uniform(-2, 2)
    }
  }

  /// Returns values for all leaves.
  mutating func point(_ spread: Spread) -> [Leaf: Tensor] {
    var result: [Leaf: Tensor] = [:]
    for leaf in leaves {
      guard let shape = Shape(leaf.shape.dimensions.map(size)) else { continue }
      let known = facts.leaves[leaf] ?? LeafFacts()
      var elements: [Double] = []
      elements.reserveCapacity(shape.count)
      for _ in 0..<shape.count {
        if let count = classes[leaf] {
          elements.append(Double(Int(uniform() * Double(max(1, count)))))
        } else if known.isInteger {
          elements.append(Double(Int(uniform() * 4)))
        } else {
          elements.append(number(spread, in: known.domain))
        }
      }
      result[leaf] = Tensor(shape, meeting(known, elements, shape))
    }
    return result
  }

  /// Makes the elements symmetric, or their sums one, where that was assumed.
  private func meeting(_ facts: LeafFacts, _ elements: [Double], _ shape: Shape) -> [Double] {
    var elements = elements
    if facts.isSymmetric, shape.rank == 2, shape.dimensions[0] == shape.dimensions[1] {
      let size = shape.dimensions[0]
      for row in 0..<size {
        for column in 0..<row { elements[row * size + column] = elements[column * size + row] }
      }
    }
    for axis in facts.unitSumAxes where axis < shape.rank {
      elements = Self.normalised(elements, shape, axis)
    }
    return elements
  }

  /// The magnitudes of some elements, with sums along an axis made one.
  static func normalised(_ elements: [Double], _ shape: Shape, _ axis: Int) -> [Double] {
    var result = elements.map { $0.magnitude + 1e-3 }
    let (count, stride) = (shape.dimensions[axis], shape.strides[axis])
    for start in result.indices where (start / stride) % count == 0 {
      let places = (0..<count).map { start + $0 * stride }
      let total = places.reduce(0) { $0 + result[$1] }
      for place in places { result[place] /= total }
    }
    return result
  }
}
