import Calculus
import Graphs
import Syntax
import Tensors

/// Expressions at another point than that of the names, and by other forms than those written.
extension Elaborator {
  /// Returns `at(e, w=…)`: the expression with names meaning something else, nothing rebound.
  func value(at arguments: Arguments) throws(Diagnostic) -> Value {
    guard !arguments.match.open.isEmpty else {
      throw arguments.fail(
        .argument, "`at` is not told where", hint: "`at(L, w=[0, 0])` is L with that w")
    }
    var overrides: [String: NodeID] = [:]
    for argument in arguments.match.open {
      let value = try node(of: argument.value, in: arguments.scope)
      let place = place(argument)
      overrides[place.name] = try override(
        place, by: value, over: overrides[place.name], arguments)
    }
    return try value(of: arguments.expression("e"), overriding: overrides, in: arguments.scope)
  }

  /// Returns an expression with some names meaning some nodes.
  func value(
    of expression: Expression, overriding overrides: [String: NodeID], in scope: Scope
  ) throws(Diagnostic) -> Value {
    let inner = Elaborator(
      cache: cache, store: store, prelude: prelude, isCancelled: isCancelled)
    // What is put in a name's place goes by the name, so that derivatives can be taken by it.
    for (name, node) in overrides { inner.overrides[name] = named(name, node) }
    inner.overrides.merge(self.overrides) { new, _ in new }
    inner.symbols = symbols
    inner.depth = depth + 1
    var scope = scope
    for name in overrides.keys { scope.locals[name] = nil }
    let elaborated = try inner.elaborate(expression, in: scope)
    require(elaborated.requirements)
    for note in inner.notes { add(note) }
    return elaborated.value
  }

  private func named(_ name: String, _ node: NodeID) -> NodeID {
    switch graph[node].primitive {
    case .leaf, .reference: return node
    default: return (try? graph.add(.reference(name), node)) ?? node
    }
  }

  /// A name, or a part of one, that an argument's keyword gives: `w`, `w[0]`.
  struct Place {
    let name: String
    let subscripts: [Subscript]
    let range: SourceRange

    /// The place as it is written.
    var text: String {
      guard !subscripts.isEmpty else { return name }
      return Unparser.text(of: Expression(.index(Expression(.name(name)), subscripts)))
    }
  }

  /// Reads the keyword of an argument as a place.
  func place(_ argument: Argument) -> Place {
    Place(
      name: argument.label ?? "", subscripts: argument.labelSubscripts ?? [],
      range: argument.labelRange ?? argument.value.range)
  }

  /// What a name has to mean so that a place of it is a value, other places being what they are
  /// already to be.
  func override(
    _ place: Place, by value: NodeID, over pending: NodeID?, _ arguments: Arguments
  ) throws(Diagnostic) -> NodeID {
    guard !place.subscripts.isEmpty else { return value }
    let scope = arguments.scope
    let range = place.range
    let node: NodeID
    if let pending {
      node = pending
    } else {
      let whole = try self.value(ofName: place.name, at: range, in: scope)
      node = try self.node(of: whole, at: range, in: scope)
    }
    guard let shape = graph.shape(of: node).concrete else {
      throw failure(
        .shape, "a part of `\(place.name)` needs its shape to be known", at: range, in: scope)
    }
    // A mask of the part, found by taking the same part of the positions.
    guard let positions = Tensor(shape, (0..<shape.count).map(Double.init)) else { return node }
    var inner = scope
    inner.locals["positions"] = .node(graph.constant(positions))
    let part = Expression(
      .index(Expression(.name("positions"), at: range), place.subscripts), at: range)
    let chosen = try self.node(of: part, in: inner)
    guard let number = Self.firstPosition(of: chosen, in: graph, shape) else {
      throw failure(
        .index, "the subscripts must choose one element", at: place.range, in: scope)
    }
    var mask = [Double](repeating: 0, count: shape.count)
    mask[number] = 1
    guard let tensor = Tensor(shape, mask, type: .bool) else { return node }
    return try add(.select, [graph.constant(tensor), value, node], at: range, in: scope)
  }

  /// The element of row-major order that a slice by indices alone chooses.
  private static func firstPosition(of id: NodeID, in graph: Graph, _ shape: Shape) -> Int? {
    guard case .slice(let items) = graph[id].primitive, items.count == shape.rank else {
      return nil
    }
    var position = 0
    for (item, stride) in zip(items, shape.strides) {
      guard case .index(let index) = item else { return nil }
      position += index * stride
    }
    return position < shape.count ? position : nil
  }

  /// Returns `stable(e)`: the same expression, evaluated by forms that keep their digits.
  func stable(_ arguments: Arguments) throws(Diagnostic) -> NodeID {
    var node = try arguments.node("e")
    node = try withoutNames(node, arguments)
    // What simplifies to a number is one already rounded, its digits lost: it is left as typed.
    if let simple = try? Simplification.simplify(node, in: calculusContext),
      !isConstant(simple.node)
    {
      node = simple.node
    }
    // The value of a closed form is the accurate one. An empty variable keeps it from being mended
    // as the derivative that it is not.
    let nothing = graph.constant(Tensor(vector: []))
    return try add(
      .derivative, [node, graph.constant(0), nothing], at: arguments.call.range,
      in: arguments.scope)
  }

  /// The same formula with the bodies of definitions in the place of their names.
  private func withoutNames(_ root: NodeID, _ arguments: Arguments) throws(Diagnostic) -> NodeID {
    var bodies: [NodeID: NodeID] = [:]
    for id in graph.topologicalOrder(of: [root]) {
      let node = graph[id]
      let operands = node.operands.map { bodies[$0] ?? $0 }
      if case .reference = node.primitive {
        bodies[id] = operands[0]
      } else if operands != node.operands {
        bodies[id] = try add(
          node.primitive, operands, at: arguments.call.range, in: arguments.scope)
      }
    }
    return bodies[root] ?? root
  }

  private func isConstant(_ id: NodeID) -> Bool {
    if case .constant = graph[id].primitive { true } else { false }
  }
}
