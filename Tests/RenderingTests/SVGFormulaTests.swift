import Calculus
import Foundation
import Graphs
import Language
import Syntax
import Testing

@testable import Rendering

/// The elements of the drawing of a formula, which is read as XML.
private func elements(_ source: String) throws -> [String] {
  let formula = Formula(body: expression(source), shape: .scalar)
  let svg = SVGFormula.element(for: formula)
  return svg.split(separator: "\n").map(String.init)
}

@Test func aDrawingOfAFormulaSaysInWordsWhatItIs() throws {
  let lines = try elements("(p - y)/n < 1")
  #expect(lines.contains("<title>(p − y) / n &lt; 1</title>"))
  #expect(lines.contains("<desc>(p - y)/n &lt; 1</desc>"))
}

@Test func aFractionHasItsPartsAboveAndBelowABar() throws {
  let lines = try elements("a/b")
  func height(of text: String) throws -> Double {
    let line = try #require(lines.first { $0.hasSuffix(">\(text)</text>") })
    let part = try #require(line.split(separator: " y=\"").last?.split(separator: "\"").first)
    return try #require(Double(part))
  }
  #expect(try height(of: "a") < height(of: "b"))
  #expect(lines.filter { $0.hasPrefix("<path") }.count == 1)
}

@Test func everyNotationIsDrawnInsideThePicture() throws {
  let sources = [
    "sqrt(sum(x^2))/(1 + exp(-b))", "where(x > 0, x, -x)", "abs(x_1)^(m + 1)", "X' @ diag(s) @ X",
    "[[1, 2], [3, 4]]", "norm(a) + floor(b) - ceil(c)", "mean((p - y)^2, axis=0)[k]",
    "not (a and b)",
  ]
  for source in sources {
    let lines = try elements(source)
    let svg = lines.joined(separator: "\n")
    #expect(!svg.contains("nan") && !svg.contains("inf"))
    let size = try #require(svg.firstMatch(of: /viewBox="0 0 ([\d.]+) ([\d.]+)"/))
    let (width, height) = (Double(size.1) ?? 0, Double(size.2) ?? 0)
    for text in svg.matches(of: /<text x="([\d.]+)" y="([\d.]+)"[^>]*textLength="([\d.]+)"/) {
      let (x, y, room) = (Double(text.1) ?? -1, Double(text.2) ?? -1, Double(text.3) ?? 1e9)
      #expect(x >= 0 && x + room <= width && y >= 0 && y <= height, "\(source)")
    }
  }
}
