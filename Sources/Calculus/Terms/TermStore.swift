import Graphs
import Tensors

/// The arena of terms: hash-consed, so that equal terms are one, and canonical by construction.
///
/// The constructors (in the extensions of this class) are local and free of context: what a term
/// becomes depends on its arguments alone, never on what is differentiated or was made before.
final class TermStore {
  private var interned: [Term: TermID] = [:]
  private var terms: [Term] = []
  private var shapes: [SymbolicShape] = []
  private var costs: [Double] = []
  private var signs: [TermID: TermSign] = [:]
  private var ranges: [TermID: Interval] = [:]
  private var expansions: [TermID: TermID] = [:]

  private let interruption: Interruption
  /// What is known of the leaves.
  let facts: Facts
  /// The results of simplification, kept for the life of the store.
  var simplified: [TermID: TermID] = [:]
  /// What rules took for granted, in order of use.
  private(set) var assumptions: [String] = []
  /// The order in which the summands or factors of a term were first written.
  var writtenOrder: [TermID: [TermID]] = [:]
  /// The fractions that were written as decimals, 0.3 for 3/10, and are printed so again.
  var writtenDecimals: Set<Number> = []
  /// Whether terms are being read from a graph, in whose order they are then remembered.
  var isReading = false
  /// Whether the value at a jump counts: of a derivative, which has none there, it does not.
  var keepsJumps = false
  /// Receives each rewrite, where someone watches.
  var observer: ((_ rule: String, _ before: TermID, _ after: TermID) -> Void)?

  let zero: TermID
  let one: TermID

  /// Makes an empty store with facts about leaves.
  init(facts: Facts = Facts(), interruption: Interruption = Interruption(.never)) {
    self.facts = facts
    self.interruption = interruption
    zero = TermID(index: 0)
    one = TermID(index: 1)
    _ = intern(Term(kind: .number(.zero), arguments: []), shape: .scalar)
    _ = intern(Term(kind: .number(.one), arguments: []), shape: .scalar)
  }

  /// Whether what is being computed is no longer wanted.
  var isInterrupted: Bool { interruption.isRaised }

  /// The number of terms made so far.
  var count: Int { terms.count }

  /// The term of an identity.
  subscript(id: TermID) -> Term { terms[Int(id.index)] }

  /// The operation of a term.
  func kind(_ id: TermID) -> Term.Kind { terms[Int(id.index)].kind }

  /// The arguments of a term.
  func arguments(_ id: TermID) -> [TermID] { terms[Int(id.index)].arguments }

  /// The shape of a term itself; where it stands for more, it is repeated.
  func shape(_ id: TermID) -> SymbolicShape { shapes[Int(id.index)] }

  /// The cost of a term as a tree, in nodes a reader meets.
  func cost(_ id: TermID) -> Double { costs[Int(id.index)] }

  /// Returns the term that is this operation on these arguments, without any algebra.
  func intern(_ term: Term, shape: SymbolicShape) -> TermID {
    if let known = interned[term] { return known }
    let id = TermID(index: Int32(truncatingIfNeeded: terms.count))
    terms.append(term)
    shapes.append(shape)
    costs.append(TermCost.cost(of: term, in: self))
    interned[term] = id
    return id
  }

  /// Returns an operation on arguments whose shape is given, without any algebra.
  func make(_ kind: Term.Kind, _ arguments: [TermID] = [], _ shape: SymbolicShape) -> TermID {
    intern(Term(kind: kind, arguments: arguments), shape: shape)
  }

  /// Records something a rule took for granted, such as `d > 0`.
  func assume(_ condition: String) {
    if !assumptions.contains(condition) { assumptions.append(condition) }
  }

  /// What an opaque name or a shared part stands for.
  func expansion(of id: TermID) -> TermID? {
    if case .shared = kind(id) { return arguments(id).first }
    return expansions[id]
  }

  /// Makes the opaque use of a definition that stands for a term.
  func named(_ node: NodeID, _ name: String, shape: SymbolicShape, body: TermID) -> TermID {
    let id = make(.named(node, name), [], shape)
    expansions[id] = body
    return id
  }

  /// Makes an opaque use of a large part.
  func shared(_ body: TermID) -> TermID {
    switch kind(body) {
    case .number, .pi, .symbol, .named, .shared, .size, .tensor: return body
    default: return make(.shared, [body], shape(body))
    }
  }

  /// The term with names and shared parts at its head looked through.
  func head(_ id: TermID) -> TermID {
    var id = id
    while let body = expansion(of: id) { id = body }
    return id
  }

  /// The sign of a term as far as it is known, remembered.
  func sign(_ id: TermID) -> TermSign {
    if let known = signs[id] { return known }
    let sign = TermSign.sign(of: id, in: self)
    signs[id] = sign
    return sign
  }

  /// The interval that the elements of a term lie in, remembered.
  func range(_ id: TermID) -> Interval {
    if let known = ranges[id] { return known }
    let range = TermRange.range(of: id, in: self)
    ranges[id] = range
    return range
  }

  /// Whether a term is known to be positive everywhere.
  func isPositive(_ id: TermID) -> Bool { sign(id) == .positive }

  /// The number a term is, where it is one.
  func number(_ id: TermID) -> Number? {
    if case .number(let number) = kind(id) { return number }
    return nil
  }

  /// Whether one term occurs in another; names are not looked into.
  func contains(_ id: TermID, _ part: TermID) -> Bool {
    var memo: Set<TermID> = []
    var pending = [id]
    while let next = pending.popLast() {
      if next == part { return true }
      // An argument is older than what uses it: nothing older than the part can hold it.
      guard next > part, memo.insert(next).inserted else { continue }
      pending.append(contentsOf: arguments(next))
    }
    return false
  }

  /// Every term that some terms are made of, arguments first.
  func reachable(from roots: [TermID]) -> [TermID] {
    var seen: Set<TermID> = []
    var pending = roots
    while let next = pending.popLast() {
      guard seen.insert(next).inserted else { continue }
      pending.append(contentsOf: arguments(next))
    }
    return seen.sorted()
  }
}
