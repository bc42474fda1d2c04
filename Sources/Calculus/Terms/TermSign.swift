import Graphs

/// What is known of the sign of every element of a term.
enum TermSign: Hashable, Sendable {
  case positive, nonnegative, negative, unknown

  /// Returns the sign of a term from the signs of its arguments and the facts of its leaves.
  static func sign(of id: TermID, in store: TermStore) -> TermSign {
    let arguments = store.arguments(id)
    switch store.kind(id) {
    case .number(let number):
      return number > .zero ? .positive : number == .zero ? .nonnegative : .negative
    case .pi, .size, .softmax: return .positive
    case .oneHot, .identity, .iota: return .nonnegative
    case .symbol(let leaf): return (store.facts.leaves[leaf]?.domain ?? .all).sign
    case .named, .shared: return store.expansion(of: id).map(store.sign) ?? .unknown
    case .function(let function):
      return sign(of: function, arguments.first.map(store.sign) ?? .unknown)
    case .sum(let coefficients): return sign(ofSum: coefficients, arguments, in: store)
    case .product(let coefficient, let exponents):
      return sign(ofProduct: coefficient, arguments, exponents, in: store)
    case .power:
      return arguments.first.map(store.sign) == .positive ? .positive : .unknown
    case .reduce(let reduction, _, _):
      let inner = arguments.first.map(store.sign) ?? .unknown
      switch reduction {
      case .sum, .product, .max, .min: return inner == .negative ? .unknown : inner
      case .norm: return .nonnegative
      case .any, .all, .argmax, .argmin: return .nonnegative
      case .logSumExp: return .unknown
      }
    case .compare, .logic: return .nonnegative
    case .maximum:
      let signs = arguments.map(store.sign)
      if signs.contains(.positive) { return .positive }
      return signs.contains(.nonnegative) ? .nonnegative : .unknown
    case .expand, .squeeze, .broadcast, .reshape, .permute, .slice, .take:
      return arguments.first.map(store.sign) ?? .unknown
    default: return .unknown
    }
  }

  private static func sign(of function: UnaryFunction, _ argument: TermSign) -> TermSign {
    switch function {
    case .exp, .sigmoid, .softplus, .cosh, .erfc: return .positive
    case .abs: return argument == .positive || argument == .negative ? .positive : .nonnegative
    case .relu: return argument == .positive ? .positive : .nonnegative
    case .logCosh: return .nonnegative
    case .tanh, .sinh, .atan, .erf, .sign:
      return argument
    default: return .unknown
    }
  }

  private static func sign(
    ofSum coefficients: [Number], _ arguments: [TermID], in store: TermStore
  ) -> TermSign {
    var hasPositive = false
    var all = true
    for (coefficient, argument) in zip(coefficients, arguments) {
      let sign = store.sign(argument)
      if coefficient > .zero, sign == .positive {
        hasPositive = true
      } else if !(coefficient > .zero && sign == .nonnegative) {
        all = false
      }
    }
    if all { return hasPositive ? .positive : .nonnegative }
    guard coefficients.count <= 6 else { return .unknown }
    return zip(coefficients, arguments).reduce(Interval.zero) {
      $0 + store.range($1.1).scaled($1.0.value)
    }.sign
  }

  private static func sign(
    ofProduct coefficient: Number, _ bases: [TermID], _ exponents: [Number], in store: TermStore
  ) -> TermSign {
    var result: TermSign = coefficient > .zero ? .positive : .negative
    for (base, exponent) in zip(bases, exponents) {
      switch store.sign(base) {
      case .positive: break
      case .nonnegative where exponent > .zero:
        if result == .negative { return .unknown }
        result = .nonnegative
      case .negative where exponent.isInteger:
        if exponent.isOdd {
          switch result {
          case .positive: result = .negative
          case .negative: result = .positive
          case .nonnegative, .unknown: return .unknown
          }
        }
      default:
        guard exponent.isEven, exponent > .zero, result != .negative else { return .unknown }
        result = .nonnegative
      }
    }
    return result
  }
}
