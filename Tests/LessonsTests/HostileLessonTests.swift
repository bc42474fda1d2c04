import Language
import Lessons
import Rendering
import Testing

/// A stranger's lesson that tries to steer the terminal and to run scripts in the browser.
@Suite struct HostileLessonTests {
  private static let escape = "\u{1B}]0;owned\u{7}\u{1B}[31m"
  private static let script = "<script>document.title = 1</script>"

  /// A lesson with hostile text in every place that text can be in.
  private static let text = """
    ---
    format: 1
    title: Evil \(escape)\(script)
    summary: <img src=x onerror="alert(1)"> \(escape)
    minutes: 5
    needs:
    teaches: mean
    ---

    Intro \(script) \(escape) [x](javascript:alert(1)) [y]( java&#x73;cript:alert(1))
    [z](data:text/html,x) [a](../../etc/passwd) <a href="javascript:alert(1)">k</a>
    ![i" onerror="alert(1)](x.png) [w](https://example.org/"onmouseover="alert(1))

    <div onmouseover="alert(1)">\(script)</div>

    | a\(script) | b |
    | - | - |
    | \(escape) | <b onclick=alert(1)> |

    ## Step <svg/onload=alert(1)> \(escape)

    ```text
    \(escape)\(script)
    ```

    ```loss
    mean([1, 2]) # \(escape)</code></pre>\(script)
    plot(x^2 # \(script)
    , x=-1:1)
    wrong_\(escape)
    ```

    ```ask
    kind: choice
    prompt: Which \(script) \(escape)
    + a \(script)\(escape) -> why \(escape)\(script)
    - b \(script)\(escape) -> no \(escape)\(script)
    ```

    ## "><script>alert(2)</script>

    ```ask
    kind: value
    prompt: \(escape)\(script)
    answer: 4
    hint: \(escape)\(script)
    wrong: 5 -> \(escape)\(script) #tag
    explain: \(escape)\(script)
    ```

    ## Reach

    ```try
    goal: \(escape)\(script)
    until: 1 < 2
    answer: 1
    hint: \(escape)\(script)
    explain: \(escape)\(script)
    ```

    """

  private static let course = Course(
    files: [("evil.md", "01-e\"><script>\(escape).md", text), ("b.md", "02-b.md", text)])

  /// The tags of a page: what stands between `<` and `>`.
  private static func tags(in page: String) -> [Substring] {
    page.split(separator: "<", omittingEmptySubsequences: false).dropFirst()
      .map { $0.prefix { $0 != ">" } }
  }

  @Test func thePagesHaveNoScriptNoHandlerAndNoAddressButTheWebsAndTheirOwn() {
    let files = CourseSite(Self.course) { Interpreter() }.files()
    #expect(files.count == 4)
    for file in files {
      #expect(file.name.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) })
      #expect(!file.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
      guard file.name.hasSuffix(".html") else { continue }
      for tag in Self.tags(in: file.text) {
        let name = tag.prefix { $0.isLetter }.lowercased()
        #expect(!["script", "iframe", "img", "object", "embed", "base", "form"].contains(name))
        // What an attribute is named stands outside of the quotes of values.
        let outside = tag.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
          .filter { $0.offset % 2 == 0 }.map(\.element).joined(separator: " ").lowercased()
        #expect(!outside.split(separator: " ").contains { $0.hasPrefix("on") }, "\(tag)")
        if let address = tag.firstRange(of: "href=\"").map({ tag[$0.upperBound...] }) {
          let isKnown =
            address.hasPrefix("#") || address.hasPrefix("https://")
            || files.contains { address.hasPrefix("\($0.name)\"") }
          #expect(isKnown, "\(address)")
        }
      }
    }
  }

  @Test func nothingThatIsShownOrPutOnTheLineSteersTheTerminal() throws {
    for lesson in Self.course.lessons {
      var player = LessonPlayer(
        lesson, course: Self.course.lessons, store: TransientProgressStore()
      ) { Interpreter() }
      var outputs = [player.start()]
      let lines = [
        "", "b", ":hint", ":list", ":where", "a", "", "5", ":hint", ":answer", "", ":hint",
        ":answer", ":keep \(Self.escape)", "\(Self.escape)", ":list", ":next", "",
      ]
      for line in lines where !player.isFinished { outputs.append(player.submit(line)) }
      #expect(player.isFinished)
      for output in outputs {
        for text in [output.text.plain, output.prompt, output.proposedInput ?? ""] {
          #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(text)")
        }
      }
    }
  }
}
