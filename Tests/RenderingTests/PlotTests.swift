import Language
import TestSupport
import Testing

@testable import Rendering

private let xs = (0...200).map { -3 + 6 * Double($0) / 200 }

private func curve(_ label: String, kinks: [Double] = [], _ f: (Double) -> Double)
  -> PlotData.Curve
{
  PlotData.Curve(label: label, x: xs, y: xs.map(f), kinks: kinks)
}

private func plot(_ curves: PlotData.Curve..., point: (Double, Double)? = nil) -> PlotData {
  PlotData(kind: .curves(curves), xName: "x", xRange: -3...3, point: point.map { ($0.0, $0.1) })
}

private let bowl = (0..<30).map { row in
  (0..<30).map { column in
    let u = -2 + 4 * Double(column) / 29
    let v = -2 + 4 * Double(row) / 29
    return u * u + 3 * v * v
  }
}

@Test func aCurveIsDrawnInBraille() {
  #expect(
    renderer(width: 34, height: 14).text(of: plot(curve("|x|", kinks: [0], abs))).plain == """
      ── |x|   ◇ kink
        │⠲⣄                          ⣠⠖
        │ ⠈⠳⣄                      ⣠⠞⠁
      2 ┤    ⠙⢦⡀                ⢀⡴⠋
        │      ⠙⠦⣀            ⣀⠴⠋
        │        ⠈⠲⣄        ⣠⠖⠁
        │          ⠈⠓⣄    ⣠⠚⠁
      0 ┤             ⠙⢦◇⠋
        └─────┬─────────┬────────┬─────
             -2         0        2 x
      """)
}

@Test func curvesDifferWithoutColour() {
  let picture = plot(curve("f") { _ in 1 }, curve("g") { _ in 2 }, curve("h") { _ in 3 })
  let text = renderer(width: 50, height: 16, isASCII: true).text(of: picture).plain
  #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
  #expect(text.hasPrefix("** f   ++ g   oo h"))
  let rows = text.split(separator: "\n").map(String.init)
  #expect(rows.contains { $0.contains("************") })
  #expect(rows.contains { $0.contains("++   ++") })
  #expect(rows.contains { $0.contains("o   o   o") })
}

@Test func aPoleAndAJumpAreNotJoined() {
  let frame = PlotFrame(
    curves: [curve("1/x") { 1 / $0 }], of: plot(curve("1/x") { 1 / $0 }))
  #expect(frame.strokes(of: curve("1/x") { 1 / $0 }).count == 2)
  let step = curve("sign") { $0 < 0 ? -1 : 1 }
  #expect(PlotFrame(curves: [step], of: plot(step)).strokes(of: step).count == 2)
  let steep = curve("tanh") { $0 * $0 * $0 }
  #expect(PlotFrame(curves: [steep], of: plot(steep)).strokes(of: steep).count == 1)
}

@Test func aPoleDoesNotFlattenTheRest() {
  let picture = plot(curve("1/x") { 1 / $0 })
  let frame = PlotFrame(curves: [curve("1/x") { 1 / $0 }], of: picture)
  #expect(frame.y.upper < 20)
  #expect(frame.y.lower > -20)
}

@Test func ticksAreRoundNumbers() {
  #expect(PlotScale(-3, 3).ticks(about: 6) == [-3, -2, -1, 0, 1, 2, 3])
  #expect(PlotScale(0, 0.31).ticks(about: 3) == [0, 0.2])
  #expect(PlotScale(0.001, 1000, isLogarithmic: true).ticks(about: 7).count == 7)
  #expect(PlotScale(0.1, 0.7).tickLabels(about: 6).map(\.text).first == "0.1")
}

@Test func aFieldIsDrawnWithNumberedLines() {
  let picture = PlotData(
    kind: .field(bowl, yName: "v", yRange: -2...2), xName: "u", xRange: -2...2, point: (1, 1))
  let text = renderer(width: 60, height: 20).text(of: picture).plain
  for mark in ["2", "4", "6", "8", "●", "up: v"] { #expect(text.contains(mark)) }
  let levels = ContourLines.levels(of: bowl, count: 7)
  #expect(levels.first == 2)
  for segment in ContourLines.segments(of: bowl, level: 4) {
    let u = -2 + 4 * segment.x0
    let v = -2 + 4 * segment.y0
    #expect((u * u + 3 * v * v - 4).magnitude < 0.1)
  }
}

@Test func barsStartAtZero() {
  let picture = PlotData(
    kind: .bars(labels: ["a", "损失"], values: [1, -1]), xName: "", xRange: 0...1)
  #expect(
    renderer(width: 30).text(of: picture).plain == """
         a │           ██████████ 1
      损失 │██████████▌ -1
      """)
  let histogram = PlotData(
    kind: .histogram(edges: [0, 0.5, 1], counts: [2, 4]), xName: "x", xRange: 0...1)
  #expect(
    renderer(width: 30, isASCII: true).text(of: histogram).plain == """
      [0.0, 0.5) |######## 2
      [0.5, 1.0] |################ 4
      """)
}

@Test func aSparklineHasOneBlockANumber() {
  #expect(Sparkline.text(of: [0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
  #expect(Sparkline.text(of: [1, .nan, 1]) == "▁ ▁")
  #expect(Sparkline.text(of: (0..<1000).map(Double.init), columns: 8) == "▁▂▃▄▅▆▇█")
  #expect(Sparkline.text(of: []) == "")
}

@Test func aScreenReaderHearsThePicture() {
  let text = renderer(isPlain: true).text(of: plot(curve("|x|", kinks: [0], abs))).plain
  #expect(
    text == """
      |x| over x from -3 to 3: lowest 0 at x = 0, highest 3 at x = -3; kinks at x = 0.
      """)
}

@Test func anSVGSaysWhatItShowsAndEscapesNames() {
  let svg = SVGPlot().element(for: plot(curve("a<b & \"c\"") { $0 }), title: "<script>")
  #expect(svg.contains("<title>&lt;script&gt;</title>"))
  #expect(svg.contains("<desc>a&lt;b &amp;"))
  #expect(svg.contains("stroke-dasharray"))
  #expect(svg.contains("prefers-color-scheme:dark"))
  #expect(!svg.contains("<script>"))
}

@Test(arguments: [31, 32, 33] as [UInt64])
func noNumbersStopAPicture(seed: UInt64) {
  var generator = SeededGenerator(seed: seed)
  let odd: [Double] = [
    0, -0.0, .nan, .infinity, -.infinity, 1e308, -1e308, .leastNonzeroMagnitude, 1, -1, 1e-300,
  ]
  for _ in 0..<40 {
    let count = Int.random(in: 0...8, using: &generator)
    let draw = { (generator: inout SeededGenerator) in odd.randomElement(using: &generator) ?? 0 }
    let x = (0..<count).map { _ in draw(&generator) }
    let y = (0..<count).map { _ in draw(&generator) }
    let low = ([-1e308, 0, 1, 1e-300] as [Double]).randomElement(using: &generator) ?? 0
    let high = ([1, 1e308, 1.0000000000000002] as [Double]).randomElement(using: &generator) ?? 1
    let range = min(low, high)...max(low, high)
    let kinds: [PlotData.Kind] = [
      .curves([.init(label: "f", x: x, y: y, kinks: x)]), .curves([]),
      .field([y, x], yName: "v", yRange: range), .field([], yName: "v", yRange: range),
      .histogram(edges: x, counts: [1, 2]), .bars(labels: ["a"], values: y),
    ]
    for kind in kinds {
      for isLogarithmic in [false, true] {
        let picture = PlotData(
          kind: kind, xName: "x", xRange: range, point: (draw(&generator), draw(&generator)),
          isLogarithmic: (isLogarithmic, isLogarithmic))
        let drawing = SVGPlot().element(for: picture, title: "").split(separator: "</style>").last
        #expect(drawing?.contains("nan") == false)
        #expect(drawing?.contains("inf") == false)
        for isPlain in [false, true] {
          let shown = renderer(width: 40, isASCII: isLogarithmic, isPlain: isPlain)
          #expect(shown.text(of: picture).width <= 400)
        }
      }
    }
  }
}

@Test func theTangentIsDrawnWhereTheCurveHasASlope() {
  var picture = plot(
    PlotData.Curve(label: "f", x: [-3, 0, 3], y: [9, 0, 9]), point: (0, 0))
  #expect(!SVGPlot().element(for: picture, title: "f").contains("class=\"tangent\""))
  picture.slope = 2
  let svg = SVGPlot().element(for: picture, title: "f")
  #expect(svg.contains("<path class=\"tangent\""))
  #expect(svg.contains("tangent of slope 2"))
  #expect(PlotDescription.text(of: picture).contains("where the slope is 2"))
}

@Test func theHeightAtATurnIsShownHoweverNarrow() {
  var curve = PlotData.Curve(
    label: "f", x: [-3, 0.0999, 0.1, 0.1001, 3], y: [0, 0, 1, 0, 0])
  let narrow = PlotFrame(curves: [curve], of: plot(curve))
  curve.turns = [0.1]
  let whole = PlotFrame(curves: [curve], of: plot(curve))
  #expect(whole.y.upper >= 1)
  #expect(narrow.y.upper < 1)
}

@Test func theEndsOfBinsAreWrittenAlike() {
  #expect(
    NumberText(digits: 4).texts(ofEdges: [-1.83, -1.3945, -0.08855, 0.3469])
      == ["-1.830", "-1.394", "-0.089", "0.347"])
  #expect(NumberText(digits: 4).texts(ofEdges: [0, 0.5, 1]) == ["0.0", "0.5", "1.0"])
  #expect(NumberText(digits: 4).texts(ofEdges: [0, 1e-9]) == ["0", "1e-9"])
}

@Test func theNumbersOfALogarithmicAxisHaveExponentsWhereTheyAreLong() {
  let long = PlotScale(1, 1e9, isLogarithmic: true).tickLabels(about: 4)
  #expect(long.map(\.text) == ["1e0", "1e3", "1e6", "1e9"])
  let short = PlotScale(0.1, 100, isLogarithmic: true).tickLabels(about: 4)
  #expect(short.map(\.text) == ["0.1", "1", "10", "100"])
}

@Test func theLastTickHasItsNumber() {
  let decimal = PlotData(
    kind: .curves([curve("f") { $0 }]), xName: "x", xRange: -1...1)
  let floor = renderer(width: 50, height: 14).text(of: decimal).plain.split(separator: "\n")
  #expect(floor.contains { $0.contains("-1.0") && $0.hasSuffix(" 1.0") })
}

@Test func whereNothingIsFinitePicturesSaySo() {
  let picture = plot(curve("f") { _ in .nan })
  let sentence = "no finite value in this range"
  #expect(renderer(width: 50, height: 14).text(of: picture).plain.contains(sentence))
  #expect(SVGPlot().element(for: picture, title: "f").contains(">\(sentence)</text>"))
}

@Test func everyKindIsDrawnForLaTeX() {
  var tangent = plot(curve("x_1", kinks: [0], abs), point: (1, 1))
  tangent.slope = 1
  let curves = LaTeXPlot(tangent).picture
  #expect(curves.contains("\\addlegendentry{\\texttt{x\\_1}}"))
  #expect(curves.contains("\\addlegendentry{tangent of slope 1}"))
  #expect(curves.contains("\\addplot[only marks, mark=diamond, black] coordinates {(0.0,0.0)};"))
  #expect(curves.contains("xmin=-3.0"))
  let empty = LaTeXPlot(plot(curve("f") { _ in .nan })).picture
  #expect(empty.contains("coordinates {(-3.0,0.0)};"))
  #expect(empty.contains("no finite value in this range"))
  let pole = LaTeXPlot(plot(curve("1/x") { 1 / $0 })).picture
  #expect(pole.contains(",nan) "))
  #expect(!pole.contains("inf"))
  let field = PlotData(
    kind: .field(bowl, yName: "v", yRange: -2...2), xName: "u", xRange: -2...2, point: nil)
  #expect(LaTeXPlot(field).picture.contains("\\node[font=\\scriptsize"))
  let bars = PlotData(
    kind: .bars(labels: ["a,b", "c"], values: [1, -1]), xName: "", xRange: 0...1)
  #expect(LaTeXPlot(bars).picture.contains("xticklabels={{\\texttt{a,b}},{\\texttt{c}}}"))
  let histogram = PlotData(
    kind: .histogram(edges: [0, 0.5, 1], counts: [2, 4]), xName: "x", xRange: 0...1)
  #expect(LaTeXPlot(histogram).picture.contains("(0.0,2.0) (0.5,4.0) (1.0,4.0)"))
}
