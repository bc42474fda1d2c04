import Graphs
import Tensors

@testable import Execution

/// A graph with data bound to its leaves, to build small expressions on.
final class Workbench {
  let graph = Graph()
  var bindings = Bindings()
  var facts = Facts()
  private var leaves = 0

  func leaf(_ name: String, _ tensor: Tensor, shape: SymbolicShape? = nil) -> NodeID {
    leaves += 1
    let leaf = Leaf(id: leaves, name: name, shape: shape ?? SymbolicShape(tensor.shape))
    bindings[leaf] = tensor
    return graph.leaf(leaf)
  }

  func leaf(_ value: Double) -> NodeID { leaf("x", Tensor(value)) }

  func leaf(_ name: String, _ value: Double) -> NodeID { leaf(name, Tensor(value)) }

  func leaf(_ vector: [Double]) -> NodeID { leaf("x", Tensor(vector: vector)) }

  func leaf(_ name: String, _ vector: [Double]) -> NodeID { leaf(name, Tensor(vector: vector)) }

  func matrix(_ rows: [[Double]]) throws -> Tensor {
    try tensor([rows.count, rows.first?.count ?? 0], rows.flatMap(\.self))
  }

  func tensor(_ dimensions: [Int], _ elements: [Double]) throws -> Tensor {
    guard let shape = Shape(dimensions), let tensor = Tensor(shape, elements) else {
      throw ShapeError("the test's own data do not fit")
    }
    return tensor
  }

  func unary(_ function: UnaryFunction, _ x: NodeID) throws -> NodeID {
    try graph.add(.unary(function), x)
  }

  func binary(_ function: BinaryFunction, _ x: NodeID, _ y: NodeID) throws -> NodeID {
    try graph.add(.binary(function), x, y)
  }

  func constant(_ value: Double) -> NodeID { graph.constant(value) }

  func sum(_ x: NodeID) throws -> NodeID {
    let axes = Array(0..<graph.shape(of: x).rank)
    return try graph.add(.reduce(.sum, axes: axes, keepDimensions: false), x)
  }

  func value(_ node: NodeID) throws -> Tensor {
    var evaluator = Evaluator(graph: graph, bindings: bindings)
    return try evaluator.value(of: node)
  }

  func gradient(_ f: NodeID, _ x: NodeID) throws -> Tensor {
    try ReverseMode.gradients(
      of: f, withRespectTo: [x], graph: graph, bindings: bindings
    ).gradients[0]
  }

  func numeric(_ f: NodeID, _ x: NodeID) throws -> NumericDifferentiation.Result {
    try NumericDifferentiation.gradient(
      of: f, withRespectTo: x, graph: graph, bindings: bindings, facts: facts)
  }

  func slopes(_ f: NodeID, _ x: NodeID, _ element: Int) throws -> OneSided.Slopes {
    try OneSided.slopes(
      of: f, along: x, element: element, graph: graph, bindings: bindings)
  }
}

/// Whether a number is right to a relative error.
func isClose(_ got: Double, _ want: Double, _ relative: Double, absolute: Double = 1e-300) -> Bool {
  if want.isNaN { return got.isNaN }
  if got == want { return true }
  return abs(got - want) <= absolute + relative * abs(want)
}
