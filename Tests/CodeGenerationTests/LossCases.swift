import Graphs
import Tensors

/// Losses as their definitions write them, and functions over the rest of the primitives.
enum LossCases {
  static let y = [0.0, 1, 1, 0]
  static let p = [0.2, 0.7, 0.4, 0.9]
  static let z = [-1.5, 0.3, 2.0, -0.1]

  static func losses() throws -> [LossCase] {
    try [
      LossCase("l2_loss") { c in
        try c.mean(c.binary(.power, try residual(c), c.number(2)))
      },
      LossCase("l1_loss") { c in try c.mean(c.unary(.abs, try residual(c))) },
      LossCase("log_loss") { c in
        let y = try c.vector("y", y)
        let p = try c.vector("p", p, isVariable: true)
        let rest = try c.minus(c.number(1), y)
        let other = try c.binary(.xlog1py, rest, c.unary(.negate, p))
        return try c.mean(c.unary(.negate, c.plus(c.binary(.xlogy, y, p), other)))
      },
      LossCase("log_loss_logits") { c in
        let y = try c.vector("y", y)
        let z = try c.vector("z", z, isVariable: true)
        let one = try c.binary(.weigh, y, c.unary(.softplus, c.unary(.negate, z)))
        let rest = try c.minus(c.number(1), y)
        return try c.mean(c.plus(one, c.binary(.weigh, rest, c.unary(.softplus, z))))
      },
      LossCase("sigmoid_loss_sum") { c in
        let y = try c.vector("y", y)
        let z = try c.vector("z", z, isVariable: true)
        return try c.sum(c.minus(c.unary(.softplus, z), c.times(y, z)))
      },
      LossCase("sparse_softmax_cross_entropy") { c in
        let (labels, logits) = try classes(c)
        let logs = try c.graph.add(.logSoftmax(axis: 1), logits)
        return try c.mean(c.unary(.negate, c.graph.add(.gather, logs, labels)))
      },
      LossCase("sparse_by_logsumexp") { c in
        let (labels, logits) = try classes(c)
        let total = try c.graph.add(
          .reduce(.logSumExp, axes: [1], keepDimensions: false), logits)
        return try c.mean(c.minus(total, c.graph.add(.gather, logits, labels)))
      },
      LossCase("softmax_cross_entropy") { c in
        let y = try c.matrix(
          "y", [[0.2, 0.3, 0.5], [1, 0, 0]], [.named("n"), .named("k")])
        let z = try c.matrix(
          "z", [[0.5, -1, 2], [0, 1, 3]], [.named("n"), .named("k")], isVariable: true)
        let logs = try c.graph.add(.logSoftmax(axis: 1), z)
        return try c.mean(c.unary(.negate, c.sum(c.binary(.weigh, y, logs), axes: [1])))
      },
      LossCase("huber") { c in try c.mean(huber(c, join: 0.5)) },
      LossCase("huber_of_one") { c in try c.mean(huber(c, join: 1)) },
      LossCase("smooth_l1") { c in
        let e = try residual(c)
        let distance = try c.unary(.abs, e)
        let beta = c.number(0.5)
        let inside = try c.binary(.less, distance, beta)
        let square = try c.over(
          c.binary(.power, e, c.number(2)), c.times(c.number(2), beta))
        let line = try c.minus(distance, c.over(beta, c.number(2)))
        return try c.mean(c.graph.add(.select, inside, square, line))
      },
      LossCase("log_cosh") { c in try c.mean(c.unary(.logCosh, try residual(c))) },
      LossCase("hinge") { c in
        let margin = try c.minus(
          c.number(1), c.times(c.vector("y", [-1, 1, 1, -1]), c.vector("s", z, isVariable: true)))
        return try c.mean(c.unary(.relu, margin))
      },
      LossCase("linear_regression") { c in
        let data = try c.matrix(
          "X", [[1, 2], [0.5, -1], [3, 0], [1, 1]], [.named("n"), .named("d")])
        let w = try c.leaf("w", [.named("d")], [2], [0.3, -0.2], isVariable: true)
        let b = try c.leaf("b", [], [], [0.1], isVariable: true)
        let y = try c.vector("y", y)
        let z = try c.graph.add(
          .reference("z"), c.plus(c.graph.add(.matmul, data, w), b))
        return try c.mean(c.binary(.power, c.minus(z, y), c.number(2)))
      },
      LossCase("names") { c in
        let lambda = try c.leaf("lambda", [], [], [0.5])
        let hat = try c.vector("p\u{302}", p, isVariable: true)
        let first = try c.vector("w₁", z)
        let np = try c.vector("np", y)
        let delta = try c.leaf("δ", [], [], [2])
        if let leaf = c.leaves.last?.leaf { c.defaults[leaf] = 2 }
        let sum = try c.plus(c.times(lambda, c.times(hat, hat)), c.times(delta, first))
        return try c.sum(c.times(sum, np))
      },
    ]
  }

  private static func residual(_ c: LossCase) throws -> NodeID {
    let y = try c.vector("y", y)
    return try c.minus(c.vector("p", p, isVariable: true), y)
  }

  private static func classes(_ c: LossCase) throws -> (labels: NodeID, logits: NodeID) {
    let labels = try c.vector("labels", [2, 0, 1])
    let logits = try c.matrix(
      "logits", [[0.5, -1, 2], [0, 1, 3], [0.2, 0.1, -4]], [.named("n"), .named("k")],
      isVariable: true)
    return (labels, logits)
  }

  private static func huber(_ c: LossCase, join: Double) throws -> NodeID {
    let e = try residual(c)
    let distance = try c.unary(.abs, e)
    let delta = c.number(join)
    let inside = try c.binary(.lessOrEqual, distance, delta)
    let square = try c.over(c.binary(.power, e, c.number(2)), c.number(2))
    let line = try c.times(delta, c.minus(distance, c.over(delta, c.number(2))))
    return try c.graph.add(.select, inside, square, line)
  }

  // MARK: The rest of the primitives

  static let unaryFunctions: [UnaryFunction] = [
    .negate, .abs, .sign, .square, .sqrt, .reciprocal, .exp, .expm1, .log, .log1p, .log2, .log10,
    .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .logCosh, .erf, .erfc, .lgamma,
    .sigmoid, .logSigmoid, .softplus, .relu, .gelu, .geluTanh, .softsign, .floor, .ceil, .round,
    .isnan, .isfinite, .not,
  ]

  static func primitives() throws -> [LossCase] {
    var cases: [LossCase] = []
    for (index, function) in unaryFunctions.enumerated() {
      cases.append(
        try LossCase("unary_\(index)") { c in
          let x = try c.vector("x", p)
          // Once by itself, and once as an operand of what binds more tightly.
          let f = try c.unary(function, x)
          return try c.plus(c.times(f, c.number(3)), c.binary(.power, f, c.number(2)))
        })
    }
    for function in BinaryFunction.allCases {
      cases.append(
        try LossCase("binary_\(function.rawValue)") { c in
          let x = try c.vector("x", p)
          let y = try c.vector("y", [0.2, 0.5, 0.9, 1.5])
          let inner = try c.binary(function, x, c.binary(function, x, y))
          return try c.minus(inner, c.times(c.number(2), c.binary(function, y, c.number(0.5))))
        })
    }
    for reduction in [Reduction.sum, .product, .max, .min, .logSumExp, .norm, .any, .all] {
      for (axes, keep) in [
        ([0], false), ([1], true), ([0, 1], false), ([0, 2], true), ([0, 1, 2], false),
      ] {
        let spelling = axes.map(String.init).joined()
        cases.append(
          try LossCase("reduce_\(reduction)_\(spelling)") { c in
            let x = try cube(c)
            return try c.times(
              c.number(1), c.graph.add(.reduce(reduction, axes: axes, keepDimensions: keep), x))
          })
      }
    }
    return try cases + shapes() + linear()
  }

  private static func cube(_ c: LossCase) throws -> NodeID {
    try c.leaf(
      "x", [.named("n"), .named("d"), .fixed(2)], [2, 3, 2],
      [0.5, -1, 2, 0.25, 1, -3, 0.1, 0.9, -0.4, 1.5, 2.5, -0.7])
  }

  private static func shapes() throws -> [LossCase] {
    let operations: [(String, Primitive)] = [
      ("softmax", .softmax(axis: 1)), ("log_softmax", .logSoftmax(axis: 2)),
      ("cumsum", .cumulativeSum(axis: 0)), ("sort", .sort(axis: 1)),

      ("transposed", .transpose([2, 0, 1])),
      ("slice", .slice([.index(1), .range(start: 0, count: 2, step: 1), .all])),
      ("reverse", .slice([.all, .range(start: 2, count: 3, step: -1), .all])),
      ("argmax", .reduce(.argmax, axes: [1], keepDimensions: false)),
      ("argmin", .reduce(.argmin, axes: [0, 1, 2], keepDimensions: false)),
      ("detached", .stopGradient), ("single", .cast(.float64)), ("truth", .cast(.bool)),
      ("size", .size(axes: [0, 2])),
    ]
    var cases = try operations.map { name, primitive in
      try LossCase("shape_\(name)") { c in
        let x = try cube(c)
        return try c.times(c.number(2), c.graph.add(primitive, x))
      }
    }
    cases += try [
      LossCase("joined") { c in
        try c.graph.add(.concatenate(axis: 0), c.vector("x", p), c.vector("y", z))
      },
      LossCase("reshaped") { c in
        let x = try c.leaf("x", [.fixed(2), .fixed(3)], [2, 3], p + [3, -2])
        return try c.graph.add(.reshape(SymbolicShape([.fixed(3), .fixed(2)])), x)
      },
      LossCase("unturned") { c in
        try c.times(c.number(2), c.graph.add(.transpose([0]), c.vector("x", p)))
      },
      LossCase("stretched") { c in
        let x = try c.leaf("x", [.fixed(1), .fixed(4)], [1, 4], p)
        return try c.graph.add(.broadcast(SymbolicShape([.fixed(3), .fixed(4)])), x)
      },
      LossCase("taken") { c in
        let k = try c.leaf("k", [.named("m")], [3], [2, 0, 2])
        return try c.graph.add(.take(axis: 0), c.vector("x", p), k)
      },
      LossCase("hot") { c in
        let k = try c.leaf("k", [.named("m")], [3], [2, 0, 1])
        return try c.times(c.number(2), c.graph.add(.oneHot(classes: .fixed(3)), k))
      },
      LossCase("counted") { c in
        try c.times(c.graph.add(.iota(.named("n"))), c.vector("x", p))
      },
      LossCase("clipped") { c in
        try c.graph.add(.clip, c.vector("x", p), c.number(0.3), c.number(0.6))
      },
      LossCase("constant") { c in
        let x = try c.leaf("x", [.fixed(4)], [4], p)
        return try c.times(c.graph.constant(Tensor(vector: [1, 2.5, -3, .infinity])), x)
      },
    ]
    return cases
  }

  private static func linear() throws -> [LossCase] {
    let square: [(String, Primitive)] = [
      ("trace", .trace), ("det", .determinant), ("logdet", .logDeterminant), ("inv", .inverse),
      ("diagonal_part", .diagonalPart),
    ]
    var cases = try square.map { name, primitive in
      try LossCase("linear_\(name)") { c in try c.graph.add(primitive, matrix(c)) }
    }
    cases += try [
      LossCase("solved") { c in
        try c.graph.add(.solve, matrix(c), c.leaf("b", [.fixed(2)], [2], [1, 2]))
      },
      LossCase("identity") { c in
        try c.plus(matrix(c), c.graph.add(.identity(.fixed(2))))
      },
      LossCase("diagonal") { c in try c.graph.add(.diagonal, c.vector("x", p)) },
      LossCase("outer") { c in try c.graph.add(.outer, c.vector("x", p), c.vector("y", z)) },
      LossCase("inner") { c in try c.graph.add(.matmul, c.vector("x", p), c.vector("y", z)) },
      LossCase("product") { c in
        try c.minus(
          c.graph.add(.matmul, matrix(c), c.graph.add(.transpose([1, 0]), matrix(c))), matrix(c))
      },
      LossCase("left") { c in
        try c.graph.add(.matmul, c.leaf("b", [.fixed(2)], [2], [1, 2]), matrix(c))
      },
    ]
    return cases
  }

  private static func matrix(_ c: LossCase) throws -> NodeID {
    if let known = c.leaves.first(where: { $0.name == "A" }) { return c.graph.leaf(known.leaf) }
    return try c.matrix("A", [[2, 0.5], [-1, 3]], [.fixed(2), .fixed(2)])
  }
}
