internal import CVectorMath

/// A function of one number that runs over blocks in vector instructions.
public enum UnaryVectorKernel: Hashable, Sendable, CaseIterable {
  case negate, abs, sign, square, sqrt, reciprocal, relu
  case exp, log, log1p, sigmoid, softplus, logSigmoid, squaredSech

  typealias Function =
    @convention(c) (
      UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, Int
    ) -> Void

  /// The loop.
  var function: Function {
    switch self {
    case .negate: vm_negate
    case .abs: vm_abs
    case .sign: vm_sign
    case .square: vm_square
    case .sqrt: vm_sqrt
    case .reciprocal: vm_reciprocal
    case .relu: vm_relu
    case .exp: vm_exp
    case .log: vm_log
    case .log1p: vm_log1p
    case .sigmoid: vm_sigmoid
    case .softplus: vm_softplus
    case .logSigmoid: vm_log_sigmoid
    case .squaredSech: vm_squared_sech
    }
  }

  /// Applies the function to an array, for comparison with others.
  public func callAsFunction(_ x: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: x.count)
    x.withUnsafeBufferPointer { x in
      result.withUnsafeMutableBufferPointer { function(x.baseAddress, $0.baseAddress, x.count) }
    }
    return result
  }
}

/// A function of two numbers that runs over blocks in vector instructions.
public enum BinaryVectorKernel: Hashable, Sendable, CaseIterable {
  case add, subtract, multiply, divide, maximum, minimum, weigh
  case xlogy, xlog1py, xdivy
  case less, lessOrEqual, equal, notEqual
  /// `sigmoid(z) - y`, without cancellation.
  case sigmoidDifference

  typealias Function =
    @convention(c) (
      UnsafePointer<Double>?, UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, Int
    ) -> Void

  /// The loops for two arrays, for an array and a number, for a number and an array.
  var functions: (both: Function, left: Function, right: Function) {
    switch self {
    case .add: (vm_add_vv, vm_add_vs, vm_add_sv)
    case .subtract: (vm_subtract_vv, vm_subtract_vs, vm_subtract_sv)
    case .multiply: (vm_multiply_vv, vm_multiply_vs, vm_multiply_sv)
    case .divide: (vm_divide_vv, vm_divide_vs, vm_divide_sv)
    case .maximum: (vm_maximum_vv, vm_maximum_vs, vm_maximum_sv)
    case .minimum: (vm_minimum_vv, vm_minimum_vs, vm_minimum_sv)
    case .weigh: (vm_weigh_vv, vm_weigh_vs, vm_weigh_sv)
    case .xlogy: (vm_xlogy_vv, vm_xlogy_vs, vm_xlogy_sv)
    case .xlog1py: (vm_xlog1py_vv, vm_xlog1py_vs, vm_xlog1py_sv)
    case .xdivy: (vm_xdivy_vv, vm_xdivy_vs, vm_xdivy_sv)
    case .less: (vm_less_vv, vm_less_vs, vm_less_sv)
    case .lessOrEqual: (vm_less_or_equal_vv, vm_less_or_equal_vs, vm_less_or_equal_sv)
    case .equal: (vm_equal_vv, vm_equal_vs, vm_equal_sv)
    case .notEqual: (vm_not_equal_vv, vm_not_equal_vs, vm_not_equal_sv)
    case .sigmoidDifference:
      (vm_sigmoid_difference_vv, vm_sigmoid_difference_vs, vm_sigmoid_difference_sv)
    }
  }
}
