internal import CVectorMath

extension Machine {
  /// Runs the operations of a loop block by block, so that what one makes is still near when the
  /// next uses it.
  ///
  /// - Returns: Whether nothing came up that was to be refused.
  func loop(
    _ count: Int, _ operations: [LoopOperation], _ pointers: Pointers,
    _ cancellation: Cancellation
  ) throws(Interrupted) -> Bool {
    var sums = [CompensatedParts](repeating: CompensatedParts(), count: operations.count)
    var start = 0
    var blocks = 0
    while start < count {
      let length = min(Machine.blockLength, count - start)
      // Short arrays lie in memory with room up to whole vectors.
      let width = count <= Machine.copiedCount ? Machine.padded(length) : length
      for (index, operation) in operations.enumerated() {
        guard
          perform(operation, start, length: length, width: width, pointers, &sums[index])
        else { return false }
      }
      start += length
      blocks += 1
      if blocks % 64 == 0 { try cancellation.check() }
    }
    for (index, operation) in operations.enumerated() {
      if case .sum(_, into: let result) = operation {
        pointers.write(result, 0).pointee = sums[index].value
      }
    }
    return true
  }

  /// A sum in two parts, as the vector loops keep it.
  struct CompensatedParts {
    var high = 0.0
    var low = 0.0

    /// The sum.
    var value: Double {
      let sum = high + low
      return sum.isNaN ? high : sum
    }
  }

  @inline(__always)
  private func perform(
    _ operation: LoopOperation, _ start: Int, length: Int, width: Int, _ pointers: Pointers,
    _ sum: inout CompensatedParts
  ) -> Bool {
    switch operation {
    case .unary(let kernel, let x, let result):
      kernel.function(pointers.read(x, start), pointers.write(result, start), width)
    case .binary(let kernel, let x, let y, let result):
      let functions = kernel.functions
      let function =
        x.count == y.count ? functions.both : y.count == 1 ? functions.left : functions.right
      function(
        pointers.read(x, start), pointers.read(y, start), pointers.write(result, start), width)
    case .select(let c, let x, let y, let result):
      vm_select(
        pointers.read(c, start), pointers.read(x, start), pointers.read(y, start),
        pointers.write(result, start), width)
    case .map(let function, let x, let result):
      let source = pointers.read(x, start)
      let target = pointers.write(result, start)
      for index in 0..<length { target[index] = function(source[index]) }
    case .combine(let function, let x, let y, let result):
      let (left, right) = (pointers.read(x, start), pointers.read(y, start))
      let target = pointers.write(result, start)
      let xStep = x.count == 1 ? 0 : 1
      let yStep = y.count == 1 ? 0 : 1
      for index in 0..<length {
        target[index] = function(left[index * xStep], right[index * yStep])
      }
    case .sum(let x, into: _):
      vm_sum(pointers.read(x, start), length, &sum.high, &sum.low)
    case .refuseZero(let x):
      return vm_has_zero(pointers.read(x, start), length) == 0
    case .refuseNonFinite(let x):
      return vm_all_finite(pointers.read(x, start), length) != 0
    }
    return true
  }
}
