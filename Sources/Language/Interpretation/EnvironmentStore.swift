import Syntax
import Tensors

/// The environment in a box, so that what reads it while a statement runs holds no copy.
final class EnvironmentStore {
  /// What the names mean now.
  var environment = Environment()
  /// What cells showed, by number.
  private(set) var results: [Int: Result] = [:]
  /// The sources of cells, by number.
  private(set) var inputs: [Int: String] = [:]
  /// The number of the last cell that showed something.
  private(set) var lastResult: Int?
  private var order: [Int] = []

  /// How many results are kept.
  static let resultLimit = 1_000

  /// What a cell showed.
  enum Result {
    /// A value.
    case value(Tensor)
    /// A formula, as source.
    case formula(Expression)
  }

  /// Keeps what a cell showed, and forgets the oldest beyond the limit.
  func keep(_ result: Result, ofCell cell: Int) {
    if results.updateValue(result, forKey: cell) == nil { order.append(cell) }
    lastResult = cell
    trim()
  }

  /// Keeps the source of a cell.
  func keep(_ source: String, ofInput cell: Int) {
    // The line breaks before a cell of a file only say where it stands.
    inputs[cell] = String(source.drop(while: \.isNewline))
    inputs[cell - Self.resultLimit] = nil
  }

  /// Forgets all results and sources.
  func forgetResults() {
    results = [:]
    inputs = [:]
    lastResult = nil
    order = []
  }

  /// The cell whose result a name asks for, `nil` inside for the last one; nothing for other names.
  static func cell(named name: String) -> Int?? {
    if name == "_" { return .some(nil) }
    guard name.hasPrefix("_"), name.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }),
      let number = Int(name.dropFirst())
    else { return nil }
    return number
  }

  private func trim() {
    while order.count > Self.resultLimit { results[order.removeFirst()] = nil }
  }
}
