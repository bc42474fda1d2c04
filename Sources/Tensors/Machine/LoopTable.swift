internal import CVectorMath

/// The loops of a machine in the form in which C runs them.
final class LoopTable {
  private(set) var loops: [vm_loop] = []
  /// The numbers that the sums of any loop take.
  private(set) var sumCount = 16
  /// The numbers that the last rows of arrays without room for whole vectors take.
  private(set) var tailCount = 0

  private let inputCount: Int
  private var operations: [UnsafeMutableBufferPointer<vm_operation>] = []
  private var outsides: [UnsafeMutableBufferPointer<vm_place>] = []
  /// The functions that operations call.
  private var functions: [Function] = []

  init(inputCount: Int) {
    self.inputCount = inputCount
  }

  deinit {
    for list in operations { list.deallocate() }
    for list in outsides { list.deallocate() }
  }

  /// The place of a space among the addresses that C counts from.
  func base(of space: Location.Space) -> Int {
    switch space {
    case .memory: Int(VM_MEMORY)
    case .block: Int(VM_BLOCK)
    case .input(let index): 2 + index
    case .output(let index): 2 + inputCount + index
    }
  }

  /// Adds a loop behind the others.
  func append(_ loop: Loop) {
    var sums = 0
    let list = UnsafeMutableBufferPointer<vm_operation>.allocate(capacity: loop.operations.count)
    for (index, operation) in loop.operations.enumerated() {
      list.initializeElement(at: index, to: code(of: operation, sums: sums))
      if case .kernel(let kernel) = operation.action {
        sums += kernel.sumCount(columns: operation.columns, width: operation.width)
      }
    }
    operations.append(list)
    let outside = outsidePlaces(of: loop)
    let places = UnsafeMutableBufferPointer<vm_place>.allocate(capacity: outside.count)
    _ = places.initialize(from: outside)
    outsides.append(places)
    let blocks = (loop.rows + loop.blockRows - 1) / loop.blockRows
    let columns = loop.operations.map(\.columns).max() ?? 1
    let products = loop.operations.map { $0.columns * $0.width }.reduce(0, +)
    let (work, isHuge) = loop.rows.multipliedReportingOverflow(by: products)
    let entry = vm_loop(
      rows: loop.rows, block: loop.blockRows,
      blocks_per_piece: max(
        1, Machine.pieceLength / (loop.blockRows * columns), (blocks + 63) / 64),
      operation_count: list.count, operations: UnsafePointer(list.baseAddress),
      sum_count: sums, outside_count: outside.count,
      outside: UnsafePointer(places.baseAddress), is_large: work > 1 << 18 || isHuge ? 1 : 0)
    loops.append(entry)
    withUnsafePointer(to: entry) { sumCount = max(sumCount, sums * vm_pieces($0)) }
    tailCount = max(tailCount, outside.reduce(0) { $0 + 8 * $1.width })
  }

  /// The arrays that are read or written where they are, each once; a step of 8 says that it is
  /// only read.
  private func outsidePlaces(of loop: Loop) -> [vm_place] {
    var places: [Int32: vm_place] = [:]
    for operation in loop.operations {
      for (operand, isResult) in operation.operands.map({ ($0, false) })
        + (operation.result.map { [($0, true)] } ?? [])
      {
        switch operand.location.space {
        case .memory, .block: continue
        case .input, .output:
          guard operand.columns > 0 else { continue }
          var place = self.place(operand)
          place.step = isResult || places[place.base]?.step == 0 ? 0 : 8
          places[place.base] = place
        }
      }
    }
    return places.values.sorted { $0.base < $1.base }
  }

  private func place(_ operand: LoopOperand) -> vm_place {
    vm_place(
      base: Int32(base(of: operand.location.space)), step: operand.columns == 0 ? 0 : 8,
      offset: operand.location.offset,
      width: operand.location.space == .block ? 0 : operand.columns)
  }

  private func code(of operation: LoopOperation, sums: Int) -> vm_operation {
    var code = vm_operation()
    code.columns = Int32(operation.columns)
    code.width = Int32(operation.width)
    code.sums = sums
    let operands = operation.operands
    if operands.count > 0 { code.a = place(operands[0]) }
    if operands.count > 1 { code.b = place(operands[1]) }
    if operands.count > 2 { code.c = place(operands[2]) }
    if let result = operation.result { code.out = place(result) }
    switch operation.action {
    case .kernel(let kernel): code.code = kernel.code
    case .map(let function): call(Function { x, _ in function(x) }, from: &code)
    case .combine(let function): call(Function(function), from: &code)
    }
    return code
  }

  /// A Swift function where C can find it.
  private final class Function {
    let body: (Double, Double) -> Double

    init(_ body: @escaping (Double, Double) -> Double) {
      self.body = body
    }
  }

  private func call(_ function: Function, from code: inout vm_operation) {
    functions.append(function)
    code.code = VM_CALL
    code.context = UnsafeRawPointer(Unmanaged.passUnretained(function).toOpaque())
    code.function = { context, x, xStep, y, yStep, result, count in
      guard let context, let x, let y, let result else { return }
      let body = Unmanaged<Function>.fromOpaque(context).takeUnretainedValue().body
      for index in 0..<count { result[index] = body(x[index * xStep], y[index * yStep]) }
    }
  }
}
