public import Execution
public import Graphs
public import Syntax
import Tensors

/// What the names of a session stand for: a value, so that a copy is a snapshot.
///
/// Leaf values live in ``bindings``, outside any graph: assigning a value of the same shape changes
/// nothing that was elaborated.
public struct Environment: Sendable {
  /// What one name stands for.
  public enum Entry: Sendable {
    /// A formula.
    case definition(Definition)
    /// Data, a parameter, or a declared symbol.
    case leaf(Variable)
    /// A function of the user's.
    case function(Function)
    /// Columns of data with a name each.
    case columns(DataTable)
  }

  /// A name's meaning, and its place in the order in which names were first bound.
  private struct Place: Sendable {
    var entry: Entry
    var number: Int
  }

  /// The names: a map that copies share, since every cell keeps one for `:undo`.
  private var places = PersistentMap<String, Place>()
  private var nextNumber = 0
  /// The names declared with `var`, few beside all that are bound.
  private(set) var declared: Set<String> = []
  /// The values of the leaves that have one.
  public var bindings = Bindings()
  /// The sizes of named dimensions that data have fixed.
  public internal(set) var dimensions: [String: Int] = [:]
  /// Names that something used when they meant nothing here: only through these can a name that is
  /// bound for the first time lead back to itself.
  private(set) var awaited: Set<String> = []
  /// What `assume` stated, as it was written.
  public internal(set) var assumptions: [Assumption] = []

  /// A statement of `assume`, kept for checking values.
  public struct Assumption: Sendable {
    /// What was stated.
    public let condition: Expression
    /// Where.
    public let source: SourceText
  }

  /// Makes an environment without names.
  public init() {}

  /// What a name stands for, if anything.
  public subscript(name: String) -> Entry? { places[name]?.entry }

  /// The names in the order in which they were first bound.
  ///
  /// - Complexity: O(n log n).
  public var order: [String] {
    places.entries.sorted { $0.value.number < $1.value.number }.map(\.key)
  }

  /// Binds a name.
  mutating func bind(_ name: String, to entry: Entry) {
    switch entry {
    case .definition(let definition):
      let used = FreeNames.of(definition.body).all.subtracting(definition.captured.keys)
      awaited.formUnion(used.filter { places[$0] == nil })
      for case .definition(let inner) in definition.captured.values {
        awaited.formUnion(FreeNames.of(inner.body).all.filter { places[$0] == nil })
      }
    case .function(let function):
      awaited.formUnion(FreeNames.of(function).all.filter { places[$0] == nil })
    case .leaf, .columns: break
    }
    if let known = places[name] {
      places[name] = Place(entry: entry, number: known.number)
    } else {
      places[name] = Place(entry: entry, number: nextNumber)
      nextNumber += 1
    }
    if case .leaf(let variable) = entry, variable.declared != nil || variable.facts != LeafFacts() {
      declared.insert(name)
    } else if !declared.isEmpty {
      declared.remove(name)
    }
  }

  /// Unbinds a name.
  mutating func unbind(_ name: String) {
    guard let old = self[name] else { return }
    places[name] = nil
    awaited.insert(name)
    declared.remove(name)
    if case .leaf(let variable) = old { bindings[variable.leaf] = nil }
  }

  /// What is known of the leaves.
  public var facts: Facts {
    var facts = Facts()
    for name in declared {
      guard case .leaf(let variable) = self[name], variable.facts != LeafFacts() else {
        continue
      }
      facts.leaves[variable.leaf] = variable.facts
    }
    return facts
  }
}

/// A formula that a name stands for.
public final class Definition: Sendable {
  /// A number that no other definition of the session has.
  public let id: Int
  /// The name.
  public let name: String
  /// The right side.
  public let body: Expression
  /// The documentation written above it.
  public let documentation: String?
  /// The text that the ranges of `body` point into.
  public let source: SourceText
  /// Where the statement stands in its source.
  public let range: SourceRange
  /// What some names of the body meant when it was made: its own old meaning, values taken then.
  public let captured: [String: Environment.Entry]

  /// Makes a definition.
  init(
    id: Int, name: String, body: Expression, documentation: String?, source: SourceText,
    range: SourceRange, captured: [String: Environment.Entry] = [:]
  ) {
    self.id = id
    self.name = name
    self.body = body
    self.documentation = documentation
    self.source = source
    self.range = range
    self.captured = captured
  }
}

/// A leaf with its name's history: data, a parameter, or a symbol declared with `var`.
public struct Variable: Sendable {
  /// The leaf of the graph.
  public var leaf: Leaf
  /// The dimensions of its declaration, where there was one.
  public var declared: SymbolicShape?
  /// What is known of its elements.
  public var facts = LeafFacts()
  /// The documentation written above it.
  public var documentation: String?
  /// The text that bound it, with the name of its cell.
  public var source: SourceText
  /// Where the statement stands in its source.
  public var range: SourceRange
}

/// A function written in the language.
public final class Function: Sendable {
  /// A number that no other function of the session has.
  public let id: Int
  /// The name.
  public let name: String
  /// The parameters.
  public let parameters: [Parameter]
  /// What it computes.
  public let body: Expression
  /// The documentation written above it.
  public let documentation: String?
  /// The text that the ranges point into.
  public let source: SourceText
  /// Where the definition stands in its source.
  public let range: SourceRange
  /// Whether it belongs to the prelude: its names are then those of the prelude and built in.
  public let isPrelude: Bool
  /// Whether a derivative is taken in its body.
  let differentiates: Bool

  /// Makes a function.
  init(
    id: Int, name: String, parameters: [Parameter], body: Expression, documentation: String?,
    source: SourceText, range: SourceRange, isPrelude: Bool
  ) {
    self.id = id
    self.name = name
    self.parameters = parameters
    self.body = body
    self.documentation = documentation
    self.source = source
    self.range = range
    self.isPrelude = isPrelude
    differentiates = !FreeNames.of(body).functions.isDisjoint(
      with: ["grad", "diff", "jacobian", "hessian"])
  }

  /// The call as a person would write it: `huber(y, p, delta=1)`.
  public var signature: String {
    let list = parameters.map { parameter in
      parameter.defaultValue.map { "\(parameter.name.text)=\(Unparser.text(of: $0))" }
        ?? parameter.name.text
    }
    return "\(name)(\(list.joined(separator: ", ")))"
  }
}

/// Data read from a file: columns with names, each a leaf.
public struct DataTable: Sendable {
  /// The columns in the file's order.
  public var columns: [(name: String, variable: Variable)]

  /// The names, and the shapes where they are not those of columns of one length.
  public var summary: String {
    let shapes = Set(columns.map { $0.variable.leaf.shape })
    guard shapes.count > 1 || shapes.first?.rank != 1 else {
      return "columns: " + columns.map(\.name).joined(separator: ", ")
    }
    return "arrays: "
      + columns.map { "\($0.name) \($0.variable.leaf.shape.text)" }.joined(separator: ", ")
  }
}
