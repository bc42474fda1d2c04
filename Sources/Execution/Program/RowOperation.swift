internal import Graphs
internal import Tensors

/// The rows of a value: how many, and how many elements each has.
struct RowForm: Hashable {
  let rows: Int
  let columns: Int
}

/// An operation along the rows of a matrix, or over all of them, that a loop over rows can do.
struct RowOperation {
  /// What is done.
  enum Kind {
    case softmax, logSoftmax
    /// `±(softmax(z) - y)`
    case softmaxDifference(sign: Double)
    /// `logsumexp(z) - z[k]`
    case negativeLogLikelihood
    case logSumExp, sum, maximum, minimum
    case gather, oneHot
    /// A row or a column repeated to a matrix.
    case repeatRow, repeatColumn
    case rowsByVector
    /// The same for each column of a matrix, which may lie transposed.
    case rowsByMatrix(isTransposed: Bool)
    // These are sums over all rows: each begins a new phase.
    case columnSum, vectorByRows
    /// Each column of a matrix by each of another: the product of one's transpose and the other.
    case rowsByRows
  }

  let kind: Kind
  /// The matrix first.
  let operands: [ProgramKey]
  /// The rows of the matrix.
  let form: RowForm
  /// The columns of the other matrix of a product.
  var width = 1

  /// The rows of all matrices that are gone along.
  var forms: [RowForm] {
    [form, RowForm(rows: form.rows, columns: width)].filter { $0.columns > 1 }
  }

  /// Whether the result is there only when all rows are done.
  var isOverRows: Bool {
    switch kind {
    case .columnSum, .vectorByRows, .rowsByRows: true
    default: false
    }
  }
}

extension ProgramLayout {
  /// The rows of a matrix that are neither too short nor too long to be gone along.
  static func rows(of shape: Shape) -> RowForm? {
    guard shape.rank >= 2, let columns = shape.dimensions.last,
      2...Machine.mostColumns ~= columns, shape.count > 0
    else { return nil }
    return RowForm(rows: shape.count / columns, columns: columns)
  }

  /// The operation of a value that goes along rows, if it is one.
  mutating func rowOperation(of key: ProgramKey) -> RowOperation? {
    guard let value = values[key] else { return nil }
    if let shape = key.expandedTo {
      return repetition(of: key.source, to: shape)
    }
    let operands = operands(of: key)
    let shapes = operands.compactMap { values[$0]?.shape }
    guard let first = shapes.first, value.alias == nil else { return nil }
    func along(_ kind: RowOperation.Kind, _ shape: Shape = first) -> RowOperation? {
      Self.rows(of: shape).map { RowOperation(kind: kind, operands: operands, form: $0) }
    }
    let last = max(0, first.rank - 1)
    if key.inForm, let form = StableForm(of: key.id, in: graph) {
      switch form.kind {
      case .softmaxDifference(axis: last, let sign):
        guard shapes[1] == first || shapes[1].count == 1 else { return nil }
        return along(.softmaxDifference(sign: sign))
      case .logSoftmax(axis: last): return along(.logSoftmax)
      case .negativeLogLikelihood:
        return picksOfRows(first, shapes[1]) ? along(.negativeLogLikelihood) : nil
      default: return nil
      }
    }
    let primitive = primitive(of: key.id)
    switch primitive {
    case .softmax(axis: last): return along(.softmax)
    case .logSoftmax(axis: last): return along(.logSoftmax)
    case .reduce(let reduction, axes: [last], _) where value.shape.count != 1:
      switch reduction {
      case .sum: return along(.sum)
      case .max: return along(.maximum)
      case .min: return along(.minimum)
      case .logSumExp: return along(.logSumExp)
      default: return nil
      }
    case .reduce(.sum, axes: Array(0..<last), _): return along(.columnSum)
    case .gather where picksOfRows(first, shapes[1]): return along(.gather)
    case .oneHot: return along(.oneHot, value.shape)
    case .broadcast: return repetition(of: operands[0], to: value.shape)
    case .matmul: return product(operands, shapes)
    case .outer: return outerProduct(operands, shapes)
    default: return nil
    }
  }

  private func picksOfRows(_ matrix: Shape, _ labels: Shape) -> Bool {
    matrix.rank >= 2 && labels.dimensions == Array(matrix.dimensions.dropLast())
  }

  private func repetition(of source: ProgramKey, to shape: Shape) -> RowOperation? {
    guard let value = values[source], !value.isUniform, value.shape.count > 1,
      let form = Self.rows(of: shape), value.shape.count < shape.count
    else { return nil }
    let dimensions = value.shape.dimensions
    let isColumn =
      dimensions.count == shape.rank && dimensions.last == 1
      && dimensions.dropLast() == shape.dimensions.dropLast()
    let isRow = value.shape.count == form.columns && dimensions.last == form.columns
    guard isColumn || isRow else { return nil }
    return RowOperation(
      kind: isRow ? .repeatRow : .repeatColumn, operands: [source], form: form)
  }

  /// A product of a matrix and a vector; a matrix that is another's transpose is read as that.
  private mutating func product(
    _ operands: [ProgramKey], _ shapes: [Shape]
  ) -> RowOperation? {
    guard shapes.count == 2 else { return nil }
    if shapes[0].rank == 2, shapes[1].rank == 2 { return matrixProduct(operands) }
    guard shapes[0].rank + shapes[1].rank == 3 else { return nil }
    let isLeft = shapes[0].rank == 2
    let matrix = operands[isLeft ? 0 : 1]
    let vector = operands[isLeft ? 1 : 0]
    guard values[matrix]?.isUniform == false, values[vector]?.isUniform == false else {
      return nil
    }
    let (source, isTransposed) = untransposed(matrix)
    guard let shape = values[source]?.shape, let form = Self.rows(of: shape) else { return nil }
    let isAlongRows = isLeft != isTransposed
    return RowOperation(
      kind: isAlongRows ? .rowsByVector : .vectorByRows, operands: [source, vector], form: form)
  }

  /// A product of two matrices, the smaller of which stays in the processor's nearest cache.
  private mutating func matrixProduct(_ operands: [ProgramKey]) -> RowOperation? {
    let (left, leftIsTransposed) = untransposed(operands[0])
    let (right, rightIsTransposed) = untransposed(operands[1])
    guard let a = values[left], let b = values[right], !a.isUniform, !b.isUniform,
      let form = Self.rowsOfAny(a.shape), let other = Self.rowsOfAny(b.shape)
    else { return nil }
    if leftIsTransposed {
      guard !rightIsTransposed, form.columns * other.columns <= Machine.mostPairs else {
        return nil
      }
      return RowOperation(
        kind: .rowsByRows, operands: [left, right], form: form, width: other.columns)
    }
    guard b.shape.count <= Machine.copiedCount else { return nil }
    return RowOperation(
      kind: .rowsByMatrix(isTransposed: rightIsTransposed), operands: [left, right], form: form,
      width: rightIsTransposed ? other.rows : other.columns)
  }

  /// The products of each element of one vector and each of another.
  private func outerProduct(_ operands: [ProgramKey], _ shapes: [Shape]) -> RowOperation? {
    guard shapes.count == 2, shapes[0].count > 0, values[operands[0]]?.isUniform == false,
      values[operands[1]]?.isUniform == false, 1...Machine.copiedCount ~= shapes[1].count
    else { return nil }
    return RowOperation(
      kind: .rowsByMatrix(isTransposed: false), operands: operands,
      form: RowForm(rows: shapes[0].count, columns: 1), width: shapes[1].count)
  }

  /// The rows of a matrix, be they of one element each.
  private static func rowsOfAny(_ shape: Shape) -> RowForm? {
    guard shape.count > 0, shape.dimensions.last == 1 else { return rows(of: shape) }
    return RowForm(rows: shape.count, columns: 1)
  }

  /// The matrix that a transposed one is made of, where it is one.
  mutating func untransposed(_ key: ProgramKey) -> (key: ProgramKey, isTransposed: Bool) {
    let stored = resolved(key)
    guard stored.expandedTo == nil, !stored.inForm,
      values[stored]?.shape == values[key]?.shape,
      graph[stored.id].primitive == .transpose([1, 0])
    else { return (key, false) }
    let source = self.key(graph[stored.id].operands[0], inForm: false, stage: stored.stage)
    guard values[source]?.isUniform == false else { return (key, false) }
    return (source, true)
  }

  /// The forms of all values that some operation goes along.
  mutating func rowForms() -> Set<RowForm> {
    var forms = Set<RowForm>()
    for key in order {
      if let operation = rowOperation(of: key) {
        forms.formUnion(operation.forms)
        continue
      }
      guard let shape = values[key]?.shape else { continue }
      for operand in operands(of: key) {
        if let operation = repetition(of: operand, to: shape) { forms.formUnion(operation.forms) }
      }
    }
    return forms
  }
}
