import Calculus
import Graphs
import Syntax
import Tensors

extension GraphBuilder {
  static let unary: [String: UnaryFunction] = [
    "abs": .abs, "sign": .sign, "exp": .exp, "expm1": .expm1, "log": .log, "log1p": .log1p,
    "log2": .log2, "log10": .log10, "sqrt": .sqrt, "square": .square, "sin": .sin, "cos": .cos,
    "tan": .tan, "tanh": .tanh, "sinh": .sinh, "cosh": .cosh, "asin": .asin, "acos": .acos,
    "atan": .atan, "erf": .erf, "erfc": .erfc, "lgamma": .lgamma, "digamma": .digamma,
    "sigmoid": .sigmoid, "log_sigmoid": .logSigmoid, "softplus": .softplus, "relu": .relu,
    "gelu": .gelu, "softsign": .softsign, "floor": .floor, "ceil": .ceil, "round": .round,
    "log_cosh": .logCosh, "stop_gradient": .sign,
  ]
  static let reductions: [String: Reduction] = [
    "sum": .sum, "prod": .product, "max": .max, "min": .min, "logsumexp": .logSumExp,
    "norm": .norm, "argmax": .argmax,
  ]
  /// The losses of the fixtures, in the language.
  static let losses = """
    huber(y, p, delta=1) = mean(where(abs(p - y) <= delta, (p - y)^2/2, delta*(abs(p - y) - delta/2)))
    log_loss(y, p) = -mean(xlogy(y, p) + xlogy(1 - y, 1 - p))
    log_loss_sum(y, p) = -sum(xlogy(y, p) + xlogy(1 - y, 1 - p))
    log_loss_logits(y, z) = mean(max(z, 0) - z*y + softplus(-abs(z)))
    l2_loss(y, p) = mean((p - y)^2)
    poisson(y, p) = mean(p - xlogy(y, p))
    gaussian_nll(y, m, v) = mean(log(v) + (y - m)^2/v)/2
    l2_penalty(w, lambda=1) = lambda*sum(w^2)
    sparse_softmax_cross_entropy(k, z) = mean(logsumexp(z, axis=1) - gather(z, k))
    smooth_sparse(k, z, a) = -mean(sum(((1 - a)*one_hot(k, 3) + a/3)*log_softmax(z), axis=1))
    elu(x) = where(x > 0, x, exp(x) - 1)
    """

  func call(_ name: String, _ arguments: [Argument], _ scope: [String: NodeID]) throws -> NodeID {
    let positional = arguments.filter { $0.label == nil }.map(\.value)
    func keyword(_ label: String) -> Expression? {
      arguments.first { $0.label == label }?.value
    }
    func value(_ place: Int) throws -> NodeID {
      guard positional.indices.contains(place) else { throw BuildError(description: name) }
      return try node(positional[place], scope)
    }
    if var function = functions[name] {
      if name == "log_loss", keyword("reduction") != nil, let sum = functions["log_loss_sum"] {
        function = sum
      }
      if name == "sparse_softmax_cross_entropy", keyword("label_smoothing") != nil,
        let smooth = functions["smooth_sparse"]
      {
        function = smooth
      }
      var inner = names
      for (place, parameter) in function.parameters.enumerated() {
        let label = parameter.name.text
        if positional.indices.contains(place) {
          inner[label] = try node(positional[place], scope)
        } else if let given = keyword(label == "a" ? "label_smoothing" : label) {
          inner[label] = try node(given, scope)
        } else if let standard = parameter.defaultValue {
          inner[label] = try node(standard, scope)
        }
      }
      return try node(function.body, inner)
    }
    if let function = Self.unary[name] { return try add(.unary(function), value(0)) }
    if let reduction = Self.reductions[name] {
      if positional.count == 2, name == "max" || name == "min" {
        return try add(.binary(name == "max" ? .maximum : .minimum), value(0), value(1))
      }
      return try reduce(reduction, value(0), keyword, scope)
    }
    func axis(_ operand: NodeID) throws -> Int {
      let rank = graph.shape(of: operand).rank
      let axis = try keyword("axis").map { try integer($0, scope) } ?? -1
      return axis < 0 ? axis + rank : axis
    }
    switch name {
    case "mean":
      let operand = try value(0)
      let sum = try reduce(.sum, operand, keyword, scope)
      return try add(
        .binary(.divide), sum, add(.size(axes: axes(operand, keyword, scope)), operand))
    case "std", "var":
      let operand = try value(0)
      let all = try axes(operand, keyword, scope)
      let count = try add(.size(axes: all), operand)
      let mean = try add(
        .binary(.divide), add(.reduce(.sum, axes: all, keepDimensions: true), operand), count)
      let square = try add(.unary(.square), add(.binary(.subtract), operand, mean))
      let variance = try add(
        .binary(.divide), add(.reduce(.sum, axes: all, keepDimensions: false), square), count)
      return name == "var" ? variance : try add(.unary(.sqrt), variance)
    case "softmax": return try add(.softmax(axis: axis(value(0))), value(0))
    case "log_softmax": return try add(.logSoftmax(axis: axis(value(0))), value(0))
    case "cumsum": return try add(.cumulativeSum(axis: axis(value(0))), value(0))
    case "sort": return try add(.sort(axis: axis(value(0))), value(0))
    case "where": return try add(.select, value(0), value(1), value(2))
    case "clip": return try add(.clip, value(0), value(1), value(2))
    case "xlogy": return try add(.binary(.xlogy), value(0), value(1))
    case "mod": return try add(.binary(.modulo), value(0), value(1))
    case "polygamma":
      return try add(.unary(.polygamma(integer(positional[0], scope))), value(1))
    case "dot", "matmul": return try add(.matmul, value(0), value(1))
    case "outer": return try add(.outer, value(0), value(1))
    case "trace": return try add(.trace, value(0))
    case "det": return try add(.determinant, value(0))
    case "logdet": return try add(.logDeterminant, value(0))
    case "inv": return try add(.inverse, value(0))
    case "solve": return try add(.solve, value(0), value(1))
    case "diag":
      let operand = try value(0)
      return try add(graph.shape(of: operand).rank == 1 ? .diagonal : .diagonalPart, operand)
    case "eye": return try add(.identity(dimension(positional[0], scope)))
    case "one_hot":
      return try add(.oneHot(classes: dimension(positional[1], scope)), value(0))
    case "gather": return try add(.gather, value(0), value(1))
    case "arange": return try add(.iota(dimension(positional[1], scope)))
    case "zeros", "ones":
      let shape = SymbolicShape(try positional.map { try dimension($0, scope) })
      return try add(.broadcast(shape), graph.constant(name == "ones" ? 1 : 0))
    case "size":
      let operand = try value(0)
      return try add(.size(axes: Array(0..<graph.shape(of: operand).rank)), operand)
    case "expand_dims":
      let operand = try value(0)
      var dimensions = graph.shape(of: operand).dimensions
      dimensions.insert(.fixed(1), at: try integer(positional[1], scope))
      return try add(.reshape(SymbolicShape(dimensions)), operand)
    case "squeeze":
      let operand = try value(0)
      let removed = try axes(operand, keyword, scope)
      let dimensions = graph.shape(of: operand).dimensions.enumerated()
        .filter { !removed.contains($0.offset) }.map(\.element)
      return try add(.reshape(SymbolicShape(dimensions)), operand)
    case "reshape":
      let shape = SymbolicShape(try positional.dropFirst().map { try dimension($0, scope) })
      return try add(.reshape(shape), value(0))
    case "concat":
      let axis = try keyword("axis").map { try integer($0, scope) } ?? 0
      let parts = try positional.map { try node($0, scope) }
      do { return try graph.add(.concatenate(axis: axis), operands: parts) } catch {
        throw BuildError(description: error.message)
      }
    case "grad", "diff", "jacobian", "hessian":
      return try derive(name, positional, keyword("n"), scope)
    default: throw BuildError(description: "unknown \(name)")
    }
  }

  private func axes(
    _ operand: NodeID, _ keyword: (String) -> Expression?, _ scope: [String: NodeID]
  ) throws -> [Int] {
    let rank = graph.shape(of: operand).rank
    guard let axis = keyword("axis") else { return Array(0..<rank) }
    var all: [Int]
    if case .list(let items) = axis.kind {
      all = try items.map { try integer($0, scope) }
    } else {
      all = [try integer(axis, scope)]
    }
    all = all.map { $0 < 0 ? $0 + rank : $0 }
    return all.sorted()
  }

  private func reduce(
    _ reduction: Reduction, _ operand: NodeID, _ keyword: (String) -> Expression?,
    _ scope: [String: NodeID]
  ) throws -> NodeID {
    var keep = false
    if case .boolean(true)? = keyword("keepdims")?.kind { keep = true }
    return try add(
      .reduce(reduction, axes: axes(operand, keyword, scope), keepDimensions: keep), operand)
  }

  private func derive(
    _ name: String, _ positional: [Expression], _ order: Expression?, _ scope: [String: NodeID]
  ) throws -> NodeID {
    let (f, x) = (try node(positional[0], scope), try node(positional[1], scope))
    var reserved = Set(names.keys)
    reserved.formUnion(scope.keys)
    let context = CalculusContext(graph: graph, facts: facts, reservedNames: reserved)
    let result: Derivative
    do {
      switch name {
      case "grad":
        result = try SymbolicDerivative.gradient(of: f, withRespectTo: x, in: context)
      case "diff":
        let count = try order.map { try integer($0, scope) } ?? 1
        result = try SymbolicDerivative.derivative(
          of: f, withRespectTo: x, order: count, in: context)
      case "jacobian":
        result = try SymbolicDerivative.jacobian(of: f, withRespectTo: x, in: context)
      default:
        result = try SymbolicDerivative.hessian(of: f, withRespectTo: x, in: context)
      }
    } catch {
      throw BuildError(description: "\(error)")
    }
    derivative = result
    return try add(.derivative, result.node, f, x)
  }
}
