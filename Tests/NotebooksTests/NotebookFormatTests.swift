import Calculus
import Foundation
import Graphs
import Language
import Rendering
import Syntax
import Tensors
import Testing

@testable import Notebooks

private let square = Formula(
  body: Expression(
    .binary(.power, Expression(.name("x")), Expression(.number(2)))), shape: .scalar)

/// A cell for every form that exporters treat on its own, with prose before them.
private func cells() -> [NotebookCell] {
  let curve = PlotData.Curve(label: "a<b", x: [0, 1, 2], y: [0, 1, .nan])
  let contents: [Output.Content] = [
    .formula(square), .derivative(square, value: Tensor(vector: [1, 2])),
    .steps([.init(rule: "power rule", before: square, after: square)], result: square),
    .check(
      CheckReport(
        variable: "x", symbolic: Tensor(1), autodiff: Tensor(1), numeric: Tensor(1),
        numericError: Tensor(0), agree: true, digits: 12, formula: nil, remarks: [])),
    .tape([TapeRow(name: "t1", operation: "x^2", value: Tensor(1), adjoint: nil)]),
    .table(TableReport(headings: ["<x>"], rows: [[.value(Tensor(1))], [.text("<b>")]])),
    .plot(PlotData(kind: .curves([curve]), xName: "x", xRange: 0...2, point: (1, 1))),
    .text("a <b> ``` \\end{verbatim}"),
  ]
  let failure = Diagnostic(
    .name, "no name `<nope>`", at: SourceRange(0, 4), source: SourceText("nope"))
  var events = contents.map { content in
    [Event.output(Output(content, source: "<s>", notes: [Note("kink", "<n>")]))]
  }
  events.append([.note(Note("convention", "<i>")), .failure(failure)])
  return [
    .prose("# A <b>title</b>\n\nSome *prose*, `$x^2 / 2$` & [a link](javascript:alert).\n\n- one")
  ]
    + events.enumerated().map { index, events in
      .input(number: index + 1, source: "<input \(index)>", events: events)
    }
}

private func written(_ format: NotebookFormat) -> String {
  format.text(of: cells(), title: "T & <t>", options: RenderOptions())
}

@Test func theEndingOfAFileNamesItsForm() {
  #expect(NotebookFormat.of(path: "notes.md") == .markdown)
  #expect(NotebookFormat.of(path: "a.b.ipynb") == .jupyter)
  #expect(NotebookFormat.of(path: "notes.pdf") == nil)
}

@Test func markdownKeepsInputsInFencesThatRunAgain() {
  let text = written(.markdown)
  #expect(text.contains("```loss\n<input 0>\n```\n\n```output\nx²\nnote: <n>\n```\n"))
  #expect(text.contains("````output\na <b> ```"))
  #expect(MarkdownNotebook.fenced("a ``` b", as: "loss") == "````loss\na ``` b\n````\n")
}

@Test func aPageHoldsNothingActiveAndEscapesAll() {
  let text = written(.html)
  #expect(text.contains("<title>T &amp; &lt;t&gt;</title>"))
  #expect(!text.contains("<script"))
  #expect(!text.contains("javascript:"))
  #expect(!text.contains("<b>"))
  #expect(!text.contains("http://") || text.contains("xmlns=\"http://www.w3.org"))
  for part in ["<math", "<svg", "<table>", "<ol class=\"steps\">", "class=\"error\""] {
    #expect(text.contains(part))
  }
}

@Test func aJupyterNotebookHasTheFormatsFields() throws {
  let data = Data(written(.jupyter).utf8)
  let notebook = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  #expect(notebook["nbformat"] as? Int == 4)
  #expect(notebook["nbformat_minor"] as? Int == 5)
  let cells = try #require(notebook["cells"] as? [[String: Any]])
  let identities = cells.compactMap { $0["id"] as? String }
  #expect(Set(identities).count == cells.count)
  var kinds = Set<String>()
  for cell in cells where cell["cell_type"] as? String == "code" {
    let outputs = try #require(cell["outputs"] as? [[String: Any]])
    for output in outputs {
      kinds.insert(output["output_type"] as? String ?? "")
      kinds.formUnion((output["data"] as? [String: Any])?.keys ?? [:].keys)
    }
  }
  for kind in ["execute_result", "error", "text/latex", "image/svg+xml", "text/html"] {
    #expect(kinds.contains(kind))
  }
}

@Test func aLaTeXDocumentBalancesItsEnvironments() {
  let text = written(.latex)
  #expect(text.contains("\\title{T \\& <t>}"))
  for name in ["document", "verbatim", "tikzpicture", "enumerate", "itemize"] {
    let opened = text.split(separator: "\\begin{\(name)}", omittingEmptySubsequences: false).count
    let closed = text.split(separator: "\\end{\(name)}", omittingEmptySubsequences: false).count
    #expect(opened == closed)
    #expect(opened > 1)
  }
  #expect(LaTeXNotebook.verbatim("\\end{verbatim}").contains("\\end {verbatim}"))
}

@Test func aNotebookKeepsItsProseAndLosesItsOldOutputs() {
  let source = """
    # Title

    ```loss
    x = 1
    ```

    ```output
    old
    ```

    Between.

    ```python
    print()
    ```

    ```loss
    :set digits 3
    ```

    ~~~loss
    y = 2
    ~~~
    """
  let parts = ScriptFile.parts(ofNotebook: source).map { part in
    switch part {
    case .prose(let text): "prose: \(text)"
    case .cell(let cell): "cell: \(cell.source.drop { $0 == "\n" })"
    case .output(let text): "output: \(text)"
    }
  }
  #expect(
    parts == [
      "prose: # Title", "cell: x = 1", "prose: ", "output: old",
      "prose: Between.\n\n```python\nprint()\n```",
      "cell: :set digits 3", "prose: ", "cell: y = 2", "prose: ",
    ])
}

@Test func theLastPlotIsExportedAsSVG() {
  let session = Session()
  #expect(session.exported(as: "a.svg") == nil)
  _ = session.submit("plot(t^2, t=-1:1)\n1 + 1") { _, _ in }
  #expect(session.exported(as: "a.svg")?.contains("<title>plot(t^2, t=-1:1)</title>") == true)
  #expect(Session.canExport(as: "a.svg"))
}
