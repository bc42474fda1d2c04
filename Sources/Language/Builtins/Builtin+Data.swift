import Graphs
import Syntax
import Tensors

extension Builtin {
  /// The functions about where data come from and how precisely they are kept.
  static let data: [Builtin] = [
    Builtin(
      "value(x)", .data, "The value now, as data: what it came from is forgotten.",
      example: "old = value(2 + 3)", isRunOnce: true
    ) { (arguments) throws(Diagnostic) in
      // Inside a function there is no now: the value is taken with the rest, without a derivative.
      .node(try arguments.add(.stopGradient, try arguments.node("x")))
    },
    Builtin(
      "stop_gradient(x)", .data, "x itself, taken as a constant by every derivative.",
      example: "stop_gradient(3)"
    ) { (arguments) throws(Diagnostic) in
      .node(try arguments.add(.stopGradient, try arguments.node("x")))
    },
    cast("float32", .float32, "x in single precision."),
    cast("float64", .float64, "x in double precision."),
    cast("bool", .bool, "Whether x is not 0."),
    Builtin(
      "array(x, dtype=none)", .data, "x as a tensor; for lines copied from Python.",
      example: "np.array([1, 2])"
    ) { (arguments) throws(Diagnostic) in
      let x = try arguments.node("x")
      switch try arguments.value("dtype") {
      case .none: return .node(x)
      case .type(let type):
        return .node(type == .float64 ? x : try arguments.add(.cast(type), x))
      case .string(let name):
        guard let type = LibraryNames.type(named: name) else {
          throw arguments.fail(.argument, "there is no kind of number \"\(name)\"", at: "dtype")
        }
        return .node(type == .float64 ? x : try arguments.add(.cast(type), x))
      case .node, .boolean, .list, .function, .module, .columns:
        throw arguments.fail(
          .argument, "`dtype` must be a kind of number, such as tf.float32", at: "dtype")
      }
    },
    Builtin(
      "csv(path, *, separator=none, decimal=none, missing=none, header=none, columns=none)", .data,
      "A file's columns by name: `d.label`, `d[:, \"label\"]`; words are numbered as classes.",
      example: "d = csv(\"train.csv\")", isRunOnce: true
    ) { (arguments) throws(Diagnostic) in throw arguments.impure },
    Builtin(
      "npy(path)", .data, "The array in a NumPy file.", example: "X = npy(\"x.npy\")",
      isRunOnce: true
    ) { (arguments) throws(Diagnostic) in throw arguments.impure },
    Builtin(
      "npz(path)", .data, "The arrays in a NumPy archive by name: `d.w` or `d[\"w\"]`.",
      example: "d = npz(\"weights.npz\")", isRunOnce: true
    ) { (arguments) throws(Diagnostic) in throw arguments.impure },
  ]

  private static func cast(_ name: String, _ type: ScalarType, _ summary: String) -> Builtin {
    Builtin("\(name)(x)", .data, summary, example: "\(name)(0.1)") {
      (arguments) throws(Diagnostic) in
      .node(try arguments.add(.cast(type), try arguments.node("x")))
    }
  }

  /// Random draws: each call becomes data when its line runs.
  static let randomNumbers: [Builtin] = [
    draw("rand(shape…)", "Uniform numbers from [0, 1).", "rand(3)"),
    draw("randn(shape…)", "Normal numbers of mean 0 and variance 1.", "randn(2, 2)"),
    draw(
      "randint(low, high, shape…)", "Integers from low up to, not including, high.",
      "randint(0, 10, 5)"),
    draw("permutation(n)", "The numbers 0 to n − 1 in a random order.", "permutation(5)"),
    Builtin(
      "seed(n)", .random, "Makes the random numbers that follow repeatable.", example: "seed(7)"
    ) { (arguments) throws(Diagnostic) in throw arguments.impure },
  ]

  private static func draw(_ signature: String, _ summary: String, _ example: String) -> Builtin {
    Builtin(signature, .random, summary, example: example, isRunOnce: true) {
      (arguments) throws(Diagnostic) in throw arguments.impure
    }
  }
}

extension Arguments {
  /// The error about something that is run, where only a formula can stand.
  var impure: Diagnostic {
    fail(
      .argument,
      "`\(call.builtin.name)` cannot stand inside a function: functions compute and change nothing",
      hint: "bind what it gives to a name first")
  }
}
