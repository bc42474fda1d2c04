import Syntax

extension Expression {
  /// Returns the tree with some parts put in the place of others, from the outside in: what
  /// `replacement` returns stands for an expression, and where it returns `nil` its parts are asked.
  func replacing(
    _ replacement: (Expression) throws(Diagnostic) -> Expression?
  ) throws(Diagnostic) -> Expression {
    if let other = try replacement(self) { return other }
    var result = self
    switch kind {
    case .number, .string, .boolean, .none, .name, .block: break
    case .member(let base, let name): result.kind = .member(try base.replacing(replacement), name)
    case .unary(let symbol, let operand):
      result.kind = .unary(symbol, try operand.replacing(replacement))
    case .binary(let symbol, let left, let right):
      result.kind = .binary(
        symbol, try left.replacing(replacement), try right.replacing(replacement))
    case .comparison(let first, let links):
      var changed: [ComparisonLink] = []
      for link in links {
        changed.append(ComparisonLink(link.comparison, try link.right.replacing(replacement)))
      }
      result.kind = .comparison(try first.replacing(replacement), changed)
    case .conditional(let then, let condition, let otherwise):
      result.kind = .conditional(
        then: try then.replacing(replacement), condition: try condition.replacing(replacement),
        otherwise: try otherwise.replacing(replacement))
    case .transpose(let operand): result.kind = .transpose(try operand.replacing(replacement))
    case .call(let callee, let arguments):
      var changed: [Argument] = []
      for var argument in arguments {
        argument.value = try argument.value.replacing(replacement)
        argument.spanEnd = try argument.spanEnd?.replacing(replacement)
        changed.append(argument)
      }
      result.kind = .call(callee, changed)
    case .index(let base, let subscripts):
      var changed: [Subscript] = []
      for item in subscripts { changed.append(try item.replacing(replacement)) }
      result.kind = .index(try base.replacing(replacement), changed)
    case .list(let items): result.kind = .list(try items.replacing(replacement))
    case .tuple(let items): result.kind = .tuple(try items.replacing(replacement))
    }
    return result
  }
}

extension [Expression] {
  /// Replaces parts of each.
  fileprivate func replacing(
    _ replacement: (Expression) throws(Diagnostic) -> Expression?
  ) throws(Diagnostic) -> [Expression] {
    var changed: [Expression] = []
    for item in self { changed.append(try item.replacing(replacement)) }
    return changed
  }
}

extension Subscript {
  /// Replaces parts of the expressions in a subscript.
  fileprivate func replacing(
    _ replacement: (Expression) throws(Diagnostic) -> Expression?
  ) throws(Diagnostic) -> Subscript {
    switch self {
    case .element(let expression): return .element(try expression.replacing(replacement))
    case .range(let start, let stop, let step):
      return .range(
        start: try start?.replacing(replacement), stop: try stop?.replacing(replacement),
        step: try step?.replacing(replacement))
    }
  }
}
