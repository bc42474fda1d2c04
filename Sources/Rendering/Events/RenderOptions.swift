/// How results are shown: the window, the digits, what the terminal can do.
public struct RenderOptions: Hashable, Sendable {
  /// The columns of the window.
  public var width: Int
  /// The lines of the window.
  public var height: Int
  /// The significant digits; 17 is exact.
  public var digits: Int
  /// Whether only ASCII is written.
  public var isASCII: Bool
  /// Whether there are no boxes, drawings or formulas over several lines, for a screen reader.
  public var isPlain: Bool
  /// Whether results stand behind `Out[4]: `.
  public var showsPrompts: Bool

  /// Makes options; a window of 80 by 24, six digits, prompts shown.
  public init(
    width: Int = 80, height: Int = 24, digits: Int = 6, isASCII: Bool = false,
    isPlain: Bool = false, showsPrompts: Bool = true
  ) {
    self.width = width
    self.height = height
    self.digits = digits
    self.isASCII = isASCII
    self.isPlain = isPlain
    self.showsPrompts = showsPrompts
  }
}
