import Language

/// The JSON of a picture: its points, so that another program can draw it.
enum PlotJSON {
  /// Returns the object of a picture.
  static func object(for plot: PlotData) -> JSON {
    var members: [JSON.Member] = []
    switch plot.kind {
    case .curves(let curves):
      members.append(.init("type", "curves"))
      members.append(.init("curves", .array(curves.map(curve))))
    case .field(let rows, let yName, let yRange):
      members += [
        .init("type", "contour"), .init("values", .array(rows.map(numbers))),
        .init("y_name", .string(yName)),
        .init("y_range", numbers([yRange.lowerBound, yRange.upperBound])),
      ]
    case .histogram(let edges, let counts):
      members += [
        .init("type", "histogram"), .init("edges", numbers(edges)),
        .init("counts", .array(counts.map(JSON.integer))),
      ]
    case .bars(let labels, let values):
      members += [
        .init("type", "bars"), .init("labels", .array(labels.map(JSON.string))),
        .init("values", numbers(values)),
      ]
    }
    members += [
      .init("x_name", .string(plot.xName)),
      .init("x_range", numbers([plot.xRange.lowerBound, plot.xRange.upperBound])),
      .init("log", .array([.bool(plot.isLogarithmic.x), .bool(plot.isLogarithmic.y)])),
    ]
    if let point = plot.point { members.append(.init("point", numbers([point.x, point.y]))) }
    if let slope = plot.slope { members.append(.init("slope", .number(slope))) }
    return .object(members)
  }

  private static func curve(_ curve: PlotData.Curve) -> JSON {
    [
      "label": .string(curve.label), "x": numbers(curve.x), "y": numbers(curve.y),
      "kinks": numbers(curve.kinks), "turns": numbers(curve.turns),
    ]
  }

  private static func numbers(_ values: [Double]) -> JSON { .array(values.map(JSON.number)) }
}
