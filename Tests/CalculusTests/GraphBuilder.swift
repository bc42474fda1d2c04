import Calculus
import Graphs
import Syntax
import Tensors

/// Why a test's expression cannot be built.
struct BuildError: Error, CustomStringConvertible {
  let description: String
}

/// A small reader of expressions into graphs for tests of the calculus alone.
///
/// It knows enough of the language for the rows of the fixtures; the real elaboration is tested
/// with `Language`.
final class GraphBuilder {
  let graph = Graph()
  var facts = Facts()
  var names: [String: NodeID] = [:]
  var leaves: [String: Leaf] = [:]
  var functions: [String: (parameters: [Parameter], body: Expression)] = [:]
  /// What the last derivative gave.
  var derivative: Derivative?
  private var nextLeaf = 0

  /// Runs statements; returns the node of the last expression.
  @discardableResult
  func run(_ source: String) throws -> NodeID? {
    let parsed = Parser.parse(SourceText(source))
    if let problem = parsed.diagnostics.first { throw BuildError(description: problem.message) }
    var last: NodeID?
    for statement in parsed.statements {
      switch statement.kind {
      case .expression(let expression):
        last = try node(expression, names)
      case .define(let targets, let values):
        for (name, value) in zip(targets, values) {
          let body = try node(value, names)
          names[name.text] = try add(.reference(name.text), body)
        }
      case .function(let name, let parameters, let body):
        functions[name.text] = (parameters, body)
      case .declare(let declarations):
        for declaration in declarations { try declare(declaration) }
      default: throw BuildError(description: "statement")
      }
    }
    return last
  }

  private func declare(_ declaration: Declaration) throws {
    let dimensions = try declaration.shape.map { expression -> Dimension in
      switch expression.kind {
      case .number(let value): return .fixed(Int(value))
      case .name(let name): return .named(name)
      default: throw BuildError(description: "dimension")
      }
    }
    let name = declaration.name.text
    let leaf = makeLeaf(name, SymbolicShape(dimensions))
    var known = LeafFacts()
    switch declaration.domain {
    case .comparison(let comparison, let bound)?:
      guard let value = Self.number(bound) else { break }
      switch comparison {
      case .greater: known.domain.lower = value
      case .greaterOrEqual: (known.domain.lower, known.domain.lowerClosed) = (value, true)
      case .less: known.domain.upper = value
      case .lessOrEqual: (known.domain.upper, known.domain.upperClosed) = (value, true)
      default: throw BuildError(description: "domain")
      }
    case .interval(let low, let high, let lowerClosed, let upperClosed)?:
      guard let a = Self.number(low), let b = Self.number(high) else { break }
      known.domain = Interval(a, b, lowerClosed: lowerClosed, upperClosed: upperClosed)
    case nil: break
    }
    facts.leaves[leaf] = known
  }

  /// A number, or the negative of one.
  private static func number(_ expression: Expression) -> Double? {
    switch expression.kind {
    case .number(let value): value
    case .unary(.negate, let inner): number(inner).map { -$0 }
    default: nil
    }
  }

  func makeLeaf(_ name: String, _ shape: SymbolicShape) -> Leaf {
    let leaf = Leaf(id: nextLeaf, name: name, shape: shape)
    nextLeaf += 1
    leaves[name] = leaf
    names[name] = graph.leaf(leaf)
    return leaf
  }

  func add(_ primitive: Primitive, _ operands: NodeID...) throws -> NodeID {
    do { return try graph.add(primitive, operands: operands) } catch {
      throw BuildError(description: error.message)
    }
  }

  private func add(_ primitive: Primitive, all operands: [NodeID]) throws -> NodeID {
    do { return try graph.add(primitive, operands: operands) } catch {
      throw BuildError(description: error.message)
    }
  }

  // MARK: - Expressions

  func node(_ expression: Expression, _ scope: [String: NodeID]) throws -> NodeID {
    switch expression.kind {
    case .number(let value): return graph.constant(value)
    case .boolean(let value): return graph.constant(value ? 1 : 0)
    case .name("pi"): return graph.constant(Double.pi)
    case .name(let name):
      if let node = scope[name] { return node }
      throw BuildError(description: "name \(name)")
    case .unary(.negate, let operand): return try add(.unary(.negate), node(operand, scope))
    case .unary(.plus, let operand): return try node(operand, scope)
    case .unary(.not, let operand): return try add(.unary(.not), node(operand, scope))
    case .binary(let op, let left, let right):
      let table: [BinaryOperator: BinaryFunction] = [
        .add: .add, .subtract: .subtract, .multiply: .multiply, .divide: .divide, .power: .power,
        .and: .and, .or: .or,
      ]
      let (a, b) = (try node(left, scope), try node(right, scope))
      if op == .matmul { return try add(.matmul, a, b) }
      guard let function = table[op] else { throw BuildError(description: "operator") }
      return try add(.binary(function), a, b)
    case .comparison(let first, let links):
      let table: [ComparisonOperator: BinaryFunction] = [
        .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater,
        .greaterOrEqual: .greaterOrEqual, .equal: .equal, .notEqual: .notEqual,
      ]
      guard links.count == 1, let link = links.first, let function = table[link.comparison] else {
        throw BuildError(description: "chain")
      }
      return try add(.binary(function), node(first, scope), node(link.right, scope))
    case .transpose(let operand):
      let inner = try node(operand, scope)
      let rank = graph.shape(of: inner).rank
      guard rank >= 2 else { return inner }
      var order = Array(0..<rank)
      order.swapAt(rank - 1, rank - 2)
      return try add(.transpose(order), inner)
    case .index(let base, let subscripts): return try index(base, subscripts, scope)
    case .list:
      return graph.constant(try literal(expression))
    case .call(let callee, let arguments):
      guard case .name(let name) = callee.kind else { throw BuildError(description: "call") }
      return try call(name, arguments, scope)
    default: throw BuildError(description: "expression")
    }
  }

  func literal(_ expression: Expression) throws -> Tensor {
    switch expression.kind {
    case .number(let value): return Tensor(value)
    case .unary(.negate, let inner):
      let value = try literal(inner)
      guard let tensor = Tensor(value.shape, value.elements.map { -$0 }) else { break }
      return tensor
    case .list(let items):
      let parts = try items.map(literal)
      guard let first = parts.first else { break }
      if let shape = Shape([parts.count] + first.shape.dimensions),
        let tensor = Tensor(shape, parts.flatMap(\.elements))
      {
        return tensor
      }
    default: break
    }
    throw BuildError(description: "literal")
  }

  func integer(_ expression: Expression, _ scope: [String: NodeID]) throws -> Int {
    switch expression.kind {
    case .number(let value): return Int(value)
    case .unary(.negate, let inner): return -(try integer(inner, scope))
    default:
      if case .fixed(let size)? = try? dimension(expression, scope) { return size }
      throw BuildError(description: "integer")
    }
  }

  func dimension(_ expression: Expression, _ scope: [String: NodeID]) throws -> Dimension {
    switch expression.kind {
    case .number(let value): return .fixed(Int(value))
    case .call(let callee, let arguments):
      guard case .name("size") = callee.kind, let argument = arguments.first else { break }
      let shape = graph.shape(of: try node(argument.value, scope))
      if shape.rank == 1 { return shape.dimensions[0] }
      if let count = shape.concrete?.count { return .fixed(count) }
    case .index(let base, let subscripts):
      guard case .call(let callee, let arguments) = base.kind,
        case .name("shape") = callee.kind, let argument = arguments.first,
        case .element(let axis)? = subscripts.first
      else { break }
      let shape = graph.shape(of: try node(argument.value, scope))
      return shape.dimensions[try integer(axis, scope)]
    default: break
    }
    throw BuildError(description: "dimension")
  }

  private func index(_ base: Expression, _ subscripts: [Subscript], _ scope: [String: NodeID])
    throws -> NodeID
  {
    if case .call(let callee, let arguments) = base.kind, case .name("shape") = callee.kind,
      let argument = arguments.first, case .element(let axis)? = subscripts.first
    {
      return try add(.size(axes: [integer(axis, scope)]), node(argument.value, scope))
    }
    let whole = try node(base, scope)
    let shape = graph.shape(of: whole)
    var items: [SliceItem] = []
    for (axis, subscripted) in subscripts.enumerated() {
      let size = shape.dimensions[axis].size ?? 0
      switch subscripted {
      case .element(let expression):
        let index = try integer(expression, scope)
        items.append(.index(index < 0 ? index + size : index))
      case .range(let start, let stop, let step):
        if start == nil, stop == nil, step == nil {
          items.append(.all)
          continue
        }
        let stride = try step.map { try integer($0, scope) } ?? 1
        var first = try start.map { try integer($0, scope) } ?? 0
        var last = try stop.map { try integer($0, scope) } ?? size
        if first < 0 { first += size }
        if last < 0 { last += size }
        items.append(
          .range(start: first, count: max(0, (last - first + stride - 1) / stride), step: stride))
      }
    }
    while items.count < shape.rank { items.append(.all) }
    return try add(.slice(items), whole)
  }
}
