import Foundation
import Syntax
import TestSupport
import Testing

/// Runs a body on a thread with a stack as large as the program's, and returns what it returns.
func onLargeStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
  await withCheckedContinuation { continuation in
    let thread = Thread { continuation.resume(returning: body()) }
    thread.stackSize = 1 << 30
    thread.start()
  }
}

@Suite struct LimitTests {
  static let nests: [(open: String, close: String)] = [
    ("(", ")"), ("[", "]"), ("-", ""), ("not ", ""), ("2^", ""), ("f(", ")"), ("x[", "]"),
    ("√", ""), ("a if c else ", ""), ("f(k=", ")"), ("repeat 2 {", "}"), ("(1, ", ")"),
  ]

  @Test(arguments: nests.indices) func nestingBeyondTheLimitIsADiagnostic(of row: Int) async {
    let (open, close) = Self.nests[row]
    let codes = await onLargeStack {
      [400, 100_000].map { count in
        let source =
          String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
        return Parser.parse(SourceText(source)).diagnostics.first?.code
      }
    }
    #expect(codes == [nil, .limit])
  }

  @Test(arguments: ["1 + ", "x * ", "a and ", "x - "]) func chainsMayBeLong(part: String) async {
    let codes = await onLargeStack {
      [49_000, 100_000].map { count in
        Parser.parse(SourceText(String(repeating: part, count: count) + "1")).diagnostics.first?
          .code
      }
    }
    #expect(codes == [nil, .limit])
  }

  @Test(arguments: ["'", ".a", "()", "[0]"]) func postfixesAreLimited(part: String) async {
    let code = await onLargeStack {
      Parser.parse(SourceText("x" + String(repeating: part, count: 60_000))).diagnostics.first?.code
    }
    #expect(code == .limit)
  }

  @Test func comparisonsAndListsAreFlat() async {
    let counts = await onLargeStack {
      [
        "1" + String(repeating: " < 1", count: 60_000),
        "[" + String(repeating: "-1.5, ", count: 60_000) + "]",
      ]
      .map { Parser.parse(SourceText($0)).diagnostics.count }
    }
    #expect(counts == [0, 0])
  }

  @Test func aSourceThatIsTooLongIsNotRead() {
    let result = Parser.parse(SourceText(String(repeating: " ", count: 10_000_001)))
    #expect(result.diagnostics.first?.code == .limit)
    #expect(result.statements.isEmpty)
  }

  @Test(arguments: 0..<400) func randomInputNeverTraps(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "x", "1", "(", ")", "[", "]", "{", "}", ",", ";", "\n", " ", "'", "\"", "\"\"\"", "=", ":=",
      "+", "-", "^", "*", "if ", "else ", "not ", "var ", "repeat ", "del ", "assume ", ":", ".",
      "²", "√", "\\frac", "|", "$", "##", "#", "σ", "🙂", "\u{301}", "1e", "in ", "lambda ", "<",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0..<60, using: &generator) {
      text += pieces.randomElement(using: &generator) ?? ""
    }
    var bytes = Array(text.utf8)
    if seed % 2 == 0 {
      bytes = (0..<80).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
    let source = SourceText(String(decoding: bytes, as: UTF8.self))
    let result = Parser.parse(source)
    for diagnostic in result.diagnostics {
      guard let range = diagnostic.range else { continue }
      #expect(range.lower >= 0 && range.upper <= source.text.utf8.count)
    }
    let tokens = Lexer.tokens(of: source.text)
    #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.range.upper <= $1.range.lower })
    #expect(Parser.parse(source).diagnostics == result.diagnostics)
  }
}
