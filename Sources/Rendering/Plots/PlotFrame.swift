import Language

/// The axes of a picture of curves and where its curves break: what every way of drawing shares.
struct PlotFrame {
  /// The abscissa.
  let x: PlotScale
  /// The ordinate.
  let y: PlotScale

  /// Chooses axes that show the curves, leaving out the heights a pole runs up to.
  init(curves: [PlotData.Curve], of plot: PlotData) {
    x = PlotScale(
      plot.xRange.lowerBound, plot.xRange.upperBound, isLogarithmic: plot.isLogarithmic.x)
    let isLogarithmic = plot.isLogarithmic.y
    var heights: [Double] = []
    for curve in curves {
      heights += Self.samples(of: curve, along: x).filter {
        $0.isFinite && (!isLogarithmic || $0 > 0)
      }
    }
    if let point = plot.point, point.y.isFinite, !isLogarithmic || point.y > 0 {
      heights.append(point.y)
    }
    heights.sort()
    guard let low = heights.first, let high = heights.last else {
      y = PlotScale(0, 1, isLogarithmic: isLogarithmic)
      return
    }
    guard !isLogarithmic else {
      y = PlotScale(low, high, isLogarithmic: true)
      return
    }
    let lowMost = heights[heights.count / 20]
    let highMost = heights[heights.count - 1 - heights.count / 20]
    let spread = highMost - lowMost
    var bottom = spread > 0 && low < lowMost - 4 * spread ? lowMost - spread / 2 : low
    var top = spread > 0 && high > highMost + 4 * spread ? highMost + spread / 2 : high
    // A height at which a curve turns round is no pole, however narrow the place.
    for curve in curves {
      for turn in curve.turns {
        guard let height = Self.height(of: curve, at: turn), height.isFinite else { continue }
        bottom = min(bottom, height)
        top = max(top, height)
      }
    }
    let room = (top / 2 - bottom / 2) * 0.06
    y = PlotScale(bottom - (bottom == 0 ? 0 : room), top + room)
  }

  /// A stretch of a curve without a break, as shares of the axes.
  typealias Stroke = [(x: Double, y: Double)]

  /// Returns a curve in strokes; a nan, a jump or a pole between two points parts them.
  func strokes(of curve: PlotData.Curve) -> [Stroke] {
    var strokes: [Stroke] = []
    var current: Stroke = []
    let points = zip(curve.x, curve.y).map { (x: x.position(of: $0), y: y.position(of: $1)) }
    for (index, point) in points.enumerated() {
      guard point.x.isFinite, point.y.isFinite else {
        if current.count > 0 { strokes.append(current) }
        current = []
        continue
      }
      if index > 0, !current.isEmpty, isJump(points, at: index) {
        strokes.append(current)
        current = []
      }
      current.append(point)
    }
    if !current.isEmpty { strokes.append(current) }
    return strokes
  }

  /// Returns the tangent at the current point: a stroke over a third of the width, inside the axes.
  func tangent(of plot: PlotData) -> Stroke? {
    guard let point = plot.point, let slope = plot.slope, slope.isFinite else { return nil }
    let middle = x.position(of: point.x)
    guard (0...1).contains(middle) else { return nil }
    // On a logarithmic axis a straight line is bent, so that it is drawn in pieces.
    let stroke = (0...24).map { index -> (x: Double, y: Double) in
      let share = middle + (Double(index) / 24 - 0.5) / 3
      let height = point.y + slope * (x.value(at: share) - point.x)
      return (share, y.position(of: height))
    }.filter { (0...1).contains($0.x) && (0...1).contains($0.y) }
    return stroke.count > 1 ? stroke : nil
  }

  /// Returns the height of a curve at an abscissa, between its neighbours there.
  static func height(of curve: PlotData.Curve, at x: Double) -> Double? {
    let count = min(curve.x.count, curve.y.count)
    guard count > 0 else { return nil }
    var low = 0
    var high = count - 1
    while low < high {
      let middle = (low + high) / 2
      if curve.x[middle] < x { low = middle + 1 } else { high = middle }
    }
    if curve.x[low] == x || low == 0 { return curve.x[low] == x ? curve.y[low] : nil }
    guard curve.x[low] > x else { return nil }
    let share = (x - curve.x[low - 1]) / (curve.x[low] - curve.x[low - 1])
    return curve.y[low - 1] + share * (curve.y[low] - curve.y[low - 1])
  }

  /// Whether the step to a point is a jump: steep, between parts that are not, or across a pole.
  private func isJump(_ points: [(x: Double, y: Double)], at index: Int) -> Bool {
    let before = points[index - 1]
    let here = points[index]
    let rise = (here.y - before.y).magnitude
    if (before.y > 1 && here.y < 0) || (before.y < 0 && here.y > 1) { return true }
    guard rise > 0.1, here.x - before.x < 0.03 else { return false }
    let left = index >= 2 ? (before.y - points[index - 2].y).magnitude : 0
    let right = index + 1 < points.count ? (points[index + 1].y - here.y).magnitude : 0
    return (left.isNaN || left < rise / 10) && (right.isNaN || right < rise / 10)
  }

  /// Heights at even steps along the axis, so that places sampled densely do not weigh more.
  private static func samples(of curve: PlotData.Curve, along scale: PlotScale) -> [Double] {
    let steps = 400
    let even = (0...steps).compactMap {
      height(of: curve, at: scale.value(at: Double($0) / Double(steps)))
    }
    return even.isEmpty ? curve.y : even
  }
}
