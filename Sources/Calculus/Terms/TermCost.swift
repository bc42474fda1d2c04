import Graphs
import Tensors

/// What a term costs a reader: about one for each name, number, operator and call.
///
/// Simplification accepts a move only if this falls, which is why it ends.
enum TermCost {
  /// Returns the cost of a term whose arguments have theirs.
  static func cost(of term: Term, in store: TermStore) -> Double {
    switch term.kind {
    case .number(let number): return number.isInteger || !number.isExact ? 1 : 2
    case .pi, .symbol, .named, .shared, .size, .identity, .iota: return 1
    case .tensor(let tensor): return Double(max(1, min(tensor.elements.count, 1000)))
    case .sum(let coefficients):
      var cost = Double(coefficients.count - 1)
      for (coefficient, argument) in zip(coefficients, term.arguments) {
        cost += store.cost(argument) + (coefficient < .zero ? 0.1 : 0)
        if argument == store.one {
          cost += coefficient.isInteger ? 0 : 1
        } else {
          cost += self.cost(ofFactor: coefficient)
        }
      }
      return cost
    case .product(let coefficient, let exponents):
      var cost = Double(exponents.count - 1) + (coefficient < .zero ? 0.1 : 0)
      cost += self.cost(ofFactor: coefficient)
      let rank = term.arguments.map { store.shape($0).rank }.max() ?? 0
      let isFraction = zip(term.arguments, exponents).contains { base, exponent in
        // One number a row is to the row what a scalar is.
        exponent < .zero && store.shape(base).rank > 0
          && (rank < 2 || !store.shape(base).dimensions.contains(.one))
      }
      // Nothing above the bar is written as a 1.
      if !isPositive(coefficient, exponents) { cost += 1 }
      for (argument, exponent) in zip(term.arguments, exponents) {
        cost += store.cost(argument)
        if exponent == .one {
          // A fraction over a fraction bar reads badly too, if less so than under it.
          if isFraction || term.arguments.allSatisfy({ store.shape($0).rank == 0 }),
            exponents.contains(where: { $0 < .zero }), isFractional(argument, in: store)
          {
            cost += 0.6
          }
          continue
        }
        if exponent <= .minusOne, isOfMean(argument, term.arguments, in: store) {
          // The size that a sum is divided by makes it a mean, which is no longer than the sum.
          cost -= 2 - (exponent == .minusOne ? 0 : 1.5)
          continue
        }
        // A root is one more word, as a power is; `x^(3/2)` is two.
        let isPlain = exponent.isInteger || exponent.magnitude == .half
        cost += exponent == .minusOne ? 0.5 : isPlain ? 1 : 2
        if isFractional(argument, in: store) { cost += 3 }
      }
      return cost
    case .reduce(_, let axes, let keep):
      guard let body = term.arguments.first else { return 1 }
      let options = (axes.count < store.shape(body).rank ? 1.0 : 0) + (keep ? 1 : 0)
      return 1 + options + store.cost(body)
    default:
      return 1 + term.arguments.reduce(0) { $0 + store.cost($1) }
    }
  }

  /// Whether a product has anything to write above its fraction bar.
  private static func isPositive(_ coefficient: Number, _ exponents: [Number]) -> Bool {
    coefficient.magnitude != .one || exponents.contains { $0 > .zero }
  }

  /// Whether a size is that of an axis that another factor sums over.
  private static func isOfMean(_ id: TermID, _ factors: [TermID], in store: TermStore) -> Bool {
    guard case .size(let dimension) = store.kind(id) else { return false }
    return factors.contains { factor in
      guard case .reduce(.sum, let axes, _) = store.kind(factor),
        let body = store.arguments(factor).first
      else { return false }
      return axes.contains { store.shape(body).dimensions[$0] == dimension }
    }
  }

  /// A number before a factor: two thirds are two numbers, one half is one.
  private static func cost(ofFactor coefficient: Number) -> Double {
    if coefficient.magnitude == .one { return 0 }
    return coefficient.isExact && coefficient.denominator != 1
      && coefficient.numerator.magnitude != 1
      ? 2.1 : 1.1
  }

  /// Whether a term is a sum with fractions in it, which reads badly under a fraction bar.
  private static func isFractional(_ id: TermID, in store: TermStore) -> Bool {
    guard case .sum = store.kind(id) else { return false }
    return store.arguments(id).contains { argument in
      guard case .product(_, let exponents) = store.kind(argument) else { return false }
      return zip(store.arguments(argument), exponents).contains { base, exponent in
        if case .size = store.kind(base) { return false }
        return exponent < .zero
      }
    }
  }
}
