import Graphs
import Syntax

/// The columns of data by their names.
extension Elaborator {
  /// One column, `d[:, "score"]`, or several side by side, `d[:, ["score", "age"]]`; what stands
  /// before the name chooses rows.
  func columns(
    of table: DataTable, _ subscripts: [Subscript], at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> Value {
    guard case .element(let expression)? = subscripts.last,
      let names = try columnNames(expression, in: scope), !names.isEmpty
    else {
      let example = table.columns.first?.name ?? "name"
      throw failure(
        .index, "a table of columns is indexed by a column's name", at: range, in: scope,
        hint: "`d.\(example)` or `d[:, \"\(example)\"]`")
    }
    var parts: [NodeID] = []
    for name in names {
      let column = try column(name, of: table, at: expression.range, in: scope)
      let rows = Array(subscripts.dropLast())
      parts.append(
        rows.isEmpty ? column : try part(of: column, rows, called: name, at: range, in: scope))
    }
    guard case .list = expression.kind else { return .node(parts[0]) }
    let rank = graph.shape(of: parts[0]).rank
    return .node(try stacked(parts, axis: rank, at: expression.range, in: scope))
  }

  /// The names that a string or a list of strings gives, or nothing where it is none.
  func columnNames(_ expression: Expression, in scope: Scope) throws(Diagnostic) -> [String]? {
    let items: [Expression]
    switch expression.kind {
    case .list(let list), .tuple(let list): items = list
    default: items = [expression]
    }
    var names: [String] = []
    for item in items {
      guard case .string(let name) = try value(of: item, in: scope) else { return nil }
      names.append(name)
    }
    return names
  }

  /// The column of a table that has a name.
  func column(
    _ name: String, of table: DataTable, at range: SourceRange, in scope: Scope
  ) throws(Diagnostic) -> NodeID {
    if let column = table.columns.first(where: { $0.name == name }) {
      return graph.leaf(column.variable.leaf)
    }
    let names = table.columns.map(\.name)
    throw failure(
      .name, "there is no column `\(name)`", at: range, in: scope,
      hint: Suggestion.nearest(to: name, among: names).first.map { "did you mean `\($0)`?" }
        ?? "the columns are \(names.prefix(8).joined(separator: ", "))")
  }
}
