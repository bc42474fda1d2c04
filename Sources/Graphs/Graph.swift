public import Tensors

/// The identity of a node in its graph; operands have smaller ones than what uses them.
public struct NodeID: Hashable, Comparable, Sendable {
  /// The position in the graph.
  public let index: Int

  /// Makes an identity from a position.
  public init(index: Int) {
    self.index = index
  }

  /// Orders nodes as they were made.
  public static func < (left: NodeID, right: NodeID) -> Bool { left.index < right.index }
}

/// One operation of a graph on earlier nodes.
public struct Node: Hashable, Sendable {
  /// The operation.
  public let primitive: Primitive
  /// What it is applied to, in order.
  public let operands: [NodeID]
  /// The shape of its result.
  public let shape: SymbolicShape
}

/// An append-only, hash-consed expression graph: the one representation of every formula.
///
/// Equal operations on equal operands are one node, operands precede what uses them, and nothing is
/// rewritten: the graph is what was written, so that values, derivatives and differences line up
/// node by node.
public final class Graph {
  private var interned: [Node: NodeID] = [:]

  /// The nodes, operands first.
  public private(set) var nodes: [Node] = []

  /// Makes an empty graph.
  public init() {}

  /// The node of an identity.
  public subscript(id: NodeID) -> Node { nodes[id.index] }

  /// The shape of a node.
  public func shape(of id: NodeID) -> SymbolicShape { nodes[id.index].shape }

  /// Adds an operation, or returns the node that is already the same.
  ///
  /// - Throws: ``ShapeError`` where the operands' shapes do not fit.
  public func add(_ primitive: Primitive, _ operands: NodeID...) throws(ShapeError) -> NodeID {
    try add(primitive, operands: operands)
  }

  /// Adds an operation, or returns the node that is already the same.
  ///
  /// - Throws: ``ShapeError`` where the operands' shapes do not fit.
  public func add(_ primitive: Primitive, operands: [NodeID]) throws(ShapeError) -> NodeID {
    let shape = try primitive.shape(of: operands.map { nodes[$0.index].shape })
    return intern(Node(primitive: primitive, operands: operands, shape: shape))
  }

  /// Adds a literal tensor.
  public func constant(_ tensor: Tensor) -> NodeID {
    intern(Node(primitive: .constant(tensor), operands: [], shape: SymbolicShape(tensor.shape)))
  }

  /// Adds a literal number.
  public func constant(_ value: Double) -> NodeID { constant(Tensor(value)) }

  /// Adds data or a symbol.
  public func leaf(_ leaf: Leaf) -> NodeID {
    intern(Node(primitive: .leaf(leaf), operands: [], shape: leaf.shape))
  }

  /// Returns the nodes that some roots are made of, operands first, without recursion.
  ///
  /// - Complexity: O(number of nodes reached).
  public func topologicalOrder(of roots: [NodeID]) -> [NodeID] {
    var reached = Set<NodeID>()
    var pending = roots
    while let id = pending.popLast() {
      guard reached.insert(id).inserted else { continue }
      pending.append(contentsOf: nodes[id.index].operands)
    }
    return reached.sorted()
  }

  private func intern(_ node: Node) -> NodeID {
    if let known = interned[node] { return known }
    let id = NodeID(index: nodes.count)
    nodes.append(node)
    interned[node] = id
    return id
  }
}
