import Calculus
import Testing

@testable import Rendering

private let n = [(letter: "n", form: "size(p)", value: Int?.some(3))]

private func line(_ text: String) -> String { FormulaText.body(of: formula(text, sizes: n)) }

private func drawn(_ text: String, isASCII: Bool = false, width: Int = 80) -> String {
  renderer(width: width, isASCII: isASCII).text(of: formula(text)).plain
}

@Test(
  arguments: [
    ("2 * (p - y) / size(p)", "2 (p − y) / n"),
    ("(1 / size(p)) * ((p - y) / (p * (1 - p)))", "1 / n · (p − y) / (p (1 − p))"),
    ("-x^2 / 2", "−x² / 2"),
    ("(-x)^2", "(−x)²"),
    ("x^(-1)", "x⁻¹"),
    ("x^(a + b)", "x^(a + b)"),
    ("a - (b - c)", "a − (b − c)"),
    ("a - (-b)", "a + b"),
    ("a / (b / c)", "a / (b / c)"),
    ("2 * x * 3", "2 · 3 x"),
    ("X' @ (p - y)", "Xᵀ (p − y)"),
    ("X @ w * s", "(X w) ⊙ s"),
    ("2 * (X @ w)", "2 X w"),
    ("2 * A' @ (A @ s - x)", "2 Aᵀ (A s − x)"),
    ("log(x) * x * 2", "2 x log(x)"),
    ("(1 - p) * p", "p (1 − p)"),
    ("inv(A) @ b", "A⁻¹ b"),
    ("exp(-abs(z)) / (1 + exp(-abs(z)))", "exp(−|z|) / (1 + exp(−|z|))"),
    ("sum((p - y)^2)", "Σ((p − y)²)"),
    ("sum(x, axis=1) * 2", "2 · Σ(x, axis=1)"),
    ("sqrt(x^2 + 1)", "√(x² + 1)"),
    ("norm(w)^2", "‖w‖²"),
    ("sigmoid(z) - y", "σ(z) − y"),
    ("where(x < 0, -x, x)", "where(x < 0, −x, x)"),
    ("0 < p <= 1 and not q", "0 < p ≤ 1 and not q"),
    ("x[0] + Z[1, :]", "x[0] + Z[1, :]"),
    ("1e-7 * x", "10⁻⁷ x"),
    ("0.001 * x", "0.001 x"),
    ("pi * r^2", "π r²"),
    ("[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]"),
  ])
func aFormulaIsWrittenInOneLine(source: String, expected: String) {
  #expect(line(source) == expected)
}

@Test func fractionsStandOnTheLine() {
  #expect(
    renderer().text(of: formula("(1 / size(p)) * ((p - y) / (p * (1 - p)))", sizes: n)).plain == """
      1     p − y
      ─ · ─────────      n = 3
      n   p (1 − p)
      """)
}

@Test func aFractionOfFractionsHasTheLongerBar() {
  #expect(
    drawn("a / (b / c)") == """
       a
      ───
       b
       ─
       c
      """)
}

@Test func aSumSignBeforeAnotherTermIsEnclosed() {
  #expect(drawn("sum(x) - y") == "(Σ x) − y")
  #expect(drawn("y - sum(x)") == "y − Σ x")
  #expect(drawn("q * sum(y) - y") == "q (Σ y) − y")
  #expect(line("q * sum(y) - y") == "q Σ(y) − y")
}

@Test func aFractionOverMoreHasOneBar() {
  #expect(line("a / b / c") == "a / (b c)")
  #expect(line("x / y / size(p)") == "1 / n · x / y")
  #expect(line("-(x / y) / 2") == "−1 / 2 · x / y")
  #expect(line("a / (b * c) / d") == "a / (b c d)")
}

@Test func exponentsAreRaised() {
  #expect(drawn("x^2") == "x²")
  #expect(
    drawn("exp(-x^2 / 2)") == """
        x²
       −──
        2
      e
      """)
}

@Test func parenthesesGrowWithWhatTheyEnclose() {
  #expect(
    drawn("log(p / (1 - p))^2") == """
         ⎛  p  ⎞²
      log⎜─────⎟
         ⎝1 − p⎠
      """)
}

@Test func aRootCoversAFraction() {
  #expect(
    drawn("sqrt(a / b)") == """
       ┌──
       │ a
       │ ─
      √│ b
      """)
}

@Test func casesStandBehindABrace() {
  #expect(
    drawn("where(abs(x) <= delta, x^2 / 2, delta * (abs(x) - delta / 2))") == """
      ⎧ x²
      ⎪ ──                   if |x| ≤ delta
      ⎪ 2
      ⎨
      ⎪       ⎛      delta⎞
      ⎪ delta ⎜|x| − ─────⎟  otherwise
      ⎩       ⎝        2  ⎠
      """)
}

@Test func matricesHaveTallBrackets() {
  #expect(
    drawn("[[1, 20], [x, 4]]") == """
      ⎡1  20⎤
      ⎣x  4 ⎦
      """)
}

@Test func sharedPartsFollowTheFormula() {
  let shared = formula(
    "(q - one_hot(k, 3)) / size(p)", sizes: n, where: [("q", "softmax(z)")])
  #expect(
    renderer().text(of: shared).plain == """
      q − one_hot(k, 3)
      ─────────────────      n = 3
              n
      where q = softmax(z)
      """)
  #expect(
    FormulaText.text(of: shared) == "(q − one_hot(k, 3)) / n where q = softmax(z), n = 3")
}

@Test func asciiDrawsWithoutUnicode() {
  let text = drawn("sum(X' @ (p - y)) / sqrt(2 * pi) * x^2 + abs(a / b)", isASCII: true)
  #expect(text.allSatisfy { $0.isASCII })
  #expect(
    text == """
      sum X' @ (p - y)    2   |a|
      ---------------- * x  + |-|
        sqrt(2 * pi)          |b|
      """)
}

@Test func aWideSumIsBrokenBeforeItsSigns() {
  #expect(
    drawn("aaaaaaaaaaaa / b + cccccccccccc - dddddddddddd", width: 30) == """
      aaaaaaaaaaaa
      ──────────── + cccccccccccc
           b

         − dddddddddddd
      """)
}

@Test func aFormulaThatFitsNowhereBecomesALine() {
  let text = drawn("(aaaaaaaaaaaaaaaaaa + bbbbbbbbbbbbbbbbbbbb + cccccccccccc) / d", width: 30)
  #expect(
    text == """
      (aaaaaaaaaaaaaaaaaa +
        bbbbbbbbbbbbbbbbbbbb +
        cccccccccccc) / d
      """)
  #expect(text.split(separator: "\n").allSatisfy { $0.count <= 30 })
}

@Test func aSizeShowsItsLetterOnlyWhereItStands() {
  let form = formula("size(p) + size(q)", sizes: n)
  #expect(FormulaText.body(of: form) == "n + size(q)")
}

@Test func aLongChainIsSetInALine() {
  let long = (0..<5000).map { "x\($0)" }.joined(separator: " + ")
  let text = renderer(height: 24).text(of: formula(long)).plain
  #expect(text.hasPrefix("x0 + x1 + x2"))
  #expect(text.hasSuffix("`--json` has them all"))
}

@Test func callsInCallsAreWrittenOnceEach() {
  // Written twice at each level, sixty levels would never end.
  let text = String(repeating: "log1p(", count: 60) + "x" + String(repeating: ")", count: 60)
  #expect(line(text) == text)
  #expect(drawn(text, width: 40).contains("x"))
}
