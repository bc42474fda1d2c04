extension Builtin {
  /// The worst error measured of an elementary function, in units in the last place of a double.
  ///
  /// `Benchmarks/elementary` measures it on dense grids against fifty digits, zeros left out; the
  /// figures are those of glibc 2.36, rounded up.
  var worstError: Double? { Self.worstErrors[name] }

  private static let worstErrors: [String: Double] = [
    "exp": 0.51, "expm1": 0.8, "log": 0.52, "log1p": 0.8, "log2": 0.55, "log10": 1.5, "sqrt": 0.5,
    "sin": 0.52, "cos": 0.52, "tan": 0.52, "asin": 0.52, "acos": 0.52, "atan": 0.52, "sinh": 1.5,
    "cosh": 1, "tanh": 1.7, "erf": 0.8, "erfc": 2.6, "sigmoid": 1.8, "log_sigmoid": 1.3,
    "softplus": 1.3, "softsign": 1.5, "gelu": 3, "lgamma": 1.9, "digamma": 2.5, "polygamma": 4,
  ]
}
