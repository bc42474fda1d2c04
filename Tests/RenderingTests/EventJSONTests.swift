import Calculus
import Foundation
import Graphs
import Language
import Syntax
import Tensors
import Testing

@testable import Rendering

private func json(_ content: Output.Content, free: [String] = [], notes: [Note] = []) -> String {
  EventJSON.object(
    for: Output(content, source: "src", free: free, notes: notes), cell: 3
  ).text
}

@Test func aValueHasItsShapeAndEveryDigit() {
  #expect(
    json(.value(tensor([2, 2], [0.1 + 0.2, .nan, -.infinity, -0.0]))) == """
      {"cell": 3, "source": "src", "kind": "value", "shape": [2, 2], "dtype": "float64", \
      "value": [[0.30000000000000004, "NaN"], ["-Infinity", -0.0]], "free": [], "notes": []}
      """)
  #expect(json(.value(Tensor(2))).contains(#""shape": [], "dtype": "float64", "value": 2.0,"#))
  #expect(json(.value(Tensor(vector: [1, 0], type: .bool))).contains(#""value": [true, false]"#))
  #expect(json(.value(tensor([2, 0], []))).contains(#""value": [[], []]"#))
  #expect(json(.value(tensor([0, 2], []))).contains(#""shape": [0, 2]"#))
}

@Test func aFormulaHasThreeSpellings() {
  let form = formula(
    "2 * (p - y) / size(p)", sizes: [("n", "size(p)", nil)], shape: .init([.named("n")]))
  #expect(
    json(.formula(form), free: ["p", "y"], notes: [Note("kink", "a \"b\"")]) == #"""
      {"cell": 3, "source": "src", "kind": "formula", "shape": ["n"], "formula": {"ascii": "2*(p - y)/size(p)", "unicode": "2 (p − y) / n", "latex": "\\frac{2 \\, \\left(p - y\\right)}{n}"}, "free": ["p", "y"], "notes": [{"code": "kink", "message": "a \"b\""}]}
      """#)
}

@Test func anErrorCountsCharactersFromOne() {
  let diagnostic = Diagnostic(
    .name, "no name `ŷ`", at: SourceRange(10, 12), hint: nil,
    source: SourceText("损失 + ŷ", name: "In [1]"))
  #expect(
    EventJSON.object(for: .failure(diagnostic), cell: 1)?.text == """
      {"cell": 1, "error": {"code": "name", "message": "no name `ŷ`", "line": 1, "column": 6, \
      "length": 1, "hint": null}}
      """)
}

@Test func reportsHaveObjectsOfTheirOwn() {
  let check = json(
    .check(
      CheckReport(
        variable: "p", symbolic: Tensor(1), autodiff: Tensor(1), numeric: Tensor(1.5),
        numericError: Tensor(0.25), agree: false, digits: 0.5, formula: nil, remarks: ["a kink"])))
  #expect(
    check.contains(
      #""check": {"symbolic": 1.0, "autodiff": 1.0, "numeric": 1.5, "numeric_error": 0.25, "agree": false, "digits": 0.5"#
    ))
  let different = json(
    .equivalence(
      EquivalenceReport(
        verdict: .different, how: "at a point",
        witness: .init(point: [("x", Tensor(1))], left: Tensor(2), right: Tensor(3)))))
  #expect(
    different.contains(
      #""verdict": "different", "how": "at a point", "witness": {"point": {"x": 1.0}, "left": 2.0, "right": 3.0}"#
    ))
  let steps = json(
    .steps(
      [.init(rule: "power rule", before: formula("x^2"), after: formula("2*x"))],
      result: formula("2*x")))
  #expect(
    steps.contains(#""steps": [{"rule": "power rule", "before": "x^2", "after": "2*x"}]"#))
}

@Test func everyKindOfResultIsJSONThatReadsBack() throws {
  for content in everyContent {
    let text = json(content, free: ["\u{1B}\"\\\n\u{2028}损"])
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(object?["kind"] as? String == content.kindName)
    #expect(object?["cell"] as? Int == 3)
    #expect((object?["free"] as? [String])?.first == "\u{1B}\"\\\n\u{2028}损")
  }
}
