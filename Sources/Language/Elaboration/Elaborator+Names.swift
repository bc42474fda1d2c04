import Graphs
import Syntax
import Tensors

/// What names mean.
extension Elaborator {
  /// Returns what a name stands for where a value is wanted.
  func value(
    ofName name: String, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    if let local = scope.locals[name] { return local }
    if let entry = scope.captured[name] { return try value(ofCaptured: entry) }
    if !scope.isPrelude {
      noteUse(of: name)
      if let override = overrides[name] { return .node(override) }
      if let entry = environment[name] { return try value(of: entry) }
      if let symbol = symbols[name] {
        noteSymbol()
        return .node(symbol)
      }
    }
    if let result = result(named: name) {
      return try value(of: result, at: range, in: scope)
    }
    if let function = try callable(builtInto: name) { return .function(function) }
    if let constant = Constants.table[name] { return .node(graph.constant(constant)) }
    if !scope.isPrelude, let size = size(named: name) { return .node(size) }
    if LibraryNames.roots.contains(name) { return .module(name) }
    if let plain = UnicodeNames.table[name] {
      return try value(ofName: plain, at: range, in: scope)
    }
    throw unknown(name, at: range, in: scope, isCall: false)
  }

  /// Returns what a name is called as: functions first, so that `mean = 3` does not break `mean(x)`.
  func callable(
    named name: String, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Callable {
    if case .function(let function) = scope.locals[name] { return function }
    var other = scope.locals[name]
    if !scope.isPrelude {
      noteUse(of: name)
      switch scope.captured[name] ?? environment[name] {
      case .function(let function): return .written(function)
      case .definition(let definition):
        // A definition is called only if it is a function's second name, or an object of a class.
        if definition.body.dottedPath != nil || LossClass.isMade(by: definition.body) {
          let value = try value(of: definition)
          if case .function(let function) = value { return function }
          other = value
        } else {
          other = Value.none
        }
      case .leaf, .columns: other = Value.none
      case nil: break
      }
    }
    if let function = try callable(builtInto: name) { return function }
    if let plain = UnicodeNames.table[name], let function = try callable(builtInto: plain) {
      return function
    }
    guard other == nil, Constants.table[name] == nil, symbols[name] == nil else {
      throw failure(
        .type, "`\(name)` is a tensor, not a function", at: range, in: scope,
        hint: "write `*` to multiply: `\(name) * (…)`; an element is `\(name)[0]`")
    }
    throw unknown(name, at: range, in: scope, isCall: true)
  }

  /// The function of the prelude or built in that has a name.
  func callable(builtInto name: String) throws(Diagnostic) -> Callable? {
    if let builtin = Builtin.table[name] { return .builtin(builtin) }
    return try prelude.callable(named: name)
  }

  /// Returns what an entry of the environment is as a value.
  func value(of entry: Environment.Entry) throws(Diagnostic) -> Value {
    switch entry {
    case .definition(let definition):
      let value = try value(of: definition)
      guard case .node(let body) = value else { return value }
      do {
        return .node(try graph.add(.reference(definition.name), body))
      } catch {
        return value
      }
    case .leaf(let variable): return .node(graph.leaf(variable.leaf))
    case .function(let function): return .function(.written(function))
    case .columns(let table): return .columns(table)
    }
  }

  /// Returns what a name meant before it was defined anew: the formula itself, without the name.
  private func value(ofCaptured entry: Environment.Entry) throws(Diagnostic) -> Value {
    guard case .definition(let definition) = entry else { return try value(of: entry) }
    return try value(of: definition)
  }

  /// Whether a name, dots and all, means anything.
  func isKnown(_ name: String) -> Bool {
    let root = String(name.prefix { $0 != "." })
    if environment[root] != nil || symbols[root] != nil { return true }
    if name != root {
      return (try? value(ofPath: name, at: SourceRange(0, 0), in: Scope(source: SourceText(""))))
        != nil
        || LossClass.named(LibraryNames.canonical(name)) != nil
        || !LibraryNames.roots.contains(root)
    }
    return Builtin.table[name] != nil || Constants.table[name] != nil
      || prelude.isDefined(name) || LibraryNames.roots.contains(name)
      || UnicodeNames.table[name] != nil || EnvironmentStore.cell(named: name) != nil
      || name == "Out" || name == "In" || size(named: name) != nil
  }

  /// What a cell showed, by a name such as `_` or `_4`.
  private func result(named name: String) -> EnvironmentStore.Result? {
    guard let cell = EnvironmentStore.cell(named: name) else { return nil }
    return (cell ?? store.lastResult).flatMap { store.results[$0] }
  }

  /// Returns what a cell showed as a value: data, or the formula anew.
  func value(
    of result: EnvironmentStore.Result, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    switch result {
    case .value(let tensor): return .node(graph.constant(tensor))
    case .formula(let expression): return try value(of: expression, in: scope)
    }
  }

  /// The size that a dimension's name stands for, read off a declared leaf that has it.
  private func size(named name: String) -> NodeID? {
    for other in environment.declared.sorted() {
      guard case .leaf(let variable) = environment[other] else { continue }
      let declared = variable.declared ?? variable.leaf.shape
      guard let axis = declared.dimensions.firstIndex(of: .named(name)) else { continue }
      return try? graph.add(.size(axes: [axis]), graph.leaf(variable.leaf))
    }
    return environment.dimensions[name].map { graph.constant(Double($0)) }
  }
}
