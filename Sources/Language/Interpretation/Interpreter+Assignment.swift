import Execution
import Graphs
import Syntax
import Tensors

/// Assignments: values taken now.
extension Interpreter {
  /// Runs `w, b := …`, `w += …` and `w[0] := …`: all right sides first.
  func assign(
    _ targets: [Target], _ symbol: BinaryOperator?, _ values: [Expression],
    _ context: StatementContext
  ) throws(Diagnostic) {
    var values = values
    if let symbol {
      values = zip(targets, values).map { target, value in
        let place = Expression(.name(target.name.text), at: target.name.range)
        let old = target.subscripts.map { Expression(.index(place, $0), at: target.name.range) }
        return Expression(
          .binary(symbol, old ?? place, value), at: target.name.range.union(value.range))
      }
    }
    let tensors = try tensors(of: values, count: targets.count, context)
    var leaves: [(name: String, variable: Variable, value: Tensor)] = []
    for (target, tensor) in zip(targets, tensors) {
      var value = tensor
      if let subscripts = target.subscripts {
        // An earlier target of the same statement counts.
        let pending = leaves.last { $0.name == target.name.text }?.value
        value = try replacing(subscripts, of: target.name, with: tensor, over: pending, context)
      } else if store.environment[target.name.text] == nil {
        value = converted(tensor)
      }
      let variable = try checkedLeaf(target.name, value, context)
      leaves.append((target.name.text, variable, value))
    }
    commit(leaves)
    for leaf in leaves {
      announce(leaf.name, "leaf", shape: leaf.value.shape.text, value: leaf.value, context)
    }
  }

  /// Evaluates the right sides of an assignment; one that gives several counts as several.
  func tensors(
    of values: [Expression], count: Int, _ context: StatementContext
  ) throws(Diagnostic) -> [Tensor] {
    let ready = try runningOnce(values, context)
    if values.count == 1, let tensor = try runWhole(ready.expressions[0], ready, context) {
      return [tensor]
    }
    var notes: [Note] = []
    let elaborated = try elaborate(ready, context)
    notes += elaborated.notes
    let items = try evaluated(elaborated, ready.expressions, count: count, context)
    let tensors = try evaluate(items, context, notes: &notes)
    if !context.isInLoop { for note in notes { context.emit(.note(note)) } }
    guard tensors.count == count else {
      throw Diagnostic(
        .argument, "\(count) names on the left for \(tensors.count) values on the right",
        at: context.statement.range)
    }
    return tensors
  }

  /// The nodes that elaborated right sides are evaluated as.
  func evaluated(
    _ elaboration: Elaboration, _ expressions: [Expression], count: Int,
    _ context: StatementContext
  ) throws(Diagnostic) -> [Evaluated] {
    var items: [Evaluated] = []
    for (item, expression) in zip(elaboration.items, expressions) {
      for value in parts(of: item.value, wanted: expressions.count == 1 ? count : 1) {
        let node = try dataNode(value, expression, elaboration.elaborator, context)
        items.append(
          Evaluated(node: node, requirements: item.requirements, range: expression.range))
      }
    }
    return items
  }

  private func parts(of value: Value, wanted: Int) -> [Value] {
    if wanted > 1, case .list(let items) = value { return items }
    return [value]
  }

  private func dataNode(
    _ value: Value, _ expression: Expression, _ elaborator: Elaborator, _ context: StatementContext
  ) throws(Diagnostic) -> NodeID {
    if case .function(let callable) = value {
      throw Diagnostic(
        .type, "`\(callable.name)` is a function and has no value", at: expression.range,
        hint: "give it a second name with `=`")
    }
    return try elaborator.node(of: value, at: expression.range, in: context.scope)
  }

  // MARK: Parts

  /// Returns the tensor of a name with a part replaced.
  private func replacing(
    _ subscripts: [Subscript], of name: Name, with value: Tensor, over pending: Tensor?,
    _ context: StatementContext
  ) throws(Diagnostic) -> Tensor {
    guard case .leaf(let variable) = store.environment[name.text],
      let old = pending ?? store.environment.bindings[variable.leaf]
    else {
      throw Diagnostic(
        .name, "`\(name.text)` has no value whose part could be set", at: name.range,
        hint: "assign it first: `\(name.text) := [0, 0]`")
    }
    // The positions to write are read off a tensor of positions by the very same subscripts.
    let positions = (0..<old.elements.count).map(Double.init)
    guard let counted = Tensor(old.shape, positions) else { return old }
    let elaborator = makeElaborator()
    let hidden = "positions of \(name.text)"
    var scope = context.scope
    scope.locals[hidden] = .node(cache.graph.constant(counted))
    let part = try elaborator.elaborate(
      Expression(
        .index(Expression(.name(hidden), at: name.range), subscripts), at: context.statement.range),
      in: scope)
    var notes: [Note] = []
    let node = try elaborator.node(of: part.value, at: name.range, in: scope)
    let places = try evaluate(node, nil, at: name.range, context, notes: &notes)
    guard places.shape.broadcast(with: value.shape) == places.shape else {
      throw Diagnostic(
        .shape,
        "a value of shape \(value.shape.text) does not fit a part of shape \(places.shape.text)",
        at: context.statement.range)
    }
    var elements = old.elements
    let spread = try evaluate(
      cache.graph.broadcastNode(value, to: places.shape), nil, at: name.range, context,
      notes: &notes)
    for (place, element) in zip(places.elements, spread.elements) {
      guard let index = Int(exactly: place), elements.indices.contains(index) else { continue }
      elements[index] = element
    }
    return Tensor(old.shape, elements, type: old.type) ?? old
  }
}

extension Graph {
  /// The node of a tensor repeated to a shape that it is known to fit.
  func broadcastNode(_ tensor: Tensor, to shape: Shape) -> NodeID {
    let node = constant(tensor)
    return (try? add(.broadcast(SymbolicShape(shape)), node)) ?? node
  }
}
