import Graphs

/// Reductions in normal form: what does not vary along an axis stands outside.
extension TermStore {
  /// The number of elements along a dimension.
  func size(_ dimension: Dimension) -> TermID {
    dimension == .one ? one : make(.size(dimension), [], .scalar)
  }

  /// The number of elements along some axes of a shape.
  func size(_ shape: SymbolicShape, axes: [Int]) -> TermID {
    multiply(axes.filter(shape.dimensions.indices.contains).map { size(shape.dimensions[$0]) })
  }

  /// A reduction of a term that stands for a whole shape, over axes of that shape.
  func reduce(
    _ reduction: Reduction, _ id: TermID, logical: SymbolicShape, axes: [Int], keep: Bool
  ) -> TermID {
    let rank = logical.rank
    let offset = rank - shape(id).rank
    let varying = axes.filter { axis in
      axis >= offset && shape(id).dimensions[axis - offset] != .one
    }
    let constant = axes.filter { !varying.contains($0) }
    let count = size(logical, axes: constant)
    switch reduction {
    case .sum:
      var result = reduceOwn(.sum, id, axes: varying.map { $0 - offset }, keep: true)
      if !keep { result = squeeze(result, axes.map { rank - $0 }) }
      return multiply(count, result)
    case .max, .min, .any, .all, .logSumExp, .product, .norm:
      var result = reduceOwn(reduction, id, axes: varying.map { $0 - offset }, keep: true)
      if !keep { result = squeeze(result, axes.map { rank - $0 }) }
      switch reduction {
      case .logSumExp: return count == one ? result : add([result, function(.log, count)])
      case .product: return power(result, count)
      case .norm:
        let base = varying.isEmpty ? function(.abs, result) : result
        return count == one ? base : multiply(base, power(count, .half))
      default: return result
      }
    case .argmax, .argmin:
      return reduceWhole(reduction, broadcast(id, to: logical), axes: axes, keep: keep)
    }
  }

  private func reduceOwn(
    _ reduction: Reduction, _ id: TermID, axes: [Int], keep: Bool
  ) -> TermID {
    guard axes.isEmpty else { return reduce(reduction, id, axes: axes, keep: keep) }
    // Of one element alone, these still make a truth value.
    return reduction == .any || reduction == .all ? truth(id) : id
  }

  /// A reduction over axes of a term's own shape.
  func reduce(_ reduction: Reduction, _ id: TermID, axes: [Int], keep: Bool) -> TermID {
    let shape = shape(id)
    let axes = axes.filter(shape.dimensions.indices.contains)
    if axes.isEmpty { return id }
    // Kept axes of a full reduction add nothing: a scalar stands for every shape.
    let keep = keep && axes.count < shape.rank
    if axes.contains(where: { shape.dimensions[$0] == .one }), reduction != .argmax,
      reduction != .argmin
    {
      return reduce(reduction, id, logical: shape, axes: axes, keep: keep)
    }
    switch reduction {
    case .sum: return sum(id, axes: axes, keep: keep)
    case .logSumExp: return logSumExp(id, axes: axes, keep: keep)
    case .max, .min: return extreme(reduction, id, axes: axes, keep: keep)
    case .product, .norm, .any, .all, .argmax, .argmin:
      return reduceWhole(reduction, id, axes: axes, keep: keep)
    }
  }

  /// The largest or smallest; what does not vary along the axes is added outside.
  private func extreme(_ reduction: Reduction, _ id: TermID, axes: [Int], keep: Bool) -> TermID {
    reduceSum(reduction, id, axes: axes, keep: keep)
      ?? reduceWhole(reduction, id, axes: axes, keep: keep)
  }

  private func reduceWhole(
    _ reduction: Reduction, _ id: TermID, axes: [Int], keep: Bool
  ) -> TermID {
    make(
      .reduce(reduction, axes: axes, keep: keep), [id], shape(id).reduced(axes, keep: keep))
  }

  private func sum(_ id: TermID, axes: [Int], keep: Bool) -> TermID {
    let shape = shape(id)
    let last = shape.rank - 1
    switch kind(id) {
    case .oneHot where axes == [last]: return one
    case .softmax(let axis) where axes == [axis]: return one
    case .named, .shared:
      if case .softmax(let axis) = kind(head(id)), axes == [axis] { return one }
      if case .oneHot = kind(head(id)), axes == [last] { return one }
    case .symbol(let leaf):
      if axes.count == 1, store(leaf, sumsToOneAlong: axes[0]) { return one }
    case .sum(let coefficients):
      let parts = zip(coefficients, arguments(id)).map { coefficient, argument in
        Summand(
          coefficient, reduce(.sum, argument, logical: shape, axes: axes, keep: keep))
      }
      let split = sum(parts)
      if cost(split) < 1 + cost(id) { return split }
    case .product(let coefficient, let exponents):
      let all = zip(arguments(id), exponents).map(Factor.init)
      let inside = all.filter { varies($0.base, along: axes, rank: shape.rank) }
      let outside = all.filter { !varies($0.base, along: axes, rank: shape.rank) }
      if coefficient != .one || !outside.isEmpty {
        let core = product(.one, inside)
        let inner = reduce(.sum, core, logical: shape, axes: axes, keep: keep)
        let places = axes.map { shape.rank - $0 }
        let rest = outside.map {
          Factor(keep ? $0.base : squeeze($0.base, places), $0.exponent)
        }
        return product(coefficient, rest + [Factor(inner)])
      }
    case .reduce(.sum, let first, keep: false) where !keep:
      guard let inner = arguments(id).first else { break }
      let remaining = self.shape(inner).dimensions.indices.filter { !first.contains($0) }
      let second = axes.map { remaining[$0] }
      return reduce(.sum, inner, axes: (first + second).sorted(), keep: false)
    case .outer:
      let (a, b) = (arguments(id)[0], arguments(id)[1])
      if axes == [0], !keep { return multiply(reduce(.sum, a, axes: [0], keep: false), b) }
      if axes == [1], !keep { return multiply(reduce(.sum, b, axes: [0], keep: false), a) }
      if axes == [0, 1], !keep {
        return multiply(
          reduce(.sum, a, axes: [0], keep: false), reduce(.sum, b, axes: [0], keep: false))
      }
    case .broadcast:
      if let inner = arguments(id).first {
        return reduce(.sum, inner, logical: shape, axes: axes, keep: keep)
      }
    case .identity where axes == [0, 1] && !keep: return size(shape.dimensions[0])
    case .identity where axes.count == 1: return one
    case .diagonal where axes == [0] || axes == [1]:
      if !keep, let vector = arguments(id).first { return vector }
    case .matmul where shape.rank == 2 && !keep && (axes == [0] || axes == [1]):
      // What is summed over reaches one end of the chain alone.
      var parts = arguments(id)
      guard parts.allSatisfy({ self.shape($0).rank == 2 }) else { break }
      let end = axes == [0] ? 0 : parts.count - 1
      let length = SymbolicShape([self.shape(parts[end]).dimensions[1 - axes[0]]])
      parts[end] = broadcast(reduce(.sum, parts[end], axes: axes, keep: false), to: length)
      let product = matmul(parts)
      if cost(product) < 1 + cost(id) { return product }
    case .permute([1, 0]):
      guard let inner = arguments(id).first, axes.count == 1, let axis = axes.first else { break }
      let reduced = reduce(.sum, inner, axes: [1 - axis], keep: false)
      return keep && axis == 1 ? expand(reduced, [1]) : reduced
    case .expand(let places):
      guard let inner = arguments(id).first, axes.allSatisfy({ !places.contains(shape.rank - $0) })
      else { break }
      // The axes of the argument are those not added, in order.
      let own = shape.dimensions.indices.filter { !places.contains(shape.rank - $0) }
      let mapped = axes.compactMap { own.firstIndex(of: $0) }
      let reduced = reduce(.sum, inner, axes: mapped, keep: true)
      let again = expand(reduced, places)
      return keep ? again : squeeze(again, axes.map { shape.rank - $0 })
    default: break
    }
    return reduceWhole(.sum, id, axes: axes, keep: keep)
  }

  private func store(_ leaf: Leaf, sumsToOneAlong axis: Int) -> Bool {
    guard facts.leaves[leaf]?.unitSumAxes.contains(axis) == true else { return false }
    assume("sum(\(leaf.name), axis=\(axis)) == 1")
    return true
  }

  /// Whether a factor of a product of some rank varies along any of some axes.
  private func varies(_ id: TermID, along axes: [Int], rank: Int) -> Bool {
    let offset = rank - shape(id).rank
    return axes.contains { $0 >= offset && shape(id).dimensions[$0 - offset] != .one }
  }

  /// `log Σ exp x`; what does not vary along the axes is added outside.
  func logSumExp(_ id: TermID, axes: [Int], keep: Bool) -> TermID {
    reduceSum(.logSumExp, id, axes: axes, keep: keep)
      ?? reduceWhole(.logSumExp, id, axes: axes, keep: keep)
  }

  /// A reduction of a sum that passes over what does not vary along the axes, where some does not.
  private func reduceSum(
    _ reduction: Reduction, _ id: TermID, axes: [Int], keep: Bool
  ) -> TermID? {
    let shape = shape(id)
    guard case .sum(let coefficients) = kind(id) else { return nil }
    let parts = zip(coefficients, arguments(id)).map(Summand.init)
    let outside = parts.filter { !varies($0.term, along: axes, rank: shape.rank) }
    guard !outside.isEmpty, outside.count < parts.count else { return nil }
    let inside = sum(parts.filter { varies($0.term, along: axes, rank: shape.rank) })
    let inner = reduce(reduction, inside, logical: shape, axes: axes, keep: keep)
    let places = axes.map { shape.rank - $0 }
    let rest = outside.map {
      Summand($0.coefficient, keep ? $0.term : squeeze($0.term, places))
    }
    return sum([Summand(.one, inner)] + rest)
  }

  /// `softmax` along an axis; what does not vary along it drops out.
  func softmax(_ id: TermID, logical: SymbolicShape, axis: Int) -> TermID {
    let whole = broadcast(id, to: logical)
    if case .sum(let coefficients) = kind(whole) {
      let parts = zip(coefficients, arguments(whole)).map(Summand.init)
      let inside = parts.filter { varies($0.term, along: [axis], rank: logical.rank) }
      if inside.count < parts.count {
        let rest = sum(inside)
        if shape(rest) == logical { return softmax(rest, logical: logical, axis: axis) }
      }
    }
    return make(.softmax(axis: axis), [whole], logical)
  }
}
