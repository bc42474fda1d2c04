import Foundation
import Graphs
import Tensors
import Testing

@testable import Execution

/// Double-double arithmetic against values of 80 digits (mpmath).
struct DoubleDoubleTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let function: String
    let x: Double
    let value: DoubleDouble

    var testDescription: String { "\(function) at \(x)" }
  }

  static let rows: [Row] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/double-double.tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "\t")
      guard cells.count == 4, let x = Double(cells[1]), let high = Double(cells[2]),
        let low = Double(cells[3])
      else { return nil }
      return Row(
        function: String(cells[0]), x: x, value: DoubleDouble(high: high, low: low))
    }
  }()

  private static let functions: [UnaryFunction] = [
    .exp, .expm1, .log, .log1p, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh,
    .logCosh, .erf, .erfc, .lgamma, .digamma, .sigmoid, .softplus, .gelu, .sqrt,
  ]

  @Test func everyRowOfTheFileIsRead() {
    #expect(Self.rows.count == 165)
  }

  @Test(arguments: rows)
  func functionsHaveTwentySixDigits(row: Row) throws {
    let function =
      row.function == "polygamma2"
      ? .polygamma(2) : try #require(Self.functions.first { "\($0)" == row.function })
    let value = function.extended(DoubleDouble(row.x))
    let scale = DoubleDouble(Double.maximum(abs(row.value.high), 1e-290))
    let error = (value - row.value).magnitude / scale
    // Where the result is subnormal in its low part it has no more digits than it has bits.
    let bound = abs(row.value.high) < 1e-270 ? 1e-15 : 1e-26
    #expect(
      error.high < bound, "\(value.decimal(digits: 30)), not \(row.value.decimal(digits: 30))")
  }

  @Test func sumsProductsAndQuotientsAreThoseOfThirtyDigits() {
    let third = DoubleDouble(1) / 3
    #expect((third * 3 - 1).magnitude.high < 1e-31)
    #expect(
      (DoubleDouble(2).squareRoot() * DoubleDouble(2).squareRoot() - 2).magnitude.high < 1e-31)
    #expect(DoubleDouble(1e20) + 1e-10 - 1e20 == 1e-10)
    #expect((DoubleDouble(1) / 0).high == .infinity)
    #expect((DoubleDouble(.infinity) - DoubleDouble(.infinity)).isNaN)
  }

  @Test func numbersAreWrittenInDecimal() {
    #expect((DoubleDouble(1) / 3).decimal(digits: 28) == "0.3333333333333333333333333333")
    #expect(DoubleDouble(-1e-300).decimal(digits: 5) == "-1e-300")
    #expect(DoubleDouble(1234.5).decimal(digits: 20) == "1234.5")
    #expect(DoubleDouble(9.9999999).decimal(digits: 3) == "10")
    #expect(DoubleDouble(1e22).decimal(digits: 28) == "1e22")
    #expect(DoubleDouble(0).decimal(digits: 28) == "0")
    #expect(DoubleDouble(-.infinity).decimal(digits: 28) == "-inf")
    #expect(DoubleDouble(.pi).decimal(digits: 20) == "3.141592653589793116")
  }
}
