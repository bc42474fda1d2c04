import Graphs

/// Functions of one number: what they are of numbers, of their inverses, and of what has a sign.
extension TermStore {
  /// `f(x)` in normal form.
  func function(_ function: UnaryFunction, _ x: TermID) -> TermID {
    if let number = number(x), let value = FunctionValues.value(of: function, at: number) {
      return constant(value)
    }
    if let simpler = inverse(of: function, x) { return simpler }
    if FunctionValues.odd.contains(function), isNegative(x) {
      return negate(self.function(function, negate(x)))
    }
    if FunctionValues.even.contains(function), isNegative(x) {
      return self.function(function, negate(x))
    }
    switch function {
    case .negate: return negate(x)
    case .square: return power(x, Number(2))
    case .sqrt: return power(x, .half)
    case .reciprocal: return power(x, .minusOne)
    case .expm1: return sum([Summand(.one, self.function(.exp, x)), Summand(.minusOne, one)])
    case .log1p: return self.function(.log, add([one, x]))
    case .logSigmoid: return negate(self.function(.softplus, negate(x)))
    case .logCosh: return self.function(.log, self.function(.cosh, x))
    case .softsign: return divide(x, add([one, self.function(.abs, x)]))
    case .sigmoid:
      // The sigmoid of -u is 1 - sigmoid(u): one form for both.
      if isNegative(x) { return subtract(one, self.function(.sigmoid, negate(x))) }
    case .abs, .sign:
      if let simpler = magnitude(function, x) { return simpler }
    case .relu:
      if isPositive(x) || sign(x) == .nonnegative { return x }
    case .exp:
      if let probabilities = softmaxOfLogarithm(x) { return probabilities }
    case .log:
      if let simpler = logarithm(x) { return simpler }
    default: break
    }
    return make(.function(function), [x], shape(x))
  }

  private func inverse(of function: UnaryFunction, _ x: TermID) -> TermID? {
    guard case .function(let inner) = kind(x), let argument = arguments(x).first else { return nil }
    switch (function, inner) {
    case (.exp, .log), (.log, .exp), (.tan, .atan), (.sin, .asin), (.cos, .acos): return argument
    case (.exp, .softplus): return add([one, self.function(.exp, argument)])
    case (.abs, .abs), (.relu, .relu), (.sign, .sign), (.floor, .floor), (.ceil, .ceil):
      return x
    case (.relu, .abs): return x
    default: return nil
    }
  }

  /// `exp(c·(z - logsumexp(z)))` is `softmax(z)^c`.
  private func softmaxOfLogarithm(_ x: TermID) -> TermID? {
    guard case .sum(let coefficients) = kind(x) else { return nil }
    for (coefficient, part) in zip(coefficients, arguments(x)) where coefficient.isInteger {
      guard case .reduce(.logSumExp, let axes, let keep) = kind(part), axes.count == 1,
        let logits = arguments(part).first, keep || shape(logits).rank == 1,
        sum([Summand(-coefficient, logits), Summand(coefficient, part)]) == x
      else { continue }
      let probabilities = softmax(logits, logical: shape(logits), axis: axes[0])
      return power(probabilities, -coefficient)
    }
    return nil
  }

  private func magnitude(_ function: UnaryFunction, _ x: TermID) -> TermID? {
    switch sign(x) {
    case .positive: return function == .abs ? x : one
    case .nonnegative: if function == .abs { return x }
    case .negative: return function == .abs ? negate(x) : constant(-1)
    case .unknown: break
    }
    let (coefficient, inner) = factors(x)
    guard !inner.isEmpty else { return nil }
    // A factor of known sign leaves the absolute value and drops out of the sign.
    var outside: [Factor] = []
    var inside: [Factor] = []
    for factor in inner {
      if isPositive(factor.base) {
        outside.append(factor)
      } else {
        inside.append(factor)
      }
    }
    guard coefficient != .one || !outside.isEmpty || inside.count != inner.count else {
      return nil
    }
    let rest = product(.one, inside)
    let value = make(.function(function), [rest], shape(rest))
    if function == .sign {
      return coefficient < .zero ? negate(value) : value
    }
    return product(coefficient.magnitude, outside + [Factor(self.function(.abs, rest))])
  }

  private func logarithm(_ x: TermID) -> TermID? {
    switch kind(x) {
    case .softmax(let axis):
      guard let logits = arguments(x).first else { return nil }
      return subtract(logits, logSumExp(logits, axes: [axis], keep: true))
    case .function(.sigmoid):
      guard let argument = arguments(x).first else { return nil }
      return negate(function(.softplus, negate(argument)))
    case .reduce(.sum, let axes, let keep):
      guard let inner = arguments(x).first, case .function(.exp) = kind(inner),
        let exponent = arguments(inner).first
      else { return nil }
      return reduce(.logSumExp, exponent, axes: axes, keep: keep)
    case .sum(let coefficients):
      guard coefficients.count == 2, let place = arguments(x).firstIndex(of: one),
        coefficients[place] == .one
      else { return nil }
      let other = arguments(x)[1 - place]
      let coefficient = coefficients[1 - place]
      guard let argument = arguments(other).first else { return nil }
      if coefficient == .one, case .function(.exp) = kind(other) {
        return function(.softplus, argument)
      }
      if coefficient == .minusOne, case .function(.sigmoid) = kind(other) {
        return negate(function(.softplus, argument))
      }
      return nil
    case .product(.one, let exponents):
      guard exponents.count == 1, let base = arguments(x).first, let exponent = exponents.first
      else { return nil }
      if isPositive(base) { return scale(exponent, function(.log, base)) }
      if !exponent.isInteger { return scale(exponent, function(.log, base)) }
      return nil
    default: return nil
    }
  }
}

/// Values of functions at numbers where they are exact, and their symmetries: data for the rules.
enum FunctionValues {
  /// The functions with `f(-x) = -f(x)`.
  static let odd: Set<UnaryFunction> = [
    .tanh, .sin, .sinh, .tan, .asin, .atan, .sign, .erf,
  ]
  /// The functions with `f(-x) = f(x)`.
  static let even: Set<UnaryFunction> = [.cos, .cosh, .abs, .logCosh]

  /// The functions whose value at 0 is an exact number.
  private static let atZero: [UnaryFunction: Number] = [
    .exp: .one, .expm1: .zero, .log1p: .zero, .sin: .zero, .cos: .one, .tan: .zero, .asin: .zero,
    .atan: .zero, .sinh: .zero, .cosh: .one, .tanh: .zero, .logCosh: .zero, .erf: .zero,
    .erfc: .one, .sigmoid: .half, .relu: .zero, .gelu: .zero, .geluTanh: .zero, .softsign: .zero,
  ]

  /// Returns the exact value of a function at a number, where it has one.
  static func value(of function: UnaryFunction, at number: Number) -> Number? {
    switch function {
    case .abs: return number.magnitude
    case .relu: return number > .zero ? number : .zero
    case .sign: return number > .zero ? .one : number == .zero ? .zero : .minusOne
    case .floor: return number.isExact ? Number(number.value.rounded(.down)) : nil
    case .ceil: return number.isExact ? Number(number.value.rounded(.up)) : nil
    case .log, .log2, .log10: return number == .one ? .zero : nil
    case .not: return number == .zero ? .one : .zero
    default: return number == .zero ? atZero[function] : nil
    }
  }
}
