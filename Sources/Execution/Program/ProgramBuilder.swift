internal import Graphs
internal import Tensors

/// Makes a machine's steps of a graph: what goes element by element or row by row over the same rows,
/// and can go on together, becomes one loop; what has to wait for a sum goes into a later phase.
struct ProgramBuilder {
  /// The loop of a phase over a number of rows.
  struct LoopKey: Hashable {
    let phase: Int
    let rows: Int
  }

  /// A loop that is being made.
  struct LoopDraft {
    var operations: [LoopOperation] = []
    /// The numbers that the values of a block take.
    var blockCount = 0
    /// Matrices of memory that were laid side by side.
    var loaded: [ProgramKey: LoopOperand] = [:]
    /// What operations on the same operands gave.
    var known: [Computation: LoopOperand] = [:]
  }

  /// An operation and its operands: the same twice is done once.
  struct Computation: Hashable {
    let kernel: VectorKernel
    let operands: [LoopOperand]
    let columns: Int
  }

  var layout: ProgramLayout
  private let bytes: Int
  /// The matrices whose rows are gone along.
  private let rowForms: Set<RowForm>

  /// The phase in which each stored value is made; −1 of inputs and constants.
  var phases: [ProgramKey: Int] = [:]
  /// The loop that makes a value, or sums it up.
  var joined: [ProgramKey: LoopKey] = [:]
  /// The values that come out of their loop only at its end.
  var summed: Set<ProgramKey> = []
  var locations: [ProgramKey: Location] = [:]
  private(set) var constants: [(Location, [Double])] = []
  private(set) var inputs: [Location] = []
  private(set) var outputCounts: [Int] = []
  private var reservedCount = 0
  var scratchCount = 16
  var loops: [LoopKey: LoopDraft] = [:]
  var others: [Int: [MachineStep]] = [:]

  private var roots: Set<ProgramKey> = []
  /// Values that lie in memory, however large they are.
  private var contained: Set<ProgramKey> = []
  /// Values that are used.
  private var live: Set<ProgramKey> = []
  /// Values that only the loop that makes them uses.
  private var locals: Set<ProgramKey> = []

  init(_ layout: ProgramLayout, bytes: Int) {
    self.layout = layout
    self.bytes = bytes
    rowForms = self.layout.rowForms()
  }

  /// The steps, phase by phase.
  var steps: [MachineStep] {
    let last = max(loops.keys.map(\.phase).max() ?? 0, others.keys.max() ?? 0)
    return (0...last).flatMap { phase in
      (others[phase] ?? [])
        + loops.filter { $0.key.phase == phase }.sorted { $0.key.rows < $1.key.rows }.map {
          .loop(
            Loop(
              rows: $0.key.rows, blockRows: blockRows(of: $0.key.rows),
              operations: $0.value.operations))
        }
    }
  }

  /// The numbers that memory takes, with room for the rows that are read behind the last one.
  var memoryCount: Int { reservedCount + 8 * (rowForms.map(\.columns).max() ?? 1) }

  /// The numbers that the values of any loop's block take.
  var blockCount: Int { loops.values.map(\.blockCount).max() ?? 0 }

  /// Where a value lies, and whether one element there stands for all.
  func location(of key: ProgramKey) -> Location? { locations[layout.resolved(key)] }

  /// The rows that are done at a time, a multiple of eight.
  func blockRows(of rows: Int) -> Int {
    let columns = rowForms.lazy.filter { $0.rows == rows }.map(\.columns).max() ?? 1
    let block = max(8, min(Machine.blockRows, Machine.blockLength / columns / 8 * 8))
    return min(block, max(8, Machine.padded(rows)))
  }

  /// The rows a value of some shape has in a loop.
  func form(of shape: Shape) -> RowForm {
    if let form = ProgramLayout.rows(of: shape), rowForms.contains(form) { return form }
    return RowForm(rows: shape.count, columns: 1)
  }

  // MARK: Code

  /// Makes the code of all values of the layout; those that are contained lie in memory.
  ///
  /// - Returns: Whether it fits into the memory that is allowed.
  mutating func emitAll(
    roots: [ProgramKey], results: [ProgramKey], contained: [ProgramKey]
  ) -> Bool {
    findUses(roots: roots)
    self.roots = Set(results.map { layout.resolved($0) })
    self.contained = Set(contained.map { layout.resolved($0) })
    // Expanded values are added as they are needed, behind the list that is walked.
    for key in layout.order where layout.values[key]?.alias == nil {
      var isNeeded = live.contains(key)
      // Every leaf is an input, in order.
      if case .leaf = layout.graph[key.id].primitive, key.expandedTo == nil { isNeeded = true }
      guard isNeeded else { continue }
      guard emit(key), reservedCount + outputCounts.reduce(0, +) <= bytes / 8 else {
        return false
      }
    }
    return inputs.count + outputCounts.count <= Machine.mostOutside
  }

  /// Finds the values that are used at all, and those that a loop can keep for itself.
  ///
  /// A matrix of which a product reads the transpose where it lies is not transposed.
  private mutating func findUses(roots: [ProgramKey]) {
    // A value whose users are all in its own loop may be local; which loop they are in turns out
    // when they are emitted, so it is decided by a dry run.
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
    for (key, loop) in dry.joined where !kept.contains(key) && !dry.summed.contains(key) {
      if (users[key] ?? []).allSatisfy({ dry.joined[$0] == loop }) { locals.insert(key) }
    }
  }

  /// The stored values that a value is made of.
  private mutating func stored(operandsOf key: ProgramKey) -> [ProgramKey] {
    if let operation = layout.rowOperation(of: key) {
      return wholeOperands(of: operation).map { layout.resolved($0) }
    }
    if key.expandedTo != nil {
      return [layout.resolved(key.source)]
    }
    let operands = operands(of: key)
    let primitive = layout.graph[key.id].primitive
    if let product = product(primitive, operands, key, 0) {
      return product.operands.map { layout.resolved($0) }
    }
    return operands.map { layout.resolved($0) }
  }

  /// The operands of a value as its code uses them, those that have to be whole expanded.
  mutating func operands(of key: ProgramKey) -> [ProgramKey] {
    let operands = layout.operands(of: key)
    guard let shape = layout.values[key]?.shape else { return operands }
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
      return isWhole || isSingle ? operand : layout.expanded(operand, to: shape)
    }
  }

  /// Whether a value is made element by element.
  func isElementwise(_ key: ProgramKey) -> Bool {
    if key.inForm, let form = StableForm(of: key.id, in: layout.graph) { return form.isElementwise }
    switch layout.graph[key.id].primitive {
    case .unary, .binary, .select, .clip, .cast(.bool): return true
    default: return false
    }
  }

  /// The first phase at whose beginning, or in whose loop of so many rows, all operands are there.
  func phase(after operands: [ProgramKey], rows: Int?) -> Int {
    operands.map { operand in
      let key = layout.resolved(operand)
      let made = phases[key] ?? -1
      let isInLoop = rows != nil && joined[key]?.rows == rows && !summed.contains(key)
      return isInLoop ? made : made + 1
    }.reduce(0, max)
  }

  mutating func emit(_ key: ProgramKey) -> Bool {
    guard let value = layout.values[key], locations[key] == nil else { return true }
    let count = value.shape.count
    if key.expandedTo == nil {
      switch layout.graph[key.id].primitive {
      case .leaf:
        let isCopied = count <= Machine.copiedCount || contained.contains(key)
        let location =
          isCopied
          ? reserve(value.shape) : Location(.input(inputs.count), offset: 0, count: count)
        locations[key] = location
        inputs.append(location)
        phases[key] = -1
        return true
      case .constant(let tensor):
        let location = reserve(value.shape)
        constants.append((location, tensor.elements))
        locations[key] = location
        phases[key] = -1
        return true
      default: break
      }
    }
    if let operation = layout.rowOperation(of: key) { return emit(operation, key) }
    if let shape = key.expandedTo { return expand(key, to: shape) }
    let before = layout.order.count
    let operands = operands(of: key)
    for added in layout.order[before...] { guard emit(added) else { return false } }
    if let step = product(layout.primitive(of: key.id), operands, key, count) {
      add(step.step, key, after: step.operands)
      return true
    }
    guard operands.allSatisfy({ location(of: $0) != nil }) else { return false }
    if isElementwise(key) { return emitElementwise(key, operands) }
    return emitStep(key, operands, value)
  }

  private mutating func emitStep(
    _ key: ProgramKey, _ operands: [ProgramKey], _ value: ProgramValue
  ) -> Bool {
    let result = reserve(value.shape)
    locations[key] = result
    let primitive = layout.primitive(of: key.id)
    let form = key.inForm ? StableForm(of: key.id, in: layout.graph) : nil
    let places = operands.compactMap { location(of: $0) }
    if form == nil, case .reduce(.sum, let axes, _) = primitive,
      let operand = operands.first, let shape = layout.values[operand]?.shape
    {
      if shape.count == value.shape.count * places[0].count, value.shape.count == 1 {
        return emitSum(of: operand, key, into: result)
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
    let phase = phase(after: operands, rows: nil)
    phases[key] = phase
    others[phase, default: []].append(step)
  }

  /// Adds to some code what values take the place of which when a run is to go on from the last.
  ///
  /// - Returns: Whether all of them are there.
  mutating func addUpdates(
    _ updates: [(from: ProgramKey, to: ProgramKey)], to code: inout Machine.Code
  ) -> Bool {
    let places = updates.compactMap { update -> (from: Location, to: Location)? in
      guard let from = location(of: update.from), let to = location(of: update.to),
        from.count == to.count
      else { return nil }
      return (from, to)
    }
    guard places.count == updates.count else { return false }
    var moves: [(from: Location, to: Location)] = []
    for (place, update) in zip(places, updates) where place.from != place.to {
      var from = place.from
      // What another update overwrites is put aside first.
      if let shape = layout.values[update.from]?.shape, places.contains(where: { $0.to == from }) {
        from = reserve(shape)
        code.updates.append((place.from, from))
      }
      moves.append((from, place.to))
    }
    code.updates += moves
    return true
  }

  /// Puts what was made into some code.
  func finish(_ code: inout Machine.Code) {
    code.steps = steps
    code.inputs = inputs
    code.outputCounts = outputCounts
    code.constants = constants
    code.memoryCount = memoryCount
    code.blockCount = blockCount
    code.scratchCount = scratchCount
  }

  // MARK: Memory

  /// Room for an array that is kept.
  mutating func reserve(_ shape: Shape) -> Location {
    let form = form(of: shape)
    let (count, overflow) = max(8, Machine.padded(form.rows))
      .multipliedReportingOverflow(by: form.columns)
    // What does not fit is refused when it is added up.
    defer { reservedCount += overflow ? bytes : count }
    return Location(.memory, offset: reservedCount, count: shape.count)
  }

  /// Room for a value that a loop makes: a block of it where nobody else needs it, and where it is a
  /// large result the array that is handed out.
  mutating func place(
    _ key: ProgramKey, _ shape: Shape, _ form: RowForm, in loop: LoopKey
  ) -> LoopOperand {
    let location: Location
    if locals.contains(key) {
      location = block(form.columns, in: loop, count: shape.count)
    } else if roots.contains(key), !contained.contains(key), shape.count > Machine.copiedCount {
      location = Location(.output(outputCounts.count), offset: 0, count: shape.count)
      outputCounts.append(shape.count)
    } else {
      location = reserve(shape)
    }
    locations[key] = location
    return LoopOperand(location, columns: form.columns)
  }

  /// Room for a block of so many columns.
  mutating func block(_ columns: Int, in loop: LoopKey, count: Int) -> Location {
    let room = blockRows(of: loop.rows) * columns
    let start = loops[loop]?.blockCount ?? 0
    loops[loop, default: LoopDraft()].blockCount += room
    return Location(.block, offset: start, count: count)
  }
}
