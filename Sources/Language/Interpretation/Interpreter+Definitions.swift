import Execution
import Graphs
import Syntax
import Tensors

/// Definitions: names that stand for formulas.
extension Interpreter {
  /// Runs `a, b = …`.
  func define(
    _ names: [Name], _ values: [Expression], _ context: StatementContext
  ) throws(Diagnostic) {
    for name in names where name.text.contains(".") {
      throw Diagnostic(.name, "names with a dot belong to the libraries", at: name.range)
    }
    let ready = try runningOnce(values, context)
    if values.count == 1, names.count == 1 {
      if case .name(let hidden) = ready.expressions[0].kind,
        case .columns(let columns)? = ready.captured[hidden]
      {
        bind(names[0].text, to: .columns(columns))
        announce(names[0].text, "data", shape: "\(columns.columns.count) columns", context)
        for note in ready.notes where !context.isInLoop { context.emit(.note(note)) }
        return
      }
      if let tensor = try runWhole(ready.expressions[0], ready, context) {
        try bindLeaves([(names[0], tensor)], context)
        return
      }
    }
    let bodies = try spread(ready.expressions, over: names, context)
    if names.count == 1, try takesValue(names[0], bodies[0], ready, context) { return }
    var entries: [(Name, Environment.Entry, [String])] = []
    var leaves: [(Name, Tensor)] = []
    for (name, body) in zip(names, bodies) {
      if let tensor = try leafValue(body, ready, context) {
        leaves.append((name, tensor))
        continue
      }
      let definition = try definition(name, body, ready.captured, context)
      entries.append((name, .definition(definition), unresolved(in: definition)))
    }
    if !leaves.isEmpty { try bindLeaves(leaves, context) }
    for (name, entry, unresolved) in entries {
      try bindDefinition(name, entry, unresolved, context)
    }
  }

  /// One body for each name; a single value that gives several is taken apart.
  private func spread(
    _ values: [Expression], over names: [Name], _ context: StatementContext
  ) throws(Diagnostic) -> [Expression] {
    if values.count == names.count { return values }
    guard values.count == 1, let only = values.first else {
      throw Diagnostic(
        .argument, "\(names.count) names on the left for \(values.count) values on the right",
        at: context.statement.range)
    }
    return names.indices.map { index in
      let position = Expression(.number(Double(index)), at: only.range)
      return Expression(.index(only, [.element(position)]), at: only.range)
    }
  }

  private func bindLeaves(
    _ leaves: [(Name, Tensor)], _ context: StatementContext
  ) throws(Diagnostic) {
    var bound: [(name: String, variable: Variable, value: Tensor)] = []
    for (name, tensor) in leaves {
      let value = converted(tensor)
      bound.append((name.text, try checkedLeaf(name, value, context), value))
    }
    commit(bound)
    for leaf in bound {
      announce(leaf.name, "leaf", shape: leaf.value.shape.text, value: leaf.value, context)
    }
  }

  /// Binds a definition; what is wrong with it is said now, while its line is before the eyes.
  private func bindDefinition(
    _ name: Name, _ entry: Environment.Entry, _ unresolved: [String], _ context: StatementContext
  ) throws(Diagnostic) {
    let old = store.environment[name.text]
    bind(name.text, to: entry)
    guard unresolved.isEmpty else {
      context.emit(.note(unresolvedNote(name.text, unresolved)))
      return
    }
    do throws(Diagnostic) {
      let elaborated = try makeElaborator().elaborate(
        Expression(.name(name.text), at: name.range), in: context.scope)
      if case .node(let node) = elaborated.value {
        announce(name.text, "definition", shape: cache.graph.shape(of: node).text, context)
      } else {
        announce(name.text, "definition", shape: "", context)
      }
    } catch {
      if let old { bind(name.text, to: old) } else { store.environment.unbind(name.text) }
      cache.invalidate(name.text)
      throw error
    }
  }

  // MARK: Leaves or formulas

  /// The value of a right side without names, which is data; nothing for a formula.
  private func leafValue(
    _ body: Expression, _ ready: Ready, _ context: StatementContext
  ) throws(Diagnostic) -> Tensor? {
    // A hidden name of its own is the whole of `x = randn(3)`.
    if case .name(let hidden) = body.kind, case .leaf(let variable)? = ready.captured[hidden] {
      return store.environment.bindings[variable.leaf]
    }
    guard isWithoutNames(body, ready) else { return nil }
    let elaborator = makeElaborator()
    let item = try elaborator.elaborate(body, in: context.scope)
    guard item.value.isData else { return nil }
    let node = try elaborator.node(of: item.value, at: body.range, in: context.scope)
    var notes = elaborator.notes
    let value = try evaluate(node, item.requirements, at: body.range, context, notes: &notes)
    for note in notes where !context.isInLoop { context.emit(.note(note)) }
    return value
  }

  private func isWithoutNames(_ body: Expression, _ ready: Ready) -> Bool {
    let names = FreeNames.of(body)
    let environment = store.environment
    for name in names.values {
      let root = String(name.prefix { $0 != "." })
      guard environment[root] == nil, ready.captured[root] == nil,
        EnvironmentStore.cell(named: name) == nil
      else { return false }
      guard Constants.table[name] != nil || LibraryNames.roots.contains(root) else { return false }
    }
    return names.functions.allSatisfy { name in
      environment[String(name.prefix { $0 != "." })] == nil
        && Builtin.table[name]?.category != .derivative
    }
  }

  // MARK: Self-reference

  /// Takes `w = w - …` as an assignment where the old `w` is data; the note says so.
  private func takesValue(
    _ name: Name, _ body: Expression, _ ready: Ready, _ context: StatementContext
  ) throws(Diagnostic) -> Bool {
    guard dependence(of: body, on: name.text) != nil,
      case .leaf(let variable) = store.environment[name.text],
      store.environment.bindings[variable.leaf] != nil
    else { return false }
    var inner = context
    inner.captured = ready.captured
    try assign([Target(name)], nil, [body], inner)
    if !context.isInLoop {
      context.emit(
        .note(
          Note(
            "assignment",
            "`\(name.text)` is data and its new value needs the old: `=` was taken as `:=`")))
    }
    return true
  }

  /// Makes a definition; where its right side leads back to its own name, the old formula is meant.
  private func definition(
    _ name: Name, _ body: Expression, _ captured: [String: Environment.Entry],
    _ context: StatementContext
  ) throws(Diagnostic) -> Definition {
    var captured = captured
    if let path = dependence(of: body, on: name.text) {
      guard let old = store.environment[name.text], !isFunction(old) else {
        if path.count > 1 || FreeNames.of(body).values.contains(name.text) == false {
          throw Diagnostic(
            .cycle,
            "the definitions go round in a circle: \(([name.text] + path).joined(separator: " → "))",
            at: context.statement.range,
            hint: "give `\(name.text)` a value first, or another name to one of them")
        }
        throw Diagnostic(
          .name, "`\(name.text)` is defined by itself and has no value yet", at: name.range,
          hint: "give it one first: `\(name.text) := …`")
      }
      captured = frozen(FreeNames.of(body).values, replacing: name.text, by: old, captured)
      if !context.isInLoop {
        context.emit(
          .note(
            Note(
              "substitution", "the `\(name.text)` on the right is the old formula of `\(name.text)`"
            )))
      }
    }
    return Definition(
      id: cache.makeIdentity(), name: name.text, body: body,
      documentation: context.statement.documentation, source: context.source,
      range: context.statement.range, captured: captured)
  }

  private func isFunction(_ entry: Environment.Entry) -> Bool {
    if case .function = entry { return true }
    return false
  }

  /// The names through which an expression leads to a name, ending in it; nothing if it does not.
  private func dependence(of body: Expression, on name: String) -> [String]? {
    let names = FreeNames.of(body).all
    if names.contains(name) { return [name] }
    // A new name that nothing waits for leads nowhere: a chain of definitions stays linear.
    let environment = store.environment
    guard environment[name] != nil || environment.awaited.contains(name) else { return nil }
    var cameFrom: [String: String] = [:]
    var pending = Array(names).sorted()
    var seen = Set(pending)
    while let next = pending.popLast() {
      var below: Set<String>
      switch store.environment[next] {
      case .definition(let definition):
        below = FreeNames.of(definition.body).all.subtracting(definition.captured.keys)
        for case .definition(let inner) in definition.captured.values {
          below.formUnion(FreeNames.of(inner.body).all.subtracting(inner.captured.keys))
        }
      case .function(let function): below = FreeNames.of(function).all
      case .leaf, .columns, nil: continue
      }
      if below.contains(name) {
        var path = [next]
        while let before = cameFrom[path[0]] { path.insert(before, at: 0) }
        return path + [name]
      }
      for other in below where seen.insert(other).inserted {
        cameFrom[other] = next
        pending.append(other)
      }
    }
    return nil
  }

  /// What names must mean so that everything on the way to a name means its old formula.
  private func frozen(
    _ names: Set<String>, replacing name: String, by old: Environment.Entry,
    _ captured: [String: Environment.Entry]
  ) -> [String: Environment.Entry] {
    var captured = captured
    captured[name] = old
    for other in names where other != name && captured[other] == nil {
      guard case .definition(let definition) = store.environment[other],
        dependence(of: definition.body, on: name) != nil
      else { continue }
      let inner = frozen(
        FreeNames.of(definition.body).values, replacing: name, by: old, definition.captured)
      captured[other] = .definition(
        Definition(
          id: cache.makeIdentity(), name: other, body: definition.body,
          documentation: definition.documentation, source: definition.source,
          range: definition.range, captured: inner))
    }
    return captured
  }

  // MARK: Names not bound

  /// The names of a definition that nothing has yet, sorted.
  private func unresolved(in definition: Definition) -> [String] {
    let names = FreeNames.of(definition.body)
    let elaborator = makeElaborator()
    return names.all.filter { name in
      definition.captured[name] == nil && !elaborator.isKnown(name)
    }.sorted()
  }

  private func unresolvedNote(_ name: String, _ unresolved: [String]) -> Note {
    // The latest names are the likeliest to be meant; all of very many would take too long.
    let known = Array(store.environment.order.suffix(500)) + prelude.names + Builtin.names
    let parts = unresolved.prefix(6).map { other in
      Suggestion.nearest(to: other, among: known).first.map {
        "`\(other)` (did you mean `\($0)`?)"
      } ?? "`\(other)`"
    }
    return Note(
      "unbound", "`\(name)` uses what is not bound yet: \(parts.joined(separator: ", "))")
  }
}
