public import Graphs
import Syntax
import Tensors

/// Writes nodes of a graph as they were typed, without any algebra.
///
/// Definitions keep their names; a part that a function's body used more than once is named.
public struct SurfaceFormula {
  let graph: Graph
  private var reserved: Set<String>
  private var written: [NodeID: Expression] = [:]
  private var definitions: [Formula.Definition] = []
  /// Names given to nodes for the occasion, in place of what they are.
  let aliases: [NodeID: String]
  /// Definitions that are written out.
  private let opened: Set<NodeID>

  private init(
    _ context: CalculusContext, aliases: [NodeID: String] = [:], opened: Set<NodeID> = []
  ) {
    graph = context.graph
    reserved = context.reservedNames
    self.aliases = aliases
    self.opened = opened
  }

  /// Returns the formula of a node as it was typed.
  ///
  /// - Complexity: O(nodes), since parts that occur more than once are named.
  public static func formula(of node: NodeID, in context: CalculusContext) -> Formula {
    var surface = SurfaceFormula(context)
    let body = surface.write(node)
    return Formula(
      definitions: surface.definitions, body: body, shape: context.graph.shape(of: node))
  }

  /// The formula of a node with some nodes called by other names and some definitions written out.
  static func formula(
    of node: NodeID, in context: CalculusContext, aliases: [NodeID: String],
    opened: Set<NodeID>
  ) -> Formula {
    var surface = SurfaceFormula(context, aliases: aliases, opened: opened)
    let body = surface.write(node)
    return Formula(
      definitions: surface.definitions, body: body, shape: context.graph.shape(of: node))
  }

  /// The nodes a formula is made of: names are not looked into.
  private func order(of root: NodeID) -> [NodeID] {
    var seen: Set<NodeID> = []
    var pending = [root]
    while let id = pending.popLast() {
      guard seen.insert(id).inserted else { continue }
      pending.append(contentsOf: shownOperands(id))
    }
    return seen.sorted()
  }

  private func shownOperands(_ id: NodeID) -> [NodeID] {
    let node = graph[id]
    if aliases[id] != nil { return [] }
    switch node.primitive {
    case .reference: return opened.contains(id) ? node.operands : []
    case .derivative: return Array(node.operands.prefix(1))
    default: return node.operands
    }
  }

  private mutating func write(_ root: NodeID) -> Expression {
    let nodes = order(of: root)
    var uses: [NodeID: Int] = [:]
    var sizes: [NodeID: Int] = [:]
    for id in nodes {
      if case .leaf(let leaf) = graph[id].primitive { reserved.insert(leaf.name) }
      if case .reference(let name) = graph[id].primitive { reserved.insert(name) }
      var size = 1
      for operand in shownOperands(id) {
        // What `size(x)` and a mean divide by is not written out.
        if case .size = graph[id].primitive {} else { uses[operand, default: 0] += 1 }
        size = size &+ (sizes[operand] ?? 1)
      }
      sizes[id] = min(size, 1_000_000)
    }
    for id in nodes {
      let expression = self.expression(id)
      if id != root, (uses[id] ?? 0) >= 2, (sizes[id] ?? 0) >= 12 {
        let name = freshName()
        definitions.append(Formula.Definition(name: name, value: expression))
        written[id] = Build.name(name)
      } else {
        written[id] = expression
      }
    }
    return written[root] ?? Build.number(0)
  }

  private mutating func freshName() -> String {
    for letter in ["u", "v", "s", "t", "q", "r", "h", "g"] where !reserved.contains(letter) {
      reserved.insert(letter)
      return letter
    }
    var number = 1
    while reserved.contains("t\(number)") { number += 1 }
    reserved.insert("t\(number)")
    return "t\(number)"
  }

  func part(_ id: NodeID) -> Expression { written[id] ?? Build.number(0) }

  private func expression(_ id: NodeID) -> Expression {
    if let alias = aliases[id] { return Build.name(alias) }
    let node = graph[id]
    let parts = node.operands.map(part)
    let first = parts.first ?? Build.number(0)
    let inner = node.operands.first.map { graph.shape(of: $0) } ?? .scalar
    switch node.primitive {
    case .leaf(let leaf): return Build.name(leaf.name)
    case .reference(let name): return opened.contains(id) ? first : Build.name(name)
    case .constant(let tensor): return literal(tensor)
    case .size(let axes):
      if axes.count == inner.rank { return Build.call("size", [first]) }
      let counts = axes.map { axis in
        Build.index(Build.call("shape", [first]), [.element(Build.number(axis))])
      }
      guard let count = counts.first else { return Build.number(1) }
      return counts.dropFirst().reduce(count) { Build.binary(.multiply, $0, $1) }
    case .unary(let function): return unary(function, first)
    case .binary(let function):
      if let mean = mean(node) { return mean }
      return binary(function, parts)
    case .select: return Build.call("where", parts)
    case .clip: return Build.call("clip", parts)
    case .reduce(let reduction, let axes, let keep):
      return reduce(FunctionNames.name(of: reduction), first, axes, keep, rank: inner.rank)
    case .softmax(let axis): return along("softmax", first, axis, inner.rank)
    case .logSoftmax(let axis): return along("log_softmax", first, axis, inner.rank)
    case .cumulativeSum(let axis): return along("cumsum", first, axis, inner.rank)
    case .sort(let axis): return along("sort", first, axis, inner.rank)
    case .reshape(let shape): return reshaped(first, inner, shape)
    case .transpose(let order):
      var last = Array(order.indices)
      if last.count >= 2 { last.swapAt(last.count - 1, last.count - 2) }
      return order == last && order.count >= 2
        ? Build.transpose(first)
        : Build.call("transpose", [first, Expression(.list(order.map { Build.number($0) }))])
    case .broadcast(let shape): return repeated(node.operands.first, first, shape)
    case .concatenate(let axis):
      return Build.call(
        "concat", parts, keywords: axis == 0 ? [] : [("axis", Build.number(axis))])
    case .slice(let items): return Build.index(first, items.map(subscripted))
    case .take(let axis):
      let before = [Subscript](repeating: subscripted(.all), count: axis)
      return Build.index(first, before + [.element(parts.last ?? first)])
    case .gather: return Build.call("gather", parts)
    case .oneHot(let classes): return Build.call("one_hot", [first, dimension(classes)])
    case .iota(let count): return Build.call("arange", [Build.number(0), dimension(count)])
    case .diagonal, .diagonalPart: return Build.call("diag", [first])
    case .matmul:
      guard parts.count == 2 else { return first }
      if let second = node.operands.last, inner.rank == 1, graph.shape(of: second).rank == 1 {
        return Build.call("dot", parts)
      }
      return Build.binary(.matmul, parts[0], parts[1])
    case .outer: return Build.call("outer", parts)
    case .trace: return Build.call("trace", parts)
    case .determinant: return Build.call("det", parts)
    case .logDeterminant: return Build.call("logdet", parts)
    case .inverse: return Build.call("inv", parts)
    case .solve: return Build.call("solve", parts)
    case .identity(let size): return Build.call("eye", [dimension(size)])
    case .stopGradient: return Build.call("stop_gradient", [first])
    case .cast(let type): return Build.call(type.rawValue, [first])
    case .derivative: return first
    }
  }
}
