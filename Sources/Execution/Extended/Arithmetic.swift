public import Graphs
public import Tensors

/// The kind of number that a graph is evaluated with.
public enum Arithmetic: Sendable, CaseIterable {
  /// As the data are: float32 where they are, else double.
  case declared
  /// Single precision: the data are rounded to it, and so is each result.
  case single
  /// Double precision, whatever the data are.
  case double
  /// Double-double: the data are doubles, each result has about 32 digits.
  case extended

  /// Whether single precision is left out even where the graph asks for it.
  var isWide: Bool { self == .double || self == .extended }

  /// Data as they enter the graph.
  func entry(_ tensor: Tensor) -> Tensor {
    switch self {
    case .declared: tensor
    case .single: tensor.type == .bool ? tensor : tensor.cast(to: .float32)
    case .double, .extended: tensor.type == .bool ? tensor : tensor.cast(to: .float64)
    }
  }
}

extension Evaluator {
  /// Returns the value of a node with what its doubles leave out: 0 but in extended arithmetic.
  ///
  /// - Throws: ``ExecutionError``, as ``value(of:)``.
  public mutating func extendedValue(of root: NodeID) throws(ExecutionError) -> ExtendedTensor {
    try value(root, inForm: false).extended
  }
}

extension Evaluator.Value {
  /// A value of double-doubles.
  init(_ tensor: ExtendedTensor, precision: Precision, isAsWritten: Bool) {
    self.init(
      tensor: tensor.high, precision: precision, rest: tensor.low, isAsWritten: isAsWritten)
  }

  /// The value as double-doubles.
  var extended: ExtendedTensor {
    rest.flatMap { ExtendedTensor(tensor, plus: $0) } ?? ExtendedTensor(tensor)
  }
}
