import Execution
import Graphs
import Syntax
import Tensors

/// Loops whose statements are all assignments of numbers: their passes are made by a program.
extension Interpreter {
  /// A pass as a program makes it.
  struct CompiledPass {
    let recurrence: Recurrence
    /// Says of the values that guards look at whether the pass may count, if there are any.
    let accepts: (([Tensor]) -> Bool)?
  }

  /// Makes passes of a loop by a program.
  ///
  /// - Returns: How many; none where there is no program, or the next pass has to be made statement
  ///   by statement.
  /// - Throws: `interrupt`; the passes before stand.
  func compiledPasses(
    of body: [Statement], after pass: Int, of passes: Int, _ context: StatementContext,
    _ report: (Int) -> Void
  ) throws(Diagnostic) -> Int {
    let compiled = loop?.pass(of: context.statement, cache.generation) {
      compiledPass(of: body, context)
    }
    guard let compiled else { return 0 }
    do throws(ExecutionError) {
      try compiled.recurrence.run(
        passes - pass, &store.environment.bindings, limits: limits, accepts: compiled.accepts
      ) { report(pass + $0) }
    } catch {
      // Any other error is found again, at its place, by the statement that it belongs to.
      if case .interrupted = error {
        throw interruption(after: pass + compiled.recurrence.finished, of: passes, context)
      }
    }
    return compiled.recurrence.finished
  }

  /// Compiles a pass whose statements were all elaborated in a pass before.
  private func compiledPass(of body: [Statement], _ context: StatementContext) -> CompiledPass? {
    var statements: [[Recurrence.Assignment]] = []
    var requirements: [(requirement: Requirement, statement: Int)] = []
    for (index, statement) in body.enumerated() {
      let inner = context.insideLoop(statement)
      guard case .assign(let targets, _, let values) = statement.kind,
        let leaves = plainLeaves(targets),
        let elaboration = loop?.elaboration(of: inner, cache.generation),
        let items = try? evaluated(elaboration, values, count: targets.count, inner),
        items.count == leaves.count
      else { return nil }
      statements.append(zip(leaves, items).map { ($0, $1.node) })
      for set in items.compactMap(\.requirements) {
        requirements += set.all.map { ($0, index) }
      }
    }
    let moved = Set(statements.joined().map(\.leaf))
    var watched: [Recurrence.Watched] = []
    var conditions: [(values: Range<Int>, holds: ([Tensor]) -> Bool)] = []
    for (requirement, statement) in requirements {
      guard let condition = condition(of: requirement),
        condition.nodes.contains(where: { isMade(of: moved, $0) })
      else { continue }
      let first = watched.count
      watched += condition.nodes.map { ($0, statement) }
      conditions.append((first..<watched.count, condition.holds))
    }
    guard
      let recurrence = Recurrence(
        statements, watching: watched, graph: cache.graph, bindings: store.environment.bindings,
        limits: limits)
    else { return nil }
    guard !conditions.isEmpty else { return CompiledPass(recurrence: recurrence, accepts: nil) }
    return CompiledPass(recurrence: recurrence) { values in
      conditions.allSatisfy { $0.holds(Array(values[$0.values])) }
    }
  }

  /// The leaves of targets that are whole names, of which nothing is assumed and no size is read.
  private func plainLeaves(_ targets: [Target]) -> [Leaf]? {
    var leaves: [Leaf] = []
    for target in targets {
      guard target.subscripts == nil,
        case .leaf(let variable) = store.environment[target.name.text],
        variable.facts == LeafFacts(), !cache.isSizeRead(from: variable.leaf)
      else { return nil }
      leaves.append(variable.leaf)
    }
    return leaves
  }

  /// What a requirement looks at and whether it holds; nothing where it would only warn, which loops
  /// do not.
  private func condition(
    of requirement: Requirement
  ) -> (nodes: [NodeID], holds: ([Tensor]) -> Bool)? {
    switch requirement.check {
    case .warning: return nil
    case .condition(let node, _, _, _):
      return ([node], { $0.allSatisfy { $0.elements.allSatisfy { $0 != 0 } } })
    case .guarded(let found, let nodes, let context):
      let severity = found.severity(in: context.function, saidOtherwise: options.guards)
      guard severity != .off, severity != .warning else { return nil }
      return (nodes, { found.evaluate($0, context) == nil })
    }
  }

  private func isMade(of leaves: Set<Leaf>, _ node: NodeID) -> Bool {
    cache.graph.topologicalOrder(of: [node]).contains { id in
      guard case .leaf(let leaf) = cache.graph[id].primitive else { return false }
      return leaves.contains(leaf)
    }
  }
}
