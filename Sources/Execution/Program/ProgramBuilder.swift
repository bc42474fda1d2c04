internal import Graphs
internal import Tensors

/// Makes a machine's steps of a graph: element by element work of one length that can go on
/// together becomes one loop, and what has to wait for a sum or a product goes into a later phase.
struct ProgramBuilder {
  private(set) var layout: ProgramLayout
  private let bytes: Int

  /// The phase in which each stored value is made; −1 of inputs and constants.
  private var phases: [ProgramKey: Int] = [:]
  /// The length of the loop that makes a value, if a loop makes it.
  private var loopCounts: [ProgramKey: Int] = [:]
  private var locations: [ProgramKey: Location] = [:]
  private(set) var constants: [(Location, [Double])] = []
  private(set) var inputs: [Location] = []
  private(set) var memoryCount = 0
  private(set) var blockSlots = 0
  private(set) var scratchCount = 16

  /// The loop that makes a value, or sums it up.
  private var joined: [ProgramKey: LoopKey] = [:]

  private struct LoopKey: Hashable {
    let phase: Int
    let count: Int
  }
  private var loops: [LoopKey: [LoopOperation]] = [:]
  private var others: [Int: [MachineStep]] = [:]
  /// Values that are used.
  private var live: Set<ProgramKey> = []
  /// Values that only the loop that makes them uses.
  private var locals: Set<ProgramKey> = []

  init(_ layout: ProgramLayout, bytes: Int) {
    self.layout = layout
    self.bytes = bytes
  }

  /// The steps, phase by phase.
  var steps: [MachineStep] {
    let last = max(loops.keys.map(\.phase).max() ?? 0, others.keys.max() ?? 0)
    return (0...last).flatMap { phase in
      (others[phase] ?? [])
        + loops.filter { $0.key.phase == phase }.sorted { $0.key.count < $1.key.count }.map {
          .loop(count: $0.key.count, $0.value)
        }
    }
  }

  /// Where a value lies, and whether one element there stands for all.
  func location(of key: ProgramKey) -> Location? { locations[layout.resolved(key)] }

  // MARK: Code

  /// Makes the code of all values of the layout.
  ///
  /// - Returns: Whether it fits into the memory that is allowed.
  mutating func emitAll(roots: [ProgramKey]) -> Bool {
    findUses(roots: roots)
    // Expanded values are added as they are needed, behind the list that is walked.
    for key in layout.order where layout.values[key]?.alias == nil {
      var isNeeded = live.contains(key)
      // Every leaf is an input, in order.
      if case .leaf = layout.graph[key.id].primitive { isNeeded = true }
      guard isNeeded else { continue }
      guard emit(key), memoryCount <= bytes / 8 else { return false }
    }
    return true
  }

  /// Finds the values that are used at all, and those that a loop can keep for itself.
  ///
  /// Those of short loops lie in memory anyway. A matrix of which a product reads the transpose where
  /// it lies is not transposed.
  private mutating func findUses(roots: [ProgramKey]) {
    // A value whose users are all element by element and of its length may be local; whether they
    // are in the same phase turns out when they are emitted, so it is decided by a dry run.
    var dry = self
    for key in layout.order where layout.values[key]?.alias == nil { _ = dry.emit(key) }
    var users: [ProgramKey: [ProgramKey]] = [:]
    var pending = roots.map { layout.resolved($0) }
    while let key = pending.popLast() {
      guard live.insert(key).inserted else { continue }
      for operand in dry.stored(operandsOf: key) {
        users[operand, default: []].append(key)
        pending.append(operand)
      }
    }
    let kept = Set(roots.map { layout.resolved($0) })
    for (key, count) in dry.loopCounts where count > Machine.copiedCount && !kept.contains(key) {
      let isLocal = (users[key] ?? []).allSatisfy { dry.joined[$0] == dry.joined[key] }
      if isLocal { locals.insert(key) }
    }
  }

  /// The stored values that a value is made of.
  private mutating func stored(operandsOf key: ProgramKey) -> [ProgramKey] {
    if key.expandedTo != nil {
      return [layout.resolved(ProgramKey(key.id, inForm: key.inForm))]
    }
    let operands = operands(of: key)
    let primitive = layout.graph[key.id].primitive
    if let product = product(primitive, operands, key, 0) {
      return product.operands.map { layout.resolved($0) }
    }
    return operands.map { layout.resolved($0) }
  }

  /// The operands of a value as its code uses them, those that have to be whole expanded.
  private mutating func operands(of key: ProgramKey) -> [ProgramKey] {
    let operands = layout.operands(of: key)
    guard let shape = layout.values[key]?.shape else { return operands }
    let isSelect = layout.graph[key.id].primitive == .select
    guard isElementwise(key) else {
      // Everything else wants its operands whole.
      return operands.map { operand in
        guard let value = layout.values[operand], value.isUniform else { return operand }
        return layout.expanded(operand, to: value.shape)
      }
    }
    return operands.map { operand in
      guard let value = layout.values[operand] else { return operand }
      let isWhole = value.shape.count == shape.count && !value.isUniform
      let isSingle = value.shape.count == 1 || value.isUniform
      if isWhole || (isSingle && !isSelect) { return operand }
      return layout.expanded(operand, to: shape)
    }
  }

  /// Whether a value is made element by element.
  private func isElementwise(_ key: ProgramKey) -> Bool {
    if key.inForm, let form = StableForm(of: key.id, in: layout.graph) { return form.isElementwise }
    switch layout.graph[key.id].primitive {
    case .unary, .binary, .select, .clip, .cast(.bool): return true
    default: return false
    }
  }

  /// The first phase at whose beginning, or in whose loop of this length, all operands are there.
  private func phase(after operands: [ProgramKey], count: Int?) -> Int {
    operands.map { operand in
      let key = layout.resolved(operand)
      let made = phases[key] ?? -1
      return count != nil && loopCounts[key] == count ? made : made + 1
    }.reduce(0, max)
  }

  private mutating func emit(_ key: ProgramKey) -> Bool {
    guard let value = layout.values[key], locations[key] == nil else { return true }
    if let shape = key.expandedTo { return expand(key, to: shape) }
    let count = value.shape.count
    switch layout.graph[key.id].primitive {
    case .leaf:
      let isCopied = count <= Machine.copiedCount
      locations[key] =
        isCopied ? reserve(count) : Location(.input(inputs.count), offset: 0, count: count)
      if let location = locations[key] { inputs.append(location) }
      phases[key] = -1
      return true
    case .constant(let tensor):
      let location = reserve(count)
      constants.append((location, tensor.elements))
      locations[key] = location
      phases[key] = -1
      return true
    default: break
    }
    let before = layout.order.count
    let operands = operands(of: key)
    for added in layout.order[before...] { guard emit(added) else { return false } }
    if let step = product(layout.primitive(of: key.id), operands, key, count) {
      add(step.step, key, after: step.operands)
      return true
    }
    let places = operands.compactMap { location(of: $0) }
    guard places.count == operands.count else { return false }
    if isElementwise(key) {
      let phase = phase(after: operands, count: count)
      phases[key] = phase
      loopCounts[key] = count
      joined[key] = LoopKey(phase: phase, count: count)
      let isLocal = locals.contains(key)
      let result = isLocal ? block(count) : reserve(count)
      locations[key] = result
      loops[LoopKey(phase: phase, count: count), default: []] += elementwise(
        key, places, into: result)
      return true
    }
    return emitStep(key, operands, places, value)
  }

  private mutating func emitStep(
    _ key: ProgramKey, _ operands: [ProgramKey], _ places: [Location], _ value: ProgramValue
  ) -> Bool {
    let result = reserve(value.shape.count)
    locations[key] = result
    let primitive = layout.primitive(of: key.id)
    let form = key.inForm ? StableForm(of: key.id, in: layout.graph) : nil
    if form == nil, case .reduce(.sum, let axes, _) = primitive,
      let operand = operands.first, let shape = layout.values[operand]?.shape
    {
      if shape.count == value.shape.count * places[0].count, value.shape.count == 1 {
        let phase = phase(after: operands, count: places[0].count)
        phases[key] = phase
        joined[key] = LoopKey(phase: phase, count: places[0].count)
        loops[LoopKey(phase: phase, count: places[0].count), default: []].append(
          .sum(places[0], into: result))
        return true
      }
      if let step = sumAlong(axes, shape, places[0], result) {
        add(step, key, after: operands)
        return true
      }
    }
    add(general(key, primitive, form, operands, places, result, value), key, after: operands)
    return true
  }

  private mutating func add(_ step: MachineStep, _ key: ProgramKey, after operands: [ProgramKey]) {
    let phase = phase(after: operands, count: nil)
    phases[key] = phase
    others[phase, default: []].append(step)
  }

  // MARK: Memory

  /// Room for an array that is kept.
  private mutating func reserve(_ count: Int) -> Location {
    defer { memoryCount += Machine.padded(max(1, count)) }
    return Location(.memory, offset: memoryCount, count: count)
  }

  /// Room for a block of an array that only one loop uses.
  private mutating func block(_ count: Int) -> Location {
    defer { blockSlots += 1 }
    return Location(.block, offset: blockSlots * Machine.blockLength, count: count)
  }

  /// Room for what one operation leaves to the next.
  private mutating func passing(_ count: Int) -> Location {
    count > Machine.copiedCount ? block(count) : reserve(count)
  }

  // MARK: Element by element

  private mutating func elementwise(
    _ key: ProgramKey, _ x: [Location], into result: Location
  ) -> [LoopOperation] {
    if key.inForm, let form = StableForm(of: key.id, in: layout.graph) {
      return form.operations(x, into: result) { passing($0) }
    }
    switch layout.graph[key.id].primitive {
    case .unary(let function):
      if let kernel = function.kernel { return [.unary(kernel, x[0], into: result)] }
      return [.map(function.function, x[0], into: result)]
    case .binary(let function):
      if result.count > 1, x[0].count == 1, x[1].count == 1 {
        return [.combine(function.function, x[0], x[1], into: result)]
      }
      if let (kernel, isSwapped) = function.kernel {
        return [.binary(kernel, x[isSwapped ? 1 : 0], x[isSwapped ? 0 : 1], into: result)]
      }
      return [.combine(function.function, x[0], x[1], into: result)]
    case .select: return [.select(x[0], x[1], x[2], into: result)]
    case .clip:
      let middle = passing(result.count)
      let isFlat = result.count > 1 && x[0].count == 1 && x[1].count == 1
      return [
        isFlat
          ? .combine(StableMath.maximum, x[0], x[1], into: middle)
          : .binary(.maximum, x[0], x[1], into: middle),
        .binary(.minimum, middle, x[2], into: result),
      ]
    case .cast: return [.map({ $0 == 0 ? 0 : 1 }, x[0], into: result)]
    default: return []
    }
  }

  private mutating func expand(_ key: ProgramKey, to shape: Shape) -> Bool {
    let source = ProgramKey(key.id, inForm: key.inForm)
    guard let place = location(of: source), let value = layout.values[source] else { return false }
    let result = reserve(shape.count)
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

  // MARK: Steps of their own

  private mutating func sumAlong(
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
  private mutating func product(
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
    guard !overflow, !beyond, size > 0, columns == 1 || rows == 1 || size <= 1 << 21 else {
      return nil
    }
    let left = untransposed(operands[0], isMatrix: a.count == 2)
    let right = untransposed(operands[1], isMatrix: b.count == 2 && columns > 1)
    guard let first = location(of: left.key), let second = location(of: right.key) else {
      return nil
    }
    scratchCount = max(scratchCount, 2 * max(rows, columns) + max(inner, rows) + 16)
    let result = locations[key] ?? reserve(count)
    locations[key] = result
    let step = MatrixStep(
      first, second, into: result, rows: rows, inner: inner, columns: columns,
      leftIsTransposed: left.isTransposed, rightIsTransposed: right.isTransposed)
    return (.product(step), [left.key, right.key])
  }

  private func untransposed(
    _ key: ProgramKey, isMatrix: Bool
  ) -> (key: ProgramKey, isTransposed: Bool) {
    let stored = layout.resolved(key)
    guard isMatrix, stored.expandedTo == nil, !stored.inForm,
      layout.values[stored]?.shape == layout.values[key]?.shape,
      layout.graph[stored.id].primitive == .transpose([1, 0])
    else { return (key, false) }
    let source = ProgramKey(layout.graph[stored.id].operands[0], inForm: false)
    guard layout.values[source]?.isUniform == false else { return (key, false) }
    return (source, true)
  }

  private func general(
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

  // MARK: Checks

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
