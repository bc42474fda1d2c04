import Calculus
import Language
import Syntax
import Tensors
import Testing

@testable import Rendering

/// A result of every kind.
let everyContent: [Output.Content] = [
  .value(Tensor(vector: [1, 2.5])),
  .formula(formula("2 * (p - y) / size(p)", sizes: [("n", "size(p)", nil)])),
  .derivative(formula("2 * x"), value: Tensor(3)),
  .derivative(nil, value: Tensor(3)),
  .derivative(nil, value: nil),
  .check(checkReport),
  .equivalence(
    EquivalenceReport(
      verdict: .different, how: "differs at a sampled point",
      witness: .init(
        point: [("p", Tensor(vector: [1, 2])), ("y", Tensor(1))], left: Tensor(2),
        right: Tensor(-2)), diagnosis: "sign")),
  .steps(derivation, result: formula("2 * x / size(x)", sizes: [("n", "size(x)", 3)])),
  .tape([
    TapeRow(
      name: "t1", operation: "p - y", value: Tensor(vector: [1, 2, 3.5]),
      adjoint: Tensor(vector: [1, 2, 3])),
    TapeRow(name: "L", operation: "sum(t1)", value: Tensor(6.5), adjoint: nil),
  ]),
  .table(
    TableReport(
      headings: ["x", "log_loss", "what"],
      rows: [
        [.value(Tensor(0.1)), .value(Tensor(2.302585)), .text("a")],
        [.value(Tensor(0.5)), .value(Tensor(vector: [0.69])), .text("bb")],
      ])),
  .kinks([KinkReport(condition: "p - y == 0", slopes: "[-1, 1]", convention: "0 is taken")]),
  .kinks([]),
  .domain(["p > 0", "p < 1"]),
  .domain([]),
  .plot(
    PlotData(
      kind: .curves([.init(label: "f", x: [0, 1, 2], y: [0, .nan, 4], kinks: [1])]), xName: "x",
      xRange: 0...2, point: (1, 1))),
  .text("f(x, k=2)"),
]

private let checkReport = CheckReport(
  variable: "p", symbolic: Tensor(vector: [-0.3703703, 0.41666667]),
  autodiff: Tensor(vector: [-0.3703703, 0.41666667]),
  numeric: Tensor(vector: [-0.370370300001, 0.41666667002]),
  numericError: Tensor(vector: [1e-12, 1e-12]), agree: true, digits: 10.2, formula: nil,
  remarks: [])

private let derivation = [
  DerivationStep(
    rule: "power rule", before: formula("x^2 / size(x)", sizes: [("n", "size(x)", 3)]),
    after: formula("2 * x / size(x)", sizes: [("n", "size(x)", 3)]), assumption: "x > 0")
]

private func shown(
  _ content: Output.Content, notes: [Note] = [], assumptions: [String] = [], cell: Int = 4
) -> String {
  renderer(prompts: true).render(
    Output(content, source: "", notes: notes, assumptions: assumptions), cell: cell
  ).plain
}

@Test func aDerivativeShowsItsFormulaThenItsValue() {
  let form = formula(
    "(1 / size(p)) * ((p - y) / (p * (1 - p)))", sizes: [("n", "size(p)", 3)])
  let value = Tensor(vector: [-0.37037037, 0.41666667, -0.55555556])
  #expect(
    shown(
      .derivative(form, value: value),
      notes: [Note("kink", "|d| has no derivative at d = 0")], assumptions: ["p > 0", "p < 1"])
        == """
                1     p − y
        Out[4]: ─ · ─────────      n = 3
                n   p (1 − p)
              = [-0.370370, 0.416667, -0.555556]
        note: |d| has no derivative at d = 0
        assumes: p > 0, p < 1
        """)
}

@Test func aMatrixIsMovedInBehindThePrompt() {
  #expect(
    shown(.value(tensor([2, 2], [1, 2, 3, 4])), cell: 12) == """
      Out[12]: [[1, 2],
                [3, 4]]
      """)
}

@Test func aCheckShowsThreeColumnsAndAVerdict() {
  #expect(
    renderer().render(Output(.check(checkReport), source: ""), cell: 1).plain == """
      element   symbolic   autodiff    numeric  digits
      ───────  ─────────  ─────────  ─────────  ──────
         p[0]  -0.370370  -0.370370  -0.370370      11
         p[1]   0.416667   0.416667   0.416667      10
      agree: all three, to 10 digits
      """)
}

@Test func stepsAreNumberedWithTheirRules() {
  #expect(
    renderer().render(
      Output(.steps(derivation, result: formula("2 * x")), source: ""), cell: 1
    ).plain == """
      1. power rule
           x² / n where n = 3
         → 2 x / n where n = 3
           assumes: x > 0
      result:
         2 x
      """)
}

@Test func aTapeShowsValuesAndAdjoints() {
  #expect(
    renderer().render(Output(everyContent[8], source: ""), cell: 1).plain == """
      node  operation  shape            value    adjoint
      ────  ─────────  ─────  ───────────────  ─────────
      t1    p - y      (3)    [1.0, 2.0, 3.5]  [1, 2, 3]
      L     sum(t1)                       6.5
      """)
}

@Test func anEquivalenceShowsItsWitness() {
  #expect(
    renderer().render(Output(everyContent[6], source: ""), cell: 1).plain == """
      different: differs at a sampled point
      looks like: sign
      at p = [1, 2], y = 1
      the first is 2
      the second is -2
      """)
}

@Test func everyKindIsShownInEveryManner() {
  for content in everyContent {
    for width in [1, 20, 80, 300] {
      for (isASCII, isPlain) in [(false, false), (true, false), (false, true), (true, true)] {
        let shown = renderer(
          width: width, isASCII: isASCII, isPlain: isPlain, prompts: true)
        let text = shown.render(Output(content, source: ""), cell: 1)
        #expect(!text.isEmpty)
        #expect(!isASCII || text.plain.unicodeScalars.allSatisfy { $0.isASCII })
        #expect(!text.plain.contains(" \n"))
      }
    }
  }
}

@Test func aBindingIsEchoedWithItsKindShapeAndValue() {
  let binding = Binding(name: "w", kind: "leaf", shape: "(2)", value: Tensor(vector: [1, 2]))
  #expect(renderer().render(.binding(binding), cell: 1).plain == "w: leaf (2) = [1, 2]")
}
