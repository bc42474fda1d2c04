internal import Graphs
internal import Tensors

// The steps that are no loops: repetition, sums along axes, products, and everything else.
extension ProgramBuilder {
  /// Repeats a value to a shape.
  mutating func expand(_ key: ProgramKey, to shape: Shape) -> Bool {
    let source = key.source
    guard let place = location(of: source), let value = layout.values[source] else { return false }
    let result = reserve(shape)
    locations[key] = result
    let from = value.isUniform ? Shape.scalar : value.shape
    let step: MachineStep
    let isRow = Array(shape.dimensions.suffix(from.rank)) == from.dimensions
    let isColumn = shape.rank == 2 && from.dimensions == [shape.dimensions[0], 1]
    if isRow, from.count > 0 {
      step = .repeatRow(place, rows: shape.count / from.count, into: result)
    } else if isColumn {
      step = .repeatColumn(place, columns: shape.dimensions[1], into: result)
    } else {
      step = .general(
        GeneralStep([.init(place, from, .float64)], into: result) { tensors, cancellation in
          try tensors[0].broadcast(to: shape, until: cancellation)
        })
    }
    add(step, key, after: [source])
    return true
  }

  /// A sum over the first or the last axes; nothing where axes between are summed over.
  mutating func sumAlong(
    _ axes: [Int], _ shape: Shape, _ place: Location, _ result: Location
  ) -> MachineStep? {
    let count = shape.rank
    let reduced = axes.reduce(1) { $0 * shape.dimensions[$1] }
    let kept = result.count
    guard !axes.isEmpty, shape.count > 0 else { return nil }
    if axes == Array((count - axes.count)..<count) {
      return .sumAlong(place, rows: kept, columns: reduced, overRows: false, into: result)
    }
    guard axes == Array(0..<axes.count) else { return nil }
    scratchCount = max(scratchCount, 2 * kept + reduced + 16)
    return .sumAlong(place, rows: reduced, columns: kept, overRows: true, into: result)
  }

  /// A product of vectors and matrices, of which a transposed matrix is read where it lies.
  mutating func product(
    _ primitive: Primitive, _ operands: [ProgramKey], _ key: ProgramKey, _ count: Int
  ) -> (step: MachineStep, operands: [ProgramKey])? {
    guard primitive == .matmul || primitive == .outer else { return nil }
    let shapes = operands.compactMap { layout.values[$0]?.shape.dimensions }
    guard shapes.count == 2, shapes.allSatisfy({ 1...2 ~= $0.count }) else { return nil }
    let isOuter = primitive == .outer
    let (a, b) = (shapes[0], shapes[1])
    let inner = isOuter ? 1 : a[a.count - 1]
    let rows = isOuter ? a[0] : a.count == 1 ? 1 : a[0]
    let columns = isOuter ? b[0] : b.count == 1 ? 1 : b[1]
    let (part, overflow) = rows.multipliedReportingOverflow(by: columns)
    let (size, beyond) = part.multipliedReportingOverflow(by: inner)
    guard !overflow, !beyond, size > 0 else { return nil }
    let left = a.count == 2 ? layout.untransposed(operands[0]) : (operands[0], false)
    let right =
      b.count == 2 && columns > 1 ? layout.untransposed(operands[1]) : (operands[1], false)
    guard let first = location(of: left.0), let second = location(of: right.0) else {
      return nil
    }
    scratchCount = max(scratchCount, 2 * max(rows, columns) + 16)
    let result = locations[key] ?? reserve(layout.values[key]?.shape ?? .scalar)
    locations[key] = result
    let step = MatrixStep(
      first, second, into: result, rows: rows, inner: inner, columns: columns,
      leftIsTransposed: left.1, rightIsTransposed: right.1)
    return (.product(step), [left.0, right.0])
  }

  func general(
    _ key: ProgramKey, _ primitive: Primitive, _ form: StableForm?, _ operands: [ProgramKey],
    _ places: [Location], _ result: Location, _ value: ProgramValue
  ) -> MachineStep {
    let known = zip(operands, places).map { operand, place in
      let value = layout.values[operand]
      let type = value?.precision.type ?? .float64
      return GeneralStep.Operand(place, value?.shape ?? .scalar, type)
    }
    let (shape, type) = (value.shape, value.precision.type)
    return .general(
      GeneralStep(known, into: result) { tensors, cancellation in
        if let form { return try form.value(tensors, type: type, until: cancellation) }
        return try ForwardKernel(
          primitive: primitive, shape: shape, type: type, cancellation: cancellation)(tensors)
      })
  }
}
