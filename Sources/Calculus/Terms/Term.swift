import Graphs
import Tensors

/// The identity of a term in its store; arguments have smaller ones than what uses them.
struct TermID: Hashable, Comparable, Sendable {
  let index: Int32

  static func < (left: TermID, right: TermID) -> Bool { left.index < right.index }
}

/// A term in normal form: an operation on smaller terms.
struct Term: Hashable, Sendable {
  /// The operation.
  let kind: Kind
  /// What it is applied to.
  let arguments: [TermID]

  /// The operations of terms: fewer than the graph's, because the constructors lower the others.
  ///
  /// Subtraction, division, negation, square and root are sums and products; means are sums over a
  /// size; `log_softmax` is a difference.
  enum Kind: Hashable, Sendable {
    case number(Number)
    case pi
    case tensor(Tensor)
    case symbol(Leaf)
    /// A use of a definition, opaque; what it stands for is in ``TermStore/expansion(of:)``.
    case named(NodeID, String)
    /// A large part kept whole, so that algebra and printing stay linear. Argument: the part.
    case shared
    /// The number of elements along a dimension.
    case size(Dimension)

    /// `Σ cᵢ tᵢ`; a constant is the coefficient of the number 1.
    case sum([Number])
    /// `c · Π bᵢ^eᵢ`, element by element.
    case product(Number, [Number])
    /// `base ^ exponent` where the exponent is no number.
    case power
    case function(UnaryFunction)
    case compare(BinaryFunction)
    case logic(BinaryFunction)
    case modulo
    case select
    case maximum
    case minimum
    case clip

    case reduce(Reduction, axes: [Int], keep: Bool)
    case softmax(axis: Int)
    case cumulativeSum(axis: Int, reversed: Bool)
    case sort(axis: Int)
    /// The adjoint of a sort: puts the first argument back where the second's order came from.
    case unsort(axis: Int)
    /// The first argument in the order that sorts the second.
    case reorder(axis: Int)
    case oneHot(Dimension)
    case take(axis: Int)
    /// The adjoint of a take: adds the first argument at the indices of the second.
    case untake(axis: Int, SymbolicShape)
    case slice([SliceItem])
    /// The adjoint of a slice: zeros of this shape with the argument put in.
    case embed([SliceItem], SymbolicShape)

    case reshape(SymbolicShape)
    case permute([Int])
    case broadcast(SymbolicShape)
    case concatenate(axis: Int)
    /// New axes of size 1 at these positions of the result, counted from the end: 1 is the last.
    case expand([Int])
    /// Axes of size 1 taken away at these positions of the argument, counted from the end.
    case squeeze([Int])

    /// A chain of matrix products; vectors stand only at its ends.
    case matmul
    case outer
    case diagonal
    case diagonalPart
    case trace
    case determinant
    case logDeterminant
    case inverse
    case solve
    case identity(Dimension)
    case iota(Dimension)

    case stop
    case cast(ScalarType)
  }
}

/// A factor of a product: a base and its exponent.
struct Factor: Hashable, Sendable {
  var base: TermID
  var exponent: Number

  init(_ base: TermID, _ exponent: Number = .one) {
    self.base = base
    self.exponent = exponent
  }
}

/// A summand: a coefficient and what it multiplies.
struct Summand: Hashable, Sendable {
  var coefficient: Number
  var term: TermID

  init(_ coefficient: Number, _ term: TermID) {
    self.coefficient = coefficient
    self.term = term
  }
}
