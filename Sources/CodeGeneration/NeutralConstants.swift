internal import Graphs
internal import Tensors

/// Constants that options leave behind, as in `y * (1 - 0) + 0 / 2`: nobody would write them.
///
/// Only what is exact in every precision is left out: sums, products and quotients of whole numbers,
/// and operations that give an operand back.
struct NeutralConstants {
  let graph: Graph

  /// How many operations on constants are looked through.
  private static let mostOperations = 8

  /// The whole number that a node is, where it is made of whole numbers alone.
  func wholeNumber(_ id: NodeID, within fuel: Int = mostOperations) -> Double? {
    switch graph[id].primitive {
    case .constant(let tensor) where tensor.shape.rank == 0:
      return tensor.elements.first.flatMap(Self.whole)
    case .binary(let function) where fuel > 0:
      let operands = graph[id].operands
      guard graph.shape(of: id).rank == 0,
        let a = wholeNumber(operands[0], within: fuel / 2),
        let b = wholeNumber(operands[1], within: fuel / 2)
      else { return nil }
      switch function {
      case .add: return Self.whole(a + b)
      case .subtract: return Self.whole(a - b)
      case .multiply: return Self.whole(a * b)
      case .divide: return Self.whole(a / b)
      default: return nil
      }
    default: return nil
    }
  }

  /// The position of the operand that a node gives back as it is.
  func kept(_ id: NodeID) -> Int? {
    guard case .binary(let function) = graph[id].primitive else { return nil }
    let operands = graph[id].operands
    let neutral: (left: Double?, right: Double)
    switch function {
    case .add: neutral = (0, 0)
    case .subtract: neutral = (nil, 0)
    case .multiply: neutral = (1, 1)
    case .divide: neutral = (nil, 1)
    default: return nil
    }
    let shape = graph.shape(of: id)
    if wholeNumber(operands[1]) == neutral.right, graph.shape(of: operands[0]) == shape { return 0 }
    guard let left = neutral.left, wholeNumber(operands[0]) == left,
      graph.shape(of: operands[1]) == shape
    else { return nil }
    return 1
  }

  private static func whole(_ value: Double) -> Double? {
    value.magnitude < 0x1p24 && value == value.rounded() && !(value == 0 && value.sign == .minus)
      ? value : nil
  }
}
