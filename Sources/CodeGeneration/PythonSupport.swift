/// Functions that a library does not have, written into the modules that use them.
enum PythonSupport {
  /// The source of a function by its name, for one library.
  static func source(of name: String, _ library: PythonLibrary) -> String? {
    switch (name, library) {
    case ("_log_cosh", .numpy): logCosh("np.abs(x)", "np.log1p(np.exp(-2 * a))")
    case ("_log_cosh", .torch): logCosh("torch.abs(x)", "torch.log1p(torch.exp(-2 * a))")
    case ("_log_cosh", .jax): logCosh("jnp.abs(x)", "jnp.log1p(jnp.exp(-2 * a))")
    case ("_log_cosh", .tensorflow): logCosh("tf.abs(x)", "tf.math.log1p(tf.exp(-2 * a))")
    case ("_xdivy", .numpy):
      function(
        "_xdivy(x, y)", "x / y, and 0 where x is 0.",
        [
          "safe = np.where(x == 0, 1.0, y)", "return np.where(x == 0, 0.0, x / safe)",
        ])
    case ("_xdivy", .torch):
      function(
        "_xdivy(x, y)", "x / y, and 0 where x is 0.",
        [
          "safe = torch.where(x == 0, torch.ones_like(y), y)", "return x / safe",
        ])
    case ("_xdivy", .jax):
      function(
        "_xdivy(x, y)", "x / y, and 0 where x is 0.",
        [
          "safe = jnp.where(x == 0, 1.0, y)", "return x / safe",
        ])
    default: library == .numpy ? numpy[name] : tensorflow[name]
    }
  }

  /// The names of all such functions, those first that others call.
  static let names = [
    "_erf", "_erfc", "_lgamma", "_sigmoid", "_log_cosh", "_gelu_tanh", "_xlogy", "_xlog1py",
    "_xdivy", "_logsumexp", "_softmax", "_log_softmax", "_polygamma",
  ]

  private static let numpy: [String: String] = [
    "_erf": "_erf = np.vectorize(math.erf, otypes=[float])",
    "_erfc": "_erfc = np.vectorize(math.erfc, otypes=[float])",
    "_lgamma": "_lgamma = np.vectorize(math.lgamma, otypes=[float])",
    "_sigmoid": function(
      "_sigmoid(x)", "1 / (1 + exp(-x)) for every x, tiny results included.",
      [
        "return np.exp(-np.logaddexp(0.0, -x))"
      ]),
    "_gelu_tanh": function(
      "_gelu_tanh(x)", "The approximation of GELU by tanh.",
      [
        "return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x ** 3)))"
      ]),
    "_xlogy": function(
      "_xlogy(x, y)", "x * log(y), and 0 where x is 0.",
      [
        "return x * np.log(np.where(x == 0, 1.0, y))"
      ]),
    "_xlog1py": function(
      "_xlog1py(x, y)", "x * log(1 + y), and 0 where x is 0.",
      [
        "return x * np.log1p(np.where(x == 0, 0.0, y))"
      ]),
    "_logsumexp": function(
      "_logsumexp(x, axis=None, keepdims=False)", "log(sum(exp(x))) that does not overflow.",
      [
        "peak = np.max(x, axis=axis, keepdims=True)",
        "peak = np.where(np.isfinite(peak), peak, 0.0)",
        "result = np.log(np.sum(np.exp(x - peak), axis=axis, keepdims=True)) + peak",
        "return result if keepdims else np.squeeze(result, axis=axis)",
      ]),
    "_softmax": function(
      "_softmax(x, axis)", "exp(x) / sum(exp(x)) that does not overflow.",
      [
        "weight = np.exp(x - np.max(x, axis=axis, keepdims=True))",
        "return weight / np.sum(weight, axis=axis, keepdims=True)",
      ]),
    "_log_softmax": function(
      "_log_softmax(x, axis)", "The logarithm of the softmax.",
      [
        "shifted = x - np.max(x, axis=axis, keepdims=True)",
        "return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))",
      ]),
  ]

  private static let tensorflow: [String: String] = [
    "_gelu_tanh": function(
      "_gelu_tanh(x)", "The approximation of GELU by tanh.",
      ["return 0.5 * x * (1 + tf.tanh(0.7978845608028654 * (x + 0.044715 * x ** 3)))"]),
    "_polygamma": function(
      "_polygamma(n, x)", "The n-th derivative of digamma.",
      [
        "return tf.math.polygamma(tf.cast(n, x.dtype) * tf.ones_like(x), x)"
      ]),
  ]

  private static func logCosh(_ absolute: String, _ rest: String) -> String {
    function(
      "_log_cosh(x)", "log(cosh(x)) that does not overflow.",
      [
        "a = \(absolute)", "return a + \(rest) - 0.6931471805599453",
      ])
  }

  private static func function(_ head: String, _ summary: String, _ body: [String]) -> String {
    (["def \(head):", "    \"\"\"\(summary)\"\"\""] + body.map { "    " + $0 })
      .joined(separator: "\n")
  }
}
