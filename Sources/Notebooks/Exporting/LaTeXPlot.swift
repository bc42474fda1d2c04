import Language
import Rendering

/// Writes pictures for the LaTeX package pgfplots.
enum LaTeXPlot {
  /// Returns a picture, or nothing for one that is better shown as text.
  static func picture(of plot: PlotData) -> String? {
    switch plot.kind {
    case .curves(let curves): return picture(of: curves, plot)
    case .histogram(let edges, let counts):
      let values = edges.indices.map { index in
        (edges[index], Double(index < counts.count ? counts[index] : counts.last ?? 0))
      }
      return axis(
        ["ybar interval", label("x", plot.xName), "ylabel={count}"],
        ["\\addplot coordinates {\(coordinates(values))};"])
    case .bars, .field: return nil
    }
  }

  private static func picture(of curves: [PlotData.Curve], _ plot: PlotData) -> String {
    var axisOptions = [
      label("x", plot.xName), "width=12cm", "height=7.5cm", "grid=major",
      "legend pos=outer north east",
      "unbounded coords=jump",
    ]
    if plot.isLogarithmic.x { axisOptions.append("xmode=log") }
    if plot.isLogarithmic.y { axisOptions.append("ymode=log") }
    let styles = ["solid", "dashed", "dotted", "dashdotted", "densely dashed", "loosely dashed"]
    var lines: [String] = []
    for (index, curve) in curves.enumerated() {
      let points = coordinates(Array(zip(curve.x, curve.y)))
      lines.append(
        "\\addplot+[no marks, thick, \(styles[index % styles.count])] coordinates {\(points)};")
      lines.append("\\addlegendentry{\\texttt{\(LaTeX.escaped(curve.label))}}")
    }
    if let point = plot.point {
      lines.append("\\addplot[only marks, forget plot] coordinates {\(coordinates([point]))};")
    }
    return axis(axisOptions, lines)
  }

  private static func axis(_ options: [String], _ lines: [String]) -> String {
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

  private static func label(_ axis: String, _ name: String) -> String {
    "\(axis)label={\\texttt{\(LaTeX.escaped(name))}}"
  }

  private static func coordinates(_ points: [(Double, Double)]) -> String {
    points.filter { $0.0.isFinite }.map { x, y in
      "(\(x),\(y.isFinite ? y.description : "nan"))"
    }.joined(separator: " ")
  }
}
