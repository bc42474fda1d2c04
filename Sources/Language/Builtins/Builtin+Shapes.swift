import Graphs
import Syntax
import Tensors

extension Builtin {
  /// The functions that work along one axis and keep the shape.
  static let alongAxis: [Builtin] = [
    along(
      "softmax", { .softmax(axis: $0) }, "exp(z) / sum(exp(z)): probabilities from logits.",
      "softmax([2, 1, 0.1])"),
    along(
      "log_softmax", { .logSoftmax(axis: $0) }, "log(softmax(z)) without overflow.",
      "log_softmax([2, 1, 0.1])"),
    along("cumsum", { .cumulativeSum(axis: $0) }, "Running sums.", "cumsum([1, 2, 3])"),
    along("sort", { .sort(axis: $0) }, "Ascending order.", "sort([3, 1, 2])"),
  ]

  private static func along(
    _ name: String, _ primitive: @escaping @Sendable (Int) -> Primitive, _ summary: String,
    _ example: String
  ) -> Builtin {
    Builtin("\(name)(x, axis=-1)", .axis, summary, example: example) {
      (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let rank = arguments.shape(x).rank
      guard rank > 0 else {
        throw arguments.fail(
          .shape, "`\(name)` needs a vector or more, not a number", at: "x",
          hint: "a vector is written `[1, 2, 3]`")
      }
      return .node(try arguments.add(primitive(try arguments.axis(rank: rank)), x))
    }
  }

  /// The functions that change or tell a shape.
  static let shapes: [Builtin] = [
    Builtin(
      "reshape(x, shape…)", .shape, "The same elements in another shape; −1 is what is left.",
      example: "reshape([1, 2, 3, 4], 2, 2)"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let dimensions = try arguments.inferring(try arguments.restDimensions(), from: x)
      return .node(try arguments.add(.reshape(SymbolicShape(dimensions)), x))
    },
    Builtin(
      "transpose(x, axes=none)", .shape, "The axes in another order; reversed unless told.",
      example: "transpose([[1, 2], [3, 4]])"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let rank = arguments.shape(x).rank
      let order = try arguments.order(rank: rank)
      return .node(rank < 2 ? x : try arguments.add(.transpose(order), x))
    },
    Builtin(
      "concat(x…, *, axis=0)", .shape, "Tensors joined along an axis.",
      example: "concat([1, 2], [3])"
    ) { (arguments) throws(Diagnostic) in
      let parts = try arguments.restNodes()
      guard let first = parts.first else {
        throw arguments.fail(.argument, "`concat` is given nothing")
      }
      let axis = try arguments.axis(rank: arguments.shape(first).rank)
      return .node(
        try arguments.elaborator.add(
          .concatenate(axis: axis), parts, at: arguments.call.range, in: arguments.scope,
          of: parts.count == arguments.rest.count ? arguments.rest : []))
    },
    Builtin(
      "stack(x…, *, axis=0)", .shape, "Tensors of one shape along a new axis.",
      example: "stack([1, 2], [3, 4])"
    ) { (arguments) throws(Diagnostic) in
      let parts = try arguments.restNodes()
      guard let first = parts.first else {
        throw arguments.fail(.argument, "`stack` is given nothing")
      }
      let axis = try arguments.axis(rank: arguments.shape(first).rank + 1)
      return .node(
        try arguments.elaborator.stacked(
          parts, axis: axis, at: arguments.call.range, in: arguments.scope, of: arguments.rest))
    },
    Builtin(
      "expand_dims(x, axis)", .shape, "A new axis of length 1.", example: "expand_dims([1, 2], 1)"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      var dimensions = arguments.shape(x).dimensions
      dimensions.insert(.fixed(1), at: try arguments.axis(rank: dimensions.count + 1))
      return .node(try arguments.add(.reshape(SymbolicShape(dimensions)), x))
    },
    Builtin(
      "squeeze(x, axis=none)", .shape, "Without its axes of length 1.",
      example: "squeeze([[1, 2]])"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let shape = arguments.shape(x)
      let isChosen = arguments.isGiven("axis")
      let axes = try arguments.axes(rank: shape.rank).filter {
        isChosen || shape.dimensions[$0] == .fixed(1)
      }
      if let wrong = axes.first(where: { shape.dimensions[$0] != .fixed(1) }) {
        throw arguments.fail(
          .shape, "axis \(wrong) of \(shape.text) is not of length 1", at: "axis")
      }
      let kept = shape.dimensions.enumerated().filter { !axes.contains($0.offset) }.map(\.element)
      return .node(axes.isEmpty ? x : try arguments.add(.reshape(SymbolicShape(kept)), x))
    },
    Builtin(
      "broadcast_to(x, shape…)", .shape, "Repeated to a larger shape.",
      example: "broadcast_to([1, 2], 3, 2)"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let shape = SymbolicShape(try arguments.restDimensions())
      return .node(try arguments.add(.broadcast(shape), x))
    },
    Builtin(
      "shape(x)", .shape, "The length of each axis; `shape(x)[0]` is one of them.",
      example: "shape([[1, 2], [3, 4]])"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      var sizes: [Value] = []
      for axis in 0..<arguments.shape(x).rank {
        sizes.append(.node(try arguments.add(.size(axes: [axis]), x)))
      }
      return .list(sizes)
    },
    Builtin(
      "size(x, axis=none)", .shape, "The number of elements, or the length of an axis.",
      example: "size([[1, 2], [3, 4]])"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let axes = try arguments.axes(rank: arguments.shape(x).rank)
      return .node(try arguments.add(.size(axes: axes), x))
    },
    Builtin("rank(x)", .shape, "The number of axes.", example: "rank([[1, 2], [3, 4]])") {
      (arguments) throws(Diagnostic) in
      .node(arguments.constant(Double(arguments.shape(try arguments.node("x")).rank)))
    },
    Builtin(
      "one_hot(k, classes)", .shape, "Rows with a 1 at the integers k.",
      example: "one_hot([0, 2], 3)"
    ) { (arguments) throws(Diagnostic) in
      let labels = try arguments.node("k")
      let classes = try arguments.elaborator.dimensions(
        of: try arguments.value("classes"), at: arguments.range("classes"), in: arguments.scope)
      guard classes.count == 1, let only = classes.first else {
        throw arguments.fail(.argument, "`classes` must be one number", at: "classes")
      }
      return .node(try arguments.add(.oneHot(classes: only), labels))
    },
    Builtin(
      "gather(z, k)", .shape, "One entry a row: `z[i, k[i]]`; of a vector the k-th.",
      example: "gather([[1, 2], [3, 4]], [1, 0])"
    ) { (arguments) throws(Diagnostic) in
      let operands = [arguments.expression("z"), arguments.expression("k")]
      return .node(
        try arguments.add(
          .gather, try arguments.node("z"), try arguments.node("k"), of: operands))
    },
    Builtin(
      "tile(x, repeats…)", .shape, "Repeated side by side, so often along each axis.",
      example: "tile([1, 2], 3)"
    ) { (arguments) throws(Diagnostic) in
      .node(try arguments.tiled())
    },
    Builtin(
      "flatten(x)", .shape, "The elements as one vector.", example: "flatten([[1, 2], [3, 4]])"
    ) {
      (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      guard arguments.shape(x).rank != 1 else { return .node(x) }
      let dimensions = try arguments.inferring([.fixed(-1)], from: x)
      return .node(try arguments.add(.reshape(SymbolicShape(dimensions)), x))
    },
    Builtin(
      "diag(x)", .shape, "A matrix with the vector on its diagonal; of a matrix, its diagonal.",
      example: "diag([1, 2])"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      let isMatrix = arguments.shape(x).rank == 2
      return .node(try arguments.add(isMatrix ? .diagonalPart : .diagonal, x))
    },
  ]
}

extension Arguments {
  /// Puts a number for a −1 among dimensions, so that the elements of x fit.
  fileprivate func inferring(
    _ dimensions: [Dimension], from x: NodeID
  ) throws(Diagnostic) -> [Dimension] {
    let open = dimensions.indices.filter { dimensions[$0] == .fixed(-1) }
    guard let place = open.first else { return dimensions }
    guard open.count == 1 else {
      throw fail(.shape, "only one size can be -1")
    }
    var remaining = shape(x).dimensions
    var known = 1
    for dimension in dimensions where dimension != .fixed(-1) {
      if case .named = dimension, let index = remaining.firstIndex(of: dimension) {
        remaining.remove(at: index)
      } else if let size = dimension.size {
        let (product, overflow) = known.multipliedReportingOverflow(by: size)
        guard !overflow else { throw fail(.limit, "that shape has too many elements") }
        known = product
      }
    }
    let names = remaining.filter { $0.size == nil }
    var count = 1
    for size in remaining.compactMap(\.size) {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow else { throw fail(.limit, "that shape has too many elements") }
      count = product
    }
    var result = dimensions
    if names.isEmpty, known > 0, count % known == 0 {
      result[place] = .fixed(count / known)
      return result
    }
    if names.count == 1, known == count {
      result[place] = names[0]
      return result
    }
    throw fail(
      .shape, "\(shape(x).text) does not fit into \(SymbolicShape(dimensions).text)")
  }

  /// The order of axes given, or the reverse of all.
  fileprivate func order(rank: Int) throws(Diagnostic) -> [Int] {
    var items: [Value] = []
    switch try value("axes") {
    case .none: return Array((0..<rank).reversed())
    case .list(let list): items = list
    case .node(let id):
      guard case .constant(let tensor) = graph[id].primitive else { break }
      items = tensor.elements.map { .node(constant($0)) }
    case .string, .boolean, .function, .module, .type, .columns: break
    }
    var order: [Int] = []
    for item in items {
      guard let number = elaborator.staticInteger(item) else { break }
      order.append(try elaborator.axis(number, of: rank, at: range("axes"), in: scope))
    }
    guard order.sorted() == Array(0..<rank) else {
      throw fail(.argument, "`axes` must name every axis once", at: "axes")
    }
    return order
  }

  /// Repeats along each axis: an axis of its own for the copies, then both as one.
  fileprivate func tiled() throws(Diagnostic) -> NodeID {
    let x = try node("x")
    var repeats = try restDimensions()
    var dimensions = shape(x).dimensions
    while repeats.count < dimensions.count { repeats.insert(.fixed(1), at: 0) }
    while dimensions.count < repeats.count { dimensions.insert(.fixed(1), at: 0) }
    var spread: [Dimension] = []
    var repeated: [Dimension] = []
    var joined: [Dimension] = []
    for (dimension, count) in zip(dimensions, repeats) {
      spread += [.fixed(1), dimension]
      repeated += [count, dimension]
      if count == .fixed(1) {
        joined.append(dimension)
      } else if dimension == .fixed(1) {
        joined.append(count)
      } else if let a = count.size, let b = dimension.size {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        guard !overflow, product >= 0 else {
          throw fail(.limit, "that shape has too many elements")
        }
        joined.append(.fixed(product))
      } else {
        throw fail(.shape, "`tile` needs sizes that are numbers")
      }
    }
    let apart = try add(.reshape(SymbolicShape(spread)), x)
    let copies = try add(.broadcast(SymbolicShape(repeated)), apart)
    return try add(.reshape(SymbolicShape(joined)), copies)
  }
}
