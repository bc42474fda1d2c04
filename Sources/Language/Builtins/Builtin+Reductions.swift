import Graphs
import Syntax

extension Builtin {
  /// The functions that put many elements into one.
  static let reductions: [Builtin] = [
    reduction("sum", .sum, "The sum of the elements.", "sum([1, 2, 3])"),
    reduction("prod", .product, "The product of the elements.", "prod([1, 2, 3])"),
    reduction(
      "logsumexp", .logSumExp, "log(sum(exp(x))) without overflow.", "logsumexp([1000, 1000])"),
    reduction("any", .any, "Whether any element is true.", "any([1, 2] > 1)"),
    reduction("all", .all, "Whether every element is true.", "all([1, 2] > 1)"),
    reduction("argmax", .argmax, "The position of the largest element.", "argmax([1, 3, 2])"),
    reduction("argmin", .argmin, "The position of the smallest element.", "argmin([3, 1, 2])"),
    extremum("max", .max, .maximum, "The largest element, or the larger of several tensors."),
    extremum("min", .min, .minimum, "The smallest element, or the smaller of several tensors."),
    Builtin(
      "mean(x, *, axis=none, keepdims=false)", .reduction, "The sum divided by the count.",
      example: "mean([1, 2, 3, 4])"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let axes = try arguments.axes(rank: arguments.shape(x).rank)
      return .node(try arguments.mean(x, axes: axes, keeping: try arguments.boolean("keepdims")))
    },
    Builtin(
      "var(x, *, axis=none, keepdims=false, ddof=0)", .reduction,
      "The mean squared distance from the mean; divided by n − ddof.", example: "var([1, 2, 3, 4])"
    ) { (arguments) throws(Diagnostic) in
      .node(try arguments.variance())
    },
    Builtin(
      "std(x, *, axis=none, keepdims=false, ddof=0)", .reduction,
      "The square root of the variance.",
      example: "std([1, 2, 3, 4])"
    ) { (arguments) throws(Diagnostic) in
      .node(try arguments.unary(.sqrt, try arguments.variance()))
    },
    Builtin(
      "count(x, *, axis=none, keepdims=false)", .reduction, "How many elements are true.",
      example: "count([1, 2, 3] > 1)"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let axes = try arguments.axes(rank: arguments.shape(x).rank)
      let isTrue = try arguments.binary(.notEqual, x, arguments.constant(0))
      return .node(
        try arguments.add(
          .reduce(.sum, axes: axes, keepDimensions: try arguments.boolean("keepdims")), isTrue))
    },
    Builtin(
      "norm(x, ord=2, *, axis=none, keepdims=false)", .reduction,
      "The length of a vector; of a matrix, as if it were one (Frobenius).",
      example: "norm([3, 4])"
    ) { (arguments) throws(Diagnostic) in
      .node(try arguments.norm())
    },
  ]

  private static func reduction(
    _ name: String, _ reduction: Reduction, _ summary: String, _ example: String
  ) -> Builtin {
    Builtin("\(name)(x, *, axis=none, keepdims=false)", .reduction, summary, example: example) {
      (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let axes = try arguments.axes(rank: arguments.shape(x).rank)
      return .node(
        try arguments.add(
          .reduce(reduction, axes: axes, keepDimensions: try arguments.boolean("keepdims")), x))
    }
  }

  private static func extremum(
    _ name: String, _ reduction: Reduction, _ function: BinaryFunction, _ summary: String
  ) -> Builtin {
    Builtin(
      "\(name)(x…, *, axis=none, keepdims=false)", .reduction, summary,
      example: "\(name)([1, 3, 2])"
    ) { (arguments) throws(Diagnostic) in
      guard let first = arguments.rest.first else {
        throw arguments.fail(.argument, "`\(name)` is given nothing", hint: "`\(name)(x)`")
      }
      var result = try arguments.elaborator.node(of: first, in: arguments.scope)
      guard arguments.rest.count == 1 else {
        for next in arguments.rest.dropFirst() {
          let other = try arguments.elaborator.node(of: next, in: arguments.scope)
          result = try arguments.add(.binary(function), result, other, of: [first, next])
        }
        return .node(result)
      }
      let axes = try arguments.axes(rank: arguments.shape(result).rank)
      return .node(
        try arguments.add(
          .reduce(reduction, axes: axes, keepDimensions: try arguments.boolean("keepdims")), result)
      )
    }
  }
}

extension Arguments {
  /// The mean over axes: the sum divided by the number of elements.
  func mean(_ x: NodeID, axes: [Int], keeping: Bool) throws(Diagnostic) -> NodeID {
    let total = try add(.reduce(.sum, axes: axes, keepDimensions: keeping), x)
    return try binary(.divide, total, try add(.size(axes: axes), x))
  }

  /// The variance over `axis`, with `ddof` taken from the number of elements.
  fileprivate func variance() throws(Diagnostic) -> NodeID {
    let x = try node("x")
    let axes = try axes(rank: shape(x).rank)
    let keeping = try boolean("keepdims")
    let centred = try binary(.subtract, x, try mean(x, axes: axes, keeping: true))
    let squares = try unary(.square, centred)
    let freedom = try number("ddof")
    guard freedom != 0 else { return try mean(squares, axes: axes, keeping: keeping) }
    let total = try add(.reduce(.sum, axes: axes, keepDimensions: keeping), squares)
    let count = try binary(.subtract, try add(.size(axes: axes), x), constant(freedom))
    return try binary(.divide, total, count)
  }

  /// The norm of order `ord` over `axis`.
  fileprivate func norm() throws(Diagnostic) -> NodeID {
    let x = try node("x")
    let axes = try axes(rank: shape(x).rank)
    let keeping = try boolean("keepdims")
    let reduce = { (reduction: Reduction) in
      Primitive.reduce(reduction, axes: axes, keepDimensions: keeping)
    }
    if case .string(let text) = try value("ord") {
      guard text == "fro" || text == "euclidean" else {
        throw fail(
          .argument, "`ord` cannot be \"\(text)\"", at: "ord",
          hint: "it is 1, 2, inf or another number")
      }
      return try add(reduce(.norm), x)
    }
    let order = try number("ord")
    switch order {
    case 2: return try add(reduce(.norm), x)
    case 1: return try add(reduce(.sum), try unary(.abs, x))
    case .infinity: return try add(reduce(.max), try unary(.abs, x))
    case -.infinity: return try add(reduce(.min), try unary(.abs, x))
    default:
      let powers = try binary(.power, try unary(.abs, x), constant(order))
      return try binary(.power, try add(reduce(.sum), powers), constant(1 / order))
    }
  }
}
