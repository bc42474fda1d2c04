import Language

extension Renderer {
  /// The picture in the terminal.
  func text(of plot: PlotData) -> StyledText {
    StyledText("plot of \(plot.xName)")
  }
}
