internal import Graphs
internal import Tensors

// What makes a program give up, so that the evaluator is asked.
extension ProgramBuilder {
  /// Gives up where a derivative's closed form fails.
  mutating func refuseNonFinite(_ key: ProgramKey) {
    guard let place = location(of: key), let shape = layout.values[key]?.shape else { return }
    let form = place.count == 1 ? RowForm(rows: 1, columns: 1) : form(of: shape)
    let loop = LoopKey(phase: phase(after: [key], rows: form.rows), rows: form.rows)
    guard let x = operand(key, form, in: loop) else { return }
    append(.init(.kernel(.refuseNonFinite), [x], into: nil, columns: form.columns), to: loop)
  }

  /// Gives up where an operation of a derivative's function meets a kink.
  ///
  /// - Returns: Whether its operands are there to be looked at.
  mutating func refuseTies(_ tie: ProgramKey) -> Bool {
    let node = layout.graph[tie.id]
    let operands = node.operands.map { layout.key($0, inForm: false, stage: tie.stage) }
    let places = operands.compactMap { location(of: $0) }
    guard places.count == operands.count else { return false }
    let shapes = operands.compactMap { layout.values[$0]?.shape }
    guard let shape = shapes.max(by: { $0.count < $1.count }) else { return false }
    let isUniform = places.allSatisfy { $0.count == 1 }
    let form = isUniform ? RowForm(rows: 1, columns: 1) : form(of: shape)
    let kernel: VectorKernel
    switch node.primitive {
    case .unary(.abs), .unary(.relu), .unary(.sign), .unary(.not): kernel = .refuseZero
    case .binary(.less), .binary(.lessOrEqual), .binary(.greater), .binary(.greaterOrEqual),
      .binary(.equal), .binary(.notEqual), .binary(.maximum), .binary(.minimum):
      kernel = .refuseEqual
    default: return refuseTiesInGeneral(node, operands, places)
    }
    guard places.allSatisfy({ $0.count == shape.count || $0.count == 1 }) else {
      return refuseTiesInGeneral(node, operands, places)
    }
    let loop = LoopKey(phase: phase(after: operands, rows: form.rows), rows: form.rows)
    let x = operands.compactMap { operand($0, form, in: loop) }
    guard x.count == operands.count else { return false }
    append(.init(.kernel(kernel), x, into: nil, columns: form.columns), to: loop)
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
    let phase = phase(after: operands, rows: nil)
    others[phase, default: []].append(
      .general(
        GeneralStep(known, into: reserve(Shape.scalar)) { tensors, _ in
          TieSearch.hasTies(primitive, tensors, shape: shape) ? nil : Tensor(0)
        }))
    return true
  }
}
