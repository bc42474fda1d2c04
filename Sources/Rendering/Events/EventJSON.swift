public import Calculus
import Graphs
public import Language
public import Syntax
public import Tensors

/// The JSON of what a statement showed, an object a result.
public enum EventJSON {
  /// Returns the object of an event, or nothing for one that shows nothing.
  public static func object(for event: Event, cell: Int) -> JSON? {
    switch event {
    case .output(let output): object(for: output, cell: cell)
    case .failure(let diagnostic): object(for: diagnostic, cell: cell)
    case .note, .binding, .progress: nil
    }
  }

  /// Returns the object of a result.
  ///
  /// ```
  /// {"cell": 1, "source": "p", "kind": "value", "shape": [3], "dtype": "float64", "value": […], …}
  /// ```
  public static func object(for output: Output, cell: Int) -> JSON {
    var members: [JSON.Member] = [
      .init("cell", .integer(cell)), .init("source", .string(output.source)),
      .init("kind", .string(output.content.kindName)),
    ]
    members += content(output.content)
    members.append(.init("free", .array(output.free.map(JSON.string))))
    members.append(
      .init(
        "notes",
        .array(
          output.notes.map {
            .object([.init("code", .string($0.code)), .init("message", .string($0.message))])
          })))
    if !output.assumptions.isEmpty {
      members.append(.init("assumes", .array(output.assumptions.map(JSON.string))))
    }
    return .object(members)
  }

  /// Returns the object of an error; lines, columns and lengths count characters from 1.
  public static func object(for diagnostic: Diagnostic, cell: Int) -> JSON {
    var error: [JSON.Member] = [
      .init("code", .string(diagnostic.code.rawValue)),
      .init("message", .string(diagnostic.message)),
    ]
    if let range = diagnostic.range, let source = diagnostic.source {
      let place = source.location(of: range.lower)
      error += [
        .init("line", .integer(place.line)), .init("column", .integer(place.column)),
        .init("length", .integer(source[range].count)),
      ]
    }
    if !diagnostic.details.isEmpty {
      error.append(.init("details", .array(diagnostic.details.map(JSON.string))))
    }
    error.append(.init("hint", diagnostic.hint.map(JSON.string) ?? .null))
    return .object([.init("cell", .integer(cell)), .init("error", .object(error))])
  }

  /// Returns a tensor as nested arrays; an empty one keeps the axes before the empty one.
  public static func value(of tensor: Tensor) -> JSON {
    var items = tensor.elements.map { element in
      tensor.type == .bool ? JSON.bool(element != 0) : .number(element)
    }
    guard tensor.shape.rank > 0 else { return items.first ?? .null }
    guard !items.isEmpty else { return empty(tensor.shape.dimensions) }
    for size in tensor.shape.dimensions.reversed() {
      items = stride(from: 0, to: items.count, by: size).map { start in
        .array(Array(items[start..<min(items.count, start + size)]))
      }
    }
    return items.first ?? .null
  }

  /// Returns a formula in its three spellings.
  public static func formula(_ formula: Formula) -> JSON {
    [
      "ascii": .string(formula.ascii), "unicode": .string(FormulaText.text(of: formula)),
      "latex": .string(LaTeX.source(of: formula)),
    ]
  }

  private static func empty(_ dimensions: [Int]) -> JSON {
    // Axes before the empty one are few in practice; their product may still be anything.
    guard let first = dimensions.first, first > 0, dimensions.count > 1, first <= 1000 else {
      return .array([])
    }
    return .array(Array(repeating: empty(Array(dimensions.dropFirst())), count: first))
  }

  private static func content(_ content: Output.Content) -> [JSON.Member] {
    switch content {
    case .value(let tensor): values(tensor)
    case .formula(let formula): formulaMembers(formula)
    case .derivative(let formula, let value):
      (value.map(values) ?? formula.map(shape) ?? [])
        + (formula.map { [.init("formula", self.formula($0))] } ?? [])
    case .check(let report): check(report)
    case .equivalence(let report): equivalence(report)
    case .steps(let steps, let result):
      [.init("steps", .array(steps.map(step)))] + formulaMembers(result)
    case .tape(let rows): [.init("tape", .array(rows.map(tapeRow)))]
    case .table(let table): self.table(table)
    case .kinks(let kinks): [.init("kinks", .array(kinks.map(kink)))]
    case .domain(let conditions): [.init("domain", .array(conditions.map(JSON.string)))]
    case .plot(let plot): [.init("plot", PlotJSON.object(for: plot))]
    case .text(let text): [.init("text", .string(text))]
    }
  }

  private static func values(_ tensor: Tensor) -> [JSON.Member] {
    [
      .init("shape", .array(tensor.shape.dimensions.map(JSON.integer))),
      .init("dtype", .string(tensor.type.rawValue)), .init("value", value(of: tensor)),
    ]
  }

  private static func formulaMembers(_ formula: Formula) -> [JSON.Member] {
    shape(of: formula) + [.init("formula", self.formula(formula))]
  }

  private static func shape(of formula: Formula) -> [JSON.Member] {
    let dimensions = formula.shape.dimensions.map { dimension in
      dimension.size.map(JSON.integer) ?? .string(dimension.text)
    }
    return [.init("shape", .array(dimensions))]
  }

  private static func check(_ report: CheckReport) -> [JSON.Member] {
    let check: JSON = [
      "symbolic": value(of: report.symbolic), "autodiff": value(of: report.autodiff),
      "numeric": value(of: report.numeric), "numeric_error": value(of: report.numericError),
      "agree": .bool(report.agree), "digits": .number(report.digits),
      "variable": .string(report.variable),
      "remarks": .array(report.remarks.map(JSON.string)),
    ]
    return values(report.symbolic)
      + (report.formula.map { [.init("formula", formula($0))] } ?? []) + [.init("check", check)]
  }

  private static func equivalence(_ report: EquivalenceReport) -> [JSON.Member] {
    var members: [JSON.Member] = [
      .init("verdict", .string(report.verdict.rawValue)), .init("how", .string(report.how)),
    ]
    if let witness = report.witness {
      let point = witness.point.map { JSON.Member($0.name, value(of: $0.value)) }
      members.append(
        .init(
          "witness",
          [
            "point": .object(point), "left": value(of: witness.left),
            "right": value(of: witness.right),
          ]))
    }
    if let diagnosis = report.diagnosis {
      members.append(.init("diagnosis", .string(diagnosis)))
    }
    return members
  }

  private static func step(_ step: DerivationStep) -> JSON {
    var members: [JSON.Member] = [
      .init("rule", .string(step.rule)), .init("before", .string(step.before.ascii)),
      .init("after", .string(step.after.ascii)),
    ]
    if let assumption = step.assumption { members.append(.init("assumes", .string(assumption))) }
    if let remark = step.remark { members.append(.init("remark", .string(remark))) }
    return .object(members)
  }

  private static func tapeRow(_ row: TapeRow) -> JSON {
    [
      "name": .string(row.name), "operation": .string(row.operation),
      "shape": .array(row.value.shape.dimensions.map(JSON.integer)),
      "value": value(of: row.value), "adjoint": row.adjoint.map(value) ?? .null,
    ]
  }

  private static func table(_ table: TableReport) -> [JSON.Member] {
    let rows = table.rows.map { row in
      JSON.array(
        row.map { cell in
          switch cell {
          case .value(let tensor): value(of: tensor)
          case .text(let text): .string(text)
          }
        })
    }
    return [
      .init("table", ["headings": .array(table.headings.map(JSON.string)), "rows": .array(rows)])
    ]
  }

  private static func kink(_ kink: KinkReport) -> JSON {
    [
      "condition": .string(kink.condition), "slopes": kink.slopes.map(JSON.string) ?? .null,
      "convention": kink.convention.map(JSON.string) ?? .null,
    ]
  }
}

extension Output.Content {
  /// The word that JSON and the exporters have for the kind of result.
  public var kindName: String {
    switch self {
    case .value: "value"
    case .formula: "formula"
    case .derivative: "derivative"
    case .check: "check"
    case .equivalence: "equivalence"
    case .steps: "steps"
    case .tape: "tape"
    case .table: "table"
    case .kinks: "kinks"
    case .domain: "domain"
    case .plot: "plot"
    case .text: "text"
    }
  }
}
