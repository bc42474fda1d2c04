import Graphs
import Syntax
import Tensors

/// The statements of a block that ask something of the values.
extension Elaborator {
  /// Takes `require(…)`, `warn(…)` or `check_…(…)`; anything else is left and `false` returned.
  func checks(_ expression: Expression, in scope: Scope) throws(Diagnostic) -> Bool {
    guard case .call(let callee, let arguments) = expression.kind,
      case .name(let name) = callee.kind
    else { return false }
    if scope.isPrelude, let found = Guards.table[name] {
      try ask(found, arguments, at: expression.range, in: scope)
      return true
    }
    guard name == "require" || name == "warn", let builtin = Builtin.table[name],
      scope.locals[name] == nil
    else { return false }
    let match = try builtin.parameters.match(
      arguments, at: expression.range, in: scope, failing: failure)
    let call = Call(
      builtin: builtin, arguments: arguments, range: expression.range, nameRange: callee.range,
      scope: scope, elaborator: self)
    let given = Arguments(call: call, match: match)
    if name == "require" { try require(given) } else { try warn(given) }
    return true
  }

  private func require(_ arguments: Arguments) throws(Diagnostic) {
    let name = try arguments.string("code")
    guard let code = Diagnostic.Code(rawValue: name) else {
      let codes = Diagnostic.Code.allCases.map(\.rawValue)
      throw arguments.fail(
        .argument, "there is no code \"\(name)\"", at: "code",
        hint: "it is one of \(codes.joined(separator: ", "))")
    }
    let message = try arguments.string("message")
    var hint: String?
    if case .string(let text) = try arguments.value("hint") { hint = text }
    let condition = try arguments.value("condition")
    if let holds = truth(of: condition) {
      guard holds else {
        throw arguments.fail(code, message, hint: hint)
      }
      return
    }
    let node = try arguments.node("condition")
    require(
      Requirement(
        check: .condition(node, code, message, hint: hint), range: site(of: arguments).range,
        source: site(of: arguments).source))
  }

  private func warn(_ arguments: Arguments) throws(Diagnostic) {
    let note = Note(try arguments.string("code"), try arguments.string("message"))
    var shown: NodeID?
    if case .none = try arguments.value("shown") {} else { shown = try arguments.node("shown") }
    if shown == nil, let holds = truth(of: try arguments.value("condition")) {
      if holds { add(note) }
      return
    }
    let node = try arguments.node("condition")
    require(
      Requirement(
        check: .warning(node, note, shown: shown), range: site(of: arguments).range,
        source: site(of: arguments).source))
  }

  private func site(of arguments: Arguments) -> (range: SourceRange, source: SourceText) {
    let scope = arguments.scope
    return (scope.callSite?.range ?? arguments.call.range, scope.callSite?.source ?? scope.source)
  }

  /// Adds a remark once.
  func add(_ note: Note) {
    if !notes.contains(note) { notes.append(note) }
  }

  private func ask(
    _ found: Guard, _ arguments: [Argument], at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) {
    let function = scope.callSite?.function ?? scope.function?.name ?? found.name
    let severity = found.severity(in: function, saidOtherwise: severities)
    guard severity != .off else { return }
    var operands: [NodeID] = []
    var texts: [String] = []
    var names: [String] = []
    var parameters: [String] = []
    for (index, argument) in arguments.enumerated() {
      let value = try value(of: argument.value, in: scope)
      guard index < found.operandCount else {
        if case .string(let text) = value { texts.append(text) }
        continue
      }
      // An option that was left out has nothing to look at.
      if case .none = value { return }
      operands.append(try node(of: value, at: argument.value.range, in: scope))
      names.append(text(of: argument.value, in: scope))
      parameters.append(Unparser.text(of: argument.value))
    }
    let context = Guard.Context(
      function: function, operands: names, parameters: parameters, texts: texts)
    if let finding = found.inspect(graph, operands, context) {
      guard severity == .warning else {
        throw failure(finding.code, finding.message, at: range, in: scope, hint: finding.hint)
      }
      // What is known from the formula is not said again of its values.
      return add(finding.note)
    }
    require(
      Requirement(
        check: .guarded(found, operands, context), range: scope.callSite?.range ?? range,
        source: scope.callSite?.source ?? scope.source))
  }
}
