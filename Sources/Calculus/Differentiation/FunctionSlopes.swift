import Graphs

/// The slopes of the functions of one number: the table every differentiation uses.
enum FunctionSlopes {
  /// Returns the slope of a function at `x`, where its value is `y`; zero for steps.
  ///
  /// At a kink it is the one the language settled: 0 for `abs` and `relu` at 0.
  static func slope(of function: UnaryFunction, at x: TermID, value y: TermID, in store: TermStore)
    -> TermID
  {
    let one = store.one
    func number(_ top: Int, _ bottom: Int = 1) -> TermID { store.constant(Number(top, bottom)) }
    func over(_ term: TermID) -> TermID { store.power(term, .minusOne) }
    switch function {
    case .negate: return number(-1)
    case .abs: return store.function(.sign, x)
    case .sign, .floor, .ceil, .round, .isnan, .isfinite, .not: return store.zero
    case .square: return store.scale(Number(2), x)
    case .sqrt: return store.product(.half, [Factor(x, Number(-1, 2))])
    case .reciprocal: return store.product(.minusOne, [Factor(x, Number(-2))])
    case .exp: return y
    case .expm1: return store.function(.exp, x)
    case .log: return over(x)
    case .log1p: return over(store.add([one, x]))
    case .log2: return over(store.multiply(x, store.function(.log, number(2))))
    case .log10: return over(store.multiply(x, store.function(.log, number(10))))
    case .sin: return store.function(.cos, x)
    case .cos: return store.negate(store.function(.sin, x))
    case .tan: return store.add([one, store.power(y, Number(2))])
    case .asin: return store.power(store.subtract(one, store.power(x, Number(2))), Number(-1, 2))
    case .acos:
      return store.product(
        .minusOne, [Factor(store.subtract(one, store.power(x, Number(2))), Number(-1, 2))])
    case .atan: return over(store.add([one, store.power(x, Number(2))]))
    case .sinh: return store.function(.cosh, x)
    case .cosh: return store.function(.sinh, x)
    case .tanh: return store.subtract(one, store.power(y, Number(2)))
    case .logCosh: return store.function(.tanh, x)
    case .erf: return gaussian(x, times: Number(2), in: store)
    case .erfc: return gaussian(x, times: Number(-2), in: store)
    case .lgamma: return store.function(.digamma, x)
    case .digamma: return store.function(.polygamma(1), x)
    case .polygamma(let order): return store.function(.polygamma(order &+ 1), x)
    case .sigmoid: return store.multiply(y, store.subtract(one, y))
    case .logSigmoid: return store.subtract(one, store.function(.sigmoid, x))
    case .softplus: return store.function(.sigmoid, x)
    case .relu: return store.select(store.compare(.greater, x, store.zero), one, store.zero)
    case .gelu:
      // Φ(x) + x φ(x) with Φ(x) = (1 + erf(x/√2))/2.
      let scaled = store.product(.one, [Factor(x), Factor(number(2), Number(-1, 2))])
      let distribution = store.scale(.half, store.add([one, store.function(.erf, scaled)]))
      let density = store.product(
        .one,
        [
          Factor(store.function(.exp, store.scale(Number(-1, 2), store.power(x, Number(2))))),
          Factor(store.scale(Number(2), store.make(.pi, [], .scalar)), Number(-1, 2)),
        ])
      return store.add([distribution, store.multiply(x, density)])
    case .geluTanh:
      // x(1 + tanh u)/2 with u = √(2/π)(x + 0.044715 x³).
      let cubic = store.sum([
        Summand(.one, x), Summand(Number(44715, 1_000_000), store.power(x, Number(3))),
      ])
      let root = store.product(
        .one, [Factor(number(2), .half), Factor(store.make(.pi, [], .scalar), Number(-1, 2))])
      let tanh = store.function(.tanh, store.multiply(root, cubic))
      let inner = store.multiply(
        root,
        store.sum([
          Summand(.one, one), Summand(Number(134145, 1_000_000), store.power(x, Number(2))),
        ]))
      let slope = store.multiply([
        x, store.subtract(one, store.power(tanh, Number(2))), inner,
      ])
      return store.sum([
        Summand(.half, store.add([one, tanh])), Summand(.half, slope),
      ])
    case .softsign:
      return store.power(store.add([one, store.function(.abs, x)]), Number(-2))
    }
  }

  /// `c/√π · exp(-x²)`.
  private static func gaussian(_ x: TermID, times factor: Number, in store: TermStore) -> TermID {
    let exponential = store.function(.exp, store.scale(.minusOne, store.power(x, Number(2))))
    return store.product(
      factor, [Factor(exponential), Factor(store.make(.pi, [], .scalar), Number(-1, 2))])
  }
}
