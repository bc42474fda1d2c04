import Graphs
import Tensors

/// The adjoints of parts, in terms of the primitives there are.
extension Lowering {
  private func zeros(_ dimensions: [Dimension]) throws(ShapeError) -> NodeID {
    try graph.add(.broadcast(SymbolicShape(dimensions)), constant(.zero))
  }

  /// Zeros with the operand put in, axis by axis.
  func embedded(
    _ operands: [NodeID], _ items: [SliceItem], _ shape: SymbolicShape
  ) throws(ShapeError) -> NodeID {
    guard var result = operands.first else { return constant(.zero) }
    var dimensions = graph.shape(of: result).dimensions
    for (axis, item) in items.enumerated() {
      if case .index = item { dimensions.insert(.one, at: min(axis, dimensions.count)) }
    }
    if dimensions != graph.shape(of: result).dimensions {
      result = try graph.add(.reshape(SymbolicShape(dimensions)), result)
    }
    for (axis, item) in items.enumerated() where shape.dimensions.indices.contains(axis) {
      let positions: [Int]
      switch item {
      case .all: continue
      case .index(let index): positions = [index]
      case .range(let start, let count, let step):
        positions = (0..<max(0, count)).map { start + $0 * step }
      }
      result = try scattered(result, positions, axis, shape.dimensions[axis])
    }
    return result
  }

  private func scattered(
    _ node: NodeID, _ positions: [Int], _ axis: Int, _ size: Dimension
  ) throws(ShapeError) -> NodeID {
    let dimensions = graph.shape(of: node).dimensions
    let isRun = zip(positions, positions.dropFirst()).allSatisfy { $1 == $0 + 1 }
    if isRun, let total = size.size, let first = positions.first, let last = positions.last {
      var parts = [node]
      var padding = dimensions
      if first > 0 {
        padding[axis] = .fixed(first)
        parts.insert(try zeros(padding), at: 0)
      }
      if total - last - 1 > 0 {
        padding[axis] = .fixed(total - last - 1)
        parts.append(try zeros(padding))
      }
      return parts.count == 1 ? node : try graph.add(.concatenate(axis: axis), operands: parts)
    }
    // A selection with steps is a product with rows of the identity.
    let places = graph.constant(Tensor(vector: positions.map(Double.init)))
    return try multiplied(node, by: graph.add(.oneHot(classes: size), places), along: axis)
  }

  /// `Σ_k node[…, k, …]·matrix[k, n]` along an axis.
  private func multiplied(
    _ node: NodeID, by matrix: NodeID, along axis: Int
  ) throws(ShapeError) -> NodeID {
    let rank = graph.shape(of: node).rank
    guard rank > 1, axis != rank - 1 else { return try graph.add(.matmul, node, matrix) }
    var order = Array(0..<rank)
    order.swapAt(axis, rank - 1)
    let turned = try graph.add(.transpose(order), node)
    return try graph.add(.transpose(order), graph.add(.matmul, turned, matrix))
  }

  /// Adds the first operand at the indices of the second, along an axis.
  func untaken(
    _ operands: [NodeID], _ axis: Int, _ shape: SymbolicShape
  ) throws(ShapeError) -> NodeID {
    guard operands.count == 2, shape.dimensions.indices.contains(axis) else {
      return constant(.zero)
    }
    let hot = try graph.add(.oneHot(classes: shape.dimensions[axis]), operands[1])
    let rank = graph.shape(of: operands[1]).rank
    var part = operands[0]
    var rows = hot
    let own = graph.shape(of: part).dimensions
    let count: Dimension
    if rank == 1, own.indices.contains(axis) {
      count = own[axis]
    } else {
      // Indices of another rank become one axis of known length.
      let sizes = own[axis..<min(own.count, axis + rank)].map(\.size)
      var product = 1
      for size in sizes {
        guard let size else { throw ShapeError("indices of this shape need known sizes") }
        let (next, overflow) = product.multipliedReportingOverflow(by: size)
        guard !overflow else { throw ShapeError("there are too many indices") }
        product = next
      }
      count = .fixed(product)
      var flat = own
      flat.replaceSubrange(axis..<min(own.count, axis + rank), with: [count])
      part = try graph.add(.reshape(SymbolicShape(flat)), part)
      rows = try graph.add(.reshape(SymbolicShape([count, shape.dimensions[axis]])), hot)
    }
    return try multiplied(part, by: rows, along: axis)
  }

  /// Puts each entry of the first operand where the second's entry of that rank is, or, sorting,
  /// into the place of its own entry's rank.
  ///
  /// The rank of an entry is the number of smaller ones, and of equal ones before it.
  func permuted(
    _ operands: [NodeID], _ axis: Int, isSorting: Bool
  ) throws(ShapeError) -> NodeID {
    guard operands.count == 2 else { return constant(.zero) }
    let shape = graph.shape(of: operands[1])
    var order = Array(0..<shape.rank)
    order.swapAt(axis, shape.rank - 1)
    let part = try graph.add(.transpose(order), operands[0])
    let source = try graph.add(.transpose(order), operands[1])
    let turned = graph.shape(of: source)
    guard let length = turned.dimensions.last else { return operands[0] }
    let leading = Array(turned.dimensions.dropLast())
    let column = try graph.add(.reshape(SymbolicShape(leading + [length, .one])), source)
    let row = try graph.add(.reshape(SymbolicShape(leading + [.one, length])), source)
    let places = try graph.add(.iota(length))
    let placeColumn = try graph.add(.reshape(SymbolicShape([length, .one])), places)
    let smaller = try graph.add(.binary(.less), row, column)
    let equal = try graph.add(.binary(.equal), row, column)
    let earlier = try graph.add(.binary(.less), places, placeColumn)
    let before = try graph.add(
      .binary(.or), smaller, graph.add(.binary(.and), equal, earlier))
    let last = turned.rank
    let one = try graph.add(.select, before, constant(.one), constant(.zero))
    let ranks = try graph.add(.reduce(.sum, axes: [last], keepDimensions: false), one)
    let hot = try graph.add(.oneHot(classes: length), ranks)
    // hot[j, r] says that entry j has rank r.
    let wide = isSorting ? [length, .one] : [.one, length]
    let spread = try graph.add(.reshape(SymbolicShape(leading + wide)), part)
    let chosen = try graph.add(.binary(.weigh), hot, spread)
    let summed = try graph.add(
      .reduce(.sum, axes: [isSorting ? last - 1 : last], keepDimensions: false), chosen)
    return try graph.add(.transpose(order), summed)
  }
}
