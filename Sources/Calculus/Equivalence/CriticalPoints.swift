import Graphs
import Tensors

/// Points on both sides of every kink, where functions made of pieces differ if they do.
extension Equivalence {
  /// A point between the kinks of the two expressions, or close to one, at which they differ.
  ///
  /// Two pieces that are the same but in a small region, or far out, agree at points drawn at
  /// random; the borders of the region are where some comparison changes.
  func differenceBetweenKinks(_ sampler: inout PointSampler) -> EquivalenceVerdict.Witness? {
    var roots: [KinkRoot] = []
    var seen: Set<NodeID> = []
    for id in graph.topologicalOrder(of: [reference, answer]) {
      for root in KinkRegistry.roots(of: id, in: graph) where seen.insert(root.root).inserted {
        roots.append(root)
      }
    }
    guard !roots.isEmpty else { return nil }
    let point = sampler.point(.symmetric)
    for leaf in sampler.leaves.prefix(6) {
      let x = graph.leaf(leaf)
      let own = roots.prefix(12).filter { graph.topologicalOrder(of: [$0.root]).contains(x) }
      guard !own.isEmpty,
        let line = RootLine(
          graph: graph, moving: x, element: 0, at: point, until: context.interruption)
      else { continue }
      let domain = context.facts.leaves[leaf]?.domain ?? .all
      for t in Self.between(line.places(of: Array(own))) where domain.contains(t) {
        if let witness = difference(on: line, leaf, t, sampler) { return witness }
      }
    }
    return nil
  }

  /// Places between neighbours, and at both sides close to each.
  private static func between(_ places: [Double]) -> [Double] {
    var result: [Double] = []
    for (index, place) in places.enumerated() {
      let before = index > 0 ? place - places[index - 1] : .infinity
      let after = index + 1 < places.count ? places[index + 1] - place : .infinity
      let near = 0.01 * max(1, place.magnitude)
      result += [place - min(near, before / 2), place + min(near, after / 2)]
      result += [place - min(1, before / 2), place + min(1, after / 2)]
    }
    return result
  }

  private func difference(
    on line: RootLine, _ leaf: Leaf, _ t: Double, _ sampler: PointSampler
  ) -> EquivalenceVerdict.Witness? {
    guard let left = line.value(reference, at: t), let right = line.value(answer, at: t),
      left.shape == right.shape
    else { return nil }
    let scale = left.elements.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    let differs = zip(left.elements, right.elements).contains { a, b in
      a.isFinite && b.isFinite && !Self.agree(a, b, scale: scale)
    }
    guard differs else { return nil }
    var point = line.point
    var elements = line.elements
    elements[line.element] = t
    point[leaf] = point[leaf].flatMap { Tensor($0.shape, elements) }
    guard !isRounding(point, left, right, scale) else { return nil }
    return witness(sampler, point, left, right)
  }
}
