public import Graphs
public import Tensors

/// The values of a graph's nodes for some bindings of its leaves, each computed once.
///
/// What is asked for is computed operands first, without recursion over the graph. A node is
/// computed operation by operation, as it was written; only in the closed form of a `derivative`
/// are the stable forms of ``StableForm`` taken, because there nobody wrote the others.
public struct Evaluator {
  /// A value with the precision it counts as in arithmetic.
  struct Value {
    let tensor: Tensor
    let precision: Precision
    /// What the elements leave out, in double-double arithmetic.
    var rest: Tensor?
    /// Whether no stable form had a say in it.
    var isAsWritten = true
  }

  /// The graph.
  public let graph: Graph
  /// The values of leaves.
  public let bindings: Bindings
  /// What may be used.
  public let limits: Limits

  /// Values put in the place of nodes; their operands are not looked at.
  private var overrides: [NodeID: Tensor]
  /// The numbers that are computed with.
  let arithmetic: Arithmetic

  /// The values as written.
  private var written: [NodeID: Value] = [:]
  /// The values inside closed forms, where one differs from how it was written.
  private var derived: [NodeID: Value] = [:]
  /// The sizes that names of dimensions turned out to have.
  private var sizes: [String: Int] = [:]
  /// The bytes of the values kept.
  private var liveBytes = 0

  /// The programs of nodes that are asked for again and again, if there are any.
  private let programs: ProgramCache?

  /// Makes an evaluator that has computed nothing yet.
  ///
  /// With a cache of programs, a node that was asked for before is compiled: loops run faster.
  public init(
    graph: Graph, bindings: Bindings, limits: Limits = Limits(), programs: ProgramCache? = nil
  ) {
    self.init(
      graph: graph, bindings: bindings, limits: limits, overrides: [:], programs: programs)
  }

  /// Makes an evaluator that computes with one kind of number, whatever the data are.
  public init(graph: Graph, bindings: Bindings, limits: Limits, arithmetic: Arithmetic) {
    self.init(
      graph: graph, bindings: bindings, limits: limits, overrides: [:], arithmetic: arithmetic)
  }

  /// Makes an evaluator in which some nodes have values of their own.
  init(
    graph: Graph, bindings: Bindings, limits: Limits, overrides: [NodeID: Tensor],
    arithmetic: Arithmetic = .declared, programs: ProgramCache? = nil
  ) {
    self.programs = programs
    self.graph = graph
    self.bindings = bindings
    self.limits = limits
    self.overrides = overrides
    self.arithmetic = arithmetic
  }

  /// Returns the value of a node.
  ///
  /// - Throws: ``ExecutionError``; all unbound leaves are named at once.
  /// - Complexity: The sum of the kernels' of what is not yet computed.
  public mutating func value(of root: NodeID) throws(ExecutionError) -> Tensor {
    if written[root] == nil { try prepare([root]) }
    return try value(root, inForm: false).tensor
  }

  /// Computes nodes by one program, if there is a cache of programs and they were asked for together
  /// before, so that what they share is computed once.
  ///
  /// - Throws: ``ExecutionError``
  public mutating func prepare(_ roots: [NodeID]) throws(ExecutionError) {
    guard let programs,
      let tensors = try programs.values(
        of: roots, graph: graph, bindings: bindings, limits: limits)
    else { return }
    for (root, tensor) in zip(roots, tensors) {
      try keep(Value(tensor: tensor, precision: .strong(tensor.type)), root, inForm: false)
    }
  }

  /// Returns the values of a node and of everything it is made of, as written.
  public mutating func trace(of root: NodeID) throws(ExecutionError) -> Trace {
    _ = try value(root, inForm: false)
    return Trace(root: root, graph: graph, values: written.mapValues(\.tensor))
  }

  /// The value of a node, which must have been computed, as written.
  func computed(_ id: NodeID) -> Tensor? { written[id]?.tensor }

  /// The value of a node and its precision, as written or inside a closed form.
  mutating func value(_ root: NodeID, inForm: Bool) throws(ExecutionError) -> Value {
    var pending = [(id: root, inForm: inForm)]
    while let (id, inForm) = pending.last {
      if known(id, inForm: inForm) != nil {
        pending.removeLast()
        continue
      }
      let needed = operands(of: id, inForm: inForm)
      var isReady = true
      for operand in needed where known(operand.id, inForm: operand.inForm) == nil {
        pending.append(operand)
        isReady = false
      }
      guard isReady else { continue }
      pending.removeLast()
      try compute(id, inForm: inForm, root: root)
    }
    guard let result = known(root, inForm: inForm) else { throw .unbound([]) }
    return result
  }

  /// The value of a node if it is there; inside a form, one as written counts where no stable form
  /// had a say.
  private func known(_ id: NodeID, inForm: Bool) -> Value? {
    inForm ? derived[id] : written[id]
  }

  /// The nodes that have to be computed before a node.
  private func operands(of id: NodeID, inForm: Bool) -> [(id: NodeID, inForm: Bool)] {
    if overrides[id] != nil { return [] }
    let node = graph[id]
    switch node.primitive {
    // A user's definition is computed as written, wherever it is used.
    case .reference: return node.operands.map { ($0, false) }
    case .derivative: return [(node.operands[0], true)]
    case .leaf, .constant, .size, .unary, .binary, .select, .clip, .reduce, .softmax, .logSoftmax,
      .cumulativeSum, .sort, .reshape, .transpose, .broadcast, .concatenate, .slice, .take, .gather,
      .oneHot, .iota, .diagonal, .diagonalPart, .matmul, .outer, .trace, .determinant,
      .logDeterminant, .inverse, .solve, .identity, .stopGradient, .cast:
      if inForm, let form = StableForm(of: id, in: graph) {
        return form.operands.map { ($0, true) }
      }
      return node.operands.map { ($0, inForm) }
    }
  }

  /// Computes one node, its operands being there.
  private mutating func compute(
    _ id: NodeID, inForm: Bool, root: NodeID
  ) throws(ExecutionError) {
    try limits.check()
    if let tensor = overrides[id] {
      try keep(Value(tensor: tensor, precision: .strong(tensor.type)), id, inForm: inForm)
      return
    }
    let node = graph[id]
    switch node.primitive {
    case .leaf(let leaf):
      guard let bound = bindings[leaf] else { throw .unbound(unboundLeaves(below: root)) }
      try note(leaf.shape, bound.shape)
      let tensor = arithmetic.entry(bound)
      let precision = tensor.type == .bool ? Precision.truth : .strong(tensor.type)
      // The tensor is shared with the bindings: nothing is allocated.
      store(Value(tensor: tensor, precision: precision), id, inForm: inForm)
    case .constant(let tensor):
      store(
        Value(tensor: arithmetic.entry(tensor), precision: literal(tensor)), id, inForm: inForm)
    case .cast(.float32) where arithmetic.isWide:
      guard let operand = known(node.operands[0], inForm: inForm) else { throw .unbound([]) }
      store(operand, id, inForm: inForm)
    case .derivative:
      let value = try mended(id, node)
      try keep(value, id, inForm: false)
      store(value, id, inForm: true)
    default:
      try apply(node, id, inForm: inForm)
    }
  }

  private func literal(_ tensor: Tensor) -> Precision {
    switch tensor.type {
    // In single precision a literal is rounded like the data.
    case .float64: arithmetic == .single ? .strong(.float32) : .weak
    case .float32: arithmetic.isWide ? .weak : .strong(.float32)
    case .bool: .truth
    }
  }

  private mutating func apply(
    _ node: Node, _ id: NodeID, inForm: Bool
  ) throws(ExecutionError) {
    if inForm, let form = StableForm(of: id, in: graph) {
      try apply(form, node, id)
      return
    }
    let context = inForm && !node.primitive.isReference
    let operands = node.operands.compactMap { known($0, inForm: context) }
    guard operands.count == node.operands.count else { throw .unbound([]) }
    let isAsWritten = operands.allSatisfy(\.isAsWritten)
    // Where no stable form had a say, form and function share their values.
    if isAsWritten, inForm, let value = written[id] {
      store(value, id, inForm: true)
      return
    }
    let precisions = operands.map(\.precision)
    let precision = node.primitive.precision(of: precisions)
    let shape = try shape(of: node, operands.map { SymbolicShape($0.tensor.shape) })
    try reserve(shape)
    var tensors = operands.map(\.tensor)
    if let type = node.primitive.operandType(of: precisions) {
      tensors = tensors.map { $0.type == .float64 ? $0.cast(to: type) : $0 }
    }
    let kernel = ForwardKernel(
      primitive: node.primitive.resolved(sizes), shape: shape, type: precision.type,
      cancellation: limits.cancellation)
    let value: Value
    if arithmetic == .extended {
      let result = try ExtendedKernel(plain: kernel)(operands.map(\.extended))
      value = Value(result, precision: precision, isAsWritten: isAsWritten)
    } else {
      value = Value(tensor: try kernel(tensors), precision: precision, isAsWritten: isAsWritten)
    }
    try keep(value, id, inForm: inForm)
    if inForm, isAsWritten { store(value, id, inForm: false) }
  }

  /// Computes a node of a closed form by its stable form.
  private mutating func apply(
    _ form: StableForm, _ node: Node, _ id: NodeID
  ) throws(ExecutionError) {
    let operands = form.operands.compactMap { known($0, inForm: true) }
    guard operands.count == form.operands.count else { throw .unbound([]) }
    let precision = Precision.arithmetic(operands.map(\.precision))
    let tensors = operands.map(\.tensor)
    for tensor in tensors { try reserve(tensor.shape) }
    let result: Value?
    do throws(Interrupted) {
      if arithmetic == .extended {
        result = try form.extended(operands.map(\.extended), until: limits.cancellation)
          .map { Value($0, precision: precision, isAsWritten: false) }
      } else {
        result = try form.value(tensors, type: precision.type, until: limits.cancellation)
          .map { Value(tensor: $0, precision: precision, isAsWritten: false) }
      }
    } catch {
      throw .interrupted
    }
    guard let result else {
      throw .shape(ShapeError("the data do not have the shapes of the formula"))
    }
    try keep(result, id, inForm: true)
  }

  // MARK: Shapes

  /// The shape of a result in numbers, from the data; remembers what names turned out to be.
  private mutating func shape(
    of node: Node, _ operands: [SymbolicShape]
  ) throws(ExecutionError) -> Shape {
    let result: SymbolicShape
    do throws(ShapeError) {
      result = try node.primitive.resolved(sizes).shape(of: operands)
    } catch {
      throw .shape(error)
    }
    guard let concrete = result.concrete else {
      throw .shape(ShapeError("the size of \(result.text) is not known"))
    }
    try note(node.shape, concrete)
    return concrete
  }

  private mutating func note(
    _ symbolic: SymbolicShape, _ shape: Shape
  ) throws(ExecutionError) {
    do throws(ShapeError) {
      try noteSizes(symbolic, shape)
    } catch {
      throw .shape(error)
    }
  }

  private mutating func noteSizes(
    _ symbolic: SymbolicShape, _ shape: Shape
  ) throws(ShapeError) {
    guard symbolic.rank == shape.rank else {
      throw ShapeError("the data have shape \(shape.text) where \(symbolic.text) is declared")
    }
    for (dimension, size) in zip(symbolic.dimensions, shape.dimensions) {
      if let expected = dimension.resolved(sizes).size, expected != size {
        throw ShapeError(
          "the data have shape \(shape.text) where \(symbolic.text) is declared",
          detail: "\(dimension.text) is \(expected) against \(size)")
      }
      if case .named(let name) = dimension { sizes[name] = size }
    }
  }

  // MARK: Memory

  /// Refuses a result that would not fit.
  func reserve(_ shape: Shape, beside others: Int = 0) throws(ExecutionError) {
    let (bytes, overflow) = shape.count.multipliedReportingOverflow(by: 8)
    let (needed, beyond) = bytes.addingReportingOverflow(liveBytes + others)
    guard !overflow, !beyond, needed <= limits.bytes else {
      throw .memory(needed: overflow || beyond ? .max : needed, limit: limits.bytes)
    }
  }

  private mutating func keep(
    _ value: Value, _ id: NodeID, inForm: Bool
  ) throws(ExecutionError) {
    try reserve(value.tensor.shape)
    liveBytes += 8 * value.tensor.elements.count
    store(value, id, inForm: inForm)
  }

  private mutating func store(_ value: Value, _ id: NodeID, inForm: Bool) {
    if inForm { derived[id] = value } else { written[id] = value }
  }

  /// All leaves below a node that have no value.
  private func unboundLeaves(below root: NodeID) -> [Leaf] {
    graph.topologicalOrder(of: [root]).compactMap { id in
      guard case .leaf(let leaf) = graph[id].primitive, bindings[leaf] == nil,
        overrides[id] == nil
      else { return nil }
      return leaf
    }
  }

  // MARK: Derivatives

  /// The value of a derivative: its closed form's, mended where that is not finite or the function
  /// touches a kink.
  ///
  /// The function need be evaluated only where it has kinks, or the form fails.
  private mutating func mended(_ id: NodeID, _ node: Node) throws(ExecutionError) -> Value {
    guard let form = known(node.operands[0], inForm: true) else { throw .unbound([]) }
    let value = Value(tensor: form.tensor, precision: form.precision, rest: form.rest)
    let (function, variable) = (node.operands[1], node.operands[2])
    let broken = form.tensor.elements.indices.filter { !form.tensor.elements[$0].isFinite }
    guard !broken.isEmpty || Dependence.hasKinks(function, along: variable, graph: graph) else {
      return value
    }
    let point = try self.value(of: variable)
    guard form.tensor.shape == point.shape else { return value }
    let kinks = try OneSided.touchedKinks(
      of: function, along: variable, besides: broken, withTiesThatMoveAlike: true,
      evaluator: &self)
    var elements = form.tensor.elements
    var rest = form.rest?.elements
    for kink in kinks where kink.taken.isFinite {
      elements[kink.element] = kink.taken
      rest?[kink.element] = 0
    }
    let tensor = Tensor(form.tensor.shape, elements, type: form.tensor.type)
    return Value(
      tensor: tensor ?? form.tensor, precision: form.precision,
      rest: rest.flatMap { Tensor(form.tensor.shape, $0) })
  }

  /// Puts a value in the place of a node and forgets what was made of the old one.
  mutating func replace(_ id: NodeID, with tensor: Tensor, forgetting moved: [NodeID]) {
    for node in moved {
      if let value = written.removeValue(forKey: node) {
        liveBytes -= min(liveBytes, 8 * value.tensor.elements.count)
      }
      derived.removeValue(forKey: node)
    }
    overrides[id] = tensor
  }
}
