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
          cost += coefficient.magnitude == .one ? 0 : 1.1
        }
      }
      return cost
    case .product(let coefficient, let exponents):
      var cost = Double(exponents.count - 1) + (coefficient < .zero ? 0.1 : 0)
      cost += coefficient.magnitude == .one ? 0 : 1.1
      for (argument, exponent) in zip(term.arguments, exponents) {
        cost += store.cost(argument)
        if exponent == .one { continue }
        cost += exponent == .minusOne ? 0.5 : 1
        if isFractional(argument, in: store) { cost += 3 }
      }
      return cost
    default:
      return 1 + term.arguments.reduce(0) { $0 + store.cost($1) }
    }
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
