import Execution
import Graphs
import Syntax
import Tensors

/// What the statements of a running loop came to, so that they are elaborated once, not once a pass.
final class LoopCache {
  /// What the nodes that are evaluated in every pass were compiled to.
  let programs = ProgramCache()

  private var kept: [SourceRange: (generation: Int, elaboration: Interpreter.Elaboration)] = [:]

  /// What a statement came to, if nothing it used has changed.
  func elaboration(of context: StatementContext, _ generation: Int) -> Interpreter.Elaboration? {
    guard context.isInLoop, let known = kept[context.statement.range],
      known.generation == generation
    else { return nil }
    return known.elaboration
  }

  /// Keeps what a statement came to.
  func keep(
    _ elaboration: Interpreter.Elaboration, of context: StatementContext, _ generation: Int
  ) {
    guard context.isInLoop else { return }
    kept[context.statement.range] = (generation, elaboration)
  }
}

/// `repeat`.
extension Interpreter {
  /// How many times a loop says how far it is.
  private static var progressSteps: Int { 200 }

  /// Runs the statements of a block again and again; nothing inside is shown.
  ///
  /// A pass that fails or is stopped is undone; those before it stand.
  func loop(
    _ count: Expression, _ body: [Statement], _ context: StatementContext
  ) throws(Diagnostic) {
    let elaborator = makeElaborator()
    let value = try elaborator.value(of: count, in: context.scope)
    guard let passes = elaborator.staticInteger(value), passes >= 0 else {
      throw Diagnostic(
        .argument, "`repeat` takes how many times as an integer that is not negative",
        at: count.range)
    }
    let outer = loop
    loop = outer ?? LoopCache()
    defer { loop = outer }
    let stride = max(1, passes / Self.progressSteps)
    for pass in 0..<passes {
      let snapshot = store.environment
      let generation = cache.generation
      do throws(Diagnostic) {
        for statement in body {
          if isCancelled() {
            throw Diagnostic(
              .interrupt, "interrupted after \(pass) of \(passes) passes",
              at: context.statement.range)
          }
          var inner = StatementContext(
            statement: statement, source: context.source, cell: context.cell,
            emit: context.emit)
          inner.isInLoop = true
          try execute(statement, inner)
        }
      } catch {
        store.environment = snapshot
        if cache.generation != generation { cache.reset() }
        guard error.code == .interrupt else { throw error }
        throw Diagnostic(
          .interrupt, "interrupted after \(pass) of \(passes) passes", at: context.statement.range,
          hint: "the passes before stand; the unfinished one was undone")
      }
      if !context.isInLoop, passes >= Self.progressSteps / 2, (pass + 1) % stride == 0 {
        context.emit(.progress(Double(pass + 1) / Double(passes), loss: nil))
      }
    }
  }
}
