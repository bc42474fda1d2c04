internal import Graphs

/// Which nodes a function depends on, and through which of them on its variables.
enum Dependence {
  /// The operands that a node's value is made of; of a derivative, its closed form alone.
  static func operands(of node: Node) -> [NodeID] {
    if case .derivative = node.primitive { return Array(node.operands.prefix(1)) }
    return node.operands
  }

  /// The nodes a root is made of, operands first; what the inputs are made of is left out.
  ///
  /// - Complexity: O(nodes reached), without recursion.
  static func order(of root: NodeID, inputs: [NodeID], graph: Graph) -> [NodeID] {
    let inputs = Set(inputs)
    var reached = Set<NodeID>()
    var pending = [root]
    while let id = pending.popLast() {
      guard reached.insert(id).inserted, !inputs.contains(id) else { continue }
      pending.append(contentsOf: operands(of: graph[id]))
    }
    return reached.sorted()
  }

  /// Those nodes of an order that an input can move; a stopped gradient moves nothing.
  static func active(_ order: [NodeID], inputs: [NodeID], graph: Graph) -> Set<NodeID> {
    let inputs = Set(inputs)
    var active = Set<NodeID>()
    for id in order {
      if inputs.contains(id) {
        active.insert(id)
        continue
      }
      let node = graph[id]
      switch node.primitive {
      case .stopGradient, .size, .oneHot: continue
      default:
        if operands(of: node).contains(where: active.contains) { active.insert(id) }
      }
    }
    return active
  }

  /// Whether a function has kinks that a variable could touch.
  static func hasKinks(_ root: NodeID, along variable: NodeID, graph: Graph) -> Bool {
    let order = order(of: root, inputs: [variable], graph: graph)
    let active = active(order, inputs: [variable], graph: graph)
    return active.contains { $0 != variable && graph[$0].primitive.hasKinks }
  }

  /// Every node whose value may be another when a variable's is, the variable first; the functions
  /// that derivatives are mended by count too.
  static func moved(by variable: NodeID, below root: NodeID, graph: Graph) -> [NodeID] {
    var moved: Set<NodeID> = [variable]
    for id in graph.topologicalOrder(of: [root])
    where graph[id].operands.contains(where: moved.contains) {
      moved.insert(id)
    }
    return moved.sorted()
  }
}
