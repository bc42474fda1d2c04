/// Sets a notation as a drawing: fractions with bars, raised powers, signs that grow.
struct FormulaSetter {
  /// The size of the letters.
  let size: Double
  private let glyphs = FormulaGlyphs(isASCII: false)

  /// Makes a setter for letters of a size.
  init(size: Double) {
    self.size = size
  }

  /// The height of bars, signs and the middle of what is enclosed.
  private var axis: Double { 0.26 * size }
  private var stroke: Double { max(0.8, size * 0.055) }
  private var smaller: FormulaSetter { FormulaSetter(size: max(9, size * 0.72)) }

  /// Upright letters.
  func word(_ text: String) -> FormulaDrawing { .text(text, size: size) }

  /// A variable; what stands behind `_` in its name is lowered.
  func name(_ name: String) -> FormulaDrawing {
    let parts = name.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      return .text(glyphs.name(name), size: size, isItalic: true)
    }
    var result = self.name(String(parts[0]))
    result.add(
      .text(String(parts[1]), size: smaller.size, isItalic: true), x: result.width,
      y: 0.24 * size)
    return result
  }

  /// Returns the drawing of a notation.
  func drawing(_ notation: Notation) -> FormulaDrawing {
    switch notation {
    case .number(let text): return word(text)
    case .symbol(let name): return self.name(name)
    case .text(let text): return word(text)
    case .sum(let terms): return sum(terms)
    case .product(let factors, let sign): return product(factors, sign)
    case .fraction(let numerator, let denominator):
      return fraction(drawing(numerator), drawing(denominator))
    case .power(let base, let exponent):
      return raised(smaller.drawing(exponent), over: closed(base))
    case .root(let body): return root(drawing(body))
    case .relation(let first, let links):
      return .row(
        [operand(first, tighterThan: .relation)]
          + links.flatMap {
            [
              word(" \(glyphs.comparison($0.sign)) "), operand($0.value, tighterThan: .relation),
            ]
          })
    case .logical(let sign, let operands):
      return separated(operands.map { operand($0, tighterThan: .logical) }, by: " \(sign) ")
    case .not(let body): return .row([word("not "), operand(body, tighterThan: .not)])
    case .call(let name, let arguments):
      let inner = separated(arguments.map(drawing), by: ", ")
      return .row([word(glyphs.function(name)), fenced(.parentheses, inner)])
    case .labelled(let label, let value): return .row([word("\(label) = "), drawing(value)])
    case .large(let sign, let body, let below): return large(sign, body, below)
    case .fenced(let fence, let body): return fenced(fence, drawing(body))
    case .matrix(let rows): return bracketed(grid(rows.map { $0.map(drawing) }, isFlush: false))
    case .list(let items): return bracketed(separated(items.map(drawing), by: ", "))
    case .piecewise(let cases, let otherwise): return piecewise(cases, otherwise)
    case .transposed(let base):
      return raised(smaller.word("T"), over: closed(base))
    case .indexed(let base, let subscripts):
      let below = smaller.separated(subscripts.map(smaller.drawing), by: ", ")
      var result = operand(base, tighterThan: .power)
      result.add(below, x: result.width, y: 0.28 * size)
      return result
    }
  }

  // MARK: Operators

  private func sum(_ terms: [Notation.Term]) -> FormulaDrawing {
    .row(
      terms.enumerated().flatMap { index, term -> [FormulaDrawing] in
        let value = operand(term.value, tighterThan: .sum)
        if index == 0 { return term.isNegative ? [word("−"), value] : [value] }
        return [word(term.isNegative ? " − " : " + "), value]
      })
  }

  private func product(_ factors: [Notation], _ sign: Notation.ProductSign) -> FormulaDrawing {
    .row(
      factors.enumerated().flatMap { index, factor -> [FormulaDrawing] in
        let isEnclosed = factor.isEnclosed(inProduct: sign, isLast: index == factors.count - 1)
        let value = isEnclosed ? fenced(.parentheses, drawing(factor)) : drawing(factor)
        guard index > 0 else { return [value] }
        let sign = FormulaText.separator(
          between: factors[index - 1], and: factor, sign, inLine: false)
        return [sign.allSatisfy { $0 == " " } ? .gap(0.17 * size) : word(sign), value]
      })
  }

  private func fraction(_ above: FormulaDrawing, _ below: FormulaDrawing) -> FormulaDrawing {
    let width = max(above.width, below.width) + 0.24 * size
    var result = FormulaDrawing(width: width, ascent: 0, descent: 0)
    let room = 0.18 * size
    result.add(above, x: (width - above.width) / 2, y: -axis - room - above.descent)
    result.add(below, x: (width - below.width) / 2, y: -axis + room + below.ascent)
    result.line([0.04 * size, -axis, width - 0.04 * size, -axis], thickness: stroke)
    return .row([.gap(0.06 * size), result, .gap(0.06 * size)])
  }

  private func raised(_ exponent: FormulaDrawing, over base: FormulaDrawing) -> FormulaDrawing {
    var result = base
    let lift = max(0.36 * size, base.ascent - 0.38 * size) + exponent.descent * 0.4
    result.add(exponent, x: base.width + 0.04 * size, y: -lift)
    return result
  }

  private func root(_ body: FormulaDrawing) -> FormulaDrawing {
    let left = 0.6 * size
    let top = -body.ascent - 0.14 * size
    let bottom = body.descent
    var result = FormulaDrawing(width: 0, ascent: -top + stroke, descent: bottom)
    result.add(body, x: left, y: 0)
    result.width += 0.08 * size
    result.line(
      [
        0.06 * size, (top + bottom) / 2 + 0.1 * size, 0.16 * size, (top + bottom) / 2,
        0.32 * size, bottom, left - 0.06 * size, top, result.width, top,
      ], thickness: stroke)
    return result
  }

  private func large(
    _ sign: Notation.LargeSign, _ body: Notation, _ below: [Notation]
  ) -> FormulaDrawing {
    var glyph = FormulaDrawing.text(sign.rawValue, size: size * 1.45)
    if !below.isEmpty {
      let under = smaller.separated(below.map(smaller.drawing), by: ", ")
      let width = max(glyph.width, under.width)
      var both = FormulaDrawing(width: width, ascent: 0, descent: 0)
      both.add(glyph, x: (width - glyph.width) / 2, y: 0.16 * size)
      both.add(
        under, x: (width - under.width) / 2, y: glyph.descent + under.ascent + 0.1 * size)
      glyph = both
    }
    return .row([glyph, .gap(0.14 * size), operand(body, tighterThan: .sum)])
  }

  private func piecewise(_ cases: [Notation.Case], _ otherwise: Notation) -> FormulaDrawing {
    let rows =
      cases.map { [drawing($0.value), FormulaDrawing.row([word("if "), drawing($0.condition)])] }
      + [[drawing(otherwise), word("otherwise")]]
    let inner = grid(rows, isFlush: true)
    let (top, bottom) = (-inner.ascent, inner.descent)
    let (middle, w) = ((top + bottom) / 2, 0.34 * size)
    var brace = FormulaDrawing(width: w, ascent: inner.ascent, descent: inner.descent)
    brace.line(
      [
        w, top, w / 2, top, w / 2, top + w / 2, w / 2, middle - w / 4, w / 2, middle - w / 4,
        w / 2, middle, 0, middle, w / 2, middle, w / 2, middle + w / 4, w / 2, bottom - w / 2,
        w / 2, bottom - w / 2, w / 2, bottom, w, bottom,
      ], thickness: stroke, isCurve: true)
    return .row([brace, .gap(0.2 * size), inner])
  }

  /// Cells in rows and columns, around the height of bars.
  private func grid(_ rows: [[FormulaDrawing]], isFlush: Bool) -> FormulaDrawing {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0
    }
    let heights = rows.map { row in
      (ascent: row.map(\.ascent).max() ?? 0, descent: row.map(\.descent).max() ?? 0)
    }
    let gap = 0.3 * size
    let total =
      heights.reduce(0) { $0 + $1.ascent + $1.descent } + gap * Double(max(0, rows.count - 1))
    var result = FormulaDrawing(width: 0, ascent: 0, descent: 0)
    var y = -axis - total / 2
    for (row, height) in zip(rows, heights) {
      var x = 0.0
      for (cell, width) in zip(row, widths) {
        result.add(cell, x: isFlush ? x : x + (width - cell.width) / 2, y: y + height.ascent)
        x += width + 0.8 * size
      }
      y += height.ascent + height.descent + gap
    }
    return result
  }

  // MARK: What encloses

  private func operand(
    _ notation: Notation, tighterThan outer: Notation.Precedence
  ) -> FormulaDrawing {
    notation.precedence > outer ? drawing(notation) : fenced(.parentheses, drawing(notation))
  }

  /// The base of a power.
  private func closed(_ base: Notation) -> FormulaDrawing {
    if case .root = base { return fenced(.parentheses, drawing(base)) }
    return base.precedence == .atom ? drawing(base) : fenced(.parentheses, drawing(base))
  }

  private func bracketed(_ inner: FormulaDrawing) -> FormulaDrawing {
    let (top, bottom, w) = (-inner.ascent - 2, inner.descent + 2, 0.16 * size)
    return enclosed(
      inner, [w, top, 0, top, 0, bottom, w, bottom], [0, top, w, top, w, bottom, 0, bottom], w)
  }

  private func fenced(_ fence: Notation.Fence, _ inner: FormulaDrawing) -> FormulaDrawing {
    let (top, bottom, w) = (-inner.ascent - 1, inner.descent + 1, 0.2 * size)
    switch fence {
    case .parentheses:
      let middle = (top + bottom) / 2
      return enclosed(
        inner,
        [
          w, top, 0, middle + (top - middle) / 2, 0, middle, 0, middle + (bottom - middle) / 2, w,
          bottom,
        ],
        [
          0, top, w, middle + (top - middle) / 2, w, middle, w, middle + (bottom - middle) / 2, 0,
          bottom,
        ], w, isCurve: true)
    case .bars:
      return enclosed(inner, [w / 2, top, w / 2, bottom], [w / 2, top, w / 2, bottom], w)
    case .doubleBars:
      let (left, right) = ([w * 0.4, top, w * 0.4, bottom], [w * 0.6, top, w * 0.6, bottom])
      return enclosed(enclosed(inner, left, right, w * 0.5), left, right, w * 0.5)
    case .floor:
      return enclosed(inner, [0, top, 0, bottom, w, bottom], [w, top, w, bottom, 0, bottom], w)
    case .ceiling:
      return enclosed(inner, [w, top, 0, top, 0, bottom], [0, top, w, top, w, bottom], w)
    }
  }

  private func enclosed(
    _ inner: FormulaDrawing, _ open: [Double], _ close: [Double], _ width: Double,
    isCurve: Bool = false
  ) -> FormulaDrawing {
    func sign(_ points: [Double]) -> FormulaDrawing {
      var sign = FormulaDrawing(
        width: width, ascent: inner.ascent + 2, descent: inner.descent + 2)
      sign.line(points, thickness: stroke, isCurve: isCurve)
      return sign
    }
    let room = FormulaDrawing.gap(0.07 * size)
    return .row([room, sign(open), room, inner, room, sign(close), room])
  }

  private func separated(_ pieces: [FormulaDrawing], by sign: String) -> FormulaDrawing {
    .row(pieces.enumerated().flatMap { $0 == 0 ? [$1] : [word(sign), $1] })
  }
}
