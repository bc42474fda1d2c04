import Calculus
import Graphs
import Testing

@Suite struct KinkTests {
  @Test(arguments: [
    ("abs(x)", ["x == 0"]), ("relu(x)^2", []), ("relu(x) - relu(-x)", []), ("x*abs(x)", []),
    ("where(abs(x) <= 2, x^2/2, 2*(abs(x) - 1))", []), ("max(x, x^2)", ["x == 0", "x == 1"]),
    ("clip(x, -1, 1)", ["x == -1", "x == 1"]),
    ("max(x, 0) - x*3 + log(1 + exp(-abs(x)))", []),
  ])
  func whatCancelsIsNoKink(function: String, conditions: [String]) throws {
    #expect(try kinks(["var x"], function, "x").map(\.condition) == conditions)
  }

  @Test func slopesAreThoseOfTheWholeFunction() throws {
    #expect(try kinks(["var x"], "3*abs(x) + x", "x").first?.slopes == "[-2, 4]")
    #expect(try kinks(["var x"], "relu(x)", "x").first?.slopes == "[0, 1]")
  }

  @Test func aStepIsAJumpAndHasNoSlopes() throws {
    let found = try kinks(["var x"], "where(x < 0, 0, 1)", "x")
    #expect(found.map(\.isJump) == [true])
    #expect(found.first?.slopes == nil)
  }

  @Test(arguments: [
    ("var x", "log(1 - x)/x", ["x < 1", "x != 0"]), ("var x", "sqrt(x)", ["x >= 0"]),
    ("var x in (0, 1)", "log(x) + log(1 - x)", []), ("var x", "asin(x)", ["abs(x) <= 1"]),
    ("var x", "1/(x^2 + 1)", []),
  ])
  func conditionsThatAreDeclaredAreLeftOut(
    declaration: String, expression: String, conditions: [String]
  ) throws {
    let builder = GraphBuilder()
    try builder.run(declaration)
    let node = try #require(try builder.run(expression))
    let context = CalculusContext(graph: builder.graph, facts: builder.facts)
    #expect(try DomainConditions.of(node, in: context) == conditions)
  }

  @Test(arguments: [
    ("sqrt(x^2)", ["x == 0"]), ("abs(x)^3", []), ("max(x, 0)^2", []), ("x*sign(x)", ["x == 0"]),
    ("max(x, -x)", ["x == 0"]), ("min(x, 1 - x)", ["x == 0.5"]), ("abs(x) + abs(-x)", ["x == 0"]),
    ("abs(x^2 - 1)", ["x == -1", "x == 1"]), ("relu(relu(x) - 1)", ["x == 1"]),
    ("abs(x^3)", []), ("log(abs(x))", []), ("abs(sin(x))", ["sin(x) == 0"]),
    ("sqrt(abs(x))", ["x == 0"]), ("x^(1/3)", ["x == 0"]), ("sqrt(x)", ["x == 0"]),
    ("abs(x)/x", []), ("floor(x)", ["mod(x, 1) == 0"]), ("round(x)", ["mod(x, 1) == 0.5"]),
    ("mod(x, 1)", ["mod(x, 1) == 0"]), ("exp(abs(x))", ["x == 0"]),
    ("where(x < 1, x^2, 2*x - 1)", []), ("where(x < 1, x, 2 - x)", ["x == 1"]),
    ("sqrt(x^2 + 1)", []), ("abs(abs(x) - 1)", ["x == 0", "x == -1", "x == 1"]),
    ("log1p(exp(-abs(x))) + relu(x)", []), ("relu(x)*relu(-x)", []), ("softsign(x)", []),
  ])
  func eachKinkOfAScalarIsSaidByItsPlace(function: String, conditions: [String]) throws {
    #expect(try kinks(["var x"], function, "x").map(\.condition) == conditions)
  }

  @Test(arguments: [
    ("max(v)", ["two entries of v are the largest"]), ("sum(sort(v))", []), ("norm(v)^2", []),
    ("norm(v)", ["norm(v) == 0"]), ("sum(max(v, 0)^2)", []), ("sum(abs(v))", ["v == 0"]),
    ("sort(v)[0]", ["two entries of v are equal"]), ("norm(v - 1)", ["norm(v - 1) == 0"]),
    ("logsumexp(v)", []), ("sum(sqrt(v^2))", ["v == 0"]),
  ])
  func aVectorHasKinksWhereItsEntriesTie(function: String, conditions: [String]) throws {
    #expect(try kinks(["var v[3]"], function, "v").map(\.condition) == conditions)
  }

  @Test(arguments: [
    ("abs(x)", "0 is taken, as TensorFlow and PyTorch do; JAX takes 1"),
    ("3*abs(x) + x", "1 is taken, as TensorFlow and PyTorch do; JAX takes 4"),
    ("-abs(x)", "0 is taken, as TensorFlow and PyTorch do; JAX takes -1"),
    ("relu(x)", "0 is taken, as TensorFlow, PyTorch and JAX do"),
    ("max(x, 0)", "0.5 is taken, as PyTorch and JAX do; TensorFlow takes 1"),
    ("max(0, x)", "0.5 is taken, as PyTorch and JAX do; TensorFlow takes 0"),
    ("min(x, 2)", "0.5 is taken, as PyTorch and JAX do; TensorFlow takes 1"),
    ("sqrt(x)", "the slope grows without bound towards it"),
  ])
  func whatIsTakenIsTheSlopeOfTheWhole(function: String, convention: String) throws {
    #expect(try kinks(["var x"], function, "x").map(\.convention) == [convention])
  }

  @Test(arguments: [
    ("log(log(x))", ["x > 1"]), ("1/(x - 1)", ["x != 1"]), ("1/(x^2 - 1)", ["x != 1", "x != -1"]),
    ("log(1 + x)", ["x > -1"]), ("log(x^2)", ["x != 0"]), ("log(abs(x))", ["x != 0"]),
    ("log(1 - x^2)", ["abs(x) < 1"]), ("acos(2*x)", ["abs(x) <= 1/2"]),
    ("1/sqrt(x)", ["x > 0"]), ("sqrt(x)/(x - 2)", ["x >= 0", "x != 2"]),
    ("where(x > 0, log(x), 0)", []), ("where(x > 0, log(x - 1), 0)", ["x <= 0 or x > 1"]),
    ("log(relu(x))", ["x > 0"]), ("1/(1 - exp(x))", ["x != 0"]), ("1/0 + x", ["false"]),
    ("log(x - y)", ["x > y"]), ("1/(x - y)", ["x != y"]), ("sqrt(1 - x^2)", ["abs(x) <= 1"]),
    ("log(sigmoid(x))", []), ("sqrt(log(x))", ["x >= 1"]), ("asin(sqrt(x))", ["x >= 0", "x <= 1"]),
    ("x^y", ["x > 0"]), ("x^(-2)", ["x != 0"]), ("x/(x*y)", ["x != 0", "y != 0"]),
    ("log(x) - log(y)", ["x > 0", "y > 0"]), ("log1p(-x)", ["x < 1"]), ("exp(1/x)", ["x != 0"]),
  ])
  func aDomainIsSaidInTheVariables(expression: String, conditions: [String]) throws {
    let builder = GraphBuilder()
    for name in ["x", "y"] { try builder.run("var \(name)") }
    let node = try #require(try builder.run(expression))
    let context = CalculusContext(graph: builder.graph, facts: builder.facts)
    #expect(try DomainConditions.of(node, in: context) == conditions)
  }

  @Test(arguments: [
    ("var x >= 0", "abs(x)", []), ("var x in [-1, 1]", "clip(x, -2, 2)", []),
    ("var x in [-1, 1]", "abs(x)", ["x == 0"]), ("var x > 1", "abs(x - 1)", []),
    ("var x in (0, 1)", "relu(x - 2)", []),
  ])
  func aKinkOutsideTheDomainIsNone(
    declaration: String, function: String, conditions: [String]
  ) throws {
    #expect(try kinks([declaration], function, "x").map(\.condition) == conditions)
  }

  @Test(arguments: [
    ("var x in [-1, 1]", "acos(x)", []), ("var x in [-1, 1]", "log(x + 2)", []),
    ("var x in [0, 1]", "log(1 - x)", ["x < 1"]), ("var x > 1", "sqrt(x - 1)", []),
    ("var x >= 1", "1/(x - 1)", ["x != 1"]), ("var x in (0, 1)", "log(1 - x^2)", []),
    ("var x in (-1, 1)", "1/(1 - abs(x))", []), ("var x", "log(2 + sin(x))", []),
    ("var x", "sqrt(1 - tanh(x)^2)", []), ("var x", "log(1 + sin(x))", ["sin(x) > -1"]),
  ])
  func whatTheDomainOfANameGivesIsNotAsked(
    declaration: String, expression: String, conditions: [String]
  ) throws {
    let builder = GraphBuilder()
    try builder.run(declaration)
    let node = try #require(try builder.run(expression))
    let context = CalculusContext(graph: builder.graph, facts: builder.facts)
    #expect(try DomainConditions.of(node, in: context) == conditions)
  }

  private func kinks(
    _ declarations: [String], _ function: String, _ variable: String
  ) throws -> [Kink] {
    let builder = GraphBuilder()
    for declaration in declarations { try builder.run(declaration) }
    let f = try #require(try builder.run(function))
    let x = try #require(try builder.run(variable))
    return try Kinks.find(
      of: f, withRespectTo: x, in: CalculusContext(graph: builder.graph, facts: builder.facts))
  }
}
