internal import Tensors

extension StableForm {
  /// The value in double-double arithmetic, from those of the operands.
  ///
  /// A difference needs no form here: a sum of two doubles holds a number next to 1.
  ///
  /// - Returns: Nothing where the data do not have the shapes of the graph.
  func extended(
    _ operands: [ExtendedTensor], until cancellation: Cancellation
  ) throws(Interrupted) -> ExtendedTensor? {
    let x = operands[0]
    switch kind {
    case .sigmoidDifference(let sign):
      return try x.combined(with: operands[1], until: cancellation) {
        DoubleDouble(sign) * ($0.sigmoid() - $1)
      }
    case .softmaxDifference(let axis, let sign):
      return try x.mappedRows(axis: axis, until: cancellation, DoubleDouble.softmax)?
        .combined(with: operands[1], until: cancellation) { DoubleDouble(sign) * ($0 - $1) }
    case .softmaxExcess(let axis, let sign):
      let y = operands[1]
      let total = try y.reduced(axes: [axis], keepDimensions: true, until: cancellation) {
        $0.reduce(0, +)
      }
      guard let total else { return nil }
      return try x.mappedRows(axis: axis, until: cancellation, DoubleDouble.softmax)?
        .combined(with: total, until: cancellation) { $0 * $1 }?
        .combined(with: y, until: cancellation) { DoubleDouble(sign) * ($0 - $1) }
    case .squaredSech:
      return try x.mapped(until: cancellation) { x in
        let power = (-x.magnitude * 2).exponential()
        return 4 * power / ((1 + power) * (1 + power))
      }
    case .logSoftmax(let axis):
      return try x.mappedRows(axis: axis, until: cancellation, DoubleDouble.logSoftmax)
    case .negativeLogLikelihood:
      let axis = x.shape.rank - 1
      let labels = operands[1].high
      return try x.mappedRows(axis: axis, until: cancellation, DoubleDouble.logSoftmax)?
        .moved { try? $0.gathered(at: labels) }?
        .mapped(until: cancellation) { -$0 }
    case .exponentialDifference(let sign):
      return try x.combined(with: operands[1], until: cancellation) {
        DoubleDouble(sign) * ($0.exponentialMinusOne() + (1 - $1))
      }
    case .versine(let sign):
      return try x.mapped(until: cancellation) { x in
        let half = (x * 0.5).sine()
        return DoubleDouble(2 * sign) * half * half
      }
    case .rootExcess(let sign):
      return try x.mapped(until: cancellation) { x in
        DoubleDouble(sign) * x / ((1 + x).squareRoot() + 1)
      }
    case .unary(let function, let sign):
      return try x.mapped(until: cancellation) { DoubleDouble(sign) * function.extended($0) }
    }
  }
}
