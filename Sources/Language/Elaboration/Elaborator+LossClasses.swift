import Syntax

/// Objects of the libraries' loss classes.
extension Elaborator {
  /// The function that an object of a loss class is, or nothing where a path names no such class.
  func object(
    ofClass path: String, _ arguments: [Argument], at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Callable? {
    guard let found = LossClass.named(LibraryNames.canonical(path)),
      let function = try prelude.function(named: found.function)
    else { return nil }
    var options = try self.options(of: found, path, arguments, at: range, in: scope)
    for option in found.options where options[option.name] == nil {
      options[option.name] = option.defaultValue.map { Expression(.number($0)) }
    }
    for name in LossClass.ignored { options[name] = nil }
    let reduction = found.isReduced ? options.removeValue(forKey: "reduction") : nil
    // An object takes the data, and has the function's other options by its making alone.
    var parameters = function.parameters.filter {
      $0.defaultValue == nil && options[$0.name.text] == nil
    }
    let names = parameters.map { Expression(.name($0.name.text), at: range) }
    let data = zip(parameters, names).map { parameter, name in
      Argument(
        label: parameter.name.text,
        found.isReduced
          ? matched(name, to: names.first { $0 != name } ?? name, at: range) : name)
    }
    let filled = options.sorted { $0.key < $1.key }.map { Argument(label: $0.key, $0.value) }
    var body = call(found.function, data + filled, at: range)
    if found.isReduced {
      let weights = "sample_weight"
      parameters.append(
        Parameter(Name(weights, at: range), defaultValue: Expression(.none, at: range)))
      let reducer = found.reducer(given: Set(options.filter { $0.value.kind != .none }.keys))
      body = call(
        reducer.function,
        [
          Argument(body),
          Argument(reduction ?? Expression(.string("sum_over_batch_size"), at: range)),
          Argument(Expression(.name(weights), at: range)),
        ]
          + reducer.names.map { Argument(options[$0] ?? Expression(.name($0), at: range)) },
        at: range)
    }
    return .written(
      Function(
        id: cache.makeIdentity(), name: path, parameters: parameters, body: body,
        documentation: function.documentation, source: scope.source, range: range, isPrelude: false)
    )
  }

  /// The options with which an object is made, by their names.
  private func options(
    of found: LossClass, _ path: String, _ arguments: [Argument], at range: SourceRange,
    in scope: Scope
  ) throws(Diagnostic) -> [String: Expression] {
    var options: [String: Expression] = [:]
    var inOrder = found.options.filter { !$0.isNamed }.map(\.name)[...]
    for argument in arguments {
      guard let name = argument.label ?? inOrder.popFirst() else {
        let named = found.options.first(where: \.isNamed)?.name
        throw failure(
          .argument, "`\(path)` takes no option here without its name", at: argument.value.range,
          in: scope,
          hint: named.map { "write `\(path)(\($0)=…)`" }
            ?? "the data come in a call of their own: `\(path)()(…)`")
      }
      guard found.options.contains(where: { $0.name == name }) else {
        throw failure(
          .argument, "`\(path)` has no option `\(name)`", at: range, in: scope,
          hint: Suggestion.nearest(to: name, among: found.options.map(\.name)).first.map {
            "did you mean `\($0)`?"
          })
      }
      guard options.updateValue(argument.value, forKey: name) == nil else {
        throw failure(
          .argument, "`\(path)` is given `\(name)` twice", at: argument.value.range, in: scope)
      }
    }
    return options
  }

  /// Data as an object of Keras takes it: in single precision, of the rank of what it meets.
  private func matched(
    _ value: Expression, to other: Expression, at range: SourceRange
  ) -> Expression {
    let single = call("float32", [Argument(value)], at: range)
    return call("keras.losses.same_rank", [Argument(single), Argument(other)], at: range)
  }

  private func call(
    _ path: String, _ arguments: [Argument], at range: SourceRange
  ) -> Expression {
    var callee: Expression?
    for part in path.split(separator: ".").map(String.init) {
      callee = Expression(callee.map { .member($0, part) } ?? .name(part), at: range)
    }
    return Expression(.call(callee ?? Expression(.none), arguments), at: range)
  }
}
