internal import Graphs
internal import Tensors

/// What a program and a recurrence have in common: nodes made into a machine's code, for leaves of
/// the shapes that their data have now.
struct CompiledGraph {
  /// A leaf as the code wants it.
  struct Input {
    let leaf: Leaf
    let shape: Shape
    let type: ScalarType
  }

  /// A node whose value is asked for, after so many statements of assignments.
  struct Root {
    let node: NodeID
    var stage = 0
  }

  private(set) var code = Machine.Code()
  /// The leaves, in the order of the machine's inputs.
  let inputs: [Input]
  /// The shapes and types of the roots' values.
  let results: [(shape: Shape, type: ScalarType)]

  /// Makes the code, or nothing where the machine does not do what is asked: float32, tensors beyond
  /// the memory that is allowed, leaves without data.
  init?(
    of roots: [Root], assigning statements: [[(leaf: Leaf, node: NodeID)]] = [], graph: Graph,
    bindings: Bindings, limits: Limits
  ) {
    guard statements.count <= Assignments.most else { return nil }
    var layout = ProgramLayout(graph, assignments: Assignments(statements))
    let keys = roots.map { layout.key($0.node, inForm: false, stage: $0.stage) }
    for key in keys { guard layout.add(key, bindings: bindings) else { return nil } }
    var assigned: [(from: ProgramKey, to: ProgramKey)] = []
    var seen: Set<Int> = []
    for (leaf, _) in statements.joined() where seen.insert(leaf.id).inserted {
      let node = graph.leaf(leaf)
      let first = layout.key(node, inForm: false, stage: 0)
      var last = layout.key(node, inForm: false, stage: statements.count)
      guard layout.add(first, bindings: bindings), layout.add(last, bindings: bindings) else {
        return nil
      }
      // One element for all is laid out whole, as the leaf is.
      if let value = layout.values[last], value.isUniform {
        last = layout.expanded(last, to: value.shape)
      }
      assigned.append((last, first))
    }
    guard let kinks = Self.addKinks(to: &layout, bindings: bindings) else { return nil }
    let decisive = kinks.ties.flatMap { tie in
      graph[tie.id].operands.map { layout.key($0, inForm: false, stage: tie.stage) }
    }
    var builder = ProgramBuilder(layout, bytes: limits.bytes)
    let ends = assigned.flatMap { [$0.from, $0.to] }
    guard
      builder.emitAll(
        roots: keys + ends + decisive + kinks.forms, results: keys, contained: ends)
    else { return nil }
    for form in kinks.forms { builder.refuseNonFinite(form) }
    for tie in kinks.ties { guard builder.refuseTies(tie) else { return nil } }
    var results: [(Shape, ScalarType)] = []
    for key in keys {
      guard let location = builder.location(of: key), let value = builder.layout.values[key] else {
        return nil
      }
      results.append((value.shape, value.precision.type))
      code.results.append((location, value.shape.count))
    }
    guard builder.addUpdates(assigned, to: &code), builder.memoryCount <= limits.bytes / 8 else {
      return nil
    }
    self.results = results
    inputs = layout.leaves.compactMap { leaf in
      bindings[leaf].map { Input(leaf: leaf, shape: $0.shape, type: $0.type) }
    }
    builder.finish(&code)
  }

  /// The kinks that derivatives are to look out for, and the forms that may fail.
  ///
  /// The values that decide are added to the layout.
  private static func addKinks(
    to layout: inout ProgramLayout, bindings: Bindings
  ) -> (ties: [ProgramKey], forms: [ProgramKey])? {
    let graph = layout.graph
    var ties: [ProgramKey] = []
    var forms: [ProgramKey] = []
    var seen = Set<ProgramKey>()
    var next = 0
    // Functions may hold derivatives of their own, which are found as the layout grows.
    while next < layout.order.count {
      let key = layout.order[next]
      next += 1
      let node = graph[key.id]
      guard node.primitive == .derivative, seen.insert(key).inserted else { continue }
      let (function, variable) = (node.operands[1], node.operands[2])
      let shape = graph.shape(of: variable)
      let isMended =
        graph.shape(of: node.operands[0]) == shape
        && (graph.shape(of: function).dimensions.allSatisfy { $0 == .fixed(1) }
          || graph.shape(of: function) == shape)
      guard isMended else { continue }
      forms.append(layout.key(node.operands[0], inForm: true, stage: key.stage))
      let order = Dependence.order(of: function, inputs: [variable], graph: graph)
      let active = Dependence.active(order, inputs: [variable], graph: graph)
      for id in order where active.contains(id) && id != variable && graph[id].primitive.hasKinks {
        let tie = ProgramKey(id, inForm: false, stage: key.stage)
        guard seen.insert(tie).inserted else { continue }
        ties.append(tie)
        for operand in graph[id].operands {
          let operand = layout.key(operand, inForm: false, stage: key.stage)
          guard layout.add(operand, bindings: bindings) else { return nil }
        }
      }
    }
    return (ties, forms)
  }
}
