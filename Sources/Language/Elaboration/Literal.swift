import Syntax
import Tensors

/// A list of numbers, nested or not: data written out.
struct Literal {
  /// The data.
  let tensor: Tensor

  /// What says that a literal is ragged.
  typealias Failing = (
    Diagnostic.Code, String, SourceRange, Scope, [String], String?
  ) -> Diagnostic

  /// Reads a list, or nothing where something in it is not a number.
  ///
  /// - Throws: `shape` where the rows have different lengths.
  init?(
    _ items: [Expression], at range: SourceRange, in scope: Scope, failing: Failing
  ) throws(Diagnostic) {
    var elements: [Double] = []
    var isBoolean = true
    guard
      let sizes = try Self.read(
        items, into: &elements, isBoolean: &isBoolean, scope: scope, failing: failing),
      let shape = Shape(sizes),
      let tensor = Tensor(
        shape, elements, type: isBoolean && !elements.isEmpty ? .bool : .float64)
    else { return nil }
    self.tensor = tensor
  }

  private static func read(
    _ items: [Expression], into elements: inout [Double], isBoolean: inout Bool, scope: Scope,
    failing: Failing
  ) throws(Diagnostic) -> [Int]? {
    var inner: [Int]?
    for item in items {
      let sizes: [Int]
      if case .list(let row) = item.kind {
        guard
          let read = try read(
            row, into: &elements, isBoolean: &isBoolean, scope: scope, failing: failing)
        else { return nil }
        sizes = read
      } else if case .boolean(let truth) = item.kind {
        elements.append(truth ? 1 : 0)
        sizes = []
      } else if let number = item.literalNumber {
        isBoolean = false
        elements.append(number)
        sizes = []
      } else {
        return nil
      }
      guard let first = inner else {
        inner = sizes
        continue
      }
      guard first == sizes else {
        throw failing(
          .shape,
          "the rows of a tensor must have one length: \(text(first)) is followed by \(text(sizes))",
          item.range, scope, [], "give every row as many items as the first")
      }
    }
    return [items.count] + (inner ?? [])
  }

  private static func text(_ sizes: [Int]) -> String {
    switch sizes.count {
    case 0: "a number"
    case 1: "a row of \(sizes[0])"
    default: "(" + sizes.map(String.init).joined(separator: ", ") + ")"
    }
  }
}

extension Expression {
  /// The number that is written, with its sign.
  var literalNumber: Double? {
    switch kind {
    case .number(let number): number
    case .unary(.negate, let operand): operand.literalNumber.map { -$0 }
    case .unary(.plus, let operand): operand.literalNumber
    default: nil
    }
  }
}
