import Graphs
import Syntax

/// Statistics that are recognised in what they are made of.
extension Presenter {
  /// `std(x)` for the root of `mean((x - mean(x))^2)`.
  func deviation(_ variance: TermID) -> Expression? {
    guard let (body, axis, keep) = mean(variance),
      case .product(.one, let exponents) = store.kind(body),
      exponents == [Number(2)], let centred = store.arguments(body).first,
      case .sum(let coefficients) = store.kind(centred)
    else { return nil }
    let parts = zip(coefficients, store.arguments(centred)).map(Summand.init)
    for (place, part) in parts.enumerated() where part.coefficient.magnitude == .one {
      guard let (inner, other, _) = mean(part.term), other == axis else { continue }
      var rest = parts
      rest.remove(at: place)
      // The square of m - x is that of x - m.
      let whole = store.scale(-part.coefficient, store.sum(rest))
      guard whole == inner else { continue }
      let rank = store.shape(body).rank
      var keywords: [(String, Expression)] = []
      if rank > 1 { keywords.append(("axis", Build.number(axis))) }
      if keep { keywords.append(("keepdims", Build.yes)) }
      return Build.call("std", [expression(inner)], keywords: keywords)
    }
    return nil
  }

  /// `norm(x)` for the root of `sum(x^2)`.
  func length(_ square: TermID) -> Expression? {
    guard names[square] == nil, case .reduce(.sum, let axes, let keep) = store.kind(square),
      let body = store.arguments(square).first, names[body] == nil,
      case .product(.one, let exponents) = store.kind(body), exponents == [Number(2)],
      let x = store.arguments(body).first
    else { return nil }
    return reduce(.norm, x, axes, keep)
  }

  /// The body of a mean along one axis.
  private func mean(_ id: TermID) -> (body: TermID, axis: Int, keep: Bool)? {
    let (coefficient, factors) = store.factors(id)
    guard coefficient == .one, factors.count == 2,
      let sum = factors.first(where: { factor in
        if case .reduce(.sum, _, _) = store.kind(factor.base) { return factor.exponent == .one }
        return false
      }), case .reduce(_, let axes, let keep) = store.kind(sum.base), axes.count == 1,
      let axis = axes.first, let body = store.arguments(sum.base).first,
      factors.contains(Factor(store.size(store.shape(body).dimensions[axis]), .minusOne))
    else { return nil }
    return (body, axis, keep)
  }
}
