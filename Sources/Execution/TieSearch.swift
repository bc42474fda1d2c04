internal import Graphs
internal import Tensors

/// Finds the elements of a variable that move the sides of some tie apart.
///
/// One sweep backwards from every tie at once, with weights that are unlikely to cancel, tells them
/// from the others.
enum TieSearch {
  /// The elements, in ascending order; none where nothing ties.
  static func elements(
    of root: NodeID, along variable: NodeID, evaluator: inout Evaluator
  ) throws(ExecutionError) -> [Int] {
    let graph = evaluator.graph
    let order = Dependence.order(of: root, inputs: [variable], graph: graph)
    let active = Dependence.active(order, inputs: [variable], graph: graph)
    var seeds: [NodeID: Tensor] = [:]
    var weights = Weights()
    for id in order where active.contains(id) && graph[id].primitive.hasKinks && id != variable {
      let operands = graph[id].operands
      let values = try operands.map { operand throws(ExecutionError) in
        try evaluator.value(of: operand)
      }
      let result = try evaluator.value(of: id)
      guard let found = ties(graph[id].primitive, values, result, &weights) else { continue }
      for (operand, seed) in zip(operands, found) where active.contains(operand) {
        guard let seed else { continue }
        let sum = try? seeds[operand]?.combined(with: seed, type: .float64) { $0 + $1 }
        seeds[operand] = sum ?? seed
      }
    }
    guard !seeds.isEmpty else { return [] }
    let reached = try ReverseMode.pulledBack(
      seeds, from: root, to: [variable], evaluator: &evaluator)
    guard let moved = reached[variable] else { return [] }
    return moved.elements.indices.filter { moved.elements[$0] != 0 }
  }

  /// Whether an operation meets a tie at all.
  static func hasTies(_ primitive: Primitive, _ operands: [Tensor], shape: Shape) -> Bool {
    var weights = Weights()
    return ties(primitive, operands, Tensor(repeating: 0, shape: shape), &weights) != nil
  }

  /// Weights between ½ and 3⁄2 that repeat from run to run.
  private struct Weights {
    private var state: UInt64 = 1

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return 0.5 + Double(state >> 11) * 0x1p-53
    }
  }

  /// Cotangents of the operands that are not zero where they tie, or nothing where none does.
  private static func ties(
    _ primitive: Primitive, _ operands: [Tensor], _ result: Tensor, _ weights: inout Weights
  ) -> [Tensor?]? {
    let x = operands[0]
    switch primitive {
    case .unary(let function):
      return seed(x) { function.isKink($0) ? weights.next() : 0 }.map { [$0] }
    case .binary(let function):
      return pair(x, operands[1], result.shape, &weights) { function.isTie($0, $1) }
    case .clip:
      let low = pair(x, operands[1], result.shape, &weights) { $0 == $1 }
      let high = pair(x, operands[2], result.shape, &weights) { $0 == $1 }
      guard low != nil || high != nil else { return nil }
      let (first, second) = (low?[0] ?? nil, high?[0] ?? nil)
      var own = first ?? second
      if let first, let second { own = try? first.combined(with: second, type: .float64, +) }
      return [own, low?[1], high?[1]]
    case .reduce(.norm, let axes, _):
      let size = try? x.reduced(.norm, axes: axes, keepDimensions: true, type: .float64)
      guard let full = try? size?.broadcast(to: x.shape), full.elements.contains(0) else {
        return nil
      }
      return seed(full) { $0 == 0 ? weights.next() : 0 }.map { [$0] }
    case .reduce(let reduction, let axes, _):
      let isMaximum = reduction == .max || reduction == .argmax
      let shares = try? x.sharesOfExtreme(isMaximum: isMaximum, axes: axes)
      return shares.flatMap { seed($0) { $0 > 0 && $0 < 1 ? weights.next() : 0 } }.map { [$0] }
    case .sort(let axis):
      guard let neighbours = try? x.tiesAlong(axis: axis) else { return nil }
      return seed(neighbours) { $0 != 0 ? weights.next() : 0 }.map { [$0] }
    default: return nil
    }
  }

  private static func seed(_ x: Tensor, _ weight: (Double) -> Double) -> Tensor? {
    let elements = x.elements.map(weight)
    return elements.contains { $0 != 0 } ? Tensor(x.shape, elements) : nil
  }

  /// Opposite weights where two operands tie: what moves both alike cancels.
  private static func pair(
    _ x: Tensor, _ y: Tensor, _ shape: Shape, _ weights: inout Weights,
    isTie: (Double, Double) -> Bool
  ) -> [Tensor?]? {
    let full = try? x.combined(with: y, type: .float64) { isTie($0, $1) ? weights.next() : 0 }
    guard let full, full.elements.contains(where: { $0 != 0 }) else { return nil }
    let opposite = try? full.mapped(type: .float64) { -$0 }
    return [try? full.summed(to: x.shape), try? opposite?.summed(to: y.shape)]
  }
}
