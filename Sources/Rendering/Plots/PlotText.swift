import Language

extension Renderer {
  /// The picture in the terminal; in words for a screen reader.
  func text(of plot: PlotData) -> StyledText {
    if options.isPlain {
      return StyledText(PlotDescription.text(of: plot)).wrapped(to: options.width)
    }
    switch plot.kind {
    case .curves(let curves): return TerminalPlot(plot, options: options).text(of: curves)
    case .field(let rows, let yName, let yRange):
      return TerminalPlot(plot, options: options).text(of: rows, yName: yName, yRange: yRange)
    case .histogram(let edges, let counts):
      let texts = NumberText(digits: 4).texts(ofEdges: edges)
      let labels = counts.indices.map { index in
        guard index + 1 < texts.count else { return "" }
        // Every bin but the last is open at its upper end.
        return "[\(texts[index]), \(texts[index + 1])\(index == counts.count - 1 ? "]" : ")")"
      }
      return BarText(
        labels: labels, values: counts.map(Double.init), captions: counts.map(String.init)
      ).text(width: min(options.width, 100), isASCII: options.isASCII)
    case .bars(let labels, let values):
      return BarText(labels: labels, values: values, captions: tensorText.numbers.texts(of: values))
        .text(width: min(options.width, 100), isASCII: options.isASCII)
    }
  }
}
