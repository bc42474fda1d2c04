import Graphs
import Syntax

/// How elaboration says what is wrong.
extension Elaborator {
  /// Makes an error about a place; in the prelude it points at the user's call instead.
  func failure(
    _ code: Diagnostic.Code, _ message: String, at range: SourceRange, in scope: Scope,
    details: [String] = [], hint: String? = nil
  ) -> Diagnostic {
    guard let site = scope.callSite else {
      return Diagnostic(
        code, message, at: range, details: details, hint: hint, source: scope.source)
    }
    return Diagnostic(
      code, message, at: site.range, details: details, hint: hint, source: site.source)
  }

  /// Makes an error about operands whose shapes do not fit, with where each got its shape.
  func failure(
    shape error: ShapeError, _ operands: [NodeID], at range: SourceRange, in scope: Scope,
    of expressions: [Expression]
  ) -> Diagnostic {
    var details: [String] = []
    var hint = error.hint
    if expressions.count == operands.count, !operands.isEmpty {
      let shapes = zip(expressions, operands).map { expression, operand in
        "\(text(of: expression, in: scope)) is \(graph.shape(of: operand).text)"
      }
      details.append(shapes.joined(separator: ", ") + (error.detail.map { ": \($0)" } ?? ""))
      hint = hint ?? origin(of: expressions, in: scope)
    } else if let detail = error.detail {
      details.append(detail)
    }
    var diagnostic = failure(
      .shape, error.message, at: range, in: scope, details: details, hint: hint)
    if expressions.count == operands.count, !scope.isPrelude {
      diagnostic.origins = origins(of: expressions, operands, in: scope)
    }
    return diagnostic
  }

  /// The places in other cells where names among some expressions got their shapes.
  private func origins(
    of expressions: [Expression], _ operands: [NodeID], in scope: Scope
  ) -> [Diagnostic.Origin] {
    zip(expressions, operands).compactMap { expression, operand in
      guard case .name(let name) = expression.kind, scope.locals[name] == nil else { return nil }
      let place: (source: SourceText, range: SourceRange)? =
        switch environment[name] {
        case .definition(let definition): (definition.source, definition.range)
        case .leaf(let variable): (variable.source, variable.range)
        case .function, .columns, nil: nil
        }
      guard let place, place.source != scope.source else { return nil }
      return Diagnostic.Origin(
        place.source, place.range, "\(name) is \(graph.shape(of: operand).text)")
    }
  }

  /// Says where the names among some expressions were bound.
  private func origin(of expressions: [Expression], in scope: Scope) -> String? {
    var places: [String] = []
    for expression in expressions {
      guard case .name(let name) = expression.kind, let source = bindingSource(of: name) else {
        continue
      }
      places.append("\(name) was defined at \(source)")
    }
    guard !places.isEmpty else { return nil }
    return places.joined(separator: ", ") + "; was a part dropped, or an axis?"
  }

  /// The name of the cell in which a name was bound.
  func bindingSource(of name: String) -> String? {
    switch environment[name] {
    case .definition(let definition): definition.source.name
    case .leaf(let variable): variable.source.name
    case .function(let function): function.source.name
    case .columns, nil: nil
    }
  }

  /// Returns an expression as the user wrote it; a parameter of the prelude as its argument.
  func text(of expression: Expression, in scope: Scope) -> String {
    if case .name(let name) = expression.kind, let argument = scope.argumentTexts[name] {
      return argument
    }
    let written = scope.source[expression.range]
    guard !written.isEmpty, written.utf8.count <= 60, !written.contains(where: \.isNewline) else {
      return Unparser.text(of: expression)
    }
    return String(written)
  }

  /// The error about a name that nothing has.
  func unknown(
    _ name: String, at range: SourceRange, in scope: Scope, isCall: Bool
  ) -> Diagnostic {
    if let hint = ForeignNames.hint(for: name, isCall: isCall) {
      return failure(.name, "there is no `\(name)` here", at: range, in: scope, hint: hint)
    }
    let nearest = Suggestion.nearest(
      to: name, among: candidates(for: name, in: scope, isCall: isCall)
    ).first
    let hint =
      nearest.map { "did you mean `\($0)`?" }
      ?? (isCall
        ? "a product is written `\(name)*(…)`; `:apropos \(name)` searches what there is"
        : "bind it first: `\(name) = …`")
    let kind = isCall ? "function" : "name"
    return failure(.name, "unknown \(kind) `\(name)`", at: range, in: scope, hint: hint)
  }

  private func candidates(for name: String, in scope: Scope, isCall: Bool) -> [String] {
    var names = Array(scope.locals.keys)
    if !scope.isPrelude { names += environment.order }
    names += prelude.names
    names += Builtin.names
    if !isCall { names += Array(Constants.table.keys) }
    return names
  }
}
