import Execution
import Graphs
import Syntax
import Tensors

/// What the statements of a running loop came to, so that they are elaborated once, not once a pass.
final class LoopCache {
  /// What the nodes that are evaluated in every pass were compiled to.
  let programs = ProgramCache()

  private var kept: [SourceRange: (generation: Int, elaboration: Interpreter.Elaboration)] = [:]

  private var passes: [SourceRange: (generation: Int, pass: Interpreter.CompiledPass?)] = [:]

  /// What a loop's pass was compiled to, if nothing it used has changed; makes it where it was not
  /// tried before.
  func pass(
    of loop: Statement, _ generation: Int, make: () -> Interpreter.CompiledPass?
  ) -> Interpreter.CompiledPass? {
    if let known = passes[loop.range], known.generation == generation { return known.pass }
    let pass = make()
    passes[loop.range] = (generation, pass)
    return pass
  }

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

  /// Runs the statements of a block again and again, by a compiled program where there can be one;
  /// nothing inside is shown.
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
    func report(_ pass: Int) {
      guard !context.isInLoop, passes >= Self.progressSteps / 2, pass % stride == 0 else { return }
      context.emit(.progress(Double(pass) / Double(passes), loss: nil))
    }
    var pass = 0
    // A program is tried after a first pass, and less often the more often it gave up at once.
    var (retry, wait) = (1, 1)
    while pass < passes {
      if pass >= retry {
        let made = try compiledPasses(of: body, after: pass, of: passes, context, report)
        pass += made
        wait = made > 0 ? 1 : min(2 * wait, 1 << 20)
        retry = pass + wait
        if made > 0 { continue }
      }
      try singlePass(of: body, after: pass, of: passes, context)
      pass += 1
      report(pass)
    }
  }

  /// Runs the statements of a block once; where one fails, what the others did is undone.
  private func singlePass(
    of body: [Statement], after pass: Int, of passes: Int, _ context: StatementContext
  ) throws(Diagnostic) {
    let snapshot = store.environment
    let generation = cache.generation
    do throws(Diagnostic) {
      for statement in body {
        if isCancelled() { throw interruption(after: pass, of: passes, context) }
        try execute(statement, context.insideLoop(statement))
      }
    } catch {
      store.environment = snapshot
      if cache.generation != generation { cache.reset() }
      throw error.code == .interrupt ? interruption(after: pass, of: passes, context) : error
    }
  }

  /// The error about a loop that was stopped.
  func interruption(
    after pass: Int, of passes: Int, _ context: StatementContext
  ) -> Diagnostic {
    Diagnostic(
      .interrupt, "interrupted after \(pass) of \(passes) passes", at: context.statement.range,
      hint: "the passes before stand; the unfinished one was undone")
  }
}

extension StatementContext {
  /// The context of a statement of the loop that this one's is.
  func insideLoop(_ statement: Statement) -> StatementContext {
    var inner = StatementContext(statement: statement, source: source, cell: cell, emit: emit)
    inner.isInLoop = true
    return inner
  }
}
