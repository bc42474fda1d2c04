public import Tensors

/// The operations a graph is made of: a closed set.
///
/// Each has a shape rule (`ShapeRules`), a forward kernel and a pullback (`Execution`), a symbolic
/// derivative (`Calculus`), and a spelling in each library (`CodeGeneration`), every one of them an
/// exhaustive `switch`: the compiler proves that none is missing.
public enum Primitive: Hashable, Sendable {
  // MARK: Where values come from

  /// Data or a symbol; its value, if any, is looked up by its identity when a graph is evaluated.
  case leaf(Leaf)
  /// A literal tensor, in the bits of its elements.
  case constant(Tensor)
  /// A use of a named definition. Operand: its body. Two names for one body are two nodes.
  case reference(String)
  /// The number of elements along some axes of the operand, as a scalar. No derivative.
  case size(axes: [Int])

  // MARK: Element by element, operands broadcast

  /// A function of one number.
  case unary(UnaryFunction)
  /// A function of two numbers.
  case binary(BinaryFunction)
  /// `where(condition, a, b)`.
  case select
  /// `clip(x, low, high)`.
  case clip

  // MARK: Along axes

  /// A reduction over axes, each named once, in ascending order; all of them for a full one.
  case reduce(Reduction, axes: [Int], keepDimensions: Bool)
  /// `exp(x) / sum(exp(x))` along an axis.
  case softmax(axis: Int)
  /// `x - logsumexp(x)` along an axis.
  case logSoftmax(axis: Int)
  /// Running sums along an axis.
  case cumulativeSum(axis: Int)
  /// Ascending order along an axis.
  case sort(axis: Int)

  // MARK: Shape

  /// The same elements, row-major, in another shape.
  case reshape(SymbolicShape)
  /// Axes in another order: axis `i` of the result is axis `order[i]` of the operand.
  case transpose([Int])
  /// Repetition to a larger shape by the rule of broadcasting.
  case broadcast(SymbolicShape)
  /// Operands joined along an axis.
  case concatenate(axis: Int)
  /// A part: one item an axis; an `.index` drops its axis.
  case slice([SliceItem])
  /// Entries of the first operand along an axis at the integers of the second:
  /// the axis is replaced by the shape of the indices.
  case take(axis: Int)
  /// One entry a row: `z[i, k[i]]` along the last axis. Operands z `[…, c]`, k `[…]`.
  case gather
  /// Rows with a 1 at the operand's integers: shape `[…]` to `[…, classes]`.
  case oneHot(classes: Dimension)
  /// The indices `0, 1, …` along a new vector of this length. No operands.
  case iota(Dimension)
  /// A square matrix with a vector on its diagonal.
  case diagonal
  /// The diagonal of a square matrix.
  case diagonalPart

  // MARK: Linear algebra

  /// Matrix product by NumPy's rule for `@`: vectors, matrices, batches.
  case matmul
  /// `a[i] b[j]` of two vectors.
  case outer
  /// The sum of the diagonal of a square matrix.
  case trace
  /// The determinant of a square matrix.
  case determinant
  /// `log |det A|` of a square matrix.
  case logDeterminant
  /// The inverse of a square matrix.
  case inverse
  /// `solve(A, b)`: the x with `A @ x == b`; b a vector or a matrix.
  case solve
  /// The identity matrix. No operands.
  case identity(Dimension)

  // MARK: How things are computed

  /// The operand, without a derivative.
  case stopGradient
  /// The operand in another precision; its derivative passes.
  case cast(ScalarType)
  /// A derivative the program made. Operands: its closed form, the function, the variable.
  ///
  /// Its value is the closed form's; where that is not finite or the function has a kink, it is
  /// mended from one-sided derivatives of the function. Differentiating it differentiates the form.
  case derivative
}

/// The identity of data or of a symbol, with the name the user gave it.
public struct Leaf: Hashable, Sendable {
  /// A number that no other leaf of the session has.
  public let id: Int
  /// The name shown in formulas.
  public let name: String
  /// The shape it has in the graph.
  public let shape: SymbolicShape

  /// Makes a leaf.
  public init(id: Int, name: String, shape: SymbolicShape) {
    self.id = id
    self.name = name
    self.shape = shape
  }
}

/// The functions of one number; the spelling is that of the language.
public enum UnaryFunction: Hashable, Sendable {
  case negate, abs, sign, square, sqrt, reciprocal
  case exp, expm1, log, log1p, log2, log10
  case sin, cos, tan, asin, acos, atan
  case sinh, cosh, tanh
  /// `log(cosh(x))`, right for tiny and for huge x; its slope is `tanh(x)`.
  case logCosh
  case erf, erfc, lgamma, digamma
  /// The derivative of order n of digamma; n is at least 1.
  case polygamma(Int)
  case sigmoid, logSigmoid, softplus, relu, gelu, geluTanh, softsign
  case floor, ceil, round
  case isnan, isfinite, not
}

/// The functions of two numbers, broadcast.
public enum BinaryFunction: String, Hashable, Sendable, CaseIterable {
  case add, subtract, multiply, divide, power
  case maximum, minimum, modulo
  /// `x y`, 0 where x is 0 even if y is infinite: a term with no weight has no say.
  ///
  /// It is a product in every other respect: the same rules, the same derivative, written `*`.
  case weigh
  /// `x log y`, 0 where x is 0.
  case xlogy
  /// `x log(1 + y)`, 0 where x is 0.
  case xlog1py
  /// `x / y`, 0 where x is 0: the slope of `xlogy`.
  case xdivy
  case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
  case and, or
}

/// The reductions; those the language has beside them are written with these.
public enum Reduction: Hashable, Sendable {
  case sum, product, max, min, logSumExp
  /// `sqrt(sum(x^2))`.
  case norm
  case any, all, argmax, argmin
}

/// One item of a slice.
public enum SliceItem: Hashable, Sendable {
  /// One position, counted from 0; the axis is dropped.
  case index(Int)
  /// `count` positions from `start` in steps of `step`, which may be negative.
  case range(start: Int, count: Int, step: Int)
  /// Everything along the axis, whatever its size.
  case all
}
