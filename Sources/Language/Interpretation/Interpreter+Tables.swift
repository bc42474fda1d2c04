import Execution
import Graphs
import Syntax
import Tensors

/// `table`: values side by side.
extension Interpreter {
  /// The longest table.
  private static var rowLimit: Int { 1_000 }

  /// A row for each value of the names that move, or for each element where none does.
  func table(_ arguments: Arguments, _ context: StatementContext) throws(Diagnostic) -> Output {
    let elaborator = arguments.elaborator
    guard !arguments.rest.isEmpty else {
      throw arguments.fail(
        .argument, "`table` is given nothing", hint: "`table(f, g, x=[0.1, 0.5])`")
    }
    let headings = arguments.rest.map { elaborator.text(of: $0, in: arguments.scope) }
    var notes: [Note] = []
    guard !arguments.match.open.isEmpty else {
      let columns = try tensors(arguments.rest, overriding: [:], arguments, context, notes: &notes)
      return Output(
        .table(TableReport(headings: headings, rows: rows(of: columns))), source: context.text,
        notes: notes)
    }
    var moving: [(label: String, place: Elaborator.Place, values: [Double])] = []
    for argument in arguments.match.open {
      moving.append(
        (
          elaborator.place(argument).text, elaborator.place(argument),
          try points(argument, arguments, context)
        ))
    }
    let count = moving.map(\.values.count).min() ?? 0
    guard moving.allSatisfy({ $0.values.count == count }), count <= Self.rowLimit else {
      throw arguments.fail(
        .argument, "the names of a table move together: each is given as many values, 1000 at most")
    }
    var rows: [[TableReport.Cell]] = []
    for index in 0..<count {
      var overrides: [String: NodeID] = [:]
      var row: [TableReport.Cell] = []
      for item in moving {
        let value = Tensor(item.values[index])
        row.append(.value(value))
        overrides[item.place.name] = try elaborator.override(
          item.place, by: cache.graph.constant(value), over: overrides[item.place.name], arguments)
      }
      let values = try tensors(
        arguments.rest, overriding: overrides, arguments, context, notes: &notes)
      rows.append(row + values.map { .value($0) })
    }
    return Output(
      .table(TableReport(headings: moving.map(\.label) + headings, rows: rows)),
      source: context.text, notes: notes)
  }

  private func tensors(
    _ expressions: [Expression], overriding overrides: [String: NodeID], _ arguments: Arguments,
    _ context: StatementContext, notes: inout [Note]
  ) throws(Diagnostic) -> [Tensor] {
    var tensors: [Tensor] = []
    for expression in expressions {
      let value =
        overrides.isEmpty
        ? try arguments.elaborator.value(of: expression, in: arguments.scope)
        : try arguments.elaborator.value(
          of: expression, overriding: overrides, in: arguments.scope)
      let node = try arguments.elaborator.node(
        of: value, at: expression.range, in: arguments.scope)
      tensors.append(try evaluate(node, nil, at: expression.range, context, notes: &notes))
    }
    return tensors
  }

  /// The values that a name takes: a list, one number, or seven points of a range.
  private func points(
    _ argument: Argument, _ arguments: Arguments, _ context: StatementContext
  ) throws(Diagnostic) -> [Double] {
    var notes: [Note] = []
    let first = try tensors([argument.value], overriding: [:], arguments, context, notes: &notes)[0]
    guard let end = argument.spanEnd else { return first.elements }
    let last = try tensors([end], overriding: [:], arguments, context, notes: &notes)[0]
    guard let low = first.scalarValue, let high = last.scalarValue else {
      throw arguments.fail(.argument, "the ends of a range are numbers")
    }
    return (0...6).map { low + (high - low) * Double($0) / 6 }
  }

  /// One row for each element along the first axis; what is a number stands in every row.
  private func rows(of columns: [Tensor]) -> [[TableReport.Cell]] {
    let count = columns.compactMap(\.shape.dimensions.first).max() ?? 1
    return (0..<min(count, Self.rowLimit)).map { row in
      columns.map { column in
        guard let length = column.shape.dimensions.first else { return .value(column) }
        guard row < length, let shape = Shape(Array(column.shape.dimensions.dropFirst())) else {
          return .text("")
        }
        let part = column.elements[(row * shape.count)..<((row + 1) * shape.count)]
        return Tensor(shape, Array(part), type: column.type).map { .value($0) } ?? .text("")
      }
    }
  }
}
