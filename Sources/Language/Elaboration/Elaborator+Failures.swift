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
    let advice = advice(on: name, at: range, in: scope, isCall: isCall)
    if let advice, advice.isForeign {
      return failure(.name, "there is no `\(name)` here", at: range, in: scope, hint: advice.text)
    }
    let hint =
      advice?.text
      ?? (isCall
        ? "a product is written `\(name)*(…)`; `:apropos \(name)` searches what there is"
        : "bind it first: `\(name) = …`")
    let kind = isCall ? "function" : "name"
    return failure(.name, "unknown \(kind) `\(name)`", at: range, in: scope, hint: hint)
  }

  /// What is to be written in place of a name that nothing has, where that can be told.
  private func advice(
    on name: String, at range: SourceRange, in scope: Scope, isCall: Bool
  ) -> (text: String, isForeign: Bool)? {
    let rest = scope.source.text(after: range)
    if let hint = ForeignNames.hint(for: name, isCall: isCall || rest.first == "(")
      ?? ForeignNames.leibniz(name, followedBy: rest) ?? bracketedCall(of: name, rest)
    {
      return (hint, true)
    }
    if name == "T", let base = transposed(before: range, in: scope) {
      return ("the transpose is `\(base)'`", true)
    }
    return Suggestion.nearest(
      to: name, among: candidates(for: name, in: scope, isCall: isCall)
    ).first.map { ("did you mean `\($0)`?", false) }
  }

  /// Returns an error about a name that nothing has with the others that its statement needs.
  func withOtherUnknownNames(
    _ error: Diagnostic, in statement: Statement, of source: SourceText
  ) -> Diagnostic {
    guard error.code == .name, let range = error.range, error.source ?? source == source,
      ForeignNames.leibniz(String(source[range]), followedBy: source.text(after: range)) == nil
    else { return error }
    let needed = FreeNames.needed(by: statement)
    let isCall = needed.functions.contains { needed.places[$0] == range }
    let unknown = (isCall ? needed.functions : needed.values).filter { !isKnown($0) }
      .compactMap { name in needed.places[name].map { (name: name, range: $0) } }
      .sorted { $0.range.lower < $1.range.lower }
    guard unknown.count > 1, unknown.contains(where: { $0.range == range }) else { return error }
    let scope = Scope(source: source)
    var hints: [String] = []
    var unbound: [String] = []
    for (name, range) in unknown {
      if let advice = advice(on: name, at: range, in: scope, isCall: isCall) {
        hints.append("`\(name)`: \(advice.text)")
      } else {
        unbound.append(name)
      }
    }
    if !unbound.isEmpty, !isCall {
      let bindings = unbound.map { "`\($0) = …`" }.joined(separator: ", ")
      hints.append("bind \(unbound.count > 1 ? "them" : "it") first: \(bindings)")
    }
    let names = unknown.map { "`\($0.name)`" }
    var result = error
    result.message =
      "unknown \(isCall ? "functions" : "names") "
      + names.dropLast().joined(separator: ", ") + " and \(names[names.count - 1])"
    result.range = unknown[0].range
    result.labels = unknown.dropFirst().map { Diagnostic.Label($0.range, "and this") }
    result.hint = hints.isEmpty ? error.hint : hints.joined(separator: "; ")
    return result
  }

  /// The name before a `^T` that stands at a place.
  private func transposed(before range: SourceRange, in scope: Scope) -> Substring? {
    let before = scope.source.text(before: range)
    guard before.last == "^" else { return nil }
    let base = before.dropLast()
    let name = base.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? nil : base.suffix(name.count)
  }

  /// What to write for `Sin[x]` and `D[f, x]`, in whose language brackets call.
  private func bracketedCall(of name: String, _ rest: Substring) -> String? {
    guard rest.first == "[", name.first?.isUppercase == true else { return nil }
    if let hint = ForeignNames.hint(for: name, isCall: true) { return hint }
    let plain = name.lowercased()
    return isKnown(plain) ? "functions are called with parentheses: `\(plain)(…)`" : nil
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
