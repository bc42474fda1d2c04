import Testing

@testable import Rendering

private func read(_ text: String) throws -> JSON { try JSONReader.value(of: Array(text.utf8)) }

@Test func jsonOfEveryKindIsRead() throws {
  let value = try read(" {\"a\": [1, -2.5e1, true, false, null, \"x\"], \"b\": {}} ")
  #expect(
    value == ["a": [.integer(1), .number(-25), .bool(true), .bool(false), .null, "x"], "b": [:]])
  #expect(try read("18446744073709551616") == .number(18_446_744_073_709_551_616))
  #expect(try read("{\"a\": 1, \"a\": 2}")["a"] == .integer(2))
}

@Test func whatIsWrittenAsJSONIsReadAgain() throws {
  let value: JSON = [
    "text": .string("\"\\/\u{8}\u{C}\n\r\t\u{0}σ\u{2028}😀"),
    "numbers": [.number(0.1), .integer(-7)],
    "": .array([.object([]), .array([])]),
  ]
  #expect(try read(value.text) == value)
}

@Test func escapesAreReadAndHalvesOfPairsReplaced() throws {
  #expect(try read("\"\\u00e9\\uD83D\\uDE00\\/\\b\"") == "é😀/\u{8}")
  #expect(try read("\"\\ud83dx\"") == "\u{FFFD}x")
  #expect(try read("\"\\ud83d\\u0041\"") == "\u{FFFD}A")
}

@Test func whatIsNoJSONIsAnError() {
  let texts = [
    "", " ", "nul", "{", "}", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "01", "1.", ".5", "+1", "1e",
    "--1", "\"a", "\"\u{1}\"", "\"\\x\"", "\"\\u12\"", "1 2", "[1 2]", "NaN", "Infinity", "'a'",
    "{\"a\":1,}", "\"\n\"",
  ]
  for text in texts {
    #expect(throws: JSONReader.Failure.self, "\(text)") { try read(text) }
  }
  #expect(throws: JSONReader.Failure.self) { try JSONReader.value(of: [0x22, 0xFF, 0x22]) }
}

@Test func deepNestingIsAnErrorAndNotACrash() throws {
  let deep = String(repeating: "[", count: 100_000)
  #expect(throws: JSONReader.Failure.self) { try read(deep) }
  _ = try read(String(repeating: "[", count: 100) + String(repeating: "]", count: 100))
}
