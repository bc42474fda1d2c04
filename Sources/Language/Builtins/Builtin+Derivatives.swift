import Graphs
import Syntax

extension Builtin {
  /// The derivatives.
  static let derivatives: [Builtin] = [
    symbolic(
      "grad(f, x…)", "The gradient of a scalar f by x, as a formula of x's shape.", "grad(x^2, x)"),
    symbolic(
      "diff(f, x, n=1)", "The derivative of order n of what works element by element.",
      "diff(sin(x), x, n=2)"),
    symbolic(
      "jacobian(f, x…)", "Every element of f by every element of x.", "jacobian(sigmoid(x), x)"),
    symbolic("hessian(f, x…)", "The second derivatives of a scalar f.", "hessian(x^4, x)"),
    atPoint(
      "autodiff(f, x…)", "The gradient by reverse mode on the evaluation trace.",
      "w := 3; autodiff(w^2, w)"),
    atPoint(
      "numgrad(f, x…)", "The gradient by central differences, with no derivative used.",
      "w := 3; numgrad(w^2, w)"),
    whole(
      "check(f, x…)", .derivative, "The three derivatives side by side.", "w := 3; check(w^2, w)"),
    whole(
      "steps(derivative, *, depth=none)", .derivative, "The derivation, rule by rule.",
      "steps(grad(x^2, x))"),
    whole(
      "tape(f)", .derivative, "The evaluation trace with values and adjoints.", "w := 3; tape(w^2)"),
  ]

  /// The questions about expressions.
  static let analyses: [Builtin] = [
    whole("simplify(e)", .analysis, "The expression in simplest form.", "simplify(x + x)"),
    whole(
      "formula(e)", .analysis, "The formula of a name, even where all is bound.",
      "z = sigmoid(0); formula(z)"),
    whole(
      "equivalent(a, b)", .analysis, "Whether two expressions are the same function.",
      "equivalent(2*x, x + x)"),
    whole(
      "domain(e)", .analysis, "The conditions under which an expression is defined.",
      "domain(log(x))"),
    whole("kinks(f, x)", .analysis, "Where a function has no derivative.", "kinks(abs(x), x)"),
    whole(
      "compare(loss)", .analysis,
      "A loss under each library's convention: values, gradients, and what differs.",
      "y = [1, 2]; p = [1.5, 4]; compare(huber(y, p))"),
    whole(
      "explain(x)", .analysis, "What a value of a loss tells: fingerprints of clipping, chance.",
      "explain(16.118)"),
    Builtin(
      "at(e, *, …)", .analysis, "The expression at a point: `at(L, w=[0, 0])`; nothing is rebound.",
      example: "w := 3; at(w^2, w=5)"
    ) { (arguments) throws(Diagnostic) in
      try arguments.elaborator.value(at: arguments)
    },
    Builtin(
      "stable(e)", .analysis, "The expression by forms that keep their digits.",
      example: "stable(log(1 + exp(800)))"
    ) { (arguments) throws(Diagnostic) in
      .node(try arguments.elaborator.stable(arguments))
    },
    whole(
      "precise(e)", .analysis,
      "The expression in float32, float64 and double-double: the digits that it keeps.",
      "precise(log(1 + exp(-40)))"),
    whole(
      "expect(condition, within=none)", .analysis,
      "Fails unless the condition holds; `within` is how far two sides of `==` may differ.",
      "expect(1 + 1 == 2)"),
  ]

  /// Pictures, tables, and descent, which shows its loss as it runs.
  static let pictures: [Builtin] = [
    whole(
      "plot(f…, *, …)", .picture, "Curves over a name: `plot(f, g, x=-3:3)`.",
      "plot(sin(x), x=-3:3)"),
    whole(
      "contour(f, *, …)", .picture, "Heights over two names: `contour(f, u=-2:2, v=-2:2)`.",
      "contour(u^2 + v^2, u=-2:2, v=-2:2)"),
    whole(
      "hist(x, bins=none)", .picture, "How often values fall into equal ranges.",
      "hist([1, 2, 2, 3])"),
    whole("bars(x, labels=none)", .picture, "One bar a value.", "bars([1, 2, 3])"),
    whole(
      "table(f…, *, …)", .picture, "Values side by side: `table(f, g, x=[0.1, 0.5])`.",
      "table(x^2, x=[1, 2, 3])"),
    whole(
      "descend(L, parameters…, *, rate=0.1, steps=100, method=\"sgd\", momentum=0.9, decay=0.999)",
      .picture, "Gradient descent: sets the parameters and gives the history of the loss.",
      "w := 3; descend(w^2, w, rate=0.1, steps=10)"),
  ]

  private static func symbolic(_ signature: String, _ summary: String, _ example: String) -> Builtin
  {
    Builtin(signature, .derivative, summary, example: example) { (arguments) throws(Diagnostic) in
      let results = try arguments.elaborator.derivatives(arguments)
      if results.count == 1, let only = results.first { return .node(only.node) }
      return .list(results.map { .node($0.node) })
    }
  }

  /// A derivative at the point where the names are: it runs when its line runs.
  private static func atPoint(_ signature: String, _ summary: String, _ example: String) -> Builtin
  {
    Builtin(signature, .derivative, summary, example: example, isRunOnce: true) {
      (arguments) throws(Diagnostic) in throw arguments.impure
    }
  }

  private static func whole(
    _ signature: String, _ category: Category, _ summary: String, _ example: String
  ) -> Builtin {
    Builtin(signature, category, summary, example: example) { (arguments) throws(Diagnostic) in
      throw arguments.fail(
        .argument, "`\(arguments.call.builtin.name)` stands alone on its line",
        hint: "it shows a result, and is no part of a formula")
    }
  }
}
