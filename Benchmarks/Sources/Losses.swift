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

/// Value and gradient of three losses, as a compiled program that is called again.
enum Losses {
  private static let table: [(name: String, source: String, variable: String)] = [
    ("log loss of logits", "log_loss_logits(y, z)", "z"),
    ("sparse softmax cross-entropy, 10 classes", "sparse_softmax_cross_entropy(k, Z)", "Z"),
    ("Huber", "huber(t, q)", "q"),
  ]

  static func measure(size: Int) {
    for loss in table { measure(loss.name, loss.source, by: loss.variable, size: size) }
  }

  private static func measure(
    _ name: String, _ source: String, by variable: String, size: Int
  ) {
    let interpreter = Interpreter()
    interpreter.perform(
      "var y[\(size)], z[\(size)], k[\(size)], Z[\(size), 10], t[\(size)], q[\(size)]")
    guard
      let formula = try? interpreter.formulaGraph(of: SourceText("grad(\(source), \(variable))")),
      let gradient = formula.gradients.first
    else { return print("# no gradient of \(source)") }
    var bindings = Bindings()
    for node in formula.graph.topologicalOrder(of: [formula.root, gradient.derivative.node]) {
      if case .leaf(let leaf) = formula.graph[node].primitive { bindings[leaf] = data(leaf, size) }
    }
    let roots = [formula.root, gradient.derivative.node]
    guard let program = Program(of: roots, graph: formula.graph, bindings: bindings) else {
      return print("# \(name) is not compiled")
    }
    var isComputed = true
    let seconds = Timing.seconds { isComputed = (try? program.run(bindings)) != nil && isComputed }
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
