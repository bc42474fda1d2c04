import Syntax
import Tensors

/// `compare(loss)`: the same data under each library's convention.
extension Interpreter {
  /// Shows the value and the gradient of a loss under every name it has, and what differs.
  func compare(
    _ arguments: Arguments, _ context: StatementContext
  ) throws(Diagnostic) -> Output {
    let given = arguments.expression("loss")
    guard let (family, data) = try family(of: given, arguments) else {
      throw arguments.fail(
        .argument, "`compare` takes a loss that the libraries have too", at: "loss",
        hint: "write `compare(log_loss(y, p))`; there are \(LossFamily.all.count) families")
    }
    var rows: [[TableReport.Cell]] = []
    var notes: [Note] = []
    for text in family.calls {
      guard let call = substituted(text, data) else { continue }
      let row = row(text, call, data, by: family.variable, arguments, context)
      let relation = rows.first.flatMap { Self.relation(of: row[1], to: $0[1]) }
      rows.append(row)
      let said = [relation, lacking(text, data), difference(of: call)].compactMap(\.self)
      if !said.isEmpty {
        notes.append(Note("convention", "\(shown(call)): \(said.joined(separator: "; "))"))
      }
    }
    let variable = data[family.variable].map { Unparser.text(of: $0) } ?? ""
    let report = TableReport(
      headings: [family.name, "value", "gradient by \(variable)"], rows: rows)
    return Output(.table(report), source: context.text, notes: notes)
  }

  /// The family a call belongs to, and what stands for each word of its calls.
  private func family(
    of call: Expression, _ arguments: Arguments
  ) throws(Diagnostic) -> (LossFamily, [String: Expression])? {
    guard case .call(let callee, let given) = call.kind, let path = callee.dottedPath,
      let function = try prelude.function(named: LibraryNames.canonical(path))
    else { return nil }
    let signature = Signature(
      name: function.name,
      parameters: function.parameters.map {
        Signature.Parameter(name: $0.name.text, defaultValue: $0.defaultValue)
      })
    let match = try signature.match(
      given, at: call.range, in: arguments.scope, failing: arguments.elaborator.failure)
    for family in LossFamily.all {
      for text in family.calls {
        guard case .call(let other, let words)? = parsed(text)?.kind,
          let name = other.dottedPath, isSame(name, function)
        else { continue }
        var data: [String: Expression] = [:]
        for word in words {
          guard let label = word.label, case .name(let role) = word.value.kind,
            let value = match.given[label]
          else { continue }
          data[role] = value
        }
        Self.translateReduction(&data)
        guard data[family.variable] != nil else { continue }
        return (family, data)
      }
    }
    return nil
  }

  /// Whether a name is the function's own or one of its aliases.
  private func isSame(_ name: String, _ function: Function) -> Bool {
    guard name != function.name else { return true }
    guard let other = try? prelude.function(named: name) else { return false }
    return other.body == function.body
  }

  private func parsed(_ text: String) -> Expression? {
    let result = Parser.parse(SourceText(text, name: "losses"))
    guard case .expression(let expression)? = result.statements.first?.kind else { return nil }
    return expression
  }

  /// A call with the data in the place of its words; an option that is not given is left out.
  private func substituted(_ text: String, _ data: [String: Expression]) -> Expression? {
    guard case .call(let callee, let words)? = parsed(text)?.kind else { return nil }
    var arguments: [Argument] = []
    for var word in words {
      if case .name(let role) = word.value.kind, data[role] == nil { continue }
      guard
        let value = try? word.value.replacing({ (part) throws(Diagnostic) in
          guard case .name(let role) = part.kind else { return nil }
          return data[role]
        })
      else { return nil }
      word.value = value
      arguments.append(word)
    }
    return Expression(.call(callee, arguments))
  }

  /// One row: the function, its value, and its gradient, that of the sum where it reduces nothing.
  private func row(
    _ text: String, _ call: Expression, _ data: [String: Expression], by role: String,
    _ arguments: Arguments, _ context: StatementContext
  ) -> [TableReport.Cell] {
    let value = cell(call, arguments, context)
    guard let variable = data[role] else { return [.text(shown(call)), value, .text("")] }
    var isReduced = true
    if case .value(let tensor) = value { isReduced = tensor.shape.rank == 0 }
    func gradient(of call: Expression, by variable: Expression) -> Expression {
      let scalar =
        isReduced ? call : Expression(.call(Expression(.name("sum")), [Argument(call)]))
      return Expression(
        .call(Expression(.name("grad")), [Argument(scalar), Argument(variable)]))
    }
    if case .name = variable.kind {
      let slope = cell(gradient(of: call, by: variable), arguments, context)
      return [.text(shown(call)), value, slope]
    }
    // What has no name gets one: the parameter of a function of it.
    let name = Expression(.name("the_\(role)"))
    var named = data
    named[role] = name
    guard let inner = substituted(text, named) else {
      return [.text(shown(call)), value, .text("")]
    }
    let function = Statement(
      .function(
        Name("slope", at: call.range), [Parameter(Name("the_\(role)", at: call.range))],
        gradient(of: inner, by: name)), at: call.range)
    let result = Statement(
      .expression(Expression(.call(Expression(.name("slope")), [Argument(variable)]))),
      at: call.range)
    let slope = cell(Expression(.block([function, result])), arguments, context)
    return [.text(shown(call)), value, slope]
  }

  private func cell(
    _ expression: Expression, _ arguments: Arguments, _ context: StatementContext
  ) -> TableReport.Cell {
    do throws(Diagnostic) {
      let item = try arguments.elaborator.elaborate(expression, in: arguments.scope)
      let node = try arguments.elaborator.node(
        of: item.value, at: arguments.call.range, in: arguments.scope)
      var notes: [Note] = []
      return .value(
        try evaluate(
          node, item.requirements, at: arguments.call.range, context, notes: &notes))
    } catch {
      return .text(error.message)
    }
  }

  /// What was given that a function has no argument for.
  private func lacking(_ text: String, _ data: [String: Expression]) -> String? {
    guard case .call(_, let words)? = parsed(text)?.kind else { return nil }
    let roles = Set(
      words.compactMap { word in
        if case .name(let role) = word.value.kind { return role }
        return nil
      })
    let missing = [("weights", "weights"), ("smoothing", "label smoothing")].filter {
      data[$0.0] != nil && !roles.contains($0.0)
    }
    return missing.isEmpty
      ? nil : "takes no \(missing.map(\.1).joined(separator: " and no ")), which are left out"
  }

  /// What a function's documentation says of the libraries' differences.
  private func difference(of call: Expression) -> String? {
    guard case .call(let callee, _) = call.kind, let path = callee.dottedPath, path.contains("."),
      let function = try? prelude.function(named: path),
      let documentation = function.documentation
    else { return nil }
    return LossDocumentation(documentation).fields[.libraries]
  }

  /// The name of the function called, as people write it.
  private func shown(_ call: Expression) -> String {
    guard case .call(let callee, _) = call.kind, let path = callee.dottedPath else { return "" }
    let long = "torch.nn.functional."
    return path.hasPrefix(long) ? "F." + path.dropFirst(long.count) : path
  }

  /// `explain(number)`: what a value of a loss tells about how it came about.
  func explain(
    _ arguments: Arguments, _ context: StatementContext
  ) throws(Diagnostic) -> Output {
    let expression = arguments.expression("x")
    let item = try arguments.elaborator.elaborate(expression, in: arguments.scope)
    let node = try arguments.elaborator.node(
      of: item.value, at: expression.range, in: arguments.scope)
    var notes: [Note] = []
    let value = try evaluate(node, item.requirements, at: expression.range, context, notes: &notes)
    guard let number = value.scalarValue else {
      throw arguments.fail(
        .shape, "`explain` takes one number, not a tensor of shape \(value.shape.text)", at: "x",
        hint: "take one element, or its mean")
    }
    let text = NumberExplanation.lines(for: number).joined(separator: "\n")
    return Output(.text(text), source: context.text, notes: notes)
  }
}
