import Syntax
import Testing

@testable import Rendering

private func shown(
  _ source: String, name: String = "In [2]", at range: (Int, Int)? = nil,
  labels: [(Int, Int, String)] = [], message: String = "cannot broadcast shapes (4) and (3)",
  details: [String] = [], hint: String? = nil, width: Int = 80, isASCII: Bool = false,
  isPlain: Bool = false
) -> String {
  renderer(width: width, isASCII: isASCII, isPlain: isPlain).render(
    Diagnostic(
      .shape, message, at: range.map { SourceRange($0.0, $0.1) },
      labels: labels.map { .init(SourceRange($0.0, $0.1), $0.2) }, details: details, hint: hint,
      source: SourceText(source, name: name))
  ).plain
}

@Test func theExactSpanIsUnderlined() {
  #expect(
    shown(
      "mean((p - y)^2)", at: (6, 11), details: ["p is (4), y is (3): dimension 0 is 4 against 3"],
      hint: "y was defined at In [2]; did you drop a target?") == """
        error[shape]: cannot broadcast shapes (4) and (3)
          mean((p - y)^2)
                ──┬──
          p is (4), y is (3): dimension 0 is 4 against 3
          hint: y was defined at In [2]; did you drop a target?
        """)
}

@Test func labelsHangBelowTheirPlaces() {
  let labels = [(6, 7, "(4)"), (10, 11, "(3)")]
  #expect(
    shown("mean((p - y)^2)", at: (6, 11), labels: labels) == """
      error[shape]: cannot broadcast shapes (4) and (3)
        mean((p - y)^2)
              ┬───┬
              │   └ (3)
              └ (4)
      """)
  #expect(
    shown("mean((p - y)^2)", at: (6, 11), labels: labels, isASCII: true) == """
      error[shape]: cannot broadcast shapes (4) and (3)
        mean((p - y)^2)
              ^^^^^
              |   `- (3)
              `- (4)
      """)
}

@Test func wideCharactersTakeTwoColumns() {
  #expect(
    shown("损失 + ŷ + bad", at: (14, 17)) == """
      error[shape]: cannot broadcast shapes (4) and (3)
        损失 + ŷ + bad
                   ─┬─
      """)
}

@Test func aFileIsNamedWithItsLines() {
  #expect(
    shown("a = 1\nb = a + c\n", name: "t.loss", at: (14, 15), labels: [(0, 1, "defined here")])
      == """
      error[shape]: cannot broadcast shapes (4) and (3)
        t.loss:2:9
        1 │ a = 1
          │ ┬
          │ └ defined here
        2 │ b = a + c
          │         ┬
      """)
}

@Test func theEndOfTheSourceCanBeMarked() {
  #expect(shown("f(1", at: (3, 3)).hasSuffix("  f(1\n     ┬"))
  #expect(shown("", at: (0, 0)).hasSuffix("  \n  ┬"))
  #expect(shown("abc", at: (90, 99)).hasSuffix("  abc\n     ┬"))
}

@Test func aLongLineIsCutAroundTheSpan() {
  let source = String(repeating: "abcde ", count: 30)
  let lines = shown(source, at: (72, 77), width: 40).split(separator: "\n")
  #expect(lines.count == 4)
  #expect(lines.allSatisfy { $0.count <= 40 })
  let column = lines[3].prefix { $0 == " " }.count
  #expect(lines[2].dropFirst(column).hasPrefix("abcde"))
}

@Test func aScreenReaderIsToldThePlaceInWords() {
  #expect(
    shown("mean((p - y)^2)", at: (6, 11), isPlain: true) == """
      error[shape]: cannot broadcast shapes (4) and (3)
        in In [2], line 1, columns 7 to 11: p - y
      """)
}

@Test func escapeSequencesInTheSourceAreShown() {
  let text = shown("\u{1B}[31m + x", at: (8, 9), message: "bad \u{7}")
  #expect(text.contains("␛[31m + x\n          ┬"))
  #expect(text.contains("bad ␇"))
}

@Test func everyRangeOfASourceIsRendered() {
  let source = "a = 损\n\tb + \u{1B}ŷ\r\nc"
  for lower in -1...24 {
    for upper in lower...25 {
      for width in [20, 80] {
        let text = shown(source, at: (lower, upper), labels: [(upper, lower, "x")], width: width)
        #expect(text.hasPrefix("error[shape]"))
      }
    }
  }
}
