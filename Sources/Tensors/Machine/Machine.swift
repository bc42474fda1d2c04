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
  /// The most rows of a block: the values of a loop, a dozen or so, fit into that cache together.
  public static let blockRows = 256
  /// The length up to which an array is copied into memory.
  public static let copiedCount = 4096
  /// The most columns of a matrix whose rows are gone along in a loop.
  public static let mostColumns = 1024
  /// The most sums of products of two columns that a loop keeps at a time.
  public static let mostPairs = 1024
  /// The most arrays that are read and written where they are.
  public static let mostOutside = Int(VM_BASES) - 2
  /// The elements that a thread takes at a time, and after which it is asked whether to stop.
  static let pieceLength = 1 << 14

  /// What is done in one go: loops in C, or the step at a place.
  enum Part {
    case loops(Range<Int>)
    case step(Int)
  }

  private let parts: [Part]
  private let steps: [MachineStep]
  private let table: LoopTable
  private let inputs: [Location]
  private let results: [(location: Location, count: Int)]
  private let updates: [(from: Location, to: Location)]
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
  /// The same of small results, which are copied out of memory.
  private var copies: [[Double]]

  /// The number of elements an array of a length has room for.
  public static func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }

  /// What a machine is made of.
  public struct Code {
    /// What is done, in order.
    public var steps: [MachineStep] = []
    /// Where inputs go: into memory, or where they are read.
    public var inputs: [Location] = []
    /// The numbers of each large result.
    public var outputCounts: [Int] = []
    /// What is put into memory once.
    public var constants: [(Location, [Double])] = []
    /// Where results are found, and how many numbers each has, of which one may stand for all.
    public var results: [(location: Location, count: Int)] = []
    /// What goes from one place to another, in order, when a run is to go on from the last.
    public var updates: [(from: Location, to: Location)] = []
    /// The numbers that memory takes.
    public var memoryCount = 0
    /// The numbers that the values of any loop's block take.
    public var blockCount = 0
    /// The numbers that steps need beside their results.
    public var scratchCount = 0

    /// Makes code that does nothing.
    public init() {}
  }

  /// Makes a machine.
  public init(_ code: Code) {
    inputs = code.inputs
    results = code.results
    updates = code.updates
    table = LoopTable(inputCount: inputs.count)
    steps = code.steps
    parts = Machine.parts(of: code.steps, table)
    blockCount = Machine.padded(max(8, code.blockCount))
    memory = Machine.allocate(Machine.padded(code.memoryCount))
    room = Machine.allocate(vm_room(blockCount, Machine.padded(table.tailCount)))
    sums = Machine.allocate(table.sumCount)
    scratch = Machine.allocate(Machine.padded(code.scratchCount))
    baseCount = 2 + inputs.count + code.outputCounts.count
    bases = .allocate(capacity: baseCount)
    bases.initialize(repeating: memory, count: baseCount)
    isContained = code.outputCounts.isEmpty && inputs.allSatisfy { $0.space == .memory }
    lastInputs = [[Double]](repeating: [], count: inputs.count)
    outputs = code.outputCounts.map { [Double](repeating: 0, count: $0) }
    copies = code.results.map { _ in [] }
    for (location, elements) in code.constants {
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
    for (index, step) in steps.enumerated() {
      guard case .loop(let loop) = step else {
        parts.append(.step(index))
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

  /// Sets an input.
  ///
  /// - Returns: Whether it has the count that was promised.
  public func set(_ index: Int, to value: [Double]) -> Bool {
    let location = inputs[index]
    guard value.count == location.count else { return false }
    let isSame = value.withUnsafeBufferPointer { new in
      lastInputs[index].withUnsafeBufferPointer { $0.baseAddress == new.baseAddress }
    }
    // The very array that was copied last is there already.
    guard !isSame else { return true }
    if case .memory = location.space {
      value.withUnsafeBufferPointer { put($0, at: memory + location.offset) }
    }
    lastInputs[index] = value
    return true
  }

  /// Forgets what was copied, so that every input is copied anew when it is set.
  public func forget() {
    for index in lastInputs.indices { lastInputs[index] = [] }
  }

  /// Runs all steps on the inputs.
  ///
  /// - Throws: ``Interrupted``, or what a general step throws.
  public func run(until cancellation: Cancellation) throws -> Outcome {
    if isContained { return try runParts(until: cancellation) }
    return try withInputs(from: 0) {
      try withOutputs(from: 0) { try runParts(until: cancellation) }
    }
  }

  /// Puts what the last run made in the place of what the next one begins with.
  public func advance() {
    for (from, to) in updates {
      address(to).update(from: address(from), count: to.count == 1 ? 8 : to.count)
    }
  }

  private func runParts(until cancellation: Cancellation) throws -> Outcome {
    try cancellation.check()
    for part in parts {
      switch part {
      case .loops(let range):
        guard try run(range, until: cancellation) else { return .gaveUp }
      case .step(let index):
        try cancellation.check()
        guard try perform(steps[index], cancellation) else { return .gaveUp }
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

  /// The elements of a result.
  public func elements(of index: Int) -> [Double] {
    let (location, count) = results[index]
    switch location.space {
    case .input(let input) where location.count == count: return lastInputs[input]
    case .output(let output): return outputs[output]
    case .input, .memory, .block: break
    }
    if copies[index].count != count { copies[index] = [Double](repeating: 0, count: count) }
    let source = address(location)
    copies[index].withUnsafeMutableBufferPointer { target in
      guard let start = target.baseAddress else { return }
      if location.count == count {
        start.update(from: source, count: count)
      } else {
        start.update(repeating: source.pointee, count: count)
      }
    }
    return copies[index]
  }

  // MARK: Data

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
    from index: Int, _ body: () throws -> Outcome
  ) rethrows -> Outcome {
    guard index < inputs.count else { return try body() }
    guard case .input = inputs[index].space else {
      return try withInputs(from: index + 1, body)
    }
    return try lastInputs[index].withUnsafeBufferPointer {
      // Nothing writes to an input.
      bases[table.base(of: .input(index))] = UnsafeMutablePointer(mutating: $0.baseAddress)
      return try withInputs(from: index + 1, body)
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
