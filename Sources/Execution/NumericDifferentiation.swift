public import Graphs
public import Tensors

/// Gradients by differences of values alone: neither of the other derivatives is used.
public enum NumericDifferentiation {
  /// A gradient with an estimate of its error, element by element.
  public struct Result: Sendable {
    /// The gradient, of the variable's shape.
    public let gradient: Tensor
    /// How far each element may be off.
    public let error: Tensor
  }

  /// Returns the gradient of a scalar function by central differences with Richardson extrapolation.
  ///
  /// Ridders' table (Advances in Engineering Software 4, 1982): differences at shrinking steps are
  /// extrapolated to a step of zero, and the entry whose neighbours differ least is taken. Probes
  /// run in double precision and stay inside the declared domain; at its end the differences are
  /// one-sided. At a kink the result is the mean of the one-sided slopes.
  ///
  /// - Throws: ``ExecutionError``; `.shape` where the function is not a scalar.
  /// - Complexity: Some tens of evaluations of what depends on the variable, for each element.
  public static func gradient(
    of root: NodeID, withRespectTo variable: NodeID, graph: Graph, bindings: Bindings,
    facts: Facts = Facts(), limits: Limits = Limits()
  ) throws(ExecutionError) -> Result {
    var evaluator = Evaluator(
      graph: graph, bindings: bindings, limits: limits, overrides: [:], arithmetic: .double)
    let point = try evaluator.value(of: variable).cast(to: .float64)
    let value = try evaluator.value(of: root)
    guard value.elements.count == 1 else {
      throw .shape(
        ShapeError(
          "the gradient of a tensor of shape \(value.shape.text) is not defined",
          detail: "the function has to be a scalar"))
    }
    var domain = Interval.all
    if case .leaf(let leaf) = graph[variable].primitive {
      domain = facts.leaves[leaf]?.domain ?? .all
    }
    let moved = Dependence.moved(by: variable, below: root, graph: graph)
    var gradient = [Double](repeating: 0, count: point.elements.count)
    var errors = gradient
    for element in gradient.indices {
      try limits.check()
      let center = point.elements[element]
      let table = RiddersTable(center: center, domain: domain)
      (gradient[element], errors[element]) = try table.derivative {
        probe throws(ExecutionError) in
        var elements = point.elements
        elements[element] = probe
        let tensor = Tensor(point.shape, elements) ?? point
        evaluator.replace(variable, with: tensor, forgetting: moved)
        return try Self.probed { () throws(ExecutionError) in
          try evaluator.value(of: root).elements[0]
        }
      }
    }
    return Result(
      gradient: Tensor(point.shape, gradient) ?? point,
      error: Tensor(point.shape, errors) ?? point)
  }

  /// A value, or nan where the probe is none that the function takes (a label between integers).
  private static func probed(
    _ value: () throws(ExecutionError) -> Double
  ) throws(ExecutionError) -> Double {
    do throws(ExecutionError) {
      return try value()
    } catch {
      switch error {
      case .label, .index, .domain: return .nan
      case .unbound, .memory, .interrupted, .shape: throw error
      }
    }
  }
}
