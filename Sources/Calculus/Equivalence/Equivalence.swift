import Execution
public import Graphs
import Tensors

/// Decides whether two expressions are the same function.
///
/// First by shape, then by normal form, then by the difference in simplest form, and last by sampling
/// within the domain: seeded, near zero and far out, labels drawn as integers. Sampling also guards
/// the algebra: an answer that is undefined where the reference is defined is different.
public struct Equivalence {
  let graph: Graph
  let context: CalculusContext
  let reference: NodeID
  let answer: NodeID

  /// The relative difference below which values at a sampled point count as equal.
  static let tolerance = 1e-10

  /// Compares an answer with a reference.
  ///
  /// - Throws: ``CalculusError/interrupted``.
  /// - Complexity: Simplification of both, and about fifty evaluations.
  public static func compare(
    _ reference: NodeID, _ answer: NodeID, in context: CalculusContext, seed: UInt64 = 1
  ) throws(CalculusError) -> EquivalenceVerdict {
    let comparison = Equivalence(
      graph: context.graph, context: context, reference: reference, answer: answer)
    let verdict = comparison.verdict(seed: seed)
    try context.interruption.check()
    return verdict
  }

  private func verdict(seed: UInt64) -> EquivalenceVerdict {
    let (left, right) = (graph.shape(of: reference), graph.shape(of: answer))
    guard left == right else {
      let turned = left == right.transposed && left.rank >= 2
      return EquivalenceVerdict(
        .different, how: "the shapes are \(left.text) and \(right.text)",
        diagnosis: turned ? "transpose" : "shape")
    }
    if reference == answer { return EquivalenceVerdict(.equal, how: "the same expression") }
    let algebra = normalForms()
    var sampler = PointSampler(
      graph: graph, facts: context.facts, roots: [reference, answer], seed: seed)
    let samples = sample(&sampler)
    if let witness = samples.undefined {
      var slip: String?
      if case .unknown = algebra {
        slip = Diagnosis(comparison: self, sampler: sampler).slip(samples)
      }
      return EquivalenceVerdict(
        .different, how: "the second is undefined where the first is defined", witness: witness,
        diagnosis: slip ?? "domain")
    }
    switch algebra {
    case .equal(let how): return EquivalenceVerdict(.equal, how: how)
    case .unknown(let difference):
      if let witness = samples.different {
        return EquivalenceVerdict(
          .different, how: "they differ at a sampled point", witness: witness,
          diagnosis: Diagnosis(comparison: self, sampler: sampler).slip(samples))
      }
      if let witness = differenceBetweenKinks(&sampler) {
        return EquivalenceVerdict(
          .different, how: "they differ at a point between two kinks", witness: witness)
      }
      guard samples.compared >= 8 else {
        return EquivalenceVerdict(
          .undecided, how: "no point was found at which the first is defined")
      }
      if let difference, isSmallButThere(difference, &sampler) {
        return EquivalenceVerdict(
          .undecided, how: "they differ by less than sampling can tell, and not by rounding alone",
          diagnosis: "near")
      }
      return EquivalenceVerdict(
        .equal, how: "agrees at \(samples.compared) sampled points")
    }
  }

  // MARK: - Algebra

  private enum Algebra {
    case equal(String)
    case unknown(difference: NodeID?)
  }

  /// Both in normal form, definitions looked through and known sizes read as numbers.
  private func normalForms() -> Algebra {
    let computation = Computation(context: context, variable: reference)
    let simplifier = computation.simplifier
    let store = computation.store
    func form(_ node: NodeID) -> TermID {
      simplifier.simplify(
        Substitution.expanded(computation.translation.term(of: node), store: store))
    }
    let (left, right) = (form(reference), form(answer))
    if left == right { return .equal("same normal form") }
    let raw = store.subtract(left, right)
    let difference = simplifier.simplify(raw)
    if difference == store.zero { return .equal("their difference simplifies to zero") }
    if store.cost(raw) < Simplifier.gate * 2 {
      let expanded = simplifier.simplify(simplifier.expanded(raw))
      if expanded == store.zero { return .equal("their difference simplifies to zero") }
    }
    let node = try? computation.lowered(difference, shape: graph.shape(of: reference))
    return .unknown(difference: node)
  }

  /// Whether the simplified difference is more than the rounding of its own terms.
  private func isSmallButThere(_ difference: NodeID, _ sampler: inout PointSampler) -> Bool {
    // A lone product cannot cancel: if it is not zero, it is there.
    switch graph[difference].primitive {
    case .binary(.add), .binary(.subtract): return false
    default: break
    }
    for _ in 0..<4 {
      let point = sampler.point(.symmetric)
      guard let value = value(of: difference, at: point) else { continue }
      if value.elements.contains(where: { $0.isFinite && $0 != 0 && $0.magnitude > 1e-30 }),
        !hasSum(difference)
      {
        return true
      }
    }
    return false
  }

  private func hasSum(_ node: NodeID) -> Bool {
    graph.topologicalOrder(of: [node]).contains { id in
      switch graph[id].primitive {
      case .binary(.add), .binary(.subtract), .reduce(.sum, _, _), .matmul: true
      default: false
      }
    }
  }

  // MARK: - Sampling

  /// What sampling found.
  struct Samples {
    /// The number of elements compared.
    var compared = 0
    /// A point where the second is undefined and the first is not.
    var undefined: EquivalenceVerdict.Witness?
    /// A point where they differ.
    var different: EquivalenceVerdict.Witness?
    /// Some points with both values, for a diagnosis.
    var pairs: [(point: [Leaf: Tensor], left: Tensor, right: Tensor)] = []
  }

  func value(of node: NodeID, at point: [Leaf: Tensor]) -> Tensor? {
    var bindings = Bindings()
    for (leaf, value) in point { bindings[leaf] = value }
    var evaluator = Evaluator(
      graph: graph, bindings: bindings,
      limits: Limits(isCancelled: context.interruption.isCancelled))
    return try? evaluator.value(of: node)
  }

  private func sample(_ sampler: inout PointSampler) -> Samples {
    var samples = Samples()
    var undefined = 0
    for round in 0..<12 {
      for spread in PointSampler.Spread.allCases where !context.interruption.isRaised {
        let point = sampler.point(spread)
        guard let left = value(of: reference, at: point) else { continue }
        guard let right = value(of: answer, at: point), left.shape == right.shape else { continue }
        var isUndefined = false
        var isDifferent = false
        let scale = left.elements.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
        for (a, b) in zip(left.elements, right.elements) where a.isFinite {
          if b.isNaN {
            isUndefined = true
            continue
          }
          samples.compared += 1
          if !Self.agree(a, b, scale: scale) { isDifferent = true }
        }
        if samples.pairs.count < 12 { samples.pairs.append((point, left, right)) }
        if isUndefined {
          undefined += 1
          if undefined >= 3, samples.undefined == nil {
            samples.undefined = witness(sampler, point, left, right)
          }
        }
        if isDifferent, samples.different == nil, !isRounding(point, left, right, scale) {
          samples.different = witness(sampler, point, left, right)
        }
      }
      if samples.different != nil, samples.pairs.count >= 12, round >= 2 { break }
      if round >= 4, samples.compared >= 48 { break }
    }
    return samples
  }

  /// Whether a disagreement is no more than the rounding of the two evaluations.
  ///
  /// The second difference of a smooth function over a few units in the last place is all rounding.
  func isRounding(
    _ point: [Leaf: Tensor], _ left: Tensor, _ right: Tensor, _ scale: Double
  ) -> Bool {
    var noise = [Double](repeating: 0, count: left.elements.count)
    for step in [0x1p-51, 0x1p-49, 0x1p-47] {
      func moved(_ sign: Double) -> [Leaf: Tensor] {
        point.mapValues { value in
          let isLabel = value.elements.allSatisfy { $0 == $0.rounded() }
          let elements = isLabel ? value.elements : value.elements.map { $0 * (1 + sign * step) }
          return Tensor(value.shape, elements) ?? value
        }
      }
      for node in [reference, answer] {
        let center = node == reference ? left : right
        guard let below = value(of: node, at: moved(-1)), let above = value(of: node, at: moved(1))
        else { continue }
        for place in noise.indices where above.elements.indices.contains(place) {
          let bend =
            above.elements[place] - 2 * center.elements[place] + below.elements[place]
          if bend.isFinite { noise[place] = max(noise[place], bend.magnitude) }
        }
      }
    }
    return zip(zip(left.elements, right.elements), noise).allSatisfy { pair, noise in
      !pair.0.isFinite || Self.agree(pair.0, pair.1, scale: scale)
        || (pair.0 - pair.1).magnitude <= 16 * noise
    }
  }

  /// Whether two values agree: relative to their size, or to the largest of the tensor's, which
  /// their common rounding is relative to.
  static func agree(_ a: Double, _ b: Double, scale: Double) -> Bool {
    if a == b { return true }
    let difference = (a - b).magnitude
    return difference <= tolerance * max(a.magnitude, b.magnitude) || difference <= 1e-13 * scale
      || difference <= 1e-15
  }

  func witness(
    _ sampler: PointSampler, _ point: [Leaf: Tensor], _ left: Tensor, _ right: Tensor
  ) -> EquivalenceVerdict.Witness {
    EquivalenceVerdict.Witness(
      point: sampler.leaves.compactMap { leaf in point[leaf].map { (leaf, $0) } }, left: left,
      right: right)
  }
}

extension Substitution {
  /// Returns a term with definitions put in place of their names and known sizes as numbers.
  static func expanded(_ root: TermID, store: TermStore) -> TermID {
    var current = root
    for _ in 0..<64 where !store.isInterrupted {
      let next = replace(in: current, store: store) { id in
        switch store.kind(id) {
        case .named, .shared: return store.expansion(of: id)
        case .size(let dimension): return dimension.size.map { store.constant($0) }
        default: return nil
        }
      }
      if next == current { break }
      current = next
    }
    return current
  }
}
