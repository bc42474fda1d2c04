public import Graphs
public import Tensors

/// Gradients by reverse mode on the trace of an evaluation: no symbolic derivative is used.
public enum ReverseMode {
  /// A value with its gradients.
  public struct Result {
    /// The value of the function.
    public let value: Tensor
    /// The gradient with respect to each variable, in order and of its shape.
    public let gradients: [Tensor]
    /// The adjoint of every node that the function depends on through the variables.
    public let adjoints: [NodeID: Tensor]
    /// The values of all nodes.
    public let trace: Trace
  }

  /// Returns the value of a scalar function and its gradients.
  ///
  /// A variable may be any node: it is then the input, and what it is made of is not looked into.
  /// Without variables the adjoints of all nodes are computed.
  ///
  /// - Throws: ``ExecutionError``; `.shape` where the function is not a scalar.
  /// - Complexity: A small multiple of the evaluation.
  public static func gradients(
    of root: NodeID, withRespectTo variables: [NodeID], graph: Graph, bindings: Bindings,
    limits: Limits = Limits()
  ) throws(ExecutionError) -> Result {
    var evaluator = Evaluator(graph: graph, bindings: bindings, limits: limits)
    return try gradients(of: root, withRespectTo: variables, evaluator: &evaluator)
  }

  /// The same, on values that may be there already.
  static func gradients(
    of root: NodeID, withRespectTo variables: [NodeID], evaluator: inout Evaluator
  ) throws(ExecutionError) -> Result {
    let value = try evaluator.value(of: root)
    guard value.elements.count == 1 else {
      throw .shape(
        ShapeError(
          "the gradient of a tensor of shape \(value.shape.text) is not defined",
          detail: "the function has to be a scalar"))
    }
    let seed = Tensor(repeating: 1, shape: value.shape, type: value.type)
    let adjoints = try pulledBack(
      [root: seed], from: root, to: variables, evaluator: &evaluator)
    var gradients: [Tensor] = []
    for variable in variables {
      gradients.append(
        try smoothed(adjoints[variable], of: root, along: variable, evaluator: &evaluator))
    }
    return Result(
      value: value, gradients: gradients, adjoints: adjoints,
      trace: try evaluator.trace(of: root))
  }

  /// A gradient in which kinks that cancel in the whole are no kinks: where the two one-sided
  /// derivatives agree, they are the derivative.
  private static func smoothed(
    _ adjoint: Tensor?, of root: NodeID, along variable: NodeID, evaluator: inout Evaluator
  ) throws(ExecutionError) -> Tensor {
    let point = try evaluator.value(of: variable)
    guard let adjoint else {
      return Tensor(repeating: 0, shape: point.shape, type: point.type.forGradient)
    }
    // Where the value itself is lost, a zero may be one that met an infinity on its way.
    let isLost = try !evaluator.value(of: root).elements.allSatisfy(\.isFinite)
    let broken = adjoint.elements.indices.filter { isLost || !adjoint.elements[$0].isFinite }
    guard
      !broken.isEmpty || Dependence.hasKinks(root, along: variable, graph: evaluator.graph)
    else { return adjoint }
    let kinks = try OneSided.touchedKinks(
      of: root, along: variable, besides: broken, evaluator: &evaluator)
    var elements = adjoint.elements
    for kink in kinks {
      if let derivative = kink.slopes.derivative {
        elements[kink.element] = derivative
      } else if isLost, kink.slopes.left.isNaN || kink.slopes.right.isNaN {
        elements[kink.element] = .nan
      }
    }
    return Tensor(adjoint.shape, elements, type: adjoint.type) ?? adjoint
  }

  /// Sends cotangents of some nodes back to the variables, and returns all that were made.
  static func pulledBack(
    _ seeds: [NodeID: Tensor], from root: NodeID, to variables: [NodeID],
    evaluator: inout Evaluator
  ) throws(ExecutionError) -> [NodeID: Tensor] {
    let order = Dependence.order(of: root, inputs: variables, graph: evaluator.graph)
    let active =
      variables.isEmpty
      ? Set(order) : Dependence.active(order, inputs: variables, graph: evaluator.graph)
    let inputs = Set(variables)
    var adjoints = seeds
    var bytes = 0
    for id in order.reversed() where active.contains(id) {
      guard let adjoint = adjoints[id], !inputs.contains(id) else { continue }
      try evaluator.limits.check()
      let node = evaluator.graph[id]
      let operands = Dependence.operands(of: node)
      let values = try operands.map { operand throws(ExecutionError) in
        try evaluator.value(of: operand)
      }
      let pullback = Pullback(
        primitive: node.primitive, operands: values, result: try evaluator.value(of: id),
        wanted: operands.map(active.contains), cancellation: evaluator.limits.cancellation)
      let parts: [Tensor?]
      do throws(Interrupted) {
        parts = try pullback(adjoint)
      } catch {
        throw .interrupted
      }
      for (position, operand) in operands.enumerated()
      where active.contains(operand) && position < parts.count {
        guard let part = parts[position] else { continue }
        bytes += 8 * part.elements.count
        try evaluator.reserve(part.shape, beside: bytes)
        adjoints[operand] = try sum(
          adjoints[operand], part, type: values[position].type.forGradient, evaluator)
      }
    }
    return adjoints
  }

  private static func sum(
    _ known: Tensor?, _ part: Tensor, type: ScalarType, _ evaluator: Evaluator
  ) throws(ExecutionError) -> Tensor {
    guard let known else { return part.cast(to: type) }
    do throws(Interrupted) {
      let cancellation = evaluator.limits.cancellation
      return try known.combined(with: part, type: type, until: cancellation) { $0 + $1 } ?? part
    } catch {
      throw .interrupted
    }
  }
}

extension ScalarType {
  /// The type a gradient has: that of the variable, if that is a number.
  var forGradient: ScalarType { self == .float32 ? .float32 : .float64 }
}
