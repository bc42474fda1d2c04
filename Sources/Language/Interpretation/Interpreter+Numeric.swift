import Calculus
import Execution
import Graphs
import Syntax
import Tensors

/// The derivatives at a point that use no formula, and the comparison of all three.
extension Interpreter {
  /// What a derivative at a point is of: nodes, and the requirements of the function.
  private struct Question {
    let function: NodeID
    let variables: [(name: String, whole: NodeID, part: NodeID?)]
    let requirements: RequirementSet?
  }

  private func question(
    _ arguments: Arguments, _ context: StatementContext, notes: inout [Note]
  ) throws(Diagnostic) -> Question {
    let elaborator = arguments.elaborator
    let scope = arguments.scope
    let expressions = try arguments.variables()
    let function = arguments.expression("f")
    let item = try elaborator.elaborate(function, in: scope)
    let node = try elaborator.node(of: item.value, at: function.range, in: scope)
    var variables: [(name: String, whole: NodeID, part: NodeID?)] = []
    for expression in expressions {
      let (whole, part) = try elaborator.variable(expression, in: scope)
      variables.append((elaborator.text(of: expression, in: scope), whole, part))
    }
    let shape = cache.graph.shape(of: node)
    guard shape.dimensions.allSatisfy({ $0 == .fixed(1) }) else {
      throw arguments.fail(
        .shape, "a gradient is of a scalar, and this has shape \(shape.text)", at: "f",
        hint: "take mean(…) or sum(…) of it, or use jacobian(f, x)")
    }
    // The guards look at the point, and never at the probes.
    _ = try evaluate(node, item.requirements, at: function.range, context, notes: &notes)
    return Question(function: node, variables: variables, requirements: item.requirements)
  }

  /// The gradients that `autodiff` asks for.
  func reverseGradients(
    _ arguments: Arguments, _ context: StatementContext, notes: inout [Note]
  ) throws(Diagnostic) -> [Tensor] {
    let question = try question(arguments, context, notes: &notes)
    var gradients: [Tensor] = []
    for variable in question.variables {
      gradients.append(try reverse(question, variable, at: arguments.call.range, context))
      if !context.isInLoop {
        notes += try kinkNotes(
          of: question.function, by: variable.whole, name: variable.name, context)
      }
    }
    return gradients
  }

  private func reverse(
    _ question: Question, _ variable: (name: String, whole: NodeID, part: NodeID?),
    at range: SourceRange, _ context: StatementContext
  ) throws(Diagnostic) -> Tensor {
    do throws(ExecutionError) {
      let result = try ReverseMode.gradients(
        of: question.function, withRespectTo: [variable.whole], graph: cache.graph,
        bindings: store.environment.bindings, limits: limits)
      return try part(variable.part, of: result.gradients[0])
    } catch {
      throw diagnostic(for: error, at: range, context)
    }
  }

  /// The gradients that `numgrad` asks for, with the error of each element.
  func numericGradients(
    _ arguments: Arguments, _ context: StatementContext, notes: inout [Note]
  ) throws(Diagnostic) -> [(gradient: Tensor, error: Tensor)] {
    let question = try question(arguments, context, notes: &notes)
    var results: [(Tensor, Tensor)] = []
    for variable in question.variables {
      let result = try numeric(question, variable, at: arguments.call.range, context)
      results.append(result)
      let worst = result.error.elements.max() ?? 0
      notes.append(Note("numeric", "estimated error at most \(NodeText.number(worst))"))
    }
    return results
  }

  private func numeric(
    _ question: Question, _ variable: (name: String, whole: NodeID, part: NodeID?),
    at range: SourceRange, _ context: StatementContext
  ) throws(Diagnostic) -> (gradient: Tensor, error: Tensor) {
    do throws(ExecutionError) {
      let result = try NumericDifferentiation.gradient(
        of: question.function, withRespectTo: variable.whole, graph: cache.graph,
        bindings: store.environment.bindings, facts: store.environment.facts, limits: limits)
      return (
        try part(variable.part, of: result.gradient), try part(variable.part, of: result.error)
      )
    } catch {
      throw diagnostic(for: error, at: range, context)
    }
  }

  /// The same part of a gradient as was asked for of the variable.
  private func part(_ part: NodeID?, of gradient: Tensor) throws(ExecutionError) -> Tensor {
    guard let part else { return gradient }
    let node = sliced(part, cache.graph.constant(gradient))
    var evaluator = Evaluator(
      graph: cache.graph, bindings: store.environment.bindings, limits: limits)
    return try evaluator.value(of: node)
  }

  private func sliced(_ part: NodeID, _ gradient: NodeID) -> NodeID {
    let node = cache.graph[part]
    guard var inner = node.operands.first else { return gradient }
    switch cache.graph[inner].primitive {
    case .slice, .take: inner = sliced(inner, gradient)
    default: inner = gradient
    }
    let operands = [inner] + node.operands.dropFirst()
    return (try? cache.graph.add(node.primitive, operands: operands)) ?? gradient
  }

  // MARK: check

  /// The three derivatives side by side, one report for each variable.
  func checkReports(
    _ arguments: Arguments, _ context: StatementContext
  ) throws(Diagnostic) -> [Output] {
    var notes: [Note] = []
    let question = try question(arguments, context, notes: &notes)
    let symbolic = try arguments.elaborator.derivatives(arguments)
    var outputs: [Output] = []
    for (variable, result) in zip(question.variables, symbolic) {
      let range = arguments.call.range
      let value = try evaluate(
        result.node, question.requirements, at: range, context, notes: &notes)
      let autodiff = try reverse(question, variable, at: range, context)
      let (numeric, error) = try numeric(question, variable, at: range, context)
      let kinks = try touched(question.function, by: variable.whole, context)
      let rounds = isRounding(question.function, in: arguments.elaborator.graph)
      var comparison = DerivativeComparison(
        symbolic: value, autodiff: autodiff, numeric: numeric, error: error,
        isSingle: rounds || value.type == .float32)
      comparison.note(kinks: variable.part == nil ? kinks : [])
      if value.type == .float32 {
        comparison.remarks.append("differences are taken in double precision, the others in single")
      } else if rounds {
        comparison.remarks.append(
          "the function computes in float32, as its library does; the formula is evaluated in float64"
        )
      }
      outputs.append(
        Output(
          .check(
            CheckReport(
              variable: variable.name, symbolic: value, autodiff: autodiff, numeric: numeric,
              numericError: error, agree: comparison.agree, digits: comparison.digits,
              formula: result.derivative.formula, remarks: comparison.remarks)),
          source: context.text,
          notes: notes + self.notes(on: kinks, name: variable.name),
          assumptions: result.derivative.assumptions))
      notes = []
    }
    return outputs
  }

  /// Whether a function rounds to single precision on its way.
  private func isRounding(_ function: NodeID, in graph: Graph) -> Bool {
    graph.topologicalOrder(of: [function]).contains { graph[$0].primitive == .cast(.float32) }
  }

  // MARK: tape

  /// The evaluation of a function, node by node, with the slope of the result by each.
  func tape(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> [Output] {
    let elaborator = arguments.elaborator
    let function = arguments.expression("f")
    let item = try elaborator.elaborate(function, in: arguments.scope)
    let node = try elaborator.node(of: item.value, at: function.range, in: arguments.scope)
    var notes: [Note] = []
    let value = try evaluate(node, item.requirements, at: function.range, context, notes: &notes)
    let rows: [TapeRow]
    do throws(ExecutionError) {
      if value.elements.count == 1 {
        let result = try ReverseMode.gradients(
          of: node, withRespectTo: [], graph: cache.graph, bindings: store.environment.bindings,
          limits: limits)
        rows = Tape(graph: cache.graph, trace: result.trace, adjoints: result.adjoints).rows
      } else {
        var evaluator = Evaluator(
          graph: cache.graph, bindings: store.environment.bindings, limits: limits)
        let trace = try evaluator.trace(of: node)
        rows = Tape(graph: cache.graph, trace: trace, adjoints: [:]).rows
      }
    } catch {
      throw diagnostic(for: error, at: function.range, context)
    }
    return [Output(.tape(rows), source: context.text, notes: notes)]
  }
}
