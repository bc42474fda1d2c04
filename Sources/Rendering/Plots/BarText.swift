/// Bars of characters, a line each: `[0, 1)  ██████▌ 12`.
struct BarText {
  /// What stands before each bar.
  var labels: [String]
  /// The lengths, which may be negative.
  var values: [Double]
  /// What stands after each bar.
  var captions: [String]

  /// Returns the bars within a width.
  func text(width: Int, isASCII: Bool) -> StyledText {
    let count = min(labels.count, values.count, captions.count)
    let margin = min(labels.map { DisplayWidth.of($0) }.max() ?? 0, max(8, width / 3))
    let side = captions.map { DisplayWidth.of($0) }.max() ?? 0
    let room = max(8, width - margin - side - 3)
    let finite = values.filter(\.isFinite)
    let low = min(0, finite.min() ?? 0)
    let high = max(0, finite.max() ?? 0)
    let scale = PlotScale(low, low == high ? low + 1 : high)
    let zero = scale.position(of: 0)
    return (0..<count).map { index in
      let label = StyledText(labels[index]).truncated(to: margin, isASCII: isASCII)
      var line = StyledText(String(repeating: " ", count: max(0, margin - label.width))) + label
      line.append(isASCII ? " |" : " │", .faint)
      let end = scale.position(of: values[index])
      if end.isFinite {
        // An axis has an end: what is longer is cut there.
        let (start, stop) = (max(0, min(zero, end)), min(1, max(zero, end)))
        line.append(bar(from: start, to: stop, room: room, isASCII: isASCII), .curve(0))
      }
      line.append(" " + captions[index], .value)
      return line
    }.joined(separator: "\n")
  }

  private func bar(from start: Double, to end: Double, room: Int, isASCII: Bool) -> String {
    let cells = Double(room)
    let blank = Int((start * cells).rounded())
    let length = max(0, end * cells - Double(blank))
    let whole = Int(isASCII ? length.rounded() : length)
    var text =
      String(repeating: " ", count: blank) + String(repeating: isASCII ? "#" : "█", count: whole)
    let eighths = Int(((length - Double(whole)) * 8).rounded())
    let parts: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    if !isASCII, eighths > 0 { text.append(parts[min(eighths, 8) - 1]) }
    return text
  }
}
