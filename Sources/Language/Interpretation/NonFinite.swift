import Execution
import Graphs
import Syntax
import Tensors

/// What to say when a result is not finite: which operation first made it so.
enum NonFinite {
  /// The remark on an evaluation, or nothing where what is not finite came with the data.
  static func note(for trace: Trace, in graph: Graph, of statement: Statement) -> Note? {
    var parts: [String] = []
    if let origin = trace.firstNonFinite {
      parts.append(sentence(on: origin, trace, in: graph) { !$0.isFinite })
    }
    if let maker = trace.firstNaN, maker != trace.firstNonFinite {
      parts.append(sentence(on: maker, trace, in: graph, \.isNaN))
    }
    guard !parts.isEmpty else { return nil }
    let stable = trace.firstNonFinite.flatMap { stableForm(at: $0, in: graph) }
    return Note(
      "nonfinite", parts.joined(separator: ", and then ") + (stable.map { "; \($0)" } ?? ""))
  }

  /// Says what an operation made of which operands: `log of 0 gave -inf (element 1)`.
  private static func sentence(
    on id: NodeID, _ trace: Trace, in graph: Graph, _ isBad: (Double) -> Bool
  ) -> String {
    let node = graph[id]
    guard let value = trace.values[id], let index = value.elements.firstIndex(where: isBad) else {
      return "an operation gave what is not finite"
    }
    let operands = node.operands.compactMap { operand -> Tensor? in
      if case .constant(let tensor) = graph[operand].primitive { return tensor }
      return trace.values[operand]
    }
    let name = NodeText.name(of: node)
    let subject: String
    switch node.primitive {
    case .inverse, .solve, .logDeterminant:
      subject = singular(node.primitive, operands) ?? name
    case .unary, .binary, .select, .clip:
      let elements = operands.map { number(element(index, of: value.shape, in: $0)) }
      if case .binary(let function) = node.primitive, elements.count == 2 {
        subject = function.text(elements[0], elements[1])
      } else {
        subject = "\(name) of \(elements.joined(separator: " and "))"
      }
    case .matmul where operands.count == 2:
      subject = "\(NodeText.brief(operands[0])) @ \(NodeText.brief(operands[1]))"
    default:
      subject = "\(name) of \(operands.map(NodeText.brief).joined(separator: " and "))"
    }
    let place = value.elements.count > 1 ? " (element \(index))" : ""
    return "\(subject) gave \(number(value.elements[index]))\(place)"
  }

  /// The element of an operand that an element of the result is made of, by the rule of broadcasting.
  private static func element(_ index: Int, of shape: Shape, in operand: Tensor) -> Double {
    if operand.shape == shape { return operand.elements[index] }
    let subscripts = shape.subscripts(at: index).suffix(operand.shape.rank)
    var offset = 0
    for (place, size) in zip(subscripts, operand.shape.dimensions) {
      offset = offset * size + (size == 1 ? 0 : place)
    }
    return offset < operand.elements.count ? operand.elements[offset] : .nan
  }

  /// What is said of a matrix that has no inverse.
  private static func singular(_ primitive: Primitive, _ operands: [Tensor]) -> String? {
    guard operands.allSatisfy({ $0.elements.allSatisfy(\.isFinite) }) else { return nil }
    switch primitive {
    case .inverse: return "inv of a singular matrix"
    case .solve: return "solve with a singular matrix"
    case .logDeterminant: return "logdet of a matrix that is singular, or whose det is negative,"
    default: return nil
    }
  }

  /// A form that would have been finite, where one is known.
  private static func stableForm(at id: NodeID, in graph: Graph) -> String? {
    let node = graph[id]
    guard case .unary(.log) = node.primitive else {
      if case .unary(.exp) = node.primitive {
        return "for log(sum(exp(z))) use `logsumexp(z)`, for log(1 + exp(z)) `softplus(z)`"
      }
      return nil
    }
    var inner = node.operands[0]
    while case .reference = graph[inner].primitive { inner = graph[inner].operands[0] }
    switch graph[inner].primitive {
    case .unary(.sigmoid): return "`log_sigmoid(z)` has no such overflow"
    case .softmax: return "`log_softmax(z)` has no such overflow"
    case .binary(.subtract):
      var right = graph[inner].operands[1]
      while case .reference = graph[right].primitive { right = graph[right].operands[0] }
      if case .unary(.sigmoid) = graph[right].primitive {
        return "log(1 - sigmoid(z)) is `log_sigmoid(-z)`, which has no such overflow"
      }
      return nil
    default: return nil
    }
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let text = Unparser.text(of: Expression(.number(value.magnitude)))
    return value.sign == .minus ? "-\(text)" : text
  }
}

extension BinaryFunction {
  /// The operation on two operands as people write it: `0 / 0`, `0.2 * log(0)`.
  fileprivate func text(_ left: String, _ right: String) -> String {
    switch self {
    case .add: "\(left) + \(right)"
    case .subtract: "\(left) - \(right)"
    case .multiply, .weigh: "\(left) * \(right)"
    case .divide, .xdivy: "\(left) / \(right)"
    case .power: (left.hasPrefix("-") ? "(\(left))" : left) + " ^ \(right)"
    case .xlogy: "\(left) * log(\(right))"
    case .xlog1py: "\(left) * log(1 + \(right))"
    case .modulo: "mod(\(left), \(right))"
    case .maximum, .minimum, .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual,
      .and, .or:
      "\(rawValue)(\(left), \(right))"
    }
  }
}
