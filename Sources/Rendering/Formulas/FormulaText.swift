public import Calculus
import Syntax

/// Writes a formula in one line of Unicode: `2 (p − y) / n`.
public enum FormulaText {
  /// Returns the formula's body in one line, without its shared parts and sizes.
  public static func body(of formula: Formula) -> String {
    line(NotationBuilder(formula).notation(of: formula.body))
  }

  /// Returns the formula with what it needs to be understood.
  ///
  /// ```
  /// (q − one_hot(k, 3)) / n where q = softmax(z), n = 3
  /// ```
  public static func text(of formula: Formula) -> String {
    let builder = NotationBuilder(formula)
    let parts = formula.definitions.map { "\($0.name) = \(line(builder.notation(of: $0.value)))" }
    let known = formula.sizes.compactMap { size in size.value.map { "\(size.letter) = \($0)" } }
    let body = line(builder.notation(of: formula.body))
    let beside = parts + known
    return beside.isEmpty ? body : "\(body) where \(beside.joined(separator: ", "))"
  }

  /// Returns a notation in one line.
  static func line(_ notation: Notation) -> String {
    switch notation {
    case .number(let text), .text(let text): return text
    case .symbol(let name): return name == "pi" ? "π" : name
    case .sum(let terms): return sum(terms)
    case .product(let factors, let sign): return product(factors, sign)
    case .fraction(let numerator, let denominator):
      let below = operand(denominator, tighterThan: .product)
      return "\(operand(numerator, atLeast: .product, isFirst: true)) / \(below)"
    case .power(.symbol("e"), let exponent) where raised(exponent) == nil:
      return "exp(\(line(exponent)))"
    case .power(let base, let exponent):
      if let raised = raised(exponent) { return operand(base, tighterThan: .power) + raised }
      return operand(base, tighterThan: .power) + "^" + operand(exponent, tighterThan: .power)
    case .root(let body):
      return "√" + (isSimple(body) ? line(body) : "(\(line(body)))")
    case .relation(let first, let links):
      return links.reduce(operand(first, tighterThan: .relation)) {
        "\($0) \($1.sign) \(operand($1.value, tighterThan: .relation))"
      }
    case .logical(let word, let operands):
      return operands.map { operand($0, tighterThan: .logical) }.joined(separator: " \(word) ")
    case .not(let body): return "not " + operand(body, tighterThan: .not)
    case .call(let name, let arguments):
      let shown = name == "sigmoid" ? "σ" : name
      return "\(shown)(\(arguments.map(line).joined(separator: ", ")))"
    case .labelled(let label, let value): return "\(label)=\(line(value))"
    case .large(let sign, let body, let below):
      let rest = below.map { ", " + line($0) }.joined()
      return (sign == .sum ? "Σ" : "Π") + "(\(line(body))\(rest))"
    // In a line a sum sign has parentheses of its own.
    case .fenced(.parentheses, let body): return line(body)
    case .fenced(let fence, let body):
      let (open, close) = fence.ends
      return open + line(body) + close
    case .matrix(let rows):
      return "["
        + rows.map { "[" + $0.map(line).joined(separator: ", ") + "]" }.joined(separator: ", ")
        + "]"
    case .list(let items): return "[" + items.map(line).joined(separator: ", ") + "]"
    case .piecewise(let cases, let otherwise):
      return cases.reversed().reduce(line(otherwise)) {
        "where(\(line($1.condition)), \(line($1.value)), \($0))"
      }
    case .transposed(let base): return operand(base, tighterThan: .power) + "ᵀ"
    case .indexed(.symbol("I"), let size): return "I" + (size.count == 1 ? lowered(size[0]) : "")
    case .indexed(let base, let subscripts):
      return operand(base, tighterThan: .power) + "["
        + subscripts.map(line).joined(separator: ", ") + "]"
    }
  }

  private static func sum(_ terms: [Notation.Term]) -> String {
    var text = ""
    for (index, term) in terms.enumerated() {
      let value = operand(term.value, tighterThan: .sum)
      if index == 0 {
        text = (term.isNegative ? "−" : "") + value
      } else {
        text += (term.isNegative ? " − " : " + ") + value
      }
    }
    return text
  }

  private static func product(_ factors: [Notation], _ sign: Notation.ProductSign) -> String {
    var text = ""
    for (index, factor) in factors.enumerated() {
      let value = isEnclosed(factor, inProduct: sign) ? "(\(line(factor)))" : line(factor)
      if index > 0 {
        text += separator(between: factors[index - 1], and: factor, sign, inLine: true)
      }
      text += value
    }
    return text
  }

  private static func isEnclosed(_ factor: Notation, inProduct sign: Notation.ProductSign) -> Bool {
    switch factor {
    // a · (b / c) and (a · b) / c are one number: no parentheses.
    case .fraction, .product: sign != .plain
    default: linePrecedence(factor) <= .sum
    }
  }

  /// Returns what is written between two factors: a space, or a sign where a space would mislead.
  static func separator(
    between left: Notation, and right: Notation, _ sign: Notation.ProductSign, inLine: Bool
  ) -> String {
    switch sign {
    case .elementwise: return " ⊙ "
    case .matrix: return " "
    case .plain: break
    }
    if startsWithDigit(right) { return " · " }
    if isFraction(left) || isFraction(right) { return " · " }
    if case .large = right, inLine { return " · " }
    return " "
  }

  private static func isFraction(_ notation: Notation) -> Bool {
    if case .fraction = notation { return true }
    return false
  }

  private static func startsWithDigit(_ notation: Notation) -> Bool {
    switch notation {
    case .number: return true
    case .power(let base, _), .transposed(let base), .indexed(let base, _):
      return startsWithDigit(base)
    case .product(let factors, _): return factors.first.map(startsWithDigit) ?? false
    default: return false
    }
  }

  private static func isSimple(_ notation: Notation) -> Bool {
    switch notation {
    case .number, .symbol, .call, .fenced, .large: return true
    default: return false
    }
  }

  /// Returns an operand, in parentheses unless it binds more tightly than its surroundings.
  private static func operand(_ notation: Notation, tighterThan outer: Notation.Precedence)
    -> String
  {
    linePrecedence(notation) > outer ? line(notation) : "(\(line(notation)))"
  }

  private static func operand(
    _ notation: Notation, atLeast outer: Notation.Precedence, isFirst: Bool
  ) -> String {
    linePrecedence(notation) >= outer ? line(notation) : "(\(line(notation)))"
  }

  /// How tightly a form binds in a line, where no sign is set over or under another.
  private static func linePrecedence(_ notation: Notation) -> Notation.Precedence {
    switch notation {
    case .large, .piecewise: .atom
    case .root(let body): isSimple(body) ? .power : .atom
    case .number(let text) where text.contains("-"): .sum
    default: notation.precedence
    }
  }

  /// Returns an exponent in raised characters, where each has such a form.
  static func raised(_ exponent: Notation) -> String? {
    let text: String
    switch exponent {
    case .number(let digits): text = digits
    case .symbol(let name) where name.count == 1: text = name
    case .sum(let terms) where terms.count == 1 && terms[0].isNegative:
      guard case .number(let digits) = terms[0].value else { return nil }
      text = "-" + digits
    default: return nil
    }
    guard text.count <= 4 else { return nil }
    let characters = text.map { Symbols.superscripts[$0] }
    guard characters.allSatisfy({ $0 != nil }) else { return nil }
    return String(characters.compactMap { $0 })
  }

  private static func lowered(_ size: Notation) -> String {
    let text = line(size)
    let characters = text.compactMap { character in
      Symbols.subscriptMeanings.first { $0.value == character }?.key
    }
    return characters.count == text.count ? String(characters) : "_\(text)"
  }
}

extension Notation.Fence {
  /// The characters at the two ends.
  var ends: (open: String, close: String) {
    switch self {
    case .parentheses: ("(", ")")
    case .bars: ("|", "|")
    case .doubleBars: ("‖", "‖")
    case .floor: ("⌊", "⌋")
    case .ceiling: ("⌈", "⌉")
    }
  }
}
