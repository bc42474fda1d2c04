import Execution
import Graphs
import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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

  /// Whether the points begin at equal ratios in place of equal distances.
  var isLogarithmic = false

  /// How many points a curve begins with.
  static let pointCount = 241
  /// How often an interval is halved where the curve bends.
  private static let halvings = 24
  /// How many points a curve has at most.
  private static let mostPoints = 4_000
  /// How many turning points are looked for.
  private static let mostTurns = 64

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

  /// Returns the curve over a range: its points, ascending, its kinks, and where it turns.
  ///
  /// A spike much narrower than the distance of the first points is found by the slopes beside it,
  /// which point towards it from both sides.
  ///
  /// - Complexity: Some hundreds of evaluations.
  func curve(_ label: String, over range: ClosedRange<Double>) throws(ExecutionError)
    -> PlotData.Curve
  {
    let count = Self.pointCount
    var xs: [Double] = []
    for index in 0..<count { xs.append(place(Double(index) / Double(count - 1), in: range)) }
    let ties = try tiePoints(between: xs)
    xs = Set(xs + ties).sorted()
    let width = range.upperBound / 2 - range.lowerBound / 2
    let jumps = try jumps(among: ties, distance: width * 1e-9)
    let kinks = kinks(among: ties, width: width * 2).filter { jumps[$0] == nil }
    let turns = try turns(between: xs)
    xs = Set(xs + turns).sorted()
    var points: [(x: Double, y: Double)] = []
    for x in xs { points.append((x, try value(at: x))) }
    points = Self.parted(try refined(points), at: jumps)
    return PlotData.Curve(
      label: label, x: points.map(\.x), y: points.map(\.y), kinks: kinks,
      turns: Set(turns + ties).sorted())
  }

  /// The slopes on both sides of a point, where they can be told.
  func slopes(at x: Double) -> OneSided.Slopes? {
    var moved = bindings
    moved[symbol] = Tensor(x)
    return try? OneSided.slopes(
      of: function, along: graph.leaf(symbol), element: 0, graph: graph, bindings: moved,
      limits: limits)
  }

  /// The place that a share of a range stands at; the ends are exact.
  private func place(_ share: Double, in range: ClosedRange<Double>) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    guard share > 0 else { return low }
    guard share < 1 else { return high }
    guard isLogarithmic, low > 0 else { return low + (high - low) * share }
    return low * pow(high / low, share)
  }

  // MARK: Turning points

  /// Where the slope changes its sign between neighbours, and the curve stays finite.
  private func turns(between xs: [Double]) throws(ExecutionError) -> [Double] {
    let slopes = xs.map(slopes)
    var found: [Double] = []
    for index in xs.indices.dropLast() where found.count < Self.mostTurns {
      guard let left = slopes[index]?.right, let right = slopes[index + 1]?.left,
        left * right < 0 || (left != 0 && right != 0 && (left < 0) != (right < 0)),
        let turn = try turn(between: xs[index], xs[index + 1], rises: left > 0)
      else { continue }
      found.append(turn)
    }
    return found
  }

  /// Bisects by the slope's sign; nil where the height runs off, as at a pole.
  private func turn(
    between left: Double, _ right: Double, rises: Bool
  ) throws(ExecutionError) -> Double? {
    var (low, high) = (left, right)
    var middles: [Double] = []
    for _ in 0..<60 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high, let slope = slopes(at: middle) else { break }
      middles.append(middle)
      if slope.left == 0 || slope.right == 0 { break }
      if (slope.right > 0) == rises { low = middle } else { high = middle }
    }
    guard let last = middles.last else { return nil }
    let before = try value(at: middles[max(0, middles.count - 9)])
    let height = try value(at: last)
    guard height.isFinite, before.isFinite, middles.count > 16 || before == height
    else { return middles.count > 16 ? nil : last }
    return abs(height - before) <= 0.01 * max(abs(height), 1e-300) ? last : nil
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
        guard index + 1 < points.count, points.count + next.count < Self.mostPoints else {
          continue
        }
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

  /// The points at which an operation of the function may have a kink, by bisection of what is 0
  /// there; those found are looked between again, since two may lie between neighbours.
  private func tiePoints(between first: [Double]) throws(ExecutionError) -> [Double] {
    let ties = ties
    guard !ties.isEmpty, ties.count <= 64 else { return [] }
    var xs = first
    var found: Set<Double> = []
    for _ in 0..<3 {
      let new = try tiePoints(of: ties, between: xs).filter { found.insert($0).inserted }
      guard !new.isEmpty, found.count < 256 else { break }
      xs = Set(xs + new).sorted()
    }
    return found.sorted()
  }

  private func tiePoints(
    of ties: [NodeID], between xs: [Double]
  ) throws(ExecutionError) -> [Double] {
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
    return candidates
  }

  // MARK: Jumps

  /// The heights just before and just after a jump.
  private struct Jump {
    let distance: Double
    let before: Double
    let at: Double
    let after: Double
  }

  /// Those among some points at which the height itself jumps: beside them it is not what it is
  /// there, and the slopes do not account for that.
  private func jumps(
    among points: [Double], distance: Double
  ) throws(ExecutionError) -> [Double: Jump] {
    var jumps: [Double: Jump] = [:]
    for x in points where distance > 0 && x - distance < x && x + distance > x {
      let jump = Jump(
        distance: distance, before: try value(at: x - distance), at: try value(at: x),
        after: try value(at: x + distance))
      let beyond = (
        before: try value(at: x - 2 * distance), after: try value(at: x + 2 * distance)
      )
      let rise = max(abs(jump.before - jump.at), abs(jump.after - jump.at))
      let slope = max(abs(beyond.before - jump.before), abs(beyond.after - jump.after))
      if rise.isFinite, rise > 1_000 * slope, rise > 1e-6 * abs(jump.at) { jumps[x] = jump }
    }
    return jumps
  }

  /// Parts a curve at its jumps; a height that neither side comes to stands alone.
  private static func parted(
    _ points: [(x: Double, y: Double)], at jumps: [Double: Jump]
  ) -> [(x: Double, y: Double)] {
    guard !jumps.isEmpty, let first = points.first?.x, let last = points.last?.x else {
      return points
    }
    var kept = points.filter { point in
      !jumps.contains { abs($0.key - point.x) <= $0.value.distance }
    }
    for (x, jump) in jumps {
      let step = jump.distance
      kept += [(x - step, jump.before), (x - step / 2, .nan), (x, jump.at)]
      kept += [(x + step / 2, .nan), (x + step, jump.after)]
    }
    // Nothing lies beyond the ends of the range.
    return kept.filter { first <= $0.x && $0.x <= last }.sorted { $0.x < $1.x }
  }

  /// Those among some points at which the slope jumps.
  private func kinks(among points: [Double], width: Double) -> [Double] {
    var kinks: [Double] = []
    for x in points {
      let isNear = kinks.last.map { abs($0 - x) < 1e-9 * width } ?? false
      if !isNear, let slopes = slopes(at: x), !slopes.agree { kinks.append(x) }
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
