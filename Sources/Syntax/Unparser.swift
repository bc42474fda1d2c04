/// Writes trees as source: the inverse of the parser, with as few parentheses as can be.
///
/// ```
/// parse(text(of: tree)) == tree        up to ranges
/// ```
/// The style is `2*(p - y)/n`: no spaces around `* / ^`, spaces around the rest. What the parser
/// never makes, such as a negative number, is written so that it means the same.
///
/// The recursion is as deep as the tree, which the parser limits.
public enum Unparser {
  /// Returns an expression as source that parses to the same tree.
  public static func text(of expression: Expression) -> String {
    var text = ""
    write(expression, .conditional, to: &text)
    return text
  }

  /// Returns a statement as source, its documentation as `##` lines before it, `;` after a quiet
  /// one.
  public static func text(of statement: Statement) -> String {
    var text = ""
    write(statement, to: &text)
    if statement.isQuiet { text += ";" }
    return text
  }

  /// Returns a number in the fewest digits that read back to the same bits: `0.1`, `3`, `1e-7`.
  public static func text(of number: Double) -> String {
    if let integer = Int(exactly: number), integer.magnitude < 1_000_000_000_000_000 {
      return number.sign == .minus && integer == 0 ? "-0" : String(integer)
    }
    guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
    let text = number.description
    guard let e = text.firstIndex(of: "e") else { return text }
    var mantissa = String(text[..<e])
    if mantissa.hasSuffix(".0") { mantissa.removeLast(2) }
    var exponent = text[text.index(after: e)...]
    let isNegative = exponent.first == "-"
    exponent = exponent.drop { $0 == "+" || $0 == "-" || $0 == "0" }
    return mantissa + "e" + (isNegative ? "-" : "") + exponent
  }

  /// Writes an expression where only forms that bind at least so tightly need no parentheses.
  static func write(_ expression: Expression, _ minimum: Precedence, to text: inout String) {
    let needsParentheses = precedence(of: expression) < minimum
    if needsParentheses { text += "(" }
    writeBare(expression, to: &text)
    if needsParentheses { text += ")" }
  }

  private static func writeBare(_ expression: Expression, to text: inout String) {
    switch expression.kind {
    case .number(let value): text += self.text(of: value)
    case .string(let string): writeQuoted(string, to: &text)
    case .boolean(let value): text += value ? "true" : "false"
    case .none: text += "none"
    case .name(let name): text += name
    case .member(let base, let name):
      if case .number = base.kind {
        // `2.e5` would read as a number.
        text += "(\(self.text(of: base))).\(name)"
      } else {
        write(base, .postfix, to: &text)
        text += "." + name
      }
    case .unary(let sign, let operand):
      text += sign == .not ? "not " : sign.rawValue
      write(operand, sign == .not ? .negation : .sign, to: &text)
    case .binary(let binary, let left, let right):
      writeBinary(binary, left, right, to: &text)
    case .comparison(let left, let links):
      write(left, .sum, to: &text)
      for link in links {
        text += " \(link.comparison.rawValue) "
        write(link.right, .sum, to: &text)
      }
    case .conditional(let then, let condition, let otherwise):
      write(then, .disjunction, to: &text)
      text += " if "
      write(condition, .disjunction, to: &text)
      text += " else "
      write(otherwise, .conditional, to: &text)
    case .transpose(let operand):
      write(operand, .postfix, to: &text)
      text += "'"
    case .call(let callee, let arguments):
      write(callee, .postfix, to: &text)
      text += "("
      writeSeparated(arguments, to: &text, writeArgument)
      text += ")"
    case .index(let base, let subscripts):
      write(base, .postfix, to: &text)
      writeSubscripts(subscripts, to: &text)
    case .list(let elements):
      text += "["
      writeSeparated(elements, to: &text, writeElement)
      text += "]"
    case .tuple(let elements):
      text += "("
      writeSeparated(elements, to: &text, writeElement)
      text += elements.count == 1 ? ",)" : ")"
    case .block(let statements):
      writeBlock(statements, to: &text)
    }
  }

  private static func writeBinary(
    _ binary: BinaryOperator, _ left: Expression, _ right: Expression, to text: inout String
  ) {
    let row = OperatorTable.row(of: binary)
    write(left, binary == .power ? .postfix : row.precedence, to: &text)
    switch binary {
    case .multiply, .divide, .power: text += binary.rawValue
    case .add, .subtract, .matmul, .and, .or: text += " \(binary.rawValue) "
    }
    // A sign may follow `^` without parentheses: `2^-x`.
    write(right, binary == .power && right.isSigned ? .sign : row.right, to: &text)
  }

  /// How tightly the form of an expression binds.
  static func precedence(of expression: Expression) -> Precedence {
    switch expression.kind {
    case .conditional: .conditional
    case .binary(let binary, _, _): OperatorTable.row(of: binary).precedence
    case .comparison: .comparison
    case .unary(.not, _): .negation
    case .unary: .sign
    case .number(let value): value.sign == .minus ? .sign : .atom
    case .member, .call, .index, .transpose: .postfix
    case .string, .boolean, .none, .name, .list, .tuple, .block: .atom
    }
  }

  // MARK: Parts

  static func writeSeparated<Part>(
    _ parts: [Part], to text: inout String, _ write: (Part, inout String) -> Void
  ) {
    for (index, part) in parts.enumerated() {
      if index > 0 { text += ", " }
      write(part, &text)
    }
  }

  static func writeElement(_ element: Expression, to text: inout String) {
    write(element, .conditional, to: &text)
  }

  private static func writeArgument(_ argument: Argument, to text: inout String) {
    if let label = argument.label {
      text += label
      if let subscripts = argument.labelSubscripts { writeSubscripts(subscripts, to: &text) }
      text += "="
    }
    write(argument.value, .conditional, to: &text)
    if let end = argument.spanEnd {
      text += ":"
      write(end, .conditional, to: &text)
    }
  }

  static func writeSubscripts(_ subscripts: [Subscript], to text: inout String) {
    text += "["
    writeSeparated(subscripts, to: &text) { part, text in
      switch part {
      case .element(let expression):
        write(expression, .conditional, to: &text)
      case .range(let start, let stop, let step):
        if let start { write(start, .conditional, to: &text) }
        text += ":"
        if let stop { write(stop, .conditional, to: &text) }
        if let step {
          text += ":"
          write(step, .conditional, to: &text)
        }
      }
    }
    text += "]"
  }

  private static func writeQuoted(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension Expression {
  /// Whether the expression begins with a sign.
  fileprivate var isSigned: Bool {
    switch kind {
    case .unary(let sign, _): sign != .not
    default: false
    }
  }
}
