import Execution
import Graphs
import Tensors

/// Recognises the usual slips in a different answer, from values at sampled points.
struct Diagnosis {
  let comparison: Equivalence
  let sampler: PointSampler

  var graph: Graph { comparison.graph }

  private var isInterrupted: Bool { comparison.context.interruption.isRaised }

  /// A name for the slip, where one fits every sampled point.
  func slip(_ samples: Equivalence.Samples) -> String? {
    if let factor = constantRatio(samples), let name = name(ofFactor: factor) { return name }
    let tests: [(String, () -> Bool)] = [
      ("transpose", { isTransposed(samples) }),
      ("diagonal-only", { isDiagonalOnly(samples) }),
      ("transpose", { becomesEqualWithATransposedLeaf(samples) }),
      ("swapped", { becomesEqualWithSwappedLeaves(samples) }),
      ("wrong-axis", { becomesEqualAlongAnotherAxis(samples) }),
      ("assumption", { isEqualForUnitSums(samples) }),
      ("function-itself", { isReference(derivativesOfAnswer(order: 1), samples) }),
      ("antiderivative", { isReference(derivativesOfAnswer(order: 2), samples) }),
      ("other-loss", { isSlopeOfAnotherLoss(samples) }),
      ("chain-twice", { isSlope(ratios(samples, inverse: false)) }),
      ("chain-missing", { isSlope(ratios(samples, inverse: true)) }),
    ]
    if let found = tests.first(where: { !isInterrupted && $0.1() }) { return found.0 }
    if isNear(samples) { return "near" }
    if let slip = termSlip(samples) { return slip }
    return isSlopeByAnotherVariable(samples) ? "other-variable" : nil
  }

  // MARK: - Ratios

  /// The factor by which the answer is off, where it is the same everywhere.
  private func constantRatio(_ samples: Equivalence.Samples) -> Double? {
    var ratio: Double?
    for pair in samples.pairs {
      for (a, b) in zip(pair.left.elements, pair.right.elements) {
        guard a.isFinite, b.isFinite, a.magnitude > 1e-9, b.magnitude > 1e-12 else { continue }
        let own = b / a
        if let known = ratio, (own - known).magnitude > 1e-7 * known.magnitude { return nil }
        ratio = ratio ?? own
      }
    }
    return ratio
  }

  private func name(ofFactor factor: Double) -> String? {
    func isNear(_ value: Double) -> Bool { (factor - value).magnitude <= 1e-7 * value.magnitude }
    if isNear(-1) { return "sign" }
    if isNear(2) { return "factor-2" }
    if isNear(0.5) { return "factor-half" }
    for count in sizes where count > 1 {
      if isNear(Double(count)) { return "factor-n" }
      if isNear(1 / Double(count)) { return "factor-1/n" }
    }
    let log10 = 2.302585092994046
    let log2 = 0.6931471805599453
    if [log10, 1 / log10, log2, 1 / log2].contains(where: isNear) { return "log-base" }
    return nil
  }

  /// The sizes that a forgotten mean may have left out.
  private var sizes: Set<Int> {
    var result: Set<Int> = []
    for leaf in sampler.leaves {
      let own = leaf.shape.dimensions.map { $0.size ?? sampler.sizes[$0.text] ?? 1 }
      result.formUnion(own)
      if let count = Shape(own)?.count { result.insert(count) }
    }
    return result
  }

  /// The ratios of answer to reference, element by element, or their inverses.
  private func ratios(
    _ samples: Equivalence.Samples, inverse: Bool
  ) -> [(point: [Leaf: Tensor], ratio: [Double])] {
    samples.pairs.map { pair in
      let values = zip(pair.left.elements, pair.right.elements)
      return (pair.point, values.map { inverse ? $0 / $1 : $1 / $0 })
    }
  }

  /// Whether the ratios are everywhere the slope of some function that occurs in the expressions.
  private func isSlope(_ ratios: [(point: [Leaf: Tensor], ratio: [Double])]) -> Bool {
    let nodes = graph.topologicalOrder(of: [comparison.reference, comparison.answer])
    for id in nodes {
      guard case .unary(let function) = graph[id].primitive,
        let operand = graph[id].operands.first, let slope = slope(of: function, at: operand)
      else { continue }
      var checked = 0
      let fits = ratios.allSatisfy { item in
        guard let value = comparison.value(of: slope, at: item.point),
          value.elements.count == item.ratio.count
        else { return true }
        return zip(value.elements, item.ratio).allSatisfy { wanted, got in
          guard wanted.isFinite, got.isFinite, wanted.magnitude > 1e-6 else { return true }
          checked += 1
          return (wanted - got).magnitude <= 1e-6 * wanted.magnitude
        }
      }
      if fits, checked >= 4 { return true }
    }
    return false
  }

  private func slope(of function: UnaryFunction, at operand: NodeID) -> NodeID? {
    let computation = Computation(context: comparison.context, variable: operand)
    let store = computation.store
    let x = computation.translation.term(of: operand)
    let slope = FunctionSlopes.slope(
      of: function, at: x, value: store.function(function, x), in: store)
    guard store.number(slope) == nil else { return nil }
    return try? computation.lowered(slope, shape: graph.shape(of: operand))
  }

  // MARK: - Shapes and variants

  private func isTransposed(_ samples: Equivalence.Samples) -> Bool {
    !samples.pairs.isEmpty
      && samples.pairs.allSatisfy { pair in
        guard pair.left.shape.rank == 2,
          pair.left.shape.dimensions[0] == pair.left.shape.dimensions[1]
        else { return false }
        let size = pair.left.shape.dimensions[0]
        return pair.left.elements.indices.allSatisfy { place in
          let other = (place % size) * size + place / size
          return Equivalence.agree(
            pair.left.elements[place], pair.right.elements[other], scale: 1)
        }
      }
  }

  private func isDiagonalOnly(_ samples: Equivalence.Samples) -> Bool {
    !samples.pairs.isEmpty
      && samples.pairs.allSatisfy { pair in
        let shape = pair.left.shape
        guard shape.rank == 2, shape.dimensions[0] == shape.dimensions[1] else { return false }
        return pair.left.elements.indices.allSatisfy { place in
          let isDiagonal = place / shape.dimensions[0] == place % shape.dimensions[0]
          return isDiagonal
            ? Equivalence.agree(pair.left.elements[place], pair.right.elements[place], scale: 1)
            : pair.right.elements[place] == 0
        }
      }
  }

  private func isReference(_ candidates: [NodeID], _ samples: Equivalence.Samples) -> Bool {
    candidates.contains { candidate in
      guard graph.shape(of: candidate) == graph.shape(of: comparison.reference) else {
        return false
      }
      var compared = 0
      let fits = samples.pairs.allSatisfy { pair in
        guard let value = comparison.value(of: candidate, at: pair.point) else { return false }
        let scale = pair.left.elements.reduce(0) { max($0, $1.magnitude) }
        return zip(pair.left.elements, value.elements).allSatisfy { a, b in
          guard a.isFinite else { return true }
          compared += 1
          return Equivalence.agree(a, b, scale: scale)
        }
      }
      return fits && compared >= 4
    }
  }

  private func becomesEqualWithATransposedLeaf(_ samples: Equivalence.Samples) -> Bool {
    let candidates = sampler.leaves.compactMap { leaf -> NodeID? in
      guard leaf.shape.rank == 2, leaf.shape.dimensions[0] == leaf.shape.dimensions[1] else {
        return nil
      }
      let node = graph.leaf(leaf)
      guard let turned = try? graph.add(.transpose([1, 0]), node) else { return nil }
      return try? GraphSubstitution.replace(node, by: turned, in: comparison.answer, of: graph)
    }
    return isReference(candidates, samples)
  }

  private func becomesEqualWithSwappedLeaves(_ samples: Equivalence.Samples) -> Bool {
    let leaves = sampler.leaves
    guard leaves.count <= 8 else { return false }
    for (place, first) in leaves.enumerated() {
      for second in leaves[(place + 1)...] where second.shape == first.shape {
        var compared = 0
        let fits = samples.pairs.allSatisfy { pair in
          var point = pair.point
          point[first] = pair.point[second]
          point[second] = pair.point[first]
          guard let value = comparison.value(of: comparison.answer, at: point) else {
            return false
          }
          return zip(pair.left.elements, value.elements).allSatisfy { a, b in
            guard a.isFinite else { return true }
            compared += 1
            return Equivalence.agree(a, b, scale: 0)
          }
        }
        if fits, compared >= 4 { return true }
      }
    }
    return false
  }

  private func becomesEqualAlongAnotherAxis(_ samples: Equivalence.Samples) -> Bool {
    var candidates: [NodeID] = []
    for id in graph.topologicalOrder(of: [comparison.answer]) {
      let node = graph[id]
      guard let operand = node.operands.first else { continue }
      for other in 0..<graph.shape(of: operand).rank {
        let changed: Primitive
        switch node.primitive {
        case .softmax(let axis) where axis != other: changed = .softmax(axis: other)
        case .logSoftmax(let axis) where axis != other: changed = .logSoftmax(axis: other)
        case .cumulativeSum(let axis) where axis != other: changed = .cumulativeSum(axis: other)
        case .reduce(let reduction, let axes, let keep) where axes.count == 1 && axes != [other]:
          changed = .reduce(reduction, axes: [other], keepDimensions: keep)
        default: continue
        }
        guard let node = try? graph.add(changed, operand),
          let whole = try? GraphSubstitution.replace(
            id, by: node, in: comparison.answer, of: graph)
        else { continue }
        candidates.append(whole)
      }
    }
    return isReference(candidates, samples)
  }

  private func isEqualForUnitSums(_ samples: Equivalence.Samples) -> Bool {
    for leaf in sampler.leaves where leaf.shape.rank >= 1 {
      let axis = leaf.shape.rank - 1
      var compared = 0
      let fits = samples.pairs.allSatisfy { pair in
        guard let value = pair.point[leaf] else { return false }
        var point = pair.point
        point[leaf] = Tensor(
          value.shape, PointSampler.normalised(value.elements, value.shape, axis))
        guard let a = comparison.value(of: comparison.reference, at: point),
          let b = comparison.value(of: comparison.answer, at: point)
        else { return false }
        return zip(a.elements, b.elements).allSatisfy { left, right in
          guard left.isFinite else { return true }
          compared += 1
          return Equivalence.agree(left, right, scale: 1)
        }
      }
      if fits, compared >= 4, !isEqualWherePositive(leaf, samples) { return true }
    }
    return false
  }

  /// Whether positive values of a leaf alone make the two equal, whatever they sum to.
  private func isEqualWherePositive(_ leaf: Leaf, _ samples: Equivalence.Samples) -> Bool {
    samples.pairs.allSatisfy { pair in
      guard let value = pair.point[leaf] else { return true }
      var point = pair.point
      point[leaf] = Tensor(value.shape, value.elements.map { 1.5 * $0.magnitude + 0.1 })
      guard let a = comparison.value(of: comparison.reference, at: point),
        let b = comparison.value(of: comparison.answer, at: point)
      else { return true }
      return zip(a.elements, b.elements).allSatisfy { Equivalence.agree($0, $1, scale: 1) }
    }
  }

  /// The derivatives of the answer, as a function of each leaf it works on element by element.
  private func derivativesOfAnswer(order: Int) -> [NodeID] {
    sampler.leaves.compactMap { leaf in
      let node = graph.leaf(leaf)
      let derivative = try? SymbolicDerivative.derivative(
        of: comparison.answer, withRespectTo: node, order: order, in: comparison.context)
      return derivative?.node
    }
  }
}
