public import Graphs
internal import Tensors

/// A Python module made of a graph: a loss, its gradients in closed form, and a check of the two.
///
/// The module stands by itself: it needs its library, and nothing of this program. Its functions
/// run in whatever precision and on whatever device they are given; the check runs in double
/// precision on random data and compares each closed form with what the library finds by itself,
/// or, for NumPy, with central differences.
public struct PythonModule {
  /// A gradient in closed form.
  public struct Gradient {
    /// The node differentiated by: a leaf, or any other, which then becomes a parameter.
    public var variable: NodeID
    /// The closed form, in the same graph.
    public var closedForm: NodeID
    /// The formula as people read it, for the docstring.
    public var formula: String?

    /// Makes a gradient.
    public init(variable: NodeID, closedForm: NodeID, formula: String? = nil) {
      self.variable = variable
      self.closedForm = closedForm
      self.formula = formula
    }
  }

  /// The library that the module uses.
  public var library: PythonLibrary
  /// The graph that the nodes are of.
  public var graph: Graph
  /// What the function computes.
  public var root: NodeID
  /// The function's name.
  public var name: String
  /// What it is, as the first lines of its docstring.
  public var documentation: String
  /// The gradients to write; those of a root that is no scalar are left out.
  public var gradients: [Gradient] = []
  /// Parameters that have a value unless told: hyperparameters such as `delta`.
  public var defaults: [Leaf: Double] = [:]
  /// What is known of the leaves: the check draws its data by it.
  public var facts = Facts()

  /// Makes a module without gradients; add them before asking for the source.
  public init(
    library: PythonLibrary, graph: Graph, root: NodeID, name: String = "loss",
    documentation: String = ""
  ) {
    self.library = library
    self.graph = graph
    self.root = root
    self.name = name
    self.documentation = documentation
  }

  /// The text of the module.
  ///
  /// - Complexity: O(number of nodes reached).
  public var source: String {
    let gradients = graph.shape(of: root).rank == 0 ? self.gradients : []
    var names = PythonNames()
    let function = names.take(name.isEmpty ? "loss" : name)
    let inputs = inputs(gradients, &names)
    var support: Set<String> = []
    var functions = [
      write(root, as: function, inputs, names, &support, summary: functionSummary(inputs))
    ]
    var checked: [PythonCheck.Gradient] = []
    for gradient in gradients {
      guard let input = inputs.first(where: { $0.node == gradient.variable }) else { continue }
      let gradientName = names.take(
        gradients.count == 1 ? function + "_grad" : "\(function)_grad_\(input.name)")
      let formula = gradient.formula.map { ["", "    " + $0] } ?? []
      functions.append(
        write(
          gradient.closedForm, as: gradientName, inputs, names, &support,
          summary: ["The gradient of `\(function)` by `\(input.name)`, in closed form."] + formula))
      checked.append(PythonCheck.Gradient(input: input, function: gradientName))
    }
    let check = PythonCheck(
      library: library, graph: graph, root: root, function: function, inputs: inputs,
      gradients: checked, facts: facts)
    return assemble(functions, support, check)
  }

  // MARK: Parts

  private func assemble(
    _ functions: [String], _ support: Set<String>, _ check: PythonCheck
  ) -> String {
    let helpers = PythonSupport.names.filter { support.contains($0) }
      .compactMap { PythonSupport.source(of: $0, library) }
    let body = functions + check.functions
    let text = (helpers + body).joined(separator: "\n")
    var standard: [String] = []
    if text.contains("math.erf") || text.contains("math.lgamma") { standard.append("import math") }
    var imports = library.imports.filter { line in
      line.hasSuffix(" as F") ? text.contains("F.") : true
    }
    if library == .jax && text.contains("jax.scipy") { imports.append("import jax.scipy.special") }
    if library == .numpy && text.contains("scipy.") { imports.append("import scipy.special") }
    if library != .torch && library != .numpy { imports.append("import numpy as np") }
    let title =
      "\"\"\"The loss `\(PythonNames.identifier(name))` for \(library.title), "
      + "with its gradient in closed form.\n\n"
      + "Run as a script, it checks the two against each other.\n\"\"\""
    let head = [title] + (standard.isEmpty ? [] : [standard.joined(separator: "\n")])
    let start = (head + [imports.sorted().joined(separator: "\n")]).joined(separator: "\n\n")
    return ([start] + helpers + body + [check.entry]).joined(separator: "\n\n\n") + "\n"
  }

  /// The parameters: the leaves that the root needs, and the nodes differentiated by.
  private func inputs(_ gradients: [Gradient], _ names: inout PythonNames) -> [PythonInput] {
    let variables = Set(gradients.map(\.variable))
    let samples = PythonSampling(graph: graph, roots: [root], facts: facts)
    var leaves: [NodeID] = []
    for id in reached(from: [root] + gradients.map(\.closedForm), stopping: variables) {
      if variables.contains(id) {
        leaves.append(id)
      } else if case .leaf = graph[id].primitive {
        leaves.append(id)
      }
    }
    leaves += variables.subtracting(leaves).sorted()
    if leaves.count == 2, let variable = leaves.first, variables == [variable] {
      // Targets first, predictions second, as Keras calls a loss.
      leaves.reverse()
    }
    let inputs = leaves.map { id in
      let (spelling, standard) = spelling(of: id)
      let isLabel = samples.isIndex(id) && !variables.contains(id)
      return PythonInput(
        node: id, name: names.take(spelling), shape: graph.shape(of: id),
        kind: standard != nil ? .number : isLabel ? .integer : .tensor,
        isDifferentiated: variables.contains(id), defaultValue: standard)
    }
    return inputs.filter { $0.defaultValue == nil } + inputs.filter { $0.defaultValue != nil }
  }

  private func spelling(of id: NodeID) -> (name: String, standard: Double?) {
    switch graph[id].primitive {
    case .leaf(let leaf): (leaf.name, defaults[leaf])
    case .reference(let name): (name, nil)
    default: ("x", nil)
    }
  }

  /// The nodes that some roots need, in order, where the walk stops at some.
  private func reached(from roots: [NodeID], stopping: Set<NodeID>) -> [NodeID] {
    var reached: Set<NodeID> = []
    var pending = roots
    while let id = pending.popLast() {
      guard reached.insert(id).inserted, !stopping.contains(id) else { continue }
      switch graph[id].primitive {
      case .derivative: pending += graph[id].operands.prefix(1)
      default: pending += graph[id].operands
      }
    }
    return reached.sorted()
  }

  private func functionSummary(_ inputs: [PythonInput]) -> [String] {
    var lines = documentation.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    if lines.isEmpty { lines = ["The loss."] }
    guard !inputs.isEmpty else { return lines }
    lines += ["", "Args:"]
    for input in inputs {
      let shape = input.shape.rank == 0 ? "a number" : "shape \(PythonWriter.comment(input.shape))"
      lines.append("    \(input.name): \(shape)\(input.kind == .integer ? ", integers" : "")")
    }
    let shape = graph.shape(of: root)
    lines += ["", "Returns:"]
    lines.append("    " + (shape.rank == 0 ? "a number" : "shape \(PythonWriter.comment(shape))"))
    return lines
  }

  private func write(
    _ node: NodeID, as function: String, _ inputs: [PythonInput], _ names: PythonNames,
    _ support: inout Set<String>, summary: [String]
  ) -> String {
    var writer = PythonWriter(library: library, graph: graph, inputs: inputs, names: names)
    writer.write(returning: node)
    support.formUnion(writer.support)
    var parameters = inputs.map { input in
      input.name + (input.defaultValue.map { "=" + PythonWriter.text($0) } ?? "")
    }
    let firstDefault = inputs.firstIndex { $0.defaultValue != nil } ?? inputs.count
    parameters.insert(
      contentsOf: writer.freeSizes.map(PythonNames.identifier), at: firstDefault)
    var lines = ["def \(function)(\(parameters.joined(separator: ", "))):"]
    lines += PythonModule.docstring(summary).map { "    " + $0 }
    lines += conversions(inputs, writer).map { "    " + $0 }
    lines += writer.lines.map { "    " + $0 }
    return lines.map { $0.allSatisfy { $0 == " " } ? "" : $0 }.joined(separator: "\n")
  }

  /// TensorFlow mixes no types: targets take the type of predictions, as its own losses do.
  private func conversions(_ inputs: [PythonInput], _ writer: PythonWriter) -> [String] {
    guard library == .tensorflow, let like = writer.like else { return [] }
    let others = inputs.filter { $0.kind == .tensor && $0.name != like.name }
    // Keras hands labels on in the type of the predictions.
    let labels = inputs.filter { $0.kind == .integer }
    return ["\(like.name) = tf.convert_to_tensor(\(like.name))"]
      + labels.map { "\($0.name) = tf.cast(\($0.name), tf.int64)" }
      + others.map { "\($0.name) = tf.cast(\($0.name), \(like.name).dtype)" }
  }

  /// Lines as a docstring that nothing in them can end.
  static func docstring(_ lines: [String]) -> [String] {
    let safe = lines.map { line in
      var result = ""
      for character in line {
        if character == "\\" || character == "\"" {
          result += character == "\\" ? "\\\\" : "'"
        } else {
          result.append(character)
        }
      }
      return result
    }
    guard safe.count > 1 else { return ["\"\"\"\(safe.first ?? "")\"\"\""] }
    return ["\"\"\"\(safe[0])"] + safe.dropFirst() + ["\"\"\""]
  }
}
