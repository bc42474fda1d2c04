internal import Graphs
internal import Tensors

// Operations along rows, and sums over all of them.
extension ProgramBuilder {
  mutating func emit(_ operation: RowOperation, _ key: ProgramKey) -> Bool {
    guard let value = layout.values[key] else { return false }
    let form = operation.form
    let operands = wholeOperands(of: operation)
    for operand in operands where operand.expandedTo != nil {
      guard emit(operand) else { return false }
    }
    let rows = form.rows
    var phase = phase(after: operands, rows: rows)
    // A row that all rows use has to be there before the loop begins.
    if let shared = operation.sharedOperand {
      phase = max(phase, self.phase(after: [operands[shared]], rows: nil))
    }
    let loop = LoopKey(phase: phase, rows: rows)
    guard let x = rowOperands(operation, operands, in: loop) else { return false }
    if operation.isOverRows {
      let result = reserve(value.shape)
      locations[key] = result
      phases[key] = phase
      joined[key] = loop
      summed.insert(key)
      let kernel: VectorKernel =
        switch operation.kind {
        case .columnSum: .columnSum
        case .rowsByRows: .rowsByRows
        default: .vectorByRows
        }
      append(
        .init(
          .kernel(kernel), x, into: .shared(result), columns: form.columns,
          width: operation.width), to: loop)
      return true
    }
    let own = RowForm(
      rows: rows, columns: operation.hasColumns ? form.columns : operation.width)
    make(key, value.shape, own, in: loop) { builder, result in
      builder.alongRows(operation, x, into: result, in: loop)
    }
    return true
  }

  /// The operands of an operation, those of which one element stands for all laid out whole.
  mutating func wholeOperands(of operation: RowOperation) -> [ProgramKey] {
    operation.operands.map { operand in
      guard let value = layout.values[operand], value.isUniform else { return operand }
      return layout.expanded(operand, to: value.shape)
    }
  }

  /// The operands as the operation uses them: matrices with columns, labels and columns one a row,
  /// rows as they lie.
  private mutating func rowOperands(
    _ operation: RowOperation, _ operands: [ProgramKey], in loop: LoopKey
  ) -> [LoopOperand]? {
    let single = RowForm(rows: loop.rows, columns: 1)
    var result: [LoopOperand] = []
    for (index, key) in operands.enumerated() {
      if index == operation.sharedOperand {
        guard let location = location(of: key) else { return nil }
        result.append(.shared(location))
        continue
      }
      let form: RowForm
      switch operation.kind {
      case .repeatColumn, .oneHot: form = single
      case .gather, .negativeLogLikelihood, .vectorByRows:
        form = index == 0 ? operation.form : single
      case .rowsByRows:
        form = index == 0 ? operation.form : RowForm(rows: loop.rows, columns: operation.width)
      default: form = operation.form
      }
      guard let operand = operand(key, form, in: loop) else {
        return nil
      }
      result.append(operand)
    }
    return result
  }

  private mutating func alongRows(
    _ operation: RowOperation, _ x: [LoopOperand], into result: LoopOperand, in loop: LoopKey
  ) {
    let columns = operation.form.columns
    func direct(_ kernel: VectorKernel, _ builder: inout ProgramBuilder) {
      builder.compute(kernel, x, columns: columns, in: loop, into: result)
    }
    switch operation.kind {
    case .softmax:
      let parts = exponentials(of: x[0], columns, in: loop)
      compute(.softmax, [parts.exp, parts.rest], columns: columns, in: loop, into: result)
    case .logSoftmax: logSoftmax(x[0], columns, into: result, in: loop)
    case .softmaxDifference(let sign):
      let parts = exponentials(of: x[0], columns, in: loop)
      let target = sign < 0 ? blockOperand(columns, in: loop) : result
      compute(
        .softmaxDifference, [parts.exp, parts.rest, x[1]], columns: columns, in: loop,
        into: target)
      if sign < 0 { compute(.negate, [target], columns: columns, in: loop, into: result) }
    case .negativeLogLikelihood:
      let logs = logSoftmax(x[0], columns, into: nil, in: loop)
      let picked = compute(.gather, [logs, x[1]], columns: columns, in: loop, width: 1)
      compute(.negate, [picked], columns: 1, in: loop, into: result)
    case .logSumExp:
      let parts = exponentials(of: x[0], columns, in: loop)
      let log = compute(.log1p, [parts.rest], columns: 1, in: loop)
      compute(.add, [parts.largest, log], columns: 1, in: loop, into: result)
    case .sum: direct(.rowSum, &self)
    case .maximum: direct(.rowMaximum, &self)
    case .minimum: direct(.rowMinimum, &self)
    case .gather: direct(.gather, &self)
    case .oneHot: direct(.oneHot, &self)
    case .repeatRow: direct(.repeatRow, &self)
    case .repeatColumn: direct(.repeatColumn, &self)
    case .rowsByVector: direct(.rowsByVector, &self)
    case .rowsByMatrix(let isTransposed):
      compute(
        isTransposed ? .rowsByTransposed : .rowsByMatrix, x, columns: columns, in: loop,
        into: result, width: operation.width)
    case .columnSum, .vectorByRows, .rowsByRows: break
    }
  }

  @discardableResult
  private mutating func logSoftmax(
    _ x: LoopOperand, _ columns: Int, into result: LoopOperand?, in loop: LoopKey
  ) -> LoopOperand {
    let parts = exponentials(of: x, columns, in: loop)
    let log = compute(.log1p, [parts.rest], columns: 1, in: loop)
    return compute(
      .logSoftmax, [x, parts.largest, log], columns: columns, in: loop, into: result)
  }

  /// The exponentials of rows, which several functions of the same rows share.
  private mutating func exponentials(
    of x: LoopOperand, _ columns: Int, in loop: LoopKey
  ) -> (exp: LoopOperand, largest: LoopOperand, rest: LoopOperand) {
    let known = loops[loop]?.operations.first {
      guard case .kernel(.rowExponentials) = $0.action else { return false }
      return $0.operands.first == x
    }
    if let known, let exp = known.result { return (exp, known.operands[1], known.operands[2]) }
    let exp = blockOperand(columns, in: loop)
    let largest = blockOperand(1, in: loop)
    let rest = blockOperand(1, in: loop)
    append(
      .init(.kernel(.rowExponentials), [x, largest, rest], into: exp, columns: columns),
      to: loop)
    return (exp, largest, rest)
  }
}

extension RowOperation {
  /// Whether the result has the columns of the matrix.
  var hasColumns: Bool {
    switch kind {
    case .softmax, .logSoftmax, .softmaxDifference, .oneHot, .repeatRow, .repeatColumn: true
    case .negativeLogLikelihood, .logSumExp, .sum, .maximum, .minimum, .gather, .rowsByVector,
      .columnSum, .vectorByRows, .rowsByMatrix, .rowsByRows:
      false
    }
  }

  /// The operand that all rows use as it lies, if there is one.
  var sharedOperand: Int? {
    switch kind {
    case .repeatRow: 0
    case .rowsByVector, .rowsByMatrix: 1
    default: nil
    }
  }
}
