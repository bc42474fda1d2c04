import Syntax
import TestSupport

/// Draws trees of every kind that the parser makes.
struct RandomTree {
  var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  mutating func expression(_ depth: Int = 5) -> Expression {
    guard depth > 0, roll(8) > 0 else { return leaf() }
    let next = depth - 1
    switch roll(12) {
    case 0: return Expression(.unary(pick(UnaryOperator.allCases), expression(next)))
    case 1, 2, 3, 4:
      return Expression(
        .binary(pick(BinaryOperator.allCases), expression(next), expression(next)))
    case 5:
      let links = many(1, 3) { tree in
        ComparisonLink(tree.pick(ComparisonOperator.allCases), tree.expression(next))
      }
      return Expression(.comparison(expression(next), links))
    case 6:
      return Expression(
        .conditional(
          then: expression(next), condition: expression(next), otherwise: expression(next)))
    case 7: return Expression(.transpose(expression(next)))
    case 8:
      let callee = roll(2) == 0 ? name() : Expression(.member(name(), "losses"))
      return Expression(.call(callee, many(0, 3) { $0.argument(next) }))
    case 9: return Expression(.index(expression(next), many(1, 3) { $0.part(next) }))
    case 10: return Expression(.list(many(0, 3) { $0.expression(next) }))
    default:
      return roll(2) == 0
        ? Expression(.member(expression(next), "e5"))
        : Expression(.tuple(many(0, 3) { $0.expression(next) }.filter { _ in true }))
    }
  }

  mutating func statement(_ depth: Int = 3) -> Statement {
    let kind: Statement.Kind
    switch roll(depth > 0 ? 8 : 4) {
    case 0: kind = .expression(expression(depth))
    case 1: kind = .define([Name("a"), Name("b")], [expression(depth), expression(depth)])
    case 2:
      kind = .assign(
        [Target(Name("w"), subscripts: [part(depth)])], pick([nil, .add, .divide]),
        [expression(depth)])
    case 3:
      kind = .declare([
        Declaration(
          Name("z"), shape: many(0, 2) { $0.expression(1) },
          domain: pick([
            nil, .comparison(.less, leaf()),
            .interval(leaf(), leaf(), lowerClosed: true, upperClosed: false),
          ])),
        Declaration(Name("t")),
      ])
    case 4: kind = .assume([Expression(.comparison(name(), [ComparisonLink(.equal, leaf())]))])
    case 5: kind = .loop(count: name(), body: many(0, 3) { $0.statement(depth - 1) })
    case 6: kind = .delete([Name("x"), Name("y")])
    default:
      let body =
        roll(2) == 0
        ? expression(depth) : Expression(.block(many(0, 3) { $0.statement(depth - 1) }))
      kind = .function(
        Name("tf.f"),
        [Parameter(Name("y"), shape: [name()]), Parameter(Name("k"), defaultValue: leaf())], body)
    }
    return Statement(
      kind, at: SourceRange(0, 0), isQuiet: roll(2) == 0,
      documentation: roll(4) == 0 ? "One line.\n\n  Another." : nil)
  }

  private mutating func argument(_ depth: Int) -> Argument {
    switch roll(4) {
    case 0: Argument(label: pick(["axis", "var", "lambda", "in"]), expression(depth))
    case 1: Argument(label: "x", expression(depth), spanEnd: expression(depth))
    case 2:
      Argument(
        label: "w", labelSubscripts: [part(depth)], expression(depth), spanEnd: expression(depth))
    default: Argument(expression(depth))
    }
  }

  private mutating func part(_ depth: Int) -> Subscript {
    guard roll(2) == 0 else { return .element(expression(depth)) }
    return .range(
      start: roll(2) == 0 ? expression(depth) : nil, stop: roll(2) == 0 ? expression(depth) : nil,
      step: roll(2) == 0 ? expression(depth) : nil)
  }

  private mutating func leaf() -> Expression {
    switch roll(6) {
    case 0:
      Expression(
        .number(
          pick([0, 1, 2.5, 1e-7, 1e300, 0.1 + 0.2, 12_345_678, .leastNonzeroMagnitude, 1e16])))
    case 1: Expression(.number(Double.random(in: 0..<10, using: &generator)))
    case 2: Expression(.string(pick(["sum", "a\"b", "it's", "C:\\n", "x\ny\t", ""])))
    case 3: Expression(pick([.boolean(true), .boolean(false), .none]))
    default: name()
    }
  }

  private mutating func name() -> Expression {
    Expression(.name(pick(["x", "p̂", "w₁", "损失", "in", "lambda", "e", "inf"])))
  }

  private mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &generator) }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &generator)]
  }

  private mutating func many<Part>(
    _ low: Int, _ high: Int, _ make: (inout RandomTree) -> Part
  ) -> [Part] {
    (0..<Int.random(in: low...high, using: &generator)).map { _ in make(&self) }
  }
}
