import Graphs
import Syntax

/// Names that nothing has bound, taken as symbols where a derivative or an analysis allows it.
extension Elaborator {
  /// Runs something with the undeclared names of some expressions as symbols of inferred shapes.
  ///
  /// Nothing is remembered after it; one note says what was assumed.
  func withSymbols<Result>(
    in expressions: [Expression], variables: [Expression], scope: Scope,
    _ body: () throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    guard !scope.isPrelude else { return try body() }
    let names = variables.compactMap(\.differentiatedName)
    let unbound = Set(names).filter { name in
      scope.locals[name] == nil && scope.captured[name] == nil && environment[name] == nil
        && overrides[name] == nil
    }
    var first: Diagnostic?
    // What one part of the statement needed holds for its other parts.
    for reading in ShapeInference.Reading.allCases.drop(while: { $0 != self.reading }) {
      let found = ShapeInference.symbols(
        in: expressions + variables, variables: unbound, scope: scope, elaborator: self,
        reading: reading)
      let remarks = notes
      do {
        let result = try with(found, body)
        self.reading = reading
        return result
      } catch {
        // The first reading is the one to be complained about.
        guard error.code == .shape, !found.isEmpty else { throw first ?? error }
        first = first ?? error
        // The other parts of the statement are read anew, too: what was said of them is void.
        notes = remarks.filter { $0.code != "assumed-shape" }
      }
    }
    if let first { throw first }
    return try body()
  }

  /// Runs something with names as symbols, and notes what was assumed.
  private func with<Result>(
    _ found: [(name: String, shape: SymbolicShape)], _ body: () throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    guard !found.isEmpty else { return try body() }
    let old = symbols
    for (name, shape) in found where symbols[name] == nil {
      symbols[name] = graph.leaf(cache.symbol(name, shape: shape))
    }
    forgetSymbolic()
    defer {
      symbols = old
      forgetSymbolic()
    }
    let result = try body()
    add(Self.note(on: found))
    return result
  }

  private static func note(on found: [(name: String, shape: SymbolicShape)]) -> Note {
    let scalars = found.filter { $0.shape.rank == 0 }.map(\.name)
    let tensors = found.filter { $0.shape.rank > 0 }
      .map { "\($0.name)[\($0.shape.dimensions.map(\.text).joined(separator: ", "))]" }
    var parts: [String] = []
    if !tensors.isEmpty { parts.append(tensors.joined(separator: ", ")) }
    if !scalars.isEmpty {
      parts.append(
        "\(scalars.joined(separator: ", ")) as \(scalars.count == 1 ? "a number" : "numbers")")
    }
    return Note(
      "assumed-shape", "not bound, and taken as symbols: \(parts.joined(separator: "; "))")
  }
}

extension Expression {
  /// The name that a derivative is taken by: `w`, also of `w[0]`.
  var differentiatedName: String? {
    switch kind {
    case .name(let name): name
    case .index(let base, _): base.differentiatedName
    case .tuple(let items), .list(let items):
      items.count == 1 ? items[0].differentiatedName : nil
    default: nil
    }
  }
}
