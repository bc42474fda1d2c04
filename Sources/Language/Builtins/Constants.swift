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
    if let hint = isCall ? table[name] : values[name] { return hint }
    if let dot = name.lastIndex(of: ".") {
      let subject = String(name[..<dot])
      let method = String(name[name.index(after: dot)...])
      let form = isCall ? Methods.calls[method] : Methods.properties[method]
      return form.map { form in
        "write `\(form.split(separator: "$", omittingEmptySubsequences: false).joined(separator: subject))`"
      }
    }
    // An index in a name, as a book puts it below the sign: `sum_i`.
    let stem = name.prefix { $0 != "_" }
    guard stem.count < name.count, indexed.contains(String(stem)) else { return nil }
    return "indices are left out: write `\(stem)(x)`, or `\(stem)(x, axis=0)`"
  }

  /// Reductions that books write with an index.
  private static let indexed: Set<String> = [
    "sum", "prod", "max", "min", "mean", "argmax", "argmin",
  ]

  /// Values that have another name here.
  private static let values: [String: String] = [
    "null": "write `none`", "nil": "write `none`", "NULL": "write `none`",
    "undefined": "write `none`", "NA": "write `nan`", "Inf": "write `inf`",
    "PI": "write `pi`", "Pi": "write `pi`", "E": "write `e`", "TRUE": "write `true`",
    "FALSE": "write `false`", "ans": "the last value is `_`",
    "exit": "write `:quit`", "quit": "write `:quit`", "help": "write `:help`",
    "clear": "write `:reset`", "ls": "write `:vars`", "who": "write `:vars`",
    "whos": "write `:vars`",
    "history": "write `:history`", "lessons": "write `:lessons`",
  ]

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
    "del": "write `del x`",
    "log_e": "the natural logarithm is `log(x)`",
    "sqr": "write `square(x)` or `x^2`",
    "power": "write `x^n`",
    "fabs": "write `abs(x)`",
    "input": "bind the value: `x = 3`",
    "type": "write `:vars`",
    "dir": "write `:vars`",
    "open": "write `csv(\"file.csv\")` or `npy(\"file.npy\")`",
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
