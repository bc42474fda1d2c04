import Graphs
import Syntax
import Tensors

extension Builtin {
  /// The functions that make tensors of nothing but sizes and numbers.
  static let creation: [Builtin] = [
    Builtin("zeros(shape…)", .shape, "Zeros.", example: "zeros(2, 3)") {
      (arguments) throws(Diagnostic) in
      .node(try arguments.filled(with: arguments.constant(0), try arguments.restDimensions()))
    },
    Builtin("ones(shape…)", .shape, "Ones.", example: "ones(3)") { (arguments) throws(Diagnostic) in
      .node(try arguments.filled(with: arguments.constant(1), try arguments.restDimensions()))
    },
    Builtin(
      "full(shape…)", .shape, "One value everywhere: the sizes, then the value.",
      example: "full(2, 3, 7)"
    ) {
      (arguments) throws(Diagnostic) in
      guard arguments.rest.count > 1, let last = arguments.rest.last else {
        throw arguments.fail(
          .argument, "`full` is given a shape and a value", hint: "`full(2, 3, 7)`")
      }
      var dimensions: [Dimension] = []
      for expression in arguments.rest.dropLast() {
        let value = try arguments.elaborator.value(of: expression, in: arguments.scope)
        dimensions += try arguments.elaborator.dimensions(
          of: value, at: expression.range, in: arguments.scope)
      }
      let value = try arguments.elaborator.node(of: last, in: arguments.scope)
      return .node(try arguments.filled(with: value, dimensions))
    },
    Builtin("zeros_like(x)", .shape, "Zeros of x's shape.", example: "zeros_like([1, 2])") {
      (arguments) throws(Diagnostic) in
      let shape = arguments.shape(try arguments.node("x"))
      return .node(try arguments.filled(with: arguments.constant(0), shape.dimensions))
    },
    Builtin("ones_like(x)", .shape, "Ones of x's shape.", example: "ones_like([1, 2])") {
      (arguments) throws(Diagnostic) in
      let shape = arguments.shape(try arguments.node("x"))
      return .node(try arguments.filled(with: arguments.constant(1), shape.dimensions))
    },
    Builtin("eye(n)", .shape, "The identity matrix.", example: "eye(3)") {
      (arguments) throws(Diagnostic) in
      let dimensions = try arguments.elaborator.dimensions(
        of: try arguments.value("n"), at: arguments.range("n"), in: arguments.scope)
      guard dimensions.count == 1, let size = dimensions.first else {
        throw arguments.fail(.argument, "`eye` takes one size", at: "n")
      }
      return .node(try arguments.add(.identity(size)))
    },
    Builtin(
      "linspace(a, b, n=50)", .shape, "n numbers from a to b, both included.",
      example: "linspace(-3, 3, 7)"
    ) { (arguments) throws(Diagnostic) in
      .node(try arguments.evenlySpaced())
    },
    Builtin(
      "arange(start, stop=none, step=1)", .shape,
      "The numbers from start up to, not including, stop.",
      example: "arange(0, 5)"
    ) { (arguments) throws(Diagnostic) in
      .node(try arguments.counted())
    },
  ]

  /// Linear algebra beside `@`.
  static let linearAlgebra: [Builtin] = [
    product(
      "dot(a, b)", .matmul, "The product of two vectors, a₀b₀ + a₁b₁ + …", "dot([1, 2], [3, 4])"),
    product("matmul(a, b)", .matmul, "The matrix product, `a @ b`.", "matmul([[1, 2]], [3, 4])"),
    product("outer(a, b)", .outer, "The matrix of products a[i]·b[j].", "outer([1, 2], [3, 4])"),
    product("solve(a, b)", .solve, "The x with `a @ x == b`.", "solve([[2, 0], [0, 4]], [2, 4])"),
    matrix("det", .determinant, "The determinant.", "det([[1, 2], [3, 4]])"),
    matrix("logdet", .logDeterminant, "The logarithm of |det(A)|.", "logdet([[2, 0], [0, 3]])"),
    matrix("inv", .inverse, "The inverse.", "inv([[2, 0], [0, 4]])"),
    matrix("trace", .trace, "The sum of the diagonal.", "trace([[1, 2], [3, 4]])"),
  ]

  private static func product(
    _ signature: String, _ primitive: Primitive, _ summary: String, _ example: String
  ) -> Builtin {
    Builtin(signature, .linear, summary, example: example) { (arguments) throws(Diagnostic) in
      let operands = [arguments.expression("a"), arguments.expression("b")]
      return .node(
        try arguments.add(primitive, try arguments.node("a"), try arguments.node("b"), of: operands)
      )
    }
  }

  private static func matrix(
    _ name: String, _ primitive: Primitive, _ summary: String, _ example: String
  ) -> Builtin {
    Builtin("\(name)(A)", .linear, summary, example: example) { (arguments) throws(Diagnostic) in
      .node(try arguments.add(primitive, try arguments.node("A"), of: [arguments.expression("A")]))
    }
  }
}

extension Arguments {
  /// The largest number of elements written out while elaborating.
  private static var writtenLimit: Int { 10_000_000 }

  /// A value repeated to a shape, which nothing is allocated for until it is needed.
  func filled(
    with value: NodeID, _ dimensions: [Dimension]
  ) throws(Diagnostic) -> NodeID {
    if let size = dimensions.compactMap(\.size).first(where: { $0 < 0 }) {
      throw fail(.shape, "a size cannot be negative, and \(size) is")
    }
    return try add(.broadcast(SymbolicShape(dimensions)), value)
  }

  fileprivate func evenlySpaced() throws(Diagnostic) -> NodeID {
    let count = try integer("n")
    guard count >= 0, count <= Self.writtenLimit else {
      throw fail(.limit, "`n` must lie between 0 and \(Self.writtenLimit)", at: "n")
    }
    let a = try node("a")
    let b = try node("b")
    let steps = Double(max(1, count - 1))
    guard let start = elaborator.staticNumber(a, readingLeaves: false),
      let stop = elaborator.staticNumber(b, readingLeaves: false)
    else {
      let fractions = (0..<count).map { Double($0) / steps }
      let width = try binary(.subtract, b, a)
      let offset = try binary(.multiply, graph.constant(Tensor(vector: fractions)), width)
      return try binary(.add, a, offset)
    }
    var elements = (0..<count).map { start + (stop - start) * (Double($0) / steps) }
    if count > 1 { elements[count - 1] = stop }
    return graph.constant(Tensor(vector: elements))
  }

  fileprivate func counted() throws(Diagnostic) -> NodeID {
    var start = 0.0
    let step = try number("step")
    guard step != 0, step.isFinite else {
      throw fail(.argument, "`step` must be a number other than 0", at: "step")
    }
    let stopName: String
    if case .none = try value("stop") {
      stopName = "start"
      if case .named(let name)? = elaborator.dimension(of: try node("start")) {
        return try add(.iota(.named(name)))
      }
    } else {
      stopName = "stop"
      start = try number("start")
    }
    let stop = try number(stopName)
    let count = ((stop - start) / step).rounded(.up)
    guard count.isFinite, count <= Double(Self.writtenLimit) else {
      throw fail(.limit, "a range may have \(Self.writtenLimit) numbers", at: stopName)
    }
    // A range that runs the wrong way is empty, however long it would be: no integer may hold that.
    let elements = (0..<Int(max(0, count))).map { start + Double($0) * step }
    return graph.constant(Tensor(vector: elements))
  }
}
