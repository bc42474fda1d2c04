internal import Graphs
internal import Tensors

/// The programs of a session: nodes that are asked for together a second time are compiled to one
/// program.
///
/// What is asked for once, as most lines at a prompt are, is evaluated as it stands.
public final class ProgramCache {
  private var graph: Graph?
  private var entries: [[NodeID]: Entry] = [:]

  private enum Entry {
    case asked
    case compiled(Program)
    /// Runs of it failed, or the machine cannot do it.
    case evaluated(tries: Int)
  }

  /// Makes an empty cache.
  public init() {}

  /// The values of nodes by their program, or nothing where the evaluator has to be asked.
  func values(
    of roots: [NodeID], graph: Graph, bindings: Bindings, limits: Limits
  ) throws(ExecutionError) -> [Tensor]? {
    if self.graph !== graph {
      self.graph = graph
      entries = [:]
    }
    switch entries[roots] {
    case nil:
      // A name or a number is not worth a program, whoever asks for it how often.
      let isTrivial = roots.allSatisfy { graph[$0].operands.isEmpty }
      entries[roots] = isTrivial ? .evaluated(tries: .max) : .asked
      return nil
    case .asked:
      return try compile(roots, graph, bindings, limits, tries: 0)
    case .compiled(let program):
      if let values = try program.run(bindings, limits: limits) { return values }
      entries[roots] = .evaluated(tries: 0)
      return nil
    case .evaluated(let tries):
      // Another shape, or a kink that was passed: worth another look, ever less often.
      guard tries < 1 << 20 else { return nil }
      entries[roots] = .evaluated(tries: tries + 1)
      let isPowerOfTwo = tries & (tries - 1) == 0
      return isPowerOfTwo ? try compile(roots, graph, bindings, limits, tries: tries + 1) : nil
    }
  }

  private func compile(
    _ roots: [NodeID], _ graph: Graph, _ bindings: Bindings, _ limits: Limits, tries: Int
  ) throws(ExecutionError) -> [Tensor]? {
    guard let program = Program(of: roots, graph: graph, bindings: bindings, limits: limits),
      let values = try program.run(bindings, limits: limits)
    else {
      entries[roots] = .evaluated(tries: max(1, tries))
      return nil
    }
    entries[roots] = .compiled(program)
    return values
  }
}
