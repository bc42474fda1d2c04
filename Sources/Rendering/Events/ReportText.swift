import Calculus
import Language
import Tensors

extension Renderer {
  /// The three derivatives in columns, an element a line up to a screenful, and the verdict.
  func text(of report: CheckReport) -> StyledText {
    let shown = shownElements(of: report)
    let columns = [report.symbolic, report.autodiff, report.numeric].map { tensor in
      tensorText.numbers.texts(
        of: shown.map { tensor.elements.indices.contains($0) ? tensor.elements[$0] : .nan })
    }
    let isScalar = report.symbolic.shape.rank == 0
    let rows = shown.enumerated().map { row, element in
      [StyledText(isScalar ? report.variable : position(element, of: report), .name)]
        + columns.map { StyledText($0[row], .value) }
        + [StyledText(digits(agreedBy: report, at: element), .faint)]
    }
    let headings = ["element", "symbolic", "autodiff", "numeric", "digits"]
    let table = TableText(headings: headings.map { StyledText($0, .heading) }, rows: rows)
    var result =
      options.isPlain
      ? table.spoken() : table.text(width: options.width, isASCII: options.isASCII)
    let count = report.symbolic.elements.count
    if shown.count < count {
      result.newline()
      result.append("\(count - shown.count) more elements not shown", .faint)
    }
    result.newline()
    let certain = max(0, report.digits)
    let agreed = certain < 17 ? String(Int(certain)) : "all"
    result +=
      report.agree
      ? StyledText("agree", .success) + StyledText(": all three, to \(agreed) digits")
      : StyledText("disagree", .error) + StyledText(": only \(agreed) digits in common")
    for remark in report.remarks {
      result.newline()
      result.append(StyledText(remark).wrapped(to: options.width, hanging: 2))
    }
    return result
  }

  private func shownElements(of report: CheckReport) -> [Int] {
    let count = report.symbolic.elements.count
    let room = max(4, options.height - 6)
    guard count > room else { return Array(0..<count) }
    return Array(0..<room)
  }

  /// The digits that the three have in common at an element, as many as can be told.
  private func digits(agreedBy report: CheckReport, at element: Int) -> String {
    let values = [report.symbolic, report.autodiff, report.numeric].map { tensor in
      tensor.elements.indices.contains(element) ? tensor.elements[element] : .nan
    }
    guard let high = values.max(), let low = values.min(), values.allSatisfy(\.isFinite) else {
      return values.allSatisfy { $0 == values[0] } || values.allSatisfy(\.isNaN) ? "all" : "none"
    }
    let scale = max(high.magnitude, low.magnitude)
    guard high > low, scale > 0 else { return "all" }
    let ratio = (high - low) / scale
    // The number of tenths the ratio can be divided into; no logarithm needed.
    var digits = 0
    var bound = 0.1
    while digits < 17, ratio <= bound {
      digits += 1
      bound /= 10
    }
    return String(digits)
  }

  private func position(_ element: Int, of report: CheckReport) -> String {
    var rest = element
    let indices = report.symbolic.shape.strides.map { stride in
      let index = rest / max(1, stride)
      rest %= max(1, stride)
      return String(index)
    }
    return "\(report.variable)[\(indices.joined(separator: ", "))]"
  }

  /// The verdict, how it is known, and a point that shows a difference.
  func text(of report: EquivalenceReport) -> StyledText {
    var result: StyledText
    switch report.verdict {
    case .equal: result = StyledText("equal", .success)
    case .different: result = StyledText("different", .error)
    case .undecided: result = StyledText("undecided", .note)
    }
    if !report.how.isEmpty { result.append(": \(report.how)") }
    result = result.wrapped(to: options.width, hanging: 2)
    if let diagnosis = report.diagnosis {
      result.newline()
      result.append("looks like: ", .hint)
      result.append(diagnosis)
    }
    guard let witness = report.witness else { return result }
    let brief = { (tensor: Tensor) in
      tensorText.brief(of: tensor, columns: max(20, options.width - 16))
    }
    if !witness.point.isEmpty {
      result.newline()
      let point = witness.point.map { "\($0.name) = \(brief($0.value))" }.joined(separator: ", ")
      result.append(StyledText("at \(point)").wrapped(to: options.width, hanging: 3))
    }
    result.newline()
    result.append("the first is ", .faint)
    result.append(brief(witness.left), .value)
    result.newline()
    result.append("the second is ", .faint)
    result.append(brief(witness.right), .value)
    return result
  }

  /// The derivation: numbered steps, each its rule, before and after.
  func text(of steps: [DerivationStep], result: Formula) -> StyledText {
    var text = StyledText()
    let arrow = options.isASCII ? "-> " : "→ "
    for (index, step) in steps.enumerated() {
      text.append("\(index + 1). ", .faint)
      text.append(step.rule, .heading)
      if let remark = step.remark { text.append("  \(remark)", .faint) }
      text.newline()
      text.append(stepLine("", step.before))
      text.newline()
      text.append(stepLine(arrow, step.after))
      if let assumption = step.assumption {
        text.newline()
        text.append("     assumes: ", .note)
        text.append(assumption, .code)
      }
      text.newline()
    }
    text.append("result:", .heading)
    text.newline()
    var inner = self
    inner.options.width = max(20, options.width - 3)
    text.append(inner.text(of: result).indented(by: 3, first: true))
    return text
  }

  private func stepLine(_ mark: String, _ formula: Formula) -> StyledText {
    let margin = "   " + (mark.isEmpty ? "  " : mark)
    let line = FormulaBlock(options: options).line(of: formula)
    return (StyledText(margin, .symbol) + line).wrapped(to: options.width, hanging: 7)
  }

  /// The evaluation, a node a line: name, operation, value, adjoint.
  func text(of rows: [TapeRow]) -> StyledText {
    // Values and adjoints share what the other columns leave.
    let headings = ["node", "operation", "shape", "value", "adjoint"]
    let narrow = [rows.map(\.name), rows.map(\.operation), rows.map(\.value.shape.text)]
    let taken = zip(headings, narrow).map { heading, texts in
      ([heading] + texts).map { DisplayWidth.of($0) }.max() ?? 0
    }
    let columns = max(16, (options.width - taken.reduce(8, +)) / 2)
    let cells = rows.map { row in
      [
        StyledText(row.name, .name), StyledText(row.operation, .code),
        StyledText(row.value.shape.rank == 0 ? "" : row.value.shape.text, .faint),
        StyledText(tensorText.brief(of: row.value, columns: columns), .value),
        StyledText(row.adjoint.map { tensorText.brief(of: $0, columns: columns) } ?? "", .value),
      ]
    }
    let table = TableText(
      headings: headings.map { StyledText($0, .heading) }, rows: cells,
      alignments: [.left, .left, .left, .right, .right])
    return options.isPlain
      ? table.spoken() : table.text(width: options.width, isASCII: options.isASCII)
  }

  /// Columns with headings; the numbers of a column have one scale.
  func text(of report: TableReport) -> StyledText {
    var rows = report.rows.map { row in
      row.map { cell in
        switch cell {
        case .value(let tensor): StyledText(tensorText.brief(of: tensor, columns: 24), .value)
        case .text(let text): StyledText(text)
        }
      }
    }
    var alignments: [TableText.Alignment] = []
    for column in report.headings.indices {
      let tensors = report.rows.map { row -> Tensor? in
        guard row.indices.contains(column), case .value(let tensor) = row[column] else {
          return nil
        }
        return tensor
      }
      alignments.append(tensors.contains { $0 != nil } ? .right : .left)
      let scalars = tensors.compactMap { $0?.shape.rank == 0 ? $0?.scalarValue : nil }
      guard scalars.count == rows.count, let type = tensors.first??.type else { continue }
      let texts = tensorText.numbers.texts(of: scalars, type: type)
      for (row, text) in texts.enumerated() { rows[row][column] = StyledText(text, .value) }
    }
    let table = TableText(
      headings: report.headings.map { StyledText($0, .heading) }, rows: rows,
      alignments: alignments.isEmpty ? [.left] : alignments)
    return options.isPlain
      ? table.spoken() : table.text(width: options.width, isASCII: options.isASCII)
  }

  /// The places without a derivative, a paragraph each.
  func text(of kinks: [KinkReport]) -> StyledText {
    guard !kinks.isEmpty else { return StyledText("differentiable everywhere it is defined") }
    return kinks.map { kink in
      var line = StyledText("kink where ") + StyledText(kink.condition, .code)
      if let slopes = kink.slopes { line.append(": slopes \(slopes)") }
      if let convention = kink.convention { line.append("; \(convention)") }
      return line.wrapped(to: options.width, hanging: 2)
    }.joined(separator: "\n")
  }

  /// The conditions under which an expression is defined, a line each.
  func domain(_ conditions: [String]) -> StyledText {
    guard !conditions.isEmpty else { return StyledText("defined everywhere") }
    return StyledText("defined where ")
      + conditions.map { StyledText($0, .code) }.joined(separator: "\n          and ")
  }
}
