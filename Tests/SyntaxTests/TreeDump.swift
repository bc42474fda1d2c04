import Syntax

/// Writes trees as S-expressions, short enough to be compared by eye.
enum TreeDump {
  /// The statements of a source, one a line, or the first diagnostic's message.
  static func dump(_ source: String) -> String {
    let result = Parser.parse(SourceText(source))
    if let diagnostic = result.diagnostics.first {
      return "\(diagnostic.code.rawValue): \(diagnostic.message)"
    }
    return result.statements.map(dump).joined(separator: "\n")
  }

  static func dump(_ statement: Statement) -> String {
    let documentation = statement.documentation.map { " ## \($0)" } ?? ""
    return dump(statement.kind) + (statement.isQuiet ? ";" : "") + documentation
  }

  static func dump(_ kind: Statement.Kind) -> String {
    switch kind {
    case .expression(let expression): dump(expression)
    case .define(let names, let values): "(= \(join(names.map(\.text))) \(join(values.map(dump))))"
    case .assign(let targets, let operation, let values):
      "(\(operation?.rawValue ?? ":")= \(join(targets.map(dump))) \(join(values.map(dump))))"
    case .function(let name, let parameters, let body):
      "(function \(name.text) (\(join(parameters.map(dump)))) \(dump(body)))"
    case .declare(let declarations): "(var \(join(declarations.map(dump))))"
    case .assume(let conditions): "(assume \(join(conditions.map(dump))))"
    case .loop(let count, let body): "(repeat \(dump(count)) \(join(body.map(dump))))"
    case .delete(let names): "(del \(join(names.map(\.text))))"
    }
  }

  static func dump(_ expression: Expression) -> String {
    switch expression.kind {
    case .number(let value): Unparser.text(of: value)
    case .string(let text): "\"\(text)\""
    case .boolean(let value): "\(value)"
    case .none: "none"
    case .name(let name): name
    case .member(let base, let name): "(. \(dump(base)) \(name))"
    case .unary(let sign, let operand): "(\(sign.rawValue) \(dump(operand)))"
    case .binary(let sign, let left, let right): "(\(sign.rawValue) \(dump(left)) \(dump(right)))"
    case .comparison(let left, let links):
      "(chain \(dump(left))\(links.map { " \($0.comparison.rawValue) \(dump($0.right))" }.joined()))"
    case .conditional(let then, let condition, let otherwise):
      "(if \(dump(condition)) \(dump(then)) \(dump(otherwise)))"
    case .transpose(let operand): "(' \(dump(operand)))"
    case .call(let callee, let arguments): "(call \(join([dump(callee)] + arguments.map(dump))))"
    case .index(let base, let subscripts): "(index \(join([dump(base)] + subscripts.map(dump))))"
    case .list(let elements): "[\(join(elements.map(dump)))]"
    case .tuple(let elements): "(tuple \(join(elements.map(dump))))"
    case .block(let statements): "{\(join(statements.map(dump)))}"
    }
  }

  private static func dump(_ argument: Argument) -> String {
    let part = argument.labelSubscripts.map { "[\(join($0.map(dump)))]" } ?? ""
    let label = argument.label.map { $0 + part + "=" } ?? ""
    return label + dump(argument.value) + (argument.spanEnd.map { ":" + dump($0) } ?? "")
  }

  private static func dump(_ part: Subscript) -> String {
    switch part {
    case .element(let expression): dump(expression)
    case .range(let start, let stop, let step):
      [start, stop, step].map { $0.map(dump) ?? "" }.joined(separator: ":")
    }
  }

  private static func dump(_ target: Target) -> String {
    target.name.text + (target.subscripts.map { "[\(join($0.map(dump)))]" } ?? "")
  }

  private static func dump(_ parameter: Parameter) -> String {
    let shape = parameter.shape.map { "[\(join($0.map(dump)))]" } ?? ""
    return parameter.name.text + shape + (parameter.defaultValue.map { "=" + dump($0) } ?? "")
  }

  private static func dump(_ declaration: Declaration) -> String {
    let shape = declaration.shape.isEmpty ? "" : "[\(join(declaration.shape.map(dump)))]"
    let domain =
      switch declaration.domain {
      case .comparison(let comparison, let bound): " \(comparison.rawValue) \(dump(bound))"
      case .interval(let lower, let upper, let lowerClosed, let upperClosed):
        " in \(lowerClosed ? "[" : "(")\(dump(lower)) \(dump(upper))\(upperClosed ? "]" : ")")"
      case nil: ""
      }
    return declaration.name.text + shape + domain
  }

  private static func join(_ parts: [String]) -> String { parts.joined(separator: " ") }
}
