import Calculus
import Execution
import Foundation
import Graphs
import Syntax
import Tensors
import Testing

/// One row of the fixtures: a derivative, a point, and the value there in 200 digits.
struct SymbolicRow: Decodable, Sendable, CustomTestStringConvertible {
  let id: String
  let declare: [String]
  let bind: [String]
  let expr: String
  let value: Nested
  let rtol: Double
  let atol: Double
  let size: Double?
  let skip: [String]?

  var testDescription: String { id }

  /// Nested lists of numbers.
  enum Nested: Decodable, Sendable {
    case number(Double)
    case list([Nested])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .number(text == "NaN" ? .nan : text == "Infinity" ? .infinity : -.infinity)
      } else {
        self = .list(try container.decode([Nested].self))
      }
    }

    var shape: [Int] {
      switch self {
      case .number: []
      case .list(let items): [items.count] + (items.first?.shape ?? [])
      }
    }

    var flat: [Double] {
      switch self {
      case .number(let value): [value]
      case .list(let items): items.flatMap(\.flat)
      }
    }
  }

  static let all: [SymbolicRow] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/symbolic.jsonl")
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap {
      try? JSONDecoder().decode(SymbolicRow.self, from: Data($0.utf8))
    }
  }()

  /// A builder with the row's names declared in the shapes of its data, and the data.
  ///
  /// Named dimensions take the sizes of the data: what a formula means for a name it means for each
  /// of its values.
  func builder() throws -> (GraphBuilder, Bindings) {
    let builder = GraphBuilder()
    try builder.run(GraphBuilder.losses)
    var data: [(String, Tensor)] = []
    for text in bind {
      let parts = text.components(separatedBy: " := ")
      guard parts.count == 2,
        case .expression(let literal)? = Parser.parse(SourceText(parts[1])).statements.first?.kind
      else { continue }
      data.append((parts[0], try builder.literal(literal)))
    }
    for text in declare {
      if text.hasPrefix("var "), let name = text.dropFirst(4).split(separator: "[").first,
        let value = data.first(where: { $0.0 == name })?.1
      {
        _ = builder.makeLeaf(String(name), SymbolicShape(value.shape))
      } else {
        try builder.run(text)
      }
    }
    for (name, value) in data where builder.leaves[name] == nil {
      _ = builder.makeLeaf(name, SymbolicShape(value.shape))
    }
    var bindings = Bindings()
    for (name, value) in data {
      if let leaf = builder.leaves[name] { bindings[leaf] = value }
    }
    return (builder, bindings)
  }

  func isRight(_ tensor: Tensor) -> Bool {
    tensor.shape.dimensions == value.shape
      && zip(tensor.elements, value.flat).allSatisfy { got, want in
        got == want || (got.isNaN && want.isNaN)
          || (got - want).magnitude <= atol + rtol * want.magnitude
      }
  }
}

@Suite struct SymbolicRowTests {
  @Test func theFixturesAreThere() {
    #expect(SymbolicRow.all.count == 221)
  }

  @Test(arguments: SymbolicRow.all)
  func theClosedFormHasTheValueOfTheDerivative(row: SymbolicRow) throws {
    let (builder, bindings) = try row.builder()
    let node = try #require(try builder.run(row.expr))
    var evaluator = Evaluator(graph: builder.graph, bindings: bindings)
    let value = try evaluator.value(of: node)
    #expect(row.isRight(value), "got \(value.elements)")
  }

  @Test(arguments: SymbolicRow.all.filter { $0.skip?.contains("round trip") != true })
  func theFormulaReadsBackToTheSameValue(row: SymbolicRow) throws {
    let (builder, bindings) = try row.builder()
    try builder.run(row.expr)
    let formula = try #require(builder.derivative?.formula)
    let node = try #require(try builder.run(formula.ascii))
    var evaluator = Evaluator(graph: builder.graph, bindings: bindings)
    let value = try evaluator.value(of: node)
    #expect(row.isRight(value), "\(formula.ascii) is \(value.elements)")
  }

  @Test(arguments: SymbolicRow.all.filter { $0.skip?.contains("compact") != true })
  func theFormulaIsAboutAsShortAsTheTextbooks(row: SymbolicRow) throws {
    let (builder, _) = try row.builder()
    try builder.run(row.expr)
    let formula = try #require(builder.derivative?.formula)
    let size = try #require(row.size)
    let count = NodeCount.count(formula.ascii)
    #expect(Double(count) <= 1.25 * size + 2, "\(formula.ascii)")
  }
}
