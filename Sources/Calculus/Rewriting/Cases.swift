import Graphs

/// Rules about signs: comparisons of differences, and terms that agree on both sides of a kink.
extension Simplifier {
  /// `a·u <= b·u` becomes `0 <= (b - a)·u` where that is shorter; positive factors drop out.
  func shortenedComparison(_ id: TermID) -> TermID {
    guard case .compare(let comparison) = store.kind(id) else { return id }
    let (left, right) = (store.arguments(id)[0], store.arguments(id)[1])
    let difference = simplify(expanded(store.subtract(right, left)))
    let (coefficient, all) = store.factors(difference)
    let kept = all.filter { !store.isPositive($0.base) }
    var core = store.product(coefficient < .zero ? .minusOne : .one, kept)
    if let number = store.number(difference) {
      return store.compare(comparison, store.zero, store.constant(number))
    }
    if kept.count == all.count, coefficient.magnitude == .one { core = difference }
    let parts = store.summands(core)
    let positive = store.sum(parts.filter { $0.coefficient > .zero })
    let negative = store.negate(store.sum(parts.filter { $0.coefficient < .zero }))
    if comparison == .equal || comparison == .notEqual {
      // What crosses over is rounded another way, and two equal numbers are no longer equal.
      let stays =
        Set(store.summands(negative)).isSubset(of: store.summands(left))
        && Set(store.summands(positive)).isSubset(of: store.summands(right))
      guard stays else { return id }
    }
    return store.compare(comparison, negative, positive)
  }

  /// A term with kinks at one place `u = 0` that is the same for u > 0 and u < 0 is that.
  func mergedCases(_ id: TermID) -> TermID {
    guard case .sum = store.kind(id), store.cost(id) < 60 else { return id }
    for root in kinkRoots(of: id) {
      let above = simplify(assuming(id, root, isPositive: true))
      guard store.cost(above) < store.cost(id) else { continue }
      let below = simplify(assuming(id, root, isPositive: false))
      if above == below { return above }
    }
    return id
  }

  /// The arguments of `abs`, `sign`, `relu` and of comparisons with zero in a term.
  private func kinkRoots(of id: TermID) -> [TermID] {
    var roots: [TermID] = []
    for part in Substitution.elementwiseParts(of: id, store: store) {
      let arguments = store.arguments(part)
      var root: TermID?
      switch store.kind(part) {
      case .function(.sign) where store.keepsJumps, .compare where store.keepsJumps: return []
      case .function(.abs), .function(.sign), .function(.relu): root = arguments.first
      case .compare(.less), .compare(.lessOrEqual):
        if arguments[0] == store.zero { root = arguments[1] }
        if arguments[1] == store.zero { root = arguments[0] }
      case .maximum, .minimum:
        if arguments[0] == store.zero { root = arguments[1] }
        if arguments[1] == store.zero { root = arguments[0] }
      default: break
      }
      if let root, !roots.contains(root) { roots.append(root) }
    }
    return roots.count <= 3 ? roots : []
  }

  /// A term where `u` is known to be positive, or negative.
  func assuming(_ id: TermID, _ root: TermID, isPositive: Bool) -> TermID {
    let store = store
    return Substitution.replace(in: id, store: store, elementwise: true) { part in
      let arguments = store.arguments(part)
      switch store.kind(part) {
      case .function(.abs) where arguments.first == root:
        return isPositive ? root : store.negate(root)
      case .function(.sign) where arguments.first == root:
        return isPositive ? store.one : store.constant(-1)
      case .function(.relu) where arguments.first == root:
        return isPositive ? root : store.zero
      case .compare(.less), .compare(.lessOrEqual):
        if arguments[0] == store.zero, arguments[1] == root {
          return isPositive ? store.one : store.zero
        }
        if arguments[1] == store.zero, arguments[0] == root {
          return isPositive ? store.zero : store.one
        }
        return nil
      case .maximum where arguments.contains(store.zero) && arguments.contains(root):
        return isPositive ? root : store.zero
      case .minimum where arguments.contains(store.zero) && arguments.contains(root):
        return isPositive ? store.zero : root
      default: return nil
      }
    }
  }

  /// In the branches of `where(0 <= u, …)` what depends on the sign of u is decided.
  func underCondition(_ id: TermID) -> TermID {
    guard case .select = store.kind(id), store.cost(id) < 80 else { return id }
    let parts = store.arguments(id)
    guard case .compare(let comparison) = store.kind(parts[0]),
      comparison == .less || comparison == .lessOrEqual
    else { return id }
    let (left, right) = (store.arguments(parts[0])[0], store.arguments(parts[0])[1])
    let root: TermID
    let isPositive: Bool
    if left == store.zero {
      (root, isPositive) = (right, true)
    } else if right == store.zero {
      (root, isPositive) = (left, false)
    } else {
      return id
    }
    let a = simplify(assuming(parts[1], root, isPositive: isPositive))
    let b = simplify(assuming(parts[2], root, isPositive: !isPositive))
    return store.select(parts[0], a, b)
  }
}

/// Replacing parts of a term.
enum Substitution {
  /// Returns a term with parts replaced, from the bottom; nil keeps a part.
  ///
  /// Elementwise, nothing inside a reduction or a matrix product is touched: what is known of an
  /// element says nothing of the others.
  static func replace(
    in root: TermID, store: TermStore, elementwise: Bool = false, by rule: (TermID) -> TermID?
  ) -> TermID {
    var result: [TermID: TermID] = [:]
    let parts =
      elementwise
      ? elementwiseParts(of: root, store: store) : store.reachable(from: [root])
    for id in parts where !store.isInterrupted {
      if let replacement = rule(id) {
        result[id] = replacement
        continue
      }
      // What stands outside a reduction may stand in it too.
      if elementwise, !store.isElementwise(id) {
        result[id] = id
        continue
      }
      let old = store.arguments(id)
      let new = old.map { result[$0] ?? $0 }
      let rebuilt = old == new ? id : Rebuilding.rebuild(id, new, in: store)
      result[id] = rebuilt == id ? id : (rule(rebuilt) ?? rebuilt)
    }
    return result[root] ?? root
  }

  /// The parts of a term reached through operations that work element by element.
  static func elementwiseParts(of root: TermID, store: TermStore) -> [TermID] {
    var seen: Set<TermID> = []
    var pending = [root]
    while let next = pending.popLast() {
      guard seen.insert(next).inserted else { continue }
      if store.isElementwise(next) { pending.append(contentsOf: store.arguments(next)) }
    }
    return seen.sorted()
  }
}
