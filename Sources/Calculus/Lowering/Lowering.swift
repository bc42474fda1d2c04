import Graphs
import Tensors

/// Writes terms back into a graph, in forms that lose no digits.
///
/// The formula shown and the nodes evaluated are the same function: where the textbook form would
/// cancel, `1 - sigmoid(u)` say, the nodes compute `sigmoid(-u)`.
struct Lowering {
  let graph: Graph
  let store: TermStore
  /// Nodes by which the size of a named dimension can be taken.
  let symbols: [TermID]
  /// Whether the nodes are to be read as the formula is, instead of to lose no digits.
  let isAsWritten: Bool
  var nodes: [TermID: NodeID] = [:]

  init(graph: Graph, store: TermStore, symbols: [TermID], isAsWritten: Bool = false) {
    self.graph = graph
    self.isAsWritten = isAsWritten
    self.store = store
    self.symbols = symbols
  }

  /// Returns the node of a term, repeated to a whole shape.
  mutating func node(of root: TermID, shape: SymbolicShape) throws(ShapeError) -> NodeID {
    for id in store.reachable(from: [root]) where nodes[id] == nil {
      if store.isInterrupted { throw ShapeError("interrupted") }
      nodes[id] = try lower(id)
    }
    let node = try known(root)
    return graph.shape(of: node) == shape ? node : try graph.add(.broadcast(shape), node)
  }

  func known(_ id: TermID) throws(ShapeError) -> NodeID {
    guard let node = nodes[id] else { throw ShapeError("a part of the derivative is missing") }
    return node
  }

  func constant(_ number: Number) -> NodeID { graph.constant(number.value) }

  private func lower(_ id: TermID) throws(ShapeError) -> NodeID {
    let arguments = store.arguments(id)
    var operands: [NodeID] = []
    for argument in arguments { operands.append(try known(argument)) }
    func add(_ primitive: Primitive) throws(ShapeError) -> NodeID {
      try graph.add(primitive, operands: operands)
    }
    switch store.kind(id) {
    case .number(let number): return constant(number)
    case .pi: return graph.constant(Double.pi)
    case .tensor(let tensor): return graph.constant(tensor)
    case .symbol(let leaf): return graph.leaf(leaf)
    case .named(let node, _): return node
    case .shared: return operands.first ?? constant(.zero)
    case .size(let dimension): return try size(of: dimension)
    case .sum(let coefficients):
      return try sum(zip(coefficients, arguments).map(Summand.init))
    case .product(let coefficient, let exponents):
      return try product(coefficient, zip(arguments, exponents).map(Factor.init))
    case .power: return try add(.binary(.power))
    case .function(let function): return try self.function(function, arguments, operands)
    case .compare(let comparison): return try add(.binary(comparison))
    case .logic(let operation): return try add(.binary(operation))
    case .modulo: return try add(.binary(.modulo))
    case .select: return try add(.select)
    case .maximum: return try add(.binary(.maximum))
    case .minimum: return try add(.binary(.minimum))
    case .clip: return try add(.clip)
    case .reduce(let reduction, let axes, let keep):
      if reduction == .sum, !keep, let picked = try gathered(arguments, axes) { return picked }
      return try add(.reduce(reduction, axes: axes, keepDimensions: keep))
    case .softmax(let axis): return try add(.softmax(axis: axis))
    case .cumulativeSum(let axis, let reversed):
      let running = try add(.cumulativeSum(axis: axis))
      guard reversed, let operand = operands.first else { return running }
      let total = try graph.add(.reduce(.sum, axes: [axis], keepDimensions: true), operand)
      return try graph.add(
        .binary(.add), graph.add(.binary(.subtract), total, running), operand)
    case .sort(let axis): return try add(.sort(axis: axis))
    case .unsort(let axis): return try permuted(operands, axis, isSorting: false)
    case .reorder(let axis): return try permuted(operands, axis, isSorting: true)
    case .oneHot(let classes): return try add(.oneHot(classes: classes))
    case .take(let axis): return try add(.take(axis: axis))
    case .untake(let axis, let shape): return try untaken(operands, axis, shape)
    case .slice(let items): return try add(.slice(items))
    case .embed(let items, let shape): return try embedded(operands, items, shape)
    case .reshape(let shape): return try add(.reshape(shape))
    case .permute(let order): return try add(.transpose(order))
    case .broadcast(let shape): return try add(.broadcast(shape))
    case .concatenate(let axis): return try add(.concatenate(axis: axis))
    case .expand, .squeeze: return try add(.reshape(store.shape(id)))
    case .matmul: return try chain(operands)
    case .outer: return try add(.outer)
    case .diagonal: return try add(.diagonal)
    case .diagonalPart: return try add(.diagonalPart)
    case .trace: return try add(.trace)
    case .determinant: return try add(.determinant)
    case .logDeterminant: return try add(.logDeterminant)
    case .inverse: return try add(.inverse)
    case .solve: return try add(.solve)
    case .identity(let size): return try add(.identity(size))
    case .iota(let count): return try add(.iota(count))
    case .stop: return try add(.stopGradient)
    case .cast(let type): return try add(.cast(type))
    }
  }

  private func size(of dimension: Dimension) throws(ShapeError) -> NodeID {
    if let size = dimension.size { return graph.constant(Double(size)) }
    for id in symbols {
      guard let axis = store.shape(id).dimensions.firstIndex(of: dimension) else { continue }
      switch store.kind(id) {
      case .symbol(let leaf): return try graph.add(.size(axes: [axis]), graph.leaf(leaf))
      case .named(let node, _): return try graph.add(.size(axes: [axis]), node)
      default: continue
      }
    }
    throw ShapeError("the size \(dimension.text) is that of nothing in the function")
  }

  /// `log(1 + u)` as `log1p(u)`; other functions as they are.
  private func function(
    _ function: UnaryFunction, _ arguments: [TermID], _ operands: [NodeID]
  ) throws(ShapeError) -> NodeID {
    if function == .log, let argument = arguments.first {
      if case .function(.cosh) = store.kind(argument), let inner = store.arguments(argument).first {
        return try graph.add(.unary(.logCosh), known(inner))
      }
      let parts = store.summands(argument)
      if parts.count > 1, let one = parts.firstIndex(where: { $0.term == store.one }),
        parts[one].coefficient == .one
      {
        var rest = parts
        rest.remove(at: one)
        return try graph.add(.unary(.log1p), sum(rest))
      }
    }
    return try graph.add(.unary(function), operands: operands)
  }

  /// A chain of matrix products, vectors first so that no large product is made.
  private func chain(_ operands: [NodeID]) throws(ShapeError) -> NodeID {
    guard var result = operands.first, let last = operands.last else { return constant(.one) }
    if graph.shape(of: last).rank == 1, graph.shape(of: result).rank == 2 {
      result = last
      for operand in operands.dropLast().reversed() {
        result = try graph.add(.matmul, operand, result)
      }
      return result
    }
    for operand in operands.dropFirst() { result = try graph.add(.matmul, result, operand) }
    return result
  }

  /// `Σ one_hot(k)·z` along the last axis as the entries themselves.
  private func gathered(_ arguments: [TermID], _ axes: [Int]) throws(ShapeError) -> NodeID? {
    guard let argument = arguments.first else { return nil }
    let shape = store.shape(argument)
    guard axes == [shape.rank - 1], case .product(.one, let exponents) = store.kind(argument),
      exponents.count == 2, exponents.allSatisfy({ $0 == .one })
    else { return nil }
    let parts = store.arguments(argument)
    for place in [0, 1] {
      guard case .oneHot = store.kind(parts[place]), store.shape(parts[1 - place]) == shape,
        let labels = store.arguments(parts[place]).first,
        store.shape(labels).rank == shape.rank - 1
      else { continue }
      return try graph.add(.gather, known(parts[1 - place]), known(labels))
    }
    return nil
  }
}
