import Foundation
import Language
import Testing

@testable import Rendering

@Test func showPlots() {
  let xs = (0...200).map { -3 + 6 * Double($0) / 200 }
  let square = PlotData.Curve(label: "(p − y)²", x: xs, y: xs.map { $0 * $0 })
  let abs = PlotData.Curve(label: "|p − y|", x: xs, y: xs.map { Swift.abs($0) }, kinks: [0])
  let hub = PlotData.Curve(label: "huber", x: xs, y: xs.map { Swift.abs($0) < 1 ? $0*$0/2 : Swift.abs($0) - 0.5 }, kinks: [])
  let pole = PlotData.Curve(label: "1/x", x: xs, y: xs.map { 1 / $0 })
  let step = PlotData.Curve(label: "sign", x: xs, y: xs.map { $0 < 0 ? -1 : 1 })
  for ascii in [false, true] {
    let r = Renderer(options: .init(width: 70, isASCII: ascii, showsPrompts: false))
    print(r.text(of: PlotData(kind: .curves([square, abs, hub]), xName: "p", xRange: -3...3, point: (1, 1))).plain)
    print(r.text(of: PlotData(kind: .curves([pole, step]), xName: "x", xRange: -3...3)).plain)
    print(r.text(of: PlotData(kind: .curves([.init(label: "exp", x: xs, y: xs.map { exp($0) })]), xName: "x", xRange: -3...3, isLogarithmic: (false, true))).plain)
    let field = (0..<40).map { r in (0..<40).map { c in let u = -2 + 4*Double(c)/39, v = -2 + 4*Double(r)/39; return u*u + 3*v*v } }
    print(r.text(of: PlotData(kind: .field(field, yName: "v", yRange: -2...2), xName: "u", xRange: -2...2, point: (1,1))).plain)
    print(r.text(of: PlotData(kind: .histogram(edges: [0, 0.5, 1, 1.5], counts: [3, 17, 8]), xName: "x", xRange: 0...1.5)).plain)
    print(r.text(of: PlotData(kind: .bars(labels: ["a", "损失", "c"], values: [1, -2.5, 3]), xName: "x", xRange: 0...1)).plain)
    print(Sparkline.text(of: [9, 5, 3, 2, 1, .nan, 1, 0.5], isASCII: ascii))
  }
}
