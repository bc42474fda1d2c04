internal import Graphs
internal import Tensors

/// A value of a program: a node as written or inside a closed form, whole or repeated to a shape.
struct ProgramKey: Hashable {
  let id: NodeID
  let inForm: Bool
  /// The assignments before which it is taken: 0 where it is made of nothing that was assigned.
  let stage: Int
  /// The shape a smaller value is repeated to, element by element in memory.
  var expandedTo: Shape?

  init(_ id: NodeID, inForm: Bool, stage: Int) {
    self.id = id
    self.inForm = inForm
    self.stage = stage
  }

  /// The value before it was repeated.
  var source: ProgramKey { ProgramKey(id, inForm: inForm, stage: stage) }
}

/// What a program knows of a value before any code is made.
struct ProgramValue {
  let shape: Shape
  let precision: Precision
  /// The value that this one is another name or shape of, if so.
  var alias: ProgramKey?
  /// Whether one stored element stands for all.
  var isUniform = false
}

/// The first look at a graph: the values a program needs, their shapes, and which are aliases.
///
/// It refuses what the machine does not do: float32, and leaves without data.
struct ProgramLayout {
  let graph: Graph
  private(set) var values: [ProgramKey: ProgramValue] = [:]
  /// The values in an order in which operands come first.
  private(set) var order: [ProgramKey] = []
  private(set) var leaves: [Leaf] = []
  private var sizes: [String: Int] = [:]
  private var plain: [NodeID: Bool] = [:]
  private var assignments: Assignments

  init(_ graph: Graph, assignments: Assignments) {
    self.graph = graph
    self.assignments = assignments
  }

  /// The key of a node, at a stage of the assignments: inside a form where no stable form has a say,
  /// that of the node as written.
  mutating func key(_ id: NodeID, inForm: Bool, stage: Int) -> ProgramKey {
    ProgramKey(
      id, inForm: inForm && !isPlain(id), stage: assignments.last(upTo: stage, below: id, graph))
  }

  /// Whether no stable form is found at a node or below it.
  private mutating func isPlain(_ root: NodeID) -> Bool {
    if let known = plain[root] { return known }
    var pending = [root]
    while let id = pending.last {
      if plain[id] != nil {
        pending.removeLast()
        continue
      }
      let node = graph[id]
      // What a reference or a derivative is made of is not the form's own.
      let operands =
        node.primitive.isReference || node.primitive == .derivative
        ? [] : node.operands
      let open = operands.filter { plain[$0] == nil }
      guard open.isEmpty else {
        pending += open
        continue
      }
      plain[id] = StableForm(of: id, in: graph) == nil && operands.allSatisfy { plain[$0] == true }
      pending.removeLast()
    }
    return plain[root] ?? true
  }

  /// The values a value is made of.
  mutating func operands(of key: ProgramKey) -> [ProgramKey] {
    let node = graph[key.id]
    let stage = key.stage
    switch node.primitive {
    case .leaf(let leaf):
      guard let value = assignments.value(of: leaf, at: stage) else { return [] }
      return [self.key(value, inForm: false, stage: stage - 1)]
    case .reference: return node.operands.map { self.key($0, inForm: false, stage: stage) }
    case .derivative: return [self.key(node.operands[0], inForm: true, stage: stage)]
    default:
      if key.inForm, let form = StableForm(of: key.id, in: graph) {
        return form.operands.map { self.key($0, inForm: true, stage: stage) }
      }
      return node.operands.map { self.key($0, inForm: key.inForm, stage: stage) }
    }
  }

  /// Adds a value and all it is made of.
  ///
  /// - Returns: Whether the machine can do it.
  mutating func add(_ root: ProgramKey, bindings: Bindings) -> Bool {
    var pending = [root]
    while let key = pending.last {
      if values[key] != nil {
        pending.removeLast()
        continue
      }
      let operands = operands(of: key)
      let open = operands.filter { values[$0] == nil }
      guard open.isEmpty else {
        pending += open
        continue
      }
      pending.removeLast()
      guard let value = value(of: key, operands, bindings) else { return false }
      values[key] = value
      order.append(key)
    }
    return true
  }

  private mutating func value(
    of key: ProgramKey, _ operands: [ProgramKey], _ bindings: Bindings
  ) -> ProgramValue? {
    let node = graph[key.id]
    let known = operands.compactMap { values[$0] }
    switch node.primitive {
    case .leaf(let leaf):
      guard let tensor = bindings[leaf], tensor.type != .float32,
        note(leaf.shape, tensor.shape)
      else { return nil }
      let precision = tensor.type == .bool ? Precision.truth : .strong(.float64)
      guard let assigned = known.first else {
        leaves.append(leaf)
        return ProgramValue(shape: tensor.shape, precision: precision)
      }
      guard assigned.shape == tensor.shape, assigned.precision.type == tensor.type else {
        return nil
      }
      return ProgramValue(
        shape: tensor.shape, precision: precision, alias: operands[0],
        isUniform: assigned.isUniform)
    case .constant(let tensor):
      guard tensor.type != .float32 else { return nil }
      return ProgramValue(
        shape: tensor.shape, precision: tensor.type == .bool ? .truth : .weak)
    case .cast(.float32): return nil
    default: break
    }
    let precision: Precision
    let shape: Shape?
    if key.inForm, StableForm(of: key.id, in: graph) != nil {
      precision = .arithmetic(known.map(\.precision))
      shape = node.shape.resolved(sizes).concrete
    } else if node.primitive == .derivative {
      precision = known[0].precision
      shape = known[0].shape
    } else {
      precision = node.primitive.precision(of: known.map(\.precision))
      let shapes = known.map { SymbolicShape($0.shape) }
      shape = try? node.primitive.resolved(sizes).shape(of: shapes).concrete
    }
    guard let shape, note(node.shape, shape) else { return nil }
    var value = ProgramValue(shape: shape, precision: precision)
    switch node.primitive {
    case .reference, .derivative, .stopGradient, .reshape, .cast(.float64):
      value.alias = operands[0]
      value.isUniform = known[0].isUniform
    case .broadcast where known[0].shape.count == 1 || known[0].isUniform:
      value.alias = operands[0]
      value.isUniform = true
    case .broadcast where known[0].shape.count == shape.count:
      value.alias = operands[0]
    default: break
    }
    if shape.count == 1 { value.isUniform = false }
    return value
  }

  /// Adds the value repeated to a shape.
  mutating func expanded(_ key: ProgramKey, to shape: Shape) -> ProgramKey {
    var result = key
    result.expandedTo = shape
    if values[result] == nil, let value = values[key] {
      values[result] = ProgramValue(shape: shape, precision: value.precision)
      order.append(result)
    }
    return result
  }

  /// The value that an alias stands for.
  func resolved(_ key: ProgramKey) -> ProgramKey {
    var key = key
    while key.expandedTo == nil, let alias = values[key]?.alias { key = alias }
    return key
  }

  private mutating func note(_ symbolic: SymbolicShape, _ shape: Shape) -> Bool {
    guard symbolic.rank == shape.rank else { return false }
    for (dimension, size) in zip(symbolic.dimensions, shape.dimensions) {
      if let expected = dimension.resolved(sizes).size, expected != size { return false }
      if case .named(let name) = dimension { sizes[name] = size }
    }
    return true
  }

  /// The primitive of a node with the sizes of names put in.
  func primitive(of id: NodeID) -> Primitive { graph[id].primitive.resolved(sizes) }
}
