import TestSupport
import Testing

@testable import Rendering

/// Removes the escape sequences that set colours.
private func withoutEscapes(_ text: String) -> String {
  var result = ""
  var rest = text[...]
  while let start = rest.firstIndex(of: "\u{1B}") {
    result += rest[..<start]
    rest = rest[start...].drop { $0 != "m" }.dropFirst()
  }
  return result + rest
}

@Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
func plainTextIsColouredTextWithoutItsEscapes(seed: UInt64) {
  var generator = SeededGenerator(seed: seed)
  let roles: [StyledText.Role] = [.body, .error, .name, .curve(7), .curve(-3), .heading, .faint]
  let pieces = [
    "a", "\u{1B}[31m", "\n", "\r\n", "损失", "é", "\u{202E}", "\u{9B}1m", "\u{7}", "👩‍🔬", "\t", "\r",
  ]
  var text = StyledText()
  for _ in 0..<50 {
    let piece = pieces.randomElement(using: &generator) ?? ""
    text.append(piece, roles.randomElement(using: &generator) ?? .body)
  }
  #expect(withoutEscapes(text.ansi(.dark)) == text.plain)
  #expect(withoutEscapes(text.ansi(.light)) == text.plain)
  #expect(!text.plain.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  #expect(!text.plain.unicodeScalars.contains { (0x7F..<0xA0).contains($0.value) })
}

@Test func controlCharactersBecomeVisible() {
  #expect(StyledText("\u{1B}[2J").plain == "␛[2J")
  #expect(StyledText("a\u{202E}b").plain == "a\\u{202e}b")
  #expect(StyledText("\u{9B}31m").plain == "\\u{9b}31m")
  #expect(StyledText("a\r\nb\rc\u{7F}").plain == "a\nb␍c␡")
  #expect(StyledText("a\tb").plain == "a    b")
}

@Test func widthsAreThoseOfATerminal() {
  #expect(DisplayWidth.of("abc") == 3)
  #expect(DisplayWidth.of("损失") == 4)
  #expect(DisplayWidth.of("ŷ") == 1)
  #expect(DisplayWidth.of("p\u{302}") == 1)
  #expect(DisplayWidth.of("👩‍🔬") == 2)
  #expect(DisplayWidth.of("σ²ᵀ√−") == 5)
  #expect(DisplayWidth.of("⣿│─") == 3)
  #expect(DisplayWidth.of("가") == 2)
}

@Test func linesBreakAtSpaces() {
  let text = StyledText("note: ", .note) + StyledText("one two three four")
  #expect(text.wrapped(to: 14, hanging: 6).plain == "note: one two\n      three\n      four")
  #expect(StyledText("aaaaaaaaaa bb").wrapped(to: 6).plain == "aaaaaa\naaaa\nbb")
  #expect(StyledText("损失损失损失").wrapped(to: 5).plain == "损失\n损失\n损失")
  #expect(StyledText("  indented text here").wrapped(to: 12).plain == "  indented\ntext here")
}

@Test func aLineIsCutWithAnEllipsis() {
  #expect(StyledText("abcdefgh").truncated(to: 5).plain == "abcd…")
  #expect(StyledText("损失损失").truncated(to: 4).plain == "损…")
  #expect(StyledText("abc").truncated(to: 3).plain == "abc")
}

@Test func columnsAreAligned() {
  let table = TableText(
    headings: ["name", "value"], rows: [["损失", "1.5"], ["b", "-20"]], alignments: [.left, .right])
  #expect(
    table.text(width: 40).plain == """
      name  value
      ────  ─────
      损失    1.5
      b       -20
      """)
  #expect(table.spoken().plain == "name: 损失; value: 1.5\nname: b; value: -20")
}

@Test func theWidestColumnIsCutFirst() {
  let table = TableText(
    headings: ["a", "b"], rows: [["short", StyledText(String(repeating: "x", count: 50))]])
  let text = table.text(width: 20)
  #expect(text.width == 20)
  #expect(text.plain.hasSuffix("short  xxxxxxxxxxxx…"))
}
