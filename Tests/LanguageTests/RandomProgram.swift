import TestSupport

/// Programs by the grammar of the language: valid ones, and ones that only look it.
struct RandomProgram {
  private var random: SeededGenerator

  private static let numbers = [
    "0", "1", "2", "-1", "0.5", "3", "1e300", "-1e-300", "9223372036854775807",
    "-9223372036854775808", "1e19", "inf", "nan", "1_000", ".5", "4294967296",
  ]
  private static let names = ["x", "y", "w", "X", "s", "q", "none_such", "_", "Out[1]", "pi"]
  private static let operators = [
    "+", "-", "*", "/", "^", "@", "<", "<=", "==", "!=", "and", "or",
  ]
  private static let functions = [
    "abs", "exp", "log", "sqrt", "sigmoid", "softmax", "logsumexp", "sum", "mean", "max", "prod",
    "norm", "cumsum", "sort", "argmax", "reshape", "transpose", "concat", "stack", "expand_dims",
    "squeeze", "broadcast_to", "shape", "size", "one_hot", "gather", "tile", "flatten", "diag",
    "trace", "eye", "zeros", "ones", "full", "linspace", "arange", "dot", "outer", "det", "inv",
    "solve", "grad", "diff", "jacobian", "hessian", "autodiff", "numgrad", "check", "steps", "tape",
    "simplify", "equivalent", "domain", "kinks", "where", "clip", "maximum", "log_loss", "huber",
    "cross_entropy", "sparse_softmax_cross_entropy", "kl_divergence", "triplet", "f", "polygamma",
  ]
  private static let options = [
    "axis=0", "axis=-1", "axis=9", "keepdims=true", "reduction=\"none\"", "reduction=\"x\"",
    "weights=[1, 0]", "delta=0", "n=2", "ord=1", "x=3", "x=-1:1",
  ]
  private static let pieces = [
    "(", ")", "[", "]", "{", "}", ",", ";", "=", ":=", "'", "\"", ":", "::", ".", "if", "else",
    "repeat", "var", "assume", "del", "\n", "#", "²", "√", "\u{1B}[31m", "\u{0}", "損", "\u{302}",
  ]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  private mutating func pick(_ choices: [String]) -> String {
    choices.randomElement(using: &random) ?? ""
  }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  /// Returns an expression whose tree is at most so deep.
  mutating func expression(_ depth: Int) -> String {
    guard depth > 0 else { return below(2) == 0 ? pick(Self.numbers) : pick(Self.names) }
    switch below(10) {
    case 0: return pick(Self.numbers)
    case 1: return pick(Self.names)
    case 2, 3:
      return "(\(expression(depth - 1)) \(pick(Self.operators)) \(expression(depth - 1)))"
    case 4: return "[\(list(depth))]"
    case 5: return "\(pick(Self.names))[\(subscripts(depth))]"
    case 6: return "-\(expression(depth - 1))'"
    case 7: return "(\(expression(depth - 1)) if \(expression(depth - 1)) else \(expression(0)))"
    default:
      let option = below(3) == 0 ? ", \(pick(Self.options))" : ""
      return "\(pick(Self.functions))(\(list(depth))\(option))"
    }
  }

  private mutating func list(_ depth: Int) -> String {
    (0..<below(4)).map { _ in expression(depth - 1) }.joined(separator: ", ")
  }

  private mutating func subscripts(_ depth: Int) -> String {
    (0...below(2)).map { _ in
      switch below(3) {
      case 0: expression(depth - 1)
      case 1: "\(pick(Self.numbers)):\(pick(Self.numbers))"
      default: "::\(pick(Self.numbers))"
      }
    }.joined(separator: ", ")
  }

  /// Returns a statement.
  mutating func statement() -> String {
    let name = pick(["x", "y", "w", "X", "s", "q"])
    switch below(12) {
    case 0: return "\(name) = \(expression(3))"
    case 1: return "\(name) := \(expression(3))"
    case 2: return "f(x, k=\(pick(Self.numbers))) = { d = \(expression(2)); \(expression(2)) }"
    case 3: return "repeat \(below(3)) { \(name) := \(expression(2)) }"
    case 4: return "var \(name)[\(pick(["n", "n, k", "3", "-1", "1e19", ""]))]"
    case 5: return "del \(name)"
    case 6: return "\(name)[\(subscripts(2))] := \(expression(1))"
    case 7: return (0...below(12)).map { _ in spelling() }.joined(separator: " ")
    default: return expression(4)
    }
  }

  private mutating func spelling() -> String {
    switch below(3) {
    case 0: pick(Self.pieces)
    case 1: expression(1)
    default: pick(Self.functions)
    }
  }

  /// Returns bytes, many of which mean something to the lexer.
  mutating func bytes() -> [UInt8] {
    (0..<below(200)).map { _ in
      below(4) == 0
        ? UInt8.random(in: 0...255, using: &random)
        : Array("()[]{}'\"#;:=.,+-*^\n 0123eEabx_\\".utf8).randomElement(using: &random) ?? 0
    }
  }

  // MARK: Functions with a derivative

  /// Returns a smooth function of `x` that stays of moderate size near the numbers of a test.
  mutating func smooth(_ depth: Int) -> String {
    guard depth > 0 else { return pick(["x", "x", "0.5", "2", "a"]) }
    let inner = smooth(depth - 1)
    switch below(8) {
    case 0: return "(\(inner) + \(smooth(depth - 1)))"
    case 1: return "(\(inner) - \(smooth(depth - 1)))"
    case 2: return "(\(inner) * \(smooth(depth - 1)))"
    case 3: return "(\(inner)) / (1 + (\(smooth(depth - 1)))^2)"
    case 4: return "log(1 + (\(inner))^2)"
    default:
      return "\(pick(["sigmoid", "tanh", "sin", "softplus", "cos", "softmax"]))(\(vector(inner)))"
    }
  }

  /// A softmax wants a vector, whatever the rest is.
  private func vector(_ text: String) -> String { "(\(text)) + 0*x" }
}
