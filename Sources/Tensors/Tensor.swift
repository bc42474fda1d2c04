/// The kind of number a tensor holds.
public enum ScalarType: String, Sendable, Hashable {
  case float64, float32, bool
}

/// A dense, row-major tensor: a value, safe to share.
///
/// Elements are kept as `Double` whatever the type: a float32 tensor holds doubles that are exactly
/// representable as `Float`, and each operation on one rounds its result. For `+ - * / sqrt` that is
/// the very result of single precision (a double has more than twice its digits); one layout keeps
/// every kernel single. A boolean tensor holds 0 and 1.
public struct Tensor: Hashable, Sendable {
  /// The dimensions.
  public let shape: Shape
  /// The kind of number.
  public let type: ScalarType
  /// The elements, row-major; there are `shape.count` of them.
  public let elements: [Double]

  /// Makes a tensor, or nothing where the number of elements is not the shape's.
  ///
  /// Elements of a float32 tensor are rounded to single precision.
  public init?(_ shape: Shape, _ elements: [Double], type: ScalarType = .float64) {
    guard elements.count == shape.count else { return nil }
    self.init(unchecked: shape, elements, type: type)
  }

  /// Makes a tensor of a number of elements that is known to be right.
  init(unchecked shape: Shape, _ elements: [Double], type: ScalarType = .float64) {
    self.shape = shape
    self.type = type
    self.elements = type == .float32 ? elements.map { Double(Float($0)) } : elements
  }

  /// Makes a tensor of elements that were of this type before, so that none needs rounding.
  init(unrounded shape: Shape, _ elements: [Double], type: ScalarType) {
    self.shape = shape
    self.type = type
    self.elements = elements
  }

  /// Makes a scalar.
  public init(_ value: Double, type: ScalarType = .float64) {
    self.init(unchecked: .scalar, [value], type: type)
  }

  /// Makes a vector.
  public init(vector: [Double], type: ScalarType = .float64) {
    self.init(unchecked: Shape(unchecked: [vector.count], count: vector.count), vector, type: type)
  }

  /// Makes a tensor with one value everywhere.
  public init(repeating value: Double, shape: Shape, type: ScalarType = .float64) {
    self.init(unchecked: shape, [Double](repeating: value, count: shape.count), type: type)
  }

  /// Whether two tensors are the same in every bit: nan equals itself, and −0 is not 0.
  ///
  /// A graph interns literals by this, and two of them are one only where no operation could tell
  /// them apart.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape && left.type == right.type
      && left.elements.elementsEqual(right.elements) { $0.bitPattern == $1.bitPattern }
  }

  /// Feeds the bits of the elements to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(shape)
    hasher.combine(type)
    for element in elements { hasher.combine(element.bitPattern) }
  }

  /// The element of a tensor that holds just one, whatever its rank.
  public var scalarValue: Double? { elements.count == 1 ? elements.first : nil }
}
