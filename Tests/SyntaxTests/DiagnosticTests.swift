import Syntax
import Testing

@Suite struct DiagnosticTests {
  /// A source, what the diagnostic marks, and a part of what it says or hints.
  struct Slip: Sendable, CustomTestStringConvertible {
    let source: String
    let marked: String
    let says: String
    var testDescription: String { source }

    init(_ source: String, _ marked: String, _ says: String) {
      self.source = source
      self.marked = marked
      self.says = says
    }
  }

  static let slips = [
    Slip("2x", "2x", "`2*x`"),
    Slip("y = 2(1 - p)", "2(", "`2*(1 - p)`"),
    Slip("(a + b)(c + d)", ")(", "`(…)*(c + d)`"),
    Slip("|x - 1| + 2", "|x - 1|", "`abs(x - 1)`"),
    Slip("a .* b", ".*", "`*`"),
    Slip("f = lambda x: x^2", "lambda", "f(x) = x^2"),
    Slip("map(lambda x: x)", "lambda", "f(x) = x^2"),
    Slip("def f(x):", "def", "f(x) = x^2"),
    Slip("import numpy as np", "import", "nothing needs importing"),
    Slip("x = = 3", "=", "`==` compares"),
    Slip("\\frac{a}{b}", "\\frac", "`a / b`"),
    Slip("\\sigma(z)", "\\sigma", "`sigma`"),
    Slip("for i in range(3):", "for", "repeat"),
    Slip("while x > 3:", "while", "repeat"),
    Slip("if x > 3: y", "if", "`a if condition else b`"),
    Slip("x++", "++", "`x += 1`"),
    Slip("a && b", "&&", "`and`"),
    Slip("a || b", "||", "`or`"),
    Slip("!x", "!", "`not x`"),
    Slip("x -> x^2", "->", "f(x)"),
    Slip("“sum”", "“", "straight quotes"),
    Slip("elif x: y", "elif", "`a if condition else b`"),
    Slip("return x", "return", "last expression"),
    Slip("f'(x + 1)", "f'", "`at(diff(f(x), x), x=x + 1)`"),
    Slip("f(x, (1 + 2", "(", "to close the `(` at column 6"),
    Slip("(1, 2]", "]", "expected `)` to close the `(` at column 1"),
    Slip("huber(y,, p)", ",", "an argument"),
    Slip("\"no end", "\"no end", "no end"),
    Slip("X '", "'", "no space before"),
    Slip("1 +", "+", "expected an expression after `+`"),
    Slip("2 + * 3", "*", "expected an expression"),
    Slip("3 $ 4", "$", "not part of the language"),
    Slip("sum([1, 2]))", ")", "no `(` for this"),
    Slip("[1 2]", "1 2", "`[1, 2]`"),
    Slip("w[0] = 3", "=", "`w[0] := …`"),
    Slip("x = 1, 2", "1, 2", "`[1, 2]`"),
    Slip("f(x) := 2", ":=", "defined with `=`"),
    Slip("where(x = 3, 1, 2) + f(x + 1 = 2)", "=", "`==`"),
    Slip("1__0", "1__0", "not a number"),
    Slip("1e999", "1e999", "not a number"),
    Slip("5 % 2", "%", "mod(a, b)"),
    Slip("x^{2}", "{", "group with `( )`"),
    Slip("true = 1", "true", "cannot be bound"),
    Slip("a = b = 3", "=", "one definition a line"),
    Slip("sum x", "sum x", "`sum(x)` calls"),
    Slip("f(*args)", "*", "one by one"),
    Slip("plot(f, -3:3)", ":", "`x=-3:3`"),
    Slip("var p in {0, 1}", "{", "( )"),
    Slip("[x for x in y]", "for", "whole tensors"),
    Slip("p = 0.5; q = 2p", "2p", "`2*p`"),
    Slip("p̂ + 损失 $", "$", "not part"),
    Slip("∇L", "∇", "grad"),
  ]

  @Test(arguments: slips) func aSlipIsMarkedAndNamed(slip: Slip) throws {
    let result = Parser.parse(SourceText(slip.source))
    let diagnostic = try #require(result.diagnostics.first)
    let range = try #require(diagnostic.range)
    let source = try #require(diagnostic.source)
    #expect(diagnostic.code == .syntax)
    #expect(source[range] == slip.marked)
    let said = diagnostic.message + " | " + (diagnostic.hint ?? "")
    #expect(said.contains(slip.says), "\(said)")
  }

  @Test func columnsCountCharacters() throws {
    let diagnostic = try #require(Parser.parse(SourceText("p̂ + 损失 $ 1")).diagnostics.first)
    let source = try #require(diagnostic.source)
    let range = try #require(diagnostic.range)
    #expect(source.location(of: range.lower).column == 8)
    #expect(source[range].count == 1)
  }

  @Test func theErrorsOfACellAreReportedTogether() {
    let source = "a = 2x\nb = [1, 2\nc = 3\nd = huber(y,, p); e = 4\nf(x) = { 1 2 }\ng = 5"
    let result = Parser.parse(SourceText(source))
    #expect(result.statements.map(TreeDump.dump) == ["(= c 3)", "(= e 4)", "(= g 5)"])
    #expect(result.diagnostics.compactMap { $0.range.map { $0.lower } }.count == 4)
    #expect(!result.isIncomplete)
  }

  @Test func whatTheLanguageHasIsNoSlip() {
    for source in ["e^x", "sum_i", "np.log(x)", "print(x)", "x--1", "x - -1", "x+-1", "for = 3"] {
      #expect(Parser.parse(SourceText(source)).diagnostics.isEmpty, "\(source)")
    }
  }
}
