public import Language
public import Syntax
public import Tensors

/// A lesson's own place to compute: an interpreter whose state can be put aside and taken up again.
public final class Workspace {
  /// What computes.
  public let interpreter: Interpreter
  /// Makes the test that says when some seconds are over; without it nothing is cut short.
  public var deadline: (@Sendable (_ seconds: Double) -> @Sendable () -> Bool)?
  /// The seconds that a cell may take where there is a ``deadline``.
  public var secondsForCell = 60
  /// The number of the last cell.
  public private(set) var cell = 0

  /// The seconds that comparing an answer may take.
  private static let secondsForAnswer = 5.0

  /// Makes a workspace of an interpreter that nothing else uses.
  public init(_ interpreter: Interpreter) {
    self.interpreter = interpreter
  }

  /// What the names mean now; setting it forgets what happened since.
  public var state: Environment {
    get { interpreter.environment }
    set { interpreter.environment = newValue }
  }

  /// The names of data and parameters, the latest first, a handful of them.
  var leafNames: [String] {
    let state = state
    return state.order.reversed().filter { name in
      if case .leaf? = state[name] { true } else { false }
    }.prefix(8).map(\.self)
  }

  /// Runs statements.
  ///
  /// - Parameters:
  ///   - text: the statements.
  ///   - name: what errors call the text.
  ///   - onEvent: gets each event as it happens, progress among them.
  /// - Returns: what they made, progress left out.
  @discardableResult
  public func run(
    _ text: String, name: String = "input", onEvent: (Event) -> Void = { _ in }
  ) -> [Event] {
    cell += 1
    var events: [Event] = []
    let isCancelled = interpreter.isCancelled
    let isOver = deadline?(Double(secondsForCell))
    if let isOver { interpreter.isCancelled = { isCancelled() || isOver() } }
    defer { interpreter.isCancelled = isCancelled }
    _ = interpreter.run(SourceText(text, name: name), cell: cell) { event in
      onEvent(event)
      if case .progress = event { return }
      events.append(isOver?() == true ? explained(event) : event)
    }
    return events
  }

  /// An interruption that came from the limit and not from a person, as the limit it is.
  private func explained(_ event: Event) -> Event {
    guard case .failure(let failure) = event, failure.code == .interrupt else { return event }
    let message =
      "this was still running after \(secondsForCell) seconds, the limit in a lesson"
    return .failure(
      Diagnostic(
        .limit, message, at: failure.range, hint: "`:set patience 300` allows more",
        source: failure.source))
  }

  /// Runs statements of which nothing remains.
  public func runAside(_ text: String) -> [Event] {
    let before = state
    let isCancelled = interpreter.isCancelled
    if let isOver = deadline?(Self.secondsForAnswer) {
      interpreter.isCancelled = { isCancelled() || isOver() }
    }
    defer {
      state = before
      interpreter.isCancelled = isCancelled
    }
    return run(text)
  }

  /// Returns the value of an expression; an expression with unbound names has none.
  public func value(of expression: String) -> Result<Tensor, Diagnostic> {
    // In brackets only where an expression over several lines would be several statements: errors
    // show the text that ran.
    let isOneLine = !expression.contains(where: \.isNewline)
    let events = runAside(isOneLine ? expression : "(\(expression)\n)")
    for event in events.reversed() {
      switch event {
      case .failure(let diagnostic):
        return .failure(diagnostic)
      case .output(let output):
        switch output.content {
        case .value(let value): return .success(value)
        case .derivative(_, let value?): return .success(value)
        case .formula, .derivative:
          let names = output.free.map { "`\($0)`" }.joined(separator: ", ")
          return .failure(
            Diagnostic(
              .name, names.isEmpty ? "it has no value" : "\(names) has no value here",
              hint: "a number is wanted"))
        case .check, .equivalence, .steps, .tape, .table, .kinks, .domain, .plot, .text:
          return .failure(Diagnostic(.type, "it shows something, but is no number"))
        }
      case .binding, .note, .progress:
        continue
      }
    }
    return .failure(Diagnostic(.type, "it has no value"))
  }

  /// Returns whether a condition holds for every element of its value.
  public func holds(_ condition: String) -> Result<Bool, Diagnostic> {
    value(of: condition).map { $0.elements.allSatisfy { $0 != 0 } }
  }

  /// Compares two expressions as functions of their symbols.
  ///
  /// - Parameters:
  ///   - left: the first, on whose domain the two are compared.
  ///   - right: the second.
  ///   - symbols: what follows `var`: names, shapes, domains. Their values do not count here.
  /// - Returns: the verdict, or why the two cannot be compared.
  public func equivalence(
    of left: String, and right: String, symbols: String?
  ) -> Result<EquivalenceReport, Diagnostic> {
    let declaration = symbols.map { "var \($0)\n" } ?? ""
    for event in runAside("\(declaration)equivalent((\(left)\n), (\(right)\n))").reversed() {
      switch event {
      case .failure(let diagnostic): return .failure(diagnostic)
      case .output(let output):
        if case .equivalence(let report) = output.content { return .success(report) }
      case .binding, .note, .progress: continue
      }
    }
    return .failure(Diagnostic(.type, "the two cannot be compared"))
  }
}

extension Sequence<Event> {
  /// The first failure among events.
  var firstFailure: Diagnostic? {
    for case .failure(let diagnostic) in self { return diagnostic }
    return nil
  }
}
