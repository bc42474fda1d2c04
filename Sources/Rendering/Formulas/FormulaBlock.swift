import Calculus

/// Chooses how a formula is shown in a window: in two dimensions, or in one line.
struct FormulaBlock {
  /// The window.
  let options: RenderOptions

  /// Returns the formula with its sizes beside it and its shared parts below.
  func block(of formula: Formula) -> TextBlock {
    if options.isASCII, options.isPlain { return TextBlock(StyledText(formula.ascii)) }
    let builder = NotationBuilder(formula)
    var text = StyledText(FormulaText.line(builder.notation(of: formula.body)))
    let known = formula.sizes.compactMap { size in size.value.map { "\(size.letter) = \($0)" } }
    if !known.isEmpty { text.append("      " + known.joined(separator: ", "), .faint) }
    for part in formula.definitions {
      text.newline()
      text.append("where ", .keyword)
      text.append("\(part.name) = \(FormulaText.line(builder.notation(of: part.value)))")
    }
    return TextBlock(text.wrapped(to: options.width, hanging: 2))
  }

  /// Returns the formula in one line with its shared parts, for a step of a derivation.
  func line(of formula: Formula) -> StyledText {
    StyledText(options.isASCII ? formula.ascii : FormulaText.text(of: formula))
  }
}
