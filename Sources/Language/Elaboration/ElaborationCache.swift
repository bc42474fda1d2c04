import Calculus
import Graphs
import Tensors

/// What is kept from one statement to the next: the graph, and what definitions came to in it.
///
/// A definition is elaborated when it is first needed and again only when a name it used means
/// something else; the values of leaves do not count, save where a size was read from one. All of it
/// can be thrown away at any time, and is when the graph outgrows its limit.
final class ElaborationCache {
  /// The number of nodes from which the graph is thrown away between statements.
  static let nodeLimit = 400_000

  /// The graph of the session.
  private(set) var graph = Graph()
  /// Rises whenever something elaborated has become invalid.
  private(set) var generation = 0
  /// The derivatives made so far.
  var derivatives: [DerivativeKey: Derivative] = [:]
  private var definitions: [Int: Elaborated] = [:]
  private var names: [Int: String] = [:]
  private var dependents: [String: Set<Int>] = [:]
  private var symbolLeaves: [Symbol: Leaf] = [:]
  private var nextIdentity = 1

  private struct Symbol: Hashable {
    let name: String
    let shape: SymbolicShape
  }

  /// What a derivative was asked of.
  struct DerivativeKey: Hashable {
    let form: DerivativeForm
    let function: NodeID
    let variable: NodeID
    let facts: Facts
  }

  /// Returns a number that nothing else of the session has.
  func makeIdentity() -> Int {
    defer { nextIdentity += 1 }
    return nextIdentity
  }

  /// Throws everything away if the graph has outgrown its limit.
  func trim() {
    guard graph.nodes.count > Self.nodeLimit else { return }
    reset()
  }

  /// Throws everything away.
  func reset() {
    graph = Graph()
    definitions = [:]
    names = [:]
    dependents = [:]
    derivatives = [:]
    symbolLeaves = [:]
    generation += 1
  }

  /// What a definition came to, if that still holds.
  subscript(definition id: Int) -> Elaborated? { definitions[id] }

  /// Keeps what a definition came to, and the names whose change undoes it.
  func keep(_ elaborated: Elaborated, for definition: Definition, using used: Set<String>) {
    definitions[definition.id] = elaborated
    names[definition.id] = definition.name
    for name in used { dependents[name, default: []].insert(definition.id) }
  }

  /// Forgets what depends on a name, straight or through definitions.
  func invalidate(_ name: String) {
    generation += 1
    var pending = [name]
    while let next = pending.popLast() {
      guard let users = dependents.removeValue(forKey: next) else { continue }
      for id in users where definitions.removeValue(forKey: id) != nil {
        pending.append(Self.key(ofDefinition: id))
        if let name = names.removeValue(forKey: id) { pending.append(name) }
      }
    }
  }

  /// Forgets what read the value of a leaf as a size.
  func invalidateSizes(readFrom leaf: Leaf) {
    if isSizeRead(from: leaf) { invalidate(Self.key(ofValue: leaf)) }
  }

  /// Whether the value of a leaf was read as a size.
  func isSizeRead(from leaf: Leaf) -> Bool {
    let key = Self.key(ofValue: leaf)
    return dependents[key] != nil || readSizes.contains(key)
  }

  /// The values read as sizes by statements, which no definition records.
  private var readSizes: Set<String> = []

  /// Records that a size was read from a leaf.
  func noteSizeRead(from leaf: Leaf) {
    readSizes.insert(Self.key(ofValue: leaf))
  }

  /// The dependency on what a definition was made of, whatever its name means now.
  static func key(ofDefinition id: Int) -> String { "#\(id)" }
  /// The dependency on a leaf's value.
  static func key(ofValue leaf: Leaf) -> String { "=\(leaf.id)" }

  /// The leaf of an undeclared name of a shape; the same one each time.
  func symbol(_ name: String, shape: SymbolicShape) -> Leaf {
    let key = Symbol(name: name, shape: shape)
    if let known = symbolLeaves[key] { return known }
    let leaf = Leaf(id: makeIdentity(), name: name, shape: shape)
    symbolLeaves[key] = leaf
    return leaf
  }
}
