import Calculus
import Graphs
import Tensors

/// Makes a plan that lacks a property smaller while it lacks it.
public struct Shrinker {
  private let property: GraphProperty
  private let isSpecial: Bool
  private var budget = 1500

  /// Returns a smallest plan found that lacks the same property, and how it lacks it.
  public static func smallest(
    _ plan: GraphPlan, _ disagreement: Disagreement, isSpecial: Bool
  ) -> (GraphPlan, Disagreement) {
    var shrinker = Shrinker(property: disagreement.property, isSpecial: isSpecial)
    return shrinker.shrink(plan, disagreement)
  }

  private init(property: GraphProperty, isSpecial: Bool) {
    self.property = property
    self.isSpecial = isSpecial
  }

  private mutating func shrink(
    _ plan: GraphPlan, _ first: Disagreement
  ) -> (GraphPlan, Disagreement) {
    var (best, known) = (plan, first)
    var progress = true
    while progress, budget > 0 {
      progress = false
      for candidate in candidates(best) where Self.cost(candidate) < Self.cost(best) {
        budget -= 1
        if budget <= 0 { break }
        guard
          let problem = try? DerivativeProperties(candidate, isSpecial: isSpecial).disagreement(),
          problem.property == property
        else { continue }
        (best, known) = (candidate, problem)
        progress = true
        break
      }
    }
    return (best, known)
  }

  /// Fewer steps first, then plainer numbers.
  private static func cost(_ plan: GraphPlan) -> Double {
    plan.steps.reduce(0) { total, step in
      switch step {
      case .variable(let value), .constant(let value), .labels(let value):
        total + 20
          + value.elements.reduce(0) {
            $0 + ($1 == 0 ? 0 : $1 == 1 ? 0.1 : $1 == ($1 * 4).rounded() / 4 ? 0.2 : 1)
          }
      case .apply, .name: total + 100
      case .gradient: total + 200
      }
    }
  }

  private func candidates(_ plan: GraphPlan) -> [GraphPlan] {
    let built = try? BuiltGraph(plan)
    guard let built else { return [] }
    var result: [GraphPlan] = []
    // An earlier step as the function.
    for place in plan.steps.indices.dropLast() {
      let rank = built.graph.shape(of: built.nodes[place]).rank
      var steps = Array(plan.steps[...place])
      if rank > 0 {
        steps.append(
          .apply(.reduce(.sum, axes: Array(0..<rank), keepDimensions: false), [place]))
      }
      result.append(GraphPlan(steps).pruned())
    }
    // Something plainer in the place of a step: an operand, an earlier step of its shape, its value.
    for place in plan.steps.indices.reversed() {
      guard case .variable = plan.steps[place] else {
        let shape = built.graph.shape(of: built.nodes[place])
        for other in 0..<place where built.graph.shape(of: built.nodes[other]) == shape {
          result.append(replacing(place, by: other, in: plan))
        }
        if !plan.steps[place].operands.isEmpty,
          let value = try? built.value(of: built.nodes[place])
        {
          var steps = plan.steps
          steps[place] = .constant(value)
          result.append(GraphPlan(steps).pruned())
        }
        continue
      }
    }
    for place in plan.steps.indices {
      switch plan.steps[place] {
      case .variable(let value):
        result += plainer(value).map { changing(place, to: .variable($0), in: plan) }
      case .constant(let value):
        result += plainer(value).map { changing(place, to: .constant($0), in: plan) }
      case .labels, .apply, .name, .gradient: break
      }
    }
    return result
  }

  private func replacing(_ place: Int, by other: Int, in plan: GraphPlan) -> GraphPlan {
    var steps = plan.steps.enumerated().map { position, step in
      position > place ? step.map { $0 == place ? other : $0 } : step
    }
    if place == steps.count - 1 { steps = Array(steps[...other]) }
    return GraphPlan(steps).pruned()
  }

  private func changing(_ place: Int, to step: GraphPlan.Step, in plan: GraphPlan) -> GraphPlan {
    var steps = plan.steps
    steps[place] = step
    return GraphPlan(steps)
  }

  /// The tensor with plainer numbers: all at once, then one by one.
  private func plainer(_ tensor: Tensor) -> [Tensor] {
    func changed(_ change: (Double) -> Double) -> Tensor? {
      Tensor(tensor.shape, tensor.elements.map(change), type: tensor.type)
    }
    var result = [
      changed { _ in 0 }, changed { _ in 1 }, changed { ($0 * 4).rounded() / 4 },
    ].compactMap(\.self)
    for place in tensor.elements.indices {
      for number in [0, 1, (tensor.elements[place] * 4).rounded() / 4] {
        var elements = tensor.elements
        elements[place] = number
        if let plain = Tensor(tensor.shape, elements, type: tensor.type) { result.append(plain) }
      }
    }
    return result
  }
}

extension GraphPlan {
  /// The plan as statements of the language, the function last: what is kept as a test.
  public var text: String {
    guard let built = try? BuiltGraph(self) else { return "\(steps)" }
    let formula = SurfaceFormula.formula(
      of: built.root, in: CalculusContext(graph: built.graph))
    return (FormulaReader(built).statements + [formula.ascii]).joined(separator: "\n")
  }
}
