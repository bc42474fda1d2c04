public import Graphs
import Syntax

/// The conditions under which an expression is defined, each in the language: `p > 0`, `x != 0`.
public struct DomainConditions {
  private let context: CalculusContext
  private let computation: Computation
  private var bounds: DomainBounds
  /// What is asked in the branch of a choice alone, and the condition of that branch.
  private var guarded: [(guards: [TermID], bounds: DomainBounds)] = []
  private var guards: [NodeID: [TermID]] = [:]

  private init(_ root: NodeID, _ context: CalculusContext) {
    self.context = context
    computation = Computation(context: context, variable: root)
    bounds = DomainBounds(store: computation.store, simplifier: computation.simplifier)
  }

  /// Returns the conditions of a node, in the order of its operations.
  ///
  /// Those that declared domains already give are left out. An expression that is defined nowhere
  /// has the condition `false`.
  ///
  /// - Throws: ``CalculusError/interrupted``.
  /// - Complexity: O(nodes), and the simplification of each condition.
  public static func of(
    _ root: NodeID, in context: CalculusContext
  ) throws(CalculusError) -> [String] {
    var result = DomainConditions(root, context)
    let order = context.graph.topologicalOrder(of: [root])
    result.findGuards(root, order)
    for id in order {
      try context.interruption.check()
      result.note(id)
    }
    let texts = result.texts
    try context.interruption.check()
    return texts
  }

  /// The conditions of the choices in whose branches each node stands wherever it occurs.
  private mutating func findGuards(_ root: NodeID, _ order: [NodeID]) {
    let graph = context.graph
    _ = computation.translation.term(of: root)
    guards[root] = []
    for id in order.reversed() {
      let own = guards[id] ?? []
      let operands = graph[id].operands
      for (place, operand) in operands.enumerated() {
        var met = own
        if case .select = graph[id].primitive, place > 0 {
          let condition = computation.translation.term(of: operands[0])
          let holds = place == 1 ? condition : computation.store.complement(condition)
          if let holds { met.append(holds) }
        }
        guards[operand] = guards[operand].map { known in known.filter(met.contains) } ?? met
      }
    }
  }

  private mutating func note(_ id: NodeID) {
    var asked = DomainBounds(store: computation.store, simplifier: computation.simplifier)
    let own = guards[id] ?? []
    if own.isEmpty {
      ask(context.graph[id], of: &bounds)
      return
    }
    ask(context.graph[id], of: &asked)
    guard asked.isEmpty || !asked.conditions.isEmpty else { return }
    var known = DomainBounds(store: computation.store, simplifier: computation.simplifier)
    for condition in own { known.require(condition: condition) }
    if !known.implies(asked) { guarded.append((own, asked)) }
  }

  /// What the operation of a node asks of its operands.
  private func ask(_ node: Node, of bounds: inout DomainBounds) {
    guard let first = node.operands.first else { return }
    let store = computation.store
    let x = computation.translation.term(of: first)
    switch node.primitive {
    case .unary(let function):
      switch function {
      case .log, .log2, .log10, .lgamma, .digamma, .polygamma: bounds.require(.positive, x)
      case .log1p: bounds.require(.positive, store.add([store.one, x]))
      case .sqrt: bounds.require(.nonnegative, x)
      case .reciprocal: bounds.require(.nonzero, x)
      case .asin, .acos:
        let isPlain = store.sign(x) == .positive || store.sign(x) == .nonnegative
        let size = isPlain ? x : store.function(.abs, x)
        bounds.require(.nonnegative, store.subtract(store.one, size))
      case .tan: bounds.require(.nonzero, store.function(.cos, x))
      default: return
      }
    case .binary(let function):
      guard let second = node.operands.last else { return }
      let y = computation.translation.term(of: second)
      switch function {
      case .divide, .xdivy, .modulo: bounds.require(.nonzero, y)
      case .xlogy: bounds.require(.positive, y)
      case .xlog1py: bounds.require(.positive, store.add([store.one, y]))
      case .power:
        guard let exponent = store.number(y) else {
          if store.number(x).map({ $0 < .zero }) ?? true { bounds.require(.positive, x) }
          return
        }
        if !exponent.isInteger {
          bounds.require(exponent > .zero ? .nonnegative : .positive, x)
        } else if exponent < .zero {
          bounds.require(.nonzero, x)
        }
      default: return
      }
    case .inverse, .solve, .logDeterminant:
      let matrix = store.broadcast(x, to: context.graph.shape(of: first))
      bounds.require(.nonzero, store.determinant(matrix))
    default: return
    }
  }

  private var texts: [String] {
    if bounds.isEmpty { return ["false"] }
    var result: [String] = []
    func add(_ text: String?) {
      if let text, !result.contains(text) { result.append(text) }
    }
    for condition in bounds.conditions { add(text(of: condition)) }
    for (guards, asked) in guarded {
      let others = guards.compactMap { computation.store.complement($0) }.compactMap(text)
      for condition in asked.conditions {
        add(text(of: condition).map { (others + [$0]).joined(separator: " or ") })
      }
      if asked.isEmpty { add(others.isEmpty ? "false" : others.joined(separator: " or ")) }
    }
    return result
  }

  private func text(of condition: TermID) -> String? {
    computation.presented(condition, shape: computation.store.shape(condition))?.ascii
  }
}
