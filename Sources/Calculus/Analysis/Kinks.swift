import Execution
public import Graphs
import Tensors

/// Finds where a function has no derivative.
///
/// Each operation with a kink gives a candidate `u == 0`. At points on it, found by bisection on
/// random lines within the domain, the slopes on both sides of the *whole* function are compared:
/// where they agree, the kinks cancel or the join is smooth, and the candidate is dropped.
public struct Kinks {
  private let context: CalculusContext
  private let f: NodeID
  private let x: NodeID
  private let slope: NodeID

  private var graph: Graph { context.graph }

  /// Returns the kinks of a scalar or elementwise function by a variable; none where it is smooth.
  ///
  /// - Throws: ``CalculusError`` where the function is neither.
  /// - Complexity: A few hundred evaluations for each candidate.
  public static func find(
    of f: NodeID, withRespectTo x: NodeID, in context: CalculusContext, seed: UInt64 = 1
  ) throws(CalculusError) -> [Kink] {
    let graph = context.graph
    let isScalar = graph.shape(of: f).rank == 0
    let derivative =
      isScalar
      ? try SymbolicDerivative.gradient(of: f, withRespectTo: x, in: context)
      : try SymbolicDerivative.derivative(of: f, withRespectTo: x, in: context)
    let kinks = Kinks(context: context, f: f, x: x, slope: derivative.node)
    return kinks.search(seed: seed)
  }

  private func search(seed: UInt64) -> [Kink] {
    var result: [Kink] = []
    var seen: Set<NodeID> = []
    for id in graph.topologicalOrder(of: [f]) {
      for candidate in KinkRegistry.roots(of: id, in: graph)
      where seen.insert(candidate.root).inserted {
        guard graph.topologicalOrder(of: [candidate.root]).contains(x) else { continue }
        guard let found = examine(candidate, seed: seed) else { continue }
        if !result.contains(where: { $0.condition == found.condition }) { result.append(found) }
      }
    }
    return result
  }

  /// What the whole function does on both sides of a candidate; nothing where it is smooth.
  private func examine(_ candidate: KinkRoot, seed: UInt64) -> Kink? {
    var sampler = PointSampler(graph: graph, facts: context.facts, roots: [f], seed: seed)
    var intervals: [(Double, Double)] = []
    var isJump = false
    var crossings = 0
    for round in 0..<24 where crossings < 6 {
      let spread: PointSampler.Spread = round % 3 == 2 ? .positive : .symmetric
      guard let crossing = crossing(candidate.root, sampler.point(spread), round) else { continue }
      crossings += 1
      isJump = isJump || crossing.near.isJump(besides: crossing.far)
      if crossing.near.isKink(besides: crossing.far), let below = crossing.near.below,
        let above = crossing.near.above
      {
        intervals.append((min(below, above), max(below, above)))
      }
    }
    // A norm is zero at one point, which no line meets; its slopes there fill the unit ball.
    if crossings == 0, case .reduce(.norm, _, _) = graph[candidate.root].primitive {
      return Kink(
        condition: condition(candidate), slopes: nil, convention: candidate.convention)
    }
    guard isJump || !intervals.isEmpty else { return nil }
    return Kink(
      condition: condition(candidate), slopes: isJump ? nil : interval(intervals),
      convention: candidate.convention, isJump: isJump)
  }

  private func condition(_ candidate: KinkRoot) -> String {
    let left = SurfaceFormula.formula(of: candidate.left, in: context).ascii
    guard let right = candidate.right else { return left + " == 0" }
    let other = SurfaceFormula.formula(of: right, in: context).ascii
    // A number stands on the right.
    if case .constant = graph[candidate.left].primitive { return other + " == " + left }
    return left + " == " + other
  }

  private func interval(_ intervals: [(Double, Double)]) -> String? {
    guard let first = intervals.first,
      intervals.allSatisfy({
        ($0.0 - first.0).magnitude < 1e-4 && ($0.1 - first.1).magnitude < 1e-4
      })
    else { return nil }
    func text(_ value: Double) -> String {
      let rounded = (value * 1000).rounded() / 1000
      return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
    return "[\(text(first.0)), \(text(first.1))]"
  }

  // MARK: - Lines

  /// Slopes and values on both sides of a place, at some distance from it.
  private struct Sides {
    var below: Double?
    var above: Double?
    var valueBelow = 0.0
    var valueAbove = 0.0

    /// Whether the slopes differ by as much here as ten times farther away: what is smooth differs
    /// ten times less.
    func isKink(besides far: Sides) -> Bool {
      guard let below, let above, let farBelow = far.below, let farAbove = far.above else {
        return false
      }
      let gap = (above - below).magnitude
      return gap > 1e-9 * max(below.magnitude, above.magnitude)
        && gap > 0.5 * (farAbove - farBelow).magnitude
    }

    /// The same for the values themselves.
    func isJump(besides far: Sides) -> Bool {
      let gap = (valueAbove - valueBelow).magnitude
      return gap > 1e-9 * max(valueBelow.magnitude, valueAbove.magnitude)
        && gap > 0.5 * (far.valueAbove - far.valueBelow).magnitude
    }
  }

  private struct Crossing {
    var near: Sides
    var far: Sides
  }

  /// Moves one element of the variable until the root changes sign, and looks at both sides.
  private func crossing(
    _ root: NodeID, _ point: [Leaf: Tensor], _ round: Int
  ) -> Crossing? {
    guard let start = value(x, at: point, nil), !start.elements.isEmpty else { return nil }
    let element = round % start.elements.count
    func moved(_ t: Double) -> Tensor? {
      var elements = start.elements
      elements[element] = t
      return Tensor(start.shape, elements)
    }
    func roots(_ t: Double) -> [Double]? {
      moved(t).flatMap { value(root, at: point, $0)?.elements }
    }
    let steps = 48
    var previous: (t: Double, values: [Double])?
    for step in 0...steps {
      let t = -6.03 + 12 * Double(step) / Double(steps)
      guard let values = roots(t) else { continue }
      defer { previous = (t, values) }
      guard let before = previous, before.values.count == values.count,
        let entry = values.indices.first(where: { before.values[$0] * values[$0] < 0 })
      else { continue }
      var (low, high, sign) = (before.t, t, before.values[entry])
      for _ in 0..<60 {
        let middle = low + (high - low) / 2
        guard let inside = roots(middle), inside.indices.contains(entry) else { return nil }
        if inside[entry] * sign > 0 {
          (low, sign) = (middle, inside[entry])
        } else {
          high = middle
        }
      }
      let place = low + (high - low) / 2
      guard let near = sides(place, 1e-6, element, point, moved),
        let far = sides(place, 1e-5, element, point, moved)
      else { return nil }
      return Crossing(near: near, far: far)
    }
    return nil
  }

  private func sides(
    _ t: Double, _ distance: Double, _ element: Int, _ point: [Leaf: Tensor],
    _ moved: (Double) -> Tensor?
  ) -> Sides? {
    var result = Sides()
    for side in [-1.0, 1.0] {
      guard let place = moved(t + side * distance * max(1, t.magnitude)),
        let slopes = value(slope, at: point, place), let values = value(f, at: point, place)
      else { return nil }
      let own = slopes.elements.indices.contains(element) ? slopes.elements[element] : nil
      let whole = values.elements.count == 1 ? values.elements[0] : values.elements[element]
      if side < 0 {
        (result.below, result.valueBelow) = (own, whole)
      } else {
        (result.above, result.valueAbove) = (own, whole)
      }
    }
    return result
  }

  /// The value of a node at a point, with another value for the variable.
  private func value(_ node: NodeID, at point: [Leaf: Tensor], _ variable: Tensor?) -> Tensor? {
    var bindings = Bindings()
    for (leaf, value) in point { bindings[leaf] = value }
    var node = node
    if let variable {
      if case .leaf(let leaf) = graph[x].primitive {
        bindings[leaf] = variable
      } else if let replaced = try? GraphSubstitution.replace(
        x, by: graph.constant(variable), in: node, of: graph)
      {
        node = replaced
      }
    }
    var evaluator = Evaluator(graph: graph, bindings: bindings)
    return try? evaluator.value(of: node)
  }
}
