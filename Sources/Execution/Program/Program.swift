public import Graphs
public import Tensors

/// Nodes of a graph compiled once for leaves of given shapes, to be run again and again.
///
/// What a run gives is what ``Evaluator`` gives, to rounding: element by element work is fused into
/// loops over blocks, memory is allocated once. Where a run meets what it was not made for (a kink,
/// a closed form that fails, data of another shape) it says so, and the evaluator has to be asked.
public final class Program {
  private let machine: Machine
  private let leaves: [(leaf: Leaf, shape: Shape, type: ScalarType)]
  private let results: [(location: Location, shape: Shape, type: ScalarType)]

  /// Compiles nodes for the shapes of the data that leaves have now.
  ///
  /// - Returns: Nothing where the machine does not do what is asked: float32, tensors beyond the
  ///   memory that is allowed, leaves without data.
  public init?(
    of roots: [NodeID], graph: Graph, bindings: Bindings, limits: Limits = Limits()
  ) {
    var layout = ProgramLayout(graph)
    var keys: [ProgramKey] = []
    for root in roots {
      let key = layout.key(root, inForm: false)
      guard layout.add(key, bindings: bindings) else { return nil }
      keys.append(key)
    }
    guard let kinks = Program.addKinks(to: &layout, bindings: bindings) else { return nil }
    var builder = ProgramBuilder(layout, bytes: limits.bytes)
    let needed =
      keys
      + kinks.ties.flatMap { tie in
        graph[tie].operands.map { ProgramKey($0, inForm: false) }
      }
    guard builder.emitAll(roots: needed + kinks.forms, results: keys) else { return nil }
    for form in kinks.forms { builder.refuseNonFinite(form) }
    for tie in kinks.ties { guard builder.refuseTies(tie) else { return nil } }
    var results: [(Location, Shape, ScalarType)] = []
    for key in keys {
      guard let location = builder.location(of: key), let value = builder.layout.values[key] else {
        return nil
      }
      results.append((location, value.shape, value.precision.type))
    }
    guard builder.memoryCount <= limits.bytes / 8 else { return nil }
    self.results = results
    leaves = layout.leaves.compactMap { leaf in
      bindings[leaf].map { (leaf, $0.shape, $0.type) }
    }
    machine = Machine(
      steps: builder.steps, inputs: builder.inputs, outputCounts: builder.outputCounts,
      constants: builder.constants, memoryCount: builder.memoryCount,
      blockCount: builder.blockCount,
      scratchCount: builder.scratchCount)
  }

  /// Returns the values for some data, or nothing where the evaluator has to be asked.
  ///
  /// - Throws: ``ExecutionError``
  public func run(_ bindings: Bindings, limits: Limits = Limits()) throws(ExecutionError)
    -> [Tensor]?
  {
    var inputs: [[Double]] = []
    inputs.reserveCapacity(leaves.count)
    for (leaf, shape, type) in leaves {
      guard let tensor = bindings[leaf], tensor.type == type, tensor.shape == shape else {
        return nil
      }
      inputs.append(tensor.elements)
    }
    do {
      guard case .finished = try machine.run(inputs, until: limits.cancellation) else {
        return nil
      }
    } catch let error as ExecutionError {
      throw error
    } catch {
      throw .interrupted
    }
    return results.map { location, shape, type in
      let elements = machine.elements(at: location)
      if elements.count == shape.count, let tensor = Tensor(shape, elements, type: type) {
        return tensor
      }
      return Tensor(repeating: elements.first ?? 0, shape: shape, type: type)
    }
  }

  /// The kinks that derivatives are to look out for, and the forms that may fail.
  ///
  /// The values that decide are added to the layout.
  private static func addKinks(
    to layout: inout ProgramLayout, bindings: Bindings
  ) -> (ties: [NodeID], forms: [ProgramKey])? {
    let graph = layout.graph
    var ties = Set<NodeID>()
    var forms: [ProgramKey] = []
    var seen = Set<NodeID>()
    var next = 0
    // Functions may hold derivatives of their own, which are found as the layout grows.
    while next < layout.order.count {
      let key = layout.order[next]
      next += 1
      let node = graph[key.id]
      guard node.primitive == .derivative, seen.insert(key.id).inserted else { continue }
      let (function, variable) = (node.operands[1], node.operands[2])
      let shape = graph.shape(of: variable)
      let isMended =
        graph.shape(of: node.operands[0]) == shape
        && (graph.shape(of: function).dimensions.allSatisfy { $0 == .fixed(1) }
          || graph.shape(of: function) == shape)
      guard isMended else { continue }
      forms.append(layout.key(node.operands[0], inForm: true))
      let order = Dependence.order(of: function, inputs: [variable], graph: graph)
      let active = Dependence.active(order, inputs: [variable], graph: graph)
      for id in order where active.contains(id) && id != variable && graph[id].primitive.hasKinks {
        ties.insert(id)
        for operand in graph[id].operands {
          guard layout.add(layout.key(operand, inForm: false), bindings: bindings) else {
            return nil
          }
        }
      }
    }
    return (ties.sorted(), forms)
  }
}
