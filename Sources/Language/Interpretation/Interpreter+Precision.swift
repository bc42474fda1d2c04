import Execution
import Graphs
import Syntax
import Tensors

/// `precise`: one graph in three arithmetics, as typed and by its stable form.
extension Interpreter {
  /// The most elements shown; of more, those that lose the most digits.
  private static var elementLimit: Int { 6 }

  /// Shows an expression in single, double and double-double precision, with the digits each keeps.
  func precise(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> Output {
    let elaborator = arguments.elaborator
    let expression = arguments.expression("e")
    let item = try elaborator.elaborate(expression, in: arguments.scope)
    let typed = try elaborator.node(of: item.value, at: expression.range, in: arguments.scope)
    let stable = try elaborator.stable(arguments)
    var notes = elaborator.notes
    // Guards and unbound names are answered as for any expression.
    _ = try evaluate(typed, item.requirements, at: expression.range, context, notes: &notes)
    let loss = DigitLoss(
      typed: try results(of: typed, at: expression.range, context),
      stable: try results(of: stable, at: expression.range, context))
    notes.append(Note("precision", loss.summary))
    if loss.count > Self.elementLimit {
      notes.append(
        Note(
          "precision",
          "of \(loss.count) elements the \(Self.elementLimit) that lose the most digits"))
    }
    return Output(
      .table(loss.table(elements: Self.elementLimit)), source: context.text, notes: notes)
  }

  private func results(
    of node: NodeID, at range: SourceRange, _ context: StatementContext
  ) throws(Diagnostic) -> DigitLoss.Results {
    var values: [ExtendedTensor] = []
    for arithmetic in [Arithmetic.single, .double, .extended] {
      var evaluator = Evaluator(
        graph: cache.graph, bindings: store.environment.bindings, limits: limits,
        arithmetic: arithmetic)
      do {
        values.append(try evaluator.extendedValue(of: node))
      } catch {
        throw diagnostic(for: error, at: range, context)
      }
    }
    return DigitLoss.Results(
      single: values[0].high, double: values[1].high, extended: values[2])
  }
}
