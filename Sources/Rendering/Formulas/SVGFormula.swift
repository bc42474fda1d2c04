public import Calculus
import Syntax

/// Draws formulas as SVG, in any viewer and on any background, as a textbook sets them.
///
/// The picture has a title, the formula in a line, and a description, the formula in the language.
public enum SVGFormula {
  private static let size = 22.0
  private static let margin = 12.0

  /// Returns the formula, with its shared parts and sizes, as an `svg` element that stands alone.
  public static func element(for formula: Formula) -> String {
    let builder = NotationBuilder(formula)
    let setter = FormulaSetter(size: size)
    var pieces = [setter.drawing(builder.notation(of: formula.body))]
    var beside = formula.definitions.map { definition in
      FormulaDrawing.row([
        setter.name(definition.name), setter.word(" = "),
        setter.drawing(builder.notation(of: definition.value)),
      ])
    }
    beside += formula.sizes.compactMap { size in
      size.value.map { FormulaDrawing.row([setter.name(size.letter), setter.word(" = \($0)")]) }
    }
    if !beside.isEmpty { pieces += [.gap(size * 1.2), setter.word("where "), beside[0]] }
    for piece in beside.dropFirst() { pieces += [setter.word(",  "), piece] }
    return element(.row(pieces), title: FormulaText.text(of: formula), source: formula.ascii)
  }

  private static func element(_ drawing: FormulaDrawing, title: String, source: String) -> String {
    let width = n(drawing.width + 2 * margin)
    let height = n(drawing.height + 2 * margin)
    let body = drawing.marks.map { self.mark($0.moved(margin, margin + drawing.ascent)) }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
      width="\(width)" height="\(height)" role="img" class="lossbook-formula">
      <title>\(Markup.text(title))</title>
      <desc>\(Markup.text(source))</desc>
      <style>.lossbook-formula{color:#1b1f24;\
      font-family:"STIX Two Text","Latin Modern Roman","Times New Roman",Times,serif}\
      .lossbook-formula text{fill:currentColor}\
      .lossbook-formula path{stroke:currentColor;fill:none;stroke-linecap:round;\
      stroke-linejoin:round}\
      @media (prefers-color-scheme:dark){.lossbook-formula{color:#e6edf3}}</style>
      \(body.joined(separator: "\n"))
      </svg>
      """
  }

  private static func mark(_ mark: FormulaDrawing.Mark) -> String {
    switch mark {
    case .text(let text, let x, let y, let size, let width, let isItalic):
      let style = isItalic ? " font-style=\"italic\"" : ""
      return "<text x=\"\(n(x))\" y=\"\(n(y))\" font-size=\"\(n(size))\"\(style) "
        + "textLength=\"\(n(width))\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">"
        + "\(Markup.text(text))</text>"
    case .path(let points, let isCurve, let x, let y, let thickness):
      var words: [String] = []
      for index in stride(from: 0, to: points.count - 1, by: 2) {
        let place = "\(n(points[index] + x)) \(n(points[index + 1] + y))"
        // A curve is a beginning and then a handle and an end in turn.
        let command = index == 0 ? "M" : isCurve ? (index % 4 == 2 ? "Q" : " ") : "L"
        words.append(command + place)
      }
      return "<path stroke-width=\"\(n(thickness))\" d=\"\(words.joined())\"/>"
    }
  }

  private static func n(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    return DecimalDigits(value).rounded(toDecimals: 2).fixed()
  }
}
