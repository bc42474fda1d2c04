internal import Calculus
internal import Graphs
public import Rendering
internal import Syntax

/// Sets a lesson's prose for the window.
public struct ProseText {
  /// The window.
  let options: RenderOptions

  /// Makes a setter of prose.
  public init(options: RenderOptions) {
    self.options = options
  }

  private var width: Int { min(options.width, 78) }

  /// Returns blocks with blank lines between them.
  public func text(of blocks: [CommonMark.Block]) -> StyledText {
    blocks.map { text(of: $0) }.joined(separator: "\n\n")
  }

  /// Returns a block.
  public func text(of block: CommonMark.Block) -> StyledText {
    switch block.kind {
    case .heading(_, let inlines):
      return text(of: inlines, role: .heading).wrapped(to: width)
    case .paragraph(let inlines):
      if let formula = displayedFormula(inlines) { return formula.indented(by: 4, first: true) }
      return text(of: inlines).wrapped(to: width)
    case .code(_, let text, _):
      let code = text.hasSuffix("\n") ? String(text.dropLast()) : text
      return StyledText(code, .code).indented(by: 4, first: true)
    case .list(let items, let start):
      return items.enumerated().map { index, blocks in
        let bullet = start.map { "\($0 + index). " } ?? (options.isASCII ? "- " : "• ")
        let columns = DisplayWidth.of(bullet)
        let item = blocks.map { text(of: $0) }.joined(separator: "\n")
        return StyledText(bullet, .symbol)
          + item.wrapped(to: width - columns).indented(by: columns)
      }.joined(separator: "\n")
    case .quote(let blocks):
      return text(of: blocks).indented(by: 4, first: true)
    case .table(let rows):
      let cells = rows.map { $0.map { text(of: $0) } }
      return TableText(
        headings: cells.first ?? [], rows: Array(cells.dropFirst()), alignments: [.left]
      ).text(width: width, isASCII: options.isASCII)
    case .rule:
      return StyledText(String(repeating: options.isASCII ? "-" : "─", count: width), .faint)
    case .html(let text):
      return StyledText(text)
    }
  }

  /// Returns one line of Markdown, such as a prompt.
  public func line(_ markdown: String) -> StyledText {
    text(of: CommonMark.inlines(of: markdown))
  }

  private func text(of inlines: [CommonMark.Inline], role: StyledText.Role = .body) -> StyledText {
    inlines.map { inline in
      switch inline {
      case .text(let text): StyledText(text, role)
      case .code(let code): self.code(code)
      case .emphasis(let inner): text(of: inner, role: .emphasis)
      case .strong(let inner): text(of: inner, role: .strong)
      case .link(let inner, let address):
        text(of: inner, role: .link) + StyledText(" <\(address)>", .faint)
      case .image(let inner, _): text(of: inner, role: role)
      case .softBreak: StyledText(" ", role)
      case .lineBreak: StyledText("\n", role)
      case .html(let text): StyledText(text, role)
      }
    }.joined(separator: StyledText())
  }

  // MARK: - Formulas

  /// Inline code: a formula between dollar signs, or source as it stands.
  private func code(_ code: String) -> StyledText {
    guard let source = Claim.formulaSource(code), let formula = Self.formula(source) else {
      return StyledText(code, .code)
    }
    return StyledText(options.isASCII ? formula.ascii : FormulaText.text(of: formula), .code)
  }

  /// A paragraph that is a formula alone, over several lines.
  private func displayedFormula(_ inlines: [CommonMark.Inline]) -> StyledText? {
    guard inlines.count == 1, case .code(let code)? = inlines.first,
      let source = Claim.formulaSource(code), let formula = Self.formula(source)
    else { return nil }
    return Renderer(options: options).text(of: formula)
  }

  /// The formula that a source means, with nothing simplified.
  static func formula(_ source: String) -> Formula? {
    guard case .success(let expression) = Source.expression(source) else { return nil }
    return Formula(body: expression, shape: .scalar)
  }
}
