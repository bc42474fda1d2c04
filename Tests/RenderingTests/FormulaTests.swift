import Calculus
import Syntax
import Testing

@testable import Rendering

private let p: Expression = "p"
private let y: Expression = "y"
private let x: Expression = "x"
private let n = Expression.call("size", "p")

private func drawn(_ body: Expression, isASCII: Bool = false) -> String {
  let options = RenderOptions(isASCII: isASCII, showsPrompts: false)
  return Renderer(options: options).text(of: Formula.of(body, n: 3)).plain
}

@Test func show() {
  let gauss = Expression.call("exp", -(x.power(2)) / 2)
  let samples: [Expression] = [
    (1 / n) * ((p - y) / (p * (1 - p))),
    2 * (p - y) / n, gauss, -(gauss) / Expression.call("sqrt", 2 * "pi"),
    Expression.call("where", x.compared(.less, 0), -x, x.power(2) / 2),
    Expression.call("where", Expression.call("abs", x).compared(.lessOrEqual, "delta"), x, Expression.call("where", x.compared(.less, 0), -("delta"), "delta")),
    Expression.call("sum", (p - y).power(2)) / n,
    (x / y).power(2), (x / y).power(x + 1), Expression.call("sqrt", x / y), Expression.call("norm", x / y),
    Expression("X").transposed.matmul(p - y) / n, Expression.list(.list(1, 2 / x), .list(3, 4)),
    Expression.call("log", p / (1 - p)), p * Expression.call("log", p) + (1 - p) * Expression.call("log", 1 - p),
    Expression("X").matmul("w") * (p * p),
    Expression.call("inv", "A").matmul("b"), 1e-7 * x, x.power(-1), x.power("n"), (-x).power(2), -(x.power(2)), x - (y - p), x - (-y), x / (y / p), (x/y)/p, x*2*3, Expression.call("softmax", "z") - Expression.call("one_hot", "k", 3),
  ]
  for s in samples {
    let f = Formula.of(s, n: 3)
    print(FormulaText.text(of: f)); print(LaTeX.source(of: f)); print(drawn(s)); print(drawn(s, isASCII: true)); print("---")
  }
}
