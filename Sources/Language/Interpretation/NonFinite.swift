import Execution
import Graphs
import Syntax
import Tensors

/// What to say when a result is not finite: which operation first made it so.
enum NonFinite {
  /// The remark on an evaluation, or nothing where what is not finite came with the data.
  static func note(for trace: Trace, in graph: Graph, of statement: Statement) -> Note? {
    guard let culprit = trace.firstNonFinite, let value = trace.values[culprit],
      let index = value.elements.firstIndex(where: { !$0.isFinite })
    else { return nil }
    let node = graph[culprit]
    let name = spelling(of: node.primitive)
    let operands = node.operands.compactMap { trace.values[$0] }
    let arguments = operands.compactMap { operand -> String? in
      guard operand.shape == value.shape || operand.elements.count == 1 else { return nil }
      let element = operand.elements.count == 1 ? operand.elements[0] : operand.elements[index]
      return number(element)
    }
    let result = number(value.elements[index])
    let place = value.elements.count > 1 ? " (element \(index))" : ""
    let subject: String
    if let singular = singular(node.primitive, operands) {
      subject = singular
    } else if case .binary(let function) = node.primitive, arguments.count == 2 {
      subject = function.text(arguments[0], arguments[1])
    } else if arguments.count == operands.count, !arguments.isEmpty {
      subject = "\(name) of \(arguments.joined(separator: " and "))"
    } else {
      subject = name
    }
    let stable = stableForm(at: culprit, in: graph)
    return Note("nonfinite", "\(subject) gave \(result)\(place)\(stable.map { "; \($0)" } ?? "")")
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

  private static func spelling(of primitive: Primitive) -> String {
    switch primitive {
    case .unary(let function): "\(function)".split(separator: "(").first.map(String.init) ?? "it"
    case .binary(let function): function.rawValue
    case .reduce(let reduction, _, _): "\(reduction)"
    case .matmul: "@"
    case .inverse: "inv"
    case .solve: "solve"
    case .determinant: "det"
    case .logDeterminant: "logdet"
    case .derivative: "the derivative"
    default: "the operation"
    }
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
    case .power: "\(left) ^ \(right)"
    case .xlogy: "\(left) * log(\(right))"
    case .xlog1py: "\(left) * log(1 + \(right))"
    case .modulo: "mod(\(left), \(right))"
    case .maximum, .minimum, .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual,
      .and, .or:
      "\(rawValue)(\(left), \(right))"
    }
  }
}
