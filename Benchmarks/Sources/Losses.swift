import Calculus
import Execution
import Graphs
import Language
import Syntax
import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Value and gradient of three losses, as a compiled program that is called again with other data.
enum Losses {
  private static let table: [(name: String, source: String, variable: String)] = [
    ("log loss of logits", "log_loss_logits(y, z)", "z"),
    ("sparse softmax cross-entropy, 10 classes", "sparse_softmax_cross_entropy(k, Z)", "Z"),
    ("Huber", "huber(t, q)", "q"),
  ]

  static func measure(size: Int) {
    for loss in table { measure(loss.name, loss.source, by: loss.variable, size: size) }
    for limit in limits { measure(limit.name, limit.source, by: nil, size: size) }
  }

  /// What no program of these losses can be faster than: the data have to be read, and an
  /// exponential has to be taken of each.
  private static let limits: [(name: String, source: String)] = [
    ("limit: the data read once", "sum(z)"), ("limit: an exponential of each", "sum(exp(z))"),
  ]

  private static func measure(
    _ name: String, _ source: String, by variable: String?, size: Int
  ) {
    let interpreter = Interpreter()
    interpreter.perform(
      "var y[\(size)], z[\(size)], k[\(size)], Z[\(size), 10], t[\(size)], q[\(size)]")
    let text = variable.map { "grad(\(source), \($0))" } ?? source
    guard let formula = try? interpreter.formulaGraph(of: SourceText(text)) else {
      return print("# no formula of \(source)")
    }
    let gradients = variable == nil ? [] : formula.gradients.map(\.derivative.node)
    let roots = [formula.root] + gradients
    // Two sets of the same data in different places, so that a call finds nothing where it left it.
    var (bindings, others) = (Bindings(), Bindings())
    for node in formula.graph.topologicalOrder(of: roots) {
      guard case .leaf(let leaf) = formula.graph[node].primitive else { continue }
      bindings[leaf] = data(leaf, size)
      others[leaf] = data(leaf, size)
    }
    guard let program = Program(of: roots, graph: formula.graph, bindings: bindings) else {
      return print("# \(name) is not compiled")
    }
    var isComputed = true
    let seconds = Timing.seconds {
      swap(&bindings, &others)
      isComputed = (try? program.run(bindings)) != nil && isComputed
    }
    if isComputed { Figure.show(name, size, seconds) } else { print("# \(name) failed") }
  }

  /// The same numbers as `Benchmarks/run` makes for the other libraries.
  private static func data(_ leaf: Leaf, _ size: Int) -> Tensor? {
    func vector(_ value: (Int) -> Double) -> Tensor { Tensor(vector: (0..<size).map(value)) }
    switch leaf.name {
    case "y": return vector { Double($0 % 2) }
    case "z": return vector { 4 * sin(Double($0 + 1)) }
    case "k": return vector { Double($0 % 10) }
    case "t": return vector { sin(Double($0)) }
    case "q": return vector { sin(Double($0)) + 2 * cos(3 * Double($0)) }
    default:
      guard let shape = Shape([size, 10]) else { return nil }
      return Tensor(shape, (0..<(size * 10)).map { 3 * sin(Double($0)) })
    }
  }
}
