import Execution
import Graphs
import Tensors

/// Samples a number as a function of another, finely where it bends, and finds its kinks.
struct CurveSampler {
  let graph: Graph
  let bindings: Bindings
  let limits: Limits
  let programs: ProgramCache
  /// The function; one number for each number of the symbol.
  let function: NodeID
  /// The symbol that moves.
  let symbol: Leaf

  /// How many points a curve begins with.
  static let pointCount = 241
  /// How often an interval is halved where the curve bends.
  private static let halvings = 6

  /// Returns the value at a point.
  func value(at x: Double) throws(ExecutionError) -> Double {
    try values(of: [function], at: x)[0].elements.first ?? .nan
  }

  private func values(of nodes: [NodeID], at x: Double) throws(ExecutionError) -> [Tensor] {
    var moved = bindings
    moved[symbol] = Tensor(x)
    var evaluator = Evaluator(
      graph: graph, bindings: moved, limits: limits, programs: programs)
    var result: [Tensor] = []
    for node in nodes { result.append(try evaluator.value(of: node)) }
    return result
  }

  /// Returns points of the curve, ascending, and where it has kinks.
  ///
  /// - Complexity: Some hundreds of evaluations.
  func sample(from lower: Double, to upper: Double) throws(ExecutionError) -> (
    x: [Double], y: [Double], kinks: [Double]
  ) {
    let count = Self.pointCount
    var points: [(x: Double, y: Double)] = []
    for index in 0..<count {
      let x = lower + (upper - lower) * (Double(index) / Double(count - 1))
      points.append((x, try value(at: x)))
    }
    let kinks = try kinks(between: points.map(\.x))
    for kink in kinks { points.append((kink, try value(at: kink))) }
    points.sort { $0.x < $1.x }
    points = try refined(points)
    return (points.map(\.x), points.map(\.y), kinks)
  }

  /// Halves intervals in which the curve leaves the straight line between its neighbours.
  private func refined(
    _ points: [(x: Double, y: Double)]
  ) throws(ExecutionError) -> [(x: Double, y: Double)] {
    let finite = points.map(\.y).filter(\.isFinite)
    let height = max((finite.max() ?? 0) - (finite.min() ?? 0), 1e-300)
    var points = points
    for _ in 0..<Self.halvings {
      var next: [(x: Double, y: Double)] = []
      var isChanged = false
      for index in points.indices {
        next.append(points[index])
        guard index + 1 < points.count, points.count + next.count < 4_000 else { continue }
        let (a, b) = (points[index], points[index + 1])
        let isBroken = a.y.isFinite != b.y.isFinite
        var isBent = false
        if index > 0, index + 2 < points.count {
          let (before, after) = (points[index - 1], points[index + 2])
          let width = max(b.x - a.x, 1e-300)
          let slope = (b.y - a.y) / width
          let left = (a.y - before.y) / max(a.x - before.x, 1e-300)
          let right = (after.y - b.y) / max(after.x - b.x, 1e-300)
          isBent =
            abs(slope - left) * width > 0.02 * height || abs(slope - right) * width > 0.02 * height
        }
        guard isBroken || isBent else { continue }
        let middle = a.x + (b.x - a.x) / 2
        guard middle > a.x, middle < b.x else { continue }
        next.append((middle, try value(at: middle)))
        isChanged = true
      }
      points = next
      guard isChanged else { break }
    }
    return points
  }

  // MARK: Kinks

  /// What changes its sign where an operation of the function has a kink.
  private var ties: [NodeID] {
    var found: [NodeID] = []
    for id in graph.topologicalOrder(of: [function]) {
      let node = graph[id]
      let difference: (NodeID, NodeID)?
      switch node.primitive {
      case .unary(.abs), .unary(.relu), .unary(.sign):
        difference = (node.operands[0], graph.constant(0))
      case .binary(.maximum), .binary(.minimum), .binary(.less), .binary(.lessOrEqual),
        .binary(.greater), .binary(.greaterOrEqual):
        difference = (node.operands[0], node.operands[1])
      case .clip:
        if let tie = try? graph.add(.binary(.subtract), node.operands[0], node.operands[1]) {
          found.append(tie)
        }
        difference = (node.operands[0], node.operands[2])
      default: difference = nil
      }
      if let (a, b) = difference, let tie = try? graph.add(.binary(.subtract), a, b) {
        found.append(tie)
      }
    }
    return found
  }

  /// The points at which the slope jumps, found by bisection of what is 0 there.
  private func kinks(between xs: [Double]) throws(ExecutionError) -> [Double] {
    let ties = ties
    guard !ties.isEmpty, ties.count <= 64 else { return [] }
    var before = try values(of: ties, at: xs[0])
    var candidates: [Double] = []
    for (left, right) in zip(xs, xs.dropFirst()) {
      let after = try values(of: ties, at: right)
      for (place, tie) in ties.enumerated() {
        let (a, b) = (before[place].elements, after[place].elements)
        for index in a.indices.prefix(64) where index < b.count {
          if a[index] == 0 { candidates.append(left) }
          guard a[index] * b[index] < 0, candidates.count < 256 else { continue }
          candidates.append(try root(of: tie, index, left, right, sign: a[index]))
        }
      }
      before = after
    }
    var kinks: [Double] = []
    for x in Set(candidates).sorted() {
      var moved = bindings
      moved[symbol] = Tensor(x)
      let slopes = try? OneSided.slopes(
        of: function, along: graph.leaf(symbol), element: 0, graph: graph, bindings: moved,
        limits: limits)
      let isNear = kinks.last.map { abs($0 - x) < 1e-9 * (xs[xs.count - 1] - xs[0]) } ?? false
      if let slopes, !slopes.agree, !isNear { kinks.append(x) }
    }
    return kinks
  }

  private func root(
    of tie: NodeID, _ index: Int, _ left: Double, _ right: Double, sign: Double
  ) throws(ExecutionError) -> Double {
    var (low, high) = (left, right)
    for _ in 0..<80 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      let value = try values(of: [tie], at: middle)[0].elements[index]
      if value == 0 { return middle }
      if value * sign > 0 { low = middle } else { high = middle }
    }
    // A round number nearby is what was meant.
    let rounded = (low * 1e9).rounded() / 1e9
    return rounded >= left && rounded <= right && abs(rounded - low) < 1e-9 ? rounded : low
  }
}
