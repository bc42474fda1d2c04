/// A curve in one line of text: `▇▅▃▂▁▁`.
public enum Sparkline {
  /// Returns numbers as a line of blocks at most some columns wide; a nan is a space.
  ///
  /// More numbers than columns are averaged.
  public static func text(of values: [Double], columns: Int = 40, isASCII: Bool = false) -> String {
    let columns = max(1, columns)
    var shown = values
    if values.count > columns {
      shown = (0..<columns).map { column in
        let part = values[
          (column * values.count / columns)..<((column + 1) * values.count / columns)]
        return part.reduce(0, +) / Double(max(1, part.count))
      }
    }
    let finite = shown.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else {
      return String(repeating: " ", count: shown.count)
    }
    let blocks: [Character] = isASCII ? Array("_.-=+*#") : Array("▁▂▃▄▅▆▇█")
    let scale = PlotScale(low, high)
    return String(
      shown.map { value in
        guard value.isFinite else { return " " }
        guard low < high else { return blocks[0] }
        let share = min(1, max(0, scale.position(of: value)))
        return blocks[Int((share * Double(blocks.count - 1)).rounded())]
      })
  }
}
