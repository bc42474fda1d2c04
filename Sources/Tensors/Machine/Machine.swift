internal import CVectorMath

/// Runs the steps of a compiled graph over memory that is allocated once.
///
/// Arrays in memory begin at multiples of eight elements and have room up to one, so that loops over
/// short ones run in whole vectors: what lies beyond an array is computed with and never read.
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
  /// The length up to which an array is copied into memory, with its room for whole vectors.
  public static let copiedCount = 4096

  private let steps: [MachineStep]
  private let inputs: [Location]
  private let memory: UnsafeMutablePointer<Double>
  private let memoryCount: Int
  private let blocks: UnsafeMutablePointer<Double>
  private let blockMemoryCount: Int
  private let scratch: UnsafeMutablePointer<Double>
  /// The inputs of the last run, which keep what was copied of them valid.
  private var lastInputs: [[Double]]

  /// The number of elements an array of a length has room for.
  public static func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }

  /// Makes a machine whose inputs go into memory, or are read where they are, and whose constants
  /// are put into memory once.
  public init(
    steps: [MachineStep], inputs: [Location], constants: [(Location, [Double])],
    memoryCount: Int, blockSlots: Int, scratchCount: Int
  ) {
    self.steps = steps
    self.inputs = inputs
    self.memoryCount = Machine.padded(memoryCount)
    blockMemoryCount = Machine.blockLength * max(1, blockSlots)
    memory = Machine.allocate(self.memoryCount)
    blocks = Machine.allocate(blockMemoryCount)
    scratch = Machine.allocate(Machine.padded(scratchCount))
    lastInputs = [[Double]](repeating: [], count: inputs.count)
    for (location, elements) in constants {
      for (index, element) in elements.enumerated() { memory[location.offset + index] = element }
    }
  }

  deinit {
    memory.deallocate()
    blocks.deallocate()
    scratch.deallocate()
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
    let raw = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * 8, alignment: 64)
    let pointer = raw.bindMemory(to: Double.self, capacity: max(1, count))
    pointer.initialize(repeating: 0, count: max(1, count))
    return pointer
  }

  /// Runs all steps on some inputs, which have the counts that were promised.
  ///
  /// - Throws: ``Interrupted``, or what a general step throws.
  public func run(_ values: [[Double]], until cancellation: Cancellation) throws -> Outcome {
    for (index, value) in values.enumerated() {
      guard value.count == inputs[index].count else { return .gaveUp }
      if case .memory = inputs[index].space { copy(value, to: inputs[index], index: index) }
    }
    return try withPointers(values, from: 0, []) { pointers in
      for step in steps {
        try cancellation.check()
        guard try perform(step, Pointers(inputs: pointers, machine: self), cancellation) else {
          return .gaveUp
        }
      }
      return .finished
    }
  }

  /// The elements at a location in memory.
  public func elements(at location: Location) -> [Double] {
    Array(UnsafeBufferPointer(start: memory + location.offset, count: location.count))
  }

  /// Copies an input, unless it is the very array that was copied last.
  private func copy(_ value: [Double], to location: Location, index: Int) {
    let isSame = value.withUnsafeBufferPointer { new in
      lastInputs[index].withUnsafeBufferPointer { old in
        new.baseAddress == old.baseAddress && new.count == old.count
      }
    }
    if isSame { return }
    value.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      (memory + location.offset).update(from: start, count: source.count)
    }
    lastInputs[index] = value
  }

  /// Calls a function with pointers to the inputs that are read where they are.
  private func withPointers(
    _ values: [[Double]], from index: Int, _ known: [UnsafePointer<Double>?],
    _ body: ([UnsafePointer<Double>?]) throws -> Outcome
  ) rethrows -> Outcome {
    guard index < values.count else { return try body(known) }
    guard case .input = inputs[index].space else {
      return try withPointers(values, from: index + 1, known + [nil], body)
    }
    return try values[index].withUnsafeBufferPointer {
      try withPointers(values, from: index + 1, known + [$0.baseAddress], body)
    }
  }

  /// The addresses of locations during one run.
  struct Pointers {
    let inputs: [UnsafePointer<Double>?]
    let memory: UnsafeMutablePointer<Double>
    let blocks: UnsafeMutablePointer<Double>

    init(inputs: [UnsafePointer<Double>?], machine: Machine) {
      self.inputs = inputs
      memory = machine.memory
      blocks = machine.blocks
    }

    /// The address of an operand in the block of a loop that begins at an element.
    @inline(__always)
    func read(_ location: Location, _ start: Int) -> UnsafePointer<Double> {
      switch location.space {
      case .memory:
        return UnsafePointer(memory + (location.offset + (location.count == 1 ? 0 : start)))
      case .block: return UnsafePointer(blocks + location.offset)
      case .input(let index):
        // The count of inputs was checked: one that is read in place is not empty.
        return (inputs[index] ?? UnsafePointer(memory)) + (location.count == 1 ? 0 : start)
      }
    }

    /// The address of a result in the block of a loop that begins at an element.
    @inline(__always)
    func write(_ location: Location, _ start: Int) -> UnsafeMutablePointer<Double> {
      switch location.space {
      case .memory, .input: memory + (location.offset + (location.count == 1 ? 0 : start))
      case .block: blocks + location.offset
      }
    }
  }

  private func perform(
    _ step: MachineStep, _ pointers: Pointers, _ cancellation: Cancellation
  ) throws -> Bool {
    switch step {
    case .loop(let count, let operations):
      return try loop(count, operations, pointers, cancellation)
    case .product(let product):
      try multiply(product, pointers, cancellation)
    case .repeatRow(let row, let rows, let result):
      let source = pointers.read(row, 0)
      let target = pointers.write(result, 0)
      for index in 0..<rows {
        (target + index * row.count).update(from: source, count: row.count)
      }
    case .repeatColumn(let column, let columns, let result):
      let source = pointers.read(column, 0)
      let target = pointers.write(result, 0)
      for index in 0..<column.count {
        (target + index * columns).update(repeating: source[index], count: columns)
      }
    case .sumAlong(let matrix, let rows, let columns, let overRows, let result):
      sum(matrix, rows, columns, overRows, result, pointers)
    case .general(let general):
      let tensors = general.operands.map { operand in
        let start = pointers.read(operand.location, 0)
        let elements = Array(UnsafeBufferPointer(start: start, count: operand.location.count))
        return Tensor(unrounded: operand.shape, elements, type: operand.type)
      }
      guard let value = try general.function(tensors, cancellation),
        value.elements.count == general.result.count
      else { return false }
      value.elements.withUnsafeBufferPointer { source in
        guard let start = source.baseAddress else { return }
        pointers.write(general.result, 0).update(from: start, count: source.count)
      }
    }
    return true
  }

  private func sum(
    _ matrix: Location, _ rows: Int, _ columns: Int, _ overRows: Bool, _ result: Location,
    _ pointers: Pointers
  ) {
    let source = pointers.read(matrix, 0)
    let target = pointers.write(result, 0)
    if overRows {
      // The product with a row of ones, which the scratch memory keeps at its end.
      let ones = scratch + 2 * columns
      ones.update(repeating: 1, count: rows)
      vm_vector_by_rows(ones, source, target, rows, columns, scratch, scratch + columns)
      return
    }
    for row in 0..<rows {
      var (high, low) = (0.0, 0.0)
      vm_sum(source + row * columns, columns, &high, &low)
      let sum = high + low
      target[row] = sum.isNaN ? high : sum
    }
  }

  private func multiply(
    _ step: MatrixStep, _ pointers: Pointers, _ cancellation: Cancellation
  ) throws(Interrupted) {
    let a = pointers.read(step.left, 0)
    let b = pointers.read(step.right, 0)
    let c = pointers.write(step.result, 0)
    let (rows, inner, columns) = (step.rows, step.inner, step.columns)
    if columns == 1 {
      // A column lies as a row does.
      if step.leftIsTransposed {
        vm_vector_by_rows(b, a, c, inner, rows, scratch, scratch + rows)
      } else {
        vm_rows_by_vector(a, b, c, rows, inner)
      }
      return
    }
    for row in 0..<rows {
      var line = a + row * inner
      if step.leftIsTransposed {
        let copy = scratch + 2 * columns
        for k in 0..<inner { copy[k] = a[k * rows + row] }
        line = UnsafePointer(copy)
      }
      if step.rightIsTransposed {
        for column in 0..<columns {
          c[row * columns + column] = vm_dot(line, b + column * inner, inner)
        }
      } else {
        vm_vector_by_rows(
          line, b, c + row * columns, inner, columns, scratch, scratch + columns)
      }
      if row % 64 == 63 { try cancellation.check() }
    }
  }
}
