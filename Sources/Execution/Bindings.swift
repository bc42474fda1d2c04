public import Graphs
public import Tensors

/// The values of leaves, kept outside the graph.
public struct Bindings: Sendable {
  private var values = PersistentMap<Int, Tensor>()

  /// Makes bindings of nothing.
  public init() {}

  /// The value of a leaf, if it has one.
  public subscript(leaf: Leaf) -> Tensor? {
    get { values[leaf.id] }
    set { values[leaf.id] = newValue }
  }
}
