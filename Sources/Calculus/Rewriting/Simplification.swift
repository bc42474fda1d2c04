public import Graphs

/// An expression in simplest form: as a formula and as a node that evaluates it.
public struct Simplification: Sendable {
  /// The simplest form, where the language can write it.
  public var formula: Formula?
  /// The node of the simplest form, of the shape of the original.
  public var node: NodeID
  /// What the result takes for granted, such as `d > 0`.
  public var assumptions: [String]

  /// Simplifies an expression; names of definitions stay, unless looking into them shortens it.
  ///
  /// - Complexity: O(nodes); parts above a size are kept as they are.
  public static func simplify(
    _ node: NodeID, in context: CalculusContext
  ) throws(CalculusError) -> Simplification {
    let computation = Computation(context: context, variable: node)
    let graph = context.graph
    computation.store.keepsJumps = true
    // A name alone is simplified by what it stands for.
    var body = node
    while case .reference = graph[body].primitive, let inner = graph[body].operands.first {
      body = inner
    }
    var term = computation.translation.term(of: body)
    if let inner = computation.store.expansion(of: term) { term = inner }
    let simple = computation.expandedWhereShorter(computation.simplifier.simplify(term))
    let result = try computation.derivative(
      simple, shape: graph.shape(of: node), depends: true)
    return Simplification(
      formula: result.formula, node: result.node, assumptions: result.assumptions)
  }
}
