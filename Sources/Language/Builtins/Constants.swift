/// The numbers that have a name; a definition of one's own wins.
enum Constants {
  /// The numbers by name.
  static let table: [String: Double] = [
    "pi": Double.pi, "π": Double.pi, "e": 2.718281828459045, "inf": .infinity, "∞": .infinity,
    "nan": .nan, "Infinity": .infinity, "NaN": .nan,
  ]
}

/// Signs of mathematics that are read as functions unless they are bound.
enum UnicodeNames {
  /// The plain name of each.
  static let table: [String: String] = [
    "σ": "sigmoid", "Σ": "sum", "∑": "sum", "Π": "prod", "∏": "prod", "√": "sqrt",
    "Γ": "exp_lgamma", "ψ": "digamma", "⋅": "dot",
  ]
}

/// What people write behind a dot elsewhere.
enum Methods {
  /// Methods that change nothing here.
  static let changingNothing: Set<String> = [
    "detach", "numpy", "item", "float", "double", "cpu", "cuda", "clone", "contiguous", "copy",
    "tolist", "eval", "block_until_ready", "requires_grad_", "to",
  ]

  /// Properties, and what to write in their place; `$` is the subject.
  static let properties: [String: String] = [
    "T": "$'", "mT": "$'", "shape": "shape($)", "size": "size($)", "ndim": "rank($)",
    "grad": "grad(L, $)", "data": "$", "dtype": "$",
  ]

  /// Methods, and what to write in their place; `$` is the subject.
  static let calls: [String: String] = [
    "mean": "mean($)", "sum": "sum($)", "backward": "grad($, w)", "t": "$'",
    "transpose": "transpose($)", "view": "reshape($, …)", "reshape": "reshape($, …)",
    "dot": "dot($, …)", "matmul": "$ @ …", "mm": "$ @ …", "pow": "$^…", "astype": "float32($)",
    "flatten": "flatten($)", "ravel": "flatten($)", "clamp": "clip($, …, …)",
    "unsqueeze": "expand_dims($, …)", "numel": "size($)", "dim": "rank($)", "norm": "norm($)",
  ]
}

/// Names of functions that are called otherwise here.
enum ForeignNames {
  /// A sentence that says what to write, where the name is known from elsewhere.
  static func hint(for name: String, isCall: Bool) -> String? {
    isCall ? table[name] : nil
  }

  private static let table: [String: String] = [
    "ln": "the natural logarithm is `log(x)`",
    "lg": "the logarithm to base 10 is `log10(x)`",
    "print": "an expression is shown by itself: leave `print` out",
    "len": "write `size(x)`, or `shape(x)[0]` for the first axis",
    "average": "write `mean(x)`",
    "avg": "write `mean(x)`",
    "logistic": "write `sigmoid(x)`",
    "expit": "write `sigmoid(x)`",
    "arctan": "write `atan(x)`",
    "arcsin": "write `asin(x)`",
    "arccos": "write `acos(x)`",
    "array": "a tensor is written `[1, 2, 3]`",
    "range": "write `arange(a, b)`",
    "gradient": "write `grad(f, x)`",
    "derivative": "write `diff(f, x)`",
    "d": "write `diff(f, x)`",
    "help": "write `?name`, or `:help`",
    "exit": "write `:quit`",
    "quit": "write `:quit`",
    "int": "write `floor(x)` or `round(x)`",
    "length": "write `size(x)`",
    "identity": "write `eye(n)`",
    "inverse": "write `inv(A)`",
    "crossentropy": "write `cross_entropy(y, p)`",
  ]
}
