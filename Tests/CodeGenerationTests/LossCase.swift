import Calculus
import CodeGeneration
import Execution
import Graphs
import Tensors

/// A function built node by node, with data for its leaves and the leaves to differentiate by.
final class LossCase {
  let name: String
  let graph = Graph()
  var bindings = Bindings()
  var facts = Facts()
  var defaults: [Leaf: Double] = [:]
  var leaves: [(name: String, leaf: Leaf, data: Tensor)] = []
  var variables: [NodeID] = []
  var root = NodeID(index: 0)

  init(_ name: String, _ build: (LossCase) throws -> NodeID) throws {
    self.name = name
    root = try build(self)
  }

  // MARK: Leaves

  /// A leaf whose dimensions are names.
  func leaf(
    _ name: String, _ dimensions: [Dimension], _ sizes: [Int], _ elements: [Double],
    isVariable: Bool = false
  ) throws -> NodeID {
    guard let shape = Shape(sizes), let data = Tensor(shape, elements) else {
      throw ShapeError("the case's own data do not fit")
    }
    let leaf = Leaf(id: leaves.count + 1, name: name, shape: SymbolicShape(dimensions))
    bindings[leaf] = data
    leaves.append((name, leaf, data))
    let id = graph.leaf(leaf)
    if isVariable { variables.append(id) }
    return id
  }

  func vector(_ name: String, _ elements: [Double], isVariable: Bool = false) throws -> NodeID {
    try leaf(name, [.named("n")], [elements.count], elements, isVariable: isVariable)
  }

  func matrix(
    _ name: String, _ rows: [[Double]], _ dimensions: [Dimension], isVariable: Bool = false
  ) throws -> NodeID {
    try leaf(
      name, dimensions, [rows.count, rows.first?.count ?? 0], rows.flatMap(\.self),
      isVariable: isVariable)
  }

  // MARK: Operations

  func unary(_ function: UnaryFunction, _ x: NodeID) throws -> NodeID {
    try graph.add(.unary(function), x)
  }

  func binary(_ function: BinaryFunction, _ x: NodeID, _ y: NodeID) throws -> NodeID {
    try graph.add(.binary(function), x, y)
  }

  func minus(_ x: NodeID, _ y: NodeID) throws -> NodeID { try binary(.subtract, x, y) }
  func plus(_ x: NodeID, _ y: NodeID) throws -> NodeID { try binary(.add, x, y) }
  func times(_ x: NodeID, _ y: NodeID) throws -> NodeID { try binary(.multiply, x, y) }
  func over(_ x: NodeID, _ y: NodeID) throws -> NodeID { try binary(.divide, x, y) }
  func number(_ value: Double) -> NodeID { graph.constant(value) }

  func sum(_ x: NodeID, axes: [Int]? = nil, keepDimensions: Bool = false) throws -> NodeID {
    let axes = axes ?? Array(0..<graph.shape(of: x).rank)
    return try graph.add(.reduce(.sum, axes: axes, keepDimensions: keepDimensions), x)
  }

  func mean(_ x: NodeID) throws -> NodeID {
    try over(sum(x), graph.add(.size(axes: Array(0..<graph.shape(of: x).rank)), x))
  }

  // MARK: Results

  func module(_ library: PythonLibrary) throws -> PythonModule {
    var module = PythonModule(
      library: library, graph: graph, root: root, name: name, documentation: "A case, \\ \"\"\".")
    module.facts = facts
    module.defaults = defaults
    for variable in variables {
      let derivative = try SymbolicDerivative.gradient(
        of: root, withRespectTo: variable, in: CalculusContext(graph: graph, facts: facts))
      module.gradients.append(
        PythonModule.Gradient(
          variable: variable, closedForm: derivative.node, formula: derivative.formula?.ascii))
    }
    return module
  }

  func runnable(_ library: PythonLibrary) throws -> PythonInterpreter.Module {
    var data: [String: PythonInterpreter.Module.Data] = [:]
    for (name, _, tensor) in leaves {
      data[PythonNaming.expected[name] ?? name] = PythonInterpreter.Module.Data(
        shape: tensor.shape.dimensions, elements: tensor.elements)
    }
    return PythonInterpreter.Module(
      name: name, function: name, source: try module(library).source, data: data)
  }

  func value() throws -> Tensor {
    var evaluator = Evaluator(graph: graph, bindings: bindings)
    return try evaluator.value(of: root)
  }
}
