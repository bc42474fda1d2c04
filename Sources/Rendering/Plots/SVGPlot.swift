public import Language

/// Draws a picture as SVG, as a textbook would print it, on any background.
///
/// Lines of the frame take the colour of the text around (`currentColor`), curves differ in colour
/// and in dashes, and the picture has a title and a description in words.
public struct SVGPlot: Sendable {
  /// The width in pixels.
  public var width: Double
  /// The height in pixels.
  public var height: Double

  /// Makes a way of drawing at a size.
  public init(width: Double = 640, height: Double = 400) {
    self.width = max(160, width)
    self.height = max(120, height)
  }

  /// Returns the picture as an `svg` element that stands alone.
  public func element(for plot: PlotData, title: String) -> String {
    let body: String
    switch plot.kind {
    case .curves(let curves): body = self.curves(curves, plot)
    case .field(let rows, let yName, let yRange): body = field(rows, yName, yRange, plot)
    case .histogram(let edges, let counts): body = histogram(edges, counts, plot)
    case .bars(let labels, let values): body = bars(labels, values)
    }
    // A viewport of its own scale: text is written at 13 units whatever the size shown.
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(n(width)) \(n(height))" \
      width="\(n(width))" height="\(n(height))" role="img" class="lossbook-plot">
      <title>\(Markup.text(title))</title>
      <desc>\(Markup.text(PlotDescription.text(of: plot)))</desc>
      <style>\(Self.style)</style>
      \(body)
      </svg>
      """
  }

  private static let style = """
    .lossbook-plot{color:#1b1f24;background:none;font:13px system-ui,sans-serif}\
    .lossbook-plot text{fill:currentColor;stroke:none}\
    .lossbook-plot .axis{stroke:currentColor;fill:none}\
    .lossbook-plot .grid{stroke:currentColor;stroke-opacity:.15;fill:none}\
    .lossbook-plot .curve{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}\
    .lossbook-plot .tangent{stroke:currentColor;stroke-width:1.5;stroke-dasharray:4 3;fill:none}\
    .lossbook-plot .halo{stroke:#fff;stroke-width:4}\
    .c0{stroke:#0b62c4}.c1{stroke:#b84a00;stroke-dasharray:9 5}\
    .c2{stroke:#2b7a1e;stroke-dasharray:2 5}.c3{stroke:#8a2fae;stroke-dasharray:10 4 2 4}\
    .c4{stroke:#006f7a;stroke-dasharray:15 5}.c5{stroke:#b3123d;stroke-dasharray:5 3}\
    .fill{fill:#0b62c4;fill-opacity:.75}.solid{stroke-dasharray:none}\
    @media (prefers-color-scheme:dark){.lossbook-plot{color:#e6edf3}\
    .lossbook-plot .halo{stroke:#0d1117}\
    .c0{stroke:#6cb2ff}.c1{stroke:#ffa657}.c2{stroke:#7ee787}.c3{stroke:#d2a8ff}\
    .c4{stroke:#56d4dd}.c5{stroke:#ff7b9c}.fill{fill:#6cb2ff}}
    """

  // MARK: The frame

  /// The rectangle inside the axes.
  private struct Area {
    var left: Double
    var top: Double
    var width: Double
    var height: Double

    func x(_ share: Double) -> Double { left + share * width }
    func y(_ share: Double) -> Double { top + (1 - share) * height }
  }

  private func area(legendLines: Int, yLabels: [String]) -> Area {
    let widest = Double(yLabels.map(\.count).max() ?? 1)
    let left = 30 + widest * 7.5
    let top = 14 + Double(legendLines) * 20
    return Area(left: left, top: top, width: width - left - 20, height: height - top - 50)
  }

  private func axes(
    _ area: Area, _ x: PlotScale, _ y: PlotScale, xName: String, yName: String,
    xTicks: [(value: Double, text: String)], yTicks: [(value: Double, text: String)]
  ) -> String {
    var parts: [String] = []
    for tick in xTicks {
      let share = x.position(of: tick.value)
      guard (-1e-9...1 + 1e-9).contains(share) else { continue }
      let place = n(area.x(share))
      parts.append(line(place, n(area.y(0)), place, n(area.y(1)), "grid"))
      parts.append(line(place, n(area.y(0)), place, n(area.y(0) + 5), "axis"))
      parts.append(text(tick.text, x: area.x(share), y: area.y(0) + 20, anchor: "middle"))
    }
    for tick in yTicks {
      let share = y.position(of: tick.value)
      guard (-1e-9...1 + 1e-9).contains(share) else { continue }
      let place = n(area.y(share))
      parts.append(line(n(area.x(0)), place, n(area.x(1)), place, "grid"))
      parts.append(line(n(area.x(0) - 5), place, n(area.x(0)), place, "axis"))
      parts.append(text(tick.text, x: area.x(0) - 9, y: area.y(share) + 4.5, anchor: "end"))
    }
    parts.append(
      "<path class=\"axis\" d=\"M\(n(area.x(0))) \(n(area.y(1)))V\(n(area.y(0)))H\(n(area.x(1)))\"/>"
    )
    if !xName.isEmpty {
      parts.append(
        text(xName, x: area.x(0.5), y: area.y(0) + 41, anchor: "middle", isItalic: true))
    }
    if !yName.isEmpty {
      parts.append(
        "<text font-style=\"italic\" text-anchor=\"middle\" transform=\"translate(14 "
          + "\(n(area.y(0.5)))) rotate(-90)\">\(Markup.text(yName))</text>")
    }
    return parts.joined(separator: "\n")
  }

  // MARK: Kinds

  private func curves(_ curves: [PlotData.Curve], _ plot: PlotData) -> String {
    let frame = PlotFrame(curves: curves, of: plot)
    let xTicks = frame.x.tickLabels(about: 7)
    let yTicks = frame.y.tickLabels(about: 6)
    let legend = legend(of: curves)
    let area = area(legendLines: (legend.last?.line ?? -1) + 1, yLabels: yTicks.map(\.text))
    var parts = [
      axes(
        area, frame.x, frame.y, xName: plot.xName, yName: "", xTicks: xTicks, yTicks: yTicks)
    ]
    // Pictures of one page share a clip only where it is the same rectangle.
    let clip = "clip-\(n(area.left))-\(n(area.top))-\(n(area.width))-\(n(area.height))"
    parts.append(
      "<clipPath id=\"\(clip)\"><rect x=\"\(n(area.left))\" y=\"\(n(area.top))\" "
        + "width=\"\(n(area.width))\" height=\"\(n(area.height))\"/></clipPath>")
    for (index, curve) in curves.enumerated() {
      let path = frame.strokes(of: curve).map { self.path($0, in: area) }.joined()
      parts.append(
        "<path class=\"curve c\(index % 6)\" clip-path=\"url(#\(clip))\" d=\"\(path)\"/>")
    }
    for (index, curve) in curves.enumerated() {
      for kink in curve.kinks {
        guard let height = PlotFrame.height(of: curve, at: kink), height.isFinite else { continue }
        let (x, y) = (area.x(frame.x.position(of: kink)), area.y(frame.y.position(of: height)))
        guard x.isFinite, y.isFinite else { continue }
        parts.append(
          "<path class=\"curve solid c\(index % 6)\" d=\"M\(n(x)) \(n(y - 5))l5 5l-5 5l-5 -5z\">"
            + "<title>kink at \(Markup.text(plot.xName)) = \(short(kink))</title></path>")
      }
    }
    if let tangent = frame.tangent(of: plot), let slope = plot.slope {
      parts.append(
        "<path class=\"tangent\" d=\"\(path(tangent, in: area))\"><title>tangent of slope "
          + "\(short(slope))</title></path>")
    }
    parts.append(point(of: plot, in: area, frame.x, frame.y))
    if PlotDescription.isEmpty(curves) {
      parts.append(
        text(PlotDescription.emptiness, x: area.x(0.5), y: area.y(0.5), anchor: "middle"))
    }
    for (index, (curve, place)) in zip(curves, legend).enumerated() {
      let y = 18 + Double(place.line) * 20
      let x = area.left + place.x
      parts.append("<path class=\"curve c\(index % 6)\" d=\"M\(n(x)) \(n(y - 4))h34\"/>")
      parts.append(text(curve.label, x: x + 42, y: y, anchor: "start"))
    }
    return parts.joined(separator: "\n")
  }

  /// Where the names of curves stand, as many in a line as there is room for.
  private func legend(of curves: [PlotData.Curve]) -> [(x: Double, line: Int)] {
    var place = (x: 0.0, line: 0)
    return curves.map { curve in
      // What a letter takes at most, with the sample of the line before it and a gap behind.
      let room = 42 + Double(DisplayWidth.of(curve.label)) * 7.5 + 24
      if place.x > 0, place.x + room > width - 100 { place = (0, place.line + 1) }
      defer { place.x += room }
      return place
    }
  }

  private func field(
    _ rows: [[Double]], _ yName: String, _ yRange: ClosedRange<Double>, _ plot: PlotData
  ) -> String {
    let x = PlotScale(plot.xRange.lowerBound, plot.xRange.upperBound)
    let y = PlotScale(yRange.lowerBound, yRange.upperBound)
    let yTicks = y.tickLabels(about: 6)
    let area = area(legendLines: 0, yLabels: yTicks.map(\.text))
    var parts = [
      axes(
        area, x, y, xName: plot.xName, yName: yName, xTicks: x.tickLabels(about: 7),
        yTicks: yTicks)
    ]
    let lines = ContourLines.lines(of: rows, count: 9)
    for contour in lines {
      let path = contour.segments.map {
        "M\(n(area.x($0.x0))) \(n(area.y($0.y0)))L\(n(area.x($0.x1))) \(n(area.y($0.y1)))"
      }.joined()
      parts.append("<path class=\"curve solid c0\" style=\"stroke-width:1.3\" d=\"\(path)\"/>")
    }
    for contour in lines {
      // Written twice: a rim in the colour of the ground first, since not every viewer
      // draws an outline behind the letters.
      for style in ["halo", ""] {
        parts.append(
          "<text class=\"\(style)\" font-size=\"11\" text-anchor=\"middle\" "
            + "x=\"\(n(area.x(contour.place.x)))\" y=\"\(n(area.y(contour.place.y) + 4))\">"
            + "\(contour.label)</text>")
      }
    }
    parts.append(point(of: plot, in: area, x, y))
    return parts.joined(separator: "\n")
  }

  private func histogram(_ edges: [Double], _ counts: [Int], _ plot: PlotData) -> String {
    guard edges.count > 1, let low = edges.first, let high = edges.last else { return "" }
    let x = PlotScale(low, high)
    let y = PlotScale(0, Double(max(1, counts.max() ?? 1)) * 1.05)
    let yTicks = y.tickLabels(about: 6)
    let area = area(legendLines: 0, yLabels: yTicks.map(\.text))
    var parts = [
      axes(
        area, x, y, xName: plot.xName, yName: "count", xTicks: x.tickLabels(about: 7),
        yTicks: yTicks)
    ]
    for (index, count) in counts.enumerated() where index + 1 < edges.count {
      let left = area.x(x.position(of: edges[index]))
      let right = area.x(x.position(of: edges[index + 1]))
      let top = area.y(y.position(of: Double(count)))
      guard left.isFinite, right.isFinite else { continue }
      parts.append(
        rectangle(left + 0.5, top, max(0.5, right - left - 1), area.y(0) - top, "\(count)"))
    }
    return parts.joined(separator: "\n")
  }

  private func bars(_ labels: [String], _ values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    let low = min(0, finite.min() ?? 0)
    let high = max(0, finite.max() ?? 0)
    let y = PlotScale(low, low == high ? low + 1 : high)
    let yTicks = y.tickLabels(about: 6)
    let area = area(legendLines: 0, yLabels: yTicks.map(\.text))
    let x = PlotScale(0, Double(max(1, values.count)))
    let xTicks = labels.enumerated().map { (Double($0.offset) + 0.5, $0.element) }
    var parts = [axes(area, x, y, xName: "", yName: "", xTicks: xTicks, yTicks: yTicks)]
    let zero = area.y(y.position(of: 0))
    for (index, value) in values.enumerated() where value.isFinite {
      let left = area.x(x.position(of: Double(index) + 0.15))
      let right = area.x(x.position(of: Double(index) + 0.85))
      let end = area.y(y.position(of: value))
      parts.append(
        rectangle(left, min(zero, end), right - left, (zero - end).magnitude, short(value)))
    }
    return parts.joined(separator: "\n")
  }

  // MARK: Elements

  private func path(_ stroke: PlotFrame.Stroke, in area: Area) -> String {
    let line = stroke.enumerated().map { index, point in
      // Heights far outside are cut off by the clip; numbers stay of a size that viewers can take.
      let y = min(10, max(-9, point.y))
      return "\(index == 0 ? "M" : "L")\(n(area.x(point.x))) \(n(area.y(y)))"
    }.joined()
    // A point alone is a line of no length, which is drawn by its round ends.
    return stroke.count == 1 ? line + "h0" : line
  }

  private func point(of plot: PlotData, in area: Area, _ x: PlotScale, _ y: PlotScale) -> String {
    guard let point = plot.point else { return "" }
    let place = (x: x.position(of: point.x), y: y.position(of: point.y))
    guard (0...1).contains(place.x), (0...1).contains(place.y) else { return "" }
    return "<circle cx=\"\(n(area.x(place.x)))\" cy=\"\(n(area.y(place.y)))\" r=\"4.5\" "
      + "fill=\"currentColor\"><title>\(Markup.text(plot.xName)) = \(short(point.x)): "
      + "\(short(point.y))</title></circle>"
  }

  private func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ title: String
  ) -> String {
    "<rect class=\"fill\" x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(width))\" "
      + "height=\"\(n(height))\"><title>\(Markup.text(title))</title></rect>"
  }

  private func line(_ x0: String, _ y0: String, _ x1: String, _ y1: String, _ kind: String)
    -> String
  {
    "<path class=\"\(kind)\" d=\"M\(x0) \(y0)L\(x1) \(y1)\"/>"
  }

  private func text(
    _ text: String, x: Double, y: Double, anchor: String, isItalic: Bool = false
  ) -> String {
    let style = isItalic ? " font-style=\"italic\"" : ""
    return "<text x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor)\"\(style)>"
      + "\(Markup.text(text))</text>"
  }

  private func short(_ value: Double) -> String { NumberText(digits: 4).text(of: value) }

  /// A coordinate with two digits behind the point; what is not finite stands at 0.
  private func n(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    return DecimalDigits(value).rounded(toDecimals: 2).fixed()
  }
}
