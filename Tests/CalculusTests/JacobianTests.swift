import Calculus
import Language
import Syntax
import Tensors
import TestSupport
import Testing

/// A function whose derivative has more axes than a matrix, or a form worth pinning.
struct JacobianCase: Sendable, CustomTestStringConvertible {
  let function: String
  let variable: String

  var testDescription: String { "\(function) by \(variable)" }

  static let data = [
    "A = [[0.9, 0.2, -0.4], [0.1, 1.3, 0.3], [-0.2, 0.5, 1.1]]",
    "B = [[0.3, -0.7, 0.2], [0.8, 0.1, -0.5], [0.4, 0.6, -0.3]]",
    "X = [[0.2, -0.5, 0.7], [1.1, 0.4, -0.3]]", "W = [[0.5, -0.2], [0.3, 0.8], [-0.6, 0.4]]",
    "x = [0.7, -0.3, 0.45]", "a = [0.2, 0.6, -0.8]", "k = [1, 0]",
    "T = [[[0.1, 0.2], [0.3, -0.4]], [[0.5, 0.6], [-0.7, 0.8]]]",
  ]

  static let jacobians: [JacobianCase] = [
    ("A @ x", "A"), ("inv(A)", "A"), ("A @ B", "A"), ("A @ B", "B"), ("A'", "A"),
    ("softmax(A)", "A"), ("log_softmax(A, axis=0)", "A"), ("sum(A, axis=0)", "A"),
    ("mean(A, axis=1, keepdims=true)", "A"), ("A^2", "A"), ("exp(A)*x", "A"), ("A*x", "x"),
    ("expand_dims(x, 1)*A", "x"), ("outer(x, a)", "x"), ("outer(x, x)", "x"), ("diag(x)", "x"),
    ("diag(A)", "A"), ("reshape(x, 3, 1)", "x"), ("X @ W", "W"), ("X @ W", "X"),
    ("relu(X @ W)", "W"), ("x @ A", "A"), ("solve(A, B)", "B"), ("A[1]", "A"), ("A[:, 0:2]", "A"),
    ("A[::2]", "A"), ("concat(A, B)", "A"), ("cumsum(A, axis=0)", "A"), ("sort(A)", "A"),
    ("sort(x)", "x"), ("A[[2, 0]]", "A"), ("A[:, [2, 0]]", "A"), ("gather(W, [0, 1, 0])", "W"),
    ("where(A > 0, A, 2*A)", "A"), ("transpose(T, [2, 0, 1])", "T"), ("T*W[0]", "W"),
    ("T @ W'", "W"), ("A/norm(A)", "A"), ("A/sum(A, axis=1, keepdims=true)", "A"),
    ("max(A, axis=1)", "A"), ("flatten(A)", "A"), ("tile(x, 2)", "x"), ("stack(x, 2*x)", "x"),
    ("solve(A, x)", "x"), ("logsumexp(A, axis=1)", "A"), ("A*det(A)", "A"), ("trace(A)*A", "A"),
    ("norm(A, axis=1)", "A"), ("prod(A, axis=0)", "A"),
  ].map { JacobianCase(function: $0, variable: $1) }

  static let hessians: [JacobianCase] = [
    ("sum(A^2)", "A"), ("logdet(A)", "A"), ("trace(A @ A)", "A"), ("trace(inv(A))", "A"),
    ("norm(A)", "A"), ("sum(exp(A))", "A"), ("det(A)", "A"),
    ("sparse_softmax_cross_entropy(k, X @ W)", "W"), ("mean((X @ W)^2)", "W"),
    ("sum(sort(x)*a)^2", "x"), ("sum(sort(x)^3)", "x"), ("sum(A[[0, 0, 2]]^3)", "A"),
    ("sum(tanh(X @ W))", "W"), ("x @ A @ x", "A"), ("sum(softmax(A)*B)", "A"), ("max(x)", "x"),
  ].map { JacobianCase(function: $0, variable: $1) }
}

@Suite struct JacobianTests {
  @Test(arguments: JacobianCase.jacobians)
  func aJacobianOfAnyRankReadsBackToTheSlopes(item: JacobianCase) throws {
    try compare("jacobian(\(item.function), \(item.variable))", with: item, of: item.function)
  }

  @Test(arguments: JacobianCase.hessians)
  func aHessianOfAnyRankReadsBackToTheSlopes(item: JacobianCase) throws {
    try compare(
      "hessian(\(item.function), \(item.variable))", with: item,
      of: "grad(\(item.function), \(item.variable))")
  }

  @Test func unitTensorsOfUnknownSizesAreProductsOfIdentities() throws {
    let formula = try #require(Formulas.last("var A[n, m], B[m, k]", "jacobian(A @ B, A)"))
    #expect(formula.contains("eye(shape(A)[0])") && formula.contains("eye(shape(B)[0])"))
    let here = formula.split(separator: "B", omittingEmptySubsequences: false).joined(
      separator: "W")
    let shown = Formulas.values(JacobianCase.data + ["jacobian(A @ W, A)", here])
    #expect(shown.count == 2 && shown[0] == shown[1])
  }

  private func compare(_ expression: String, with item: JacobianCase, of function: String) throws {
    let formula = try #require(Formulas.all(JacobianCase.data + [expression]).last)
    let values = Formulas.values(JacobianCase.data + [expression, formula])
    let value = try #require(values.first)
    let again = try #require(values.last)
    #expect(values.count == 2 && value.shape == again.shape, "\(formula)")
    try expectEqual(value, again, within: 1e-12, formula)
    try expectEqual(value, try differences(of: function, by: item.variable), within: 1e-6, formula)
  }

  /// Central differences, stacked along the axes of the variable.
  private func differences(of function: String, by variable: String) throws -> Tensor {
    let start = try #require(Formulas.values(JacobianCase.data + [variable]).last)
    var columns: [[Double]] = []
    var shape: [Int] = []
    for place in start.elements.indices {
      var sides: [[Double]] = []
      for step in [-1e-5, 1e-5] {
        var elements = start.elements
        elements[place] += step
        let lines =
          JacobianCase.data + [
            "\(variable) := reshape(\(elements), \(start.shape.dimensions))", function,
          ]
        let value = try #require(Formulas.values(lines).last)
        shape = value.shape.dimensions
        sides.append(value.elements)
      }
      columns.append(zip(sides[1], sides[0]).map { ($0 - $1) / 2e-5 })
    }
    let count = columns.first?.count ?? 0
    let elements = (0..<count).flatMap { row in columns.map { $0[row] } }
    let whole = try #require(Shape(shape + start.shape.dimensions))
    return try #require(Tensor(whole, elements))
  }

  private func expectEqual(
    _ a: Tensor, _ b: Tensor, within tolerance: Double, _ formula: String
  ) throws {
    #expect(a.shape == b.shape, "\(formula)")
    for (left, right) in zip(a.elements, b.elements) {
      #expect((left - right).magnitude <= tolerance * (1 + right.magnitude), "\(formula)")
    }
  }
}
