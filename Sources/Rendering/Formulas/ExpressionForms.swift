import Syntax

extension Expression {
  /// The expression with every place in the source left out, so that equal forms are equal.
  var withoutRanges: Expression {
    Expression(kind.mapped(\.withoutRanges))
  }

  /// The name of the function called, where the expression is a call by a plain name.
  var calledName: String? {
    guard case .call(let function, _) = kind, case .name(let name) = function.kind else {
      return nil
    }
    return name
  }

  /// The name of the function that a call, or a subscript of one, begins with.
  var headName: String? {
    guard case .index(let base, _) = kind else { return calledName }
    return base.calledName
  }

  /// Whether a part of the expression, or all of it, answers to a description.
  ///
  /// Parts are visited without recursion, in no order that matters: chains may be long.
  func contains(where description: (Expression) -> Bool) -> Bool {
    var pending = [self]
    while let part = pending.popLast() {
      if description(part) { return true }
      pending.append(contentsOf: part.children)
    }
    return false
  }

  /// The expressions that this one is made of; none for the statements of a block.
  private var children: [Expression] {
    switch kind {
    case .number, .string, .boolean, .none, .name, .block: []
    case .member(let base, _): [base]
    case .unary(_, let operand), .transpose(let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .comparison(let first, let links): [first] + links.map(\.right)
    case .conditional(let then, let condition, let otherwise): [then, condition, otherwise]
    case .call(let function, let arguments):
      [function] + arguments.flatMap { [$0.value] + ($0.spanEnd.map { [$0] } ?? []) }
    case .index(let base, let subscripts): [base] + subscripts.flatMap(\.children)
    case .list(let items), .tuple(let items): items
    }
  }
}

extension Expression.Kind {
  /// Returns the form with each of its parts replaced.
  fileprivate func mapped(_ change: (Expression) -> Expression) -> Expression.Kind {
    switch self {
    case .number, .string, .boolean, .none, .name, .block: return self
    case .member(let base, let name): return .member(change(base), name)
    case .unary(let operation, let operand): return .unary(operation, change(operand))
    case .binary(let operation, let left, let right):
      return .binary(operation, change(left), change(right))
    case .comparison(let first, let links):
      return .comparison(change(first), links.map { .init($0.comparison, change($0.right)) })
    case .conditional(let then, let condition, let otherwise):
      return .conditional(
        then: change(then), condition: change(condition), otherwise: change(otherwise))
    case .transpose(let operand): return .transpose(change(operand))
    case .call(let function, let arguments):
      return .call(
        change(function),
        arguments.map {
          Argument(label: $0.label, change($0.value), spanEnd: $0.spanEnd.map(change))
        })
    case .index(let base, let subscripts):
      return .index(change(base), subscripts.map { $0.mapped(change) })
    case .list(let items): return .list(items.map(change))
    case .tuple(let items): return .tuple(items.map(change))
    }
  }
}

extension Subscript {
  fileprivate var children: [Expression] {
    switch self {
    case .element(let expression): [expression]
    case .range(let start, let stop, let step): [start, stop, step].compactMap { $0 }
    }
  }

  /// Returns the subscript with each of its parts replaced.
  fileprivate func mapped(_ change: (Expression) -> Expression) -> Subscript {
    switch self {
    case .element(let expression): .element(change(expression))
    case .range(let start, let stop, let step):
      .range(start: start.map(change), stop: stop.map(change), step: step.map(change))
    }
  }
}
