internal import Graphs
internal import Tensors

// What makes a program give up, so that the evaluator is asked.
extension ProgramBuilder {
  /// Gives up where a derivative's closed form fails.
  mutating func refuseNonFinite(_ key: ProgramKey) {
    guard let place = location(of: key) else { return }
    let phase = phase(after: [key], count: place.count)
    loops[LoopKey(phase: phase, count: place.count), default: []].append(.refuseNonFinite(place))
  }

  /// Gives up where an operation of a derivative's function meets a kink.
  ///
  /// - Returns: Whether its operands are there to be looked at.
  mutating func refuseTies(_ id: NodeID) -> Bool {
    let node = layout.graph[id]
    let operands = node.operands.map { layout.key($0, inForm: false) }
    let places = operands.compactMap { location(of: $0) }
    guard places.count == operands.count else { return false }
    let count = places.map(\.count).max() ?? 0
    let phase = phase(after: operands, count: count)
    let fits = places.allSatisfy { $0.count == count || $0.count == 1 }
    switch node.primitive {
    case .unary(.abs), .unary(.relu), .unary(.sign), .unary(.not):
      loops[LoopKey(phase: phase, count: count), default: []].append(.refuseZero(places[0]))
    case .binary(.less), .binary(.lessOrEqual), .binary(.greater), .binary(.greaterOrEqual),
      .binary(.equal), .binary(.notEqual), .binary(.maximum), .binary(.minimum):
      guard fits else { return refuseTiesInGeneral(node, operands, places) }
      let differs = passing(count)
      loops[LoopKey(phase: phase, count: count), default: []] += [
        .binary(.notEqual, places[0], places[1], into: differs), .refuseZero(differs),
      ]
    default: return refuseTiesInGeneral(node, operands, places)
    }
    return true
  }

  private mutating func refuseTiesInGeneral(
    _ node: Node, _ operands: [ProgramKey], _ places: [Location]
  ) -> Bool {
    let values = operands.compactMap { layout.values[$0] }
    guard zip(values, places).allSatisfy({ $0.shape.count == $1.count }) else { return false }
    let known = zip(values, places).map { GeneralStep.Operand($1, $0.shape, .float64) }
    let primitive = node.primitive
    let shape = values.dropFirst().reduce(values.first?.shape) { shape, value in
      shape?.broadcast(with: value.shape)
    }
    guard let shape else { return false }
    let phase = phase(after: operands, count: nil)
    others[phase, default: []].append(
      .general(
        GeneralStep(known, into: reserve(0)) { tensors, _ in
          TieSearch.hasTies(primitive, tensors, shape: shape) ? nil : Tensor(vector: [])
        }))
    return true
  }
}
