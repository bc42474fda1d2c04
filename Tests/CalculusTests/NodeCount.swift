import Syntax

/// Counts the nodes of a formula as the fixtures do: operators, calls, names and numbers are one
/// each; `size(x)` and `shape(x)[k]` of a name are one.
enum NodeCount {
  static func count(_ source: String) -> Int {
    Parser.parse(SourceText(source)).statements.reduce(0) { total, statement in
      switch statement.kind {
      case .expression(let expression): total + count(expression)
      case .define(_, let values): values.reduce(total) { $0 + 1 + count($1) }
      default: total
      }
    }
  }

  static func count(_ expression: Expression) -> Int {
    switch expression.kind {
    case .number, .string, .boolean, .none, .name: return 1
    case .member(let base, _), .unary(_, let base), .transpose(let base): return 1 + count(base)
    case .binary(_, let left, let right): return 1 + count(left) + count(right)
    case .comparison(let first, let links):
      return links.reduce(count(first)) { $0 + 1 + count($1.right) }
    case .conditional(let then, let condition, let otherwise):
      return 1 + count(then) + count(condition) + count(otherwise)
    case .call(let callee, let arguments):
      if case .name("size") = callee.kind, case .name? = arguments.first?.value.kind { return 1 }
      return arguments.reduce(1) { $0 + count($1.value) }
    case .index(let base, let subscripts):
      if case .call(let callee, _) = base.kind, case .name("shape") = callee.kind { return 1 }
      return subscripts.reduce(1 + count(base)) { total, item in
        switch item {
        case .element(let element): total + count(element)
        case .range(let start, let stop, let step):
          [start, stop, step].compactMap { $0 }.reduce(total) { $0 + count($1) }
        }
      }
    case .list(let items), .tuple(let items): return items.reduce(0) { $0 + count($1) }
    case .block: return 0
    }
  }
}
