import Graphs
import Tensors

/// Reads nodes of a graph as terms.
///
/// A use of a definition is an opaque name, and so is its body wherever it occurs: a formula says
/// `p` where the user has defined `p`. Names that stand for a mere leaf are read through.
final class Translation {
  let graph: Graph
  let store: TermStore
  /// The node differentiated by, which keeps its own name.
  let variable: NodeID?
  /// Names given to nodes for the occasion.
  let aliases: [NodeID: String]
  private var values: [NodeID: TermID] = [:]
  private var nodes: [TermID: NodeID] = [:]
  /// The order in which leaves and names first occur, for printing.
  private(set) var rank: [TermID: Int] = [:]

  init(
    graph: Graph, store: TermStore, variable: NodeID? = nil, aliases: [NodeID: String] = [:]
  ) {
    self.aliases = aliases
    self.graph = graph
    self.store = store
    self.variable = variable
  }

  /// A node whose value a term is, the first that was met.
  func node(of term: TermID) -> NodeID? { nodes[term] }

  /// The term of a node and, on the way, of everything it is made of.
  func term(of root: NodeID) -> TermID {
    if let known = values[root] { return known }
    let order = graph.topologicalOrder(of: [root])
    var named: [NodeID: NodeID] = [:]
    for id in order {
      if case .reference = graph[id].primitive, let body = graph[id].operands.first,
        named[body] == nil
      {
        named[body] = id
      }
    }
    store.isReading = true
    defer { store.isReading = false }
    for id in order where values[id] == nil {
      let node = graph[id]
      let raw = recognised(translate(node))
      // A variable whose body has its name already is that name, and is not named by itself.
      let isVariable = id == variable && isReference(id) && named[node.operands[0]] != id
      if let alias = aliases[id] {
        values[id] = store.named(id, alias, shape: node.shape, body: raw)
      } else if let name = named[id] ?? (isVariable ? id : nil) {
        values[id] = opaque(name, body: raw)
      } else {
        values[id] = raw
      }
      if let term = values[id], nodes[term] == nil { nodes[term] = id }
    }
    rankLeaves(root)
    return values[root] ?? store.zero
  }

  private func isReference(_ id: NodeID) -> Bool {
    if case .reference = graph[id].primitive { return true }
    return false
  }

  /// The opaque name for a definition, unless it stands for something as short as a name.
  private func opaque(_ reference: NodeID, body: TermID) -> TermID {
    guard case .reference(let name) = graph[reference].primitive else { return body }
    if reference != variable {
      switch store.kind(body) {
      case .symbol, .number, .pi, .named, .size: return body
      default: break
      }
    }
    // A second name for a body that has one, or the name itself met again as a use of it.
    if case .named(let node, _) = store.kind(body), node == reference { return body }
    return store.named(reference, name, shape: graph.shape(of: reference), body: body)
  }

  private func rankLeaves(_ root: NodeID) {
    // Depth first from the left, so that the order is that of reading.
    var seen: Set<NodeID> = []
    var pending = [root]
    while let id = pending.popLast() {
      guard seen.insert(id).inserted else { continue }
      if let term = values[id], rank[term] == nil {
        switch store.kind(term) {
        case .symbol, .named: rank[term] = rank.count
        default: break
        }
      }
      pending.append(contentsOf: graph[id].operands.reversed())
    }
  }

  /// Functions spelled out are read by their names, where that is no longer.
  private func recognised(_ term: TermID) -> TermID {
    guard case .product = store.kind(term) else { return term }
    let named = Simplifier(store: store).recognised(term)
    return store.cost(named) <= store.cost(term) ? named : term
  }

  private func value(_ id: NodeID) -> TermID { values[id] ?? store.zero }

  private func translate(_ node: Node) -> TermID {
    let store = store
    let parts = node.operands.map(value)
    let shapes = node.operands.map { graph.shape(of: $0) }
    let first = parts.first ?? store.zero
    let firstShape = shapes.first ?? .scalar
    func whole(_ place: Int) -> TermID {
      parts.indices.contains(place)
        ? store.broadcast(parts[place], to: shapes[place]) : store.zero
    }
    func whole(_ kind: Term.Kind) -> TermID {
      store.make(kind, parts.indices.map(whole), node.shape)
    }
    switch node.primitive {
    case .leaf(let leaf): return store.make(.symbol(leaf), [], leaf.shape)
    case .constant(let tensor): return constant(tensor)
    case .reference, .derivative: return first
    case .size(let axes): return store.size(firstShape, axes: axes)
    case .unary(let function): return store.function(function, first)
    case .binary(let function):
      guard parts.count == 2 else { return store.zero }
      return binary(function, parts[0], parts[1])
    case .select:
      guard parts.count == 3 else { return store.zero }
      return store.select(parts[0], parts[1], parts[2])
    case .clip:
      guard parts.count == 3 else { return store.zero }
      return store.clip(parts[0], parts[1], parts[2])
    case .reduce(let reduction, let axes, let keep):
      return store.reduce(reduction, first, logical: firstShape, axes: axes, keep: keep)
    case .softmax(let axis): return store.softmax(first, logical: firstShape, axis: axis)
    case .logSoftmax(let axis):
      let sum = store.reduce(
        .logSumExp, store.broadcast(first, to: firstShape), logical: firstShape, axes: [axis],
        keep: true)
      return store.subtract(first, sum)
    case .cumulativeSum(let axis):
      return store.linear(.cumulativeSum(axis: axis, reversed: false), whole(0), node.shape)
    case .sort(let axis): return whole(.sort(axis: axis))
    case .reshape(let shape): return store.reshape(first, from: firstShape, to: shape)
    case .transpose(let order): return store.permute(first, from: firstShape, order)
    // A repetition needs no term of its own: a term stands for its whole logical shape.
    case .broadcast: return first
    case .concatenate(let axis): return whole(.concatenate(axis: axis))
    case .slice(let items):
      return store.slice(first, from: firstShape, items, to: node.shape)
    case .take(let axis): return whole(.take(axis: axis))
    case .gather:
      guard parts.count == 2, let classes = firstShape.dimensions.last else { return store.zero }
      let hot = store.oneHot(parts[1], classes, logical: shapes[1])
      return store.reduce(
        .sum, store.multiply(hot, first), logical: firstShape, axes: [firstShape.rank - 1],
        keep: false)
    case .oneHot(let classes): return store.oneHot(first, classes, logical: firstShape)
    case .iota(let count): return store.make(.iota(count), [], node.shape)
    case .diagonal:
      return store.diagonal(first, shape: node.shape)
    case .diagonalPart: return store.diagonalPart(whole(0), shape: node.shape)
    case .matmul:
      guard parts.count == 2 else { return store.zero }
      return store.matmul(parts[0], shapes[0], parts[1], shapes[1])
    case .outer:
      guard parts.count == 2 else { return store.zero }
      return store.outer(whole(0), whole(1))
    case .trace: return store.trace(whole(0))
    case .determinant: return store.determinant(whole(0))
    case .logDeterminant: return whole(.logDeterminant)
    case .inverse: return store.inverse(whole(0))
    case .solve: return whole(.solve)
    case .identity(let size): return store.make(.identity(size), [], node.shape)
    case .stopGradient: return store.make(.stop, [first], store.shape(first))
    case .cast: return first
    }
  }

  private func constant(_ tensor: Tensor) -> TermID {
    guard tensor.shape.rank == 0, let value = tensor.scalarValue else {
      // A tensor with one value everywhere is that number.
      if let value = tensor.elements.first, tensor.elements.allSatisfy({ $0 == value }) {
        return store.constant(Number(value))
      }
      return store.make(.tensor(tensor), [], SymbolicShape(tensor.shape))
    }
    if value == Double.pi { return store.make(.pi, [], .scalar) }
    let number = Number(value)
    if number.isExact, !number.isInteger {
      // The number and what it lacks to one come back as they were written.
      store.writtenDecimals.formUnion([number.magnitude, (.one - number).magnitude])
    }
    return store.constant(number)
  }

  private func binary(_ function: BinaryFunction, _ a: TermID, _ b: TermID) -> TermID {
    let store = store
    switch function {
    case .add: return store.add([a, b])
    case .subtract: return store.subtract(a, b)
    case .multiply, .weigh: return store.multiply(a, b)
    case .divide, .xdivy: return store.divide(a, b)
    case .power: return store.power(a, b)
    case .maximum: return store.maximum(a, b)
    case .minimum: return store.minimum(a, b)
    case .modulo:
      return store.make(.modulo, [a, b], store.shape(a).merged(with: store.shape(b)))
    case .xlogy: return store.multiply(a, store.function(.log, b))
    case .xlog1py: return store.multiply(a, store.function(.log1p, b))
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
      return store.compare(function, a, b)
    case .and, .or: return store.logic(function, a, b)
    }
  }
}

extension TermStore {
  /// Rows with a 1 at the integers of a term that stands for a whole shape.
  func oneHot(_ labels: TermID, _ classes: Dimension, logical: SymbolicShape) -> TermID {
    let whole = broadcast(labels, to: logical)
    if case .iota(let count) = kind(whole), count == classes {
      return make(.identity(count), [], SymbolicShape([count, count]))
    }
    return make(.oneHot(classes), [whole], SymbolicShape(logical.dimensions + [classes]))
  }

  /// The matrix with a vector on its diagonal; of a constant, that times the identity.
  func diagonal(_ vector: TermID, shape: SymbolicShape) -> TermID {
    guard let size = shape.dimensions.first else { return vector }
    if self.shape(vector).rank == 0 {
      return multiply(vector, make(.identity(size), [], shape))
    }
    return make(.diagonal, [broadcast(vector, to: SymbolicShape([size]))], shape)
  }
}
