import Calculus
import Syntax

/// Decides how mathematics writes an expression of the language.
///
/// Operators become fractions, powers and products; calls of `sqrt`, `abs`, `sum` and their kin the
/// signs for them; the sizes of a formula their letters.
struct NotationBuilder {
  private let sizes: [(form: Expression, letter: String)]
  private let hasMatrixProduct: Bool
  private let hasNameE: Bool
  /// The names of parts that are numbers by their form.
  private var numbers: Set<String> = []

  /// Makes a builder for the parts of one formula, which show its sizes by their letters.
  init(_ formula: Formula) {
    let parts = formula.definitions.map(\.value) + [formula.body]
    self.init(parts, sizes: formula.sizes)
    for part in formula.definitions where isScalar(part.value) { numbers.insert(part.name) }
  }

  /// Makes a builder for some expressions that are shown together.
  init(_ expressions: [Expression], sizes: [Formula.Size] = []) {
    self.sizes = sizes.map { ($0.expression.withoutRanges, $0.letter) }
    hasMatrixProduct = expressions.contains { expression in
      expression.contains {
        if case .binary(.matmul, _, _) = $0.kind { return true }
        return $0.calledName.map { ["matmul", "outer", "dot", "inv", "solve"].contains($0) }
          ?? false
      }
    }
    hasNameE = expressions.contains { $0.contains { $0.kind == .name("e") } }
  }

  /// Returns the notation of an expression.
  func notation(of expression: Expression) -> Notation {
    if let size = letter(for: expression) {
      let names = size.split(separator: " ").map { Notation.symbol(String($0)) }
      return names.count == 1 ? names[0] : .product(names, .plain)
    }
    switch expression.kind {
    case .number(let value): return number(value)
    case .string(let text): return .text("\"\(text)\"")
    case .boolean(let value): return .text(value ? "true" : "false")
    case .none: return .text("none")
    case .name(let name): return .symbol(name)
    case .member(let base, let name):
      return .symbol("\(Self.memberPath(base)).\(name)")
    case .unary(.negate, let operand): return .negated(notation(of: operand))
    case .unary(.plus, let operand): return notation(of: operand)
    case .unary(.not, let operand): return .not(notation(of: operand))
    case .binary(let operation, let left, let right): return binary(operation, left, right)
    case .comparison(let first, let links):
      return .relation(
        notation(of: first),
        links.map {
          let sign = $0.comparison.rawValue
          return .init(sign: Symbols.comparisons[sign] ?? sign, value: notation(of: $0.right))
        })
    case .conditional(let then, let condition, let otherwise):
      return piecewise(then, condition, otherwise)
    case .transpose(let operand): return .transposed(notation(of: operand))
    case .call(let function, let arguments): return call(function, arguments)
    case .index(let base, let subscripts):
      return .indexed(notation(of: base), subscripts.map(subscriptNotation))
    case .list(let items): return list(items)
    case .tuple(let items):
      return .call("", items.map(notation))
    case .block: return .text("{ … }")
    }
  }

  private func letter(for expression: Expression) -> String? {
    guard let head = expression.headName,
      sizes.contains(where: { $0.form.headName == head })
    else { return nil }
    let form = expression.withoutRanges
    return sizes.first { $0.form == form }?.letter
  }

  private func number(_ value: Double) -> Notation {
    if value.isInfinite { return .symbol("∞") }
    let digits = DecimalDigits(value)
    if value == 0 || (digits.exponent >= -5 && digits.exponent < 10) {
      return .number(digits.fixed())
    }
    var mantissa = digits
    mantissa.exponent = 0
    let power = Notation.power(.number("10"), .number(String(digits.exponent)))
    if mantissa.fixed() == "1" { return power }
    return .product([.number(mantissa.fixed()), power], .plain)
  }

  private func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression
  ) -> Notation {
    switch operation {
    case .add, .subtract: sum(Expression(.binary(operation, left, right)))
    case .multiply: product(Expression(.binary(operation, left, right)))
    case .divide: fraction(left, right)
    case .power: power(left, right)
    case .matmul: matrixProduct(left, right)
    case .and, .or:
      .logical(operation == .and ? "and" : "or", [notation(of: left), notation(of: right)])
    }
  }

  /// The terms of a sum, gathered along its left side without recursion: chains may be long.
  private func sum(_ expression: Expression) -> Notation {
    var later: [(isNegative: Bool, value: Expression)] = []
    var first = expression
    while case .binary(let operation, let left, let right) = first.kind,
      operation == .add || operation == .subtract
    {
      later.append((operation == .subtract, right))
      first = left
    }
    var terms: [Notation.Term]
    // Once: asked for twice at each level, it would double with every level.
    let begun = notation(of: first)
    if case .sum(let inner) = begun {
      terms = inner
    } else {
      terms = [.init(isNegative: false, value: begun)]
    }
    for (isNegative, value) in later.reversed() {
      let next = notation(of: value)
      guard case .sum(let inner) = next else {
        terms.append(.init(isNegative: isNegative, value: next))
        continue
      }
      if inner.count == 1, inner[0].isNegative {
        terms.append(.init(isNegative: !isNegative, value: inner[0].value))
      } else if !isNegative, inner.first?.isNegative == false {
        terms += inner
      } else {
        terms.append(.init(isNegative: isNegative, value: next))
      }
    }
    // A sum sign covers what follows it: before another term it is enclosed.
    for index in terms.indices.dropLast() {
      terms[index].value = enclosingLastSign(terms[index].value)
    }
    return .sum(terms)
  }

  private func enclosingLastSign(_ term: Notation) -> Notation {
    switch term {
    case .large: return .fenced(.parentheses, term)
    case .product(var factors, let sign):
      guard let last = factors.popLast() else { return term }
      return .product(factors + [enclosingLastSign(last)], sign)
    default: return term
    }
  }

  /// The factors of a product, gathered along its left side without recursion.
  private func product(_ expression: Expression) -> Notation {
    var later: [Expression] = []
    var first = expression
    while case .binary(.multiply, let left, let right) = first.kind {
      later.append(right)
      first = left
    }
    var result = notation(of: first)
    // A sign in front of the first factor is the product's.
    var isNegative = false
    if case .sum(let terms) = result, terms.count == 1, terms[0].isNegative {
      isNegative = true
      result = terms[0].value
    }
    var isScalarSoFar = !hasMatrixProduct || isScalar(first)
    var factors = [result]
    var sign = Notation.ProductSign.plain
    for factor in later.reversed() {
      let isScalarFactor = isScalarSoFar || isScalar(factor)
      isScalarSoFar = !hasMatrixProduct || (isScalarSoFar && isScalar(factor))
      let next: Notation.ProductSign = isScalarFactor ? .plain : .elementwise
      if factors.count > 1, next != sign { factors = [.product(factors, sign)] }
      sign = next
      let value = notation(of: factor)
      if case .product(let inner, sign) = value, sign == .plain {
        factors += inner
      } else {
        factors.append(value)
      }
    }
    if case .product(let inner, sign) = factors[0] { factors.replaceSubrange(0..<1, with: inner) }
    let product = Notation.product(sign == .plain ? Self.inTextbookOrder(factors) : factors, sign)
    return isNegative ? .negated(product) : product
  }

  /// Factors as a textbook orders them, numbers, names, what is longer: `p (1 − p)`, `2 x log(x)`.
  ///
  /// A fraction keeps its place: what stands before it is often its reason, as in `1/n · x`.
  private static func inTextbookOrder(_ factors: [Notation]) -> [Notation] {
    let ranks = factors.map { factor in
      switch factor {
      case .number, .power(.number, _): 0
      case .symbol, .power(.symbol, .number): 1
      case .fraction: -1
      default: 2
      }
    }
    guard !ranks.contains(-1) else { return factors }
    return (0...2).flatMap { rank in
      zip(factors, ranks).filter { $0.1 == rank }.map(\.0)
    }
  }

  private func fraction(_ left: Expression, _ right: Expression) -> Notation {
    let above = notation(of: left)
    let below = notation(of: right)
    // A sign in front of the numerator is the fraction's.
    if case .sum(let terms) = above, terms.count == 1, terms[0].isNegative {
      return .negated(fraction(terms[0].value, below, isCount: isCount(right)))
    }
    return fraction(above, below, isCount: isCount(right))
  }

  /// A fraction over something: one bar, with a count of elements in front, `1/n · (p − y)/p`.
  private func fraction(_ above: Notation, _ below: Notation, isCount: Bool) -> Notation {
    guard case .fraction(let numerator, let denominator) = above else {
      return .fraction(above, below)
    }
    if isCount { return .product([.fraction(.number("1"), below), above], .plain) }
    var factors: [Notation] = []
    for part in [denominator, below] {
      if case .product(let inner, .plain) = part { factors += inner } else { factors.append(part) }
    }
    return .fraction(numerator, .product(factors, .plain))
  }

  private func isCount(_ expression: Expression) -> Bool {
    if case .number = expression.kind { return true }
    return letter(for: expression) != nil
  }

  private func matrixProduct(_ left: Expression, _ right: Expression) -> Notation {
    let first = notation(of: left)
    let second = notation(of: right)
    switch first {
    case .product(let inner, .matrix): return .product(inner + [second], .matrix)
    // 2 Aᵀ and a vector: the scalars stand in front of the whole, without parentheses.
    case .product(let inner, .plain) where hasScalarsBeforeLast(left):
      guard let last = inner.last else { break }
      var factors = [last]
      if case .product(let chain, .matrix) = last { factors = chain }
      return .product(inner.dropLast() + [.product(factors + [second], .matrix)], .plain)
    default: break
    }
    return .product([first, second], .matrix)
  }

  private func hasScalarsBeforeLast(_ product: Expression) -> Bool {
    var product = product
    while case .binary(.matmul, let left, _) = product.kind { product = left }
    guard case .binary(.multiply, let left, _) = product.kind else { return false }
    return isScalar(left)
  }

  private func power(_ base: Expression, _ exponent: Expression) -> Notation {
    if case .number(0.5) = exponent.kind { return .root(notation(of: base)) }
    if case .name("e") = base.kind { return .power(.symbol("e"), notation(of: exponent)) }
    return .power(notation(of: base), notation(of: exponent))
  }

  /// Whether an expression is a single number by its form: numbers, sizes, full reductions.
  private func isScalar(_ expression: Expression) -> Bool {
    if letter(for: expression) != nil { return true }
    switch expression.kind {
    case .number: return true
    case .name(let name):
      return name.count == 1
        && name.unicodeScalars.allSatisfy { (0x3B1...0x3C9).contains($0.value) }
        || Symbols.greek[name] != nil || numbers.contains(name)
    case .unary(_, let operand): return isScalar(operand)
    case .binary(.matmul, _, _): return false
    case .binary(_, let left, let right): return isScalar(left) && isScalar(right)
    case .call(let function, let arguments):
      guard case .name(let name) = function.kind else { return false }
      let full = ["sum", "mean", "norm", "dot", "det", "logdet", "trace", "size", "prod"]
      if full.contains(name) { return !arguments.contains { $0.label == "axis" } }
      return ["sqrt", "exp", "log"].contains(name) && arguments.allSatisfy { isScalar($0.value) }
    default: return false
    }
  }

  // MARK: Calls

  private func call(_ function: Expression, _ arguments: [Argument]) -> Notation {
    let plain = arguments.allSatisfy { $0.label == nil && $0.spanEnd == nil }
    if case .name(let name) = function.kind, let first = arguments.first {
      let operand = first.value
      if plain, arguments.count == 1, let special = unaryNotation(name, operand) { return special }
      if plain, let special = severalNotation(name, arguments.map(\.value)) { return special }
      if name == "sum" || name == "prod" {
        let rest = arguments.dropFirst().filter { $0.label == "axis" || $0.label == "keepdims" }
        if rest.count == arguments.count - 1, first.label == nil {
          let below = rest.filter { $0.label == "axis" }.map { argument($0) }
          return .large(name == "sum" ? .sum : .product, notation(of: operand), below: below)
        }
      }
    }
    return .call(Self.memberPath(function), arguments.map(argument))
  }

  /// The functions of one argument that have a sign of their own.
  private static let unaryNotations: [String: @Sendable (Notation) -> Notation] = [
    "neg": { .negated($0) }, "abs": { .fenced(.bars, $0) }, "norm": { .fenced(.doubleBars, $0) },
    "floor": { .fenced(.floor, $0) }, "ceil": { .fenced(.ceiling, $0) }, "sqrt": { .root($0) },
    "square": { .power($0, .number("2")) }, "exp": { .power(.symbol("e"), $0) },
    "transpose": { .transposed($0) }, "inv": { .power($0, .negated(.number("1"))) },
    "sum": { .large(.sum, $0, below: []) }, "Σ": { .large(.sum, $0, below: []) },
    "∑": { .large(.sum, $0, below: []) }, "prod": { .large(.product, $0, below: []) },
    "eye": { .indexed(.symbol("I"), [$0]) },
  ]

  private func unaryNotation(_ name: String, _ operand: Expression) -> Notation? {
    // Asked before the argument is written, which would else be done twice at each level.
    guard name != "exp" || !hasNameE, let sign = Self.unaryNotations[name] else { return nil }
    return sign(notation(of: operand))
  }

  private func severalNotation(_ name: String, _ operands: [Expression]) -> Notation? {
    switch (name, operands.count) {
    case ("where", 3): return piecewise(operands[1], operands[0], operands[2])
    case ("matmul", 2): return matrixProduct(operands[0], operands[1])
    case ("dot", 2):
      let first = Notation.transposed(notation(of: operands[0]))
      let second = notation(of: operands[1])
      if case .product(let inner, .matrix) = second { return .product([first] + inner, .matrix) }
      return .product([first, second], .matrix)
    case ("pow", 2): return power(operands[0], operands[1])
    case ("outer", 2):
      return .product([notation(of: operands[0]), .transposed(notation(of: operands[1]))], .matrix)
    case ("solve", 2):
      let inverse = Notation.power(notation(of: operands[0]), .negated(.number("1")))
      return .product([inverse, notation(of: operands[1])], .matrix)
    default: return nil
    }
  }

  private func argument(_ argument: Argument) -> Notation {
    var value = notation(of: argument.value)
    if let end = argument.spanEnd {
      value = .text(
        FormulaText.line(value) + ":" + FormulaText.line(notation(of: end)))
    }
    return argument.label.map { .labelled($0, value) } ?? value
  }

  private func piecewise(
    _ then: Expression, _ condition: Expression, _ otherwise: Expression
  ) -> Notation {
    let first = Notation.Case(value: notation(of: then), condition: notation(of: condition))
    let rest = notation(of: otherwise)
    if case .piecewise(let cases, let last) = rest {
      return .piecewise([first] + cases, otherwise: last)
    }
    return .piecewise([first], otherwise: rest)
  }

  private func list(_ items: [Expression]) -> Notation {
    let rows = items.compactMap { item -> [Notation]? in
      guard case .list(let cells) = item.kind, !cells.isEmpty else { return nil }
      return cells.map(notation)
    }
    let isMatrix =
      !rows.isEmpty && rows.count == items.count && rows.allSatisfy { $0.count == rows[0].count }
    return isMatrix ? .matrix(rows) : .list(items.map(notation))
  }

  private func subscriptNotation(_ part: Subscript) -> Notation {
    switch part {
    case .element(let expression): return notation(of: expression)
    case .range(let start, let stop, let step):
      let ends = [start, stop].map { $0.map { FormulaText.line(notation(of: $0)) } ?? "" }
      let last = step.map { ":" + FormulaText.line(notation(of: $0)) } ?? ""
      return .text(ends.joined(separator: ":") + last)
    }
  }

  private static func memberPath(_ expression: Expression) -> String {
    switch expression.kind {
    case .name(let name): return name
    case .member(let base, let name): return memberPath(base) + "." + name
    default: return FormulaText.line(NotationBuilder([expression]).notation(of: expression))
    }
  }
}
