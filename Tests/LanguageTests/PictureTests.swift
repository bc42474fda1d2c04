import Language
import Syntax
import Testing

@Test func aSpikeNarrowerThanTheFirstPointsIsFound() throws {
  for (source, height) in [
    ("plot(exp(-((t - 0.1234)*2000)^2), t=-1:1)", 1.0),
    ("plot(where(abs(t - 0.3331) < 1e-4, 1, 0), t=-1:1)", 1),
    ("plot(5 - 3/(1 + ((t + 0.777)*1e5)^2), t=-1:1)", 2),
  ] {
    let plot = try plot(source)
    guard case .curves(let curves) = plot.kind, let curve = curves.first else {
      Issue.record("no curve")
      continue
    }
    #expect(curve.y.contains { abs($0 - height) < 1e-6 }, "\(source)")
    #expect(
      curve.turns.contains { turn in
        zip(curve.x, curve.y).contains { $0 == turn && abs($1 - height) < 1e-6 }
      })
  }
}

@Test func aJumpPartsTheCurveAndIsNoKink() throws {
  for (source, heights) in [
    ("plot(sign(t), t=-3:3)", [-1.0, 0, 1]),
    ("plot(where(t < 1, t^2, 3 - t), t=-1:3)", [1, 2]),
    ("plot(t > 0.1234, t=-1:1)", [0, 1]),
  ] {
    guard case .curves(let curves) = try plot(source).kind, let curve = curves.first else {
      continue
    }
    #expect(curve.kinks.isEmpty, "\(source)")
    let gaps = curve.y.indices.filter { curve.y[$0].isNaN }
    #expect(gaps.count == 2, "\(source)")
    guard let first = gaps.first, let last = gaps.last else { continue }
    let around = curve.y[(first - 1)...(last + 1)].filter { !$0.isNaN }
    for height in heights { #expect(around.contains { abs($0 - height) < 1e-6 }, "\(source)") }
    #expect(zip(curve.x, curve.x.dropFirst()).allSatisfy { $0 < $1 }, "\(source)")
  }
  for source in ["plot(abs(t), t=-1:1)", "plot(sqrt(abs(t)), t=-1:1)", "plot(relu(1e6*t), t=-1:1)"]
  {
    guard case .curves(let curves) = try plot(source).kind else { continue }
    #expect(curves[0].y.allSatisfy { !$0.isNaN }, "\(source)")
  }
}

@Test func aPoleIsNoTurn() throws {
  for source in ["plot(1/t^2, t=-1:2)", "plot(-log(abs(t - 0.3)), t=-1:1)"] {
    guard case .curves(let curves) = try plot(source).kind else { continue }
    let heights = curves[0].turns.compactMap { turn in
      zip(curves[0].x, curves[0].y).first { $0.0 == turn }?.1
    }
    #expect(heights.allSatisfy { !$0.isFinite || abs($0) < 1e3 }, "\(source)")
  }
}

@Test func thePointHasItsSlopeAndAKinkHasNone() throws {
  #expect(try plot("w = 1.5\nplot(w^2, w=-3:3)").slope == 3)
  #expect(try plot("w = 0\nplot(abs(w), w=-3:3)").slope == nil)
}

@Test func aLogarithmicAxisIsSampledByRatios() throws {
  guard case .curves(let curves) = try plot("plot(t, t=0.0001:1, logx=true)").kind else { return }
  #expect(curves[0].x.filter { $0 < 0.001 }.count > 50)
  #expect(failure("plot(t, t=-1:1, logx=true)") == .argument)
  #expect(failure("plot(t, t=-1:1, log=true)") == .argument)
}

/// The last picture that a text shows.
private func plot(_ source: String) throws -> PlotData {
  var shown: PlotData?
  Interpreter().run(SourceText(source), cell: 1) { event in
    if case .output(let output) = event, case .plot(let plot) = output.content { shown = plot }
  }
  return try #require(shown)
}

/// The code of the error that a text ends in.
private func failure(_ source: String) -> Diagnostic.Code? {
  var code: Diagnostic.Code?
  Interpreter().run(SourceText(source), cell: 1) { event in
    if case .failure(let diagnostic) = event { code = diagnostic.code }
  }
  return code
}
