internal import Syntax

/// The names that source uses: those called, with their modules, and those that stand for values.
struct NameUse {
  /// A name and where it stands.
  struct Use: Hashable {
    /// The name, `tf.losses.huber_loss` with its modules.
    var name: String
    /// Where.
    var range: SourceRange
  }

  /// What stands before a bracket, in order.
  private(set) var called: [Use] = []
  /// What stands for a value, in order.
  private(set) var read: [Use] = []
  /// What is bound: definitions, functions, parameters, symbols.
  private(set) var bound: Set<String> = []

  /// Makes an empty collection.
  init() {}

  /// Collects the names of an expression.
  init(_ expression: Expression) {
    visit(expression)
  }

  /// Collects the names of statements.
  init(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .expression(let expression): visit(expression)
    case .define(let names, let values):
      for value in values { visit(value) }
      bound.formUnion(names.map(\.text))
    case .assign(let targets, _, let values):
      for value in values { visit(value) }
      for target in targets {
        bound.insert(target.name.text)
        for subscript_ in target.subscripts ?? [] { visit(subscript_) }
      }
    case .function(let name, let parameters, let body):
      bound.insert(name.text)
      bound.formUnion(parameters.map(\.name.text))
      for parameter in parameters {
        if let value = parameter.defaultValue { visit(value) }
      }
      visit(body)
    case .declare(let declarations):
      bound.formUnion(declarations.map(\.name.text))
    case .assume(let conditions):
      for condition in conditions { visit(condition) }
    case .loop(let count, let body):
      visit(count)
      for statement in body { visit(statement) }
    case .delete: break
    }
  }

  private mutating func visit(_ part: Subscript) {
    switch part {
    case .element(let expression): visit(expression)
    case .range(let start, let stop, let step):
      for case let expression? in [start, stop, step] { visit(expression) }
    }
  }

  mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .number, .string, .boolean, .none: break
    case .name(let name): read.append(Use(name: name, range: expression.range))
    case .member(let base, _):
      if let path = Self.path(expression) {
        read.append(Use(name: path, range: expression.range))
      } else {
        visit(base)
      }
    case .unary(_, let operand), .transpose(let operand): visit(operand)
    case .binary(_, let left, let right):
      visit(left)
      visit(right)
    case .comparison(let first, let links):
      visit(first)
      for link in links { visit(link.right) }
    case .conditional(let then, let condition, let otherwise):
      for part in [then, condition, otherwise] { visit(part) }
    case .call(let function, let arguments):
      if let path = Self.path(function) {
        called.append(Use(name: path, range: function.range))
      } else {
        visit(function)
      }
      for argument in arguments {
        // `table(f, u=[1, 2])` binds u for the call.
        if let label = argument.label { bound.insert(label) }
        visit(argument.value)
        if let end = argument.spanEnd { visit(end) }
      }
    case .index(let base, let subscripts):
      visit(base)
      for part in subscripts { visit(part) }
    case .list(let elements), .tuple(let elements):
      for element in elements { visit(element) }
    case .block(let statements):
      for statement in statements { visit(statement) }
    }
  }

  /// The dotted path that an expression is, if it is one.
  static func path(_ expression: Expression) -> String? {
    switch expression.kind {
    case .name(let name): return name
    case .member(let base, let member): return path(base).map { "\($0).\(member)" }
    case _: return nil
    }
  }
}

/// Reading single expressions.
enum Source {
  /// Returns the expression that a text is, or what is wrong with it.
  static func expression(_ text: String) -> Result<Expression, Diagnostic> {
    let source = SourceText(text, name: "answer")
    let result = Parser.parse(source)
    if let problem = result.diagnostics.first { return .failure(problem.in(source)) }
    guard result.statements.count == 1, let statement = result.statements.first,
      case .expression(let expression) = statement.kind
    else {
      return .failure(
        Diagnostic(.syntax, "an expression is wanted here, and one only", source: source))
    }
    return .success(expression)
  }
}
