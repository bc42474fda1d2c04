internal import Graphs

extension UnaryFunction {
  /// How the function is written in each library, by its most stable form there.
  ///
  /// Names that begin with an underscore are in ``PythonSupport``.
  var spelling: Spelling {
    switch self {
    case .negate: Spelling(everywhere: "-%0")
    case .abs: Spelling(function: "abs")
    case .sign: Spelling(function: "sign")
    case .square: Spelling(everywhere: "%0 ** 2")
    case .sqrt: Spelling(function: "sqrt")
    case .reciprocal: Spelling(everywhere: "1 / %0")
    case .exp: Spelling(function: "exp")
    case .expm1: Spelling(function: "expm1", tensorflow: "math.expm1")
    case .log: Spelling(function: "log", tensorflow: "math.log")
    case .log1p: Spelling(function: "log1p", tensorflow: "math.log1p")
    case .log2:
      Spelling(
        numpy: "np.log2($0)", torch: "torch.log2($0)", jax: "jnp.log2($0)",
        tensorflow: "tf.math.log($0) / 0.6931471805599453")
    case .log10:
      Spelling(
        numpy: "np.log10($0)", torch: "torch.log10($0)", jax: "jnp.log10($0)",
        tensorflow: "tf.math.log($0) / 2.302585092994046")
    case .sin: Spelling(function: "sin")
    case .cos: Spelling(function: "cos")
    case .tan: Spelling(function: "tan")
    case .asin: Spelling(function: "arcsin", tensorflow: "asin")
    case .acos: Spelling(function: "arccos", tensorflow: "acos")
    case .atan: Spelling(function: "arctan", tensorflow: "atan")
    case .sinh: Spelling(function: "sinh")
    case .cosh: Spelling(function: "cosh")
    case .tanh: Spelling(function: "tanh")
    case .logCosh: Spelling(everywhere: "_log_cosh($0)")
    case .erf: special(numpy: "_erf", torch: "erf", jax: "erf", tensorflow: "erf")
    case .erfc: special(numpy: "_erfc", torch: "erfc", jax: "erfc", tensorflow: "erfc")
    case .lgamma: special(numpy: "_lgamma", torch: "lgamma", jax: "gammaln", tensorflow: "lgamma")
    case .digamma:
      special(
        numpy: "scipy.special.digamma", torch: "digamma", jax: "digamma", tensorflow: "digamma")
    case .polygamma(let order):
      Spelling(
        numpy: "scipy.special.polygamma(\(order), $0)", torch: "torch.polygamma(\(order), $0)",
        jax: "jax.scipy.special.polygamma(\(order), $0)", tensorflow: "_polygamma(\(order), $0)")
    case .sigmoid:
      Spelling(
        numpy: "_sigmoid($0)", torch: "torch.sigmoid($0)", jax: "jax.nn.sigmoid($0)",
        tensorflow: "tf.sigmoid($0)")
    case .logSigmoid:
      Spelling(
        numpy: "-np.logaddexp(0.0, -%0)", torch: "F.logsigmoid($0)", jax: "jax.nn.log_sigmoid($0)",
        tensorflow: "tf.math.log_sigmoid($0)")
    case .softplus:
      // PyTorch's own `softplus` is linear above 20 and loses seven digits there.
      Spelling(
        numpy: "np.logaddexp(0.0, $0)", torch: "-F.logsigmoid(-%0)", jax: "jax.nn.softplus($0)",
        tensorflow: "tf.math.softplus($0)")
    case .relu:
      Spelling(
        numpy: "np.maximum($0, 0.0)", torch: "torch.relu($0)", jax: "jax.nn.relu($0)",
        tensorflow: "tf.nn.relu($0)")
    case .gelu:
      // TensorFlow's own `gelu` holds its constants in single precision.
      Spelling(
        numpy: "0.5 * %0 * (1 + _erf(%0 / np.sqrt(2.0)))", torch: "F.gelu($0)",
        jax: "jax.nn.gelu($0, approximate=False)",
        tensorflow: "0.5 * %0 * (1 + tf.math.erf(%0 / 1.4142135623730951))")
    case .geluTanh:
      Spelling(
        numpy: "_gelu_tanh($0)", torch: "F.gelu($0, approximate=\"tanh\")",
        jax: "jax.nn.gelu($0, approximate=True)", tensorflow: "_gelu_tanh($0)")
    case .softsign:
      Spelling(
        numpy: "%0 / (1 + np.abs($0))", torch: "F.softsign($0)", jax: "jax.nn.soft_sign($0)",
        tensorflow: "tf.nn.softsign($0)")
    case .floor: Spelling(function: "floor")
    case .ceil: Spelling(function: "ceil", tensorflow: "math.ceil")
    case .round: Spelling(function: "round")
    case .isnan: Spelling(function: "isnan", tensorflow: "math.is_nan", kind: .boolean)
    case .isfinite: Spelling(function: "isfinite", tensorflow: "math.is_finite", kind: .boolean)
    case .not: Spelling(function: "logical_not", kind: .boolean)
    }
  }

  /// A function of `torch`, `jax.scipy.special` and `tf.math`.
  private func special(
    numpy: String, torch: String, jax: String, tensorflow: String
  ) -> Spelling {
    Spelling(
      numpy: "\(numpy)($0)", torch: "torch.\(torch)($0)", jax: "jax.scipy.special.\(jax)($0)",
      tensorflow: "tf.math.\(tensorflow)($0)")
  }
}

extension BinaryFunction {
  /// The operator of Python that the function is, with its precedence.
  var pythonOperator: (sign: String, precedence: PythonExpression.Precedence)? {
    switch self {
    case .add: ("+", .sum)
    case .subtract: ("-", .sum)
    case .multiply, .weigh: ("*", .product)
    case .divide: ("/", .product)
    case .power: ("**", .power)
    case .less: ("<", .comparison)
    case .lessOrEqual: ("<=", .comparison)
    case .greater: (">", .comparison)
    case .greaterOrEqual: (">=", .comparison)
    case .equal: ("==", .comparison)
    case .notEqual: ("!=", .comparison)
    case .maximum, .minimum, .modulo, .xlogy, .xlog1py, .xdivy, .and, .or: nil
    }
  }

  /// How the function is written in each library, where it is no operator.
  var spelling: Spelling {
    switch self {
    case .maximum: Spelling(function: "maximum", arguments: "$0, $1")
    case .minimum: Spelling(function: "minimum", arguments: "$0, $1")
    case .modulo:
      Spelling(
        numpy: "np.mod($0, $1)", torch: "torch.remainder($0, $1)", jax: "jnp.mod($0, $1)",
        tensorflow: "tf.math.floormod($0, $1)")
    case .xlogy: special("xlogy")
    case .xlog1py: special("xlog1py")
    case .xdivy:
      Spelling(
        numpy: "_xdivy($0, $1)", torch: "_xdivy($0, $1)", jax: "_xdivy($0, $1)",
        tensorflow: "tf.math.xdivy($0, $1)")
    case .and: Spelling(function: "logical_and", arguments: "$0, $1", kind: .boolean)
    case .or: Spelling(function: "logical_or", arguments: "$0, $1", kind: .boolean)
    case .add, .subtract, .multiply, .weigh, .divide, .power, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .equal, .notEqual:
      Spelling(everywhere: "%0 \(pythonOperator?.sign ?? "") %1")
    }
  }

  /// Whether it takes truth values.
  var isLogical: Bool { self == .and || self == .or }

  /// Whether it gives truth values.
  var isComparison: Bool { pythonOperator?.precedence == .comparison }

  private func special(_ name: String) -> Spelling {
    Spelling(
      numpy: "_\(name)($0, $1)", torch: "torch.special.\(name)($0, $1)",
      jax: "jax.scipy.special.\(name)($0, $1)", tensorflow: "tf.math.\(name)($0, $1)")
  }
}
