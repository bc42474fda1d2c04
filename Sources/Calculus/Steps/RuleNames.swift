import Graphs

/// What the rule of each operation is called in a derivation, and what a teacher adds: data.
enum RuleNames {
  /// A rule's name and a remark.
  typealias Rule = (name: String, remark: String?)

  /// Returns the rule by which an adjoint passes through a node.
  static func rule(of node: NodeID, in graph: Graph) -> Rule {
    switch graph[node].primitive {
    case .binary(let function): binary(function, graph[node], graph)
    case .unary(let function): unary(function)
    case .select: ("branch by branch", "a slope passes only through the branch that is taken")
    case .clip: ("clip rule", "the slope is 1 between the bounds and 0 outside")
    case .reduce(let reduction, _, _): reduced(reduction)
    case .softmax: ("softmax rule", "for s = softmax(z): the slopes are s*(g - sum(g*s))")
    case .logSoftmax: ("log-softmax rule", "its slopes are those of z less softmax(z)")
    case .gather: ("one entry a row", "the slope goes to the entry that was picked")
    case .take, .slice: ("part of a tensor", "the slope goes to the part that was taken")
    case .matmul: ("matrix product rule", "for C = A @ B: grad A is G @ B', grad B is A' @ G")
    case .outer: ("outer product rule", nil)
    case .trace: ("trace rule", "the slope of a trace is the identity")
    case .determinant: ("determinant rule", "the slope of det(A) is det(A)*inv(A)'")
    case .logDeterminant: ("log-determinant rule", "the slope of logdet(A) is inv(A)'")
    case .inverse: ("inverse rule", "for Y = inv(A): grad A is -Y' @ G @ Y'")
    case .solve: ("solve rule", "for x = solve(A, b): grad b is solve(A', G)")
    case .broadcast: ("broadcasting", "what was repeated sums up the slopes of its copies")
    case .cumulativeSum: ("running sum rule", "each element counts in all sums after it")
    case .sort: ("sort rule", "each slope goes back to where its value came from")
    case .reshape, .transpose, .concatenate: ("rearrangement", nil)
    case .diagonal, .diagonalPart: ("diagonal rule", nil)
    case .reference, .cast, .derivative: ("definition", nil)
    case .leaf, .constant, .size, .oneHot, .iota, .identity, .stopGradient: ("constant", nil)
    }
  }

  private static func binary(_ function: BinaryFunction, _ node: Node, _ graph: Graph) -> Rule {
    switch function {
    case .add: return ("sum rule", nil)
    case .subtract: return ("difference rule", nil)
    case .multiply, .weigh: return ("product rule", nil)
    case .divide, .xdivy:
      if let divisor = node.operands.last, case .size = graph[divisor].primitive {
        return ("mean", "each of the n elements counts 1/n")
      }
      return ("quotient rule", nil)
    case .power: return ("power rule", nil)
    case .maximum, .minimum: return ("the branch that is taken", nil)
    case .modulo: return ("remainder rule", nil)
    case .xlogy, .xlog1py: return ("product rule and derivative of log", nil)
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or:
      return ("step", "a step has slope 0")
    }
  }

  private static func unary(_ function: UnaryFunction) -> Rule {
    let name = FunctionNames.name(of: function)
    let remark: String? =
      switch function {
      case .sigmoid: "the slope of s = sigmoid(z) is s*(1 - s)"
      case .tanh: "the slope of t = tanh(u) is 1 - t^2"
      case .log: "the slope of log(u) is 1/u"
      case .exp: "the exponential is its own slope"
      case .abs: "the slope of abs(u) is sign(u); 0 is taken at u = 0"
      case .relu: "the slope of relu(u) is 1 where u > 0, else 0"
      case .softplus: "the slope of softplus(u) is sigmoid(u)"
      case .sqrt: "the slope of sqrt(u) is 1/(2*sqrt(u))"
      case .square: "the slope of u^2 is 2*u"
      default: nil
      }
    switch function {
    case .negate: return ("constant factor", nil)
    case .square: return ("power rule", remark)
    default: return ("chain rule: derivative of \(name)", remark)
    }
  }

  private static func reduced(_ reduction: Reduction) -> Rule {
    switch reduction {
    case .sum: ("sum over elements", "every element counts once")
    case .product: ("product over elements", "the slope by one factor is the product of the others")
    case .max, .min: ("extreme element", "the slope goes to the element that is taken")
    case .logSumExp: ("logsumexp rule", "the slope of logsumexp is softmax")
    case .norm: ("norm rule", "the slope of norm(x) is x/norm(x)")
    case .any, .all, .argmax, .argmin: ("step", "a step has slope 0")
    }
  }
}
