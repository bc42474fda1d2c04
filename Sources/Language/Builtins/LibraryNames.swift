import Tensors

/// The plain functions and constants of the libraries, by the names they have there.
///
/// Their losses are written in the prelude; this is the rest of what a copied line brings along.
enum LibraryNames {
  /// What a library's name stands for.
  enum Meaning {
    /// A function of this language.
    case function(String)
    /// An option.
    case string(String)
    /// A kind of number.
    case type(ScalarType)
    /// A number.
    case constant(Double)
  }

  /// The first words of dotted names.
  static let roots: Set<String> = [
    "tf", "torch", "np", "numpy", "jnp", "jax", "keras", "optax", "F", "nn", "scipy", "math",
  ]

  /// Spellings of a beginning that are other spellings of another.
  private static let prefixes: [(String, String)] = [
    ("tf.compat.v1.", "tf."),
    ("tensorflow.", "tf."),
    ("tf.keras.", "keras."),
    ("optax.losses.", "optax."),
    ("nn.", "torch.nn."),
    ("F.", "torch.nn.functional."),
    ("numpy.", "np."),
    ("math.", "np."),
    ("np.random.", "np."),
    ("torch.linalg.", "np.linalg."),
    ("jax.numpy.", "jnp."),
  ]

  /// Returns the one spelling under which a name is looked up.
  static func canonical(_ path: String) -> String {
    var path = path
    if path == "F" { return "torch.nn.functional" }
    if path == "tf.keras" { return "keras" }
    if path == "optax.losses" { return "optax" }
    for (from, to) in prefixes where path.hasPrefix(from) {
      path = to + path.dropFirst(from.count)
    }
    return path
  }

  /// The kind of number of a name such as `float32`.
  static func type(named name: String) -> ScalarType? { types[name] }

  private static let types: [String: ScalarType] = [
    "float32": .float32, "float": .float32, "single": .float32,
    "float64": .float64, "double": .float64,
    "bool": .bool, "bool_": .bool,
    // Integers are kept in double precision, which holds them exactly.
    "int32": .float64, "int64": .float64, "long": .float64, "int": .float64, "int8": .float64,
    "uint8": .float64, "int16": .float64,
  ]

  /// Libraries' names by their last word, and the function here.
  private static let functions: [String: String] = [
    "abs": "abs", "absolute": "abs", "sign": "sign", "exp": "exp", "expm1": "expm1", "log": "log",
    "log1p": "log1p", "log2": "log2", "log10": "log10", "sqrt": "sqrt", "square": "square",
    "sin": "sin", "cos": "cos", "tan": "tan", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh",
    "asin": "asin", "acos": "acos", "atan": "atan", "arcsin": "asin", "arccos": "acos",
    "arctan": "atan", "erf": "erf", "erfc": "erfc", "lgamma": "lgamma", "gammaln": "lgamma",
    "digamma": "digamma", "polygamma": "polygamma", "sigmoid": "sigmoid", "expit": "sigmoid",
    "log_sigmoid": "log_sigmoid", "logsigmoid": "log_sigmoid", "softplus": "softplus",
    "relu": "relu", "leaky_relu": "leaky_relu", "elu": "elu", "gelu": "gelu",
    "softsign": "softsign", "maximum": "maximum", "minimum": "minimum", "clip": "clip",
    "clip_by_value": "clip", "clamp": "clip", "pow": "pow", "power": "pow", "xlogy": "xlogy",
    "xlog1py": "xlog1py", "floor": "floor", "ceil": "ceil", "round": "round", "isnan": "isnan",
    "isfinite": "isfinite", "is_nan": "isnan", "where": "where", "negative": "neg", "neg": "neg",
    "reduce_sum": "sum", "sum": "sum", "reduce_mean": "mean", "mean": "mean", "prod": "prod",
    "reduce_prod": "prod", "max": "max", "amax": "max", "reduce_max": "max", "min": "min",
    "amin": "min", "reduce_min": "min", "var": "var", "reduce_variance": "var", "std": "std",
    "reduce_std": "std", "logsumexp": "logsumexp", "reduce_logsumexp": "logsumexp",
    "norm": "norm", "any": "any", "all": "all", "reduce_any": "any", "reduce_all": "all",
    "argmax": "argmax", "argmin": "argmin", "count_nonzero": "count", "softmax": "softmax",
    "log_softmax": "log_softmax", "cumsum": "cumsum", "sort": "sort", "reshape": "reshape",
    "transpose": "transpose", "concat": "concat", "concatenate": "concat", "cat": "concat",
    "stack": "stack", "expand_dims": "expand_dims", "unsqueeze": "expand_dims",
    "squeeze": "squeeze", "broadcast_to": "broadcast_to", "shape": "shape", "size": "size",
    "one_hot": "one_hot", "tile": "tile", "flatten": "flatten", "ravel": "flatten",
    "diag": "diag", "trace": "trace", "eye": "eye", "zeros": "zeros", "ones": "ones",
    "full": "full", "zeros_like": "zeros_like", "ones_like": "ones_like",
    "linspace": "linspace", "arange": "arange", "range": "arange", "dot": "dot",
    "outer": "outer", "matmul": "matmul", "mm": "matmul", "det": "det", "inv": "inv",
    "solve": "solve", "add": "+", "stop_gradient": "stop_gradient",
    "constant": "array", "Variable": "array", "tensor": "array", "as_tensor": "array",
    "array": "array", "asarray": "array", "convert_to_tensor": "array", "cast": "array",
    "FloatTensor": "array", "rank": "rank", "ndim": "rank", "float32": "float32",
    "float64": "float64", "rand": "rand", "randn": "randn", "randint": "randint",
    "permutation": "permutation", "seed": "seed", "manual_seed": "seed",
  ]

  /// The modules whose plain names are looked up by their last word.
  private static let modules: Set<String> = [
    "tf", "tf.math", "tf.nn", "tf.linalg", "np", "np.linalg", "jnp", "jnp.linalg", "jax",
    "jax.nn", "jax.lax", "jax.scipy", "jax.scipy.special", "torch", "torch.nn",
    "torch.nn.functional", "torch.special", "torch.linalg", "keras", "keras.ops",
    "keras.activations", "keras.backend", "keras.regularizers",
    "scipy", "scipy.special", "tf.losses",
    "tf.losses.Reduction", "keras.losses", "keras.losses.Reduction", "optax",
  ]

  /// The reductions of `tf.losses.Reduction`, as strings.
  private static let reductions: [String: String] = [
    "NONE": "none", "SUM": "weighted_sum", "MEAN": "weighted_mean",
    "SUM_OVER_BATCH_SIZE": "weighted_sum_over_batch_size",
    "SUM_OVER_NONZERO_WEIGHTS": "weighted_sum_by_nonzero_weights",
    "SUM_BY_NONZERO_WEIGHTS": "weighted_sum_by_nonzero_weights",
  ]

  private static let kerasReductions: [String: String] = [
    "NONE": "none", "SUM": "sum", "SUM_OVER_BATCH_SIZE": "sum_over_batch_size",
    "AUTO": "sum_over_batch_size",
  ]

  private static let numbers: [String: Double] = [
    "pi": .pi, "e": 2.718281828459045, "inf": .infinity, "nan": .nan,
  ]

  /// What is asked for and deliberately not there, and why; functions say it in the prelude.
  static let absent: [String: String] = {
    let alignments = "CTC sums over all alignments of two sequences, which is left out for now"
    let collection = "it keeps a list of losses in TensorFlow's graph: add the losses themselves"
    let byName = "it looks a loss up by its name: write the loss itself"
    return [
      "torch.nn.CTCLoss": alignments, "keras.losses.CTC": alignments,
      "torch.nn.AdaptiveLogSoftmaxWithLoss":
        "it trains weights of its own: take `torch.nn.CrossEntropyLoss` over all classes",
      "torch.nn.LinearCrossEntropyLoss":
        "it trains weights of its own: `torch.nn.functional.linear_cross_entropy` takes them",
      "tf.losses.add_loss": collection, "tf.losses.get_losses": collection,
      "tf.losses.get_total_loss": collection, "tf.losses.get_regularization_loss": collection,
      "tf.losses.get_regularization_losses": collection,
      "keras.losses.get": byName, "keras.losses.serialize": byName,
      "keras.losses.deserialize": byName, "keras.regularizers.get": byName,
      "keras.losses.Loss": "it is the base of other classes: write the loss as a function",
    ]
  }()

  /// The plain meaning of a canonical name, if it has one.
  static func meaning(of path: String) -> Meaning? {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    let module = String(path[..<dot])
    let last = String(path[path.index(after: dot)...])
    switch module {
    case "tf.losses.Reduction": return reductions[last].map(Meaning.string)
    case "keras.losses.Reduction": return kerasReductions[last].map(Meaning.string)
    default: break
    }
    guard modules.contains(module) else { return nil }
    if let number = numbers[last] { return .constant(number) }
    if let type = types[last] { return .type(type) }
    return functions[last].map(Meaning.function)
  }

  /// Whether a dotted name is a module.
  static func isModule(_ path: String) -> Bool {
    roots.contains(path) || modules.contains(path)
  }

  /// The plain names of a module.
  static func names(inModule module: String) -> [String] {
    switch module {
    case "tf.losses.Reduction": Array(reductions.keys)
    case "keras.losses.Reduction": Array(kerasReductions.keys)
    default: modules.contains(module) ? Array(functions.keys) : []
    }
  }
}
