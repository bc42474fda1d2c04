import Graphs
import Syntax

/// A function that is built in: its signature, what it is for, and how a call of it is elaborated.
struct Builtin: Sendable {
  /// The parts of the reference.
  enum Category: String, CaseIterable, Sendable {
    case elementwise = "element by element"
    case reduction = "reductions"
    case axis = "along an axis"
    case shape = "shape"
    case linear = "linear algebra"
    case random = "random numbers"
    case derivative = "derivatives"
    case analysis = "about expressions"
    case picture = "pictures and tables"
    case data = "data and precision"
    case prelude = "for writing losses"
  }

  /// How a call becomes a value.
  typealias Elaboration = @Sendable (Arguments) throws(Diagnostic) -> Value

  /// The name.
  let name: String
  /// The call as a person would write it: `sum(x, *, axis=none)`; after `*` by keyword only.
  let signature: String
  /// The part of the reference it belongs to.
  let category: Category
  /// What it gives, in one sentence.
  let summary: String
  /// A call that can be tried as it stands.
  let example: String
  /// The parameters.
  let parameters: Signature
  /// Whether a statement runs it once and keeps what it gave, as random numbers.
  let isRunOnce: Bool
  /// How a call becomes a value.
  private let body: Elaboration

  /// Makes a row of a table of functions.
  init(
    _ signature: String, _ category: Category, _ summary: String, example: String,
    isRunOnce: Bool = false, _ body: @escaping Elaboration
  ) {
    parameters = Signature(parsing: signature)
    name = parameters.name
    self.signature = signature
    self.category = category
    self.summary = summary
    self.example = example
    self.isRunOnce = isRunOnce
    self.body = body
  }

  /// Whether names that nothing has are taken as symbols in what it is given.
  var takesSymbols: Bool {
    switch category {
    case .derivative, .analysis, .picture: true
    case .elementwise, .reduction, .axis, .shape, .linear, .random, .data, .prelude: false
    }
  }

  /// The names of the functions that are there for the prelude alone, which nothing lists.
  private static let parts: Set<String> = ["log_cosh_of"]

  /// The names that are listed and suggested, sorted.
  static let names = table.keys.filter { !parts.contains($0) }.sorted()

  /// Every built-in function by name.
  static let table: [String: Builtin] = {
    let all: [[Builtin]] = [
      elementwise, reductions, alongAxis, shapes, creation, linearAlgebra, randomNumbers,
      derivatives, analyses, pictures, data, forPrelude,
    ]
    return Dictionary(
      all.flatMap { $0 }.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }()

  /// Returns the result of a call.
  func elaborate(_ call: Call) throws(Diagnostic) -> Value {
    let match = try parameters.match(
      call.arguments, at: call.range, in: call.scope, failing: call.elaborator.failure)
    return try body(Arguments(call: call, match: match))
  }
}

/// A call of a built-in function, as it stands in the source.
struct Call {
  /// What is called.
  let builtin: Builtin
  /// The arguments as written.
  let arguments: [Argument]
  /// The whole call.
  let range: SourceRange
  /// The name before the parenthesis.
  let nameRange: SourceRange
  /// What names mean where it stands.
  let scope: Scope
  /// What elaborates the statement.
  let elaborator: Elaborator
}

extension Signature {
  /// Reads a signature such as `clip(x, low, high)` or `sum(x, *, axis=none)`.
  init(parsing text: String) {
    let open = text.firstIndex(of: "(") ?? text.endIndex
    name = String(text[..<open])
    let inside = text[open...].dropFirst().dropLast()
    var isKeywordOnly = false
    var found: [Parameter] = []
    for part in inside.split(separator: ",") {
      let part = part.drop { $0 == " " }
      if part == "*" {
        isKeywordOnly = true
        continue
      }
      if part == "…" {
        isOpen = true
        continue
      }
      let sides = part.split(separator: "=", maxSplits: 1)
      let name = String(sides[0])
      if name.hasSuffix("…") {
        found.append(
          Parameter(name: String(name.dropLast()), isKeywordOnly: false, isVariadic: true))
        continue
      }
      found.append(
        Parameter(
          name: name, defaultValue: sides.count > 1 ? Self.value(String(sides[1])) : nil,
          isKeywordOnly: isKeywordOnly))
    }
    parameters = found
  }

  private static func value(_ text: String) -> Expression {
    switch text {
    case "none": return Expression(.none)
    case "true": return Expression(.boolean(true))
    case "false": return Expression(.boolean(false))
    default: break
    }
    if text.hasPrefix("\"") { return Expression(.string(String(text.dropFirst().dropLast()))) }
    if text.hasPrefix("-"), let number = Double(text.dropFirst()) {
      return Expression(.unary(.negate, Expression(.number(number))))
    }
    return Expression(.number(Double(text) ?? 0))
  }
}
