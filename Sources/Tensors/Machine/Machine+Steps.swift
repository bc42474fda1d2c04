internal import CVectorMath

// The steps that are no loops.
extension Machine {
  func perform(
    _ step: MachineStep, _ cancellation: Cancellation
  ) throws -> Bool {
    switch step {
    // Loops are run in C.
    case .loop: return false
    case .product(let product):
      try multiply(product, cancellation)
      settle(product.result)
    case .repeatRow(let row, let rows, let result):
      let source = address(row)
      let target = address(result)
      for index in 0..<rows {
        (target + index * row.count).update(from: source, count: row.count)
      }
    case .repeatColumn(let column, let columns, let result):
      let source = address(column)
      let target = address(result)
      for index in 0..<column.count {
        (target + index * columns).update(repeating: source[index], count: columns)
      }
    case .sumAlong(let matrix, let rows, let columns, let overRows, let result):
      sum(matrix, rows, columns, overRows, result)
      settle(result)
    case .general(let general):
      let tensors = general.operands.map { operand in
        let start = address(operand.location)
        let elements = Array(UnsafeBufferPointer(start: start, count: operand.location.count))
        return Tensor(unrounded: operand.shape, elements, type: operand.type)
      }
      guard let value = try general.function(tensors, cancellation),
        value.elements.count == general.result.count
      else { return false }
      value.elements.withUnsafeBufferPointer { source in
        guard let start = source.baseAddress else { return }
        address(general.result).update(from: start, count: source.count)
      }
      settle(general.result)
    }
    return true
  }

  private func sum(
    _ matrix: Location, _ rows: Int, _ columns: Int, _ overRows: Bool, _ result: Location
  ) {
    let source = address(matrix)
    let target = address(result)
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
    _ step: MatrixStep, _ cancellation: Cancellation
  ) throws(Interrupted) {
    let a = address(step.left)
    let b = address(step.right)
    let c = address(step.result)
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
    if rows == 1, !step.rightIsTransposed {
      vm_vector_by_rows(a, b, c, inner, columns, scratch, scratch + columns)
      return
    }
    let product = MatrixProduct(
      rows: rows, inner: inner, columns: columns,
      isTransposed: (step.leftIsTransposed, step.rightIsTransposed))
    try product.run(a, b, into: c, until: cancellation)
  }
}
