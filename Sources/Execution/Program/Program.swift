public import Graphs
public import Tensors

/// Nodes of a graph compiled once for leaves of given shapes, to be run again and again.
///
/// What a run gives is what ``Evaluator`` gives, to rounding: element by element work is fused into
/// loops over blocks, memory is allocated once. Where a run meets what it was not made for (a kink,
/// a closed form that fails, data of another shape) it says so, and the evaluator has to be asked.
public final class Program {
  private let machine: Machine
  private let inputs: [CompiledGraph.Input]
  private let results: [(shape: Shape, type: ScalarType)]

  /// Compiles nodes for the shapes of the data that leaves have now.
  ///
  /// - Returns: Nothing where the machine does not do what is asked: float32, tensors beyond the
  ///   memory that is allowed, leaves without data.
  public init?(
    of roots: [NodeID], graph: Graph, bindings: Bindings, limits: Limits = Limits()
  ) {
    guard
      let compiled = CompiledGraph(
        of: roots.map { .init(node: $0) }, graph: graph, bindings: bindings, limits: limits)
    else { return nil }
    inputs = compiled.inputs
    results = compiled.results
    machine = Machine(compiled.code)
  }

  /// Returns the values for some data, or nothing where the evaluator has to be asked.
  ///
  /// - Throws: ``ExecutionError``
  public func run(_ bindings: Bindings, limits: Limits = Limits()) throws(ExecutionError)
    -> [Tensor]?
  {
    guard machine.set(inputs, from: bindings),
      try machine.finishes(until: limits.cancellation)
    else { return nil }
    return machine.values(results[...])
  }
}

extension Machine {
  /// Sets the inputs.
  ///
  /// - Returns: Whether the data are of the shapes and types that were promised.
  func set(_ inputs: [CompiledGraph.Input], from bindings: Bindings) -> Bool {
    for (index, input) in inputs.enumerated() {
      guard let tensor = bindings[input.leaf], tensor.type == input.type,
        tensor.shape == input.shape, set(index, to: tensor.elements)
      else { return false }
    }
    return true
  }

  /// Runs all steps, and says whether that came to an end.
  func finishes(until cancellation: Cancellation) throws(ExecutionError) -> Bool {
    do {
      return try run(until: cancellation) == .finished
    } catch let error as ExecutionError {
      throw error
    } catch {
      throw .interrupted
    }
  }

  /// Some of the results as tensors.
  func values(_ results: ArraySlice<(shape: Shape, type: ScalarType)>) -> [Tensor] {
    var values: [Tensor] = []
    values.reserveCapacity(results.count)
    for index in results.indices {
      let result = results[index]
      if let value = Tensor(result.shape, elements(of: index), type: result.type) {
        values.append(value)
      }
    }
    return values
  }
}
