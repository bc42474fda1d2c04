import Testing

/// Derivatives in the forms of the books, by kinds of rules.
@Suite struct FormulaTests {
  private static let square = ["var A[3, 3], B[3, 3], X[3, 3], a[3], b[3], x[3]"]

  @Test(arguments: [
    ("grad(trace(A @ X @ B @ X), X)", "(A @ X @ B + B @ X @ A)'"),
    ("grad(trace(A @ X @ B @ X'), X)", "A @ X @ B + A' @ X @ B'"),
    ("grad(logdet(X' @ X), X)", "2*inv(X)'"),
    ("grad(det(X' @ X), X)", "2*det(X)^2*inv(X)'"),
    ("grad(det(A @ X @ B), X)", "det(A @ X @ B)*inv(X)'"),
    ("grad(sqrt(dot(x, A' @ A @ x)), x)", "A' @ A @ x/norm(A @ x)"),
    ("jacobian(softmax(A @ x), x)", "q = softmax(A @ x); (diag(q) - outer(q, q)) @ A"),
    (
      "hessian(logsumexp(A @ x), x)",
      "q = softmax(A @ x); A' @ (diag(q) - outer(q, q)) @ A"
    ),
    ("simplify(trace(log_softmax(A)))", "trace(A) - sum(logsumexp(A, axis=1))"),
  ])
  func squareMatricesMeetTheirInversesAndTransposes(expression: String, formula: String) {
    #expect(Formulas.all(Self.square + [expression]) == [formula])
  }

  @Test func anInverseOfASymmetricProductIsSymmetric() {
    let formulas = Formulas.all(["var X[n, d]", "grad(logdet(X' @ X), X)"])
    #expect(formulas == ["2*X @ inv(X' @ X)"])
  }

  @Test(arguments: [
    (
      "grad(sum((x[1:] - x[:-1])^2), x)",
      "2*(concat(zeros(1), x[1:6] - x[0:5]) - concat(x[1:6] - x[0:5], zeros(1)))"
    ),
    ("grad(sum(concat(x, y)^2), x)", "2*x"),
    ("grad(norm(concat(x, y)), y)", "y/norm(concat(x, y))"),
    ("grad(sum(X[0]*X[1]), X)", "outer(one_hot(1, 4), X[0, :]) + outer(one_hot(0, 4), X[1, :])"),
    ("simplify(cumsum(x) - cumsum(2*x))", "-cumsum(x)"),
  ])
  func partsAreLinear(expression: String, formula: String) {
    #expect(Formulas.all(["var x[6], y[2], X[4, 3]", expression]) == [formula])
  }

  @Test func aConcatenationOfUnknownSizesHasItsGradient() {
    let names = ["var x[n], y[m]"]
    #expect(Formulas.all(names + ["grad(norm(concat(x, y)), y)"]) == ["y/norm(concat(x, y))"])
    #expect(
      Formulas.all(names + ["grad(sum(cumsum(concat(x, y))), y)"]).first?.contains("arange") == true
    )
  }

  @Test(arguments: [
    ("grad(sum(where(x > a, (x - a)^2, 0)), a)", "-2*sum(relu(x - a))"),
    ("diff(a^3*exp(2*a), a, n=2)", "2*a*exp(2*a)*(2*a^2 + 6*a + 3)"),
    ("diff(log(sigmoid(a)), a)", "sigmoid(-a)"),
    ("grad(soft_margin(y, x), x)", "-y*sigmoid(-y*x)/size(y)"),
  ])
  func whatHasANameIsCalledByIt(expression: String, formula: String) {
    #expect(Formulas.all(["var x[5], y[5], a", expression]) == [formula])
  }

  @Test func aLossOfManyPartsIsSimplifiedInTermsOfThem() {
    #expect(
      Formulas.all(["var y[n], p[n]", "grad(focal_tversky(y, p), p)"]) == [
        "u = sum(0.7*y + 0.3*p) + 1; "
          + "3*(3*dot(y, p) + 3 - 10*u*y)/(40*u^2*(1 - (dot(y, p) + 1)/u)^0.25)"
      ])
  }

  @Test(arguments: ["grad(zero_one(y, s), s)", "grad(sum(floor(s)), s)"])
  func aStepThatIsNotBoundHasSlopeZero(expression: String) {
    #expect(Formulas.last(expression)?.hasPrefix("zeros(size(") == true)
  }

  @Test(arguments: [
    ("var x > 1", "simplify(abs(x - 1))", "x - 1"), ("var x > 1", "simplify(log(x^2))", "2*log(x)"),
    ("var x in (-1, 1)", "simplify(abs(2 + x))", "2 + x"), ("var x < 0", "simplify(abs(x))", "-x"),
    ("var x >= 0", "simplify(sqrt(x^2))", "x"),
  ])
  func aDeclaredDomainDecidesSigns(declaration: String, expression: String, formula: String) {
    #expect(Formulas.all([declaration, expression]) == [formula])
  }

  @Test func assumptionsThatExcludeEachOtherAreRefused() {
    #expect(
      Formulas.all(["var x > 0", "assume x < 0"]) == [
        "error: `x` is > 0 already, and no number is both"
      ])
  }
}
