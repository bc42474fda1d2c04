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
    /// A result too large to be copied, written where it goes.
    case output(Int)
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

/// An operand of a loop's operation: an array, and how many of its elements belong to a row.
public struct LoopOperand: Hashable, Sendable {
  /// Where it lies.
  public let location: Location
  /// The elements of a row; 0 where all rows use the same.
  public let columns: Int

  /// Makes an operand.
  public init(_ location: Location, columns: Int) {
    self.location = location
    self.columns = columns
  }

  /// A number that stands for all elements, or a row that stands for all rows.
  public static func shared(_ location: Location) -> LoopOperand { .init(location, columns: 0) }
}

/// One operation of a loop over rows.
public struct LoopOperation {
  /// What is done.
  public enum Action {
    case kernel(VectorKernel)
    /// Any function of one number.
    case map((Double) -> Double)
    /// Any function of two numbers.
    case combine((Double, Double) -> Double)
  }

  /// What is done.
  public let action: Action
  /// What it is done to.
  public let operands: [LoopOperand]
  /// Where the result goes, if there is one.
  public let result: LoopOperand?
  let columns: Int
  let width: Int

  /// Makes an operation; the columns are the result's, or those of the rows it goes along; the width
  /// is the other columns of a product of matrices.
  public init(
    _ action: Action, _ operands: [LoopOperand], into result: LoopOperand?, columns: Int,
    width: Int = 1
  ) {
    self.action = action
    self.operands = operands
    self.result = result
    self.columns = columns
    self.width = width
  }
}

/// Operations over rows, done block by block so that what one makes is still near when the next
/// uses it.
public struct Loop {
  let rows: Int
  let blockRows: Int
  let operations: [LoopOperation]

  /// Makes a loop over a number of rows, some at a time.
  public init(rows: Int, blockRows: Int, operations: [LoopOperation]) {
    self.rows = rows
    self.blockRows = blockRows
    self.operations = operations
  }
}

/// One step of a machine.
public enum MachineStep {
  /// Operations over rows, block by block.
  case loop(Loop)
  /// `out[m, n] = a[m, k] b[k, n]`; either matrix may lie transposed.
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
