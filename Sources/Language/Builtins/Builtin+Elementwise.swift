import Graphs
import Syntax

extension Builtin {
  /// The functions that act on each element alone.
  static let elementwise: [Builtin] = [
    unary("neg", .negate, "The negative, `-x`.", "neg([1, -2])"),
    unary("abs", .abs, "The absolute value; its slope at 0 is taken as 0.", "abs([-1, 2])"),
    unary("sign", .sign, "−1, 0 or 1 by the sign.", "sign([-3, 0, 3])"),
    unary("exp", .exp, "e to the power x.", "exp(1)"),
    unary("expm1", .expm1, "exp(x) − 1, accurate near 0.", "expm1(1e-9)"),
    unary("log", .log, "The natural logarithm; −inf at 0.", "log(e)"),
    unary("log1p", .log1p, "log(1 + x), accurate near 0.", "log1p(1e-9)"),
    unary("log2", .log2, "The logarithm to base 2.", "log2(8)"),
    unary("log10", .log10, "The logarithm to base 10.", "log10(1000)"),
    unary("sqrt", .sqrt, "The square root.", "sqrt(2)"),
    unary("square", .square, "x².", "square([1, 2, 3])"),
    unary("reciprocal", .reciprocal, "1/x.", "reciprocal(4)"),
    unary("sin", .sin, "The sine.", "sin(pi / 2)"),
    unary("cos", .cos, "The cosine.", "cos(0)"),
    unary("tan", .tan, "The tangent.", "tan(pi / 4)"),
    unary("asin", .asin, "The inverse sine.", "asin(1)"),
    unary("acos", .acos, "The inverse cosine.", "acos(0)"),
    unary("atan", .atan, "The inverse tangent.", "atan(1)"),
    unary("sinh", .sinh, "The hyperbolic sine.", "sinh(1)"),
    unary("cosh", .cosh, "The hyperbolic cosine.", "cosh(1)"),
    unary("tanh", .tanh, "The hyperbolic tangent.", "tanh(0.5)"),
    unary("erf", .erf, "The error function.", "erf(1)"),
    unary("erfc", .erfc, "1 − erf(x), accurate for large x.", "erfc(10)"),
    unary("lgamma", .lgamma, "The logarithm of |Γ(x)|.", "lgamma(5)"),
    unary("digamma", .digamma, "The slope of lgamma.", "digamma(1)"),
    unary("sigmoid", .sigmoid, "1/(1 + exp(−x)), a probability from a logit.", "sigmoid(0)"),
    unary("log_sigmoid", .logSigmoid, "log(sigmoid(x)) without overflow.", "log_sigmoid(-800)"),
    unary("softplus", .softplus, "log(1 + exp(x)) without overflow.", "softplus(800)"),
    unary("relu", .relu, "max(x, 0); its slope at 0 is taken as 0.", "relu([-1, 2])"),
    unary("softsign", .softsign, "x/(1 + |x|).", "softsign(3)"),
    unary("log_cosh_of", .logCosh, "log(cosh(x)) without overflow.", "log_cosh_of(800)"),
    unary("floor", .floor, "The largest integer not above x.", "floor(2.7)"),
    unary("ceil", .ceil, "The smallest integer not below x.", "ceil(2.1)"),
    unary("round", .round, "The nearest integer, halves to even.", "round(2.5)"),
    unary("isnan", .isnan, "Whether x is nan.", "isnan(0/0)"),
    unary("isfinite", .isfinite, "Whether x is neither nan nor infinite.", "isfinite(1/0)"),
    Builtin(
      "polygamma(n, x)", .elementwise, "The derivative of order n of digamma.",
      example: "polygamma(1, 1)"
    ) { (arguments) throws(Diagnostic) in
      let order = try arguments.integer("n")
      guard order >= 0, order <= 1_000 else {
        throw arguments.fail(.argument, "`n` must be an integer from 0 to 1000", at: "n")
      }
      let x = try arguments.node("x")
      return .node(try arguments.unary(order == 0 ? .digamma : .polygamma(order), x))
    },
    Builtin(
      "gelu(x, approximate=\"none\")", .elementwise,
      "x Φ(x), the Gaussian error linear unit; exact, or by a tanh.", example: "gelu(1)"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let value = try arguments.value("approximate")
      if case .boolean(let isApproximate) = value {
        return .node(try arguments.unary(isApproximate ? .geluTanh : .gelu, x))
      }
      let form = try arguments.string("approximate", among: ["none", "tanh"])
      return .node(try arguments.unary(form == "tanh" ? .geluTanh : .gelu, x))
    },
    Builtin(
      "leaky_relu(x, slope=0.01)", .elementwise, "x above 0 and slope·x below.",
      example: "leaky_relu([-1, 2])"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let slope = try arguments.node("slope")
      let isPositive = try arguments.binary(.greater, x, arguments.constant(0))
      return .node(
        try arguments.add(.select, isPositive, x, try arguments.binary(.multiply, slope, x)))
    },
    Builtin(
      "elu(x, alpha=1)", .elementwise, "x above 0 and alpha·(exp(x) − 1) below.",
      example: "elu([-1, 2])"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let alpha = try arguments.node("alpha")
      let isPositive = try arguments.binary(.greater, x, arguments.constant(0))
      let below = try arguments.binary(.multiply, alpha, try arguments.unary(.expm1, x))
      return .node(try arguments.add(.select, isPositive, x, below))
    },
    binary(
      "maximum(a, b)", .maximum, "The larger of two, element by element.", "maximum(1, [0, 2])"),
    binary(
      "minimum(a, b)", .minimum, "The smaller of two, element by element.", "minimum(1, [0, 2])"),
    binary("pow(x, y)", .power, "x to the power y.", "pow(2, 10)"),
    binary("mod(a, b)", .modulo, "The remainder, with the sign of b.", "mod(-1, 3)"),
    binary("xlogy(x, y)", .xlogy, "x·log(y), 0 where x is 0.", "xlogy(0, 0)"),
    binary("xlog1py(x, y)", .xlog1py, "x·log(1 + y), 0 where x is 0.", "xlog1py(0, -1)"),
    binary("xdivy(x, y)", .xdivy, "x/y, 0 where x is 0.", "xdivy(0, 0)"),
    binary(
      "weigh(x, y)", .weigh, "x·y, 0 where x is 0 whatever y is.", "weigh(0, inf)"),
    Builtin(
      "clip(x, low, high)", .elementwise, "x kept between two bounds; slope 0 at the ends.",
      example: "clip([-2, 0.5, 2], -1, 1)"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let low = try arguments.value("low")
      let high = try arguments.value("high")
      switch (low, high) {
      case (.none, .none): return .node(x)
      case (.none, _): return .node(try arguments.binary(.minimum, x, try arguments.node("high")))
      case (_, .none): return .node(try arguments.binary(.maximum, x, try arguments.node("low")))
      default:
        let names = ["x", "low", "high"].map(arguments.expression)
        return .node(
          try arguments.add(
            .clip, x, try arguments.node("low"), try arguments.node("high"), of: names))
      }
    },
    Builtin(
      "where(condition, a, b)", .elementwise, "a where the condition holds and b elsewhere.",
      example: "where([1, 2, 3] > 2, 10, 0)"
    ) { (arguments) throws(Diagnostic) in
      if let truth = arguments.elaborator.truth(of: try arguments.value("condition")) {
        // The other side still takes part in the shape.
        let condition = arguments.graph.constant(truth ? 1 : 0)
        return .node(
          try arguments.add(.select, condition, try arguments.node("a"), try arguments.node("b")))
      }
      let names = ["condition", "a", "b"].map(arguments.expression)
      return .node(
        try arguments.add(
          .select, try arguments.node("condition"), try arguments.node("a"),
          try arguments.node("b"), of: names))
    },
  ]

  private static func unary(
    _ name: String, _ function: UnaryFunction, _ summary: String, _ example: String
  ) -> Builtin {
    Builtin("\(name)(x)", .elementwise, summary, example: example) {
      (arguments) throws(Diagnostic) in
      .node(try arguments.unary(function, try arguments.node("x")))
    }
  }

  private static func binary(
    _ signature: String, _ function: BinaryFunction, _ summary: String, _ example: String
  ) -> Builtin {
    Builtin(signature, .elementwise, summary, example: example) {
      (arguments) throws(Diagnostic) in
      let names = arguments.call.builtin.parameters.parameters.map(\.name)
      let operands = names.map(arguments.expression)
      return .node(
        try arguments.add(
          .binary(function), try arguments.node(names[0]), try arguments.node(names[1]),
          of: operands))
    }
  }
}
