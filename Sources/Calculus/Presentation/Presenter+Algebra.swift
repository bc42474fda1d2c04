import Graphs
import Syntax

/// Sums and products as people write them.
extension Presenter {
  // MARK: - Sums

  /// A sum: positive summands first, in the order they were written, `1 - p` with its number first.
  func sum(_ parts: [Summand], written id: TermID) -> Expression {
    if let turned = transposedSum(parts, written: id) { return turned }
    var (items, extra) = logSoftmaxes(parts)
    items = ordered(items, of: id, by: { $0.term })
    var signed: [(negative: Bool, expression: Expression, isNumber: Bool)] = items.map { item in
      let isNumber = item.term == store.one
      if isNumber {
        return (
          item.coefficient < .zero, number(item.coefficient.magnitude), true
        )
      }
      let (negative, body) = signedProduct(item.coefficient, item.term, inSum: true)
      return (negative, body, false)
    }
    for (coefficient, expression) in extra {
      let body =
        coefficient.magnitude == .one
        ? expression : Build.binary(.multiply, number(coefficient.magnitude), expression)
      signed.insert((coefficient < .zero, body, false), at: 0)
    }
    // Numbers come last, unless one was written first or is all that has no minus.
    let others = signed.filter { !$0.isNumber }
    let isWrittenFirst = store.writtenOrder[id]?.first == store.one
    if !isWrittenFirst, !others.allSatisfy(\.negative) {
      signed = others + signed.filter(\.isNumber)
    }
    // What begins with a minus is turned so that it does not, where anything is positive.
    if signed.first?.negative == true {
      signed = signed.filter { !$0.negative } + signed.filter(\.negative)
    }
    var result: Expression?
    for item in signed {
      if let before = result {
        result = Build.binary(item.negative ? .subtract : .add, before, item.expression)
      } else {
        result = item.negative ? negated(item.expression) : item.expression
      }
    }
    return result ?? Build.number(0)
  }

  /// A sum of nothing but transposed products is the transpose of their sum: `(A @ B + C @ D)'`.
  private func transposedSum(_ parts: [Summand], written id: TermID) -> Expression? {
    guard parts.count >= 2, store.shape(id).rank == 2 else { return nil }
    var turned: [Summand] = []
    var chains = 0
    for part in parts {
      let (coefficient, factors) = store.factors(part.term)
      let wholes = factors.filter { store.shape($0.base).rank > 0 }
      guard wholes.count == 1, let whole = wholes.first, whole.exponent == .one,
        names[whole.base] == nil, names[part.term] == nil
      else { return nil }
      switch store.kind(whole.base) {
      case .permute([1, 0]): break
      case .matmul where store.arguments(whole.base).allSatisfy(isTransposed): chains += 1
      default: return nil
      }
      let scalars = factors.filter { store.shape($0.base).rank == 0 }
      let inner = store.product(.one, scalars + [Factor(store.transpose(whole.base))])
      turned.append(Summand(part.coefficient * coefficient, inner))
    }
    guard chains > 0 else { return nil }
    return Build.transpose(sum(turned, written: store.sum(turned)))
  }

  private func isTransposed(_ id: TermID) -> Bool {
    if case .permute([1, 0]) = store.kind(id) { return names[id] == nil }
    return false
  }

  /// `x - logsumexp(x)` as `log_softmax(x)`, with the summands that are left.
  private func logSoftmaxes(_ parts: [Summand]) -> ([Summand], [(Number, Expression)]) {
    var left = parts
    var found: [(Number, Expression)] = []
    for part in parts {
      guard case .reduce(.logSumExp, let axes, let keep) = store.kind(part.term),
        axes.count == 1, let axis = axes.first, let body = store.arguments(part.term).first,
        keep || store.shape(body).rank == 1
      else { continue }
      let scale = -part.coefficient
      let wanted = store.summands(body).map { Summand($0.coefficient * scale, $0.term) }
      guard wanted.allSatisfy(left.contains), left.contains(part) else { continue }
      left.removeAll { $0 == part || wanted.contains($0) }
      let isLast = axis == store.shape(body).rank - 1
      let call = Build.call(
        "log_softmax", [expression(body)],
        keywords: isLast ? [] : [("axis", Build.number(axis))])
      found.append((scale, call))
    }
    return (left, found)
  }

  // MARK: - Products

  /// A coefficient times a term, as its sign and the expression of its magnitude.
  func signedProduct(_ coefficient: Number, _ id: TermID, inSum: Bool = false) -> (
    Bool, Expression
  ) {
    if names[id] != nil {
      let body = expression(id)
      if coefficient.magnitude == .one { return (coefficient < .zero, body) }
      return signedProduct(coefficient, [Factor(id)], written: id, inSum: inSum)
    }
    let (inner, factors) = store.factors(id)
    if case .sum = store.kind(id) {
      return signedProduct(coefficient, [Factor(id)], written: id, inSum: inSum)
    }
    return signedProduct(coefficient * inner, factors, written: id, inSum: inSum)
  }

  /// A product of a coefficient and factors.
  func product(_ coefficient: Number, _ factors: [Factor], written id: TermID) -> Expression {
    let (negative, body) = signedProduct(coefficient, factors, written: id)
    return negative ? negated(body) : body
  }

  /// The negative: of a product, its first factor takes the minus, as in `-2*x` and `-t/p`.
  func negated(_ body: Expression) -> Expression {
    switch body.kind {
    case .binary(let op, let left, let right)
    where op == .multiply || op == .divide || op == .matmul:
      Build.binary(op, negated(left), right)
    default: Build.negate(body)
    }
  }

  private func signedProduct(
    _ coefficient: Number, _ factors: [Factor], written id: TermID, inSum: Bool = false
  ) -> (Bool, Expression) {
    var coefficient = coefficient
    var items = rootsOfMeans(mergedPowers(factors))
    var extraNumerator: [(Expression, TermID)] = []
    chooseSigns(&items, &coefficient, inSum: inSum)
    if !inSum, coefficient == .minusOne { moveMinusIntoChoice(&items, &coefficient) }
    takeMeans(&items, &extraNumerator)

    var above: [(base: TermID, exponent: Number)] = []
    var below: [(base: TermID, exponent: Number)] = []
    var sizesAbove: [Dimension] = []
    var sizesBelow: [Dimension] = []
    for item in items {
      if case .size(let dimension) = store.kind(item.base), let whole = item.exponent.integer,
        whole.magnitude <= 8
      {
        let repeated = [Dimension](repeating: dimension, count: Int(whole.magnitude))
        if whole > 0 { sizesAbove += repeated } else { sizesBelow += repeated }
      } else if item.exponent < .zero {
        below.append((item.base, -item.exponent))
      } else {
        above.append((item.base, item.exponent))
      }
    }
    above = ordered(above, of: id, by: { $0.base })
    let scalars = above.filter { store.shape($0.base).rank == 0 }
    let wholes = above.filter { store.shape($0.base).rank > 0 }
    let chains = wholes.filter { isChain($0.base) && $0.exponent == .one }
    var others = wholes.filter { !(isChain($0.base) && $0.exponent == .one) }
    others = others.filter { !isSum($0.base) } + others.filter { isSum($0.base) }
    // Sums come after single factors: `p*(1 - p)`.
    below = ordered(below, of: id, by: { $0.base })
    below = below.filter { !isSum($0.base) } + below.filter { isSum($0.base) }
    let isNumber = { (item: (base: TermID, exponent: Number)) in
      self.store.number(item.base) != nil
    }
    below = below.filter(isNumber) + below.filter { !isNumber($0) }

    var numerator: [Expression] = []
    // A decimal that was typed comes back as one, not as a fraction.
    let isDecimal = store.writtenDecimals.contains(coefficient.magnitude)
    let decimal = isDecimal ? nil : coefficient.shortDecimal
    let exact = coefficient.isExact && !isDecimal && decimal == nil
    let top = exact ? abs(coefficient.numerator) : 1
    if !exact, decimal?.isBelow != true {
      numerator.append(Build.number(coefficient.value.magnitude))
    }
    if top != 1 { numerator.append(Build.number(top)) }
    numerator += joinedRoots(scalars)
    numerator += sizesAbove.map { size(of: $0) }
    numerator += others.map { raised($0.base, $0.exponent) }
    numerator += extraNumerator.map(\.0)
    var denominator: [Expression] = []
    if exact, coefficient.denominator != 1 {
      denominator.append(Build.number(coefficient.denominator))
    } else if let decimal, decimal.isBelow {
      denominator.append(Build.number(decimal.value))
    }
    denominator += joinedRoots(below)

    var result = numerator.isEmpty ? nil : joined(numerator, .multiply)
    for (place, chain) in chains.enumerated() {
      let body = expression(chain.base)
      if let before = result {
        // `2*X' @ r` reads as it should; after a tensor the chain needs its parentheses.
        if place == 0, others.isEmpty, extraNumerator.isEmpty {
          result = prefixed(before, body)
        } else {
          result = Build.binary(.multiply, before, body)
        }
      } else {
        result = body
      }
    }
    var quotient = result ?? Build.number(1)
    if !denominator.isEmpty {
      quotient = Build.binary(.divide, quotient, joined(denominator, .multiply))
    }
    if sizesBelow.count > 1, let all = size(ofAll: sizesBelow) {
      quotient = Build.binary(.divide, quotient, all)
    } else {
      var counts: [(Dimension, Int)] = []
      for dimension in sizesBelow {
        if let place = counts.firstIndex(where: { $0.0 == dimension }) {
          counts[place].1 += 1
        } else {
          counts.append((dimension, 1))
        }
      }
      for (dimension, count) in counts {
        let size = size(of: dimension)
        quotient = Build.binary(
          .divide, quotient,
          count == 1 ? size : Build.binary(.power, size, Build.number(count)))
      }
    }
    return (coefficient < .zero, quotient)
  }

  private func joined(_ parts: [Expression], _ op: BinaryOperator) -> Expression {
    guard let first = parts.first else { return Build.number(1) }
    return parts.dropFirst().reduce(first) { Build.binary(op, $0, $1) }
  }

  /// Puts scalars before a chain of matrix products: `2*X' @ r`.
  private func prefixed(_ scalars: Expression, _ chain: Expression) -> Expression {
    if case .binary(.matmul, let left, let right) = chain.kind {
      return Build.binary(.matmul, prefixed(scalars, left), right)
    }
    return Build.binary(.multiply, scalars, chain)
  }

  private func isChain(_ id: TermID) -> Bool {
    guard names[id] == nil, case .matmul = store.kind(id) else { return false }
    // A chain of transposes is written as one transpose, which needs no such care.
    return !store.arguments(id).allSatisfy { part in
      if case .permute([1, 0]) = store.kind(part) { return true }
      return false
    }
  }

  /// `sqrt(2)*sqrt(pi)` is `sqrt(2*pi)`: the roots of a product's factors are one root.
  private func joinedRoots(_ items: [(base: TermID, exponent: Number)]) -> [Expression] {
    let roots = items.filter { $0.exponent == .half && store.isPositive($0.base) }
    guard roots.count >= 2 else { return grouped(items) }
    let rest = items.filter { $0.exponent != .half || !store.isPositive($0.base) }
    let numbers = roots.filter { store.number($0.base) != nil }
    let inside = numbers + roots.filter { store.number($0.base) == nil }
    let root = Build.call("sqrt", [joined(inside.map { expression($0.base) }, .multiply)])
    return grouped(rest) + [root]
  }

  /// `(a*b*c)^2` where three or more factors have one exponent, else each by itself.
  private func grouped(_ items: [(base: TermID, exponent: Number)]) -> [Expression] {
    guard let exponent = items.first?.exponent, exponent != .one, items.count >= 3,
      items.allSatisfy({ $0.exponent == exponent })
    else { return items.map { raised($0.base, $0.exponent) } }
    let product = joined(items.map { expression($0.base) }, .multiply)
    return [Build.binary(.power, product, number(exponent))]
  }

  /// A base to a positive exponent.
  private func raised(_ base: TermID, _ exponent: Number) -> Expression {
    if exponent == .one { return expression(base) }
    if exponent == .half {
      return deviation(base) ?? length(base) ?? Build.call("sqrt", [expression(base)])
    }
    return Build.binary(.power, expression(base), number(exponent))
  }

  /// `x^a · x^-1` is `x^(a - 1)`.
  private func mergedPowers(_ factors: [Factor]) -> [Factor] {
    var result = factors
    for factor in factors where factor.exponent == .one {
      guard names[factor.base] == nil, case .power = store.kind(factor.base),
        let base = store.arguments(factor.base).first,
        let exponent = store.arguments(factor.base).last,
        let other = result.firstIndex(where: { $0.base == base && $0.exponent.isInteger }),
        let place = result.firstIndex(of: factor)
      else { continue }
      let total = store.add([exponent, store.constant(result[other].exponent)])
      let merged = store.make(.power, [base, total], store.shape(factor.base))
      result[place] = Factor(merged)
      result.remove(at: other)
    }
    return result
  }

  /// `√n/√sum(x)` is `1/√mean(x)`: where both have half powers, the size goes into the root.
  private func rootsOfMeans(_ factors: [Factor]) -> [Factor] {
    var result = factors
    for (place, factor) in factors.enumerated() where factor.exponent.denominator == 2 {
      guard case .reduce(.sum, let axes, let keep) = store.kind(factor.base), axes.count == 1,
        let axis = axes.first, let body = store.arguments(factor.base).first
      else { continue }
      let size = store.size(store.shape(body).dimensions[axis])
      let root = result.firstIndex { $0.base == size && $0.exponent.denominator == 2 }
      guard let other = root else { continue }
      let sum = store.reduce(.sum, body, axes: axes, keep: keep)
      let mean = store.product(.one, [Factor(sum), Factor(size, .minusOne)])
      guard names[factor.base] == nil || deviation(mean) != nil else { continue }
      result[place] = Factor(mean, factor.exponent)
      result[other].exponent = result[other].exponent + factor.exponent
    }
    return result.filter { $0.exponent != .zero }
  }

  /// `sum(x)/n` is `mean(x)`.
  private func takeMeans(_ items: inout [Factor], _ expressions: inout [(Expression, TermID)]) {
    for item in items where item.exponent == .one {
      guard names[item.base] == nil, case .reduce(.sum, let axes, let keep) = store.kind(item.base),
        let body = store.arguments(item.base).first
      else { continue }
      var left = items
      var fits = true
      for axis in axes {
        let size = store.size(store.shape(body).dimensions[axis])
        if let place = left.firstIndex(where: { $0.base == size && $0.exponent <= .minusOne }) {
          left[place].exponent = left[place].exponent + .one
        } else {
          fits = false
        }
      }
      guard fits else { continue }
      // The mean is a factor of its own, made of a marked reduction.
      left.removeAll { $0 == item }
      items = left.filter { $0.exponent != .zero }
      expressions.append((reduce(.sum, body, axes, keep, mean: true), item.base))
      return
    }
  }
}
