import Language

/// Draws curves and fields with characters: axes with round ticks, a legend, marks.
struct TerminalPlot {
  private let plot: PlotData
  private let columns: Int
  private let rows: Int
  private let isASCII: Bool

  /// Makes a drawing for a window.
  init(_ plot: PlotData, options: RenderOptions) {
    self.plot = plot
    columns = min(max(24, options.width), 100)
    rows = min(max(6, options.height - 7), 20)
    isASCII = options.isASCII
  }

  /// Returns the picture of curves.
  func text(of curves: [PlotData.Curve]) -> StyledText {
    let frame = PlotFrame(curves: curves, of: plot)
    let ticks = frame.y.tickLabels(about: max(2, rows / 3))
    let margin = (ticks.map(\.text.count).max() ?? 1) + 1
    var canvas = PlotCanvas(columns: columns - margin - 2, rows: rows, isASCII: isASCII)
    for (index, curve) in curves.enumerated() {
      var pen = PlotCanvas.Pen(curve: index)
      for stroke in frame.strokes(of: curve) {
        if stroke.count == 1 { canvas.line(from: stroke[0], to: stroke[0], &pen) }
        for (a, b) in zip(stroke, stroke.dropFirst()) { canvas.line(from: a, to: b, &pen) }
      }
    }
    for (index, curve) in curves.enumerated() {
      for kink in curve.kinks {
        guard let height = PlotFrame.height(of: curve, at: kink) else { continue }
        mark(kinkMark, at: (kink, height), in: &canvas, frame, .curve(index))
      }
    }
    if let tangent = frame.tangent(of: plot) {
      var pen = PlotCanvas.Pen.tangent
      for (a, b) in zip(tangent, tangent.dropFirst()) { canvas.line(from: a, to: b, &pen) }
    }
    if let point = plot.point { mark(pointMark, at: point, in: &canvas, frame, .strong) }
    let lines = framed(canvas, x: frame.x, y: frame.y, ticks: ticks, margin: margin)
    return ([legend(curves)] + lines).joined(separator: "\n")
  }

  /// Returns the picture of a field: lines of equal height, each with its number on it.
  func text(of field: [[Double]], yName: String, yRange: ClosedRange<Double>) -> StyledText {
    let x = PlotScale(plot.xRange.lowerBound, plot.xRange.upperBound)
    let y = PlotScale(yRange.lowerBound, yRange.upperBound)
    let ticks = y.tickLabels(about: max(2, rows / 3))
    let margin = (ticks.map(\.text.count).max() ?? 1) + 1
    var canvas = PlotCanvas(columns: columns - margin - 2, rows: rows, isASCII: isASCII)
    let contours = ContourLines.lines(of: field, count: 7)
    for (index, contour) in contours.enumerated() {
      // Numbers tell the lines apart, so that every one is drawn whole.
      var pen = PlotCanvas.Pen(curve: index, isSolid: true)
      for segment in contour.segments {
        canvas.line(
          from: (segment.x0, segment.y0), to: (segment.x1, segment.y1), &pen)
      }
    }
    for contour in contours { label(contour, in: &canvas) }
    if let point = plot.point {
      mark(pointMark, at: point, in: &canvas, PlotFrame(x: x, y: y), .strong)
    }
    var heading = StyledText("lines of equal height", .faint)
    heading.append("  up: \(yName)", .faint)
    let lines = framed(canvas, x: x, y: y, ticks: ticks, margin: margin)
    return ([heading] + lines).joined(separator: "\n")
  }

  private var kinkMark: Character { isASCII ? "^" : "◇" }
  private var pointMark: Character { isASCII ? "@" : "●" }

  private func mark(
    _ character: Character, at point: (x: Double, y: Double), in canvas: inout PlotCanvas,
    _ frame: PlotFrame, _ role: StyledText.Role
  ) {
    let x = frame.x.position(of: point.x)
    let y = frame.y.position(of: point.y)
    guard (0...1).contains(x), (0...1).contains(y) else { return }
    let column = Int((x * Double(canvas.columns - 1)).rounded())
    let row = Int(((1 - y) * Double(canvas.rows - 1)).rounded())
    canvas.mark(character, column: column, row: row, role)
  }

  private func label(_ contour: ContourLines.Line, in canvas: inout PlotCanvas) {
    let count = contour.label.count
    let room = max(0, canvas.columns - count)
    let column = min(max(0, Int(contour.place.x * Double(canvas.columns)) - count / 2), room)
    let row = Int(((1 - contour.place.y) * Double(canvas.rows - 1)).rounded())
    for (offset, character) in contour.label.enumerated() {
      canvas.mark(character, column: column + offset, row: row, .strong)
    }
  }

  private func legend(_ curves: [PlotData.Curve]) -> StyledText {
    let samples = ["──", "╌╌", "··", "─·", "━━", "╍╍"]
    var parts = curves.enumerated().map { index, curve in
      let pen = PlotCanvas.Pen(curve: index)
      let sample =
        isASCII ? String(repeating: pen.character, count: 2) : samples[index % samples.count]
      return StyledText("\(sample) ", .curve(index)) + StyledText(curve.label)
    }
    if curves.contains(where: { !$0.kinks.isEmpty }) {
      parts.append(StyledText("\(kinkMark) kink", .faint))
    }
    if PlotDescription.isEmpty(curves) {
      parts.append(StyledText(PlotDescription.emptiness, .faint))
    }
    if let point = plot.point {
      let number = NumberText(digits: 4)
      parts.append(
        StyledText(
          "\(pointMark) \(plot.xName) = \(number.text(of: point.x)): \(number.text(of: point.y))"
            + (plot.slope.map { ", tangent of slope \(number.text(of: $0))" } ?? ""),
          .faint))
    }
    return parts.joined(separator: "   ").wrapped(to: columns)
  }

  private func framed(
    _ canvas: PlotCanvas, x: PlotScale, y: PlotScale, ticks: [(value: Double, text: String)],
    margin: Int
  ) -> [StyledText] {
    var labels = [String](repeating: "", count: canvas.rows)
    for tick in ticks {
      let position = y.position(of: tick.value)
      guard (0...1).contains(position) else { continue }
      labels[Int(((1 - position) * Double(canvas.rows - 1)).rounded())] = tick.text
    }
    var lines = canvas.lines.enumerated().map { row, line in
      let label = String(repeating: " ", count: margin - 1 - labels[row].count) + labels[row]
      let side = isASCII ? (labels[row].isEmpty ? " |" : " +") : labels[row].isEmpty ? " │" : " ┤"
      return (StyledText(label + side, .faint) + line).trimmedAtEnd
    }
    lines += floor(x, columns: canvas.columns, margin: margin)
    return lines
  }

  /// The axis at the bottom with its ticks, their numbers and its name.
  private func floor(_ x: PlotScale, columns: Int, margin: Int) -> [StyledText] {
    var axis = [Character](repeating: isASCII ? "-" : "─", count: columns)
    var numbers = [Character](repeating: " ", count: columns + margin + 1)
    var free = 0
    for tick in x.tickLabels(about: max(3, columns / 10)) {
      let position = x.position(of: tick.value)
      guard (0...1).contains(position) else { continue }
      let column = Int((position * Double(columns - 1)).rounded())
      axis[column] = isASCII ? "+" : "┬"
      // A number at the end of the axis stands a little to the left, so that it has room.
      let middle = margin + 1 + column - tick.text.count / 2
      let start = max(0, min(middle, numbers.count - tick.text.count))
      guard start >= free, start + tick.text.count <= numbers.count else { continue }
      for (offset, character) in tick.text.enumerated() { numbers[start + offset] = character }
      free = start + tick.text.count + 1
    }
    let corner = String(repeating: " ", count: margin) + (isASCII ? "+" : "└")
    let name = StyledText(plot.xName, .name)
    var lines = [
      StyledText(corner + String(axis), .faint), StyledText(String(numbers), .faint).trimmedAtEnd,
    ]
    guard !name.isEmpty else { return lines }
    if lines[1].width + 1 + name.width <= columns + margin + 2 {
      lines[1] = lines[1] + " " + name
    } else {
      let left = max(0, margin + 1 + (columns - name.width) / 2)
      lines.append(StyledText(String(repeating: " ", count: left)) + name)
    }
    return lines
  }
}

extension PlotFrame {
  /// Makes a frame of two axes.
  init(x: PlotScale, y: PlotScale) {
    self.x = x
    self.y = y
  }
}
