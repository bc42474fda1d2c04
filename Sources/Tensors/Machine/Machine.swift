internal import CVectorMath

/// Runs the steps of a compiled graph over memory that is allocated once.
///
/// Arrays in memory have room up to whole vectors, so that loops over short ones need no remainder:
/// what lies beyond an array is computed with and never read. A number lies there eight times.
public final class Machine {
  /// How a run ended.
  public enum Outcome: Sendable {
    /// The results are in memory.
    case finished
    /// Something came up that the steps do not handle: the caller has to go another way.
    case gaveUp
  }

  /// The elements of a block: a few of them fit into a processor's nearest cache.
  public static let blockLength = 1024
  /// The length up to which an array is copied into memory.
  public static let copiedCount = 4096
  /// The most columns of a matrix whose rows are gone along in a loop.
  public static let mostColumns = 1024
  /// The most arrays that are read and written where they are.
  public static let mostOutside = Int(VM_BASES) - 2
  /// The blocks after which the question is asked whether to stop.
  static let blocksPerPiece = 16

  /// What is done in one go: loops in C, or one step here.
  enum Part {
    case loops(Range<Int>)
    case step(MachineStep)
  }

  private let parts: [Part]
  private let table: LoopTable
  private let inputs: [Location]
  private let outputCounts: [Int]
  let scratch: UnsafeMutablePointer<Double>
  private let memory: UnsafeMutablePointer<Double>
  private let room: UnsafeMutablePointer<Double>
  private let blockCount: Int
  private let sums: UnsafeMutablePointer<Double>
  /// The addresses that places count from.
  private let bases: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>
  private let baseCount: Int
  /// Whether no array is read or written where it is.
  private let isContained: Bool
  /// The inputs of the last run, which keep what was copied of them valid.
  private var lastInputs: [[Double]]
  /// The large results of the last run, whose memory is used again once nobody else has it.
  private var outputs: [[Double]]

  /// The number of elements an array of a length has room for.
  public static func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }

  /// Makes a machine whose inputs go into memory, or are read where they are, and whose constants
  /// are put into memory once.
  public init(
    steps: [MachineStep], inputs: [Location], outputCounts: [Int],
    constants: [(Location, [Double])], memoryCount: Int, blockCount: Int, scratchCount: Int
  ) {
    self.inputs = inputs
    self.outputCounts = outputCounts
    table = LoopTable(inputCount: inputs.count)
    parts = Machine.parts(of: steps, table)
    self.blockCount = Machine.padded(max(8, blockCount))
    memory = Machine.allocate(Machine.padded(memoryCount))
    room = Machine.allocate(vm_room(self.blockCount, Machine.padded(table.tailCount)))
    sums = Machine.allocate(table.sumCount)
    scratch = Machine.allocate(Machine.padded(scratchCount))
    baseCount = 2 + inputs.count + outputCounts.count
    bases = .allocate(capacity: baseCount)
    bases.initialize(repeating: memory, count: baseCount)
    isContained = outputCounts.isEmpty && inputs.allSatisfy { $0.space == .memory }
    lastInputs = [[Double]](repeating: [], count: inputs.count)
    outputs = [[Double]](repeating: [], count: outputCounts.count)
    for (location, elements) in constants {
      elements.withUnsafeBufferPointer { put($0, at: memory + location.offset) }
    }
  }

  deinit {
    memory.deallocate()
    room.deallocate()
    sums.deallocate()
    scratch.deallocate()
    bases.deallocate()
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
    let raw = UnsafeMutableRawPointer.allocate(byteCount: max(8, count) * 8, alignment: 64)
    let pointer = raw.bindMemory(to: Double.self, capacity: max(8, count))
    pointer.initialize(repeating: 0, count: max(8, count))
    return pointer
  }

  /// Loops that follow one another become one part.
  private static func parts(of steps: [MachineStep], _ table: LoopTable) -> [Part] {
    var parts: [Part] = []
    for step in steps {
      guard case .loop(let loop) = step else {
        parts.append(.step(step))
        continue
      }
      table.append(loop)
      let end = table.loops.count
      if case .loops(let range)? = parts.last {
        parts[parts.count - 1] = .loops(range.lowerBound..<end)
      } else {
        parts.append(.loops((end - 1)..<end))
      }
    }
    return parts
  }

  /// Runs all steps on some inputs, which have the counts that were promised.
  ///
  /// - Throws: ``Interrupted``, or what a general step throws.
  public func run(_ values: [[Double]], until cancellation: Cancellation) throws -> Outcome {
    guard values.count == inputs.count else { return .gaveUp }
    for (index, value) in values.enumerated() {
      guard value.count == inputs[index].count else { return .gaveUp }
      if case .memory = inputs[index].space { copy(value, to: inputs[index], index: index) }
      lastInputs[index] = value
    }
    if isContained { return try runParts(until: cancellation) }
    for (index, count) in outputCounts.enumerated() where outputs[index].count != count {
      outputs[index] = [Double](unsafeUninitializedCapacity: count) { $1 = count }
    }
    return try withInputs(values, from: 0) {
      try withOutputs(from: 0) { try runParts(until: cancellation) }
    }
  }

  private func runParts(until cancellation: Cancellation) throws -> Outcome {
    try cancellation.check()
    for part in parts {
      switch part {
      case .loops(let range):
        guard try run(range, until: cancellation) else { return .gaveUp }
      case .step(let step):
        try cancellation.check()
        guard try perform(step, cancellation) else { return .gaveUp }
      }
    }
    return .finished
  }

  private func run(_ range: Range<Int>, until cancellation: Cancellation) throws(Interrupted)
    -> Bool
  {
    let outcome = table.loops.withUnsafeBufferPointer { loops in
      withUnsafePointer(to: cancellation) { question in
        vm_run(
          loops.baseAddress.map { $0 + range.lowerBound }, range.count, bases, baseCount, room,
          blockCount, Machine.padded(table.tailCount), sums,
          { context in
            let question = context?.assumingMemoryBound(to: Cancellation.self)
            return question?.pointee.isCancelled() == true ? 1 : 0
          }, question)
      }
    }
    if outcome == VM_CANCELLED { throw Interrupted() }
    return outcome == VM_FINISHED
  }

  /// The elements at a location in memory, or of a large input or result.
  public func elements(at location: Location) -> [Double] {
    switch location.space {
    case .input(let index): lastInputs[index]
    case .output(let index): outputs[index]
    case .memory, .block:
      Array(UnsafeBufferPointer(start: memory + location.offset, count: location.count))
    }
  }

  // MARK: Data

  /// Copies an input, unless it is the very array that was copied last.
  private func copy(_ value: [Double], to location: Location, index: Int) {
    value.withUnsafeBufferPointer { new in
      let isSame = lastInputs[index].withUnsafeBufferPointer { old in
        new.baseAddress == old.baseAddress && new.count == old.count
      }
      if !isSame { put(new, at: memory + location.offset) }
    }
  }

  /// Puts an array into memory; a number eight times.
  private func put(
    _ source: UnsafeBufferPointer<Double>, at target: UnsafeMutablePointer<Double>
  ) {
    guard let start = source.baseAddress, source.count > 0 else { return }
    if source.count == 1 {
      target.update(repeating: start.pointee, count: 8)
    } else {
      target.update(from: start, count: source.count)
    }
  }

  /// Calls a function while the bases of inputs that are read where they are hold their addresses.
  private func withInputs(
    _ values: [[Double]], from index: Int, _ body: () throws -> Outcome
  ) rethrows -> Outcome {
    guard index < values.count else { return try body() }
    guard case .input = inputs[index].space else {
      return try withInputs(values, from: index + 1, body)
    }
    return try values[index].withUnsafeBufferPointer {
      // Nothing writes to an input.
      bases[table.base(of: .input(index))] = UnsafeMutablePointer(mutating: $0.baseAddress)
      return try withInputs(values, from: index + 1, body)
    }
  }

  /// The same for results that are written where they go.
  private func withOutputs(from index: Int, _ body: () throws -> Outcome) rethrows -> Outcome {
    guard index < outputs.count else { return try body() }
    var array: [Double] = []
    swap(&array, &outputs[index])
    defer { swap(&array, &outputs[index]) }
    return try array.withUnsafeMutableBufferPointer {
      bases[table.base(of: .output(index))] = $0.baseAddress
      return try withOutputs(from: index + 1, body)
    }
  }

  /// The address of an array.
  func address(_ location: Location) -> UnsafeMutablePointer<Double> {
    (bases[table.base(of: location.space)] ?? memory) + location.offset
  }

  /// Keeps a step's result of one number as numbers are kept.
  func settle(_ location: Location) {
    guard location.count == 1, location.space == .memory else { return }
    let target = address(location)
    target.update(repeating: target.pointee, count: 8)
  }
}
