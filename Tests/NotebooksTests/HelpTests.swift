import Rendering
import Syntax
import Testing

@testable import Notebooks

/// The examples of a page, run one after the other as a person would who types them off.
@Test(arguments: HelpTopic.all.map(\.name))
func everyExampleOfThePagesRuns(name: String) throws {
  let page = try #require(HelpTopic.named(name))
  let session = Session()
  for case .example(let code) in page.parts {
    let status = session.submit(code) { text, isError in
      #expect(!isError, "\(code)\n\(text.plain)")
    }
    #expect(status == .done)
  }
}

@Test(arguments: Diagnostic.Code.allCases)
func theExampleOfAnErrorFailsWithItsCodeAndTheMendedOneRuns(code: Diagnostic.Code) {
  let page = ErrorExplanation.of(code)
  #expect(!page.meaning.isEmpty)
  // Nothing that one types is interrupted by itself.
  guard code != .interrupt else { return }
  var shown: [String] = []
  #expect(Session().submit(page.example) { text, _ in shown.append(text.plain) } == .failed)
  #expect(shown.last?.hasPrefix("error[\(code.rawValue)]") == true, "\(shown)")
  guard !page.mended.isEmpty else { return }
  #expect(Session().submit(page.mended) { _, _ in } == .done)
}

@Test func everyCommandHasANameOfItsOwnAndASummary() {
  let names = Command.all.flatMap { [$0.name] + $0.aliases }
  #expect(Set(names).count == names.count)
  for command in Command.all { #expect(!command.summary.isEmpty) }
}

@Test func thePageOfCommandsListsThemAll() {
  let shown = Session().submit(":help commands").plain
  for command in Command.all { #expect(shown.contains(":\(command.name)")) }
}

@Test(arguments: HelpTopic.all.map(\.name))
func noLineOfAPageIsWiderThanTheWindow(name: String) {
  let session = Session()
  session.window = (72, 24)
  for line in session.submit(":help \(name)").lines { #expect(line.width <= 72, "\(line.plain)") }
}
