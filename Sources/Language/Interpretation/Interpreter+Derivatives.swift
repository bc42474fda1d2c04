import Calculus
import Execution
import Graphs
import Syntax
import Tensors

/// Derivatives at the top of a line: the formula and, where all is bound, the value.
extension Interpreter {
  /// Shows the derivatives of a call, one result for each variable.
  func showDerivatives(
    _ arguments: Arguments, _ context: StatementContext
  ) throws(Diagnostic) -> [Output] {
    let elaborator = arguments.elaborator
    let (results, requirements) = try elaborator.derivativesOfLine(arguments)
    var outputs: [Output] = []
    for result in results {
      var notes = outputs.isEmpty ? elaborator.notes : []
      let free = unbound(below: result.node).map(\.name)
      var value: Tensor?
      if free.isEmpty, unbound(below: result.function).isEmpty,
        unbound(below: result.variable).isEmpty
      {
        value = try evaluate(
          result.node, requirements, at: arguments.call.range, context, notes: &notes)
        notes += try kinkNotes(
          of: result.function, by: result.variable, name: result.name, context)
        if let note = try formNote(for: result, value: value, context) { notes.append(note) }
      }
      outputs.append(
        Output(
          .derivative(result.derivative.formula, value: value), source: context.text,
          free: names(free, of: result), notes: notes,
          assumptions: result.derivative.assumptions))
    }
    return outputs
  }

  private func names(_ free: [String], of result: DerivativeResult) -> [String] {
    var names = free
    for leaf in unbound(below: result.function) where !names.contains(leaf.name) {
      names.append(leaf.name)
    }
    return names
  }

  /// Says where the formula shown is not to be used at this point though the derivative exists.
  private func formNote(
    for result: DerivativeResult, value: Tensor?, _ context: StatementContext
  ) throws(Diagnostic) -> Note? {
    guard let value, value.elements.allSatisfy(\.isFinite) else { return nil }
    var evaluator = Evaluator(
      graph: cache.graph, bindings: store.environment.bindings, limits: limits)
    guard let plain = try? evaluator.value(of: result.derivative.node),
      let index = plain.elements.firstIndex(where: { !$0.isFinite })
    else { return nil }
    let place = plain.elements.count > 1 ? " (element \(index))" : ""
    return Note(
      "form",
      "the formula has no value at this point\(place), where the derivative is \(value.elements.indices.contains(index) ? NodeText.number(value.elements[index]) : "finite")"
    )
  }

  /// One remark for each kind of kink that a function touches at its point.
  func kinkNotes(
    of function: NodeID, by variable: NodeID, name: String, _ context: StatementContext
  ) throws(Diagnostic) -> [Note] {
    notes(on: try touched(function, by: variable, context), name: name)
  }

  /// What to say of kinks that are touched.
  func notes(on touched: [TouchedKink], name: String) -> [Note] {
    KinkNotes(graph: cache.graph).notes(on: touched)
  }

  /// The elements of a variable at which a function touches a kink.
  func touched(
    _ function: NodeID, by variable: NodeID, _ context: StatementContext
  ) throws(Diagnostic) -> [TouchedKink] {
    do {
      return try OneSided.touchedKinks(
        of: function, along: variable, graph: cache.graph, bindings: store.environment.bindings,
        limits: limits)
    } catch {
      guard error == .interrupted else { return [] }
      throw diagnostic(for: error, at: context.statement.range, context)
    }
  }
}
