import Execution
import Graphs
import Syntax
import Tensors

/// From elaborated expressions to values: guards, evaluation, and what is worth a remark.
extension Interpreter {
  /// Right sides after the calls that run once have run: their results are captured names.
  struct Ready {
    var expressions: [Expression]
    var captured: [String: Environment.Entry] = [:]
    /// What the calls that ran gave occasion to say.
    var notes: [Note] = []
  }

  /// Right sides after elaboration.
  struct Elaboration {
    let items: [Elaborated]
    let elaborator: Elaborator
    let notes: [Note]
  }

  /// Elaborates right sides; in a loop, once.
  func elaborate(
    _ ready: Ready, _ context: StatementContext
  ) throws(Diagnostic) -> Elaboration {
    if ready.captured.isEmpty, let known = loop?.elaboration(of: context, cache.generation) {
      return known
    }
    let elaborator = makeElaborator()
    var scope = context.scope
    scope.captured = ready.captured
    var items: [Elaborated] = []
    for expression in ready.expressions {
      items.append(try elaborator.elaborate(expression, in: scope))
    }
    let result = Elaboration(
      items: items, elaborator: elaborator, notes: ready.notes + elaborator.notes)
    if ready.captured.isEmpty { loop?.keep(result, of: context, cache.generation) }
    return result
  }

  /// Returns the leaves without a value that a node is made of, in the order of the graph.
  func unbound(below node: NodeID) -> [Leaf] {
    cache.graph.topologicalOrder(of: [node]).compactMap { id in
      guard case .leaf(let leaf) = cache.graph[id].primitive,
        store.environment.bindings[leaf] == nil
      else { return nil }
      return leaf
    }
  }

  /// A node to evaluate, with what is required of it and where it was written.
  struct Evaluated {
    let node: NodeID
    let requirements: RequirementSet?
    let range: SourceRange
  }

  /// Returns the value of a node, after its requirements were looked at.
  func evaluate(
    _ node: NodeID, _ requirements: RequirementSet?, at range: SourceRange,
    _ context: StatementContext, notes: inout [Note]
  ) throws(Diagnostic) -> Tensor {
    let item = Evaluated(node: node, requirements: requirements, range: range)
    return try evaluate([item], context, notes: &notes)[0]
  }

  /// Returns the values of nodes, one after the other; what they share is computed once.
  func evaluate(
    _ items: [Evaluated], _ context: StatementContext, notes: inout [Note]
  ) throws(Diagnostic) -> [Tensor] {
    var evaluator = Evaluator(
      graph: cache.graph, bindings: store.environment.bindings, limits: limits,
      programs: loop?.programs)
    // An error is found again, at its place, when the node is evaluated that it belongs to.
    if loop != nil, items.count > 1 { try? evaluator.prepare(items.map(\.node)) }
    var values: [Tensor] = []
    for item in items {
      // In a loop the evaluator itself finds what has no value: the search would cost every pass.
      let free = loop == nil ? unbound(below: item.node) : []
      guard free.isEmpty else {
        throw withoutValue(free.map(\.name), at: item.range, context)
      }
      try check(item.requirements, with: &evaluator, notes: &notes)
      do {
        let value = try evaluator.value(of: item.node)
        if !value.elements.allSatisfy(\.isFinite), !context.isInLoop {
          let trace = try evaluator.trace(of: item.node)
          if let note = NonFinite.note(for: trace, in: cache.graph, of: context.statement) {
            notes.append(note)
          }
        }
        values.append(value)
      } catch {
        throw diagnostic(for: error, at: item.range, context)
      }
    }
    return values
  }

  /// Whether everything a node is made of has a value; in a loop, evaluation will tell.
  private func isBound(_ node: NodeID) -> Bool { loop != nil || unbound(below: node).isEmpty }

  /// Looks at the values that guards and requirements ask about; what has no value is left.
  func check(
    _ requirements: RequirementSet?, with evaluator: inout Evaluator, notes: inout [Note]
  ) throws(Diagnostic) {
    guard let requirements else { return }
    for requirement in requirements.all {
      switch requirement.check {
      case .condition(let node, let code, let message, let hint):
        guard isBound(node), let value = try? evaluator.value(of: node) else {
          continue
        }
        guard value.elements.allSatisfy({ $0 != 0 }) else {
          throw Diagnostic(
            code, message, at: requirement.range, hint: hint, source: requirement.source)
        }
      case .warning(let node, let note, let shown):
        guard isBound(node), let value = try? evaluator.value(of: node),
          value.elements.contains(where: { $0 != 0 })
        else { continue }
        var remark = note
        if let shown, isBound(shown), let number = try? evaluator.value(of: shown) {
          remark.set(number, where: value)
        }
        if !notes.contains(remark) { notes.append(remark) }
      case .guarded(let found, let nodes, let context):
        let severity = found.severity(in: context.function, saidOtherwise: options.guards)
        guard severity != .off else { continue }
        var values: [Tensor] = []
        for node in nodes where isBound(node) {
          if let value = try? evaluator.value(of: node) { values.append(value) }
        }
        guard values.count == nodes.count, let finding = found.evaluate(values, context) else {
          continue
        }
        guard severity == .warning else {
          throw Diagnostic(
            finding.code, finding.message, at: requirement.range, hint: finding.hint,
            source: requirement.source)
        }
        if !notes.contains(finding.note) { notes.append(finding.note) }
      }
    }
  }

  /// The error about names that have no value.
  func withoutValue(
    _ names: [String], at range: SourceRange, _ context: StatementContext
  ) -> Diagnostic {
    let list = names.prefix(6).map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      .name, "\(list) \(names.count == 1 ? "has" : "have") no value", at: range,
      hint: "give it one: `\(names.first ?? "x") := …`", source: context.source)
  }

  /// Turns an error of evaluation into one in the user's terms.
  func diagnostic(
    for error: ExecutionError, at range: SourceRange, _ context: StatementContext
  ) -> Diagnostic {
    switch error {
    case .unbound(let leaves): return withoutValue(leaves.map(\.name), at: range, context)
    case .memory(let needed, let limit):
      return Diagnostic(
        .limit, "this needs \(Self.size(needed)), and tensors may take \(Self.size(limit))",
        at: range, hint: "`:set memory 4GB` allows more", source: context.source)
    case .interrupted:
      return Diagnostic(.interrupt, "interrupted", at: range, source: context.source)
    case .shape(let error):
      return Diagnostic(
        .shape, error.message, at: range, details: error.detail.map { [$0] } ?? [],
        hint: error.hint, source: context.source)
    case .label(let message):
      return Diagnostic(.label, message, at: range, source: context.source)
    case .index(let message):
      return Diagnostic(.index, message, at: range, source: context.source)
    case .domain(let message):
      return Diagnostic(.domain, message, at: range, source: context.source)
    }
  }

  private static func size(_ bytes: Int) -> String {
    guard bytes < .max else { return "more memory than there is" }
    let units = ["bytes", "KB", "MB", "GB", "TB", "PB", "EB"]
    var number = Double(bytes)
    var unit = 0
    while number >= 1024, unit < units.count - 1 {
      number /= 1024
      unit += 1
    }
    let rounded = (number * 10).rounded() / 10
    return rounded == rounded.rounded()
      ? "\(Int(rounded)) \(units[unit])" : "\(rounded) \(units[unit])"
  }
}
