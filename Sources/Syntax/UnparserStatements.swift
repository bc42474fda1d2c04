/// Statements as source.
extension Unparser {
  static func write(_ statement: Statement, to text: inout String) {
    if let documentation = statement.documentation {
      for line in documentation.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      {
        text += line.isEmpty ? "##\n" : "## \(line)\n"
      }
    }
    switch statement.kind {
    case .expression(let expression):
      writeElement(expression, to: &text)
    case .define(let names, let values):
      writeSeparated(names, to: &text) { $1 += $0.text }
      text += " = "
      writeSeparated(values, to: &text, writeElement)
    case .assign(let targets, let operation, let values):
      writeSeparated(targets, to: &text) { target, text in
        text += target.name.text
        if let subscripts = target.subscripts { writeSubscripts(subscripts, to: &text) }
      }
      text += operation.map { " \($0.rawValue)= " } ?? " := "
      writeSeparated(values, to: &text, writeElement)
    case .function(let name, let parameters, let body):
      text += name.text + "("
      writeSeparated(parameters, to: &text, writeParameter)
      text += ") = "
      writeElement(body, to: &text)
    case .declare(let declarations):
      text += "var "
      writeSeparated(declarations, to: &text, writeDeclaration)
    case .assume(let conditions):
      text += "assume "
      writeSeparated(conditions, to: &text, writeElement)
    case .loop(let count, let body):
      text += "repeat "
      writeElement(count, to: &text)
      text += " "
      writeBlock(body, to: &text)
    case .delete(let names):
      text += "del "
      writeSeparated(names, to: &text) { $1 += $0.text }
    }
  }

  /// Writes `{ a = 1; b }`; what shows its result, a newline ends.
  static func writeBlock(_ statements: [Statement], to text: inout String) {
    text += "{ "
    for (index, statement) in statements.enumerated() {
      if statement.documentation != nil { text += "\n" }
      write(statement, to: &text)
      text += statement.isQuiet ? "; " : index + 1 < statements.count ? "\n" : " "
    }
    text += "}"
  }

  private static func writeParameter(_ parameter: Parameter, to text: inout String) {
    text += parameter.name.text
    if let shape = parameter.shape { writeShape(shape, to: &text) }
    guard let value = parameter.defaultValue else { return }
    text += "="
    writeElement(value, to: &text)
  }

  private static func writeDeclaration(_ declaration: Declaration, to text: inout String) {
    text += declaration.name.text
    if !declaration.shape.isEmpty { writeShape(declaration.shape, to: &text) }
    switch declaration.domain {
    case .comparison(let comparison, let bound):
      text += " \(comparison.rawValue) "
      write(bound, .sum, to: &text)
    case .interval(let lower, let upper, let lowerClosed, let upperClosed):
      text += " in " + (lowerClosed ? "[" : "(")
      writeElement(lower, to: &text)
      text += ", "
      writeElement(upper, to: &text)
      text += upperClosed ? "]" : ")"
    case nil: break
    }
  }

  private static func writeShape(_ shape: [Expression], to text: inout String) {
    text += "["
    writeSeparated(shape, to: &text, writeElement)
    text += "]"
  }
}
