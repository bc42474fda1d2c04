import Calculus
import Testing

@testable import Rendering

private func latex(_ text: String) -> String { LaTeX.source(of: formula(text)) }

@Test(
  arguments: [
    ("2 * (p - y) / 3", #"\frac{2 \, \left(p - y\right)}{3}"#),
    ("exp(-z)", "{e}^{-z}"),
    ("X' @ w", #"{X}^{\mathsf{T}} \, w"#),
    ("(X @ w) * s", #"\left(X \, w\right) \odot s"#),
    ("sqrt(x) + abs(y)", #"\sqrt{x} + \left|y\right|"#),
    ("norm(w, ord=1)", #"\operatorname{norm}\left(w, \mathrm{ord} = 1\right)"#),
    ("log(p) * 2", #"2 \, \log\left(p\right)"#),
    ("sum(x, axis=0)", #"\sum_{\mathrm{axis} = 0} x"#),
    ("sum(x) * y", #"y \, \sum x"#),
    ("x^(a + b)", "{x}^{a + b}"),
    ("(x^2)^3", #"{\left({x}^{2}\right)}^{3}"#),
    (
      "where(x < 0, 0, x)", #"\begin{cases}0 & \text{if } x < 0 \\ x & \text{otherwise}\end{cases}"#
    ),
    ("[[a, b], [c, d]]", #"\begin{bmatrix}a & b \\ c & d\end{bmatrix}"#),
    ("log_softmax(z)", #"\operatorname{log\_softmax}\left(z\right)"#),
    ("w_1 + w_hat + x2", #"w_{1} + \hat{w} + x_{2}"#),
    ("lambda * theta", #"\lambda \, \theta"#),
    ("learning * y_true", #"\mathit{learning} \, y_{\mathrm{true}}"#),
    ("p̂ + δ", #"\hat{p} + \delta"#),
    ("损失", #"\text{损失}"#),
    ("x <= 1", #"x \le 1"#),
    ("Z[1, :]", #"{Z}_{1, \text{:}}"#),
  ])
func latexOfAFormula(source: String, expected: String) {
  #expect(latex(source) == expected)
}

@Test func latexBracesBalance() {
  for source in ["f(\"a_b{c}%$#&\\\\\")", "where(a < b, [1, 2], x')^2 / sqrt(y)"] {
    let text = latex(source).replacing(#"\{"#, with: "").replacing(#"\}"#, with: "")
    let depths = text.reduce(into: [0]) { depths, character in
      let step = character == "{" ? 1 : character == "}" ? -1 : 0
      depths.append((depths.last ?? 0) + step)
    }
    #expect(depths.last == 0)
    #expect(depths.allSatisfy { $0 >= 0 })
  }
}

@Test(
  arguments: [
    ("a / b", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
    ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
    ("sqrt(x)", "<msqrt><mi>x</mi></msqrt>"),
    ("lambda", "<mi>λ</mi>"),
    ("w_1", "<msub><mi>w</mi><mn>1</mn></msub>"),
    ("p_hat", "<mover accent=\"true\"><mi>p</mi><mo>^</mo></mover>"),
    ("a < b", "<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>"),
    ("a * b", "<mrow><mi>a</mi><mo>&#x2062;</mo><mi>b</mi></mrow>"),
  ])
func mathMLOfAFormula(source: String, expected: String) {
  let notation = NotationBuilder([expression(source)]).notation(of: expression(source))
  #expect(MathML.markup(notation) == expected)
}

@Test func mathMLElementsNestWhateverTheFormula() {
  let sources = [
    "where(x < 0, [[1, 2], [3, 4]], sum(x, axis=1))^2", "X' @ norm(w) / sqrt(2) - floor(x)[0]",
    "f(\"<&>\", axis=1) + g(x, k=2)",
  ]
  for source in sources {
    let markup = MathML.element(for: formula(source, where: [("q", "softmax(z)")]))
    #expect(openTags(in: markup) == [])
  }
}

/// The elements left open by a piece of markup, or a word on the first that closes another.
private func openTags(in markup: String) -> [String] {
  var open: [String] = []
  for part in markup.split(separator: "<").map({ $0.prefix { $0 != ">" } }) where !part.isEmpty {
    let name = part.drop { $0 == "/" }.prefix { $0.isLetter }
    if part.hasPrefix("/") {
      guard open.popLast() == String(name) else { return ["\(name) closes another"] }
    } else if !part.hasSuffix("/") {
      open.append(String(name))
    }
  }
  return open
}

@Test func textIsEscapedForMarkup() {
  #expect(Markup.text("<script>&\u{1B}") == "&lt;script&gt;&amp;␛")
  #expect(Markup.attribute("\"'\n") == "&quot;&#39;&#10;")
}
