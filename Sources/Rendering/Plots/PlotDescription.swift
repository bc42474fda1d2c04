import Language

/// Says in words what a picture shows, for screen readers and as the description of an SVG.
enum PlotDescription {
  /// Returns a sentence a curve.
  static func text(of plot: PlotData) -> String {
    let number = NumberText(digits: 4)
    let range =
      "\(plot.xName) from \(number.text(of: plot.xRange.lowerBound))"
      + " to \(number.text(of: plot.xRange.upperBound))"
    var sentences: [String]
    switch plot.kind {
    case .curves(let curves): sentences = curves.map { sentence(for: $0, plot, range, number) }
    case .field(let rows, let yName, let yRange):
      let values = rows.flatMap { $0.filter(\.isFinite) }
      sentences = [
        "A field over \(range) and \(yName) from \(number.text(of: yRange.lowerBound))"
          + " to \(number.text(of: yRange.upperBound)), with values from "
          + "\(number.text(of: values.min() ?? .nan)) to \(number.text(of: values.max() ?? .nan))."
      ]
    case .histogram(let edges, let counts):
      sentences = counts.enumerated().map { index, count in
        guard index + 1 < edges.count else { return "\(count)." }
        return "\(count) from \(number.text(of: edges[index]))"
          + " to \(number.text(of: edges[index + 1]))."
      }
    case .bars(let labels, let values):
      sentences = zip(labels, values).map { "\($0): \(number.text(of: $1))." }
    }
    if let point = plot.point {
      sentences.append(
        "The current point is \(plot.xName) = \(number.text(of: point.x)),"
          + " at \(number.text(of: point.y))"
          + (plot.slope.map { ", where the slope is \(number.text(of: $0))" } ?? "") + ".")
    }
    return sentences.joined(separator: "\n")
  }

  /// What is said of curves of which nothing can be drawn.
  static let emptiness = "no finite value in this range"

  /// Whether nothing of some curves can be drawn.
  static func isEmpty(_ curves: [PlotData.Curve]) -> Bool {
    !curves.contains { $0.y.contains(where: \.isFinite) }
  }

  private static func sentence(
    for curve: PlotData.Curve, _ plot: PlotData, _ range: String, _ number: NumberText
  ) -> String {
    let points = zip(curve.x, curve.y).filter { $0.1.isFinite }
    guard let low = points.min(by: { $0.1 < $1.1 }), let high = points.max(by: { $0.1 < $1.1 })
    else { return "\(curve.label) over \(range): no finite value." }
    let at = { (point: (Double, Double)) in
      "\(number.text(of: point.1)) at \(plot.xName) = \(number.text(of: point.0))"
    }
    var text = "\(curve.label) over \(range): lowest \(at(low)), highest \(at(high))"
    if !curve.kinks.isEmpty {
      let places = curve.kinks.map { number.text(of: $0) }.joined(separator: ", ")
      text += "; kinks at \(plot.xName) = \(places)"
    }
    return text + "."
  }
}
