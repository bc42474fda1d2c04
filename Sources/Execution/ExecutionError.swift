public import Graphs

/// Why a graph could not be evaluated.
public enum ExecutionError: Error, Hashable, Sendable {
  /// Leaves without a value, in the order of the graph.
  case unbound([Leaf])
  /// A tensor was refused because it would take more memory than is left.
  case memory(needed: Int, limit: Int)
  /// The evaluation was told to stop.
  case interrupted
  /// Shapes that do not fit, which data of another shape than the graph's can bring about.
  case shape(ShapeError)
  /// A class label that is not an integer or is out of range.
  case label(String)
  /// An index that is not an integer or is out of range.
  case index(String)
  /// A value outside what an operation is defined on.
  case domain(String)
}
