/// A formula as mathematics is written, between the language's tree and the ways of showing it.
///
/// ``NotationBuilder`` decides here what a textbook would write (a fraction, a sum sign, bars of
/// an absolute value); the line, the layout in two dimensions, LaTeX and MathML only set it.
indirect enum Notation: Hashable {
  /// A number without a sign.
  case number(String)
  /// A variable.
  case symbol(String)
  /// Text in upright letters: a string, a range, a word.
  case text(String)
  /// Terms with their signs; the first is written only where it is negative.
  case sum([Term])
  /// Factors side by side.
  case product([Notation], ProductSign)
  case fraction(Notation, Notation)
  case power(Notation, Notation)
  case root(Notation)
  /// Comparisons in a chain, `0 < p ≤ 1`.
  case relation(Notation, [Link])
  /// Operands of `and` and `or`.
  case logical(String, [Notation])
  case not(Notation)
  /// A function by name, with its arguments.
  case call(String, [Notation])
  /// An argument with a keyword.
  case labelled(String, Notation)
  /// `∑` or `∏` of a body, with what stands below the sign.
  case large(LargeSign, Notation, below: [Notation])
  case fenced(Fence, Notation)
  case matrix([[Notation]])
  /// A vector, or a list in a call.
  case list([Notation])
  case piecewise([Case], otherwise: Notation)
  case transposed(Notation)
  case indexed(Notation, [Notation])

  /// A term of a sum.
  struct Term: Hashable {
    var isNegative: Bool
    var value: Notation
  }

  /// A link of a chain of comparisons.
  struct Link: Hashable {
    var sign: String
    var value: Notation
  }

  /// A value and the condition it holds under.
  struct Case: Hashable {
    var value: Notation
    var condition: Notation
  }

  /// What stands between factors where something must.
  enum ProductSign: Hashable {
    /// A product of numbers, or of a number and anything.
    case plain
    /// Element by element, in a formula that has matrix products too.
    case elementwise
    /// A matrix product.
    case matrix
  }

  /// The signs that stand large before a body.
  enum LargeSign: String, Hashable {
    case sum = "∑"
    case product = "∏"
  }

  /// Pairs that enclose.
  enum Fence: Hashable {
    case parentheses, bars, doubleBars, floor, ceiling
  }

  /// How tightly a form binds: an operand of a tighter context needs parentheses.
  enum Precedence: Int, Comparable {
    case logical, not, relation, sum, product, power, atom

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
  }

  /// How tightly the form binds when set in two dimensions, where a bar or a root encloses.
  var precedence: Precedence {
    switch self {
    case .number, .symbol, .text, .call, .fenced, .matrix, .list, .indexed, .root: .atom
    case .sum: .sum
    case .labelled: .logical
    case .product, .large: .product
    case .fraction: .product
    case .power, .transposed: .power
    case .relation: .relation
    case .logical: .logical
    case .not: .not
    case .piecewise: .logical
    }
  }

  /// Whether the form needs parentheses as a factor of a product.
  func isEnclosed(inProduct sign: ProductSign, isLast: Bool) -> Bool {
    switch self {
    // A sum sign covers all that follows it.
    case .large: !isLast
    // A product of another kind inside would be read with its neighbours.
    case .product: sign != .plain
    default: precedence <= .sum
    }
  }

  /// Returns the form with a minus sign, or without the one it has.
  static func negated(_ value: Notation) -> Notation {
    if case .sum(let terms) = value, let first = terms.first, terms.count == 1 {
      return first.isNegative ? first.value : .sum([Term(isNegative: true, value: first.value)])
    }
    return .sum([Term(isNegative: true, value: value)])
  }
}
