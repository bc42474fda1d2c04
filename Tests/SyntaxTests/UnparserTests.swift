import Syntax
import TestSupport
import Testing

@Suite struct UnparserTests {
  @Test(arguments: [
    "2*(p - y)/n", "x'", "a if c else b", "-x^2", "(-x)^2", "2^-x", "(a + b)*c", "a - (b - c)",
    "a - b - c", "X' @ (X @ w - y)/n", "f(x, axis=0)", "Z[:, 0:2]", "x[::2]", "0 < p <= 1",
    "not a and b", "not (a and b)", "(a if c else b) + 1", "[[1, 2], [3, 4]]", "(a @ b)'",
    "zeros((3, 3))", "f((x,))", "1e-7*x", "plot(f, x=-3:3)", "(2).e5", "a/(b/c)", "a*(b*c)",
    "sum(X, axis=[0, 2])", "-(a + b)", "(a < b) == c", "tf.losses.huber_loss(labels=y)",
    "x + -y", "(x^2)^3", "x^2^3", "d[\"label\"]",
  ]) func textbookStyleStaysAsItIs(source: String) throws {
    let result = Parser.parse(SourceText(source))
    #expect(result.diagnostics.isEmpty)
    #expect(result.statements.map { Unparser.text(of: $0) } == [source])
  }

  @Test(arguments: [
    (0.1, "0.1"), (3, "3"), (1e-7, "1e-7"), (1e16, "1e16"), (1.5e300, "1.5e300"),
    (.leastNonzeroMagnitude, "5e-324"),
    (0.1 + 0.2, "0.30000000000000004"), (123_456_789, "123456789"), (-2, "-2"),
  ]) func numbersAreShortAndReadBack(number: Double, text: String) {
    #expect(Unparser.text(of: number) == text)
    #expect(Double(text) == number)
  }

  @Test(arguments: 0..<300) func expressionsReadBack(seed: UInt64) {
    var random = RandomTree(seed: seed)
    let tree = random.expression()
    let text = Unparser.text(of: tree)
    let result = Parser.parse(SourceText(text))
    #expect(result.diagnostics.isEmpty, "\(text)")
    #expect(
      result.statements.map(TreeDump.dump) == [TreeDump.dump(tree)], "\(text)")
  }

  @Test(arguments: 0..<300) func statementsReadBack(seed: UInt64) {
    var random = RandomTree(seed: seed)
    let tree = random.statement()
    let text = Unparser.text(of: tree)
    let result = Parser.parse(SourceText(text))
    #expect(result.diagnostics.isEmpty, "\(text)")
    #expect(result.statements.map(TreeDump.dump) == [TreeDump.dump(tree)], "\(text)")
  }
}
