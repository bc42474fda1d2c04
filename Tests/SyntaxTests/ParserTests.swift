import Syntax
import Testing

@Suite struct ParserTests {
  @Test(arguments: [
    ("2 + 3*4", "(+ 2 (* 3 4))"),
    ("-x^2", "(- (^ x 2))"),
    ("2^-1", "(^ 2 (- 1))"),
    ("2^-x*y", "(* (^ 2 (- x)) y)"),
    ("2^3^2", "(^ 2 (^ 3 2))"),
    ("2**3**2", "(^ 2 (^ 3 2))"),
    ("a @ b * c", "(* (@ a b) c)"),
    ("a - b - c", "(- (- a b) c)"),
    ("a / b @ c", "(@ (/ a b) c)"),
    ("-a*b", "(* (- a) b)"),
    ("a*-b", "(* a (- b))"),
    ("0 < p <= 1", "(chain 0 < p <= 1)"),
    ("(0 < p) < 1", "(chain (chain 0 < p) < 1)"),
    ("not a == b and c or d", "(or (and (not (chain a == b)) c) d)"),
    ("a if c else b if d else e", "(if c a (if d b e))"),
    ("a + 1 if c else b", "(if c (+ a 1) b)"),
    ("+x", "(+ x)"),
    ("--x", "(- (- x))"),
    ("x'^2", "(^ (' x) 2)"),
    ("X'", "(' X)"),
    ("X''", "(' (' X))"),
    ("f(x)' + 1", "(+ (' (call f x)) 1)"),
    ("[1, 2]'", "(' [1 2])"),
    ("x.T", "(. x T)"),
    ("x.mean()", "(call (. x mean))"),
    ("keras.losses.Huber()(y, p)", "(call (call (. (. keras losses) Huber)) y p)"),
    ("X' @ X[0]'", "(@ (' X) (' (index X 0)))"),
  ]) func operatorsBindByTheTable(source: String, tree: String) {
    #expect(TreeDump.dump(source) == tree)
  }

  @Test(arguments: [
    ("1e-7", "1e-7"), ("1_000", "1000"), ("1.", "1"), (".5", "0.5"), ("1.5E3", "1500"),
    ("1.*x", "(* 1 x)"), ("\"a\\n\\\"b\"", "\"a\n\"b\""), ("'sum'", "\"sum\""),
    ("\"C:\\data\"", "\"C:\\data\""),
    ("[[1, 2], [3, 4]]", "[[1 2] [3 4]]"), ("[1,\n 2,\n]", "[1 2]"), ("[]", "[]"),
    ("True", "true"), ("None", "none"),
    ("zeros((3, 3))", "(call zeros (tuple 3 3))"), ("f((3,))", "(call f (tuple 3))"),
    ("f(())", "(call f (tuple ))"), ("(x)", "x"),
    ("f(x, axis=1, var=2, lambda=3, where=m)", "(call f x axis=1 var=2 lambda=3 where=m)"),
    ("plot(f, x=-3:3)", "(call plot f x=(- 3):3)"),
    ("plot(L, w[0]=-3:3)", "(call plot L w[0]=(- 3):3)"),
    ("f(reduction='sum', w='x')", "(call f reduction=\"sum\" w=\"x\")"),
    ("Z[1, :]", "(index Z 1 ::)"), ("Z[:, 0:2]", "(index Z :: 0:2:)"),
    ("Z[::2]", "(index Z ::2)"), ("Z[a:b:-1, -1]", "(index Z a:b:(- 1) (- 1))"),
    ("d['label']", "(index d \"label\")"),
    ("f(a,\n  b,\n)", "(call f a b)"),
    ("1 + # one\n  2", "(+ 1 2)"), ("a if c\nelse b", "(if c a b)"),
    ("f(x) [0]", "(index (call f x) 0)"),
  ]) func literalsAndBrackets(source: String, tree: String) {
    #expect(TreeDump.dump(source) == tree)
  }

  @Test(arguments: [
    ("x²", "(^ x 2)"), ("x⁻¹", "(^ x (- 1))"), ("-x²", "(- (^ x 2))"), ("e^x²", "(^ e (^ x 2))"),
    ("a − b × c · d ÷ e", "(- a (/ (* (* b c) d) e))"),
    ("a ≤ b ≥ c ≠ d", "(chain a <= b >= c != d)"),
    ("√x", "(call sqrt x)"), ("√x^2", "(call sqrt (^ x 2))"),
    ("2*√x + 1", "(+ (* 2 (call sqrt x)) 1)"),
    ("∞", "inf"), ("Σ(x)", "(call sum x)"), ("∑(x)", "(call sum x)"), ("Σ + 1", "(+ Σ 1)"),
    ("σ(z)", "(call σ z)"), ("p̂ + w₁", "(+ p̂ w₁)"), ("损失 = y", "(= 损失 y)"),
    ("Xᵀ @ X", "(@ (' X) X)"), ("µ", "μ"),
  ]) func unicodeIsRead(source: String, tree: String) {
    #expect(TreeDump.dump(source) == tree)
  }

  @Test(arguments: [
    ("L = x", "(= L x)"), ("k.mse = k.l2", "(= k.mse (. k l2))"), ("w := w - 1", "(:= w (- w 1))"),
    ("w, b := w - g, b - h", "(:= w b (- w g) (- b h))"),
    ("gw, gb = grad(L, w, b)", "(= gw gb (call grad L w b))"),
    ("w += 1; w -= 2; w *= 3; w /= 4", "(+= w 1);\n(-= w 2);\n(*= w 3);\n(/= w 4)"),
    ("w[0, 1:] := 3", "(:= w[0 1::] 3)"),
    ("a; b\nc", "a;\nb\nc"), (";;a;;", "a;"), ("", ""), ("# only words", ""),
    ("x =\n  3", "(= x 3)"),
    ("f(x, k=2) = k*x^2", "(function f (x k=2) (* k (^ x 2)))"),
    ("f() = 1", "(function f () 1)"),
    (
      "f(y, p) = { d = y - p; mean(d^2) }",
      "(function f (y p) {(= d (- y p)); (call mean (^ d 2))})"
    ),
    ("f(y) = {\n  d = y\n  d\n}\ng", "(function f (y) {(= d y) d})\ng"),
    ("f(labels[n], logits[n, k]) = 1", "(function f (labels[n] logits[n k]) 1)"),
    (
      "tf.losses.huber_loss(labels, p, weights=1.0) = {p}",
      "(function tf.losses.huber_loss (labels p weights=1) {p})"
    ),
    ("var z[3], X[n, k], t", "(var z[3] X[n k] t)"), ("var d > 0", "(var d > 0)"),
    ("var p[n] in (0, 1]", "(var p[n] in (0 1])"), ("var q ∈ [-1, 1)", "(var q in [(- 1) 1))"),
    ("var(x)", "(call var x)"), ("var = 3", "(= var 3)"), ("var", "var"),
    ("assume A == A', b > 0", "(assume (chain A == (' A)) (chain b > 0))"),
    ("assume (a) == b", "(assume (chain a == b))"),
    ("repeat n { w := w - 1; b := 2 }", "(repeat n (:= w (- w 1)); (:= b 2))"),
    ("repeat (n + 1) { x }", "(repeat (+ n 1) x)"), ("repeat(x)", "(call repeat x)"),
    ("repeat 2 { repeat 3 { x } }", "(repeat 2 (repeat 3 x))"),
    ("del x, y", "(del x y)"), ("del = 1", "(= del 1)"),
    ("## Twice.\n## Or so.\nf(x) = 2*x", "(function f (x) (* 2 x)) ## Twice.\nOr so."),
    ("\"\"\"Twice.\n  Or so.\n\"\"\"\nf(x) = 2*x", "(function f (x) (* 2 x)) ## Twice.\nOr so."),
    ("## Far away.\n\nx = 1", "(= x 1)"), ("x = 1 ## why", "(= x 1)"),
    ("\"\"\"text\"\"\" == s", "(chain \"text\" == s)"),
  ]) func statements(source: String, tree: String) {
    #expect(TreeDump.dump(source) == tree)
  }

  @Test func namesAreEqualInEveryNormalForm() {
    let composed = Parser.parse(SourceText("\u{00E9} = 1")).statements
    let decomposed = Parser.parse(SourceText("e\u{0301} = 1")).statements
    guard case .define(let a, _)? = composed.first?.kind,
      case .define(let b, _)? = decomposed.first?.kind
    else { return #expect(Bool(false), "both define a name") }
    #expect(a[0].text == b[0].text)
    #expect(Set([a[0].text]).contains(b[0].text))
  }

  @Test(arguments: [
    ("mean((p - y)^2", true), ("1 +", true), ("f(x) = {", true), ("f(x) = {\n d = 1", true),
    ("x =", true), ("[1, 2", true), ("[1, 2,", true), ("\"\"\"Half", true), ("a if c", true),
    ("repeat 3 {", true), ("f(", true), ("not", true), ("x = (1\n", true), ("a,", true),
    ("1 + 2", false), ("", false), ("\"no end", false), ("2 $ (", false), ("x++", false),
    ("f(x) = { d }", false), ("x)", false),
  ]) func inputThatMoreWouldCompleteIsIncomplete(source: String, isIncomplete: Bool) {
    #expect(Parser.parse(SourceText(source)).isIncomplete == isIncomplete)
  }

  @Test func rangesLeaveParenthesesToTheOuterExpression() throws {
    let source = SourceText("mean((p - y)^2)")
    let statement = try #require(Parser.parse(source).statements.first)
    guard case .expression(let call) = statement.kind, case .call(_, let arguments) = call.kind,
      case .binary(.power, let base, _) = arguments[0].value.kind
    else { return #expect(Bool(false), "the tree is a call of a power") }
    #expect(source[arguments[0].value.range] == "(p - y)^2")
    #expect(source[base.range] == "p - y")
  }
}
