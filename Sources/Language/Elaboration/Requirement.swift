import Graphs
import Syntax

/// A condition on values under which a formula may be evaluated.
struct Requirement {
  /// What is looked at.
  enum Check {
    /// Every element must be true, or else this is said.
    case condition(NodeID, Diagnostic.Code, String, hint: String?)
    /// An element that is true is worth a remark, with a value set where the message has `{}`.
    case warning(NodeID, Note, shown: NodeID?)
    /// A guard of the table looks at some values.
    case guarded(Guard, [NodeID], Guard.Context)
  }

  /// What is looked at.
  let check: Check
  /// Where a complaint points.
  let range: SourceRange
  /// The text `range` points into.
  let source: SourceText
}

/// The requirements of a formula and of the definitions it uses, shared and not copied.
final class RequirementSet {
  /// Those of the formula itself.
  let own: [Requirement]
  /// Those of the definitions it uses.
  let parts: [RequirementSet]

  /// Makes a set, or nothing where there is nothing in it.
  init?(own: [Requirement], parts: [RequirementSet]) {
    guard !own.isEmpty || !parts.isEmpty else { return nil }
    self.own = own
    self.parts = parts
  }

  /// Returns every requirement once, those of definitions first.
  var all: [Requirement] {
    var seen: Set<ObjectIdentifier> = []
    var found: [[Requirement]] = []
    var pending = [self]
    while let next = pending.popLast() {
      guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
      found.append(next.own)
      pending.append(contentsOf: next.parts)
    }
    return found.reversed().flatMap { $0 }
  }
}

/// What a definition or a statement came to.
struct Elaborated {
  /// What it is.
  let value: Value
  /// The conditions under which it may be evaluated.
  let requirements: RequirementSet?
  /// The undeclared names it uses as symbols.
  let usesSymbols: Bool
}
