import Graphs
import Syntax
import Tensors

/// The arguments of a call of a built-in function, read by the names of its parameters.
struct Arguments {
  /// The call.
  let call: Call
  /// The arguments by parameter.
  let match: Signature.Match

  /// What elaborates the statement.
  var elaborator: Elaborator { call.elaborator }
  /// The graph of the session.
  var graph: Graph { call.elaborator.graph }
  /// What names mean at the call.
  var scope: Scope { call.scope }
  /// The expressions of the parameter that takes several.
  var rest: [Expression] { match.rest }

  /// Where an argument stands; the whole call where it was left out.
  func range(_ name: String) -> SourceRange { match.given[name]?.range ?? call.range }

  /// Whether an argument was given.
  func isGiven(_ name: String) -> Bool { match.given[name] != nil }

  /// The expression of an argument, or of its default.
  func expression(_ name: String) -> Expression {
    match.given[name]
      ?? call.builtin.parameters.parameters.first { $0.name == name }?.defaultValue
      ?? Expression(.none)
  }

  /// What an argument is.
  func value(_ name: String) throws(Diagnostic) -> Value {
    try elaborator.value(of: expression(name), in: scope)
  }

  /// The node of an argument that must be data.
  func node(_ name: String) throws(Diagnostic) -> NodeID {
    try elaborator.node(of: expression(name), in: scope)
  }

  /// The nodes of the parameter that takes several; one list or tuple counts as its items.
  func restNodes() throws(Diagnostic) -> [NodeID] {
    if rest.count == 1 {
      switch rest[0].kind {
      case .list(let items), .tuple(let items): return try nodes(items)
      default: break
      }
    }
    return try nodes(rest)
  }

  private func nodes(_ expressions: [Expression]) throws(Diagnostic) -> [NodeID] {
    var nodes: [NodeID] = []
    for expression in expressions {
      nodes.append(try elaborator.node(of: expression, in: scope))
    }
    return nodes
  }

  /// An integer that is known now.
  func integer(_ name: String) throws(Diagnostic) -> Int {
    guard let integer = elaborator.staticInteger(try value(name)) else {
      throw fail(
        .argument, "`\(name)` must be an integer known before anything is computed", at: name)
    }
    return integer
  }

  /// A number that is known now.
  func number(_ name: String) throws(Diagnostic) -> Double {
    let id = try node(name)
    guard let number = elaborator.staticNumber(id) else {
      throw fail(
        .argument, "`\(name)` must be a number known before anything is computed", at: name)
    }
    return number
  }

  /// A yes or no that is known now.
  func boolean(_ name: String) throws(Diagnostic) -> Bool {
    guard let truth = elaborator.truth(of: try value(name)) else {
      throw fail(.argument, "`\(name)` must be true or false", at: name)
    }
    return truth
  }

  /// A text, one of several.
  func string(_ name: String, among choices: [String] = []) throws(Diagnostic) -> String {
    guard case .string(let text) = try value(name) else {
      let list = choices.map { "\"\($0)\"" }.joined(separator: ", ")
      throw fail(
        .type, "`\(name)` must be a string", at: name,
        hint: choices.isEmpty ? nil : "one of \(list)")
    }
    guard choices.isEmpty || choices.contains(text) else {
      let list = choices.map { "\"\($0)\"" }.joined(separator: ", ")
      throw fail(
        .argument, "`\(name)` cannot be \"\(text)\"", at: name, hint: "it is one of \(list)")
    }
    return text
  }

  /// The axes of a reduction, each once, ascending; all of them for `none`.
  func axes(_ name: String = "axis", rank: Int) throws(Diagnostic) -> [Int] {
    let value = try value(name)
    let items: [Value]
    switch value {
    case .none: return Array(0..<rank)
    case .list(let list): items = list
    case .node(let id):
      if case .constant(let tensor) = graph[id].primitive, tensor.shape.rank == 1 {
        items = tensor.elements.map { .node(graph.constant($0)) }
      } else {
        items = [value]
      }
    case .string, .boolean, .function, .module, .type, .columns: items = [value]
    }
    var axes: Set<Int> = []
    for item in items {
      guard let integer = elaborator.staticInteger(item) else {
        throw fail(.argument, "`\(name)` must be an integer, a list of integers, or none", at: name)
      }
      let axis = try elaborator.axis(integer, of: rank, at: range(name), in: scope)
      guard axes.insert(axis).inserted else {
        throw fail(.argument, "axis \(axis) is named twice", at: name)
      }
    }
    return axes.sorted()
  }

  /// One axis.
  func axis(_ name: String = "axis", rank: Int) throws(Diagnostic) -> Int {
    try elaborator.axis(try integer(name), of: rank, at: range(name), in: scope)
  }

  /// The dimensions given as several arguments or as one tuple.
  func restDimensions() throws(Diagnostic) -> [Dimension] {
    var dimensions: [Dimension] = []
    for expression in rest {
      let value = try elaborator.value(of: expression, in: scope)
      dimensions += try elaborator.dimensions(of: value, at: expression.range, in: scope)
    }
    return dimensions
  }

  // MARK: Building

  /// Adds an operation.
  func add(
    _ primitive: Primitive, _ operands: NodeID..., of expressions: [Expression] = []
  ) throws(Diagnostic) -> NodeID {
    try elaborator.add(primitive, operands, at: call.range, in: scope, of: expressions)
  }

  /// Adds a function of two numbers.
  func binary(
    _ function: BinaryFunction, _ left: NodeID, _ right: NodeID
  ) throws(Diagnostic) -> NodeID {
    try elaborator.add(.binary(function), [left, right], at: call.range, in: scope)
  }

  /// Adds a function of one number.
  func unary(_ function: UnaryFunction, _ operand: NodeID) throws(Diagnostic) -> NodeID {
    try elaborator.add(.unary(function), [operand], at: call.range, in: scope)
  }

  /// The node of a number.
  func constant(_ number: Double) -> NodeID { graph.constant(number) }

  /// The shape of a node.
  func shape(_ id: NodeID) -> SymbolicShape { graph.shape(of: id) }

  /// Makes an error that points at an argument.
  func fail(
    _ code: Diagnostic.Code, _ message: String, at name: String? = nil, hint: String? = nil
  ) -> Diagnostic {
    elaborator.failure(
      code, message, at: name.map(range) ?? call.range, in: scope, hint: hint)
  }
}
