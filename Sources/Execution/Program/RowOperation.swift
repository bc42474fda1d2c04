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
    // These are sums over all rows: each begins a new phase.
    case columnSum, vectorByRows
  }

  let kind: Kind
  /// The matrix first.
  let operands: [ProgramKey]
  /// The rows of the matrix.
  let form: RowForm

  /// Whether the result is there only when all rows are done.
  var isOverRows: Bool {
    switch kind {
    case .columnSum, .vectorByRows: true
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
      let source = ProgramKey(key.id, inForm: key.inForm)
      return repetition(of: source, to: shape)
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
  private func product(_ operands: [ProgramKey], _ shapes: [Shape]) -> RowOperation? {
    guard shapes.count == 2, shapes[0].rank + shapes[1].rank == 3 else { return nil }
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

  /// The matrix that a transposed one is made of, where it is one.
  func untransposed(_ key: ProgramKey) -> (key: ProgramKey, isTransposed: Bool) {
    let stored = resolved(key)
    guard stored.expandedTo == nil, !stored.inForm,
      values[stored]?.shape == values[key]?.shape,
      graph[stored.id].primitive == .transpose([1, 0])
    else { return (key, false) }
    let source = ProgramKey(graph[stored.id].operands[0], inForm: false)
    guard values[source]?.isUniform == false else { return (key, false) }
    return (source, true)
  }

  /// The forms of all values that some operation goes along.
  mutating func rowForms() -> Set<RowForm> {
    var forms = Set<RowForm>()
    for key in order {
      if let operation = rowOperation(of: key) {
        forms.insert(operation.form)
        continue
      }
      guard let shape = values[key]?.shape else { continue }
      for operand in operands(of: key) {
        if let operation = repetition(of: operand, to: shape) { forms.insert(operation.form) }
      }
    }
    return forms
  }
}
