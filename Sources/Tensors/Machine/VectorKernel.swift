internal import CVectorMath

/// An operation of a loop in vector instructions; `vectormath.h` says what each does.
public enum VectorKernel: Hashable, Sendable, CaseIterable {
  // Of one number.
  case negate, abs, sign, square, sqrt, reciprocal, relu
  case exp, expm1, log, log1p, tanh, squaredSech
  /// `exp(-|x|)`, of which the logistic functions are made, and `log(1 + x)` of it.
  case decay, log1pOfUnit
  // Of two numbers.
  case add, subtract, multiply, divide, maximum, minimum, weigh
  case xlogy, xlog1py, xdivy
  case less, lessOrEqual, equal, notEqual
  /// `sigmoid(x)` from x and its decay.
  case sigmoid
  // Of three.
  case select
  /// `softplus(x)` from x, its decay, and the logarithm of 1 + that.
  case softplus
  /// `sigmoid(z) - y` without cancellation, from z, its decay, and y.
  case sigmoidDifference
  // Along rows.
  case rowExponentials, softmax, logSoftmax, softmaxDifference
  case rowSum, rowMaximum, rowMinimum
  case gather, oneHot
  case repeatRow, repeatColumn
  case rowsByVector, rowsByMatrix, rowsByTransposed
  case loadColumns, storeColumns
  // Over all rows.
  case sum, columnSum, vectorByRows, rowsByRows
  // What makes a run give up.
  case refuseZero, refuseNonFinite, refuseEqual

  /// The name in C.
  var code: vm_code {
    switch self {
    case .negate: VM_NEGATE
    case .abs: VM_ABS
    case .sign: VM_SIGN
    case .square: VM_SQUARE
    case .sqrt: VM_SQRT
    case .reciprocal: VM_RECIPROCAL
    case .relu: VM_RELU
    case .exp: VM_EXP
    case .expm1: VM_EXPM1
    case .log: VM_LOG
    case .log1p: VM_LOG1P
    case .tanh: VM_TANH
    case .squaredSech: VM_SQUARED_SECH
    case .decay: VM_DECAY
    case .log1pOfUnit: VM_LOG1P_UNIT
    case .add: VM_ADD
    case .subtract: VM_SUBTRACT
    case .multiply: VM_MULTIPLY
    case .divide: VM_DIVIDE
    case .maximum: VM_MAXIMUM
    case .minimum: VM_MINIMUM
    case .weigh: VM_WEIGH
    case .xlogy: VM_XLOGY
    case .xlog1py: VM_XLOG1PY
    case .xdivy: VM_XDIVY
    case .less: VM_LESS
    case .lessOrEqual: VM_LESS_OR_EQUAL
    case .equal: VM_EQUAL
    case .notEqual: VM_NOT_EQUAL
    case .sigmoid: VM_SIGMOID_OF
    case .select: VM_SELECT
    case .softplus: VM_SOFTPLUS_OF
    case .sigmoidDifference: VM_SIGMOID_DIFFERENCE_OF
    case .rowExponentials: VM_ROW_EXP
    case .softmax: VM_SOFTMAX_OF
    case .logSoftmax: VM_LOG_SOFTMAX_OF
    case .softmaxDifference: VM_SOFTMAX_DIFFERENCE_OF
    case .rowSum: VM_ROW_SUM
    case .rowMaximum: VM_ROW_MAX
    case .rowMinimum: VM_ROW_MIN
    case .gather: VM_GATHER
    case .oneHot: VM_ONE_HOT
    case .repeatRow: VM_REPEAT_ROW
    case .repeatColumn: VM_REPEAT_COLUMN
    case .rowsByVector: VM_ROWS_BY_VECTOR
    case .rowsByMatrix: VM_ROWS_BY_MATRIX
    case .rowsByTransposed: VM_ROWS_BY_TRANSPOSED
    case .loadColumns: VM_LOAD_COLUMNS
    case .storeColumns: VM_STORE_COLUMNS
    case .sum: VM_SUM
    case .columnSum: VM_COLUMN_SUM
    case .vectorByRows: VM_VECTOR_BY_ROWS
    case .rowsByRows: VM_ROWS_BY_ROWS
    case .refuseZero: VM_REFUSE_ZERO
    case .refuseNonFinite: VM_REFUSE_NON_FINITE
    case .refuseEqual: VM_REFUSE_EQUAL
    }
  }

  /// The numbers that its sums take, eight rows side by side in two parts each.
  func sumCount(columns: Int, width: Int) -> Int {
    switch self {
    case .sum: 16
    case .columnSum, .vectorByRows: 16 * columns
    case .rowsByRows: 16 * columns * width
    default: 0
    }
  }

  /// Applies a function of one number to an array, for comparison with others.
  public func callAsFunction(_ x: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: x.count) { result, count in
      x.withUnsafeBufferPointer { vm_apply(code, $0.baseAddress, result.baseAddress, x.count) }
      count = x.count
    }
  }

  /// How many threads work on large loops.
  public static var threads: Int {
    get { Int(vm_threads()) }
    set { vm_set_threads(Int32(clamping: newValue)) }
  }
}
