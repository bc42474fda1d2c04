import Graphs
import Syntax
import Tensors

/// Writes nodes as they were typed, for remarks and traces.
enum NodeText {
  private static let depthLimit = 6

  /// A node as source, shortened where it is deep; names stand for definitions and leaves.
  static func text(of id: NodeID, in graph: Graph) -> String {
    Unparser.text(of: expression(of: id, in: graph) { _ in nil })
  }

  /// A node as a tree; what `name` gives stands for a node.
  static func expression(
    of id: NodeID, in graph: Graph, depth: Int = 0, name: (NodeID) -> String?
  ) -> Expression {
    if depth > 0, let text = name(id) { return Expression(.name(text)) }
    guard depth < depthLimit else { return Expression(.name("…")) }
    let node = graph[id]
    func operand(_ index: Int) -> Expression {
      expression(of: node.operands[index], in: graph, depth: depth + 1, name: name)
    }
    switch node.primitive {
    case .leaf(let leaf): return Expression(.name(leaf.name))
    case .reference(let text):
      return depth > 0 ? Expression(.name(text)) : operand(0)
    case .constant(let tensor): return literal(tensor)
    case .binary(let function): return binary(function, operand(0), operand(1))
    case .unary(.negate): return Expression(.unary(.negate, operand(0)))
    case .unary(.not): return Expression(.unary(.not, operand(0)))
    case .unary(.square):
      return Expression(.binary(.power, operand(0), Expression(.number(2))))
    case .matmul: return Expression(.binary(.matmul, operand(0), operand(1)))
    case .transpose: return Expression(.transpose(operand(0)))
    case .broadcast, .cast, .derivative, .stopGradient: return operand(0)
    case .slice(let items): return Expression(.index(operand(0), items.map(\.subscript)))
    case .take: return Expression(.index(operand(0), [.element(operand(1))]))
    case .reduce(let reduction, let axes, let keeps):
      return call(
        Self.name(of: reduction), [operand(0)],
        options(axes, rank: graph.shape(of: node.operands[0]).rank, keeps))
    case .size(let axes):
      let rank = graph.shape(of: node.operands[0]).rank
      if axes.count == rank { return call("size", [operand(0)]) }
      let shape = call("shape", [operand(0)])
      return Expression(.index(shape, [.element(number(Double(axes.first ?? 0)))]))
    default:
      return call(self.name(of: node.primitive), node.operands.indices.map { operand($0) })
    }
  }

  /// A number with few digits, as in a sentence.
  static func number(_ value: Double, signed: Bool = false) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "−inf" : signed ? "+inf" : "inf" }
    let rounded = rounded(value.magnitude)
    let text = Unparser.text(of: Expression(.number(rounded)))
    if value < 0 { return "−\(text)" }
    return signed && value > 0 ? "+\(text)" : text
  }

  /// A tensor with few digits: a small one whole, of a large one what stands out.
  static func brief(_ value: Tensor) -> String {
    guard value.elements.count > elementLimit else {
      return brief(value.elements[...], value.shape.dimensions[...])
    }
    let bad = value.elements.filter { !$0.isFinite }.map { number($0, signed: false) }
    let outstanding =
      bad.first.map { first in
        "among them \(([first] + bad.filter { $0 != first }.prefix(1)).joined(separator: " and "))"
      } ?? "the largest \(number(value.elements.max { abs($0) < abs($1) } ?? 0))"
    return "\(value.elements.count) numbers, \(outstanding),"
  }

  /// How many elements a sentence bears.
  static let elementLimit = 8

  /// Elements in the brackets of their dimensions.
  private static func brief(_ elements: ArraySlice<Double>, _ dimensions: ArraySlice<Int>) -> String
  {
    guard let size = dimensions.first else { return elements.first.map { number($0) } ?? "" }
    let width = size > 0 ? elements.count / size : 0
    let rows = (0..<size).map { row in
      brief(
        elements[(elements.startIndex + row * width)...].prefix(width), dimensions.dropFirst())
    }
    return "[\(rows.joined(separator: ", "))]"
  }

  /// A magnitude to six significant digits.
  private static func rounded(_ value: Double) -> Double {
    guard value != 0, value.isNormal else { return value }
    var scaled = value
    var exponent = 0
    while scaled < 1e5 {
      scaled *= 10
      exponent -= 1
    }
    while scaled >= 1e6 {
      scaled /= 10
      exponent += 1
    }
    // Read from its digits, the number is the nearest to them, and prints as them.
    return Double("\(Int(scaled.rounded()))e\(exponent)") ?? value
  }

  private static func number(_ value: Double) -> Expression {
    let magnitude = Expression(.number(value.magnitude))
    return value.sign == .minus && value != 0
      ? Expression(.unary(.negate, magnitude)) : magnitude
  }

  private static func literal(_ tensor: Tensor) -> Expression {
    if tensor.shape.rank == 0, let value = tensor.scalarValue {
      if value.isNaN { return Expression(.name("nan")) }
      if value.isInfinite {
        let inf = Expression(.name("inf"))
        return value < 0 ? Expression(.unary(.negate, inf)) : inf
      }
      return number(value)
    }
    guard tensor.shape.rank == 1, tensor.elements.count <= 4 else {
      return Expression(.name("[…]"))
    }
    return Expression(.list(tensor.elements.map(number)))
  }

  private static func call(
    _ name: String, _ operands: [Expression], _ options: [Argument] = []
  ) -> Expression {
    Expression(.call(Expression(.name(name)), operands.map { Argument($0) } + options))
  }

  private static func options(_ axes: [Int], rank: Int, _ keeps: Bool) -> [Argument] {
    var options: [Argument] = []
    if axes.count < rank {
      let numbers = axes.map { number(Double($0)) }
      options.append(
        Argument(label: "axis", numbers.count == 1 ? numbers[0] : Expression(.list(numbers))))
    }
    if keeps { options.append(Argument(label: "keepdims", Expression(.boolean(true)))) }
    return options
  }

  private static func binary(
    _ function: BinaryFunction, _ left: Expression, _ right: Expression
  ) -> Expression {
    let symbols: [BinaryFunction: BinaryOperator] = [
      .add: .add, .subtract: .subtract, .multiply: .multiply, .divide: .divide, .power: .power,
      .and: .and, .or: .or,
    ]
    let comparisons: [BinaryFunction: ComparisonOperator] = [
      .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater,
      .greaterOrEqual: .greaterOrEqual, .equal: .equal, .notEqual: .notEqual,
    ]
    if let symbol = symbols[function] { return Expression(.binary(symbol, left, right)) }
    if let comparison = comparisons[function] {
      return Expression(.comparison(left, [ComparisonLink(comparison, right)]))
    }
    return call(function == .modulo ? "mod" : function.rawValue, [left, right])
  }

  private static func name(of reduction: Reduction) -> String {
    switch reduction {
    case .sum: "sum"
    case .product: "prod"
    case .max: "max"
    case .min: "min"
    case .logSumExp: "logsumexp"
    case .norm: "norm"
    case .any: "any"
    case .all: "all"
    case .argmax: "argmax"
    case .argmin: "argmin"
    }
  }

  /// The name of what a node does, in the language.
  static func name(of node: Node) -> String {
    switch node.primitive {
    case .reduce(let reduction, _, _): name(of: reduction)
    case .binary(let function): function.rawValue
    case .matmul: "@"
    case .derivative: "the derivative"
    default: name(of: node.primitive)
    }
  }

  /// The function's name in the language.
  private static func name(of primitive: Primitive) -> String {
    switch primitive {
    case .unary(let function): name(of: function)
    case .select: "where"
    case .clip: "clip"
    case .softmax: "softmax"
    case .logSoftmax: "log_softmax"
    case .cumulativeSum: "cumsum"
    case .sort: "sort"
    case .reshape: "reshape"
    case .concatenate: "concat"
    case .gather: "gather"
    case .oneHot: "one_hot"
    case .iota: "arange"
    case .diagonal, .diagonalPart: "diag"
    case .outer: "outer"
    case .trace: "trace"
    case .determinant: "det"
    case .logDeterminant: "logdet"
    case .inverse: "inv"
    case .solve: "solve"
    case .identity: "eye"
    case .leaf, .constant, .reference, .size, .binary, .reduce, .transpose, .broadcast, .slice,
      .take, .matmul, .stopGradient, .cast, .derivative:
      "value"
    }
  }

  private static func name(of function: UnaryFunction) -> String {
    switch function {
    case .logSigmoid: "log_sigmoid"
    case .logCosh: "log_cosh"
    case .geluTanh: "gelu"
    case .polygamma: "polygamma"
    default: "\(function)"
    }
  }
}

extension SliceItem {
  /// The item as it is written between brackets.
  fileprivate var `subscript`: Subscript {
    switch self {
    case .all: return .range(start: nil, stop: nil, step: nil)
    case .index(let index): return .element(Expression(.number(Double(index))))
    case .range(let start, let count, let step):
      let number = { (value: Int) in Expression(.number(Double(value))) }
      guard step > 0 else { return .range(start: number(start), stop: nil, step: nil) }
      return .range(
        start: start == 0 ? nil : number(start), stop: number(start + count * step),
        step: step == 1 ? nil : number(step))
    }
  }
}
