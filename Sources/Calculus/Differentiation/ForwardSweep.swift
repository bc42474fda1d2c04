import Graphs

/// The forward sweep: the differential of a term in a direction, as a term.
///
/// Names are looked through, so that what a definition hides is differentiated too.
final class ForwardSweep {
  let store: TermStore
  let variable: TermID
  let direction: TermID
  let simplifier: Simplifier
  private var tangents: [TermID: TermID] = [:]

  init(store: TermStore, variable: TermID, direction: TermID, simplifier: Simplifier) {
    self.store = store
    self.variable = variable
    self.direction = direction
    self.simplifier = simplifier
  }

  /// Returns the differential of a term; zero where it does not depend on the variable.
  func tangent(of root: TermID) -> TermID {
    var pending = [root]
    while let id = pending.last, !store.isInterrupted {
      if tangents[id] != nil {
        pending.removeLast()
        continue
      }
      if id == variable {
        tangents[id] = direction
        continue
      }
      let parts = store.expansion(of: id).map { [$0] } ?? store.arguments(id)
      let missing = parts.filter { tangents[$0] == nil }
      if missing.isEmpty {
        pending.removeLast()
        tangents[id] = parts.allSatisfy { tangents[$0] == store.zero } ? store.zero : rule(id)
      } else {
        pending.append(contentsOf: missing)
      }
    }
    return tangents[root] ?? store.zero
  }

  private func d(_ id: TermID) -> TermID { tangents[id] ?? store.zero }

  private func rule(_ id: TermID) -> TermID {
    let arguments = store.arguments(id)
    let shape = store.shape(id)
    /// The differential of an argument in the argument's whole shape.
    func whole(_ place: Int) -> TermID {
      store.broadcast(d(arguments[place]), to: store.shape(arguments[place]))
    }
    func rebuilt(_ parts: [TermID]) -> TermID { Rebuilding.rebuild(id, parts, in: store) }
    switch store.kind(id) {
    case .number, .pi, .tensor, .symbol, .size, .identity, .iota: return store.zero
    case .named, .shared:
      guard let body = store.expansion(of: id) else { return store.zero }
      let tangent = simplifier.simplify(d(body))
      // A large slope is kept whole, so that what it is multiplied by can still be simplified.
      return store.cost(tangent) > 20 ? store.shared(tangent) : tangent
    // Steps have slope zero.
    case .compare, .logic, .oneHot, .stop: return store.zero
    case .sum(let coefficients):
      return store.sum(zip(coefficients, arguments).map { Summand($0, d($1)) })
    case .product(let coefficient, let exponents): return product(coefficient, arguments, exponents)
    case .power:
      let (base, exponent) = (arguments[0], arguments[1])
      return store.add([
        store.multiply([exponent, id, store.power(base, .minusOne), d(base)]),
        store.multiply([id, store.function(.log, base), d(exponent)]),
      ])
    case .function(let function):
      let slope = FunctionSlopes.slope(of: function, at: arguments[0], value: id, in: store)
      return store.multiply(slope, d(arguments[0]))
    case .modulo:
      let whole = store.function(.floor, store.divide(arguments[0], arguments[1]))
      return store.subtract(d(arguments[0]), store.multiply(whole, d(arguments[1])))
    case .select: return store.select(arguments[0], d(arguments[1]), d(arguments[2]))
    case .maximum:
      let first = store.compare(.greaterOrEqual, arguments[0], arguments[1])
      return store.select(first, d(arguments[0]), d(arguments[1]))
    case .minimum:
      let first = store.compare(.lessOrEqual, arguments[0], arguments[1])
      return store.select(first, d(arguments[0]), d(arguments[1]))
    case .clip: return clip(arguments)
    case .reduce(let reduction, let axes, let keep):
      return reduce(reduction, arguments[0], axes, keep, value: id)
    case .softmax(let axis):
      let inner = d(arguments[0])
      let mean = store.reduce(
        .sum, store.multiply(id, inner), logical: shape, axes: [axis], keep: true)
      return store.multiply(id, store.subtract(inner, mean))
    case .sort(let axis):
      return store.make(.reorder(axis: axis), [whole(0), arguments[0]], shape)
    // An order, like an index, is a step: its slope is zero.
    case .unsort, .reorder, .take, .untake:
      guard d(arguments[0]) != store.zero else { return store.zero }
      return store.make(store.kind(id), [whole(0), arguments[1]], shape)
    case .cumulativeSum, .slice, .embed, .reshape, .permute, .broadcast, .concatenate, .expand,
      .squeeze, .diagonal, .diagonalPart, .trace, .cast:
      return rebuilt(arguments.map(d))
    case .matmul:
      return store.add(
        arguments.indices.map { place in
          guard d(arguments[place]) != store.zero else { return store.zero }
          var parts = arguments
          parts[place] = whole(place)
          return store.matmul(parts)
        })
    case .outer:
      let first = d(arguments[0]) == store.zero ? store.zero : whole(0)
      let second = d(arguments[1]) == store.zero ? store.zero : whole(1)
      return store.add([
        store.outer(first, arguments[1]), store.outer(arguments[0], second),
      ])
    case .determinant:
      let inner = store.matmul([store.inverse(arguments[0]), whole(0)])
      return store.multiply(id, store.trace(inner))
    case .logDeterminant:
      return store.trace(store.matmul([store.inverse(arguments[0]), whole(0)]))
    case .inverse: return store.negate(store.matmul([id, whole(0), id]))
    case .solve:
      var right = d(arguments[1]) == store.zero ? store.zero : whole(1)
      if d(arguments[0]) != store.zero {
        right = store.subtract(right, store.matmul([whole(0), id]))
      }
      guard right != store.zero else { return store.zero }
      return store.make(.solve, [arguments[0], store.broadcast(right, to: shape)], shape)
    }
  }

  private func product(_ coefficient: Number, _ bases: [TermID], _ exponents: [Number]) -> TermID {
    let factors = zip(bases, exponents).map(Factor.init)
    var parts: [TermID] = []
    let moving = factors.filter { d($0.base) != store.zero }
    if moving.count > ReverseSweep.longProduct {
      let whole = store.shared(store.product(coefficient, factors))
      let slopes = moving.map {
        store.product($0.exponent, [Factor(d($0.base)), Factor($0.base, .minusOne)])
      }
      return store.multiply(whole, store.add(slopes))
    }
    for (place, factor) in factors.enumerated() where d(factor.base) != store.zero {
      var changed = factors
      changed[place].exponent = factor.exponent - .one
      parts.append(
        store.product(coefficient * factor.exponent, changed + [Factor(d(factor.base))]))
    }
    return store.add(parts)
  }

  private func clip(_ arguments: [TermID]) -> TermID {
    let (x, low, high) = (arguments[0], arguments[1], arguments[2])
    let regions = store.clipRegions(x, low, high)
    return store.add([
      store.select(regions.inside, d(x), store.zero),
      store.select(regions.below, d(low), store.zero),
      store.select(regions.above, d(high), store.zero),
    ])
  }

  private func reduce(
    _ reduction: Reduction, _ x: TermID, _ axes: [Int], _ keep: Bool, value: TermID
  ) -> TermID {
    let shape = store.shape(x)
    let wide = keep ? value : store.expand(value, axes.map { shape.rank - $0 })
    let weights: TermID
    switch reduction {
    case .sum: weights = store.one
    case .product: weights = store.divide(wide, x)
    case .max, .min:
      let shares = store.shares(reduction, of: x, logical: shape, axes: axes)
      weights = store.select(shares.touches, store.power(shares.count, .minusOne), store.zero)
    case .logSumExp:
      weights =
        axes.count == 1
        ? store.softmax(x, logical: shape, axis: axes[0])
        : store.function(.exp, store.subtract(x, wide))
    case .norm: weights = store.divide(x, wide)
    case .any, .all, .argmax, .argmin: return store.zero
    }
    return store.reduce(
      .sum, store.multiply(weights, d(x)), logical: shape, axes: axes, keep: keep)
  }
}
