import Graphs
import Tensors

/// Slips in one term: of a sum, of a choice, of a call.
///
/// Each is named only if the mended answer, or the spoiled reference, agrees at every sampled point.
extension Diagnosis {
  /// `one-term`, `missing-term`, `extra-term` or `wrong-term`, where one of them is what happened.
  func termSlip(_ samples: Equivalence.Samples) -> String? {
    let computation = Computation(context: comparison.context, variable: comparison.reference)
    let store = computation.store
    func form(_ node: NodeID) -> TermID {
      computation.simplifier.simplify(
        Substitution.expanded(computation.translation.term(of: node), store: store))
    }
    let (reference, answer) = (form(comparison.reference), form(comparison.answer))
    guard store.cost(reference) < Simplifier.gate, store.cost(answer) < Simplifier.gate else {
      return nil
    }
    func values(_ term: TermID) -> NodeID? {
      try? computation.lowered(term, shape: graph.shape(of: comparison.reference))
    }
    for whole in [reference, computation.simplifier.expanded(reference)] {
      for (part, count) in shortened(whole, store) {
        guard let node = values(part), isReference([comparison.answer], node, samples) else {
          continue
        }
        return count == 2 ? "one-term" : "missing-term"
      }
    }
    for whole in [answer, computation.simplifier.expanded(answer)] {
      for (part, _) in shortened(whole, store) {
        guard let node = values(part),
          isReference([node], comparison.reference, samples)
        else { continue }
        return "extra-term"
      }
    }
    let isOne = differsInOnePart(reference, answer, store) || differsInOneOperand
    return isOne ? "wrong-term" : nil
  }

  /// A term with one summand of its sum left out, with the number there were.
  ///
  /// The sum is the term itself or a factor of it.
  private func shortened(_ id: TermID, _ store: TermStore) -> [(TermID, Int)] {
    switch store.kind(id) {
    case .sum(let coefficients):
      guard coefficients.count <= 8 else { return [] }
      let parts = zip(coefficients, store.arguments(id)).map(Summand.init)
      return parts.indices.map { place in
        var rest = parts
        rest.remove(at: place)
        return (store.sum(rest), parts.count)
      }
    case .product(let coefficient, let exponents):
      let all = zip(store.arguments(id), exponents).map(Factor.init)
      return all.indices.flatMap { place -> [(TermID, Int)] in
        guard all[place].exponent == .one else { return [] }
        return shortened(all[place].base, store).map { part, count in
          var changed = all
          changed[place].base = part
          return (store.product(coefficient, changed), count)
        }
      }
    default: return []
    }
  }

  /// Whether two terms are one but for a single summand, branch or argument.
  private func differsInOnePart(_ a: TermID, _ b: TermID, _ store: TermStore) -> Bool {
    if case .sum = store.kind(a), case .sum = store.kind(b) {
      let (left, right) = (Set(store.summands(a)), Set(store.summands(b)))
      return left.count == right.count && left.count >= 2 && left.subtracting(right).count == 1
    }
    let (first, second) = (store.factors(a), store.factors(b))
    if first.factors.count > 1 || first.coefficient != .one {
      guard first.coefficient == second.coefficient,
        first.factors.count == second.factors.count
      else { return false }
      let left = first.factors.filter { !second.factors.contains($0) }
      let right = second.factors.filter { !first.factors.contains($0) }
      guard left.count == 1, right.count == 1, left[0].exponent == right[0].exponent else {
        return false
      }
      return differsInOnePart(left[0].base, right[0].base, store)
    }
    let (left, right) = (store.arguments(a), store.arguments(b))
    switch store.kind(a) {
    case .select, .clip, .maximum, .minimum:
      guard store.kind(a) == store.kind(b), left.count == right.count else { return false }
      return zip(left, right).filter { $0 != $1 }.count == 1
    default: return false
    }
  }

  /// The same as they were typed, for a choice that the reference's normal form has another name of.
  private var differsInOneOperand: Bool {
    let (left, right) = (graph[comparison.reference], graph[comparison.answer])
    switch left.primitive {
    case .select, .clip:
      return left.primitive == right.primitive
        && zip(left.operands, right.operands).filter { $0 != $1 }.count == 1
    default: return false
    }
  }

  /// Whether one of some nodes has the values of another at the sampled points.
  private func isReference(
    _ candidates: [NodeID], _ wanted: NodeID, _ samples: Equivalence.Samples
  ) -> Bool {
    candidates.contains { candidate in
      var compared = 0
      let fits = samples.pairs.allSatisfy { pair in
        guard let left = comparison.value(of: wanted, at: pair.point),
          let right = comparison.value(of: candidate, at: pair.point), left.shape == right.shape
        else { return false }
        return zip(left.elements, right.elements).allSatisfy { a, b in
          guard a.isFinite else { return true }
          compared += 1
          return Equivalence.agree(a, b, scale: 0)
        }
      }
      return fits && compared >= 4
    }
  }

  // MARK: - Other functions

  /// Whether some function has the reference as its slope by one variable and the answer by another:
  /// the mixed second derivatives then agree, and are not zero.
  func isSlopeByAnotherVariable(_ samples: Equivalence.Samples) -> Bool {
    let leaves = sampler.leaves.filter { $0.shape.rank == 0 }
    guard (2...6).contains(leaves.count) else { return false }
    func slope(_ node: NodeID, _ leaf: Leaf) -> NodeID? {
      try? SymbolicDerivative.gradient(
        of: node, withRespectTo: graph.leaf(leaf), in: comparison.context
      ).node
    }
    for a in leaves {
      for b in leaves where a.id != b.id {
        guard let left = slope(comparison.reference, b), let right = slope(comparison.answer, a)
        else { continue }
        let moves = samples.pairs.contains { pair in
          comparison.value(of: left, at: pair.point)?.scalarValue.map { $0 != 0 } ?? false
        }
        if moves, isReference([right], left, samples) { return true }
      }
    }
    return false
  }

  /// Whether both are slopes of losses of a prediction and a target, of different ones.
  func isSlopeOfAnotherLoss(_ samples: Equivalence.Samples) -> Bool {
    for p in sampler.leaves {
      for y in sampler.leaves where y.id != p.id && y.shape == p.shape {
        guard let asked = LossSlopes.index(of: \.left, p, y, samples),
          let given = LossSlopes.index(of: \.right, p, y, samples)
        else { continue }
        if asked != given { return true }
      }
    }
    return false
  }

  /// Whether the answer is close to the reference at most of the sampled points, but not equal.
  func isNear(_ samples: Equivalence.Samples) -> Bool {
    var (near, apart, count) = (0, 0, 0)
    for pair in samples.pairs {
      for (a, b) in zip(pair.left.elements, pair.right.elements) where a.isFinite && b.isFinite {
        count += 1
        let gap = (a - b).magnitude / a.magnitude
        if gap <= 1e-3 { near += 1 }
        if gap <= 1e-3, gap > 1e-13 { apart += 1 }
      }
    }
    return count >= 8 && near * 2 >= count && apart >= 2
  }
}

/// The slopes of the usual losses of a prediction and a target, up to a constant: data.
enum LossSlopes {
  private static let table: [@Sendable (_ p: Double, _ y: Double) -> Double] = [
    { p, y in p - y },
    { p, y in p > y ? 1 : p < y ? -1 : 0 },
    { p, y in min(max(p - y, -1), 1) },
    { p, y in 2 * StableMath.sigmoid(2 * (p - y)) - 1 },
    { p, y in (p - y) / (p * (1 - p)) },
    { p, y in StableMath.sigmoid(p) - y },
    { p, y in -y / p },
    { p, y in 1 - y / p },
    { p, y in StableMath.sigmoid(p) / StableMath.sigmoid(-p) - y },
    { p, y in p * y < 1 ? -y : 0 },
    { p, y in -y * max(0, 1 - p * y) },
    { p, y in (p - y) / (1 + (p - y) * (p - y)).squareRoot() },
  ]

  /// The slope that a side of the samples is a constant multiple of everywhere.
  static func index(
    of side: KeyPath<(point: [Leaf: Tensor], left: Tensor, right: Tensor), Tensor>, _ p: Leaf,
    _ y: Leaf, _ samples: Equivalence.Samples
  ) -> Int? {
    table.indices.first { place in
      var ratio: Double?
      var compared = 0
      for pair in samples.pairs {
        guard let predictions = pair.point[p]?.elements, let targets = pair.point[y]?.elements,
          case let values = pair[keyPath: side].elements, values.count == predictions.count,
          targets.count == predictions.count
        else { return false }
        for (value, (prediction, target)) in zip(values, zip(predictions, targets)) {
          let slope = table[place](prediction, target)
          guard value.isFinite, slope.isFinite else { continue }
          if slope == 0 || value == 0 {
            if slope != value { return false }
            continue
          }
          let own = value / slope
          if let known = ratio, (own - known).magnitude > 1e-9 * known.magnitude { return false }
          ratio = ratio ?? own
          compared += 1
        }
      }
      return compared >= 8 && (ratio ?? 0) > 0
    }
  }
}
