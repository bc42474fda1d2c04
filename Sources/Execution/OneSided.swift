public import Graphs
internal import Tensors

/// Exact one-sided derivatives by forward mode along ±eᵢ.
///
/// At a tie (`abs` at 0, two largest elements, a comparison of equals) the tangents decide which
/// branch is taken just past the point; a tie whose sides move alike is not touched.
public enum OneSided {
  /// The derivatives of a function on both sides of a point.
  public struct Slopes: Sendable {
    /// The derivative from below.
    public let left: Double
    /// The derivative from above.
    public let right: Double
    /// The operations whose kinks or steps the point lies on, operands first.
    public let kinks: [NodeID]

    /// Whether the two sides agree to the digits that rounding leaves.
    public var agree: Bool {
      left.isFinite && right.isFinite
        && abs(left - right) <= 1e-12 * max(abs(left), abs(right), 1e-300)
    }

    /// The derivative, where the sides agree.
    public var derivative: Double? {
      guard agree, left.isFinite, right.isFinite else { return nil }
      return left == right ? left : left + (right - left) / 2
    }
  }

  /// Returns the one-sided slopes of a scalar function along one element of a variable.
  ///
  /// Where the function has the variable's shape, the element of the function at the same place
  /// stands for it. A jump is an infinite slope on its side.
  ///
  /// - Throws: ``ExecutionError``; `.index` where the variable has no such element.
  /// - Complexity: Twice an evaluation.
  public static func slopes(
    of root: NodeID, along variable: NodeID, element: Int, graph: Graph, bindings: Bindings,
    limits: Limits = Limits()
  ) throws(ExecutionError) -> Slopes {
    var evaluator = Evaluator(graph: graph, bindings: bindings, limits: limits)
    var sweep = try ForwardSweep(of: root, along: variable, evaluator: &evaluator)
    return try sweep.slopes(element: element)
  }

  /// Returns every element of a variable whose kinks the function touches, up to a limit of
  /// elements looked at, with what its derivative there is.
  ///
  /// - Throws: ``ExecutionError``
  public static func touchedKinks(
    of root: NodeID, along variable: NodeID, graph: Graph, bindings: Bindings,
    limits: Limits = Limits()
  ) throws(ExecutionError) -> [TouchedKink] {
    var evaluator = Evaluator(graph: graph, bindings: bindings, limits: limits)
    return try touchedKinks(of: root, along: variable, besides: [], evaluator: &evaluator)
  }

  /// The same on values that may be there already, with elements that are looked at in any case.
  static func touchedKinks(
    of root: NodeID, along variable: NodeID, besides others: [Int],
    withTiesThatMoveAlike: Bool = false, evaluator: inout Evaluator
  ) throws(ExecutionError) -> [TouchedKink] {
    var elements = try TieSearch.elements(of: root, along: variable, evaluator: &evaluator)
    if elements.isEmpty, others.isEmpty { return [] }
    elements = Set(elements + others).sorted()
    var sweep = try ForwardSweep(of: root, along: variable, evaluator: &evaluator)
    guard sweep.isScalarOrElementwise else { return [] }
    var result: [TouchedKink] = []
    for element in elements.prefix(sweep.affordableElements) {
      let slopes = try sweep.slopes(element: element)
      let isAsked = others.contains(element)
      guard !slopes.kinks.isEmpty || isAsked || withTiesThatMoveAlike else { continue }
      var taken = slopes.derivative
      if taken == nil { taken = try sweep.leastNorm(element: element) }
      result.append(TouchedKink(element: element, slopes: slopes, taken: taken ?? .nan))
    }
    return result
  }
}

/// One element of a variable at a point where a function touches a kink.
public struct TouchedKink: Sendable {
  /// The element, counted row-major.
  public let element: Int
  /// The derivatives of the whole function on both sides.
  public let slopes: OneSided.Slopes
  /// What is taken as the derivative: that of both sides where they agree, and else the chain
  /// rule's with the element of least norm of each kink.
  public let taken: Double
}
