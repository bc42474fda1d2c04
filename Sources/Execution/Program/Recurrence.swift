public import Graphs
public import Tensors

/// The assignments of a loop's pass, compiled to be made again and again.
///
/// The data of assigned leaves stay in the machine from pass to pass. Statements see what those
/// before them assigned. Where a pass meets what it was not made for, the passes before it stand.
public final class Recurrence {
  /// A leaf and the node whose value it takes.
  public typealias Assignment = (leaf: Leaf, node: NodeID)
  /// A node that is looked at in every pass, as it is before a statement.
  public typealias Watched = (node: NodeID, statement: Int)

  private let machine: Machine
  private let inputs: [CompiledGraph.Input]
  private let watchedCount: Int
  private let results: [(shape: Shape, type: ScalarType)]
  private let assigned: [Leaf]

  /// The passes that the last run finished.
  public private(set) var finished = 0

  /// Compiles statements, each of which makes its assignments at once, for the shapes of the data
  /// that leaves have now.
  ///
  /// - Returns: Nothing where the machine does not do what is asked, or a leaf would change its shape
  ///   or type.
  public init?(
    _ statements: [[Assignment]], watching watched: [Watched] = [], graph: Graph,
    bindings: Bindings, limits: Limits = Limits()
  ) {
    var leaves: [Leaf] = []
    for (leaf, _) in statements.joined() where !leaves.contains(leaf) { leaves.append(leaf) }
    // What was assigned last is found where a pass begins.
    let ends = leaves.map { CompiledGraph.Root(node: graph.leaf($0)) }
    guard
      let compiled = CompiledGraph(
        of: watched.map { .init(node: $0.node, stage: $0.statement) } + ends,
        assigning: statements, graph: graph, bindings: bindings, limits: limits)
    else { return nil }
    machine = Machine(compiled.code)
    inputs = compiled.inputs
    results = compiled.results
    watchedCount = watched.count
    assigned = leaves
  }

  /// Makes passes, and puts what they came to into the bindings: as many as are asked for, or those
  /// before one that has to be done another way.
  ///
  /// - Parameters:
  ///   - passes: How many.
  ///   - bindings: The data of leaves.
  ///   - limits: What may be used.
  ///   - accepts: Looks at the watched values of a pass and says whether it counts.
  ///   - report: Is told how many passes are finished, after each.
  /// - Throws: ``ExecutionError``; the passes before stand.
  public func run(
    _ passes: Int, _ bindings: inout Bindings, limits: Limits = Limits(),
    accepts: (([Tensor]) -> Bool)? = nil, report: (Int) -> Void = { _ in }
  ) throws(ExecutionError) {
    finished = 0
    // The machine's own data went on since they were set.
    machine.forget()
    guard machine.set(inputs, from: bindings) else { return }
    let (watched, ends) = (results.prefix(watchedCount), results.dropFirst(watchedCount))
    defer {
      if finished > 0 {
        for (leaf, value) in zip(assigned, machine.values(ends)) { bindings[leaf] = value }
      }
    }
    while finished < passes, try machine.finishes(until: limits.cancellation) {
      if let accepts, !accepts(machine.values(watched)) { return }
      machine.advance()
      finished += 1
      report(finished)
    }
  }
}
