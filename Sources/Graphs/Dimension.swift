public import Tensors

/// The size of one axis in a graph: a number, or a name that stands for one.
public enum Dimension: Hashable, Sendable {
  case fixed(Int)
  case named(String)

  /// The dimension as people write it.
  public var text: String {
    switch self {
    case .fixed(let size): String(size)
    case .named(let name): name
    }
  }

  /// The size, where it is known.
  public var size: Int? {
    switch self {
    case .fixed(let size): size
    case .named: nil
    }
  }
}

/// A shape whose dimensions may be names: what a node of a graph has before any data is bound.
public struct SymbolicShape: Hashable, Sendable {
  /// The dimensions, outermost first.
  public let dimensions: [Dimension]

  /// The shape of a scalar.
  public static let scalar = SymbolicShape([])

  /// Makes a shape of dimensions.
  public init(_ dimensions: [Dimension]) {
    self.dimensions = dimensions
  }

  /// Makes the symbolic form of a known shape.
  public init(_ shape: Shape) {
    dimensions = shape.dimensions.map(Dimension.fixed)
  }

  /// The number of dimensions.
  public var rank: Int { dimensions.count }

  /// The shape in numbers, where every dimension is one and their product fits.
  public var concrete: Shape? {
    var sizes: [Int] = []
    for dimension in dimensions {
      guard let size = dimension.size else { return nil }
      sizes.append(size)
    }
    return Shape(sizes)
  }

  /// The shape as people write it: `()`, `(n)`, `(n, 3)`.
  public var text: String { "(" + dimensions.map(\.text).joined(separator: ", ") + ")" }
}
