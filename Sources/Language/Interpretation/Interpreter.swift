import Execution
import Graphs
public import Syntax
public import Tensors

/// Runs cells: statements in, events out, with the names and values kept in between.
///
/// A statement that fails changes nothing; those before it in its cell stand.
public final class Interpreter {
  /// What a session may use and how it keeps its numbers.
  public struct Options: Sendable {
    /// The bytes that tensors may take at once.
    public var memory = 1 << 30
    /// The kind of number of new leaves.
    public var type = ScalarType.float64
    /// Whether `steps` shows every step or only the main ones.
    public var showsAllSteps = false
    /// What findings of guards come to where it is not what the table says, by the guards' names.
    public var guards: [String: Guard.Severity] = [:]

    /// Makes the options of a new session.
    public init() {}
  }

  /// What reads the files that `csv`, `npy` and `npz` name: the bytes of a file that has no more
  /// than the second argument says, or why not.
  public typealias FileReader = @Sendable (String, Int) throws(Diagnostic) -> [UInt8]

  /// What a session may use and how it keeps its numbers.
  public var options = Options() {
    didSet {
      // Definitions were elaborated with the guards as they were.
      if options.guards != oldValue.guards { cache.reset() }
    }
  }
  /// Whether the user wants to stop; asked often while something runs.
  public var isCancelled: @Sendable () -> Bool = { false }
  /// What reads files; without it, those three are refused.
  public var readFile: FileReader?

  let store = EnvironmentStore()
  let cache = ElaborationCache()
  /// What is written in the language itself: the losses.
  public let prelude: Prelude
  var random: RandomSource
  /// Whether random numbers were drawn before `seed` said where they start.
  public internal(set) var hasDrawnUnseeded = false
  var isSeeded = false
  /// The statements of the loop that runs, elaborated once.
  var loop: LoopCache?

  /// Makes a session without names.
  ///
  /// - Parameters:
  ///   - prelude: The functions written in the language.
  ///   - seed: Where random numbers start; a program passes one that differs each time.
  public init(prelude: Prelude = Prelude(), seed: UInt64 = 0) {
    self.prelude = prelude
    random = RandomSource(seed: seed)
  }

  /// What the names mean: a copy is a snapshot.
  ///
  /// Setting it brings a snapshot back.
  public var environment: Environment {
    get { store.environment }
    set {
      store.environment = newValue
      cache.reset()
    }
  }

  /// Forgets every name, result and source.
  public func reset() {
    environment = Environment()
    store.forgetResults()
  }

  /// Whether more lines are needed before a source can be run.
  public static func isIncomplete(_ source: String) -> Bool {
    Parser.parse(SourceText(source)).isIncomplete
  }

  /// What an evaluation may use.
  var limits: Limits { Limits(bytes: options.memory, isCancelled: isCancelled) }

  // MARK: Running

  /// Runs the statements of a cell in order, up to the first that fails.
  ///
  /// - Parameters:
  ///   - source: The cell; its name is what diagnostics and `In [4]` call it.
  ///   - cell: Its number, for `Out[4]`.
  ///   - continuesAfterFailure: Whether the statements after a failed one run too.
  ///   - onEvent: Is given what the statements show, remark and fail with, in order.
  /// - Returns: Whether every statement succeeded.
  @discardableResult
  public func run(
    _ source: SourceText, cell: Int, continuesAfterFailure: Bool = false,
    onEvent: (Event) -> Void
  ) -> Bool {
    let parsed = Parser.parse(source)
    store.keep(source.text, ofInput: cell)
    guard parsed.diagnostics.isEmpty else {
      for diagnostic in parsed.diagnostics { onEvent(.failure(located(diagnostic, in: source))) }
      return false
    }
    var succeeded = true
    for statement in parsed.statements {
      do throws(Diagnostic) {
        try run(statement, source, cell: cell, onEvent: onEvent)
      } catch {
        let whole = makeElaborator().withOtherUnknownNames(error, in: statement, of: source)
        onEvent(.failure(located(whole, in: source)))
        succeeded = false
        guard continuesAfterFailure, error.code != .interrupt else { break }
      }
    }
    cache.trim()
    return succeeded
  }

  private func run(
    _ statement: Statement, _ source: SourceText, cell: Int, onEvent: (Event) -> Void
  ) throws(Diagnostic) {
    if isCancelled() { throw Diagnostic(.interrupt, "interrupted", at: statement.range) }
    try withoutActuallyEscaping(onEvent) { (emit) throws(Diagnostic) in
      let context = StatementContext(
        statement: statement, source: source, cell: cell, emit: emit)
      try execute(statement, context)
    }
  }

  private func located(_ diagnostic: Diagnostic, in source: SourceText) -> Diagnostic {
    var diagnostic = diagnostic
    if diagnostic.source == nil { diagnostic.source = source }
    return diagnostic
  }
}

/// The statement that runs, and where what it shows goes.
struct StatementContext {
  /// The statement.
  let statement: Statement
  /// The text it stands in.
  let source: SourceText
  /// The number of its cell.
  let cell: Int
  /// Where events go.
  let emit: (Event) -> Void
  /// Whether it stands in a loop, where nothing is shown.
  var isInLoop = false
  /// What hidden names stand for that calls which ran once left in its expressions.
  var captured: [String: Environment.Entry] = [:]

  /// The statement's own text.
  var text: String { String(source[statement.range]) }

  /// What names mean in a statement.
  var scope: Scope { Scope(captured: captured, source: source) }
}
