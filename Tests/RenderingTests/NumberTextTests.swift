import Tensors
import TestSupport
import Testing

@testable import Rendering

@Test(
  arguments: [
    (0.16425203, "0.164252"), (2, "2"), (0.5, "0.5"), (1e-7, "1e-7"), (1.5e300, "1.5e300"),
    (123456.789, "123457"), (1_234_567, "1234567"), (1_234_567.5, "1.23457e6"), (0.0001, "0.0001"),
    (0.00001234, "0.00001234"), (-0.0, "0"), (9.9999999, "10"), (.nan, "nan"),
    (-.infinity, "-inf"), (1e10, "1e10"), (.leastNonzeroMagnitude, "5e-324"), (0.1 + 0.2, "0.3"),
    (2.302585092994046, "2.30259"), (-1.0 / 3, "-0.333333"),
  ])
func aNumberHasSixDigits(value: Double, expected: String) {
  #expect(NumberText().text(of: value) == expected)
}

@Test func seventeenDigitsReadBack() {
  let exact = NumberText(digits: 17)
  #expect(exact.text(of: 0.1 + 0.2) == "0.30000000000000004")
  #expect(exact.text(of: 0.1, isSingle: false) == "0.1")
  #expect(exact.text(of: Double(Float(0.1)), isSingle: true) == "0.1")
}

@Test(arguments: [11, 12, 13] as [UInt64])
func everyNumberReadsBackWithinHalfAUnitOfItsLastDigit(seed: UInt64) {
  var generator = SeededGenerator(seed: seed)
  for _ in 0..<500 {
    let value = Double(bitPattern: generator.next())
    guard value.isFinite, value != 0 else { continue }
    let exponent = DecimalDigits(value).exponent
    for digits in [1, 3, 6, 12] {
      let text = NumberText(digits: digits).text(of: value)
      guard let back = Double(text) else {
        Issue.record("\(text) is no number")
        continue
      }
      // Half a unit of the last digit, relative to the power of ten of the first.
      let unit = Double("1e\(-digits + 1)") ?? 1
      let scale = Double("1e\(exponent)") ?? value.magnitude
      guard scale > 1e-300, scale < 1e300 else { continue }
      #expect((back / scale - value / scale).magnitude <= unit * 0.5 * (1 + 1e-9))
    }
    #expect(Double(NumberText(digits: 17).text(of: value)) == value)
  }
}

@Test(
  arguments: [
    ([-0.37037037, 0.41666667, -0.55555556], ["-0.370370", "0.416667", "-0.555556"]),
    ([1, 0, 1], ["1", "0", "1"]),
    ([0.5, 1, 2], ["0.5", "1.0", "2.0"]),
    ([1e-9, 2.5e-9], ["1.0e-9", "2.5e-9"]),
    ([0.5, 1e-9], ["5e-1", "1e-9"]),
    ([.nan, 0.25, .infinity], ["nan", "0.25", "inf"]),
    ([1000, 0.5], ["1000.0", "0.5"]),
    ([0, 0], ["0", "0"]),
    ([], []),
  ] as [([Double], [String])])
func numbersOfATensorHaveOneScale(values: [Double], expected: [String]) {
  #expect(NumberText().texts(of: values) == expected)
}

@Test func booleansAreWords() {
  #expect(NumberText().texts(of: [1, 0], type: .bool) == ["true", "false"])
}
