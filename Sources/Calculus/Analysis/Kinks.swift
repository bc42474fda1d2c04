import Execution
public import Graphs
import Tensors

/// Finds where a function has no derivative.
///
/// Each operation with a kink gives a candidate `u == 0`. At places on it, found on random lines
/// within the domain, the slopes on both sides of the *whole* function are compared: where they
/// agree, the kinks cancel or the join is smooth, and the candidate is dropped.
public struct Kinks {
  private let context: CalculusContext
  private let f: NodeID
  private let x: NodeID
  private let slope: NodeID
  private let isScalar: Bool

  private var graph: Graph { context.graph }

  /// Returns the kinks of a scalar or elementwise function by a variable; none where it is smooth.
  ///
  /// - Throws: ``CalculusError`` where the function is neither.
  /// - Complexity: A few hundred evaluations for each candidate.
  public static func find(
    of f: NodeID, withRespectTo x: NodeID, in context: CalculusContext, seed: UInt64 = 1
  ) throws(CalculusError) -> [Kink] {
    let isScalar = context.graph.shape(of: f).rank == 0
    let derivative =
      isScalar
      ? try SymbolicDerivative.gradient(of: f, withRespectTo: x, in: context)
      : try SymbolicDerivative.derivative(of: f, withRespectTo: x, in: context)
    let kinks = Kinks(
      context: context, f: f, x: x, slope: derivative.node, isScalar: isScalar)
    let found = kinks.search(seed: seed)
    try context.interruption.check()
    return found
  }

  private func search(seed: UInt64) -> [Kink] {
    var result: [Kink] = []
    var seen: Set<NodeID> = []
    var kept: [KinkRoot] = []
    for id in graph.topologicalOrder(of: [f]) {
      for candidate in KinkRegistry.roots(of: id, in: graph)
      where seen.insert(candidate.root).inserted {
        if context.interruption.isRaised { return [] }
        guard graph.topologicalOrder(of: [candidate.root]).contains(x) else { continue }
        let found = examine(candidate, besides: kept, seed: seed)
        if !found.isEmpty { kept.append(candidate) }
        for kink in found where !result.contains(where: { $0.condition == kink.condition }) {
          result.append(kink)
        }
      }
    }
    return result
  }

  /// What the whole function does on both sides of a candidate; nothing where it is smooth.
  private func examine(_ candidate: KinkRoot, besides kept: [KinkRoot], seed: UInt64) -> [Kink] {
    var sampler = PointSampler(graph: graph, facts: context.facts, roots: [f], seed: seed)
    var crossings: [Crossing] = []
    var isKnown = true
    for round in 0..<24 where crossings.count < 6 && !context.interruption.isRaised {
      let spread: PointSampler.Spread = round % 3 == 2 ? .positive : .symmetric
      let point = sampler.point(spread)
      guard
        let line = RootLine(
          graph: graph, moving: x, element: round, at: point, until: context.interruption)
      else { continue }
      for place in line.places(of: [candidate]) where isInside(place) {
        guard let crossing = crossing(candidate, line, place) else { continue }
        crossings.append(crossing)
        isKnown = isKnown && isZero(kept, line, place)
      }
    }
    // A norm is zero at one point, which no line along one element meets.
    if crossings.isEmpty, case .reduce(.norm, _, _) = graph[candidate.root].primitive {
      guard hasTip(candidate.root, &sampler) else { return [] }
      return [Kink(condition: condition(candidate), convention: candidate.convention.rule)]
    }
    // Where a kink was found already, another operation has its own at the same place.
    guard !crossings.isEmpty, !(isKnown && !kept.isEmpty) else { return [] }
    return split(candidate, crossings) ?? whole(candidate, crossings.filter(\.isKink)).map { [$0] }
      ?? []
  }

  /// Whether a place lies within what was declared of the variable, and not at an end of it.
  private func isInside(_ place: Double) -> Bool {
    guard case .leaf(let leaf) = graph[x].primitive, let facts = context.facts.leaves[leaf] else {
      return true
    }
    return facts.domain.lower < place && place < facts.domain.upper
  }

  private func isZero(_ kept: [KinkRoot], _ line: RootLine, _ place: Double) -> Bool {
    kept.contains { root in
      guard !root.isStep, let values = line.value(root.root, at: place) else { return false }
      return values.elements.contains { $0.magnitude < 1e-9 }
    }
  }

  // MARK: - What is said

  /// A kink for each of a few exact places, where the candidate depends on nothing else.
  private func split(_ candidate: KinkRoot, _ crossings: [Crossing]) -> [Kink]? {
    let leaves = graph.topologicalOrder(of: [candidate.root]).filter { id in
      if case .leaf = graph[id].primitive { true } else { false }
    }
    let places = Set(crossings.map(\.place)).sorted()
    guard !candidate.isStep, leaves == [x], (1...4).contains(places.count),
      crossings.allSatisfy(\.isExact)
    else { return nil }
    let name = SurfaceFormula.formula(of: x, in: context).ascii
    return places.compactMap { place in
      let here = crossings.filter { $0.place == place && $0.isKink }
      return kink("\(name) == \(KinkText.number(place))", candidate, here)
    }
  }

  private func whole(_ candidate: KinkRoot, _ crossings: [Crossing]) -> Kink? {
    kink(condition(candidate), candidate, crossings)
  }

  private func kink(_ condition: String, _ candidate: KinkRoot, _ crossings: [Crossing]) -> Kink? {
    guard let first = crossings.first else { return nil }
    let rule = candidate.convention
    if crossings.contains(where: \.isJump) {
      return Kink(condition: condition, convention: rule.rule, isJump: true)
    }
    if crossings.contains(where: \.isSteep) {
      return Kink(
        condition: condition, slopes: nil,
        convention: "the slope grows without bound towards it")
    }
    let isSame = crossings.allSatisfy {
      ($0.lower - first.lower).magnitude < 1e-4 && ($0.upper - first.upper).magnitude < 1e-4
    }
    let ends = crossings.map { (min($0.lower, $0.upper), max($0.lower, $0.upper)) }
    let isInterval = ends.allSatisfy {
      ($0.0 - ends[0].0).magnitude < 1e-4 && ($0.1 - ends[0].1).magnitude < 1e-4
    }
    let interval = "[\(KinkText.number(ends[0].0)), \(KinkText.number(ends[0].1))]"
    return Kink(
      condition: condition, slopes: isInterval ? interval : nil,
      convention: isSame ? rule.text(below: first.lower, above: first.upper) : rule.rule)
  }

  private func condition(_ candidate: KinkRoot) -> String {
    let left = SurfaceFormula.formula(of: candidate.left, in: context).ascii
    if let tie = candidate.tie { return "two entries of \(left) \(tie)" }
    guard let right = candidate.right else { return left + " == 0" }
    let other = SurfaceFormula.formula(of: right, in: context).ascii
    // A number stands on the right.
    if case .constant = graph[candidate.left].primitive { return other + " == " + left }
    return left + " == " + other
  }

  // MARK: - Slopes

  /// What the function does on both sides of a place where a root is zero.
  private struct Crossing {
    let place: Double
    /// Whether the place is a short decimal at which the root is zero exactly.
    let isExact: Bool
    /// The slope of the function where the root is negative, and where it is positive.
    let lower: Double
    let upper: Double
    let isJump: Bool
    /// Whether the slope grows without bound.
    let isSteep: Bool
    let isKink: Bool
  }

  /// Slopes and values on both sides of a place, at some distance from it.
  private struct Sides {
    var below: Double
    var above: Double
    var valueBelow: Double
    var valueAbove: Double
  }

  private func crossing(_ candidate: KinkRoot, _ line: RootLine, _ place: Double) -> Crossing? {
    let root = line.value(candidate.root, at: place)
    let isExact = place == (place * 1e6).rounded() / 1e6
    // What is not defined at the place has no kink there.
    if isExact, let value = line.value(f, at: place), !value.elements.allSatisfy(\.isFinite) {
      return nil
    }
    guard root != nil, let near = sides(line, place, 1e-6), let far = sides(line, place, 1e-5)
    else { return nil }
    let steep = [(near.below, far.below), (near.above, far.above)].filter {
      $0.0.isFinite && $0.1.isFinite
    }
    let isSteep = steep.contains { $0.0.magnitude > 1.1 * $0.1.magnitude && $0.0.magnitude > 4 }
    let gap = (near.above - near.below).magnitude
    let isBent =
      gap > 1e-9 * max(near.below.magnitude, near.above.magnitude)
      && gap > 0.5 * (far.above - far.below).magnitude
    let step = (near.valueAbove - near.valueBelow).magnitude
    let isJump =
      step > 1e-9 * max(near.valueBelow.magnitude, near.valueAbove.magnitude)
      && step > 0.5 * (far.valueAbove - far.valueBelow).magnitude
    let isRising = !(rootValue(candidate, line, place + 1e-6) < 0)
    return Crossing(
      place: place, isExact: isExact, lower: isRising ? near.below : near.above,
      upper: isRising ? near.above : near.below, isJump: isJump, isSteep: isSteep && !isJump,
      isKink: isJump || isBent || isSteep)
  }

  private func rootValue(_ candidate: KinkRoot, _ line: RootLine, _ t: Double) -> Double {
    guard let elements = line.value(candidate.root, at: t)?.elements, !elements.isEmpty else {
      return .nan
    }
    return elements.count > line.element ? elements[line.element] : elements[0]
  }

  private func sides(_ line: RootLine, _ t: Double, _ distance: Double) -> Sides? {
    func side(_ sign: Double) -> (slope: Double, value: Double)? {
      let place = t + sign * distance * max(1, t.magnitude)
      guard let slopes = line.value(slope, at: place)?.elements,
        let values = line.value(f, at: place)?.elements
      else { return nil }
      let element = line.element
      let own = slopes.indices.contains(element) ? slopes[element] : slopes.first
      guard let own else { return nil }
      let value = values.count == 1 ? values[0] : values[min(element, values.count - 1)]
      return (own, value)
    }
    guard let below = side(-1), let above = side(1) else { return nil }
    return Sides(
      below: below.slope, above: above.slope, valueBelow: below.value, valueAbove: above.value)
  }

  // MARK: - Norms

  /// Whether the function has a tip where a norm is zero: along a line through it, the slopes on
  /// both sides differ, and differ as much nearer to it.
  private func hasTip(_ norm: NodeID, _ sampler: inout PointSampler) -> Bool {
    guard isScalar, graph.shape(of: norm).rank == 0,
      let descent = try? SymbolicDerivative.gradient(of: norm, withRespectTo: x, in: context),
      let line = RootLine(
        graph: graph, moving: x, element: 0, at: sampler.point(.symmetric),
        until: context.interruption),
      let zero = zero(of: norm, descent.node, line)
    else { return true }
    func value(_ t: Double) -> Double {
      let moved = zero.enumerated().map { place, element in
        element + t * (0.6 + 0.17 * Double(place % 5))
      }
      return line.value(f, moved: moved)?.elements.first ?? .nan
    }
    func gap(_ h: Double) -> Double { ((value(h) + value(-h) - 2 * value(0)) / h).magnitude }
    let (near, far) = (gap(1e-5), gap(1e-4))
    return !(near < 0.5 * far) && near > 1e-9
  }

  /// Where a norm is zero, by steps that would be exact for the norm of an affine function.
  private func zero(of norm: NodeID, _ descent: NodeID, _ line: RootLine) -> [Double]? {
    var place = line.elements
    for _ in 0..<200 {
      guard let height = line.value(norm, moved: place)?.elements.first else { return nil }
      if height < 1e-12 { return place }
      guard let slopes = line.value(descent, moved: place)?.elements,
        slopes.count == place.count
      else { return nil }
      let square = slopes.reduce(0) { $0 + $1 * $1 }
      guard square > 1e-18 else { return nil }
      for index in place.indices { place[index] -= height / square * slopes[index] }
    }
    return nil
  }
}
