import Graphs
import Tensors
import TestSupport

/// Draws plans of random well-shaped graphs from all primitives.
///
/// What a step may be is tried on the graph itself: a step whose shapes do not fit, or whose value
/// is not finite or runs away, is drawn again.
public struct GraphGenerator {
  var random: SeededGenerator
  var plan = GraphPlan([])
  var built = BuiltGraph()
  /// Whether leaves hold ties, zeros and extremes rather than numbers in general position.
  let isSpecial: Bool

  private static let shapes: [[Int]] = [
    [], [3], [2, 3], [3, 3], [3, 2], [1, 3], [3, 1], [2, 2], [2, 2, 3], [1], [2], [4], [2, 3, 2],
  ]
  private static let specialNumbers: [Double] = [
    0, 0, 1, -1, 2, -2, 0.5, -0.5, 1, 3, 20, -20, 1e-9, -1e-9, 40, -40, 1e-3,
  ]

  private init(seed: UInt64, isSpecial: Bool) {
    random = SeededGenerator(seed: seed)
    self.isSpecial = isSpecial
  }

  /// Returns the plan of a scalar function that a seed decides, with values in general position or,
  /// where asked, with ties, zeros and extremes.
  public static func plan(seed: UInt64, isSpecial: Bool = false) -> GraphPlan {
    var generator = GraphGenerator(seed: seed, isSpecial: isSpecial)
    return generator.draw()
  }

  private mutating func draw() -> GraphPlan {
    for _ in 0..<below(3) + 1 {
      let shape = pick(Self.shapes)
      add(.variable(numbers(shape)))
    }
    let count = 1 + below(8)
    var added = 0
    for _ in 0..<200 where added < count {
      let before = plan.steps.count
      if drawStep(), isModerate(built.root) {
        added += 1
      } else {
        plan.steps.removeSubrange(before...)
        rebuild()
      }
    }
    addScalar()
    return plan.pruned()
  }

  /// Makes the last step a scalar in which the last one drawn has a part.
  private mutating func addScalar() {
    var last = plan.steps.count - 1
    if below(3) == 0 {
      apply(.unary(pick([.tanh, .sin, .sigmoid, .square])), [last])
      last = plan.steps.count - 1
    }
    if below(3) == 0, let shape = built.graph.shape(of: built.root).concrete {
      add(.constant(numbers(shape.dimensions)))
      apply(.binary(.multiply), [last, plan.steps.count - 1])
    }
    let rank = built.graph.shape(of: built.root).rank
    last = plan.steps.count - 1
    if rank > 0 || below(2) == 0 {
      let axes = Array(0..<rank)
      apply(.reduce(.sum, axes: axes, keepDimensions: false), [last])
      if below(2) == 0 {
        let sum = plan.steps.count - 1
        apply(.size(axes: axes), [last])
        apply(.binary(.divide), [sum, plan.steps.count - 1])
      }
    }
  }

  // MARK: Steps

  /// Adds a step; false where it does not fit.
  @discardableResult
  mutating func add(_ step: GraphPlan.Step) -> Bool {
    guard (try? built.add(step)) != nil else { return false }
    plan.steps.append(step)
    return true
  }

  @discardableResult
  mutating func apply(_ primitive: Primitive, _ operands: [Int]) -> Bool {
    add(.apply(primitive, operands))
  }

  /// The place of the last step.
  var last: Int { plan.steps.count - 1 }

  private mutating func rebuild() {
    built = (try? BuiltGraph(plan)) ?? BuiltGraph()
  }

  /// Whether values are finite and do not drown the digits that are compared.
  private func isModerate(_ node: NodeID) -> Bool {
    guard let value = try? built.value(of: node) else { return false }
    let bound = isSpecial ? 1e4 : 60
    return value.elements.count <= 64 && value.elements.allSatisfy { abs($0) < bound }
  }

  // MARK: Chance

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &random) }

  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

  mutating func chance(_ oneIn: Int) -> Bool { below(oneIn) == 0 }

  /// Numbers for a tensor of a shape.
  mutating func numbers(_ dimensions: [Int]) -> Tensor {
    let shape = Shape(dimensions) ?? .scalar
    let elements = (0..<shape.count).map { _ in
      isSpecial ? pick(Self.specialNumbers) : Double.random(in: -1.5...1.5, using: &random)
    }
    return Tensor(shape, elements) ?? Tensor(0)
  }

  /// The place of a step, later ones more often.
  mutating func operand() -> Int {
    let first = below(plan.steps.count)
    return chance(2) ? max(first, below(plan.steps.count)) : first
  }

  /// The place of a step of a rank, where there is one.
  mutating func operand(rank: Int) -> Int? {
    let fitting = plan.steps.indices.filter { built.graph.shape(of: built.nodes[$0]).rank == rank }
    return fitting.isEmpty ? nil : pick(fitting)
  }

  /// The sizes of a step's node.
  func sizes(_ place: Int) -> [Int] {
    built.graph.shape(of: built.nodes[place]).concrete?.dimensions ?? []
  }

  /// The value of a step's node.
  func value(_ place: Int) -> [Double] {
    (try? built.value(of: built.nodes[place]))?.elements ?? [.nan]
  }
}
