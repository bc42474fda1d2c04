/// Where an operand of a machine's instruction lies.
public struct Location: Hashable, Sendable {
  /// What the position counts from.
  public enum Space: Hashable, Sendable {
    /// The machine's memory: kept from step to step.
    case memory
    /// Room for one block: what only the loop that makes it uses.
    case block
    /// An input too large to be copied, read where it is.
    case input(Int)
  }

  /// What the position counts from.
  public let space: Space
  /// The first element.
  public let offset: Int
  /// The number of elements.
  public let count: Int

  /// Makes a location.
  public init(_ space: Space, offset: Int, count: Int) {
    self.space = space
    self.offset = offset
    self.count = count
  }
}

/// One operation of a loop, element by element.
///
/// An operand of one element stands for all.
public enum LoopOperation {
  /// A function of one number in vector instructions.
  case unary(UnaryVectorKernel, Location, into: Location)
  /// A function of two numbers in vector instructions.
  case binary(BinaryVectorKernel, Location, Location, into: Location)
  /// `c != 0 ? x : y`; all three have the loop's count.
  case select(Location, Location, Location, into: Location)
  /// Any function of one number.
  case map((Double) -> Double, Location, into: Location)
  /// Any function of two numbers.
  case combine((Double, Double) -> Double, Location, Location, into: Location)
  /// The compensated sum of all elements.
  case sum(Location, into: Location)
  /// Gives up where an element is zero.
  case refuseZero(Location)
  /// Gives up where an element is not finite.
  case refuseNonFinite(Location)
}

/// One step of a machine.
public enum MachineStep {
  /// Operations over arrays of one length, block by block.
  case loop(count: Int, [LoopOperation])
  /// `out[m, n] = a[m, k] b[k, n]`, each sum compensated; either matrix may lie transposed.
  case product(MatrixStep)
  /// A row repeated: `out[r, c] = x[c]`.
  case repeatRow(Location, rows: Int, into: Location)
  /// A column repeated: `out[r, c] = x[r]`.
  case repeatColumn(Location, columns: Int, into: Location)
  /// Sums over the columns (of each row) or over the rows (of each column) of a matrix.
  case sumAlong(Location, rows: Int, columns: Int, overRows: Bool, into: Location)
  /// Any operation on tensors.
  case general(GeneralStep)
}

/// A product of two matrices.
public struct MatrixStep: Sendable {
  let left: Location
  let right: Location
  let result: Location
  let rows: Int
  let inner: Int
  let columns: Int
  let leftIsTransposed: Bool
  let rightIsTransposed: Bool

  /// Makes the step.
  public init(
    _ left: Location, _ right: Location, into result: Location, rows: Int, inner: Int,
    columns: Int, leftIsTransposed: Bool, rightIsTransposed: Bool
  ) {
    self.left = left
    self.right = right
    self.result = result
    self.rows = rows
    self.inner = inner
    self.columns = columns
    self.leftIsTransposed = leftIsTransposed
    self.rightIsTransposed = rightIsTransposed
  }
}

/// An operation of a machine that is done by a function of tensors.
public struct GeneralStep {
  /// An operand and its shape.
  public struct Operand: Sendable {
    let location: Location
    let shape: Shape
    let type: ScalarType

    /// Makes an operand.
    public init(_ location: Location, _ shape: Shape, _ type: ScalarType) {
      self.location = location
      self.shape = shape
      self.type = type
    }
  }

  let operands: [Operand]
  let result: Location
  let function: ([Tensor], Cancellation) throws -> Tensor?

  /// Makes the step; a function that gives nothing, or another number of elements, gives up.
  public init(
    _ operands: [Operand], into result: Location,
    _ function: @escaping ([Tensor], Cancellation) throws -> Tensor?
  ) {
    self.operands = operands
    self.result = result
    self.function = function
  }
}
