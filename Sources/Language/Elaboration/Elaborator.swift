import Graphs
import Syntax
import Tensors

/// Turns expressions into nodes of the session's graph, for one statement.
///
/// Names are looked up when they are needed: a definition is elaborated from its tree the first time
/// it is read, and kept until something it used changes.
final class Elaborator {
  /// How deep calls of functions may nest.
  static let callLimit = 1_000
  /// How many calls one statement may make: each of two calls may make two.
  static let callCountLimit = 200_000
  /// How many nodes one statement may add.
  static let nodeLimit = 5_000_000

  /// What is kept between statements.
  let cache: ElaborationCache
  /// What the names mean, and what cells showed.
  let store: EnvironmentStore
  /// The functions of the prelude.
  let prelude: Prelude
  /// Whether the user wants to stop.
  let isCancelled: @Sendable () -> Bool
  /// The undeclared names that this statement takes as symbols.
  var symbols: [String: NodeID] = [:] { didSet { calls = [:] } }
  /// How the shapes of undeclared names are found in this statement.
  var reading = ShapeInference.Reading.place
  /// What findings of guards come to where the user has said so, by the guards' names.
  var severities: [String: Guard.Severity] = [:]
  /// The remarks that elaboration made.
  var notes: [Note] = []
  /// How deep calls are nested now.
  var depth = 0
  /// How many calls there were.
  var callCount = 0
  /// What names mean instead, in `at(e, w=0)`; nothing elaborated with these is kept.
  var overrides: [String: NodeID] = [:] { didSet { calls = [:] } }

  /// What the user's functions came to in this statement: `f(x) = g(x) + g(x)`, forty deep, is forty
  /// calls and not 2⁴⁰.
  private var calls: [CallKey: (elaborated: Elaborated, used: Set<String>)] = [:]
  private var frames = [Frame()]
  private var symbolic: [Int: Elaborated] = [:]
  private var failures: [Int: Diagnostic] = [:]
  private var inProgress: [Definition] = []

  /// What is collected while one definition is elaborated.
  private struct Frame {
    var requirements: [Requirement] = []
    var parts: [RequirementSet] = []
    var used: Set<String> = []
    var usesSymbols = false
  }

  /// A function and the nodes it is given, in the order of its parameters.
  private struct CallKey: Hashable {
    let function: Int
    let arguments: [NodeID]
  }

  /// Makes an elaborator for one statement.
  init(
    cache: ElaborationCache, store: EnvironmentStore, prelude: Prelude,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.cache = cache
    self.store = store
    self.prelude = prelude
    self.isCancelled = isCancelled
  }

  /// The graph of the session.
  var graph: Graph { cache.graph }

  /// What the names mean.
  var environment: Environment { store.environment }

  // MARK: Statements

  /// Returns what an expression of the user's comes to, with the conditions on its evaluation.
  func elaborate(
    _ expression: Expression, in scope: Scope
  ) throws(Diagnostic) -> Elaborated {
    frames.append(Frame())
    defer { frames.removeLast() }
    let value = try value(of: expression, in: scope)
    return finish(value)
  }

  private func finish(_ value: Value) -> Elaborated {
    let frame = frames[frames.count - 1]
    return Elaborated(
      value: value,
      requirements: RequirementSet(own: frame.requirements, parts: frame.parts),
      usesSymbols: frame.usesSymbols)
  }

  /// Returns the result of a function's body, which is elaborated once for equal arguments.
  ///
  /// What the body asks of the evaluation, and the names it used, are those of each call.
  func value(
    ofBody function: Function, in scope: Scope
  ) throws(Diagnostic) -> Value {
    let arguments = function.parameters.compactMap { parameter -> NodeID? in
      guard case .node(let node) = scope.locals[parameter.name.text] else { return nil }
      return node
    }
    // The prelude's functions speak of their call's own text, so each call is elaborated.
    guard !function.isPrelude, arguments.count == function.parameters.count else {
      return try value(of: function.body, in: scope)
    }
    let key = CallKey(function: function.id, arguments: arguments)
    let result: (elaborated: Elaborated, used: Set<String>)
    if let known = calls[key] {
      result = known
    } else {
      result = try elaborated(function.body, in: scope)
      calls[key] = result
    }
    frames[frames.count - 1].used.formUnion(result.used)
    require(result.elaborated.requirements)
    if result.elaborated.usesSymbols { noteSymbol() }
    return result.elaborated.value
  }

  /// Elaborates a function's body apart from what surrounds the call.
  private func elaborated(
    _ body: Expression, in scope: Scope
  ) throws(Diagnostic) -> (elaborated: Elaborated, used: Set<String>) {
    frames.append(Frame())
    defer { frames.removeLast() }
    let value = try value(of: body, in: scope)
    return (finish(value), frames[frames.count - 1].used)
  }

  /// Adds a condition on the evaluation of what is being elaborated.
  func require(_ requirement: Requirement) {
    frames[frames.count - 1].requirements.append(requirement)
  }

  /// Adds the conditions of something elaborated apart.
  func require(_ part: RequirementSet?) {
    if let part { frames[frames.count - 1].parts.append(part) }
  }

  /// Records that what is being elaborated depends on what a name means.
  func noteUse(of name: String) {
    frames[frames.count - 1].used.insert(name)
  }

  /// Records that what is being elaborated uses an undeclared name.
  func noteSymbol() {
    frames[frames.count - 1].usesSymbols = true
  }

  /// Records that a size was read from the value of a leaf.
  func noteSizeRead(from leaf: Leaf) {
    cache.noteSizeRead(from: leaf)
    noteUse(of: ElaborationCache.key(ofValue: leaf))
  }

  // MARK: Definitions

  /// Returns what a definition comes to; a node is not yet wrapped in a reference.
  func value(of definition: Definition) throws(Diagnostic) -> Value {
    if known(definition) == nil { try prepare(definition) }
    if let failure = failures[definition.id] { throw failure }
    guard let elaborated = known(definition) else {
      throw cycle(through: definition)
    }
    let last = frames.count - 1
    frames[last].used.insert(ElaborationCache.key(ofDefinition: definition.id))
    if let part = elaborated.requirements { frames[last].parts.append(part) }
    if elaborated.usesSymbols { frames[last].usesSymbols = true }
    return elaborated.value
  }

  /// Forgets what was elaborated with other symbols than those of now.
  func forgetSymbolic() {
    symbolic = [:]
    failures = [:]
  }

  private func known(_ definition: Definition) -> Elaborated? {
    symbolic[definition.id] ?? (overrides.isEmpty ? cache[definition: definition.id] : nil)
  }

  /// Elaborates a definition and those it names, the deepest first, so that a chain of any length
  /// needs no recursion.
  private func prepare(_ definition: Definition) throws(Diagnostic) {
    var stack = [definition]
    var entered: Set<Int> = []
    while let top = stack.last {
      guard known(top) == nil, failures[top.id] == nil else {
        stack.removeLast()
        continue
      }
      guard !entered.insert(top.id).inserted else {
        for name in FreeNames.of(top.body).all {
          guard case .definition(let next) = top.captured[name] ?? environment[name],
            !entered.contains(next.id), known(next) == nil
          else { continue }
          stack.append(next)
        }
        continue
      }
      stack.removeLast()
      if inProgress.contains(where: { $0.id == top.id }) {
        guard top.id == definition.id else { continue }
        throw cycle(through: top)
      }
      elaborate(top)
      if isCancelled() { throw Diagnostic(.interrupt, "interrupted") }
    }
  }

  private func elaborate(_ definition: Definition) {
    inProgress.append(definition)
    frames.append(Frame())
    let scope = Scope(captured: definition.captured, source: definition.source)
    do throws(Diagnostic) {
      let value = try value(of: definition.body, in: scope)
      let elaborated = finish(value)
      if elaborated.usesSymbols || !overrides.isEmpty {
        symbolic[definition.id] = elaborated
      } else {
        cache.keep(elaborated, for: definition, using: frames[frames.count - 1].used)
      }
    } catch {
      var failure = error
      if failure.code == .name, failure.details.isEmpty {
        failure.details = ["`\(definition.name)` needs it"]
      }
      failures[definition.id] = failure
    }
    frames.removeLast()
    inProgress.removeLast()
  }

  private func cycle(through definition: Definition) -> Diagnostic {
    let start = inProgress.firstIndex { $0.id == definition.id } ?? 0
    let names = inProgress[start...].map(\.name) + [definition.name]
    return Diagnostic(
      .cycle, "the definitions go round in a circle: \(names.joined(separator: " → "))",
      at: definition.range,
      hint: "use `:=` for a name that takes its value from its old one", source: definition.source)
  }

  // MARK: Nodes

  /// Adds an operation on nodes.
  func add(
    _ primitive: Primitive, _ operands: [NodeID], at range: SourceRange, in scope: Scope,
    of expressions: [Expression] = []
  ) throws(Diagnostic) -> NodeID {
    if graph.nodes.count > Self.nodeLimit {
      throw failure(
        .limit, "the formula has more than \(Self.nodeLimit) operations", at: range, in: scope)
    }
    do {
      return try graph.add(primitive, operands: operands)
    } catch {
      throw failure(shape: error, operands, at: range, in: scope, of: expressions)
    }
  }

  /// Adds a function of one number.
  func unary(
    _ function: UnaryFunction, _ operand: NodeID, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> NodeID {
    try add(.unary(function), [operand], at: range, in: scope)
  }

  /// Adds a function of two numbers.
  func binary(
    _ function: BinaryFunction, _ left: NodeID, _ right: NodeID, at range: SourceRange,
    in scope: Scope, of expressions: [Expression] = []
  ) throws(Diagnostic) -> NodeID {
    try add(.binary(function), [left, right], at: range, in: scope, of: expressions)
  }
}
