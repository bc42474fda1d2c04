import Calculus
import Graphs
import Syntax
import Tensors

/// `equivalent`: whether two expressions are the same function.
extension Interpreter {
  /// Compares two expressions; two shapes that differ are a verdict, not an error.
  func equivalence(
    _ arguments: Arguments, _ context: StatementContext
  ) throws(Diagnostic) -> Output {
    let elaborator = arguments.elaborator
    let (first, second) = (arguments.expression("a"), arguments.expression("b"))
    let verdict = try elaborator.withSymbols(
      in: [first, second], variables: [], scope: arguments.scope
    ) { () throws(Diagnostic) -> EquivalenceVerdict in
      let left = try elaborator.node(of: first, in: arguments.scope)
      let right = try elaborator.node(of: second, in: arguments.scope)
      do throws(CalculusError) {
        return try Equivalence.compare(left, right, in: elaborator.calculusContext)
      } catch {
        throw elaborator.diagnostic(for: error, arguments)
      }
    }
    let report = EquivalenceReport(
      verdict: EquivalenceReport.Verdict(rawValue: verdict.outcome.rawValue) ?? .undecided,
      how: verdict.how,
      witness: verdict.witness.map { witness in
        EquivalenceReport.Witness(
          point: witness.point.map { ($0.leaf.name, $0.value) }, left: witness.left,
          right: witness.right)
      },
      diagnosis: verdict.diagnosis)
    return Output(.equivalence(report), source: context.text, notes: elaborator.notes)
  }
}
