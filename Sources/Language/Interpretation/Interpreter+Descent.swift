import Execution
import Graphs
import Syntax
import Tensors

/// `descend`: gradient descent on leaves.
extension Interpreter {
  /// How many times a descent says how far it is.
  private static var progressSteps: Int { 200 }

  /// Descends, sets the parameters, and returns the loss at the start and after each step.
  ///
  /// Stopped, it keeps the steps that were finished.
  func descend(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> Tensor {
    let elaborator = arguments.elaborator
    let expression = arguments.expression("L")
    let names = try parameters(arguments)
    let steps = try arguments.integer("steps")
    guard steps >= 0, steps <= 100_000_000 else {
      throw arguments.fail(.argument, "`steps` is an integer from 0 to 100 million", at: "steps")
    }
    let item = try elaborator.elaborate(expression, in: arguments.scope)
    let loss = try elaborator.node(of: item.value, at: expression.range, in: arguments.scope)
    var notes: [Note] = []
    _ = try evaluate(loss, item.requirements, at: expression.range, context, notes: &notes)
    var gradients: [NodeID] = []
    for name in names {
      let variable = cache.graph.leaf(name.variable.leaf)
      gradients.append(try elaborator.gradient(of: loss, by: variable, arguments))
    }
    let rule = Descent(
      method: try method(arguments), rate: try arguments.number("rate"),
      momentum: try arguments.number("momentum"),
      decay: arguments.isGiven("decay") ? try arguments.number("decay") : nil)
    var bindings = store.environment.bindings
    let parameters = zip(names, gradients).map { (leaf: $0.variable.leaf, slope: $1) }
    let pass = rule.pass(over: parameters, in: cache, &bindings)
    var history: [Double] = []
    history.reserveCapacity(min(steps, 1_000_000) + 1)
    var failure: Diagnostic?
    let stride = max(1, steps / Self.progressSteps)
    func report() {
      guard !context.isInLoop, steps >= Self.progressSteps / 2, history.count % stride == 0 else {
        return
      }
      context.emit(.progress(Double(history.count) / Double(steps), loss: history.last))
    }
    do throws(ExecutionError) {
      try descend(steps, along: pass, loss, &bindings) { value in
        history.append(value)
        if history.count <= steps { report() }
      }
    } catch {
      failure = diagnostic(for: error, at: arguments.call.range, context)
    }
    let values = names.compactMap { bindings[$0.variable.leaf] }
    commit(zip(names, values).map { ($0.name.text, $0.variable, $1) })
    if let failure {
      guard failure.code == .interrupt else { throw failure }
      throw Diagnostic(
        .interrupt, "interrupted after \(max(0, history.count - 1)) of \(steps) steps",
        at: arguments.call.range, hint: "the steps before stand", source: context.source)
    }
    if let last = history.last, !last.isFinite, !context.isInLoop {
      let first = history.firstIndex { !$0.isFinite } ?? 0
      context.emit(
        .note(
          Note("nonfinite", "the loss stopped being finite at step \(first); try a smaller `rate`"))
      )
    }
    return Tensor(vector: history)
  }

  /// Makes steps, by a program where there can be one, and tells the loss before each and after the
  /// last.
  ///
  /// - Throws: ``ExecutionError``; the steps before stand in the bindings.
  private func descend(
    _ steps: Int, along pass: [[Recurrence.Assignment]], _ loss: NodeID,
    _ bindings: inout Bindings, tell: (Double) -> Void
  ) throws(ExecutionError) {
    func value(_ tensor: Tensor?) -> Double { tensor?.elements.first ?? .nan }
    let programs = ProgramCache()
    let recurrence =
      steps > 1
      ? Recurrence(
        pass, watching: [(loss, 0)], graph: cache.graph, bindings: bindings, limits: limits) : nil
    var step = 0
    while step < steps {
      if let recurrence {
        var last = Double.nan
        try recurrence.run(
          steps - step, &bindings, limits: limits,
          accepts: { watched in
            last = value(watched.first)
            return true
          }, report: { _ in tell(last) })
        step += recurrence.finished
        guard step < steps else { break }
      }
      // What the program does not do, such as a kink, is done once by the evaluator.
      var evaluator = Evaluator(
        graph: cache.graph, bindings: bindings, limits: limits, programs: programs)
      try evaluator.prepare([loss] + pass[0].map(\.node))
      let before = value(try evaluator.value(of: loss))
      var next = bindings
      for assignments in pass {
        var values: [Tensor] = []
        for assignment in assignments { values.append(try evaluator.value(of: assignment.node)) }
        for (assignment, value) in zip(assignments, values) { next[assignment.leaf] = value }
        evaluator = Evaluator(graph: cache.graph, bindings: next, limits: limits)
      }
      bindings = next
      tell(before)
      step += 1
    }
    var evaluator = Evaluator(graph: cache.graph, bindings: bindings, limits: limits)
    tell(value(try evaluator.value(of: loss)))
  }

  private func parameters(
    _ arguments: Arguments
  ) throws(Diagnostic) -> [(name: Name, variable: Variable)] {
    var parameters: [(name: Name, variable: Variable)] = []
    for expression in arguments.rest {
      guard case .name(let name) = expression.kind,
        case .leaf(let variable) = store.environment[name],
        store.environment.bindings[variable.leaf] != nil
      else {
        throw arguments.elaborator.failure(
          .argument,
          "`\(arguments.elaborator.text(of: expression, in: arguments.scope))` is no parameter with a value",
          at: expression.range, in: arguments.scope,
          hint: "give it one first: `w := zeros(3)`; what is defined by a formula cannot be set")
      }
      parameters.append((Name(name, at: expression.range), variable))
    }
    guard !parameters.isEmpty else {
      throw arguments.fail(
        .argument, "`descend` is not told what to change", hint: "`descend(L, w, b, rate=0.1)`")
    }
    return parameters
  }

  private func method(_ arguments: Arguments) throws(Diagnostic) -> Descent.Method {
    let names = Descent.Method.allCases.map(\.rawValue)
    return Descent.Method(rawValue: try arguments.string("method", among: names)) ?? .sgd
  }
}
