/// Sets a notation in two dimensions: fractions with bars, raised powers, parentheses that grow.
///
/// ```
/// 1   p − y
/// ─ · ─────────
/// n   p (1 − p)
/// ```
struct FormulaLayout {
  /// The signs it is drawn with.
  let glyphs: FormulaGlyphs

  /// Makes a layout in Unicode or in ASCII.
  init(isASCII: Bool = false) {
    glyphs = FormulaGlyphs(isASCII: isASCII)
  }

  /// Returns the box of a notation, however wide it becomes.
  func box(_ notation: Notation) -> FormulaBox {
    switch notation {
    case .number(let text): return FormulaBox(text, .number)
    case .symbol(let name): return FormulaBox(glyphs.name(name), .name)
    case .text(let text): return FormulaBox(text, .string)
    case .sum(let terms): return .row(terms.enumerated().flatMap(term))
    case .product(let factors, let sign): return product(factors, sign)
    case .fraction(let numerator, let denominator): return fraction(numerator, denominator)
    case .power(let base, let exponent): return power(base, exponent)
    case .root(let body): return root(box(body), isAtom: body.precedence == .atom)
    case .relation(let first, let links):
      let rest = links.flatMap {
        [symbol(" \(glyphs.comparison($0.sign)) "), operand($0.value, tighterThan: .relation)]
      }
      return .row([operand(first, tighterThan: .relation)] + rest)
    case .logical(let word, let operands):
      return separated(
        operands.map { operand($0, tighterThan: .logical) }, by: FormulaBox(" \(word) ", .keyword))
    case .not(let body):
      return .row([FormulaBox("not ", .keyword), operand(body, tighterThan: .not)])
    case .call(let name, let arguments):
      let inner = separated(arguments.map(box), by: symbol(", "))
      return .row([FormulaBox(glyphs.function(name), .function), fenced(.parentheses, inner)])
    case .labelled(let label, let value): return .row([symbol("\(label)="), box(value)])
    case .large(let sign, let body, let below): return large(sign, body, below)
    case .fenced(let fence, let body): return fenced(fence, box(body))
    case .matrix(let rows):
      let cells = rows.map { $0.map(box) }
      let isTall = cells.contains { $0.contains { $0.height > 1 } }
      return bracketed(.grid(cells, columnGap: 2, rowGap: isTall ? 1 : 0))
    case .list(let items): return bracketed(separated(items.map(box), by: symbol(", ")))
    case .piecewise(let cases, let otherwise): return piecewise(cases, otherwise)
    case .transposed(let base):
      return base.precedence == .power
        ? fenced(.parentheses, box(base)).marked(glyphs.transposed, .symbol)
        : operand(base, tighterThan: .power).marked(glyphs.transposed, .symbol)
    case .indexed(.symbol("I"), let size) where !glyphs.isASCII && size.count == 1:
      return FormulaBox(FormulaText.line(notation), .name)
    case .indexed(let base, let subscripts):
      let inner = separated(subscripts.map(box), by: symbol(", "))
      return .row([operand(base, tighterThan: .power), bracketed(inner)])
    }
  }

  // MARK: Operators

  func term(_ index: Int, _ term: Notation.Term) -> [FormulaBox] {
    let value = operand(term.value, tighterThan: .sum)
    if index == 0 { return term.isNegative ? [symbol(glyphs.minus), value] : [value] }
    return [symbol(term.isNegative ? " \(glyphs.minus) " : " + "), value]
  }

  /// Returns the factors of a product with what stands between them in front of each.
  func factors(_ factors: [Notation], _ sign: Notation.ProductSign) -> [FormulaBox] {
    factors.enumerated().map { index, factor in
      let isEnclosed = factor.isEnclosed(inProduct: sign, isLast: index == factors.count - 1)
      let value = isEnclosed ? fenced(.parentheses, box(factor)) : box(factor)
      guard index > 0 else { return value }
      return .row([symbol(separator(factors[index - 1], factor, sign)), value])
    }
  }

  private func product(_ factors: [Notation], _ sign: Notation.ProductSign) -> FormulaBox {
    .row(self.factors(factors, sign))
  }

  private func separator(_ left: Notation, _ right: Notation, _ sign: Notation.ProductSign)
    -> String
  {
    if glyphs.isASCII { return sign == .matrix ? " @ " : " * " }
    return FormulaText.separator(between: left, and: right, sign, inLine: false)
  }

  private func fraction(_ numerator: Notation, _ denominator: Notation) -> FormulaBox {
    let above = box(numerator)
    let below = box(denominator)
    // The bar of a fraction of fractions is longer than theirs, so that it is seen to be the last.
    let excess = above.height > 1 || below.height > 1 ? 2 : 0
    let bar = FormulaBox(
      String(repeating: glyphs.bar, count: max(1, above.width, below.width) + excess), .symbol)
    return .column([above, bar, below], baseline: above.height)
  }

  private func power(_ base: Notation, _ exponent: Notation) -> FormulaBox {
    let isClosed: Bool
    switch base {
    case .root: isClosed = false
    default: isClosed = base.precedence == .atom
    }
    let below = isClosed ? box(base) : fenced(.parentheses, box(base))
    if !glyphs.isASCII, let raised = FormulaText.raised(exponent) {
      return below.marked(raised, .number)
    }
    return .row([below, box(exponent).raised(above: below)])
  }

  private func root(_ body: FormulaBox, isAtom: Bool) -> FormulaBox {
    guard body.height == 1 else { return glyphs.root(over: body) }
    if glyphs.isASCII {
      return .row([FormulaBox("sqrt", .function), fenced(.parentheses, body)])
    }
    return .row([symbol("√"), isAtom ? body : fenced(.parentheses, body)])
  }

  private func large(_ sign: Notation.LargeSign, _ body: Notation, _ below: [Notation])
    -> FormulaBox
  {
    let glyph = FormulaBox(sign == .sum ? glyphs.sum : glyphs.product, .function)
    let inner = operand(body, tighterThan: .sum)
    guard !below.isEmpty else { return .row([glyph, symbol(" "), inner]) }
    let under = separated(below.map(box), by: symbol(", "))
    return .row([.column([glyph, under], baseline: 0), symbol(" "), inner])
  }

  private func piecewise(_ cases: [Notation.Case], _ otherwise: Notation) -> FormulaBox {
    var lines = cases.map { item in
      [box(item.value), FormulaBox.row([FormulaBox("if ", .keyword), box(item.condition)])]
    }
    lines.append([box(otherwise), FormulaBox("otherwise", .keyword)])
    let widths = [0, 1].map { column in lines.map { $0[column].width }.max() ?? 0 }
    let flush = lines.map { line in
      line.enumerated().map { index, cell in
        FormulaBox(rows: cell.rows.map { $0.padded(to: widths[index]) }, baseline: cell.baseline)
      }
    }
    let isTall = flush.contains { $0[0].height > 1 || $0[1].height > 1 }
    let grid = FormulaBox.grid(flush, columnGap: 2, rowGap: lines.count == 2 || isTall ? 1 : 0)
    let brace = glyphs.brace(height: grid.height)
    let aligned = FormulaBox(rows: grid.rows, baseline: brace.baseline)
    return .row([brace, symbol(" "), aligned])
  }

  // MARK: What encloses

  private func operand(_ notation: Notation, tighterThan outer: Notation.Precedence)
    -> FormulaBox
  {
    notation.precedence > outer ? box(notation) : fenced(.parentheses, box(notation))
  }

  private func fenced(_ fence: Notation.Fence, _ inner: FormulaBox) -> FormulaBox {
    enclosed(
      inner, glyphs.fence(fence, isOpen: true, height: inner.height),
      glyphs.fence(fence, isOpen: false, height: inner.height))
  }

  private func bracketed(_ inner: FormulaBox) -> FormulaBox {
    enclosed(
      inner, glyphs.bracket(isOpen: true, height: inner.height),
      glyphs.bracket(isOpen: false, height: inner.height))
  }

  private func enclosed(_ inner: FormulaBox, _ open: FormulaBox, _ close: FormulaBox)
    -> FormulaBox
  {
    .row([
      FormulaBox(rows: open.rows, baseline: inner.baseline), inner,
      FormulaBox(rows: close.rows, baseline: inner.baseline),
    ])
  }

  private func separated(_ boxes: [FormulaBox], by separator: FormulaBox) -> FormulaBox {
    .row(boxes.enumerated().flatMap { $0 == 0 ? [$1] : [separator, $1] })
  }

  private func symbol(_ text: String) -> FormulaBox { FormulaBox(text, .symbol) }
}
