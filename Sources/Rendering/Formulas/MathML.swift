public import Calculus

/// Writes formulas as presentation MathML, for HTML.
public enum MathML {
  /// Returns a `math` element of a formula, with its shared parts and sizes behind it.
  ///
  /// The element carries the formula in one line as `alttext` for readers that need it.
  public static func element(for formula: Formula, isBlock: Bool = true) -> String {
    let builder = NotationBuilder(formula)
    var beside = formula.definitions.map {
      row(name($0.name), sign("="), markup(builder.notation(of: $0.value)))
    }
    beside += formula.sizes.compactMap { size in
      size.value.map { row(name(size.letter), sign("="), "<mn>\($0)</mn>") }
    }
    var body = markup(builder.notation(of: formula.body))
    if !beside.isEmpty {
      body += "<mspace width=\"2em\"/><mtext>where\u{A0}</mtext>"
      body += beside.joined(separator: sign(",") + "<mspace width=\"0.5em\"/>")
    }
    let display = isBlock ? " display=\"block\"" : ""
    let text = Markup.attribute(FormulaText.text(of: formula))
    return "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"\(display) alttext=\"\(text)\">"
      + "<mrow>\(body)</mrow></math>"
  }

  /// Returns a notation as markup: one element.
  static func markup(_ notation: Notation) -> String {
    switch notation {
    case .number(let text): return "<mn>\(Markup.text(text))</mn>"
    case .symbol(let name): return self.name(name)
    case .text(let text): return "<mtext>\(Markup.text(text))</mtext>"
    case .sum(let terms): return sum(terms)
    case .product(let factors, let sign): return product(factors, sign)
    case .fraction(let numerator, let denominator):
      return "<mfrac>\(markup(numerator))\(markup(denominator))</mfrac>"
    case .power(let base, let exponent):
      return "<msup>\(scriptBase(base))\(markup(exponent))</msup>"
    case .root(let body): return "<msqrt>\(markup(body))</msqrt>"
    case .relation(let first, let links):
      let rest = links.map { sign($0.sign) + operand($0.value, tighterThan: .relation) }
      return row(operand(first, tighterThan: .relation), rest.joined())
    case .logical(let word, let operands):
      return row(
        operands.map { operand($0, tighterThan: .logical) }
          .joined(separator: "<mtext>\u{A0}\(word)\u{A0}</mtext>"))
    case .not(let body): return row("<mtext>not\u{A0}</mtext>", operand(body, tighterThan: .not))
    case .call(let name, let arguments):
      let inner = arguments.map(markup).joined(separator: sign(","))
      let function = Symbols.functionNames[name] ?? name
      let head = function.isEmpty ? "" : upright(function) + "<mo>&#x2061;</mo>"
      return row(head, fenced("(", inner, ")"))
    case .labelled(let label, let value): return row(upright(label), sign("="), markup(value))
    case .large(let large, let body, let below):
      let glyph = "<mo largeop=\"true\">\(large.rawValue)</mo>"
      let inner = operand(body, tighterThan: .sum)
      guard !below.isEmpty else { return row(glyph, inner) }
      let under = row(below.map(markup).joined(separator: sign(",")))
      return row("<munder>\(glyph)\(under)</munder>", inner)
    case .fenced(let fence, let body):
      let (open, close) = fence.ends
      return fenced(open, markup(body), close)
    case .matrix(let rows):
      let lines = rows.map { row in
        "<mtr>" + row.map { "<mtd>\(markup($0))</mtd>" }.joined() + "</mtr>"
      }
      return fenced("[", "<mtable>\(lines.joined())</mtable>", "]")
    case .list(let items): return fenced("[", items.map(markup).joined(separator: sign(",")), "]")
    case .piecewise(let cases, let otherwise): return piecewise(cases, otherwise)
    case .transposed(let base):
      return "<msup>\(scriptBase(base))<mi mathvariant=\"normal\">T</mi></msup>"
    case .indexed(let base, let subscripts):
      let inner = row(subscripts.map(markup).joined(separator: sign(",")))
      return "<msub>\(scriptBase(base))\(inner)</msub>"
    }
  }

  /// Returns a variable's name: Greek letters as such, what stands behind `_` lowered.
  static func name(_ name: String) -> String {
    if let greek = Symbols.greek[name] { return "<mi>\(greek.letter)</mi>" }
    for (suffix, accent) in [("_hat", "^"), ("_bar", "¯"), ("_tilde", "~")]
    where name.hasSuffix(suffix) && name.count > suffix.count {
      let base = self.name(String(name.dropLast(suffix.count)))
      return "<mover accent=\"true\">\(base)<mo>\(accent)</mo></mover>"
    }
    if let split = name.firstIndex(of: "_"), split != name.startIndex,
      name.index(after: split) != name.endIndex
    {
      let sub = String(name[name.index(after: split)...])
      let lowered = sub.allSatisfy(\.isNumber) ? "<mn>\(sub)</mn>" : self.name(sub)
      return "<msub>\(self.name(String(name[..<split])))\(lowered)</msub>"
    }
    return "<mi>\(Markup.text(name))</mi>"
  }

  private static func sum(_ terms: [Notation.Term]) -> String {
    row(
      terms.enumerated().map { index, term in
        let value = operand(term.value, tighterThan: .sum)
        if index == 0 { return term.isNegative ? sign("−") + value : value }
        return sign(term.isNegative ? "−" : "+") + value
      }.joined())
  }

  private static func product(_ factors: [Notation], _ kind: Notation.ProductSign) -> String {
    row(
      factors.enumerated().map { index, factor in
        let isEnclosed = factor.isEnclosed(inProduct: kind, isLast: index == factors.count - 1)
        let value = isEnclosed ? fenced("(", markup(factor), ")") : markup(factor)
        guard index > 0 else { return value }
        let gap = FormulaText.separator(
          between: factors[index - 1], and: factor, kind, inLine: false)
        // U+2062 is multiplication without a sign.
        guard gap == " " else { return sign(gap.contains("⊙") ? "⊙" : "·") + value }
        // The name of a function would run into what stands before it.
        let isWord = if case .call = factor { !isEnclosed } else { false }
        return "<mo>&#x2062;</mo>" + (isWord ? "<mspace width=\"0.17em\"/>" : "") + value
      }.joined())
  }

  private static func piecewise(_ cases: [Notation.Case], _ otherwise: Notation) -> String {
    var lines = cases.map { item in
      (markup(item.value), row("<mtext>if\u{A0}</mtext>", markup(item.condition)))
    }
    lines.append((markup(otherwise), "<mtext>otherwise</mtext>"))
    let rows = lines.map { "<mtr><mtd>\($0.0)</mtd><mtd>\($0.1)</mtd></mtr>" }
    return row(
      "<mo stretchy=\"true\">{</mo>", "<mtable columnalign=\"left\">\(rows.joined())</mtable>")
  }

  private static func scriptBase(_ notation: Notation) -> String {
    notation.precedence == .atom ? markup(notation) : fenced("(", markup(notation), ")")
  }

  private static func operand(_ notation: Notation, tighterThan outer: Notation.Precedence)
    -> String
  {
    notation.precedence > outer ? markup(notation) : fenced("(", markup(notation), ")")
  }

  private static func fenced(_ open: String, _ inner: String, _ close: String) -> String {
    row(
      "<mo stretchy=\"true\" fence=\"true\">\(open)</mo>", inner,
      "<mo stretchy=\"true\" fence=\"true\">\(close)</mo>")
  }

  private static func row(_ parts: String...) -> String { "<mrow>\(parts.joined())</mrow>" }

  private static func sign(_ text: String) -> String { "<mo>\(Markup.text(text))</mo>" }

  private static func upright(_ name: String) -> String {
    "<mi mathvariant=\"normal\">\(Markup.text(name))</mi>"
  }
}
