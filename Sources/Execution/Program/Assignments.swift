internal import Graphs

/// What the statements of a loop's pass assign, one after the other.
///
/// Stage s is what is seen after s statements: there a leaf is what was assigned last.
struct Assignments {
  /// The most statements: a stage is a bit of a number.
  static let most = 62

  /// The node assigned to each leaf, statement by statement.
  private let values: [[Int: NodeID]]
  /// The stages that begin with an assignment to something below a node, as bits.
  private var changes: [NodeID: UInt64] = [:]

  init(_ statements: [[(leaf: Leaf, node: NodeID)]] = []) {
    values = statements.map { statement in
      Dictionary(statement.map { ($0.leaf.id, $0.node) }) { $1 }
    }
  }

  /// What a leaf was assigned by the statement before a stage.
  func value(of leaf: Leaf, at stage: Int) -> NodeID? {
    values.indices.contains(stage - 1) ? values[stage - 1][leaf.id] : nil
  }

  /// The last stage up to a given one that begins with an assignment to something below a node; 0
  /// where there is none.
  mutating func last(upTo stage: Int, below root: NodeID, _ graph: Graph) -> Int {
    guard stage > 0 else { return 0 }
    let before = changes(below: root, graph) & (1 << UInt64(stage + 1) - 1)
    return before == 0 ? 0 : 63 - before.leadingZeroBitCount
  }

  private mutating func changes(below root: NodeID, _ graph: Graph) -> UInt64 {
    var pending = [root]
    while let id = pending.last {
      guard changes[id] == nil else {
        pending.removeLast()
        continue
      }
      let node = graph[id]
      let open = node.operands.filter { changes[$0] == nil }
      guard open.isEmpty else {
        pending += open
        continue
      }
      var found: UInt64 = 0
      if case .leaf(let leaf) = node.primitive {
        for (index, statement) in values.enumerated() where statement[leaf.id] != nil {
          found |= 1 << UInt64(index + 1)
        }
      }
      changes[id] = node.operands.reduce(found) { $0 | (changes[$1] ?? 0) }
    }
    return changes[root] ?? 0
  }
}
