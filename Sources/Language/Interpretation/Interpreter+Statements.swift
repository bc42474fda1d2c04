import Execution
import Graphs
import Syntax
import Tensors

/// The statements that bind names.
extension Interpreter {
  /// Runs one statement; what it changes, it changes at the end.
  func execute(_ statement: Statement, _ context: StatementContext) throws(Diagnostic) {
    switch statement.kind {
    case .expression(let expression): try show(expression, context)
    case .define(let names, let values): try define(names, values, context)
    case .assign(let targets, let symbol, let values):
      try assign(targets, symbol, values, context)
    case .function(let name, let parameters, let body):
      try defineFunction(name, parameters, body, context)
    case .declare(let declarations): try declare(declarations, context)
    case .assume(let conditions): try assume(conditions, context)
    case .loop(let count, let body): try loop(count, body, context)
    case .delete(let names): try delete(names, context)
    }
  }

  /// Makes what elaborates a statement.
  func makeElaborator() -> Elaborator {
    let elaborator = Elaborator(
      cache: cache, store: store, prelude: prelude, isCancelled: isCancelled)
    elaborator.severities = options.guards
    return elaborator
  }

  /// Binds a name, and forgets what was elaborated with its old meaning.
  func bind(_ name: String, to entry: Environment.Entry) {
    if case .leaf(let old) = store.environment[name] {
      var isSame = false
      if case .leaf(let new) = entry { isSame = new.leaf == old.leaf }
      if !isSame { store.environment.bindings[old.leaf] = nil }
      cache.invalidateSizes(readFrom: old.leaf)
      store.environment.bind(name, to: entry)
      if isSame { return }
    } else {
      store.environment.bind(name, to: entry)
    }
    cache.invalidate(name)
  }

  // MARK: Functions

  private func defineFunction(
    _ name: Name, _ parameters: [Parameter], _ body: Expression, _ context: StatementContext
  ) throws(Diagnostic) {
    guard !name.text.contains(".") else {
      throw Diagnostic(
        .name, "names with a dot belong to the libraries", at: name.range,
        hint: "choose a name without a dot")
    }
    var seen: Set<String> = []
    for parameter in parameters where !seen.insert(parameter.name.text).inserted {
      throw Diagnostic(
        .argument, "`\(name.text)` has two parameters `\(parameter.name.text)`",
        at: parameter.name.range)
    }
    let function = Function(
      id: cache.makeIdentity(), name: name.text, parameters: parameters, body: body,
      documentation: context.statement.documentation, source: context.source,
      range: context.statement.range, isPrelude: false)
    bind(name.text, to: .function(function))
    announce(name.text, "function", shape: "", context)
  }

  // MARK: Deleting

  private func delete(_ names: [Name], _ context: StatementContext) throws(Diagnostic) {
    for name in names where store.environment[name.text] == nil {
      let known = store.environment.order
      throw Diagnostic(
        .name, "`\(name.text)` is not bound", at: name.range,
        hint: Suggestion.nearest(to: name.text, among: known).first.map {
          "did you mean `\($0)`?"
        })
    }
    for name in names {
      store.environment.unbind(name.text)
      cache.invalidate(name.text)
    }
    refreshDimensions()
  }

  // MARK: Leaves

  /// Gives a name a value: the leaf it is, or a new one where the shape differs.
  ///
  /// - Throws: `shape` or `domain` where the value is not what was declared.
  func checkedLeaf(
    _ name: Name, _ value: Tensor, _ context: StatementContext
  ) throws(Diagnostic) -> Variable {
    let shape = SymbolicShape(value.shape)
    guard case .leaf(var variable) = store.environment[name.text] else {
      return Variable(
        leaf: Leaf(id: cache.makeIdentity(), name: name.text, shape: shape), declared: nil,
        documentation: context.statement.documentation, source: context.source,
        range: context.statement.range)
    }
    if let declared = variable.declared {
      try check(value, against: declared, of: name)
    }
    try check(value, against: variable.facts, of: name)
    if variable.leaf.shape != shape {
      variable.leaf = Leaf(id: cache.makeIdentity(), name: name.text, shape: shape)
    }
    variable.source = context.source
    variable.range = context.statement.range
    variable.documentation = context.statement.documentation ?? variable.documentation
    return variable
  }

  /// Binds leaves to values that are known to be right.
  func commit(_ leaves: [(name: String, variable: Variable, value: Tensor)]) {
    var hasDeclared = false
    for leaf in leaves {
      bind(leaf.name, to: .leaf(leaf.variable))
      store.environment.bindings[leaf.variable.leaf] = leaf.value
      if leaf.variable.declared != nil { hasDeclared = true }
    }
    if hasDeclared { refreshDimensions() }
  }

  /// Says what was bound, for those who want to see it.
  func announce(
    _ name: String, _ kind: String, shape: String, value: Tensor? = nil,
    _ context: StatementContext
  ) {
    guard !context.isInLoop, !context.statement.isQuiet else { return }
    context.emit(.binding(Binding(name: name, kind: kind, shape: shape, value: value)))
  }

  /// Converts a value to the kind of number that new leaves have.
  func converted(_ tensor: Tensor) -> Tensor {
    guard options.type == .float32, tensor.type == .float64 else { return tensor }
    return Tensor(tensor.shape, tensor.elements, type: .float32) ?? tensor
  }
}
