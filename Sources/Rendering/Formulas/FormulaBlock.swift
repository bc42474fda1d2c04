import Calculus
import Syntax

/// Chooses how a formula is shown in a window: in two dimensions, or in one line.
struct FormulaBlock {
  /// The window.
  let options: RenderOptions

  /// The most parts a formula may have to be laid out: past them a line is all one can read.
  private static let mostParts = 1500

  /// Returns the formula with its sizes beside it and its shared parts below.
  func block(of formula: Formula) -> TextBlock {
    let builder = NotationBuilder(formula)
    var block = self.block(of: formula.body, builder)
    let known = formula.sizes.compactMap { size in size.value.map { "\(size.letter) = \($0)" } }
    if !known.isEmpty {
      let beside = StyledText(known.joined(separator: ", "), .faint)
      let line = block.lines[block.baseline]
      let column = (block.lines.map(\.width).max() ?? 0) + 6
      if column + beside.width <= options.width {
        block.lines[block.baseline] = line.padded(to: column) + beside
      } else {
        block.lines.append(StyledText("where ", .keyword) + beside)
      }
    }
    for (index, part) in formula.definitions.enumerated() {
      guard block.lines.count < mostLines else {
        block.lines.append(omission(formula.definitions.count - index, of: "parts"))
        break
      }
      let label = StyledText("where ", .keyword) + StyledText(part.name, .name)
      let box = self.block(of: part.value, builder, margin: label.width + 3)
      let equals = StyledText(" = ", .symbol)
      block.lines += box.text(after: label + equals).lines
    }
    return block
  }

  /// Returns the formula in one line with its shared parts, for a step of a derivation.
  func line(of formula: Formula) -> StyledText {
    StyledText(options.isASCII ? formula.ascii : FormulaText.text(of: formula))
  }

  private func block(of expression: Expression, _ builder: NotationBuilder, margin: Int = 0)
    -> TextBlock
  {
    let width = max(12, options.width - margin)
    if !options.isPlain, expression.partCount(upTo: Self.mostParts) < Self.mostParts {
      let notation = builder.notation(of: expression)
      let tallest = max(8, options.height / 2)
      if let box = fitted(notation, width: width, tallest: tallest) {
        return TextBlock(lines: box.rows, baseline: box.baseline)
      }
    }
    let line =
      options.isASCII
      ? Unparser.text(of: expression) : FormulaText.line(builder.notation(of: expression))
    return TextBlock(shortened(StyledText(line).wrapped(to: width, hanging: 2)))
  }

  /// Returns a box that fits: whole, or broken between the terms or factors at its top.
  private func fitted(_ notation: Notation, width: Int, tallest: Int) -> FormulaBox? {
    let layout = FormulaLayout(isASCII: options.isASCII)
    let whole = layout.box(notation)
    guard whole.height <= tallest else { return nil }
    if whole.width <= width { return whole }
    let pieces: [FormulaBox]
    switch notation {
    case .sum(let terms):
      pieces = terms.enumerated().map { .row(layout.term($0, $1)) }
    case .product(let factors, let sign):
      pieces = layout.factors(factors, sign)
    default: return nil
    }
    return broken(pieces, width: width)
  }

  private func broken(_ pieces: [FormulaBox], width: Int) -> FormulaBox? {
    let indent = FormulaBox("  ")
    var lines: [[FormulaBox]] = [[]]
    var room = width
    for piece in pieces {
      guard piece.width + indent.width <= width else { return nil }
      if piece.width > room {
        lines.append([indent])
        room = width - indent.width
      }
      lines[lines.count - 1].append(piece)
      room -= piece.width
    }
    let boxes = lines.map(FormulaBox.row)
    let isTall = boxes.contains { $0.height > 1 }
    let rows = boxes.enumerated().flatMap { index, box in
      (index > 0 && isTall ? [StyledText()] : []) + box.rows
    }
    let first = boxes.first?.baseline ?? 0
    guard rows.count <= max(24, options.height) else { return nil }
    return FormulaBox(rows: rows, baseline: first)
  }

  /// The most lines of a formula that are shown.
  private var mostLines: Int { max(40, 2 * options.height) }

  private func omission(_ count: Int, of what: String) -> StyledText {
    StyledText(
      "\(options.isASCII ? "..." : "…") \(count) more \(what); `--json` has them all", .faint)
  }

  private func shortened(_ text: StyledText) -> StyledText {
    let lines = text.lines
    guard lines.count > mostLines else { return text }
    var result = lines[..<mostLines].joined(separator: "\n")
    result.newline()
    result.append(omission(lines.count - mostLines, of: "lines"))
    return result
  }
}

extension Expression {
  /// The number of parts, counted no further than a bound.
  fileprivate func partCount(upTo bound: Int) -> Int {
    var count = 0
    _ = contains { _ in
      count += 1
      return count >= bound
    }
    return count
  }
}
