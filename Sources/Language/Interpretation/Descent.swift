import Execution
import Graphs
import Tensors

/// The rules by which parameters follow their gradients.
struct Descent {
  /// The rules by name.
  enum Method: String, CaseIterable {
    case sgd, momentum, nesterov, rmsprop, adam
  }

  let method: Method
  let rate: Double
  let momentum: Double
  /// How slowly running means of squares forget; each rule has its own usual value.
  let decay: Double?

  /// A step as assignments, one statement after the other; what a rule keeps from step to step are
  /// leaves of their own, bound to 0.
  ///
  /// ```
  /// sgd       w − r g
  /// momentum  v = m v + g            w − r v
  /// nesterov  v = m v + g            w − r (g + m v)
  /// rmsprop   s = d s + (1 − d) g²   w − r g / (√s + ε)
  /// adam      v = m v + (1 − m) g, s as above, both divided by 1 − mᵏ, 1 − dᵏ: w − r v / (√s + ε)
  /// ```
  func pass(
    over parameters: [(leaf: Leaf, slope: NodeID)], in cache: ElaborationCache,
    _ bindings: inout Bindings
  ) -> [[Recurrence.Assignment]] {
    let build = NodeBuilder(graph: cache.graph)
    var kept: [Recurrence.Assignment] = []
    var steps: [Recurrence.Assignment] = []

    /// A leaf for what is kept from step to step, which begins with a value.
    func state(_ value: Tensor) -> (leaf: Leaf, node: NodeID) {
      let id = cache.makeIdentity()
      let leaf = Leaf(id: id, name: "descent\(id)", shape: SymbolicShape(value.shape))
      bindings[leaf] = value
      return (leaf, cache.graph.leaf(leaf))
    }
    /// A mean that forgets: `d x + (1 − d) y`, or `d x + y`.
    func mean(_ value: Tensor, _ decay: Double, _ term: NodeID, isWeighted: Bool = true) -> NodeID {
      let (leaf, node) = state(value)
      let part = isWeighted ? build.multiply(build.number(1 - decay), term) : term
      kept.append((leaf, build.add(build.multiply(build.number(decay), node), part)))
      return node
    }
    /// `1 − dᵏ` at the k-th step.
    func correction(_ decay: Double) -> NodeID {
      let type = parameters.first.flatMap { bindings[$0.leaf]?.type } ?? .float64
      let (leaf, node) = state(Tensor(1, type: type))
      kept.append((leaf, build.multiply(build.number(decay), node)))
      return build.subtract(build.number(1), node)
    }
    func root(_ square: NodeID) -> NodeID { build.add(build.sqrt(square), build.number(1e-8)) }

    let squareDecay = decay ?? (method == .adam ? 0.999 : 0.9)
    let corrections =
      method == .adam ? (correction(momentum), correction(squareDecay)) : nil
    for (leaf, slope) in parameters {
      guard let value = bindings[leaf] else { continue }
      let zero = Tensor(repeating: 0, shape: value.shape, type: value.type)
      let square = build.multiply(slope, slope)
      let direction: NodeID
      switch method {
      case .sgd: direction = slope
      case .momentum: direction = mean(zero, momentum, slope, isWeighted: false)
      case .nesterov:
        let velocity = mean(zero, momentum, slope, isWeighted: false)
        direction = build.add(slope, build.multiply(build.number(momentum), velocity))
      case .rmsprop:
        direction = build.divide(slope, root(mean(zero, squareDecay, square)))
      case .adam:
        var (first, second) = (mean(zero, momentum, slope), mean(zero, squareDecay, square))
        if let corrections {
          first = build.divide(first, corrections.0)
          second = build.divide(second, corrections.1)
        }
        direction = build.divide(first, root(second))
      }
      let step = build.multiply(build.number(rate), direction)
      steps.append((leaf, build.subtract(cache.graph.leaf(leaf), step)))
    }
    return kept.isEmpty ? [steps] : [kept, steps]
  }
}

/// Writes arithmetic on nodes of shapes that are known to fit.
private struct NodeBuilder {
  let graph: Graph

  func number(_ value: Double) -> NodeID { graph.constant(value) }
  func add(_ x: NodeID, _ y: NodeID) -> NodeID { binary(.add, x, y) }
  func subtract(_ x: NodeID, _ y: NodeID) -> NodeID { binary(.subtract, x, y) }
  func multiply(_ x: NodeID, _ y: NodeID) -> NodeID { binary(.multiply, x, y) }
  func divide(_ x: NodeID, _ y: NodeID) -> NodeID { binary(.divide, x, y) }
  func sqrt(_ x: NodeID) -> NodeID { (try? graph.add(.unary(.sqrt), x)) ?? x }

  private func binary(_ function: BinaryFunction, _ x: NodeID, _ y: NodeID) -> NodeID {
    (try? graph.add(.binary(function), x, y)) ?? x
  }
}
