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
    "grad": "grad(loss, $)", "data": "$", "dtype": "$",
  ]

  /// Methods, and what to write in their place; `$` is the subject.
  static let calls: [String: String] = [
    "mean": "mean($)", "sum": "sum($)", "backward": "grad($, w)", "t": "$'",
    "transpose": "transpose($)", "view": "reshape($, …)", "reshape": "reshape($, …)",
    "dot": "dot($, …)", "matmul": "$ @ …", "mm": "$ @ …", "pow": "$^…", "astype": "float32($)",
    "flatten": "flatten($)", "ravel": "flatten($)", "clamp": "clip($, …, …)",
    "unsqueeze": "expand_dims($, …)", "numel": "size($)", "dim": "rank($)", "norm": "norm($)",
    "max": "max($)", "min": "min($)", "std": "std($)", "var": "var($)", "prod": "prod($)",
    "argmax": "argmax($)", "argmin": "argmin($)", "exp": "exp($)", "log": "log($)",
    "abs": "abs($)", "sqrt": "sqrt($)", "square": "square($)", "cumsum": "cumsum($)",
    "softmax": "softmax($)", "sigmoid": "sigmoid($)", "round": "round($)", "sort": "sort($)",
    "any": "any($)", "all": "all($)", "trace": "trace($)", "det": "det($)", "clip": "clip($, …, …)",
    "squeeze": "squeeze($)", "permute": "transpose($, […])", "repeat": "tile($, …)",
    "size": "shape($)", "append": "concat($, …)", "add": "$ + …", "sub": "$ - …", "mul": "$*…",
    "div": "$/…", "zero_grad": "grad(loss, $)", "step": "w -= rate*grad(loss, w)",
    "plot": "plot($, x=-3:3)", "diff": "diff($, x)", "subs": "at($, x=…)", "evalf": "value($)",
    "simplify": "simplify($)", "replace": "at($, x=…)",
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
    "clear": "`:reset` forgets the names, Ctrl-L clears the screen",
    "cls": "`:reset` forgets the names, Ctrl-L clears the screen",
    "ls": "write `:vars`", "who": "write `:vars`", "whos": "write `:vars`",
    "bye": "write `:quit`", "logout": "write `:quit`", "undo": "write `:undo`",
    "vars": "write `:vars`", "reset": "write `:reset`", "commands": "write `:help commands`",
    "Null": "write `none`",
    "history": "write `:history`", "lessons": "write `:lessons`",
  ]

  /// Keyword arguments that have another name here.
  static let keywords: [String: String] = [
    "dim": "axis", "dims": "axis", "axes": "axis", "keep_dims": "keepdims", "keepdim": "keepdims",
    "epsilon": "eps", "sample_weight": "weights", "weight": "weights", "n_classes": "num_classes",
  ]

  /// What to write where a function is given more arguments than it takes.
  static let surplus: [String: String] = [
    "log": "to another base it is `log(x)/log(b)`; there are `log2(x)` and `log10(x)`",
    "round": "to two decimals it is `round(100*x)/100`; `:set digits` rounds what is shown",
  ]

  /// A derivative as it stands on paper, `dL/dw` or `d/dx`: its first name and what follows it.
  static func leibniz(_ name: String, followedBy rest: Substring) -> String? {
    guard name.first == "d", let slash = rest.first(where: { $0 != " " }), slash == "/" else {
      return nil
    }
    let below = rest.drop { $0 == " " }.dropFirst().drop { $0 == " " }
    guard below.first == "d" else { return nil }
    let variable = below.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard !variable.isEmpty else { return nil }
    let function = name.count == 1 ? "f" : String(name.dropFirst())
    return "write `diff(\(function), \(variable))`, or `grad(\(function), \(variable))`"
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
    "D": "write `diff(f, x)`",
    "backward": "write `grad(L, w)`",
    "integrate": "there are derivatives here, no integrals",
    "Integrate": "there are derivatives here, no integrals",
    "limit": "there are no limits here: `at(f, x=1e-6)` takes a value nearby",
    "subs": "write `at(f, x=3)`",
    "evalf": "write `value(f)`",
    "c": "a tensor is written `[1, 2, 3]`",
    "vector": "a tensor is written `[1, 2, 3]`",
    "list": "a tensor is written `[1, 2, 3]`",
    "tuple": "a tensor is written `[1, 2, 3]`",
    "matrix": "a matrix is written `[[1, 2], [3, 4]]`",
    "float": "numbers are float64 by themselves: leave `float` out, or write `float32(x)`",
    "double": "numbers are float64 by themselves: leave `double` out",
    "str": "an expression is shown by itself: leave `str` out",
    "format": "an expression is shown by itself; `:set digits 3` rounds what is shown",
    "printf": "an expression is shown by itself: leave `printf` out",
    "fprintf": "an expression is shown by itself: leave `fprintf` out",
    "sprintf": "an expression is shown by itself: leave `sprintf` out",
    "disp": "an expression is shown by itself: leave `disp` out",
    "display": "an expression is shown by itself: leave `display` out",
    "factorial": "the factorial of x is `exp(lgamma(x + 1))`",
    "cbrt": "write `x^(1/3)`",
    "cot": "write `1/tan(x)`",
    "sec": "write `1/cos(x)`",
    "csc": "write `1/sin(x)`",
    "sgn": "write `sign(x)`",
    "ramp": "write `relu(x)`",
    "heaviside": "write `where(x > 0, 1, 0)`",
    "random": "write `randn(n)` or `uniform(n)`",
    "numel": "write `size(x)`",
    "ndims": "write `rank(x)`",
    "ndim": "write `rank(x)`",
    "nrow": "write `shape(A)[0]`",
    "ncol": "write `shape(A)[1]`",
    "seq": "write `arange(a, b)` or `linspace(a, b, n)`",
    "mm": "write `A @ B`",
    "mv": "write `A @ x`",
    "concatenate": "write `concat(a, b)`",
    "cat": "write `concat(a, b)`",
    "vstack": "write `concat(a, b)`",
    "hstack": "write `concat(a, b, axis=1)`",
    "map": "functions work on whole tensors: `f(x)`",
    "sapply": "functions work on whole tensors: `f(x)`",
    "optimizer": "write `w -= rate*grad(L, w)` in `repeat 100 { … }`, or `minimize(L, w)`",
    "figure": "write `plot(f, x=-3:3)`",
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
