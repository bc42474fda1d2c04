import Graphs
import Syntax
import Tensors

/// Calls, blocks, and what stands behind a dot.
extension Elaborator {
  /// Returns the result of a call.
  func value(
    ofCall callee: Expression, _ arguments: [Argument], at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    switch callee.kind {
    case .name(let name):
      let callable = try callable(named: name, at: callee.range, in: scope)
      return try call(callable, arguments, at: range, nameRange: callee.range, in: scope)
    case .member(let base, let name):
      if let path = callee.dottedPath, !isBound(root: path, in: scope) {
        return try value(ofCall: path, arguments, at: range, nameRange: callee.range, in: scope)
      }
      return try value(
        ofMethod: name, of: base, arguments, at: range, nameRange: callee.range, in: scope)
    default:
      let value = try value(of: callee, in: scope)
      guard case .function(let callable) = value else {
        throw failure(
          .type, "\(value.description) is not a function", at: callee.range, in: scope,
          hint: "write `*` to multiply: there is no multiplication without a sign")
      }
      return try call(callable, arguments, at: range, nameRange: callee.range, in: scope)
    }
  }

  private func isBound(root path: String, in scope: Scope) -> Bool {
    let root = String(path.prefix { $0 != "." })
    if scope.locals[root] != nil || scope.captured[root] != nil { return true }
    return !scope.isPrelude && (environment[root] != nil || symbols[root] != nil)
  }

  // MARK: Library names

  private func value(
    ofCall path: String, _ arguments: [Argument], at range: SourceRange, nameRange: SourceRange,
    in scope: Scope
  ) throws(Diagnostic) -> Value {
    if let object = try object(ofClass: path, arguments, at: range, in: scope) {
      return .function(object)
    }
    let value = try value(ofPath: path, at: nameRange, in: scope)
    guard case .function(let callable) = value else {
      throw failure(.type, "`\(path)` is not a function", at: nameRange, in: scope)
    }
    return try call(callable, arguments, at: range, nameRange: nameRange, in: scope)
  }

  /// Returns what a dotted name of a library stands for.
  func value(
    ofPath path: String, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    let path = LibraryNames.canonical(path)
    if let callable = try prelude.callable(named: path) { return .function(callable) }
    if let meaning = LibraryNames.meaning(of: path) {
      switch meaning {
      case .function(let name):
        if let callable = try callable(builtInto: name) { return .function(callable) }
      case .string(let text): return .string(text)
      case .type(let type): return .type(type)
      case .constant(let number): return .node(graph.constant(number))
      }
    }
    if LibraryNames.isModule(path) || prelude.hasModule(path) { return .module(path) }
    let parent = String(
      path.prefix(path.lastIndex(of: ".").map { path.distance(from: path.startIndex, to: $0) } ?? 0)
    )
    guard LibraryNames.isModule(parent) || prelude.hasModule(parent) else {
      throw unknown(path, at: range, in: scope, isCall: false)
    }
    let last = String(path.dropFirst(parent.count + 1))
    if let reason = LibraryNames.absent[path] {
      throw failure(.name, "`\(path)` is not here: \(reason)", at: range, in: scope)
    }
    let hint =
      LossClass.named(path) == nil
      ? nearest(to: last, inModule: parent).map { "did you mean `\($0)`?" }
      : "make an object of the class and call it: `\(path)()(…)`"
    throw failure(
      .name, "`\(parent)` has no `\(last)` here", at: range, in: scope,
      hint: hint ?? "`:help losses` lists what there is")
  }

  /// The name that a module's unknown one may stand for: of its losses, of its other functions, of
  /// another library.
  private func nearest(to last: String, inModule module: String) -> String? {
    let losses = prelude.names(inModule: module) + LossClass.names(inModule: module)
    for known in [losses, LibraryNames.names(inModule: module)] {
      if let name = Suggestion.nearest(to: last, among: known).first { return "\(module).\(name)" }
    }
    // In another library only the very name counts, or one that begins with it.
    let simplified = Suggestion.simplified(last)
    return prelude.names.first { name in
      guard let dot = name.lastIndex(of: ".") else { return false }
      return Suggestion.simplified(name[dot...].dropFirst()).starts(with: simplified)
    }
  }

  /// Returns what stands behind a dot: a library's name, or a column.
  func value(
    ofMember expression: Expression, in scope: Scope
  ) throws(Diagnostic) -> Value {
    guard case .member(let base, let name) = expression.kind else { return .none }
    if let path = expression.dottedPath, !isBound(root: path, in: scope) {
      return try value(ofPath: path, at: expression.range, in: scope)
    }
    let value = try value(of: base, in: scope)
    if case .columns(let table) = value {
      return .node(try column(name, of: table, at: expression.range, in: scope))
    }
    let subject = text(of: base, in: scope)
    let hint =
      Methods.properties[name].map { $0.replacingSubject(with: subject) }
      ?? Methods.calls[name].map { $0.replacingSubject(with: subject) }
    throw failure(
      .syntax, "a tensor has nothing behind a dot: `.\(name)`", at: expression.range, in: scope,
      hint: hint.map { "write `\($0)`" } ?? "functions take it as an argument: `f(\(subject))`")
  }

  private func value(
    ofMethod name: String, of base: Expression, _ arguments: [Argument], at range: SourceRange,
    nameRange: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    if Methods.changingNothing.contains(name) { return try value(of: base, in: scope) }
    let subject = text(of: base, in: scope)
    if let form = Methods.calls[name] {
      throw failure(
        .syntax, "there are no methods: `.\(name)(…)`", at: nameRange, in: scope,
        hint: "write `\(form.replacingSubject(with: subject))`")
    }
    if Builtin.table[name] != nil {
      throw failure(
        .syntax, "there are no methods: `.\(name)(…)`", at: nameRange, in: scope,
        hint: "write `\(name)(\(subject))`")
    }
    throw failure(
      .syntax, "there are no methods: `.\(name)(…)`", at: nameRange, in: scope,
      hint: "functions take the tensor as an argument: `f(\(subject))`")
  }

  // MARK: Calling

  /// Returns the result of calling something.
  func call(
    _ callable: Callable, _ arguments: [Argument], at range: SourceRange, nameRange: SourceRange,
    in scope: Scope
  ) throws(Diagnostic) -> Value {
    guard depth < Self.callLimit else {
      throw failure(
        .limit, "calls of `\(callable.name)` are nested \(Self.callLimit) deep", at: range,
        in: scope, hint: "does it call itself without end?")
    }
    callCount += 1
    guard callCount <= Self.callCountLimit else {
      throw failure(
        .limit, "this makes more than \(Self.callCountLimit) calls, the last of `\(callable.name)`",
        at: range, in: scope,
        hint: "a function that calls itself twice takes twice as many for each step")
    }
    if isCancelled() { throw Diagnostic(.interrupt, "interrupted") }
    depth += 1
    defer { depth -= 1 }
    switch callable {
    case .builtin(let builtin):
      let call = Call(
        builtin: builtin, arguments: arguments, range: range, nameRange: nameRange, scope: scope,
        elaborator: self)
      return try builtin.elaborate(call)
    case .written(let function):
      return try call(function, arguments, at: range, nameRange: nameRange, in: scope)
    }
  }

  private func call(
    _ function: Function, _ arguments: [Argument], at range: SourceRange, nameRange: SourceRange,
    in scope: Scope
  ) throws(Diagnostic) -> Value {
    noteUse(of: function.name)
    let signature = Signature(
      name: function.name,
      parameters: function.parameters.map {
        Signature.Parameter(name: $0.name.text, defaultValue: $0.defaultValue)
      })
    let matched = try signature.match(arguments, at: range, in: scope, failing: failure)
    var inner = Scope(source: function.source, isPrelude: function.isPrelude)
    inner.function = function
    var ranges: [String: SourceRange] = [:]
    let differentiates = function.differentiates
    for (parameter, argument) in matched.given {
      let given = try value(of: argument, in: scope)
      inner.locals[parameter] = differentiates ? named(given, parameter) : given
      ranges[parameter] = argument.range
      if function.isPrelude { inner.argumentTexts[parameter] = text(of: argument, in: scope) }
    }
    if function.isPrelude {
      inner.callSite =
        scope.callSite
        ?? Scope.CallSite(
          range: range, arguments: ranges, source: scope.source, function: function.name)
    }
    for parameter in function.parameters where inner.locals[parameter.name.text] == nil {
      guard let value = parameter.defaultValue else { continue }
      inner.locals[parameter.name.text] = try self.value(of: value, in: inner)
    }
    return try value(ofBody: function, in: inner)
  }

  /// A value under the name of its parameter, so that a derivative by the parameter is by this use
  /// of it and not by whatever else is the same.
  private func named(_ value: Value, _ parameter: String) -> Value {
    guard case .node(let node) = value else { return value }
    switch graph[node].primitive {
    case .leaf, .reference: return value
    default: return (try? graph.add(.reference(parameter), node)).map(Value.node) ?? value
    }
  }

  // MARK: Blocks

  /// Returns the last expression of a block, with the names its statements define.
  func value(
    ofBlock statements: [Statement], at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    var scope = scope
    var result: Value?
    for statement in statements {
      result = nil
      switch statement.kind {
      case .expression(let expression):
        if try checks(expression, in: scope) { continue }
        result = try value(of: expression, in: scope)
      case .define(let names, let expressions):
        try define(names, expressions, in: &scope)
      case .function(let name, let parameters, let body):
        scope.locals[name.text] = .function(
          .written(
            Function(
              id: cache.makeIdentity(), name: name.text, parameters: parameters, body: body,
              documentation: nil, source: scope.source, range: statement.range,
              isPrelude: scope.isPrelude)))
      case .assign, .declare, .assume, .loop, .delete:
        throw failure(
          .argument, "a function computes and changes nothing", at: statement.range, in: scope,
          hint: "inside a block, bind names with `=`")
      }
    }
    guard let result else {
      throw failure(
        .argument, "a block ends with the expression that is its value", at: range, in: scope)
    }
    return result
  }

  private func define(
    _ names: [Name], _ expressions: [Expression], in scope: inout Scope
  ) throws(Diagnostic) {
    var values = try values(of: expressions, in: scope)
    if names.count > 1, values.count == 1, case .list(let items) = values[0] { values = items }
    guard names.count == values.count else {
      throw failure(
        .argument, "\(names.count) names for \(values.count) values", at: names[0].range, in: scope)
    }
    for (name, value) in zip(names, values) {
      scope.locals[name.text] = value
      // A local is what it is made of; its name must not be taken for a parameter's.
      scope.argumentTexts[name.text] = nil
    }
  }
}

extension String {
  /// The text with `x` as the user's expression, in a form such as `mean(x)`.
  fileprivate func replacingSubject(with subject: String) -> String {
    split(separator: "$", omittingEmptySubsequences: false).joined(separator: subject)
  }
}
