public import Graphs
import Syntax

/// The conditions under which an expression is defined, each in the language: `p > 0`, `x != 0`.
public struct DomainConditions {
  private let context: CalculusContext
  private let computation: Computation
  private var conditions: [String] = []

  private init(_ root: NodeID, _ context: CalculusContext) {
    self.context = context
    computation = Computation(context: context, variable: root)
  }

  /// Returns the conditions of a node, in the order of its operations; those that declared domains
  /// already give are left out.
  ///
  /// - Complexity: O(nodes), and the simplification of each condition.
  public static func of(_ root: NodeID, in context: CalculusContext) -> [String] {
    var result = DomainConditions(root, context)
    let graph = context.graph
    for id in graph.topologicalOrder(of: [root]) { result.note(graph[id]) }
    return result.conditions
  }

  private mutating func note(_ node: Node) {
    guard let first = node.operands.first else { return }
    let store = computation.store
    let x = computation.translation.term(of: first)
    switch node.primitive {
    case .unary(let function):
      switch function {
      case .log, .log2, .log10, .lgamma, .digamma, .polygamma: require(.less, store.zero, x)
      case .log1p: require(.less, store.constant(-1), x)
      case .sqrt: require(.lessOrEqual, store.zero, x)
      case .reciprocal: require(.notEqual, x, store.zero)
      case .asin, .acos: require(.lessOrEqual, store.function(.abs, x), store.one)
      case .tan: require(.notEqual, store.function(.cos, x), store.zero)
      default: return
      }
    case .binary(let function):
      guard let second = node.operands.last else { return }
      let y = computation.translation.term(of: second)
      switch function {
      case .divide, .xdivy, .modulo: require(.notEqual, y, store.zero)
      case .xlogy: require(.less, store.zero, y)
      case .xlog1py: require(.less, store.constant(-1), y)
      case .power:
        guard let exponent = store.number(y) else {
          if store.number(x) == nil { require(.less, store.zero, x) }
          return
        }
        if !exponent.isInteger {
          require(exponent > .zero ? .lessOrEqual : .less, store.zero, x)
        } else if exponent < .zero {
          require(.notEqual, x, store.zero)
        }
      default: return
      }
    case .inverse, .solve:
      let matrix = store.broadcast(x, to: context.graph.shape(of: first))
      require(.notEqual, store.make(.determinant, [matrix], .scalar), store.zero)
    case .logDeterminant:
      let matrix = store.broadcast(x, to: context.graph.shape(of: first))
      require(.notEqual, store.make(.determinant, [matrix], .scalar), store.zero)
    default: return
    }
  }

  /// Adds a condition, unless it always holds.
  private mutating func require(_ comparison: BinaryFunction, _ left: TermID, _ right: TermID) {
    let store = computation.store
    let other = left == store.zero ? right : left
    switch (comparison, store.sign(other)) {
    case (.less, .positive) where left == store.zero: return
    case (.lessOrEqual, .positive), (.lessOrEqual, .nonnegative):
      if left == store.zero { return }
    case (.notEqual, .positive), (.notEqual, .negative): return
    case (.notEqual, _):
      // A product is not zero where none of its factors is.
      let (_, factors) = store.factors(other)
      if factors.count > 1 {
        for factor in factors where factor.exponent > .zero {
          require(.notEqual, factor.base, store.zero)
        }
        return
      }
      if let factor = factors.first, factor.exponent > .zero, factor.base != other {
        require(.notEqual, factor.base, store.zero)
        return
      }
    default: break
    }
    let condition = computation.simplifier.simplify(store.compare(comparison, left, right))
    if condition == store.one { return }
    let shape = store.shape(condition)
    guard let text = computation.presented(condition, shape: shape)?.ascii else { return }
    if !conditions.contains(text) { conditions.append(text) }
  }
}
