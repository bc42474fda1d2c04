public import Calculus
public import Language
public import Syntax
public import Tensors

/// Sets what a cell made as text for people.
public struct Renderer: Sendable {
  /// The window and the tastes it is set for.
  public var options: RenderOptions

  /// Makes a renderer for some options.
  public init(options: RenderOptions = RenderOptions()) {
    self.options = options
  }

  /// Returns the text of an event, without a line break at its end; empty for one that shows nothing.
  public func render(_ event: Event, cell: Int) -> StyledText {
    switch event {
    case .output(let output): render(output, cell: cell)
    case .binding(let binding): text(of: binding)
    case .note(let note): text(of: note)
    case .failure(let diagnostic): render(diagnostic)
    case .progress: StyledText()
    }
  }

  /// Returns the text of a result with the notes on it.
  public func render(_ output: Output, cell: Int) -> StyledText {
    let prompt =
      options.showsPrompts ? StyledText("Out[\(cell)]: ", .outputPrompt) : StyledText()
    var inner = self
    inner.options.width = max(20, options.width - prompt.width)
    var result = inner.block(of: output.content).text(after: prompt)
    for note in output.notes {
      result.newline()
      result.append(text(of: note))
    }
    if !output.assumptions.isEmpty {
      let assumed = output.assumptions.map { StyledText($0, .code) }.joined(separator: ", ")
      result.newline()
      result.append(
        (StyledText("assumes: ", .note) + assumed).wrapped(to: options.width, hanging: 2))
    }
    return result
  }

  /// Returns the text of an error.
  public func render(_ diagnostic: Diagnostic) -> StyledText {
    DiagnosticText(width: options.width, isASCII: options.isASCII, isPlain: options.isPlain)
      .text(of: diagnostic)
  }

  /// Returns a remark, `note: …`.
  public func text(of note: Note) -> StyledText {
    (StyledText("note: ", .note) + StyledText(note.message))
      .wrapped(to: options.width, hanging: 6)
  }

  /// Returns a tensor within the window.
  public func text(of tensor: Tensor) -> StyledText { tensorText.text(of: tensor) }

  /// Returns a tensor in one short line, for a list of names.
  public func brief(of tensor: Tensor, columns: Int = 40) -> String {
    tensorText.brief(of: tensor, columns: columns)
  }

  /// Returns what a binding made, for `:set echo on`.
  public func text(of binding: Binding) -> StyledText {
    var result = StyledText(binding.name, .name)
    result.append(": \(binding.kind)", .faint)
    if binding.shape != "()" { result.append(" \(binding.shape)", .faint) }
    guard let value = binding.value else { return result }
    result.append(" = ", .symbol)
    var inner = self
    inner.options.width = max(20, options.width - result.width)
    let shown = inner.text(of: value)
    return result + shown.indented(by: result.width)
  }

  /// Returns a formula within the window, over several lines where it gains by it.
  public func text(of formula: Formula) -> StyledText {
    block(of: formula).text(after: StyledText())
  }

  // MARK: Blocks

  var tensorText: TensorText {
    TensorText(
      numbers: NumberText(digits: options.digits), width: options.width, height: options.height,
      isASCII: options.isASCII)
  }

  func block(of content: Output.Content) -> TextBlock {
    switch content {
    case .value(let tensor): TextBlock(text(of: tensor))
    case .formula(let formula): block(of: formula)
    case .derivative(let formula, let value): derivative(formula, value)
    case .check(let report): TextBlock(text(of: report))
    case .equivalence(let report): TextBlock(text(of: report))
    case .steps(let steps, let result): TextBlock(text(of: steps, result: result))
    case .tape(let rows): TextBlock(text(of: rows))
    case .table(let table): TextBlock(text(of: table))
    case .kinks(let kinks): TextBlock(text(of: kinks))
    case .domain(let conditions): TextBlock(domain(conditions))
    case .plot(let plot): TextBlock(text(of: plot))
    case .text(let text): TextBlock(StyledText(text).wrapped(to: options.width))
    }
  }

  private func derivative(_ formula: Formula?, _ value: Tensor?) -> TextBlock {
    guard let formula else {
      return TextBlock(value.map(text) ?? StyledText("no formula and no value", .faint))
    }
    var result = block(of: formula)
    guard let value else { return result }
    // Without a prompt to stand under, the sign has a column of its own.
    let sign = StyledText("= ", .symbol)
    result.hanging.append(sign + text(of: value).indented(by: sign.width))
    return result
  }

  /// Returns a formula as it is shown: in two dimensions where the window and the taste allow.
  func block(of formula: Formula) -> TextBlock {
    FormulaBlock(options: options).block(of: formula)
  }
}
