internal import Graphs
internal import Tensors

/// Makes a machine's steps of a graph: element by element work of one length that can go on
/// together becomes one loop, and what has to wait for a sum or a product goes into a later phase.
struct ProgramBuilder {
  var layout: ProgramLayout
  private let bytes: Int

  /// The phase in which each stored value is made; −1 of inputs and constants.
  var phases: [ProgramKey: Int] = [:]
  /// The length of the loop that makes a value, if a loop makes it.
  var loopCounts: [ProgramKey: Int] = [:]
  var locations: [ProgramKey: Location] = [:]
  private(set) var constants: [(Location, [Double])] = []
  private(set) var inputs: [Location] = []
  private(set) var memoryCount = 0
  private(set) var blockSlots = 0
  var scratchCount = 16

  /// The loop that makes a value, or sums it up.
  var joined: [ProgramKey: LoopKey] = [:]

  struct LoopKey: Hashable {
    let phase: Int
    let count: Int
  }
  var loops: [LoopKey: [LoopOperation]] = [:]
  var others: [Int: [MachineStep]] = [:]
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
    let isFlat = operands.allSatisfy { operand in
      layout.values[operand].map { $0.shape.count == 1 || $0.isUniform } ?? false
    }
    return operands.enumerated().map { place, operand in
      guard let value = layout.values[operand] else { return operand }
      // A loop reads as many elements as it writes from one operand at least.
      if isFlat, place == 0, shape.count > 1 { return layout.expanded(operand, to: shape) }
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
  func phase(after operands: [ProgramKey], count: Int?) -> Int {
    operands.map { operand in
      let key = layout.resolved(operand)
      let made = phases[key] ?? -1
      return count != nil && loopCounts[key] == count ? made : made + 1
    }.reduce(0, max)
  }

  mutating func emit(_ key: ProgramKey) -> Bool {
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

  mutating func add(_ step: MachineStep, _ key: ProgramKey, after operands: [ProgramKey]) {
    let phase = phase(after: operands, count: nil)
    phases[key] = phase
    others[phase, default: []].append(step)
  }

  // MARK: Memory

  /// Room for an array that is kept.
  mutating func reserve(_ count: Int) -> Location {
    defer { memoryCount += Machine.padded(max(1, count)) }
    return Location(.memory, offset: memoryCount, count: count)
  }

  /// Room for a block of an array that only one loop uses.
  mutating func block(_ count: Int) -> Location {
    defer { blockSlots += 1 }
    return Location(.block, offset: blockSlots * Machine.blockLength, count: count)
  }

  /// Room for what one operation leaves to the next.
  mutating func passing(_ count: Int) -> Location {
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
}
