import Graphs
import Syntax
import Tensors

/// Expressions, form by form.
extension Elaborator {
  /// Returns what an expression is.
  func value(of expression: Expression, in scope: Scope) throws(Diagnostic) -> Value {
    let range = expression.range
    switch expression.kind {
    case .number(let number): return .node(graph.constant(number))
    case .string(let text): return .string(text)
    case .boolean(let truth): return .boolean(truth)
    case .none: return .none
    case .name(let name): return try value(ofName: name, at: range, in: scope)
    case .member: return try value(ofMember: expression, in: scope)
    case .unary(let symbol, let operand):
      return try value(of: symbol, operand, at: range, in: scope)
    case .binary(let symbol, let left, let right):
      return try value(of: symbol, left, right, at: range, in: scope)
    case .comparison(let first, let links):
      return try value(of: first, links, at: range, in: scope)
    case .conditional(let then, let condition, let otherwise):
      return try value(of: condition, then, otherwise, at: range, in: scope)
    case .transpose(let operand):
      let node = try node(of: operand, in: scope)
      return .node(try transposed(node, at: range, in: scope))
    case .call(let callee, let arguments):
      return try value(ofCall: callee, arguments, at: range, in: scope)
    case .index(let base, let subscripts):
      return try value(of: base, subscripts, at: range, in: scope)
    case .list(let items): return try value(ofList: items, at: range, in: scope)
    case .tuple(let items): return .list(try values(of: items, in: scope))
    case .block(let statements): return try value(ofBlock: statements, at: range, in: scope)
    }
  }

  /// Returns what each expression is.
  func values(of expressions: [Expression], in scope: Scope) throws(Diagnostic) -> [Value] {
    var values: [Value] = []
    for expression in expressions { values.append(try value(of: expression, in: scope)) }
    return values
  }

  /// Returns the node of an expression, which must be data.
  func node(of expression: Expression, in scope: Scope) throws(Diagnostic) -> NodeID {
    try node(of: try value(of: expression, in: scope), at: expression.range, in: scope)
  }

  /// Returns a value as a node, where it can be data.
  func node(
    of value: Value, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> NodeID {
    switch value {
    case .node(let id): return id
    case .boolean(let truth): return graph.constant(Tensor(truth ? 1 : 0, type: .bool))
    case .list(let items):
      var nodes: [NodeID] = []
      for item in items { nodes.append(try node(of: item, at: range, in: scope)) }
      return try stacked(nodes, at: range, in: scope)
    case .function(let callable):
      throw failure(
        .type, "`\(callable.name)` is a function, not a number", at: range, in: scope,
        hint: "call it: `\(callable.signature)`")
    case .string, .none, .module, .type, .columns:
      throw failure(
        .type, "a number or a tensor is wanted here, not \(value.description)", at: range,
        in: scope)
    }
  }

  // MARK: Operators

  private func value(
    of symbol: UnaryOperator, _ operand: Expression, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    let value = try value(of: operand, in: scope)
    if symbol == .not, case .boolean(let truth) = value { return .boolean(!truth) }
    let node = try node(of: value, at: operand.range, in: scope)
    switch symbol {
    case .plus: return .node(node)
    case .negate:
      if case .constant(let tensor) = graph[node].primitive, tensor.type != .bool,
        let negative = Tensor(tensor.shape, tensor.elements.map { -$0 }, type: tensor.type)
      {
        return .node(graph.constant(negative))
      }
      return .node(try unary(.negate, node, at: range, in: scope))
    case .not: return .node(try unary(.not, node, at: range, in: scope))
    }
  }

  private func value(
    of symbol: BinaryOperator, _ left: Expression, _ right: Expression, at range: SourceRange,
    in scope: Scope
  ) throws(Diagnostic) -> Value {
    let first = try value(of: left, in: scope)
    // What is decided now is decided as in Python: the second side only if it matters.
    if case .boolean(let truth) = first {
      if symbol == .and, !truth { return .boolean(false) }
      if symbol == .or, truth { return .boolean(true) }
    }
    let second = try value(of: right, in: scope)
    if symbol == .and || symbol == .or, case .boolean(let a) = first,
      case .boolean(let b) = second
    {
      return .boolean(symbol == .and ? a && b : a || b)
    }
    if symbol == .add, case .list(let a) = first, case .list(let b) = second {
      return .list(a + b)
    }
    let a = try node(of: first, at: left.range, in: scope)
    let b = try node(of: second, at: right.range, in: scope)
    guard let function = symbol.function else {
      return .node(try add(.matmul, [a, b], at: range, in: scope, of: [left, right]))
    }
    return .node(try binary(function, a, b, at: range, in: scope, of: [left, right]))
  }

  private func value(
    of first: Expression, _ links: [ComparisonLink], at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    var left = (value: try value(of: first, in: scope), expression: first)
    var result: Value?
    for link in links {
      let right = (value: try value(of: link.right, in: scope), expression: link.right)
      let truth = try compare(link.comparison, left, right, at: range, in: scope)
      result = try conjunction(result, truth, at: range, in: scope)
      left = right
    }
    return result ?? .boolean(true)
  }

  private func conjunction(
    _ left: Value?, _ right: Value, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    guard let left else { return right }
    if case .boolean(let a) = left, case .boolean(let b) = right { return .boolean(a && b) }
    let a = try node(of: left, at: range, in: scope)
    let b = try node(of: right, at: range, in: scope)
    return .node(try binary(.and, a, b, at: range, in: scope))
  }

  private func compare(
    _ comparison: ComparisonOperator, _ left: (value: Value, expression: Expression),
    _ right: (value: Value, expression: Expression), at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    if let same = isSame(left.value, right.value) {
      switch comparison {
      case .equal: return .boolean(same)
      case .notEqual: return .boolean(!same)
      case .less, .lessOrEqual, .greater, .greaterOrEqual: break
      }
    }
    let a = try node(of: left.value, at: left.expression.range, in: scope)
    let b = try node(of: right.value, at: right.expression.range, in: scope)
    if let x = staticNumber(a, readingLeaves: false), let y = staticNumber(b, readingLeaves: false)
    {
      return .boolean(comparison.holds(x, y))
    }
    return .node(
      try binary(
        comparison.function, a, b, at: range, in: scope, of: [left.expression, right.expression]))
  }

  /// Whether two values that are known now are the same; nothing where data must be compared.
  private func isSame(_ left: Value, _ right: Value) -> Bool? {
    switch (left, right) {
    case (.string(let a), .string(let b)): return a == b
    case (.boolean(let a), .boolean(let b)): return a == b
    case (.type(let a), .type(let b)): return a == b
    case (.function(let a), .function(let b)): return a.name == b.name
    case (.none, .none): return true
    case (.list(let a), .list(let b)):
      guard a.count == b.count else { return false }
      for (x, y) in zip(a, b) {
        guard let same = isSame(x, y) else { return nil }
        guard same else { return false }
      }
      return true
    case (.node(let a), .node(let b)):
      if let x = dimension(of: a), let y = dimension(of: b) { return x == y }
      return nil
    case (.none, _), (_, .none), (.string, _), (_, .string), (.type, _), (_, .type): return false
    default: return nil
    }
  }

  // MARK: Conditionals

  private func value(
    of condition: Expression, _ then: Expression, _ otherwise: Expression, at range: SourceRange,
    in scope: Scope
  ) throws(Diagnostic) -> Value {
    let test = try value(of: condition, in: scope)
    if let truth = truth(of: test) {
      return try value(of: truth ? then : otherwise, in: scope)
    }
    let node = try node(of: test, at: condition.range, in: scope)
    guard graph.shape(of: node).rank == 0 else {
      throw failure(
        .shape,
        "a condition must be one truth, not a tensor of shape \(graph.shape(of: node).text)",
        at: condition.range, in: scope,
        hint:
          "use `where(\(text(of: condition, in: scope)), …, …)`, which chooses element by element")
    }
    let a = try self.node(of: then, in: scope)
    let b = try self.node(of: otherwise, in: scope)
    return .node(try add(.select, [node, a, b], at: range, in: scope))
  }

  /// The truth of a value that is known now.
  func truth(of value: Value) -> Bool? {
    switch value {
    case .boolean(let truth): return truth
    case .none: return false
    case .node(let id): return staticNumber(id, readingLeaves: false).map { $0 != 0 }
    case .string, .list, .function, .module, .type, .columns: return nil
    }
  }

  // MARK: Lists

  private func value(
    ofList items: [Expression], at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    if let literal = try Literal(items, at: range, in: scope, failing: failure) {
      return .node(graph.constant(literal.tensor))
    }
    let values = try values(of: items, in: scope)
    let isData = values.allSatisfy { value in
      switch value {
      case .node, .boolean, .list: true
      case .string, .none, .function, .module, .type, .columns: false
      }
    }
    // A list of other things is an argument, such as a list of names of columns.
    guard isData else { return .list(values) }
    var nodes: [NodeID] = []
    for (value, item) in zip(values, items) {
      nodes.append(try node(of: value, at: item.range, in: scope))
    }
    return .node(try stacked(nodes, at: range, in: scope, of: items))
  }

  /// Joins nodes of one shape along a new first axis.
  func stacked(
    _ nodes: [NodeID], axis: Int = 0, at range: SourceRange, in scope: Scope,
    of expressions: [Expression] = []
  ) throws(Diagnostic) -> NodeID {
    guard let first = nodes.first else { return graph.constant(Tensor(vector: [])) }
    let shape = graph.shape(of: first)
    var rows: [NodeID] = []
    for (index, node) in nodes.enumerated() {
      let other = graph.shape(of: node)
      guard other == shape else {
        let place = index < expressions.count ? expressions[index].range : range
        throw failure(
          .shape,
          "the items of a list must have one shape: \(shape.text) is followed by \(other.text)",
          at: place, in: scope)
      }
      var dimensions = shape.dimensions
      guard axis <= dimensions.count else {
        throw failure(.argument, "there is no axis \(axis)", at: range, in: scope)
      }
      dimensions.insert(.fixed(1), at: axis)
      rows.append(
        try add(.reshape(SymbolicShape(dimensions)), [node], at: range, in: scope))
    }
    return try add(.concatenate(axis: axis), rows, at: range, in: scope)
  }

  /// Swaps the last two axes; a vector is itself.
  func transposed(
    _ node: NodeID, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> NodeID {
    let rank = graph.shape(of: node).rank
    guard rank >= 2 else {
      if rank == 1, scope.callSite == nil {
        notes.append(
          Note(
            "convention",
            "the transpose of a vector is the vector; `expand_dims(x, 1)` makes a column"))
      }
      return node
    }
    var order = Array(0..<rank)
    order.swapAt(rank - 1, rank - 2)
    return try add(.transpose(order), [node], at: range, in: scope)
  }
}

extension BinaryOperator {
  /// The function it stands for; a matrix product is not one element by element.
  var function: BinaryFunction? {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .power: .power
    case .and: .and
    case .or: .or
    case .matmul: nil
    }
  }
}

extension ComparisonOperator {
  /// The function it stands for.
  var function: BinaryFunction {
    switch self {
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .equal: .equal
    case .notEqual: .notEqual
    }
  }

  /// Whether it holds between two numbers.
  func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .equal: left == right
    case .notEqual: left != right
    }
  }
}
