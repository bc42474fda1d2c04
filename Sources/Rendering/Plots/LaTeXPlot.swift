public import Language

/// Draws a picture for the LaTeX package pgfplots.
public struct LaTeXPlot {
  private let plot: PlotData

  /// Makes a drawing of a picture.
  public init(_ plot: PlotData) {
    self.plot = plot
  }

  /// The picture as an environment of its own, centred.
  public var picture: String {
    switch plot.kind {
    case .curves(let curves): curveAxis(curves)
    case .histogram(let edges, let counts): histogramAxis(edges, counts)
    case .bars(let labels, let values): barAxis(labels, values)
    case .field(let rows, let yName, let yRange): fieldAxis(rows, yName, yRange)
    }
  }

  // MARK: Kinds

  private static let styles = [
    "solid", "dashed", "dotted", "dashdotted", "densely dashed", "loosely dashed",
  ]

  private func curveAxis(_ curves: [PlotData.Curve]) -> String {
    let frame = PlotFrame(curves: curves, of: plot)
    var lines: [String] = []
    for (index, curve) in curves.enumerated() {
      let style = Self.styles[index % Self.styles.count]
      let strokes = frame.strokes(of: curve).map { values(of: $0, in: frame) }
      // pgfplots wants a point that it can place where there is nothing to draw.
      let corner = [[(frame.x.lower, frame.y.lower)]]
      lines.append(
        "\\addplot+[no marks, thick, \(style)] "
          + coordinates(strokes.isEmpty ? corner : strokes))
      lines.append(legend("\\texttt{\(LaTeX.escaped(curve.label))}"))
    }
    if let tangent = frame.tangent(of: plot), let slope = plot.slope {
      lines.append(
        "\\addplot[no marks, densely dashed, black] "
          + coordinates([values(of: tangent, in: frame)]))
      lines.append(legend("tangent of slope \(NumberText(digits: 4).text(of: slope))"))
    }
    let kinks = curves.flatMap { curve in
      curve.kinks.compactMap { kink in
        PlotFrame.height(of: curve, at: kink).map { (kink, $0) }
      }
    }.filter { $0.1.isFinite }
    if !kinks.isEmpty {
      lines.append("\\addplot[only marks, mark=diamond, black] " + coordinates([kinks]))
      lines.append(legend(kinks.count == 1 ? "kink" : "kinks"))
    }
    if let point = plot.point, point.x.isFinite, point.y.isFinite {
      lines.append("\\addplot[only marks, mark=*, black] " + coordinates([[point]]))
      let number = NumberText(digits: 4)
      let place = "\\texttt{\(LaTeX.escaped(plot.xName))} = \(number.text(of: point.x))"
      lines.append(legend(place + ": \(number.text(of: point.y))"))
    }
    if PlotDescription.isEmpty(curves) {
      lines.append(
        "\\node at (rel axis cs:0.5,0.5) {\(LaTeX.escaped(PlotDescription.emptiness))};")
    }
    var options = Self.size(x: frame.x, y: frame.y) + [label("x", plot.xName)]
    options += [
      "legend style={at={(0.5,-0.2)}, anchor=north, cells={anchor=west}, draw=none}",
      "unbounded coords=jump",
    ]
    if frame.x.isLogarithmic { options.append("xmode=log") }
    if frame.y.isLogarithmic { options.append("ymode=log") }
    return axis(options, lines)
  }

  private func fieldAxis(
    _ rows: [[Double]], _ yName: String, _ yRange: ClosedRange<Double>
  ) -> String {
    let x = PlotScale(plot.xRange.lowerBound, plot.xRange.upperBound)
    let y = PlotScale(yRange.lowerBound, yRange.upperBound)
    var lines: [String] = []
    for contour in ContourLines.lines(of: rows, count: 9) {
      let strokes = contour.segments.map { segment in
        [(segment.x0, segment.y0), (segment.x1, segment.y1)].map {
          (x.value(at: $0.0), y.value(at: $0.1))
        }
      }
      lines.append("\\addplot[no marks, blue!70!black] " + coordinates(strokes))
      lines.append(
        "\\node[font=\\scriptsize, fill=white, inner sep=1pt] at "
          + "(axis cs:\(x.value(at: contour.place.x)),\(y.value(at: contour.place.y))) "
          + "{\(contour.label)};")
    }
    if let point = plot.point {
      lines.append("\\addplot[only marks, mark=*, black] " + coordinates([[point]]))
    }
    return axis(
      Self.size(x: x, y: y)
        + [label("x", plot.xName), label("y", yName), "unbounded coords=jump"], lines)
  }

  private func histogramAxis(_ edges: [Double], _ counts: [Int]) -> String {
    // The last edge only ends the last bar.
    let steps = edges.indices.map { index in
      (edges[index], Double(index < counts.count ? counts[index] : counts.last ?? 0))
    }
    return axis(
      [
        "width=12cm", "height=7.5cm", "ymin=0", "enlarge x limits=0.02", "ymajorgrids",
        label("x", plot.xName), "ylabel={count}",
      ],
      [
        "\\addplot[const plot, draw=blue!70!black, fill=blue!25] "
          + "\(points([steps])) \\closedcycle;"
      ])
  }

  private func barAxis(_ labels: [String], _ values: [Double]) -> String {
    let heights = values.enumerated().filter { $0.element.isFinite }.map {
      (Double($0.offset), $0.element)
    }
    let names = labels.map { "{\\texttt{\(LaTeX.escaped($0))}}" }.joined(separator: ",")
    let places = labels.indices.map { "\($0)" }.joined(separator: ",")
    return axis(
      [
        "ybar", "bar width=0.6", "width=12cm", "height=7.5cm", "xtick={\(places)}",
        "xticklabels={\(names)}",
        "xmin=-0.6", "xmax=\(Double(max(1, labels.count)) - 0.4)", "ymajorgrids",
        "extra y ticks={0}", "extra y tick labels={}", "extra y tick style={grid style={black}}",
      ], ["\\addplot \(coordinates([heights]))"])
  }

  // MARK: Elements

  private static func size(x: PlotScale, y: PlotScale) -> [String] {
    [
      "width=12cm", "height=7.5cm", "grid=major", "xmin=\(x.lower)", "xmax=\(x.upper)",
      "ymin=\(y.lower)", "ymax=\(y.upper)",
    ]
  }

  private func axis(_ options: [String], _ lines: [String]) -> String {
    """
    \\begin{center}
    \\begin{tikzpicture}
    \\begin{axis}[\(options.joined(separator: ", "))]
    \(lines.joined(separator: "\n"))
    \\end{axis}
    \\end{tikzpicture}
    \\end{center}
    """
  }

  private func label(_ axis: String, _ name: String) -> String {
    "\(axis)label={\\texttt{\(LaTeX.escaped(name))}}"
  }

  private func legend(_ text: String) -> String { "\\addlegendentry{\(text)}" }

  /// The numbers of a stroke; TeX cannot count to heights far outside, which the axis cuts off.
  private func values(of stroke: PlotFrame.Stroke, in frame: PlotFrame) -> [(Double, Double)] {
    stroke.map { (frame.x.value(at: $0.x), frame.y.value(at: min(10, max(-9, $0.y)))) }
  }

  /// The points of strokes, as a path that ends there.
  private func coordinates(_ strokes: [[(Double, Double)]]) -> String { points(strokes) + ";" }

  /// The points of strokes, which a nan parts.
  private func points(_ strokes: [[(Double, Double)]]) -> String {
    let gap = strokes.first?.first.map { " (\($0.0),nan) " } ?? " "
    let parts = strokes.map { stroke in
      stroke.map { "(\($0.0),\($0.1))" }.joined(separator: " ")
    }
    return "coordinates {\(parts.joined(separator: gap))}"
  }
}
