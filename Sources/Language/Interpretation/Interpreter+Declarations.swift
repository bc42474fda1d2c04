import Execution
import Graphs
import Syntax
import Tensors

/// `var` and `assume`, and the checks of values against them.
extension Interpreter {
  /// Runs `var z[3], d > 0`.
  func declare(_ declarations: [Declaration], _ context: StatementContext) throws(Diagnostic) {
    var declared: [(Name, Variable)] = []
    let elaborator = makeElaborator()
    for declaration in declarations {
      var dimensions: [Dimension] = []
      for expression in declaration.shape {
        dimensions.append(try dimension(expression, elaborator, context))
      }
      let shape = SymbolicShape(dimensions)
      guard shape.dimensions.contains(where: { $0.size == nil }) || shape.concrete != nil else {
        throw Diagnostic(
          .limit, "a tensor of that shape has too many elements", at: declaration.name.range)
      }
      var facts = LeafFacts()
      if let domain = declaration.domain {
        facts.domain = try interval(domain, elaborator, context)
      }
      declared.append(
        (
          declaration.name,
          Variable(
            leaf: Leaf(id: cache.makeIdentity(), name: declaration.name.text, shape: shape),
            declared: shape, facts: facts, documentation: context.statement.documentation,
            source: context.source, range: context.statement.range)
        ))
    }
    for (name, variable) in declared {
      bind(name.text, to: .leaf(variable))
      announce(name.text, "symbol", shape: variable.leaf.shape.text, context)
    }
    refreshDimensions()
  }

  private func dimension(
    _ expression: Expression, _ elaborator: Elaborator, _ context: StatementContext
  ) throws(Diagnostic) -> Dimension {
    if case .name(let name) = expression.kind {
      guard case .leaf(let variable) = store.environment[name],
        let value = store.environment.bindings[variable.leaf]?.scalarValue,
        let size = Int(exactly: value), size >= 0
      else { return .named(name) }
      return .fixed(size)
    }
    let value = try elaborator.value(of: expression, in: context.scope)
    guard let size = elaborator.staticInteger(value), size >= 0 else {
      throw Diagnostic(
        .shape, "a dimension is a name or an integer that is not negative", at: expression.range)
    }
    return .fixed(size)
  }

  private func interval(
    _ domain: Declaration.Domain, _ elaborator: Elaborator, _ context: StatementContext
  ) throws(Diagnostic) -> Interval {
    func number(_ expression: Expression) throws(Diagnostic) -> Double {
      let node = try elaborator.node(of: expression, in: context.scope)
      guard let number = elaborator.staticNumber(node) else {
        throw Diagnostic(.domain, "the ends of a domain must be numbers", at: expression.range)
      }
      return number
    }
    switch domain {
    case .interval(let lower, let upper, let lowerClosed, let upperClosed):
      let low = try number(lower)
      let high = try number(upper)
      guard low <= high else {
        throw Diagnostic(.domain, "nothing lies between \(low) and \(high)", at: lower.range)
      }
      return Interval(low, high, lowerClosed: lowerClosed, upperClosed: upperClosed)
    case .comparison(let comparison, let bound):
      guard let interval = comparison.interval(try number(bound)) else {
        throw Diagnostic(
          .domain, "a domain is an interval: `\(comparison.rawValue)` does not give one",
          at: bound.range)
      }
      return interval
    }
  }

  // MARK: Assumptions

  /// Runs `assume A == A'`: what simplification may use.
  func assume(_ conditions: [Expression], _ context: StatementContext) throws(Diagnostic) {
    for condition in conditions {
      guard case .comparison(let left, let links) = condition.kind, links.count == 1,
        let link = links.first
      else { throw unclear(condition) }
      let (name, change) = try assumption(left, link, condition, context)
      guard case .leaf(var variable) = store.environment[name] else {
        throw Diagnostic(
          .argument,
          "only data and declared symbols can have assumptions, and `\(name)` is neither",
          at: condition.range, hint: "declare it first: `var \(name)[n]`")
      }
      let known = variable.facts.domain
      change(&variable.facts)
      guard variable.facts.domain.hasNumbers else {
        throw Diagnostic(
          .domain, "`\(name)` is \(known.text) already, and no number is both",
          at: condition.range, hint: "declare it again, or `del \(name)` first")
      }
      if let value = store.environment.bindings[variable.leaf] {
        try check(value, against: variable.facts, of: Name(name, at: condition.range))
      }
      bind(name, to: .leaf(variable))
      store.environment.assumptions.append(
        Environment.Assumption(condition: condition, source: context.source))
    }
  }

  private func assumption(
    _ left: Expression, _ link: ComparisonLink, _ whole: Expression, _ context: StatementContext
  ) throws(Diagnostic) -> (String, (inout LeafFacts) -> Void) {
    switch (left.kind, link.comparison, link.right.kind) {
    case (.name(let name), .equal, .transpose(let other)) where other.kind == .name(name):
      return (name, { $0.isSymmetric = true })
    case (.transpose(let other), .equal, .name(let name)) where other.kind == .name(name):
      return (name, { $0.isSymmetric = true })
    case (.call(let callee, let arguments), .equal, .number(1)):
      guard case .name("sum") = callee.kind, let first = arguments.first,
        case .name(let name) = first.value.kind
      else { throw unclear(whole) }
      let axis = try axis(arguments.dropFirst().first { $0.label == "axis" }?.value, of: name)
      return (name, { $0.unitSumAxes.insert(axis) })
    case (.call(let callee, let arguments), .equal, .name(let name)):
      guard case .name("round") = callee.kind, arguments.first?.value.kind == .name(name) else {
        throw unclear(whole)
      }
      return (name, { $0.isInteger = true })
    case (.name(let name), _, _):
      let elaborator = makeElaborator()
      let node = try elaborator.node(of: link.right, in: context.scope)
      guard let number = elaborator.staticNumber(node),
        let interval = link.comparison.interval(number)
      else { throw unclear(whole) }
      return (name, { $0.domain = $0.domain.intersection(interval) })
    default: throw unclear(whole)
    }
  }

  private func axis(_ expression: Expression?, of name: String) throws(Diagnostic) -> Int {
    guard let expression else { return 0 }
    guard case .leaf(let variable) = store.environment[name], let number = expression.literalNumber,
      let axis = Int(exactly: number), axis >= -variable.leaf.shape.rank,
      axis < variable.leaf.shape.rank
    else {
      throw Diagnostic(.argument, "there is no such axis", at: expression.range)
    }
    return axis < 0 ? axis + variable.leaf.shape.rank : axis
  }

  private func unclear(_ condition: Expression) -> Diagnostic {
    Diagnostic(
      .argument, "this assumption has a form that nothing here uses", at: condition.range,
      hint: "known are `A == A'`, `sum(Y, axis=1) == 1`, and comparisons with a number: `d > 0`")
  }

  // MARK: Checks

  /// Checks a value against the shape of a declaration.
  func check(
    _ value: Tensor, against declared: SymbolicShape, of name: Name
  ) throws(Diagnostic) {
    let fits =
      declared.rank == value.shape.rank
      && zip(declared.dimensions, value.shape.dimensions).allSatisfy { dimension, size in
        guard case .named(let text) = dimension else { return dimension.size == size }
        return sizes(named: text, without: name.text).allSatisfy { $0 == size }
      }
    guard fits else {
      throw Diagnostic(
        .shape,
        "`\(name.text)` is declared with shape \(declared.text), and this has \(value.shape.text)",
        at: name.range, hint: "declare it again, or `del \(name.text)` first")
    }
  }

  /// The sizes that other bound leaves give a name of a dimension.
  private func sizes(named dimension: String, without name: String) -> [Int] {
    var sizes: [Int] = []
    for other in store.environment.declared where other != name {
      guard case .leaf(let variable) = store.environment[other], let declared = variable.declared,
        let value = store.environment.bindings[variable.leaf]
      else { continue }
      for (axis, item) in declared.dimensions.enumerated()
      where item == .named(dimension) && axis < value.shape.rank {
        sizes.append(value.shape.dimensions[axis])
      }
    }
    return sizes
  }

  /// Checks a value against what is declared and assumed of it.
  func check(_ value: Tensor, against facts: LeafFacts, of name: Name) throws(Diagnostic) {
    if facts == LeafFacts() { return }
    if let index = value.elements.firstIndex(where: { !facts.domain.contains($0) }) {
      throw Diagnostic(
        .domain,
        "`\(name.text)` is declared \(facts.domain.text), and element \(index) is \(NodeText.number(value.elements[index]))",
        at: name.range)
    }
    if facts.isInteger, let index = value.elements.firstIndex(where: { $0.rounded() != $0 }) {
      throw Diagnostic(
        .domain,
        "`\(name.text)` is assumed to hold integers, and element \(index) is \(NodeText.number(value.elements[index]))",
        at: name.range)
    }
    if facts.isSymmetric, value.shape.rank == 2 {
      let size = value.shape.dimensions[0]
      for row in 0..<size {
        for column in 0..<row
        where value.elements[row * size + column] != value.elements[column * size + row] {
          throw Diagnostic(
            .domain,
            "`\(name.text)` is assumed symmetric, and its elements [\(row), \(column)] and [\(column), \(row)] differ",
            at: name.range)
        }
      }
    }
    for axis in facts.unitSumAxes where axis < value.shape.rank {
      let stride = value.shape.strides[axis]
      let count = value.shape.dimensions[axis]
      for start in value.elements.indices where (start / max(1, stride)) % max(1, count) == 0 {
        let total = (0..<count).reduce(0) { $0 + value.elements[start + $1 * stride] }
        guard abs(total - 1) <= 1e-6 else {
          throw Diagnostic(
            .domain,
            "`\(name.text)` is assumed to sum to 1 along axis \(axis), and it sums to \(NodeText.number(total))",
            at: name.range)
        }
      }
    }
  }

  /// Gives the leaves of declarations the sizes that data have fixed for their dimensions' names.
  func refreshDimensions() {
    var sizes: [String: Int] = [:]
    for name in store.environment.declared {
      guard case .leaf(let variable) = store.environment[name], let declared = variable.declared,
        let value = store.environment.bindings[variable.leaf]
      else { continue }
      for (dimension, size) in zip(declared.dimensions, value.shape.dimensions) {
        if case .named(let text) = dimension { sizes[text] = size }
      }
    }
    guard sizes != store.environment.dimensions else { return }
    store.environment.dimensions = sizes
    for name in store.environment.declared {
      guard case .leaf(var variable) = store.environment[name], let declared = variable.declared,
        store.environment.bindings[variable.leaf] == nil
      else { continue }
      let shape = SymbolicShape(
        declared.dimensions.map { dimension in
          guard case .named(let text) = dimension, let size = sizes[text] else { return dimension }
          return .fixed(size)
        })
      guard shape != variable.leaf.shape else { continue }
      variable.leaf = Leaf(id: cache.makeIdentity(), name: name, shape: shape)
      bind(name, to: .leaf(variable))
    }
  }
}

extension ComparisonOperator {
  /// The numbers that stand on its left, given the one on its right.
  fileprivate func interval(_ bound: Double) -> Interval? {
    switch self {
    case .less: Interval(-.infinity, bound)
    case .lessOrEqual: Interval(-.infinity, bound, upperClosed: true)
    case .greater: Interval(bound, .infinity)
    case .greaterOrEqual: Interval(bound, .infinity, lowerClosed: true)
    case .equal: Interval(bound, bound, lowerClosed: true, upperClosed: true)
    case .notEqual: nil
    }
  }
}

extension Interval {
  /// Whether any number belongs to it.
  fileprivate var hasNumbers: Bool {
    lower < upper || (lower == upper && lowerClosed && upperClosed)
  }

  /// The numbers in both.
  fileprivate func intersection(_ other: Interval) -> Interval {
    var result = self
    if other.lower > lower || (other.lower == lower && !other.lowerClosed) {
      result.lower = other.lower
      result.lowerClosed = other.lowerClosed
    }
    if other.upper < upper || (other.upper == upper && !other.upperClosed) {
      result.upper = other.upper
      result.upperClosed = other.upperClosed
    }
    return result
  }

  /// The interval in words: `> 0`, `in (0, 1]`.
  var text: String {
    let low = Unparser.text(of: Expression(.number(lower.magnitude)))
    let high = Unparser.text(of: Expression(.number(upper.magnitude)))
    let lowText = lower < 0 ? "-\(low)" : low
    let highText = upper < 0 ? "-\(high)" : high
    if upper == .infinity { return lowerClosed ? ">= \(lowText)" : "> \(lowText)" }
    if lower == -.infinity { return upperClosed ? "<= \(highText)" : "< \(highText)" }
    return "in \(lowerClosed ? "[" : "(")\(lowText), \(highText)\(upperClosed ? "]" : ")")"
  }
}
