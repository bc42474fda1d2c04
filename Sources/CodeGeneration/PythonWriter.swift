internal import Graphs
internal import Tensors

/// Writes the body of one Python function: statements that compute a node from some inputs.
///
/// What is used more than once, or has a name in the session, becomes a variable; the rest stays
/// in one expression as long as it is readable. The nodes are walked in order, without recursion,
/// so that a long chain of definitions is no deeper than a short one.
struct PythonWriter {
  let library: PythonLibrary
  let graph: Graph
  /// What each input is called; the walk stops at them.
  let inputs: [PythonInput]
  var names: PythonNames
  /// The functions of ``PythonSupport`` that the statements call.
  private(set) var support: Set<String> = []
  /// The names of sizes that no input has, which become parameters.
  private(set) var freeSizes: [String] = []
  private(set) var lines: [String] = []
  private var inputsByNode: [NodeID: PythonInput] = [:]
  private var expressions: [NodeID: PythonExpression] = [:]
  private var temporaries = 0
  private var neutral: NeutralConstants { NeutralConstants(graph: graph) }

  init(
    library: PythonLibrary, graph: Graph, inputs: [PythonInput], names: PythonNames
  ) {
    self.library = library
    self.graph = graph
    self.inputs = inputs
    self.names = names
    for input in inputs { inputsByNode[input.node] = input }
  }

  /// Writes the statements for a node, the last of which returns it.
  mutating func write(returning root: NodeID) {
    let steps = plan(for: root)
    var uses: [NodeID: Int] = [:]
    for step in steps.values { for operand in step.operands { uses[operand, default: 0] += 1 } }
    for id in steps.keys.sorted() {
      guard let step = steps[id] else { continue }
      let written = expression(of: id, step)
      if id == root {
        lines.append("return \(result(written, id))")
      } else if needsName(id, written, uses: uses[id] ?? 0) {
        expressions[id] = named(id, written)
      } else {
        expressions[id] = written
      }
    }
  }

  // MARK: What is computed

  /// One node with the operands that its Python needs.
  private struct Step {
    let pattern: LossPattern?
    let operands: [NodeID]
  }

  private func plan(for root: NodeID) -> [NodeID: Step] {
    var steps: [NodeID: Step] = [:]
    var pending = [root]
    while let id = pending.popLast() {
      guard steps[id] == nil else { continue }
      let step = step(id)
      steps[id] = step
      pending.append(contentsOf: step.operands)
    }
    return steps
  }

  private func step(_ id: NodeID) -> Step {
    if inputsByNode[id] != nil { return Step(pattern: nil, operands: []) }
    if let pattern = LossPattern(of: id, in: graph, for: library) {
      return Step(pattern: pattern, operands: pattern.operands)
    }
    let node = graph[id]
    switch node.primitive {
    case .size: return Step(pattern: nil, operands: [])
    case .derivative: return Step(pattern: nil, operands: Array(node.operands.prefix(1)))
    default: return Step(pattern: nil, operands: node.operands)
    }
  }

  private mutating func expression(of id: NodeID, _ step: Step) -> PythonExpression {
    if let input = inputsByNode[id] { return input.expression }
    let operands = step.operands.map { expressions[$0] ?? PythonExpression("None") }
    var written: PythonExpression
    if let pattern = step.pattern {
      written = self.pattern(pattern, operands)
    } else if let kept = neutral.kept(id), operands[kept].kind == .tensor {
      return operands[kept]
    } else if case .binary = graph[id].primitive, let number = neutral.wholeNumber(id) {
      written = constant(Tensor(number))
    } else {
      written = primitive(graph[id], operands)
    }
    written.depth = (operands.map(\.depth).max() ?? 0) + 1
    note(written.text)
    return written
  }

  // MARK: What is named

  private func needsName(_ id: NodeID, _ written: PythonExpression, uses: Int) -> Bool {
    if inputsByNode[id] != nil { return false }
    if case .reference = graph[id].primitive { return true }
    if case .constant = graph[id].primitive, written.kind == .number { return false }
    if case .size = graph[id].primitive { return false }
    let isName = written.text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return (uses > 1 && !isName) || written.text.count > 60 || written.depth > 6
  }

  private mutating func named(_ id: NodeID, _ written: PythonExpression) -> PythonExpression {
    let name: String
    if case .reference(let spelling) = graph[id].primitive {
      name = names.take(spelling)
    } else {
      temporaries += 1
      name = names.take("t\(temporaries)")
    }
    let shape = graph.shape(of: id)
    let comment = shape.rank == 0 ? "" : "  # " + PythonWriter.comment(shape)
    lines.append("\(name) = \(written.text)\(comment)")
    return PythonExpression(name, kind: written.kind)
  }

  /// A shape as Python writes it, `(n,)`.
  static func comment(_ shape: SymbolicShape) -> String {
    PythonExpression.tuple(shape.dimensions.map(\.text))
  }

  /// What is returned is a tensor, whatever it was made of.
  private mutating func result(_ written: PythonExpression, _ id: NodeID) -> String {
    written.kind == .number ? tensor(written).text : written.text
  }

  /// Notes the support functions that a text calls.
  private mutating func note(_ text: String) {
    for name in PythonSupport.names where text.contains(name + "(") { support.insert(name) }
  }

  // MARK: Sizes

  /// The input whose type and device constants take.
  var like: PythonInput? {
    inputs.first { $0.isDifferentiated && $0.kind == .tensor }
      ?? inputs.first { $0.kind == .tensor }
  }

  /// The number of elements along axes of a shape, as a number of Python's.
  mutating func count(_ axes: [Int], of shape: SymbolicShape) -> PythonExpression {
    if axes.count == shape.rank, let input = input(of: shape) {
      let text =
        switch library {
        case .numpy, .jax: "\(input.name).size"
        case .torch: "\(input.name).numel()"
        case .tensorflow: "tf.cast(tf.size(\(input.name)), \((like ?? input).name).dtype)"
        }
      return PythonExpression(text, kind: library == .tensorflow ? .tensor : .number)
    }
    let factors = axes.map { size(shape.dimensions[$0]) }
    let text = factors.isEmpty ? "1" : factors.joined(separator: " * ")
    if library == .tensorflow, text.contains("shape"), let like {
      return PythonExpression("tf.cast(\(text), \(like.name).dtype)")
    }
    return PythonExpression(text, factors.count > 1 ? .product : .atom, kind: .number)
  }

  /// A dimension as an expression of Python.
  mutating func size(_ dimension: Dimension) -> String {
    guard case .named(let name) = dimension else { return dimension.text }
    for input in inputs {
      guard let axis = input.shape.dimensions.firstIndex(of: dimension) else { continue }
      return library == .tensorflow
        ? "tf.shape(\(input.name))[\(axis)]" : "\(input.name).shape[\(axis)]"
    }
    if !freeSizes.contains(name) { freeSizes.append(name) }
    return PythonNames.identifier(name)
  }

  /// A shape as an expression of Python.
  mutating func shape(_ shape: SymbolicShape) -> String {
    if shape.rank > 0, let input = input(of: shape) {
      return library == .tensorflow ? "tf.shape(\(input.name))" : "\(input.name).shape"
    }
    return PythonExpression.tuple(shape.dimensions.map { size($0) })
  }

  /// The input of a shape, the one differentiated by first.
  private func input(of shape: SymbolicShape) -> PythonInput? {
    let fitting = inputs.filter { $0.shape == shape && $0.kind != .number && shape.rank > 0 }
    return fitting.first(where: \.isDifferentiated) ?? fitting.first
  }
}

/// A parameter of a generated function.
struct PythonInput {
  /// The node it stands for.
  let node: NodeID
  /// Its name in Python.
  let name: String
  /// Its shape in the graph.
  let shape: SymbolicShape
  /// Whether it is a tensor, a tensor of integers, or a number with a default.
  let kind: PythonExpression.Kind
  /// Whether a gradient by it is written.
  let isDifferentiated: Bool
  /// The value it has unless told.
  let defaultValue: Double?

  var expression: PythonExpression { PythonExpression(name, kind: kind) }
}
