import Syntax

/// The names an expression uses that it does not itself bind.
struct FreeNames {
  /// Names used as values.
  private(set) var values: Set<String> = []
  /// Names called as functions; a dotted name is whole.
  private(set) var functions: Set<String> = []
  /// Where each is used first.
  private(set) var places: [String: SourceRange] = [:]
  /// Whether what derivatives and analyses are given is left out: it may hold symbols.
  private var leavesOutAnalyses = false

  /// Both.
  var all: Set<String> { values.union(functions) }

  /// Returns the names of an expression.
  static func of(_ expression: Expression) -> FreeNames {
    var names = FreeNames()
    names.visit(expression, bound: [])
    return names
  }

  /// Returns the names of a function's body and defaults, parameters aside.
  static func of(_ function: Function) -> FreeNames {
    var names = FreeNames()
    let bound = Set(function.parameters.map(\.name.text))
    for parameter in function.parameters {
      if let value = parameter.defaultValue { names.visit(value, bound: bound) }
    }
    names.visit(function.body, bound: bound)
    return names
  }

  /// Returns the names that a statement needs to mean something.
  static func needed(by statement: Statement) -> FreeNames {
    var names = FreeNames()
    names.leavesOutAnalyses = true
    names.visit([statement], bound: [])
    return names
  }

  private mutating func insert(_ name: String, at range: SourceRange, isFunction: Bool = false) {
    if isFunction { functions.insert(name) } else { values.insert(name) }
    if places[name] == nil { places[name] = range }
  }

  private mutating func visit(_ expression: Expression, bound: Set<String>) {
    switch expression.kind {
    case .number, .string, .boolean, .none: break
    case .name(let name):
      if !bound.contains(name) { insert(name, at: expression.range) }
    case .member(let base, _):
      if let path = expression.dottedPath { insert(path, at: expression.range) }
      visit(base, bound: bound)
    case .unary(_, let operand), .transpose(let operand): visit(operand, bound: bound)
    case .binary(_, let left, let right):
      visit(left, bound: bound)
      visit(right, bound: bound)
    case .comparison(let first, let links):
      visit(first, bound: bound)
      for link in links { visit(link.right, bound: bound) }
    case .conditional(let then, let condition, let otherwise):
      for part in [then, condition, otherwise] { visit(part, bound: bound) }
    case .call(let callee, let arguments):
      if let path = callee.dottedPath {
        let root = path.prefix { $0 != "." }
        if !bound.contains(String(root)) {
          insert(path, at: callee.range, isFunction: true)
          if leavesOutAnalyses, Builtin.table[path]?.takesSymbols == true { return }
        }
        if path.contains(".") { visit(callee, bound: bound) }
      } else {
        visit(callee, bound: bound)
      }
      for argument in arguments {
        visit(argument.value, bound: bound)
        if let end = argument.spanEnd { visit(end, bound: bound) }
      }
    case .index(let base, let subscripts):
      visit(base, bound: bound)
      for item in subscripts {
        switch item {
        case .element(let element): visit(element, bound: bound)
        case .range(let start, let stop, let step):
          for part in [start, stop, step] {
            if let part { visit(part, bound: bound) }
          }
        }
      }
    case .list(let items), .tuple(let items):
      for item in items { visit(item, bound: bound) }
    case .block(let statements): visit(statements, bound: bound)
    }
  }

  private mutating func visit(_ statements: [Statement], bound: Set<String>) {
    var bound = bound
    for statement in statements {
      switch statement.kind {
      case .expression(let expression): visit(expression, bound: bound)
      case .define(let names, let values):
        for value in values { visit(value, bound: bound) }
        bound.formUnion(names.map(\.text))
      case .function(let name, let parameters, let body):
        bound.insert(name.text)
        visit(body, bound: bound.union(parameters.map(\.name.text)))
      case .assign(_, _, let values):
        for value in values { visit(value, bound: bound) }
      case .assume(let conditions):
        for condition in conditions { visit(condition, bound: bound) }
      case .loop(let count, let body):
        visit(count, bound: bound)
        visit(body, bound: bound)
      case .declare, .delete: break
      }
    }
  }
}

extension Expression {
  /// The name, dots and all, where the expression is one: `tf.losses.huber_loss`.
  var dottedPath: String? {
    switch kind {
    case .name(let name): name
    case .member(let base, let name): base.dottedPath.map { $0 + "." + name }
    default: nil
    }
  }
}
