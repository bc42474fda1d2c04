internal import Graphs
internal import Tensors

/// Writes the part of a module that checks it.
struct PythonCheck {
  /// A gradient function and the parameter it is by.
  struct Gradient {
    let input: PythonInput
    let function: String
  }

  let library: PythonLibrary
  let graph: Graph
  let root: NodeID
  let function: String
  let inputs: [PythonInput]
  let gradients: [Gradient]
  let facts: Facts

  /// `sample` and `check`.
  var functions: [String] {
    (gradients.isEmpty ? [] : [table]) + [sample]
      + (library == .numpy && !gradients.isEmpty ? [PythonCheck.differences] : []) + [check]
  }

  /// What runs when the module is a script.
  var entry: String {
    let start =
      library == .jax
      ? "    jax.config.update(\"jax_enable_x64\", True)  # before the first array is made\n" : ""
    return "if __name__ == \"__main__\":\n\(start)    check()"
  }

  private var table: String {
    let rows = gradients.map { "    \"\($0.input.name)\": \($0.function),\n" }.joined()
    return "GRADIENTS = {\(rows.isEmpty ? "" : "\n" + rows)}"
  }

  // MARK: Random data

  private var sample: String {
    let sampling = PythonSampling(graph: graph, roots: [root], facts: facts)
    let head =
      library == .torch
      ? ["def sample(seed=0, device=\"cpu\", dtype=torch.float64):"] : ["def sample(seed=0):"]
    let generator =
      library == .torch
      ? "rng = torch.Generator(device=device).manual_seed(seed)"
      : "rng = np.random.default_rng(seed)"
    var lines =
      head + ["    \"\"\"Random arguments of the right shapes.\"\"\"", "    " + generator]
    let drawn = inputs.filter { $0.defaultValue == nil }
    for input in drawn { lines += draw(input, sampling).map { "    " + $0 } }
    let items = drawn.map { "\"\($0.name)\": \($0.name)" }.joined(separator: ", ")
    lines.append("    return {\(items)}")
    return lines.joined(separator: "\n")
  }

  private func draw(_ input: PythonInput, _ sampling: PythonSampling) -> [String] {
    let sizes = input.shape.dimensions.map(size)
    let shape = PythonExpression.tuple(sizes)
    let facts = sampling.leafFacts(input.node)
    let countsClasses = sampling.countsClasses(input.node)
    if input.kind == .integer || facts.isInteger || countsClasses {
      let count = sampling.classCount(input.node).map(size) ?? "2"
      let drawn = integers(count, shape)
      // Labels that are computed with, too, are numbers like the others.
      let isNumber = input.kind != .integer && countsClasses
      return ["\(input.name) = \(isNumber ? asNumbers(drawn) : drawn)"]
    }
    let name = input.name
    var lines = ["\(name) = \(numbers(sampling.interval(input.node), shape))"]
    if facts.isSymmetric { lines.append("\(name) = (\(name) + \(name).T) / 2") }
    for axis in facts.unitSumAxes.sorted() {
      let options = library == .torch ? "dim=\(axis), keepdim=True" : "axis=\(axis), keepdims=True"
      lines.append("\(name) = \(name) / \(name).sum(\(options))")
    }
    if sampling.isInverted(input.node), let last = sizes.last {
      let eye =
        library == .torch
        ? "torch.eye(\(last), dtype=dtype, device=device)" : "np.eye(\(last))"
      lines.append("\(name) = \(name) + \(last) * \(eye)")
    }
    guard let conversion = conversion, let last = lines.indices.last else { return lines }
    let drawn = lines[last].dropFirst(name.count + 3)
    lines[last] = "\(name) = \(conversion)(\(drawn))"
    return lines
  }

  /// What makes the library's tensor of an array of NumPy's.
  private var conversion: String? {
    switch library {
    case .numpy, .torch: nil
    case .jax: "jnp.asarray"
    case .tensorflow: "tf.constant"
    }
  }

  private func integers(_ count: String, _ shape: String) -> String {
    switch library {
    case .numpy: "rng.integers(0, \(count), size=\(shape))"
    case .torch: "torch.randint(0, \(count), \(shape), generator=rng, device=device)"
    case .jax: "jnp.asarray(rng.integers(0, \(count), size=\(shape)))"
    case .tensorflow: "tf.constant(rng.integers(0, \(count), size=\(shape)))"
    }
  }

  private func asNumbers(_ integers: String) -> String {
    switch library {
    case .numpy: "\(integers).astype(float)"
    case .torch: "\(integers).to(dtype)"
    case .jax: "\(integers).astype(float)"
    case .tensorflow: "tf.cast(\(integers), tf.float64)"
    }
  }

  private func numbers(_ interval: (lower: Double, upper: Double)?, _ shape: String) -> String {
    guard let (lower, upper) = interval else {
      return library == .torch
        ? "torch.randn(\(shape), generator=rng, device=device, dtype=dtype)"
        : "rng.normal(size=\(shape))"
    }
    let low = PythonWriter.text(lower)
    guard library == .torch else {
      return "rng.uniform(\(low), \(PythonWriter.text(upper)), size=\(shape))"
    }
    let unit = "torch.rand(\(shape), generator=rng, device=device, dtype=dtype)"
    return "\(low) + \(PythonWriter.text(upper - lower)) * \(unit)"
  }

  /// A size for each dimension, different ones for different names.
  private func size(_ dimension: Dimension) -> String {
    guard case .named = dimension else { return dimension.text }
    var names: [Dimension] = []
    for input in inputs {
      for other in input.shape.dimensions where other.size == nil && !names.contains(other) {
        names.append(other)
      }
    }
    let sizes = [4, 3, 5, 2, 6]
    let place = names.firstIndex(of: dimension) ?? 0
    return String(sizes[place % sizes.count])
  }

  // MARK: Comparison

  private static let differences = """
    def central_differences(f, x, step=1e-5):
        \"\"\"The gradient of f at x by central differences, element by element.\"\"\"
        gradient = np.zeros_like(x)
        for index in np.ndindex(x.shape):
            upper, lower = x.copy(), x.copy()
            upper[index] += step
            lower[index] -= step
            gradient[index] = (f(upper) - f(lower)) / (2 * step)
        return gradient
    """

  private var check: String {
    let summary =
      library == .numpy
      ? "Compares the gradients with central differences."
      : "Compares the gradients with \(library.title)'s automatic differentiation."
    let parameters =
      library == .torch ? "seed=0, device=\"cpu\", dtype=torch.float64" : "seed=0"
    let tolerance = library == .numpy ? "1e-7" : library == .torch ? "tolerance" : "1e-12"
    var lines = [
      "def check(\(parameters)):", "    \"\"\"\(summary)\"\"\"",
      "    arguments = sample(\(library == .torch ? "seed, device, dtype" : "seed"))",
      "    print(\"value:\", \(function)(**arguments))",
    ]
    lines += more.map { "    " + $0 }
    guard !gradients.isEmpty else { return lines.joined(separator: "\n") }
    if library == .torch {
      lines.append("    tolerance = 1e-12 if dtype == torch.float64 else 1e-5")
    }
    lines.append("    for name, closed_form in GRADIENTS.items():")
    lines += [
      "", "def of_one(x):", "    return \(function)(**{**arguments, name: x})", "",
    ].map { $0.isEmpty ? "" : "        " + $0 }
    lines +=
      (automatic + [
        "actual = closed_form(**arguments)", "assert actual.shape == expected.shape, closed_form",
        "difference = float(\(largest)(\(absolute)(actual - expected)))",
        "scale = 1 + float(\(largest)(\(absolute)(expected)))",
        "print(f\"gradient by {name}: largest difference {difference:.1e}\")",
        "if not difference <= \(tolerance) * scale:",
        "    raise SystemExit(f\"the closed form of the gradient by {name} is wrong\")",
      ]).map { "        " + $0 }
    return lines.joined(separator: "\n")
  }

  /// How the library differentiates by one argument.
  private var automatic: [String] {
    switch library {
    case .numpy:
      ["expected = central_differences(of_one, np.array(arguments[name], dtype=float))"]
    case .torch:
      [
        "x = arguments[name].clone().requires_grad_(True)",
        "value = of_one(x)",
        "expected = torch.zeros_like(x)", "if value.requires_grad:  # a step function has no slope",
        "    expected, = torch.autograd.grad(",
        "        value, x, allow_unused=True, "
          + "materialize_grads=True)",
      ]
    case .jax: ["expected = jax.grad(of_one)(arguments[name])"]
    case .tensorflow:
      [
        "x = arguments[name]", "with tf.GradientTape() as tape:", "    tape.watch(x)",
        "    value = of_one(x)",
        "expected = tape.gradient(",
        "    value, x, "
          + "unconnected_gradients=tf.UnconnectedGradients.ZERO)",
      ]
    }
  }

  /// What the library promises beside gradients: compiling and mapping over a batch.
  private var more: [String] {
    switch library {
    case .numpy, .torch: []
    case .jax:
      [
        "np.testing.assert_allclose(",
        "    jax.jit(\(function))(**arguments), \(function)(**arguments), rtol=1e-9)",
        "batch = {name: jnp.stack([x, x]) for name, x in arguments.items()}",
        "assert jax.vmap(lambda row: \(function)(**row))(batch).shape[0] == 2",
      ]
    case .tensorflow:
      [
        "compiled = tf.function(\(function))(**arguments)",
        "np.testing.assert_allclose(compiled, \(function)(**arguments), rtol=1e-9)",
      ]
    }
  }

  private var largest: String {
    switch library {
    case .numpy: "np.max"
    case .torch: "torch.max"
    case .jax: "jnp.max"
    case .tensorflow: "tf.reduce_max"
    }
  }

  private var absolute: String { library == .tensorflow ? "tf.abs" : "\(library.prefix).abs" }
}
