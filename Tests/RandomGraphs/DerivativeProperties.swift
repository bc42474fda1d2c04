import Calculus
import Execution
import Graphs
import Tensors

/// Asks of one graph whether all ways to its value and to its derivatives agree.
public struct DerivativeProperties {
  let plan: GraphPlan
  let built: BuiltGraph
  /// How far values may differ, relative to the largest number on the way.
  private let tolerance: Double
  /// Whether values are in general position, so that a formula need not be mended at a kink.
  private let isGeneral: Bool

  /// Builds a plan's graph.
  ///
  /// - Throws: What `BuiltGraph` throws.
  public init(_ plan: GraphPlan, isSpecial: Bool = false) throws {
    self.plan = plan
    built = try BuiltGraph(plan)
    isGeneral = !isSpecial
    tolerance = isSpecial ? 1e-6 : 1e-7
  }

  /// The kinds of operation that the graph is made of.
  public var kinds: Set<OperationKind> { built.kinds }

  /// Returns the first property that the graph has not, if any.
  public func disagreement() -> Disagreement? {
    do {
      guard let value = try? built.value(of: built.root), value.elements.count == 1,
        value.elements[0].isFinite
      else { return nil }
      return try compiled(value) ?? function(value) ?? derivatives(value)
    } catch {
      return Disagreement(property: .refused, detail: "\(error)")
    }
  }

  // MARK: The function

  private func compiled(_ value: Tensor) throws -> Disagreement? {
    let programs = ProgramCache()
    for _ in 0..<3 {
      var evaluator = Evaluator(graph: built.graph, bindings: built.bindings, programs: programs)
      let again = try evaluator.value(of: built.root)
      if let problem = compare(again, value, scale: 1, .compiled) { return problem }
    }
    return nil
  }

  private func function(_ value: Tensor) throws -> Disagreement? {
    let scale = try magnitude(below: built.root)
    let simple = try Simplification.simplify(built.root, in: context)
    let simplest = try built.value(of: simple.node)
    if let problem = compare(simplest, value, scale: scale, .simplified) { return problem }
    let reader = FormulaReader(built)
    let surface = SurfaceFormula.formula(of: built.root, in: context)
    if let problem = compare(surface, value, scale, reader, .surfaceReadsBack) { return problem }
    guard let formula = simple.formula else { return nil }
    return compare(formula, value, scale, reader, .simplestReadsBack)
  }

  private var context: CalculusContext {
    CalculusContext(graph: built.graph, reservedNames: Set(built.names.map(\.name)))
  }

  // MARK: Derivatives

  private func derivatives(_ value: Tensor) throws -> Disagreement? {
    for variable in built.variables {
      let result = try ReverseMode.gradients(
        of: built.root, withRespectTo: [variable], graph: built.graph, bindings: built.bindings)
      let reverse = result.gradients[0]
      // What passes on the way decides how many digits are left at its end.
      let passed = result.adjoints.values.flatMap(\.elements).filter(\.isFinite)
      let values = try magnitude(below: built.root)
      let scale = passed.reduce(max(1, values)) { max($0, abs($1)) }
      guard scale < 1e6 else { continue }
      let smooth = try smoothElements(variable, reverse)
      if let problem = try forward(variable, reverse, smooth, scale) { return problem }
      if let problem = try numeric(variable, reverse, smooth, scale) { return problem }
      if let problem = try symbolic(variable, reverse, smooth, scale) { return problem }
    }
    return nil
  }

  /// The elements at which the function has a derivative, with it as forward mode gives it.
  private func smoothElements(_ variable: NodeID, _ reverse: Tensor) throws -> [Int: Double] {
    var smooth: [Int: Double] = [:]
    for element in reverse.elements.indices where reverse.elements[element].isFinite {
      let slopes = try OneSided.slopes(
        of: built.root, along: variable, element: element, graph: built.graph,
        bindings: built.bindings)
      guard slopes.kinks.isEmpty, slopes.agree else { continue }
      smooth[element] = slopes.right
    }
    return smooth
  }

  private func forward(
    _ variable: NodeID, _ reverse: Tensor, _ smooth: [Int: Double], _ scale: Double
  ) throws -> Disagreement? {
    for (element, slope) in smooth where abs(slope - reverse.elements[element]) > 1e-8 * scale {
      return Disagreement(
        property: .forward,
        detail: "\(slope) forward, \(reverse.elements[element]) in reverse, element \(element)")
    }
    return nil
  }

  private func numeric(
    _ variable: NodeID, _ reverse: Tensor, _ smooth: [Int: Double], _ scale: Double
  ) throws -> Disagreement? {
    // Differences reach over kinks that lie near special values, and over stairs anywhere.
    let misleading = isGeneral ? OperationKind.stepped : OperationKind.kinked
    if !built.kinds.isDisjoint(with: misleading) { return nil }
    let numeric = try NumericDifferentiation.gradient(
      of: built.root, withRespectTo: variable, graph: built.graph, bindings: built.bindings)
    for element in smooth.keys {
      let error = numeric.error.elements[element]
      guard error.isFinite, error < 1e-8 * scale else { continue }
      let (value, other) = (reverse.elements[element], numeric.gradient.elements[element])
      if abs(value - other) > 1e-5 * scale + 100 * error {
        return Disagreement(
          property: .numeric,
          detail: "\(other) ± \(error) by differences, \(value) in reverse, element \(element)")
      }
    }
    return nil
  }

  private func symbolic(
    _ variable: NodeID, _ reverse: Tensor, _ smooth: [Int: Double], _ scale: Double
  ) throws -> Disagreement? {
    let derivative = try SymbolicDerivative.gradient(
      of: built.root, withRespectTo: variable, in: context)
    let mended = try built.graph.add(.derivative, derivative.node, built.root, variable)
    let value = try built.value(of: mended)
    guard value.shape == reverse.shape else {
      return Disagreement(
        property: .symbolic, detail: "shape \(value.shape.text) for \(reverse.shape.text)")
    }
    for element in smooth.keys.sorted() {
      let (symbolic, other) = (value.elements[element], reverse.elements[element])
      if !(abs(symbolic - other) <= tolerance * scale) {
        return Disagreement(
          property: .symbolic,
          detail: "\(symbolic) by the form \(derivative.formula?.ascii ?? ""), \(other) in reverse,"
            + " element \(element)")
      }
    }
    guard let formula = derivative.formula else { return nil }
    let form = try built.value(of: derivative.node)
    // What the program mends at a kink, a reader of the formula does not.
    // Nor are the formulas of an order, and of a power of 0, such that they hold at a tie.
    if !isGeneral, !form.elements.allSatisfy(\.isFinite) { return nil }
    if try sortsEqualElements() { return nil }
    return compare(formula, form, scale, FormulaReader(built), .gradientReadsBack)
  }

  /// Whether elements that are put in order are equal, as by their form in `sort(concat(x, x))`.
  private func sortsEqualElements() throws -> Bool {
    guard built.kinds.contains(.sort) else { return false }
    var evaluator = Evaluator(graph: built.graph, bindings: built.bindings)
    for id in built.graph.topologicalOrder(of: [built.root]) {
      guard case .sort = built.graph[id].primitive else { continue }
      let elements = try evaluator.value(of: built.graph[id].operands[0]).elements
      if Set(elements).count < elements.count { return true }
    }
    return false
  }

  // MARK: Comparing

  /// The largest number that the function is made of.
  private func magnitude(below root: NodeID) throws -> Double {
    var evaluator = Evaluator(graph: built.graph, bindings: built.bindings)
    var largest = 1.0
    for id in built.graph.topologicalOrder(of: [root]) {
      let value = try evaluator.value(of: id)
      for element in value.elements where element.isFinite { largest = max(largest, abs(element)) }
    }
    return largest
  }

  private func compare(
    _ formula: Formula, _ value: Tensor, _ scale: Double, _ reader: FormulaReader,
    _ property: GraphProperty
  ) -> Disagreement? {
    if let problem = reader.unparseProblem(formula) {
      return Disagreement(property: .unparse, detail: problem)
    }
    switch reader.value(of: formula) {
    case .success(let again):
      guard let problem = compare(again, value, scale: scale, property) else { return nil }
      return Disagreement(property: property, detail: "\(formula.ascii): \(problem.detail)")
    case .failure(let problem):
      return Disagreement(property: property, detail: "\(formula.ascii): \(problem.message)")
    }
  }

  private func compare(
    _ value: Tensor, _ expected: Tensor, scale: Double, _ property: GraphProperty
  ) -> Disagreement? {
    let detail =
      "\(value.shape.text) \(value.elements) for \(expected.shape.text) \(expected.elements)"
    guard value.shape == expected.shape else {
      return Disagreement(property: property, detail: detail)
    }
    for (a, b) in zip(value.elements, expected.elements) {
      if !isGeneral, !b.isFinite || (property != .compiled && !a.isFinite) { continue }
      if a == b || (a.isNaN && b.isNaN) { continue }
      if abs(a - b) <= tolerance * max(scale, abs(b)) { continue }
      return Disagreement(property: property, detail: detail)
    }
    return nil
  }
}
