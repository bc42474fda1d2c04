import Graphs
import Syntax

/// Finds shapes for names that nothing has bound, from how an expression uses them.
///
/// A declared parameter's shape; left of `@` a matrix, right of it a vector; each reduction opens a
/// dimension of its own, unified where operands meet element by element; else a scalar. Names that
/// are bound fix dimensions. Where that reading leads to an error of shapes there is a second one:
/// in a product a capital is a matrix and a small letter a vector, so that `trace(A @ B)` and
/// `x' @ A @ x` mean what they do on paper.
struct ShapeInference {
  /// What tells a matrix from a vector in a product.
  enum Reading: CaseIterable {
    /// Left of `@` a matrix, right of it a vector.
    case place
    /// A capital is a matrix, a small letter a vector.
    case letterCase
  }

  /// What a name of a function's body stands for.
  struct Local {
    var form: ShapeUnifier.Form
    /// What it is, where that is known before any data: an option.
    var option: Expression?
  }

  /// What names mean where an expression stands.
  struct Names {
    var locals: [String: Local] = [:]
    var captured: [String: Environment.Entry] = [:]
    var isPrelude = false
    var depth = 0
  }

  /// How deep calls are followed.
  static let callLimit = 40

  let elaborator: Elaborator
  let reading: Reading
  var unifier = ShapeUnifier()
  private var symbols: [String: ShapeUnifier.Form] = [:]
  private var order: [String] = []
  private var definitions: [Int: ShapeUnifier.Form] = [:]
  private let variables: Set<String>

  /// Starts with the names that are differentiated by, which are symbols even if functions have
  /// them too.
  init(elaborator: Elaborator, variables: Set<String>, reading: Reading) {
    self.elaborator = elaborator
    self.reading = reading
    self.variables = variables
  }

  /// Returns the undeclared names of some expressions, in order of appearance, with their shapes.
  static func symbols(
    in expressions: [Expression], variables: Set<String>, scope: Scope, elaborator: Elaborator,
    reading: Reading
  ) -> [(name: String, shape: SymbolicShape)] {
    var inference = ShapeInference(
      elaborator: elaborator, variables: variables, reading: reading)
    var names = Names(captured: scope.captured, isPrelude: scope.isPrelude)
    for (name, value) in scope.locals {
      names.locals[name] = inference.local(for: value)
    }
    for expression in expressions { _ = inference.form(of: expression, names) }
    return inference.settled()
  }

  private mutating func local(for value: Value) -> Local {
    guard case .node(let id) = value else { return Local(form: unifier.form()) }
    return Local(form: unifier.form(elaborator.graph.shape(of: id)))
  }

  /// The shapes found, with letters for the sizes that are still open.
  private mutating func settled() -> [(name: String, shape: SymbolicShape)] {
    guard !order.isEmpty else { return [] }
    var letters: [Int: String] = [:]
    var taken = Set(order)
    for name in elaborator.environment.declared {
      guard case .leaf(let variable) = elaborator.environment[name] else { continue }
      for case .named(let letter) in variable.leaf.shape.dimensions { taken.insert(letter) }
    }
    var result: [(String, SymbolicShape)] = []
    for name in order {
      guard let form = symbols[name] else { continue }
      var dimensions: [Dimension] = []
      for size in unifier.settled(form) {
        if let known = unifier.value(size) {
          dimensions.append(known)
          continue
        }
        let (wanted, identity) = unifier.letter(size)
        if letters[identity] == nil {
          let choices = [wanted, "n", "m", "k", "d", "i", "j"] + (1...99).map { "n\($0)" }
          let letter =
            choices.first {
              !taken.contains($0) && elaborator.environment[$0] == nil
            } ?? wanted
          taken.insert(letter)
          letters[identity] = letter
        }
        dimensions.append(.named(letters[identity] ?? wanted))
      }
      result.append((name, SymbolicShape(dimensions)))
    }
    return result
  }

  // MARK: Expressions

  /// The shape of an expression, learning of its names on the way.
  mutating func form(of expression: Expression, _ names: Names) -> ShapeUnifier.Form {
    switch expression.kind {
    case .number, .boolean, .string, .none: return unifier.scalar()
    case .name(let name): return form(ofName: name, names)
    case .member: return unifier.form()
    case .unary(_, let operand): return form(of: operand, names)
    case .binary(.matmul, let left, let right): return product(left, right, names)
    case .binary(_, let left, let right):
      let a = form(of: left, names)
      return unifier.broadcast(a, form(of: right, names))
    case .comparison(let first, let links):
      var result = form(of: first, names)
      for link in links { result = unifier.broadcast(result, form(of: link.right, names)) }
      return result
    case .conditional(let then, let condition, let otherwise):
      if let truth = truth(of: condition, names) {
        return form(of: truth ? then : otherwise, names)
      }
      _ = form(of: condition, names)
      let a = form(of: then, names)
      return unifier.broadcast(a, form(of: otherwise, names))
    case .transpose(let operand): return transposed(form(of: operand, names))
    case .call(let callee, let arguments): return form(ofCall: callee, arguments, names)
    case .index(let base, let subscripts): return form(of: base, subscripts, names)
    case .list(let items): return form(ofList: items, names)
    case .tuple(let items):
      for item in items { _ = form(of: item, names) }
      return unifier.form()
    case .block(let statements): return form(ofBlock: statements, names)
    }
  }

  private mutating func form(ofList items: [Expression], _ names: Names) -> ShapeUnifier.Form {
    var inner: ShapeUnifier.Form?
    for item in items {
      let form = form(of: item, names)
      inner = inner.map { unifier.broadcast($0, form) } ?? form
    }
    let count = unifier.size(.fixed(items.count))
    return unifier.form([count] + (inner.flatMap { unifier.sizes($0) } ?? []))
  }

  private mutating func form(ofBlock statements: [Statement], _ names: Names) -> ShapeUnifier.Form {
    var names = names
    var result = unifier.scalar()
    for statement in statements {
      switch statement.kind {
      case .expression(let expression):
        if case .call(let callee, _) = expression.kind, case .name(let name) = callee.kind,
          name.hasPrefix("check_") || name == "require" || name == "warn"
        {
          continue
        }
        result = form(of: expression, names)
      case .define(let defined, let values):
        for (name, value) in zip(defined, values) {
          names.locals[name.text] = Local(
            form: form(of: value, names), option: option(value, names))
        }
      case .function, .assign, .declare, .assume, .loop, .delete: continue
      }
    }
    return result
  }

  // MARK: Names

  private mutating func form(ofName name: String, _ names: Names) -> ShapeUnifier.Form {
    if let local = names.locals[name] { return local.form }
    if let entry = names.captured[name] { return form(of: entry, name) }
    guard !names.isPrelude else { return unifier.scalar() }
    if let node = elaborator.overrides[name] ?? elaborator.symbols[name] {
      return unifier.form(elaborator.graph.shape(of: node))
    }
    if let entry = elaborator.environment[name] { return form(of: entry, name) }
    if let known = symbols[name] { return known }
    if !variables.contains(name), elaborator.isKnown(name) {
      guard
        let value = try? elaborator.value(
          ofName: name, at: SourceRange(0, 0), in: Scope(source: SourceText(""))),
        case .node(let id) = value
      else { return unifier.form() }
      return unifier.form(elaborator.graph.shape(of: id))
    }
    let form = unifier.form()
    symbols[name] = form
    order.append(name)
    return form
  }

  private mutating func form(of entry: Environment.Entry, _ name: String) -> ShapeUnifier.Form {
    switch entry {
    case .leaf(let variable): return unifier.form(variable.leaf.shape)
    case .definition(let definition):
      if let known = definitions[definition.id] { return known }
      // A circle meets itself here, and is complained of when it is elaborated.
      definitions[definition.id] = unifier.form()
      let form = form(of: definition.body, Names(captured: definition.captured))
      definitions[definition.id] = form
      return form
    case .function, .columns: return unifier.form()
    }
  }

  // MARK: Options

  /// What an expression is before any data, where it is an option.
  func option(_ expression: Expression, _ names: Names) -> Expression? {
    switch expression.kind {
    case .string, .boolean, .none, .number: return expression
    case .unary(.negate, let operand):
      if case .number = operand.kind { return expression }
      return nil
    case .name(let name): return names.locals[name]?.option
    case .member:
      guard let path = expression.dottedPath,
        case .string(let text)? = LibraryNames.meaning(of: LibraryNames.canonical(path))
      else { return nil }
      return Expression(.string(text))
    default: return nil
    }
  }

  /// Whether a condition holds, where options decide it.
  func truth(of condition: Expression, _ names: Names) -> Bool? {
    switch condition.kind {
    case .boolean(let truth): return truth
    case .name:
      switch option(condition, names)?.kind {
      case .boolean(let truth): return truth
      case .some(.none): return false
      default: return nil
      }
    case .unary(.not, let operand): return truth(of: operand, names).map { !$0 }
    case .binary(.and, let left, let right):
      let (a, b) = (truth(of: left, names), truth(of: right, names))
      if a == false || b == false { return false }
      return a == true && b == true ? true : nil
    case .binary(.or, let left, let right):
      let (a, b) = (truth(of: left, names), truth(of: right, names))
      if a == true || b == true { return true }
      return a == false && b == false ? false : nil
    case .comparison(let first, let links):
      guard links.count == 1, let link = links.first, let a = option(first, names),
        let b = option(link.right, names)
      else { return nil }
      switch link.comparison {
      case .equal: return a.kind == b.kind
      case .notEqual: return a.kind != b.kind
      case .less, .lessOrEqual, .greater, .greaterOrEqual:
        guard let x = a.literalNumber, let y = b.literalNumber else { return nil }
        return link.comparison.holds(x, y)
      }
    case .call(let callee, let arguments):
      guard case .name("is_none") = callee.kind, let argument = arguments.first else { return nil }
      guard let option = option(argument.value, names) else {
        // Data were passed, or it is not known: then there is something.
        return false
      }
      if case .none = option.kind { return true }
      return false
    default: return nil
    }
  }
}
