import Calculus
import Testing

/// Pairs that are hard to tell apart, or hard to tell as one.
@Suite struct HardPairTests {
  @Test(arguments: [
    ("var x", "sin(2*x)", "2*sin(x)*cos(x)"), ("var x", "1 + tan(x)^2", "1/cos(x)^2"),
    ("var x", "tanh(x)^2", "1 - 1/cosh(x)^2"), ("var x", "log(x^2)", "2*log(abs(x))"),
    ("var x", "asin(x) + acos(x)", "pi/2"), ("var x", "abs(x)", "max(x, -x)"),
    ("var x", "relu(x) - relu(-x)", "x"), ("var x", "log(sigmoid(x))", "-softplus(-x)"),
    ("var x", "clip(x, -1, 1)", "max(-1, min(x, 1))"), ("var x", "sqrt(x^2)", "abs(x)"),
    ("var x > 0", "atan(x) + atan(1/x)", "pi/2"), ("var x in (0, 1)", "log(x^2)", "2*log(x)"),
    ("var x", "(x^3 - 8)/(x - 2)", "x^2 + 2*x + 4"), ("var x", "exp(2*x) - 1", "2*exp(x)*sinh(x)"),
    ("var A[3, 3], B[3, 3]", "trace(A @ B)", "trace(B @ A)"),
    ("var A[3, 3], B[3, 3]", "inv(A @ B)", "inv(B) @ inv(A)"),
    ("var A[3, 3], B[3, 3]", "det(A @ B)", "det(A)*det(B)"),
    ("var A[3, 3]", "det(inv(A))", "1/det(A)"), ("var A[3, 4]", "sum(A^2)", "trace(A @ A')"),
    ("var v[4]", "softmax(v + 3)", "softmax(v)"), ("var v[4]", "cumsum(v)[3]", "sum(v)"),
    ("var v[4]", "logsumexp(v)", "max(v) + log(sum(exp(v - max(v))))"),
    ("var v[4]", "var(v)", "mean(v^2) - mean(v)^2"), ("var v[4]", "prod(exp(v))", "exp(sum(v))"),
  ])
  func oneFunctionWrittenTwoWaysIsEqual(names: String, first: String, second: String) throws {
    #expect(try verdict(names, first, second).outcome == .equal)
  }

  @Test(arguments: [
    ("var x", "sqrt(x^2)", "x"), ("var x", "atan(x) + atan(1/x)", "pi/2"),
    ("var x", "acos(cos(x))", "x"), ("var x", "log(x^2)", "2*log(x)"),
    ("var x, y", "log(x*y)", "log(x) + log(y)"), ("var x", "x", "exp(log(x))"),
    ("var x", "where(abs(x - 2.5) < 0.001, 1, 0)", "0"), ("var x", "x^2", "where(x > 100, 0, x^2)"),
    ("var x", "where(x < 50, x, 50)", "x"), ("var x", "x*where(x > 0 and x < 0.001, 1, 0)", "0"),
    ("var x", "relu(x)", "max(x, 0) + 1e-7*where(abs(x - 3) < 0.01, 1, 0)"),
    ("var x", "1e6*x", "1e6*x + 1e-3"), ("var x", "erf(x)", "tanh(2*x/sqrt(pi))"),
    ("var x", "exp(x)", "1 + x + x^2/2 + x^3/6 + x^4/24"), ("var x", "min(x, 1000)", "x"),
    ("var A[3, 3], B[3, 3]", "A @ B", "B @ A"), ("var A[3, 3]", "logdet(A)", "log(det(A))"),
    ("var A[3, 3], B[3, 3]", "trace(A @ B)", "trace(A)*trace(B)"),
    ("var v[4]", "softmax(2*v)", "softmax(v)"), ("var v[4]", "norm(v)", "sum(abs(v))"),
  ])
  func nearMissesAreDifferent(names: String, first: String, second: String) throws {
    let verdict = try verdict(names, first, second)
    #expect(verdict.outcome == .different)
    #expect(verdict.witness != nil)
  }

  private func verdict(_ names: String, _ first: String, _ second: String) throws
    -> EquivalenceVerdict
  {
    let builder = GraphBuilder()
    for name in Self.declarations(names) { try builder.run(name) }
    let a = try #require(try builder.run(first))
    let b = try #require(try builder.run(second))
    return try Equivalence.compare(
      a, b, in: CalculusContext(graph: builder.graph, facts: builder.facts))
  }

  /// `var A[3, 3], B[3, 3]` as two declarations.
  private static func declarations(_ names: String) -> [String] {
    var depth = 0
    var parts = [""]
    for character in names.dropFirst(4) {
      if "[(".contains(character) { depth += 1 }
      if "])".contains(character) { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { "var " + $0.drop(while: { $0 == " " }) }
  }
}
