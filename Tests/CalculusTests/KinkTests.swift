import Calculus
import Graphs
import Testing

@Suite struct KinkTests {
  @Test(arguments: [
    ("abs(x)", ["x == 0"]), ("relu(x)^2", []), ("relu(x) - relu(-x)", []), ("x*abs(x)", []),
    ("where(abs(x) <= 2, x^2/2, 2*(abs(x) - 1))", []), ("max(x, x^2)", ["x == x^2"]),
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
    #expect(DomainConditions.of(node, in: context) == conditions)
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
